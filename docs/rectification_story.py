"""The loop over the two fiscal years of the sample, told by the commands themselves: `make story`. Ends with an error where a step is not as told.

Found → answered with a corrected export → closed; waived → expired; the same error a year later → a repeat; a changed line of the ledger → named.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sampling import make_sample

TODAY = datetime.now(UTC).date()
COUNTY = "南苇县{}年一般公共预算支出决算表.csv"
# The printed total of the adjusted budget; a slip of a finger changes its first digit.
TOTAL_LINE = re.compile(r'(,合计,"[\d,]+",")(\d)')
STATES = "select rule_id, fiscal_year, state, is_repeat, is_overdue, finding_id, sentence_en from quality.fct_findings where {} order by finding_id"
TOTAL = "rule_id = 'roll_up' and region_code = 'ZZ-990103'"
CEILING = "rule_id = 'stage_ceiling' and fiscal_year = 2023"


class Story:
    """A workspace, its inbox, and commands that are shown before they run."""

    def __init__(self, folder: Path) -> None:
        self.home, self.inbox, self.later = folder / "book", folder / "inbox", folder / "later"
        self.later.mkdir()
        make_sample(self.inbox)
        for path in [path for path in self.inbox.iterdir() if "2023" not in path.name and path.suffix in (".csv", ".xls", ".xlsx")]:
            path.rename(self.later / path.name)

    def caliber(self, *words: str, refused: bool = False) -> str:
        print(f"\n$ caliber {' '.join(words)}", flush=True)
        done = subprocess.run([sys.executable, "-m", "pipelines.cli", *words, "--home", str(self.home)], capture_output=True, text=True, check=False)
        holds((done.returncode != 0) == refused, done.stderr[-2000:])
        return done.stdout + done.stderr

    def run(self, days: int) -> None:
        self.caliber("run", "--inbox", str(self.inbox), "--as-of", str(TODAY + timedelta(days)))

    def findings(self, where: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.home / "published" / "warehouse.duckdb"), read_only=True) as db:
            cursor = db.execute(STATES.format(where))
            names = [column[0] for column in cursor.description or []]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for row in rows:
            flags = f"{' · repeat' if row['is_repeat'] else ''}{' · overdue' if row['is_overdue'] else ''}"
            print(f"  {row['rule_id']} {row['fiscal_year']}: {row['state']}{flags}\n    {row['sentence_en']}")
        return rows

    def slip(self, folder: Path, year: int) -> bytes:
        """Put the wrong total into the county's export; what was there comes back."""
        path = folder / COUNTY.format(year)
        right = path.read_bytes()
        wrong = TOTAL_LINE.sub(lambda found: found[1] + str((int(found[2]) + 1) % 10), right.decode("gb18030"))
        path.write_bytes(wrong.encode("gb18030"))
        return right


def holds(is_so: bool, said: str) -> None:
    if not is_so:
        raise SystemExit(f"not as told: {said}")


def first_year(story: Story) -> str:
    """2023 arrives with a wrong total and an overspent line; the county corrects, the prefecture gets a waiver."""
    right = story.slip(story.inbox, 2023)
    story.run(0)
    (total,) = story.findings(f"{TOTAL} and fiscal_year = 2023")
    (ceiling,) = story.findings(CEILING)
    corrected = story.later.parent / COUNTY.format(2023)
    corrected.write_bytes(right)
    story.caliber("respond", total["finding_id"], "--corrected", str(corrected), "--as", "南苇县财政局（虚构）")
    until = str(TODAY + timedelta(20))
    story.caliber(
        "respond", ceiling["finding_id"], "--waive", "防汛支出已获批准", "--owner", "市财政局预算科", "--until", until, "--as", "临湖市财政局（虚构）"
    )
    (story.inbox / corrected.name).write_bytes(right)
    story.run(1)
    holds(story.findings(f"{TOTAL} and fiscal_year = 2023") == [], "the corrected total is still found")
    holds([row["state"] for row in story.findings(CEILING)] == ["waived"], "the waiver is not in force")
    return str(total["finding_id"])


def second_year(story: Story, closed: str) -> None:
    """2024 arrives with the same slip, after the waiver has run out."""
    story.slip(story.later, 2024)
    for path in story.later.iterdir():
        path.rename(story.inbox / path.name)
    story.run(21)
    holds([row["is_repeat"] for row in story.findings(f"{TOTAL} and fiscal_year = 2024")] == [True], f"no repeat of {closed}")
    holds([row["state"] for row in story.findings(CEILING)] == ["open"], "the waiver has not expired")
    print(story.caliber("sql", "select recommendation, count(*) as programmes from quality.fct_budget_recommendations group by all order by all"))


def tampering(story: Story) -> None:
    ledger = story.home / "replies" / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace("防汛".encode(), "抗旱".encode()))
    said = story.caliber("run", "--inbox", str(story.inbox), refused=True)
    print(said.strip().splitlines()[-1])
    holds("ledger.jsonl:2" in said, "the changed line is not named")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        second_year(story, first_year(story))
        tampering(story)
    print("\nAs told: corrected and closed, waived and expired, repeated and seen, changed and named.")


if __name__ == "__main__":
    main()
