"""What an open label may mean: each kind of evidence by itself, with a score, and nothing where there is no evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import duckdb
import pytest

from pipelines.worklist.unmapped import OpenLabel, items_of_edition, open_labels

BOOK = """
create schema marts;
create table marts.dim_exports as select 'e' as export_id, 'zz-a.b' as contract_id, 'CN-130000' as region_code;
create table marts.dim_items as
select md5(system || edition_date || item_code) as item_id, *, case when length(item_code) > 3 then left(item_code, 3) end as parent_code,
    left(item_code, 3) as root_code, false as is_unmapped, null as name_en
from (values
    ('cn', date '2010-01-01', '204', '公共安全'), ('cn', date '2010-01-01', '20499', '治安维护'), ('cn', date '2010-01-01', '211', '环境保护'),
    ('cn', date '2020-01-01', '204', '公共安全支出'), ('cn', date '2020-01-01', '20402', '公安'), ('cn', date '2020-01-01', '206', '科学技术支出'),
    ('cn', date '2020-01-01', '211', '节能环保支出'), ('cn', date '2020-01-01', '21101', '环境监测'), ('cn', date '2020-01-01', '215', '治安维护'),
    ('cn_revenue', date '2020-01-01', '101', '税收收入')
) as items (system, edition_date, item_code, name_local);
create table marts.dim_regions as
select *, null as name_en, false as is_unmapped from (values
    ('CN-130000', '河北省', '河北', 'CN'), ('CN-130100', '石家庄市', '石家庄', 'CN-130000'), ('CN-140100', '石家庄是', '', 'CN-140000')
) as regions (region_code, name_local, short_name, parent_code);
create table marts.fct_budget_lines (export_id text, landed_key text, contract_id text, source_role text, kind text, is_current bool, row_role text,
    item_system text, item_code_printed text, item_name_printed text, mapping_method text, item_id text, economic_system text, economic_code_printed text,
    economic_name_printed text, economic_mapping_method text, region_code text, region_printed text, currency text, amount decimal(28, 4), fiscal_year int,
    period_end date, sheet text, table_number int, row_number int, column_number int, row_parent int);
"""


def open_one(label: str | None, code: str | None = None, system: str | None = "cn", above: str | None = None, role: str = "leaf") -> list[OpenLabel]:
    with duckdb.connect() as db:
        db.execute(BOOK)
        columns = (
            "export_id, landed_key, contract_id, source_role, kind, is_current, row_role, item_system, item_code_printed, item_name_printed, "
            "mapping_method, region_code, currency, amount, fiscal_year, period_end, table_number, row_number, column_number, row_parent"
        )
        line = ["e", "k", "zz-a.b", "primary", "expenditure", True, role, system, code, label, "unmapped", "CN", "CNY", -12, 2024, "2024-12-31", 1, 5, 1, 1]
        db.execute(f"insert into marts.fct_budget_lines ({columns}) values ({', '.join('?' * len(line))})", line)
        db.execute(
            f"insert into marts.fct_budget_lines ({columns}, item_id) select 'e', 'k', 'zz-a.b', 'primary', 'expenditure', true, 'subtotal', 'cn', ?, '', "
            "'exact_code', 'CN', 'CNY', 0, 2024, '2024-12-31', 1, 1, 1, null, md5('cn' || date '2020-01-01' || ?)",
            [above, above],
        )
        return open_labels(db)


def best(label: str | None, code: str | None = None, system: str | None = "cn", above: str | None = None) -> tuple[str, str] | None:
    (found,) = open_one(label, code, system, above)
    return (found.proposals[0]["means"], found.proposals[0]["why"]) if found.proposals else None


@pytest.mark.parametrize(
    ("label", "code", "system", "above", "proposed"),
    [
        ("公共按全支出", None, "cn", None, ("204", "words alike")),
        ("其中：（一）公共按全支出", None, "cn", None, ("204", "words alike")),
        ("安全支出", None, "cn", None, ("204", "words alike")),
        ("环境保护", None, "cn", None, ("211", "these words in the edition of 2010-01-01")),
        (None, "20499", "cn", None, ("215", "code 20499 was 治安维护 in the edition of 2010-01-01")),
        ("环境检测", None, "cn", "211", ("21101", "words alike, under 211 as printed")),
        ("环境检测", None, "cn", "204", ("21101", "words alike, but printed under 204")),
        (None, "2110", "cn", None, ("21101", "codes below 2110")),
        ("税收收入", None, "cn", None, ("cn_revenue:101", "these words in another code book: declare it in the contract")),
        ("海洋", None, "cn", None, None),
        ("", None, "cn", None, None),
    ],
)  # fmt: skip
def test_each_evidence_proposes_its_item(label: str | None, code: str | None, system: str | None, above: str | None, proposed: tuple[str, str] | None) -> None:
    assert best(label, code, system, above) == proposed


def test_the_row_above_speaks_for_or_against() -> None:
    scores = {above: open_one("环境检测", above=above)[0].proposals[0]["score"] for above in ("211", "204", None)}
    assert scores["211"] > scores[None] > scores["204"]


def test_what_hangs_on_a_label_is_told_with_it() -> None:
    (found,) = open_one("海洋")
    assert (found.n_amounts, found.n_leaves, found.share, found.contracts) == (1, 1, Decimal(1), ["zz-a.b"])
    assert found.money == [{"currency": "CNY", "source_role": "primary", "amount": Decimal(-12)}]
    (subtotal,) = open_one("海洋", role="subtotal")
    assert (subtotal.n_amounts, subtotal.n_leaves, subtotal.money, subtotal.share) == (1, 0, [], Decimal(0))


def test_a_label_of_grand_totals_needs_no_item() -> None:
    assert open_one("合计", role="grand_total") == []


@pytest.mark.parametrize(
    ("system", "said"), [(None, "no code book is declared"), ("nowhere", "there is no code book nowhere"), ("cn", None)]
)  # fmt: skip
def test_what_stands_in_the_way_of_an_answer_is_said(system: str | None, said: str | None) -> None:
    (found,) = open_one("海洋", system=system)
    assert (found.obstacle is None) if said is None else (said in (found.obstacle or ""))


def test_a_region_is_sought_only_below_the_declared_one() -> None:
    with duckdb.connect() as db:
        db.execute(BOOK)
        db.execute(
            "insert into marts.fct_budget_lines (export_id, contract_id, source_role, is_current, row_role, mapping_method, region_code, region_printed, "
            "currency, amount, fiscal_year, period_end) values ('e', 'zz-a.b', 'primary', true, 'leaf', 'label', 'unmapped', '石家庄是', 'CNY', 5, 2024, '2024-12-31')"
        )
        (found,) = open_labels(db)
        assert set(items_of_edition(db, "cn", date(2010, 1, 1))) == {"204", "20499", "211"}
    assert (found.kind, found.under, [proposal["means"] for proposal in found.proposals]) == ("region", "CN-130000", ["CN-130100"])
