"""The columns of the landed parquet files: the one agreement between Python and dbt."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS

REPORTED = pa.decimal128(28, 10)
SUM = pa.decimal128(38, 10)
TEXT, INT, LONG = pa.string(), pa.int32(), pa.int64()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


AMOUNTS = _schema(
    landed_key=TEXT, export_id=TEXT, sheet=TEXT, table_number=INT, row_number=INT, column_number=INT, column_name=TEXT,
    kind=TEXT, measure=TEXT, row_role=TEXT, row_parent=INT, column_parent=INT,
    region_declared=TEXT, region_printed=TEXT, fiscal_year=INT, period_end=pa.date32(), period_months=INT,
    item_code=TEXT, item_name=TEXT, item_system=TEXT, item_edition=TEXT,
    economic_code=TEXT, economic_name=TEXT, economic_system=TEXT, economic_edition=TEXT,
    organisation_code=TEXT, organisation_name=TEXT, programme_code=TEXT, programme_name=TEXT, fund_code=TEXT, fund_name=TEXT, extras=TEXT,
    **dict.fromkeys(CALIBER_DIMENSIONS, TEXT),
    currency=TEXT, unit_scale=pa.decimal128(10, 0), printed_decimals=INT, amount_printed=TEXT, amount_reported=REPORTED,
    numerator_stage=TEXT, denominator_stage=TEXT,
)  # fmt: skip

INDICATORS = _schema(
    landed_key=TEXT, export_id=TEXT, sheet=TEXT, table_number=INT, row_number=INT, line_place=INT, row_role=TEXT,
    region_declared=TEXT, region_printed=TEXT, fiscal_year=INT, period_end=pa.date32(), period_months=INT,
    organisation_code=TEXT, organisation_name=TEXT, programme_code=TEXT, programme_name=TEXT,
    objective=TEXT, indicator_code=TEXT, indicator_name=TEXT, level_1=TEXT, level_2=TEXT, unit_text=TEXT,
    target_text=TEXT, target_operator=TEXT, target_value=REPORTED, target_upper=REPORTED, actual_text=TEXT, actual_value=REPORTED, actual_state=TEXT,
    weight_text=TEXT, weight=REPORTED, score_text=TEXT, score_claimed=REPORTED, budget_text=TEXT, budget=REPORTED,
    executed_text=TEXT, executed=REPORTED, rate_text=TEXT, rate_stated=REPORTED,
    unit_scale=pa.decimal128(10, 0), currency=TEXT, columns=TEXT, extras=TEXT, target_version=TEXT, target_date=TEXT,
    sample_size_text=TEXT, sample_size=REPORTED, review_score_text=TEXT, review_score=REPORTED, verified_text=TEXT, verified_value=REPORTED,
    maximum_text=TEXT, maximum_value=REPORTED, denominator_text=TEXT, denominator_value=REPORTED,
    grade=TEXT, explanation=TEXT, narrative=TEXT, proof=TEXT, better=TEXT,
)  # fmt: skip

PARKED = _schema(
    landed_key=TEXT, export_id=TEXT, sheet=TEXT, row_number=INT, column_number=INT, column_name=TEXT,
    text=TEXT, reason=TEXT, detail=TEXT, n_cells=INT, money=REPORTED,
)  # fmt: skip

EXPORTS = _schema(
    landed_key=TEXT, export_id=TEXT, contract_id=TEXT, contract_sha256=TEXT, contract_json=TEXT,
    publisher=TEXT, licence=TEXT, url=TEXT, cadence=TEXT, due=TEXT, kind=TEXT, source_role=TEXT, twin_of=TEXT, region_declared=TEXT,
    file_path=TEXT, file_name=TEXT, file_sha256=TEXT, file_bytes=LONG, file_type=TEXT, encoding=TEXT, encoding_evidence=TEXT,
    delimiter=TEXT, number_formats=TEXT, slot=TEXT, declared_year=INT, stated_years=TEXT, stated_period=TEXT, expected_years=TEXT,
    status=TEXT, parked_reason=TEXT, parked_detail=TEXT, n_rows=INT, n_cells=INT, n_cells_landed=INT, n_cells_ignored=INT, n_cells_parked=INT,
    n_amounts=INT, money_in=SUM, money_parked=SUM, decoder_version=TEXT,
)  # fmt: skip

CONTROLS = _schema(
    landed_key=TEXT, export_id=TEXT, control_name=TEXT, control_sentence=TEXT, observed=SUM, expected=SUM, tolerance=SUM,
    sheet=TEXT, row_number=INT, column_number=INT,
    # The text of a report against its table: where the table says it, and what stands between the two where they are counted differently.
    source=TEXT, table_sheet=TEXT, table_row=INT, table_column=INT, bridge=SUM,
)  # fmt: skip

RECEIPTS = _schema(file_path=TEXT, file_sha256=TEXT, received_at=pa.timestamp("us"), received_by=TEXT, landed_key=TEXT)

# What people decided about the deliveries: pipelines/worklist.
MAPPINGS = _schema(
    kind=TEXT, system=TEXT, under=TEXT, code=TEXT, label=TEXT, means=TEXT, reviewer=TEXT, reviewed_on=pa.date32(), note=TEXT, place=TEXT,
)  # fmt: skip
CORRECTIONS = _schema(
    correction_id=TEXT, contract_id=TEXT, file_name=TEXT, sheet=TEXT, row_number=INT, column_number=INT, printed=TEXT, believed_right=REPORTED,
    reason=TEXT, evidence=TEXT, status=TEXT, reviewer=TEXT, reviewed_on=pa.date32(), place=TEXT,
)  # fmt: skip

# What people replied to findings, what the last release held of findings, and the day by which deadlines are judged: pipelines/decisions.
REPLIES = _schema(
    number=INT, replied_at=pa.timestamp("us"), who=TEXT, role=TEXT, action=TEXT, reason=TEXT, owner=TEXT, expires_on=pa.date32(),
    corrected_file=TEXT, corrected_sha256=TEXT, finding_id=TEXT, rule_id=TEXT, rule_version=TEXT, subject_id=TEXT, cause_id=TEXT,
    region_code=TEXT, fiscal_year=INT, subject=TEXT, release=INT, sha256=TEXT,
)  # fmt: skip
HISTORY = _schema(
    finding_id=TEXT, rule_id=TEXT, rule_version=TEXT, subject_id=TEXT, cause_id=TEXT, evidence_class=TEXT, severity=TEXT, region_code=TEXT,
    fiscal_year=INT, organisation_id=TEXT, programme_id=TEXT, indicator_id=TEXT, subject=TEXT, slot=TEXT, file_sha256=TEXT,
    opened_on=pa.date32(), last_failed_on=pa.date32(), closed_on=pa.date32(), outcome=TEXT, n_closed=INT,
)  # fmt: skip
MOMENT = _schema(as_of=pa.date32())

FOLDERS: dict[str, pa.Schema] = {
    "amounts": AMOUNTS, "indicators": INDICATORS, "parked": PARKED, "exports": EXPORTS, "controls": CONTROLS, "receipts": RECEIPTS,
    "mappings": MAPPINGS, "corrections": CORRECTIONS, "replies": REPLIES, "history": HISTORY, "moment": MOMENT,
}  # fmt: skip


def prepare_landed(folder: Path) -> None:
    """Each folder with an empty file of its schema, so that a book without indicators still has the table."""
    for name, schema in FOLDERS.items():
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        empty = target / "_empty.parquet"
        if not empty.exists() or parquet.read_schema(empty) != schema:
            parquet.write_table(schema.empty_table(), empty)
