"""The corrections ledger: what is believed right stands beside what is printed, and a correction fails by name once the source repaired itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

REPORTED, RIGHT = Decimal("4095247800"), Decimal("4076647800")
OWN = "correction_id in ('mended', 'unknown-figure', 'settled', 'elsewhere')"


def asked(home: Path, number: int, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "published" / "releases" / f"{number:04d}.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def states(home: Path, number: int) -> dict[str, str]:
    return dict(asked(home, number, f"select correction_id, state from marts.fct_corrections where {OWN} and (is_current or export_id is null)"))


def test_both_amounts_stand_side_by_side_and_the_reported_one_is_untouched(revised: Any) -> None:
    query = "select amount, corrected_amount, correction_id from marts.with_corrections() where correction_id is not null order by row_number"
    assert asked(revised.home, 1, query)[0] == (REPORTED, RIGHT, "mended")
    # Known to be wrong, but nobody knows what is right: no invented figure.
    assert asked(revised.home, 1, query)[1][1:] == (None, "unknown-figure")
    whole = "select count(*), sum(amount), sum(corrected_amount) from marts.with_corrections() where correction_id is null"
    n_lines, reported, corrected = asked(revised.home, 1, whole)[0]
    assert reported == corrected
    assert n_lines + 2 == asked(revised.home, 1, "select count(*) from marts.fct_budget_lines")[0][0]


def test_a_correction_stands_until_the_source_prints_something_else(revised: Any) -> None:
    assert states(revised.home, 1) == {"mended": "stands", "unknown-figure": "stands", "settled": "closed", "elsewhere": "not_in_book"}
    assert states(revised.home, 2) == {"mended": "obsolete", "unknown-figure": "stands", "settled": "closed", "elsewhere": "not_in_book"}
    # The version that was corrected keeps its correction: the past can still be asked for.
    history = "select version_number, amount, corrected_amount from marts.fct_corrections where correction_id = 'mended' order by 1"
    assert asked(revised.home, 2, history) == [(1, REPORTED, RIGHT), (2, RIGHT, None)]


def test_the_guard_fails_by_name_and_judges_every_correction(revised: Any, caliber: Any) -> None:
    judged = "select split_part(subject, ':', 1), status from quality.fct_rule_results where rule_id = 'correction_obsolete' order by 1"
    own = {"mended", "unknown-figure", "settled", "elsewhere"}
    assert [row for row in asked(revised.home, 2, judged) if row[0] in own] == [
        ("elsewhere", "no_data"), ("mended", "fail"), ("settled", "not_applicable"), ("unknown-figure", "pass"),
    ]  # fmt: skip
    assert asked(revised.home, 1, "select count(*) from quality.fct_findings where rule_id = 'correction_obsolete'") == [(0,)]
    (finding,) = caliber("findings", "--rule", "correction_obsolete", "--json", "--home", str(revised.home)).json
    assert (finding["severity"], finding["difference"]) == ("warning", "0")
    told = " ".join(caliber("explain", finding["finding_id"], "--home", str(revised.home)).out.split())
    assert 'kept for "409524.78"' in told and 'now prints "407664.78"' in told and "'407664.78' (re-read" in told


def test_explain_tells_what_is_known_to_be_wrong(revised: Any, caliber: Any) -> None:
    (line,) = asked(revised.home, 2, "select budget_line_id from marts.fct_corrections where correction_id = 'unknown-figure' and is_current")[0]
    told = " ".join(caliber("explain", line, "--home", str(revised.home)).out.split())
    assert "unknown-figure, acknowledged, stands: what is right is not known" in told and "(Reviewer One, 2026-11-02)" in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c,zz-x.y,f.csv,,0,5,1,2,r,e,reported,R,2026-11-02", "mine.csv:2: row_number is '0'; give the number that `caliber explain` shows"),
        ("c,zz-x.y,f.csv,,4,5,1,\"2,000\",r,e,reported,R,2026-11-02", "mine.csv:2: believed_right is '2,000'; write a plain number"),
        ("c,zz-x.y,f.csv,,4,5,1,nan,r,e,reported,R,2026-11-02", "mine.csv:2: believed_right is 'nan'"),
        ("c,zz-x.y,f.csv,,4,5,1,2,r,e,fixed,R,2026-11-02", "mine.csv:2: status is 'fixed'; it is one of reported, acknowledged, repaired, rejected"),
        ("c,zz-x.y,f.csv,,4,5,1,2,,e,reported,R,2026-11-02", "mine.csv:2: reason is empty"),
        ("c,zz-x.y,f.csv,,4,5,1,2,r,e,reported,R,yesterday", "mine.csv:2: reviewed_on is 'yesterday'"),
        ("c,zz-x.y,f.csv,,4,5,1,2,r,e,reported,R,2026-11-02\nc,zz-x.y,f.csv,,4,6,1,2,r,e,reported,R,2026-11-02", "mine.csv:3: correction_id 'c' is taken by mine.csv:2"),
        ("c,zz-x.y,f.csv,,4,5,1,2,r,e,reported,R,2026-11-02\nd,zz-x.y,f.csv,,4,5,1,3,r,e,reported,R,2026-11-02", "mine.csv:3: the same cell is corrected in mine.csv:2"),
        ("es-vitoria-2018-1390,zz-x.y,f.csv,,4,5,1,2,r,e,reported,R,2026-11-02", "is taken by corrections.csv:2"),
    ],
)  # fmt: skip
def test_a_ledger_at_fault_is_refused_with_file_line_and_remedy(tmp_path: Path, line: str, said: str) -> None:
    from pipelines.worklist.corrections import COLUMNS, read_corrections
    from pipelines.worklist.sheet import AnswerError

    (tmp_path / "mine.csv").write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with pytest.raises(AnswerError) as refused:
        read_corrections(tmp_path)
    assert [fault for fault in refused.value.faults if said in fault], refused.value.faults


def test_the_corrections_of_the_project_are_sound(tmp_path: Path) -> None:
    from pipelines.worklist.corrections import read_corrections

    assert read_corrections(tmp_path) == []
