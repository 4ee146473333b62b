"""The uses of a table without a header, told by what stands in the columns: years, codes of a book, composed keys, names beside codes, figures at the end."""

from __future__ import annotations

import re
from collections import Counter

from pipelines.drafting.cells import PERIOD, YEAR
from pipelines.drafting.codebooks import candidates, match_codes
from pipelines.drafting.columns import Use, Uses, both_ways
from pipelines.drafting.figures import Figure, is_numeric, looks_like_money
from pipelines.drafting.findings import Findings
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.words import plain, words

MARKS = ("/", "|", "-", ".")
LEVELS = 5


def assign_by_position(table: Table, kind: str, findings: Findings) -> Uses:
    """Every guess here is a question: no header confirms it."""
    uses = Uses()
    columns = table.filled()
    figures = _figures(columns)
    uses.figures = [
        Figure(column, {}, 0.6, f"column {column.place} holds figures to the right of all codes", f"what is column {column.place}?") for column in figures
    ]
    for column in [column for column in columns if column not in figures]:
        _plain_field(column, uses)
    rest = [column for column in columns if column.place not in uses.spoken]
    _codes(rest, kind, findings, uses)
    _names(table, [column for column in columns if column.place not in uses.spoken], uses)
    uses.kept += [column for column in columns if column.place not in uses.spoken]
    return uses


def _figures(columns: list[Profile]) -> list[Profile]:
    """The run of numeric columns that ends the table."""
    found: list[Profile] = []
    for column in reversed(columns):
        if not is_numeric(column) or (found and not looks_like_money(column) and column.share(lambda text: text.startswith("0") and len(text) > 1) > 0):
            break
        if (
            column.share(lambda text: len(text) > 1 and text.startswith("0") and text[1].isdigit()) > 0.01
            or column.share(lambda text: bool(YEAR.match(text))) > 0.95
        ):
            break
        found.insert(0, column)
    while len(found) > 1 and not looks_like_money(found[0]) and found[0].codes > 0.95 and _one_length(found[0]):
        found.pop(0)
    return found


def _one_length(column: Profile) -> bool:
    lengths = Counter(len(text) for text in column.counts.elements())
    return bool(lengths) and lengths.most_common(1)[0][1] > 0.9 * sum(lengths.values())


def _plain_field(column: Profile, uses: Uses) -> None:
    """Years, periods, revenue against expenditure: texts that say it themselves."""
    kinds = {text: words()["kind_values"].get(plain(text)) for text in column.counts}
    if column.share(lambda text: bool(YEAR.match(text))) > 0.98 and "year" not in uses.fields:
        uses.fields["year"] = Use(column, 0.93, f"column {column.place} holds years only")
    elif column.share(lambda text: bool(PERIOD.match(text))) > 0.98 and "period" not in uses.fields:
        uses.fields["period"] = Use(column, 0.85, f"column {column.place} holds months only")
    elif kinds and all(kinds.values()) and "kind" not in uses.fields:
        uses.fields["kind"] = Use(column, 0.9, f"column {column.place} holds {', '.join(list(kinds)[:3])} only", {"values": kinds})


def _parts(column: Profile) -> tuple[str, int] | None:
    """(mark, number of parts) of a composed key such as 2016/AGIB00/02101."""
    for mark in MARKS[:2]:
        counts = Counter(text.count(mark) + 1 for text, times in column.counts.items() for _ in range(1))
        if counts and (most := counts.most_common(1)[0])[0] > 1 and most[1] > 0.95 * sum(counts.values()):
            return mark, most[0]
    return None


def _codes(columns: list[Profile], kind: str, findings: Findings, uses: Uses) -> None:
    """Code columns: the one that fits the economic book, the one that looks like a programme or fits the functional book, then bodies and funds."""
    shown: list[tuple[Profile, Counter[str], dict[str, object]]] = []
    for column in columns:
        parts = _parts(column)
        if parts and parts[1] >= LEVELS:
            uses.ignored.append((column, "the whole key of the line once more"))
        elif parts:
            shown.append((column, _last(column, parts[0]), {"split": parts[0], "take": parts[1]}))
        elif column.codes > 0.9 and column.distinct > 1:
            shown.append((column, column.counts, {}))
    taken: dict[str, tuple[Profile, Counter[str], dict[str, object]]] = {}
    for name, sides in (("economic_code", "economic"), ("item_code", "item")):
        if kind == "revenue" and name == "economic_code":
            continue
        scored = [
            (_fit(counts, sides, kind, findings), -place, entry) for place, entry in enumerate(shown) if entry not in taken.values() for counts in [entry[1]]
        ]
        best = max(scored, key=lambda item: item[:2], default=None)
        if best and best[0] > 0.5:
            taken[name] = best[2]
            uses.fields[name] = Use(best[2][0], 0.5 + 0.3 * best[0], _why(best[2], name), dict(best[2][2]), f"is column {best[2][0].place} the {name}?")
    rest = [entry for entry in shown if entry not in taken.values()]
    for name, entry in zip(("organisation_code", "fund_code"), sorted(rest, key=_bodies), strict=False):
        uses.fields[name] = Use(entry[0], 0.5, _why(entry, name), dict(entry[2]), f"is column {entry[0].place} the {name}?")


def _bodies(entry: tuple[Profile, Counter[str], dict[str, object]]) -> tuple[bool, int]:
    """Many different codes are bodies before few; a code that is mostly zeros is a fund or a project."""
    column, counts, _ = entry
    zeros = sum(count for text, count in counts.items() if not text.strip("0"))
    return zeros > 0.3 * max(column.filled, 1), -len(counts)


def _last(column: Profile, mark: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, count in column.counts.items():
        found[text.rsplit(mark, 1)[-1]] += count
    return found


def _fit(counts: Counter[str], side: str, kind: str, findings: Findings) -> float:
    fits = [match_codes(counts, book).score for book in candidates(side, kind, findings)]
    # 111A, 111A01: a programme of the functional structure, as its letter says.
    lettered = sum(count for text, count in counts.items() if re.fullmatch(r"\d{3}[A-Z]\d{0,2}", text)) / max(sum(counts.values()), 1)
    zeros = sum(count for text, count in counts.items() if text.startswith("0")) / max(sum(counts.values()), 1)
    return max([*fits, 0.0]) * (1 - zeros) + (0.5 * lettered if side == "item" else -0.5 * lettered)


def _why(entry: tuple[Profile, Counter[str], dict[str, object]], name: str) -> str:
    column, counts, rule = entry
    part = f", part {rule['take']} between '{rule['split']}'" if rule else ""
    return f"column {column.place}{part}: {len(counts)} different codes such as {', '.join(list(counts)[:3])}"


def _names(table: Table, columns: list[Profile], uses: Uses) -> None:
    """Words beside a code that go with it."""
    for column in columns:
        if column.figures > 0.2 or column.codes > 0.3 or column.distinct < 3:
            continue
        scored = [(both_ways(table, use.column, column), name) for name, use in uses.fields.items() if name.endswith("_code")]
        free = [(share, name) for share, name in scored if name.replace("_code", "_name") not in uses.fields]
        if free and max(free)[0] > 0.2:
            share, name = max(free)
            uses.fields[name.replace("_code", "_name")] = Use(column, 0.5 + 0.3 * share, f"column {column.place} goes with {name} in {share:.0%} of rows")
