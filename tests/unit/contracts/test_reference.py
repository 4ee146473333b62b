"""The pages that tell how to write a contract say what the program knows: every field, and outputs that come out so."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipelines.cli import main
from pipelines.contracts.layout import AmountColumns, IndicatorColumns, Layout, OwnPeriod
from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS, vocabulary

ROOT = Path(__file__).parents[3]
REFERENCE = (ROOT / "docs" / "contracts.md").read_text(encoding="utf-8")
WALK = (ROOT / "docs" / "add_indicators.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next heading."""
    return re.split(r"^##+ ", text.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def keys(table: str) -> set[str]:
    """What stands in the first column of the tables of a text."""
    return {name for line in table.splitlines() if line.startswith("| `") for name in re.findall(r"`(\w+)`", line.split("|")[1])}


def test_every_field_of_indicators_is_told_and_no_other() -> None:
    told = keys(section(REFERENCE, "## layout.columns").partition("Fields of `indicators`")[2].partition("The short form")[0])
    assert told == set(vocabulary()["indicator_fields"])


def test_every_field_of_money_is_told_and_no_other() -> None:
    told = section(REFERENCE, "## layout.columns").partition("Fields of `expenditure`")[2].partition(", and\nevery dimension")[0]
    assert set(re.findall(r"`(\w+)`", told)) - {"revenue", "balance"} == set(vocabulary()["budget_fields"])


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("## layout", set(Layout.model_fields)),
        ("## layout.amounts", {*AmountColumns.model_fields, "column"} - {"columns", "caliber"}),
        ("## layout.indicators", set(IndicatorColumns.model_fields) - {"columns"}),
    ],
)
def test_every_key_of_a_layout_is_told(heading: str, known: set[str]) -> None:
    assert keys(section(REFERENCE, heading)) - set(CALIBER_DIMENSIONS) == known


def test_amounts_and_indicators_say_their_period_alike() -> None:
    assert set(OwnPeriod.model_fields) <= set(AmountColumns.model_fields) & set(IndicatorColumns.model_fields)
    for name in ("year", "year_offset", "header_is"):
        assert f"{name}:" in section(REFERENCE, "### Years side by side")


def test_the_rules_that_the_walk_names_are_there() -> None:
    told = section(WALK, "## What you bring and what can then be judged")
    rules = {row["rule_id"] for row in csv.DictReader((ROOT / "dbt_project" / "seeds" / "rules.csv").open(encoding="utf-8"))}
    judged = {name for line in told.splitlines() if line.startswith("| ") for name in re.findall(r"`(\w+)`", line.rsplit("|", 2)[1])}
    assert len(judged) > 30
    assert judged - {"no_data", "not_applicable"} <= rules
    fields = {
        "target",
        "actual",
        "sample_size",
        "review_score",
        "verified",
        "maximum",
        "denominator",
        "grade",
        "explanation",
        "narrative",
        "proof",
        "target_version",
        "target_date",
    }
    assert fields <= set(re.findall(r"`(\w+)`", told))


def test_the_walk_through_indicators_comes_out_as_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and contracts are those of the page; what `draft` and `check` print of them stands there."""
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "inbox").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"`(inbox/[\w.-]+)`[^`]*?(?:`[^`\n]+`[^`]*?)*```(?:yaml)?\n(.*?)```", WALK, re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    assert len(list(Path("inbox").iterdir())) == 6
    commands = re.findall(r"^\$ caliber ((?:draft|check) .*)\n((?:(?!\$|```).*\n)+)", WALK, re.MULTILINE)
    assert [command.split()[0] for command, _ in commands] == ["draft", "check", "check", "check"]
    for command, told in commands:
        assert main(command.split()) == 0
        printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
        for line in filter(None, (" ".join(line.removesuffix("…").split()) for line in told.splitlines())):
            assert any(found.startswith(line) for found in printed), (command, line, printed)
