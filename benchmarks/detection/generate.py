"""Write one made-up country: `python -m benchmarks.detection.generate --seed 1 --out DIR` makes DIR/inbox (exports and contracts) and DIR/truth.csv.

The inbox is all the line ever sees. The same seed and options give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.faults import cells, forms, groups, money, months
from benchmarks.detection.faults.places import Case, Places
from benchmarks.detection.generator import files
from benchmarks.detection.generator.book import Book, measured, set_targets
from benchmarks.detection.generator.contracts import write_contracts
from benchmarks.detection.generator.form import form, grade, programme_totals
from benchmarks.detection.generator.honest import note_and_reserve, reported_cases, true_events
from benchmarks.detection.generator.money import OUTPUT_YEARS, money_tables, unit_totals
from benchmarks.detection.generator.narrative import narratives
from benchmarks.detection.generator.truth import truth_table
from benchmarks.detection.generator.world import make_world
from benchmarks.detection.settings import FIRST_YEAR, PROFILES, Profile, profile
from benchmarks.detection.words import COUNTS

CELLS_OF_THE_PLAN = 72  # 24 types x 3 strengths
REVISED = 0.1


def generate(seed: int, out: Path, size: Profile) -> pd.DataFrame:
    """Write inbox and truth; returns the truth."""
    rng = np.random.default_rng(seed)
    inbox = out / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    world = make_world(rng, size)
    hard = true_events(rng, world) if size.hard_share else []
    book = measured(rng, world)
    set_targets(rng, book)
    if size.hard_share:
        hard += reported_cases(rng, book, {(case.programme, case.year) for case in hard})
    note_and_reserve(book, hard)
    places = Places(rng, book, _per_cell(book))
    cases = _plant(places) if size.prevalence else []
    _honest_revisions(rng, book)
    rows = form(rng, book)
    totals = programme_totals(rows)
    texts = narratives(rng, book)
    tables = money_tables(rng, book)
    sums = unit_totals(tables["budget"])
    if size.prevalence:
        cases += _plant_in_files(places, rows, totals, texts) + _plant_in_money(places, tables, sums)
    rows = files.write_evaluations(inbox, rows, totals, texts)
    files.write_targets(inbox, rows)
    files.write_registers(inbox, rows)
    written = files.write_money(inbox, tables, sums)
    years = [FIRST_YEAR + year for year in range(size.years)]
    write_contracts(inbox, years, years[-OUTPUT_YEARS:])
    truth = truth_table(world, [case for case in cases if not _is_harmless(case)], hard, rows, written)
    truth.to_csv(out / "truth.csv", index=False, lineterminator="\n")
    return truth


def _is_harmless(case: Case) -> bool:
    """Another caliber's figure may be the same by chance: nothing was falsified then."""
    return case.scope == "row" and case.wrong == case.right


def _per_cell(book: Book) -> float:
    """Faults of each type and strength, so that the prevalence among rows of judged years comes out."""
    size = book.world.profile
    return size.prevalence * int(book.present[:, :, size.first_judged :].sum()) / CELLS_OF_THE_PLAN


def _plant(places: Places) -> list[Case]:
    """Reporters first, then programmes, then single figures: whoever needs most room chooses first."""
    kinds = (*groups.GROUPS, months.rushed_year_end, months.too_smooth, *cells.CELLS)
    return [case for kind in kinds for strength in (1, 2, 3) for case in kind(places.next_cell(), strength)]


def _plant_in_files(places: Places, rows: pd.DataFrame, totals: pd.DataFrame, texts: pd.DataFrame) -> list[Case]:
    cases = forms.over_scored(places.next_cell(), rows, totals) + forms.broken_band(places.next_cell(), rows, totals)
    totals["grade"] = [grade(score) for score in totals.score]
    cases += forms.wrong_weight(places.next_cell(), rows, totals) + forms.wrong_grade(places.next_cell(), rows, totals)
    return cases + forms.text_against_table(places.next_cell(), texts) + forms.pasted_text(places.next_cell(), texts)


def _plant_in_money(places: Places, tables: dict[str, pd.DataFrame], sums: pd.DataFrame) -> list[Case]:
    cases = money.caliber_of_money(places.next_cell(), tables["calibers"])
    cases += money.broken_months(places.next_cell(), tables["monthly"], tables["outputs"])
    cases += money.broken_total(places.next_cell(), sums) + money.two_reports(places.next_cell(), tables["ledger"])
    return cases + money.broken_mirror(places.next_cell(), tables["transfers"])


def _honest_revisions(rng: np.random.Generator, book: Book) -> None:
    """A tenth of the counts is corrected later, as often up as down."""
    for programme, slot, year in np.argwhere(rng.random(book.actual.shape) < REVISED):
        key = (int(programme), int(slot), int(year))
        if slot in COUNTS and key not in book.early and year >= book.world.profile.years - files.VERSION_YEARS:
            book.early[key] = float(max(1, np.round(book.actual[key] * np.exp(rng.normal(0, 0.03)))))


def main() -> None:
    """One seed into one folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--profile", choices=sorted(PROFILES), default="province")
    parser.add_argument("--units", type=int, help="units a region")
    parser.add_argument("--years", type=int)
    parser.add_argument("--prevalence", type=float, help="share of faults among the rows of judged years; 0 plants none")
    args = parser.parse_args()
    truth = generate(args.seed, args.out, profile(args.profile, args.units, args.years, args.prevalence))
    print(f"{args.out}: {len(truth[truth.is_hard_negative == 0]):,} faults, {len(truth[truth.is_hard_negative == 1]):,} honest hard rows")


if __name__ == "__main__":
    main()
