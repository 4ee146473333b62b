"""The uses of a table without a header, told by what stands in the columns: years, codes of a book, composed keys, names beside codes, figures at the end."""

from __future__ import annotations

from collections import Counter

from pipelines.drafting.cells import PERIOD, YEAR
from pipelines.drafting.figures import Figure, is_numeric, looks_like_money
from pipelines.drafting.findings import Findings
from pipelines.drafting.keys import Part, best_part, composed, part_counts
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.uses import Use, Uses, both_ways
from pipelines.drafting.words import plain, words

LEVELS, HIGHEST = 5, 12


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
        if not is_numeric(column) or (found and not looks_like_money(column) and _zeros_in_front(column) > 0):
            break
        if _zeros_in_front(column) > 0.01 or column.share(lambda text: bool(YEAR.match(text))) > 0.95:
            break
        found.insert(0, column)
    while len(found) > 1 and not looks_like_money(found[0]) and found[0].codes > 0.95 and _one_length(found[0]):
        found.pop(0)
    return found


def _zeros_in_front(column: Profile) -> float:
    return column.share(lambda text: len(text) > 1 and text[0] == "0" and text[1].isdigit())


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


def _codes(columns: list[Profile], kind: str, findings: Findings, uses: Uses) -> None:
    """Code columns: the one that fits the functional book or looks like a programme, the one that fits the economic book, then bodies and funds."""
    shown: list[Part] = []
    for column in columns:
        mark, number = composed(column) or ("", 0)
        if number >= LEVELS:
            uses.ignored.append((column, "the whole key of the line once more"))
        elif number:
            shown.append(Part(column, part_counts(column, mark, number), {"split": mark, "take": number}))
        elif column.codes > 0.9 and column.distinct > 1:
            shown.append(Part(column, column.counts))
    shown = _without_higher_levels(shown, uses)
    for name in ("item_code", "economic_code") if kind == "expenditure" else ("item_code",):
        best = best_part([part for part in shown if part.column.place not in uses.spoken], name.removesuffix("_code"), kind, findings)
        if best:
            part, score = best
            uses.fields[name] = Use(part.column, 0.5 + 0.3 * score, part.says(), dict(part.rule), f"is column {part.column.place} the {name}?")
    rest = [part for part in shown if part.column.place not in uses.spoken]
    first = min((use.column.place for name, use in uses.fields.items() if name in ("item_code", "economic_code")), default=0)
    before = [part for part in rest if part.column.place < first]
    rest = [part for part in rest if part.rule] or [*before[-1:], *(part for part in rest if part.column.place > first)] or rest
    for name, part in zip(("organisation_code", "fund_code"), sorted(rest, key=_bodies), strict=False):
        uses.fields[name] = Use(part.column, 0.5, part.says(), dict(part.rule), f"is column {part.column.place} the {name}?")


def _without_higher_levels(parts: list[Part], uses: Uses) -> list[Part]:
    """A short code that begins every longer one beside it is a level above it, printed again."""
    kept = []
    for part in parts:
        long = [other for other in parts if other is not part and len(other.counts) >= len(part.counts) and _begins(part.counts, other.counts)]
        if long and len(part.counts) <= HIGHEST and max(map(len, part.counts)) <= 2:
            uses.ignored.append((part.column, f"a level above column {long[0].column.place}, printed again"))
        else:
            kept.append(part)
    return kept


def _begins(upper: Counter[str], lower: Counter[str]) -> bool:
    return {text[:1] for text in lower} <= {text[:1] for text in upper} and set(upper) <= {text[: len(next(iter(upper)))] for text in lower}


def _bodies(part: Part) -> tuple[bool, int]:
    """The body next to the classification is the narrowest; a code that is mostly zeros is a fund or a project."""
    zeros = sum(count for text, count in part.counts.items() if not text.strip("0"))
    return zeros > 0.3 * max(part.column.filled, 1), -len(part.counts) if part.rule else -part.column.place


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
