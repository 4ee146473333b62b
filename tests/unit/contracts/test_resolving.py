"""What an edition says after contract-wide settings were merged in, and when two contracts are the same contract."""

from __future__ import annotations

from pathlib import Path

from one_file import HEAD, contract, editions

from pipelines.contracts.load import contract_files, load_contract
from pipelines.settings import BUILT_IN_CONTRACTS

SHARED = """
id: zz-made.shared
publisher: {name: Made up}
kind: expenditure
region: "ZZ-1"
unit: {currency: CNY, scale: 10000}
caliber: {scope: own_level, stage: final}
ignore: [备注]
layout:
  columns: {item_code: 编码}
  amounts: {final: 决算数}
editions:
  - years: "2018-2020"
    files: "{year}.csv"
  - years: [2021, 2023]
    files: ["{year}.csv", "{year}.xlsx"]
    unit: {scale: 1}
    caliber: {stage: audited}
    ignore: [说明]
    layout:
      columns: {item_name: 名称}
"""


def test_an_edition_overrides_key_by_key_and_keeps_the_rest() -> None:
    old, new = (resolved.edition for resolved in editions(SHARED))
    assert old.unit and new.unit
    assert (old.unit.currency, old.unit.scale) == ("CNY", 10000)
    assert (new.unit.currency, new.unit.scale) == ("CNY", 1)
    assert new.caliber == {"scope": "own_level", "stage": "audited"}
    assert list(new.layout.columns) == ["item_name"], "below the first level a setting replaces"
    assert new.layout.amounts == old.layout.amounts
    assert (old.ignore, new.ignore) == (["备注"], ["说明"])
    assert (old.files, new.files) == (["{year}.csv"], ["{year}.csv", "{year}.xlsx"])


def test_years_are_listed_or_spanned() -> None:
    old, new = (resolved.edition for resolved in editions(SHARED))
    assert old.years == [2018, 2019, 2020]
    assert new.years == [2021, 2023]
    (single,) = editions(contract("layout:\n  columns: {item_code: a}\n  amounts: {final: b}", years="2024"))
    assert single.edition.years == [2024]


def test_short_forms_mean_the_long_ones() -> None:
    short = contract("classification: {system: cn_functional}\nlayout:\n  columns: {item_code: 编码}\n  amounts: {final: 决算数}")
    long = contract(
        "classification: {item: {system: cn_functional}}\nlayout:\n  columns: {item_code: {column: 编码}}\n  amounts: [{column: [决算数], caliber: {stage: final}}]"
    )
    assert editions(short)[0].sha256 == editions(long)[0].sha256


def test_only_what_an_edition_says_is_its_identity() -> None:
    commented = SHARED.replace("layout:\n  columns: {item_code", "# a remark\nlayout:\n  columns: {item_code", 1)
    changed = SHARED.replace("stage: audited", "stage: estimated_outturn")
    before, same, after = ([resolved.sha256 for resolved in editions(text)] for text in (SHARED, commented, changed))
    assert same == before
    assert after[0] == before[0], "the other edition keeps its identity"
    assert after[1] != before[1]


def test_contracts_are_found_beside_exports_and_in_contract_folders(tmp_path: Path) -> None:
    for name in ("a.contract.yml", "deep/b.contract.yml", "contracts/c.yml", "deep/contracts/d.yml", "settings.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [path.name for path in contract_files([tmp_path])] == ["a.contract.yml", "c.yml", "b.contract.yml", "d.yml"]


def test_built_in_contracts_survive_a_round_trip_through_the_landed_json() -> None:
    """`caliber explain` reads a cell again by the contract that was landed with it."""
    from pipelines.contracts.contract import Edition

    for path in contract_files([BUILT_IN_CONTRACTS]):
        for resolved in load_contract(path):
            assert Edition.model_validate_json(resolved.canonical) == resolved.edition


def test_the_smallest_contract_leaves_everything_else_unknown() -> None:
    (resolved,) = editions(contract("layout:\n  columns: {item_code: a}\n  amounts: [{column: b}]", head=HEAD))
    assert resolved.edition.caliber == {}
    assert resolved.edition.source.role == "primary"
    assert resolved.edition.format.encoding is None
