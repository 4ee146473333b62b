"""Which rows show which fault, and which rows are clean."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# Tables whose rows are known by programme; those of transfers by item, those of calibers by unit.
BY_UNIT = ("calibers", "budget_total")


@dataclass
class Scored:
    """Cases and clean rows of one seed, each with the strength given to it (0 where nothing was found)."""

    cases: pd.DataFrame  # truth rows with `strength_found` and `subjects`
    clean: pd.DataFrame  # subject, found, is_indicator
    hard: pd.DataFrame  # truth rows of honest hard cases with `subject`


@dataclass(frozen=True)
class Matched:
    """`shown`: case -> the rows that show it. `single`: rows of single lines of money. `touched`: all rows that are no clean rows."""

    shown: dict[str, set[str]]
    single: set[str]
    touched: set[str]


def match(truth: pd.DataFrame, rows: pd.DataFrame) -> Matched:
    """Not clean are also the other rows of a faulty programme, what follows from the fault a year later, what was copied, whole units."""
    lookup = _Lookup(rows.drop_duplicates("subject"))
    matched = Matched({}, set(), set())
    for case in truth[truth.is_hard_negative == 0].itertuples():
        found = lookup.of(case)
        matched.shown[str(case.case_id)] = found
        matched.touched.update(found, lookup.beside(case))
        if case.scope == "money":
            matched.single.update(found)
    return matched


class _Lookup:
    def __init__(self, subjects: pd.DataFrame) -> None:
        self.subjects = subjects
        self.by_programme = subjects[subjects.programme != ""].groupby(["programme", "fiscal_year"]).subject.agg(set).to_dict()
        self.by_unit_year = subjects.groupby(["organisation", "fiscal_year"]).subject.agg(set).to_dict()
        self.by_unit = subjects.groupby("organisation").subject.agg(set).to_dict()
        self.by_name = subjects.groupby("name").subject.agg(set).to_dict()
        self.transfers = self._transfers(subjects)

    @staticmethod
    def _transfers(subjects: pd.DataFrame) -> dict[str, set[str]]:
        part = subjects[subjects.file.str.startswith("transfers")]
        key = part.organisation + "|" + part.fiscal_year.astype(str) + "|" + part.name.fillna("")
        groups = part.groupby(key).subject.agg(set)
        return {subject: group for group in groups for subject in group}

    def programme(self, programme: str, year: int) -> set[str]:
        return self.by_programme.get((programme, year), set())

    def unit(self, organisation: str) -> set[str]:
        return self.by_unit.get(organisation, set())

    def beside(self, case: object) -> set[str]:
        """Rows that a fault touches without showing it."""
        if case.scope == "unit":  # type: ignore[attr-defined]
            return self.unit(case.organisation)  # type: ignore[attr-defined]
        programme, year = case.programme, case.fiscal_year  # type: ignore[attr-defined]
        later = self.programme(programme, year + 1)
        if case.scope == "row":  # type: ignore[attr-defined]
            later = later & self.by_name.get(case.indicator, set())  # type: ignore[attr-defined]
        source = case.counterpart if isinstance(case.counterpart, str) else ""  # type: ignore[attr-defined]
        return self.programme(programme, year) | later | self.programme(source, year)

    def of(self, case: object) -> set[str]:
        """The rows in which a case can be seen."""
        own = f"{case.file}:{int(case.row_number)}" if isinstance(case.file, str) and case.file else ""  # type: ignore[attr-defined]
        if case.scope == "row":  # type: ignore[attr-defined]
            return {own}
        if case.scope == "unit":  # type: ignore[attr-defined]
            return self.by_unit_year.get((case.organisation, case.fiscal_year), set())  # type: ignore[attr-defined]
        if case.table == "transfers_in":  # type: ignore[attr-defined]
            return self.transfers.get(own, {own})
        if case.table in BY_UNIT:  # type: ignore[attr-defined]
            prefix = str(case.table).split("_")[0]  # type: ignore[attr-defined]
            whole = self.by_unit_year.get((case.organisation, case.fiscal_year), set())  # type: ignore[attr-defined]
            return {subject for subject in whole if subject.startswith(prefix)}
        return self.programme(case.programme, case.fiscal_year) | {own}  # type: ignore[attr-defined]


def score_cases(truth: pd.DataFrame, rows: pd.DataFrame, strength: pd.Series, first_year: int) -> Scored:
    """Every case with the best strength among its rows; clean rows are those of judged years that nothing touched."""
    matched = match(truth, rows)
    given = strength.to_dict()
    faults = truth[truth.is_hard_negative == 0].copy()
    faults["subjects"] = [matched.shown[key] for key in faults.case_id]
    faults["found"] = [max((given.get(subject, 0.0) for subject in group), default=0.0) for group in faults.subjects]
    judged = rows[(rows.fiscal_year >= first_year) & (rows.row_role != "grand_total")].drop_duplicates("subject")
    clean = judged[~judged.subject.isin(matched.touched)][["subject", "is_indicator", "organisation", "fiscal_year"]].copy()
    clean["found"] = clean.subject.map(strength).fillna(0.0)
    hard = truth[truth.is_hard_negative == 1].copy()
    hard["subject"] = hard.file + ":" + hard.row_number.astype(float).astype(int).astype(str)
    return Scored(faults, clean, hard[hard.subject.isin(set(clean.subject))])
