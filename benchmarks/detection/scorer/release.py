"""What a release says, as frames: rows that can be judged, findings with the rows they are about, and the tables of reporters and targets.

Only published tables are read. A table or column that a release does not have gives an empty frame, and the report says "not published".
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pandas as pd

# A finding whose evidence is more rows than a programme has is about a group, not about each of its rows.
MOST_ROWS = 16
CLASS_ORDER = {"E0": 0.9, "E1": 0.7, "E2": 0.4, "E3": 0.2}
INFORMATION = 0.05

ROWS = """
with places as (
    select exports.export_id, exports.file_name from marts.dim_exports as exports where exports.is_current
),
reports as (
    select r.indicator_report_id as id, p.file_name as file, r.row_number, r.organisation_id, r.programme_id, r.fiscal_year, r.indicator_name as name,
        r.row_role, r.indicator_report_id is not null and r.contract_id like '%.evaluation' and r.row_role = 'leaf' as is_indicator
    from marts.fct_indicators as r join places as p on r.export_id = p.export_id
    where r.contract_id not like '%.targets' and r.contract_id not like '%register%'
),
lines as (
    select b.budget_line_id as id, p.file_name as file, b.row_number, b.organisation_id, b.programme_id, b.fiscal_year, b.item_name_printed as name,
        b.row_role, false as is_indicator
    from marts.fct_budget_lines as b join places as p on b.export_id = p.export_id
)
select rows.id, rows.file, rows.row_number, rows.fiscal_year, rows.name, rows.row_role, rows.is_indicator, rows.programme_id, rows.organisation_id,
    o.organisation_code as organisation, coalesce(m.programme_code, '') as programme
from (select * from reports union all select * from lines) as rows
left join marts.dim_organisations as o on rows.organisation_id = o.organisation_id
left join marts.dim_programmes as m on rows.programme_id = m.programme_id
"""
PANEL = """
select r.indicator_report_id as id, r.indicator_id as series, md5(concat_ws('|', r.indicator_name, r.unit)) as peers, r.fiscal_year,
    r.actual_value::double as actual, r.target_value::double as target, r.score_claimed::double as score, r.weight::double as weight,
    r.executed::double as executed, r.budget::double as budget
from marts.fct_indicators as r
where r.is_current and r.row_role = 'leaf' and r.contract_id like '%.evaluation'
"""
# Approved targets and registers are judged through the row they belong to.
ALIASES = """
select other.indicator_report_id as id, own.indicator_report_id as row_id
from marts.fct_indicators as other
join marts.fct_indicators as own
    on other.indicator_id = own.indicator_id and other.fiscal_year = own.fiscal_year
    and other.period_months is not distinct from own.period_months
where other.is_current and own.is_current and own.contract_id like '%.evaluation' and own.row_role = 'leaf'
    and (other.contract_id like '%.targets' or other.contract_id like '%register%')
"""


class Release:
    """A published warehouse, opened for reading."""

    def __init__(self, home: Path) -> None:
        self.db = duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True)

    def frame(self, sql: str) -> pd.DataFrame:
        return self.db.execute(sql).df()

    def table(self, schema: str, name: str) -> pd.DataFrame | None:
        found = self.db.execute("select 1 from information_schema.tables where table_schema = ? and table_name = ?", [schema, name]).fetchone()
        return self.frame(f"select * from {schema}.{name}") if found else None

    def rows(self) -> pd.DataFrame:
        """Every row that can be judged with the ids of its figures; `subject` is file and row."""
        rows = self.frame(ROWS)
        rows["subject"] = rows.file + ":" + rows.row_number.astype(str)
        return rows

    def panel(self) -> pd.DataFrame:
        return self.frame(PANEL)

    def findings(self) -> pd.DataFrame:
        return self.frame("select * from quality.fct_findings")


def attributed(release: Release, rows: pd.DataFrame, findings: pd.DataFrame, single: set[str]) -> pd.DataFrame:
    """(finding, subject): by the row a finding names, else by its evidence, else by its programme and year.

    A finding on figures of several organisations is about their sum. It is right when a single line of money among them is
    wrong (`single`), and then about that one; else it is a false alarm on all of them.
    """
    aliases = release.frame(ALIASES)
    ids = pd.concat([rows[["id", "subject"]], aliases.merge(rows[["id", "subject"]].rename(columns={"id": "row_id"}), on="row_id")[["id", "subject"]]])
    named = findings[findings.about_id.notna()]
    direct = named[["finding_id", "about_id"]].rename(columns={"about_id": "id"})
    cells = [(key, cell) for key, evidence in zip(*_unnamed(findings), strict=True) for cell in _cells(evidence)]
    by_cells = pd.DataFrame(cells, columns=["finding_id", "id"])
    links = pd.concat([direct, by_cells]).merge(ids, on="id")[["finding_id", "subject"]].drop_duplicates()
    links = _of_sums(links[links.groupby("finding_id").subject.transform("count") <= MOST_ROWS], rows, single)
    return pd.concat([links, _by_programme(findings[~findings.finding_id.isin(set(links.finding_id))], rows)]).drop_duplicates()


def _of_sums(links: pd.DataFrame, rows: pd.DataFrame, single: set[str]) -> pd.DataFrame:
    owner = rows.drop_duplicates("subject").set_index("subject").organisation
    several = links.subject.map(owner).groupby(links.finding_id).transform("nunique") > 1
    is_fault = links.subject.isin(single)
    explained = is_fault.groupby(links.finding_id).transform("any")
    return links[~(several & explained) | is_fault]


def _unnamed(findings: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    rest = findings[findings.about_id.isna()]
    return rest.finding_id, rest.evidence


def _cells(evidence: str) -> list[str]:
    found = json.loads(evidence).get("cells", [])
    return [cell for cell in found if isinstance(cell, str)]


def _by_programme(findings: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """A finding that names neither row nor cells is about the programme it names."""
    rest = findings[findings.about_id.isna() & findings.programme_id.notna()]
    own = rows[rows.is_indicator][["programme_id", "fiscal_year", "subject"]].drop_duplicates()
    return rest[["finding_id", "programme_id", "fiscal_year"]].merge(own, on=["programme_id", "fiscal_year"])[["finding_id", "subject"]]


def strengths(release: Release, rows: pd.DataFrame, findings: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Subject -> strength: what the release's list of attention says of the row, else the best of its findings."""
    by_class = findings.evidence_class.map(CLASS_ORDER).where(findings.severity != "info", INFORMATION)
    own = pd.Series(findings.strength.astype(float).fillna(by_class).to_numpy(), index=findings.finding_id)
    best = links.assign(strength=links.finding_id.map(own)).groupby("subject").strength.max()
    attention = release.table("quality", "fct_attention")
    if attention is None or "strength" not in attention:
        return best
    key = "indicator_report_id" if "indicator_report_id" in attention else "about_id"
    listed = attention[[key, "strength"]].merge(rows[["id", "subject"]], left_on=key, right_on="id").groupby("subject").strength.max().astype(float)
    return listed.combine_first(best)
