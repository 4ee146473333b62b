"""Contracts that try to be more than contracts: text that wants to be SQL or a path, YAML that grows, files that are none."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import duckdb
import pytest
from one_file import assign

from pipelines.contracts.load import ContractError, contract_files, load_contract, load_contracts
from pipelines.landing.land import open_workbench
from pipelines.landing.matching import assignments
from pipelines.landing.schema import prepare_landed
from pipelines.landing.write import land_file

SECONDS = 10
PAYLOADS = (
    "x'); drop table amounts; --", "x' union all select content from read_text('/etc/passwd') --", "'||(select content from read_text('/etc/passwd'))||'",
    'x"; attach \'/tmp/x.db\'; --', "\\'; copy amounts to '/tmp/x.csv'; --", "{{ env_var('HOME') }}", "$$; install httpfs; $$", "%s%n{0}${HOME}`id`",
)  # fmt: skip
# Every place of a contract where people write free text; @ is where the payload goes.
CONTRACT: dict[str, Any] = {
    "id": "zz-made.up", "publisher": {"name": "@", "url": "@", "licence": "@"}, "kind": "expenditure", "region": "ZZ-1", "title": {"en": "@"},
    "unit": {"currency": "CNY", "printed_as": "@"}, "format": {"missing": ["@"], "zero": ["@0"]},
    "editions": [{
        "years": [2024], "files": "made_up.csv", "ignore": ["@i"],
        "layout": {
            "columns": {"item_code": {"column": "@c", "prefix": "@", "split": "@s", "take": 1}, "item_name": "@n", "kind": {"column": "@k", "values": {"@": "expenditure"}}},
            "amounts": [{"column": "@a", "stage": "final"}], "keep": ["@e"],
            "ignore_rows": [{"where": {"item_name": "^nothing$"}, "reason": "@"}],
        },
        "expect": {"control_totals": [{"name": "@", "column": "@a", "equals": 5}]},
    }],
}  # fmt: skip


def filled(part: Any, payload: str) -> Any:
    if isinstance(part, str):
        return part.replace("@", payload)
    if isinstance(part, dict):
        return {filled(key, payload): filled(value, payload) for key, value in part.items()}
    return [filled(one, payload) for one in part] if isinstance(part, list) else part


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_of_a_contract_are_words(payload: str, tmp_path: Path) -> None:
    """Headers, cells and contract hold the same hostile text: the figure lands under it, and nothing else happens."""
    text = json.dumps(filled(CONTRACT, payload))
    cells = [f"{payload}{mark}" for mark in "cnkaei"], ["1", payload, payload, "5", payload, payload]
    data = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in cells).encode()
    prepare_landed(tmp_path)
    assignment = assign(text, data, "made_up.csv")
    outcome = land_file(tmp_path, assignment, data)
    assert (outcome.status, outcome.reason, outcome.detail) == ("landed", None, None)
    with duckdb.connect() as db:
        found = db.execute(f"select amount_reported, item_name, column_name from '{tmp_path}/amounts/*.parquet'").fetchall()
        assert found == [(5, payload, f"{payload}a")]
        assert db.execute(f"select observed, control_name from '{tmp_path}/controls/*.parquet'").fetchall() == [(5, payload)]
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"_empty.parquet", f"{assignment.landed_key}.parquet"}


def test_the_database_a_file_lands_in_reaches_nothing_else(tmp_path: Path) -> None:
    outside = [
        "from read_text('/etc/passwd')", "from '/etc/passwd'", f"attach '{tmp_path}/x.db'", f"copy (select 1) to '{tmp_path}/beside.csv'", "install httpfs", "from tmp_path",
        "set enable_external_access = true", f"copy (select 1) to '{tmp_path}/landed/../beside.csv'",
    ]  # fmt: skip
    (tmp_path / "landed").mkdir()
    with open_workbench(tmp_path / "landed") as db:
        for query in outside:
            with pytest.raises(duckdb.Error):
                db.execute(query)
        db.execute(f"copy (select 1 as a) to '{tmp_path}/landed/inside.parquet'")
    assert [path.name for path in tmp_path.iterdir()] == ["landed"]


HEAD = 'id: zz-made.up\npublisher: {name: x}\nkind: expenditure\nregion: "ZZ-1"\nunit: {currency: CNY}\n'
EDITION = 'editions:\n  - years: YEARS\n    files: "FILES"\n    layout: {columns: {item_name: n}, amounts: {final: a}}\n'


def edition(years: str = "[2024]", files: str = "a.csv", further: str = "") -> str:
    return HEAD + EDITION.replace("YEARS", years).replace("FILES", files) + further


LAUGHS = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, 12))
REFUSED = {
    "object": (HEAD + "title: !!python/object/apply:os.system ['id']\n", "the tag tag:yaml.org,2002:python/object/apply:os.system"),
    "binary": (edition(further="title: !!binary aGVsbG8=\n"), "the tag"),
    "laughs": (f"l0: &l0 [a, a]\n{LAUGHS}", "aliases (*) make it longer"),
    "itself": ("a: &a [*a]\n", "aliases (*) make it longer"),
    "nested": ("a: " + "[" * 500 + "]" * 500, "levels deep"),
    "nested_beyond": ("a: " + "[" * 100_000, ""),
    "braces": ("{a: " * 5000, ""),
    "long": ("# " + "x" * (300 << 10), "CALIBER_MAX_CONTRACT_KB"),
    "zero_byte": (edition(further='ignore: ["a\\0b"]\n'), "hidden character U+0000"),
    "half_character": (edition(further='ignore: ["a\\ud800b"]\n'), ""),
    "backwards": (edition(further='ignore: ["a\\u202eb"]\n'), "hidden character U+202E"),
    "two_documents": (edition() + "---\n" + edition(), "single document"),
    "years_all": (edition("0001-9999"), "spans 9999 years"),
    "years_far": (edition("[99999999999999999999]"), "less than or equal to 2100"),
    "years_negative": (edition("[-1]"), "greater than or equal to 1900"),
    "files_up": (edition(files="../../etc/passwd"), "leaves the inbox"),
    "files_up_inside": (edition(files="a/../../etc/*"), "leaves the inbox"),
    "files_root": (edition(files="/etc/passwd"), "leaves the inbox"),
    "look_ahead": (edition(further='    expect: {control_totals: [{name: x, equals: 1, where: {item_name: "(?=a)"}}]}\n'), "not a regular expression"),
    "back_reference": (edition(further='    expect: {control_totals: [{name: x, equals: 1, where: {item_name: "(a)\\\\1"}}]}\n'), "not a regular expression"),
    "repeated_pattern": (
        edition(further='    expect: {control_totals: [{name: x, equals: 1, where: {item_name: "((a{1000}){1000}){1000}"}}]}\n'),
        "not a regular expression",
    ),
    "total_infinite": (edition(further="    expect: {control_totals: [{name: x, equals: .inf}]}\n"), "finite number"),
    "total_long": (edition(further="    expect: {control_totals: [{name: x, equals: '1e400'}]}\n"), "equals"),
    "row_far": (edition().replace("layout: {", "layout: {header_rows: 99999999999999999999, "), "less than or equal to"),
    "row_negative": (edition().replace("layout: {", "layout: {header_rows: -1, "), "greater than or equal to 1"),
    "scale_huge": (HEAD.replace("CNY", f"CNY, scale: {10**400}") + edition().removeprefix(HEAD), "scale"),
    "encoding_slow": (edition(further="    format: {encoding: punycode}\n"), "no encoding is called 'punycode'"),
    "encoding_literal": (edition(further="    format: {encoding: unicode_escape}\n"), "no encoding is called"),
    "not_utf8": (b"id: \xff\xfe", "not readable as YAML"),
    "noise": (bytes(range(256)) * 20, "not readable as YAML"),
    "keys_of_all_kinds": ("{1: a, [b]: c, ~: d}", ""),
    "numbers": ("9" * 5000 + ": 1", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_contract_is_refused_with_file_and_line(name: str, tmp_path: Path) -> None:
    text, said = REFUSED[name]
    path = tmp_path / f"{name}.contract.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    started = time.monotonic()
    with pytest.raises(ContractError) as refused:
        load_contracts([path])
    assert time.monotonic() - started < SECONDS
    assert all(fault.startswith(f"{path}:") and fault.split(":")[1].isdigit() and len(fault) < 2000 for fault in refused.value.faults)
    assert len(refused.value.faults) < 20
    assert any(said in fault for fault in refused.value.faults), refused.value.faults


def test_files_that_are_no_contracts_are_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.contract.yml")
    (tmp_path / "link.contract.yml").symlink_to("/etc/passwd")
    (tmp_path / "nowhere.contract.yml").symlink_to("nothing-here")
    (tmp_path / "folder.contract.yml").mkdir()
    with pytest.raises(ContractError) as refused:
        load_contracts(contract_files([tmp_path]))
    assert [fault.split(":")[0].rsplit("/", 1)[-1] for fault in refused.value.faults] == ["link.contract.yml", "nowhere.contract.yml", "pipe.contract.yml"]
    assert "root:" not in str(refused.value)


def test_aliases_that_only_save_writing_are_welcome(tmp_path: Path) -> None:
    path = tmp_path / "short.contract.yml"
    path.write_text(edition(further="    ignore: &left [x, y]\n    format: {missing: *left}\n"), encoding="utf-8")
    (loaded,) = load_contract(path)
    assert loaded.edition.ignore == loaded.edition.format.missing == ["x", "y"]


def test_patterns_of_paths_take_linear_time(tmp_path: Path) -> None:
    path = tmp_path / "stars.contract.yml"
    path.write_text(edition(files="*a" * 60 + "*b{region}{part}{version}{organisation}*c"), encoding="utf-8")
    editions = load_contract(path)
    started = time.monotonic()
    assert assignments("a" * 250, "0" * 64, editions, "inbox") == []
    assert assignments("/".join(["a" * 200] * 15), "0" * 64, editions, "inbox") == []
    assert time.monotonic() - started < 1


def test_patterns_of_cells_take_linear_time() -> None:
    with open_workbench() as db:
        started = time.monotonic()
        assert db.execute("select regexp_matches(repeat('x', 100000), '^(x+x+)+y$')").fetchall() == [(False,)]
        assert time.monotonic() - started < 1
