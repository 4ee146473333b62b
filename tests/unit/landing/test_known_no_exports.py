"""Files that a contract knows and calls no exports: noted with their reason, never read, never counted as parked."""

from __future__ import annotations

from one_file import contract, land

EDITIONS = contract("layout:\n  columns: {item_code: code}\n  amounts: {final: paid}", files="paid.csv") + (
    '  - kind: reference\n    files: ["codes_*.csv", "*.json"]\n    reason: "code list of the classification"\n'
)


def test_a_code_list_is_noted_with_its_reason_whatever_it_holds() -> None:
    for name, content in (("codes_2024.csv", "code;name\n1;Schools\n"), ("settings.json", '{"a": [1, 2]}'), ("codes_empty.csv", "")):
        noted = land(EDITIONS, content, name)
        assert (noted.export["status"], noted.export["parked_reason"]) == ("reference", None)
        assert noted.export["parked_detail"] == "code list of the classification"
        assert not noted.amounts and not noted.parked and noted.export["n_cells"] is None


def test_the_export_beside_it_lands() -> None:
    assert land(EDITIONS, "code,paid\n1,5\n", "paid.csv").export["status"] == "landed"
