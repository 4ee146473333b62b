"""Totals from outside beside the book: what the sample plants is named with its amount, everything else is equal or explained."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

QUERY = (
    "select region_code, stage, coalesce(other_contract_id, control_name) as measured, difference, unexplained_difference as rest, status, "
    "differing_dimensions, n_classes_differing from quality.fct_discrepancies"
)


def held(caliber: Any, home: Any, status: str) -> set[tuple[Any, ...]]:
    answer = caliber("sql", f"{QUERY} where status = '{status}'", "--json", "--home", str(home))
    assert answer.code == 0, answer.err
    return {(row["region_code"], row["measured"], Decimal(row["difference"]), Decimal(row["rest"])) for row in answer.json}


def test_what_contradicts_the_book_is_named_with_its_amount(first: Any, caliber: Any) -> None:
    """The planted ones: one figure of a department too high, a published total missed, nine months and last year's figures filed as the year's."""
    assert held(caliber, first.home, "unexplained") == {
        ("ZZ-990100", "zz-linhu.education_execution", Decimal("9942511396.55"), Decimal("-44844403.45")),
        ("ZZ-990100", "公布的决算总数", Decimal("-120000"), Decimal("-120000")),
        ("ZZ-990181", "zz-linhu.county_summary", Decimal("-2085210000"), Decimal("-2085210000")),
        ("ZZ-990104", "zz-linhu.county_summary", Decimal("-214900000"), Decimal("-214900000")),
    }


def test_a_difference_of_calibers_is_explained_to_the_cent(first: Any, caliber: Any) -> None:
    assert held(caliber, first.home, "explained") == {("ZZ-990100", "zz-yunze.city_expenditure_gross", Decimal("-10500000000"), Decimal("0"))}
    (row,) = caliber("sql", f"{QUERY} where status = 'explained'", "--json", "--home", str(first.home)).json
    assert (row["differing_dimensions"], row["n_classes_differing"]) == ("netting", 1)


def test_a_report_of_a_part_is_held_against_that_part(first: Any, caliber: Any) -> None:
    parts = held(caliber, first.home, "other_coverage")
    assert {measured for _, measured, _, _ in parts} == {"zz-linhu.education_execution", "zz-linhu.health_execution"}
    assert {rest for *_, rest in parts} == {Decimal("0")}


def test_rounded_totals_are_equal_within_their_display_unit(first: Any, caliber: Any) -> None:
    equal = held(caliber, first.home, "equal")
    assert ("ZZ-990101", "zz-linhu.county_summary", Decimal("460000"), Decimal("460000")) in equal
    assert ("ZZ-990100", "公布的调整预算总数", Decimal("0"), Decimal("0")) in equal
