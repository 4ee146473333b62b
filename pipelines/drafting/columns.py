"""What every filled column of a table is for: a field, a figure, kept as text, or left out because it repeats a deeper column."""

from __future__ import annotations

from pipelines.contracts.vocabulary import legal_fields
from pipelines.drafting.concepts import SINGLE, About, about
from pipelines.drafting.contents import by_content, names_without_code, refuse_strange_units
from pipelines.drafting.figures import Figure, figure_by_header, header_dimension, is_numeric, looks_like_money, plain_figure
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.uses import Use, Uses, depends
from pipelines.drafting.words import matches, words
from pipelines.drafting.year_columns import year_columns
from pipelines.landing.indicator_figures import FIGURES

DEPENDS = 0.9
RIGHT = "belongs to the table on the right"


def assign(table: Table, kind: str) -> Uses:
    """The uses of a table with a header; columns it can't place are kept, none is dropped."""
    uses = Uses()
    said = {column.place: about(column, kind) for column in table.columns}
    if kind == "indicators":
        uses.by_year = year_columns(table, said)
    _side_by_side(table, uses)
    _figures(table, kind, said, uses)
    rest = [column for column in table.filled() if column.place not in uses.spoken]
    _fields(table, [(column, found) for column in rest if (found := said[column.place])], kind, uses)
    refuse_strange_units(kind, uses)
    by_content(table, kind, uses)
    names_without_code(table, uses)
    for column in table.filled():
        if column.place not in uses.spoken:
            uses.kept.append(column)
            if looks_like_money(column) if kind != "indicators" else is_numeric(column):
                uses.questions.append(f"is column '{column.name or column.place}' a figure of its own? It is kept as text")
    return uses


def _side_by_side(table: Table, uses: Uses) -> None:
    """Two tables in one: the same header of names or codes again further right. The left one is drafted, the right one is asked for."""
    words_seen: dict[str, Profile] = {}
    for column in table.columns:
        if column.place in uses.spoken:
            continue
        first = words_seen.setdefault(column.word_key, column)
        between = [other for other in table.filled() if first.place < other.place < column.place and is_numeric(other)]
        if column is not first and column.word_key and between and not any(figure_by_header(one) or plain_figure(one) for one in (column, first)):
            right = [other for other in table.columns if other.place >= column.place and (other.filled or other.is_named)]
            uses.ignored += [(other, RIGHT) for other in right]
            uses.questions.append(
                f"two tables stand side by side; from column {column.place} on a second contract is needed (draft this one, then change its columns)"
            )
            return


def _figures(table: Table, kind: str, said: dict[int, About | None], uses: Uses) -> None:
    if kind == "indicators":
        return
    numeric = [
        column
        for column in table.filled()
        if column.place not in uses.spoken and is_numeric(column) and column.is_named and not _is_key(column, said[column.place])
    ]
    _wide(table, numeric, uses)
    for column in numeric:
        found = figure_by_header(column)
        if column.place in uses.spoken or (found is None and not plain_figure(column)):
            continue
        figure = found or Figure(column, {}, 0.85, f"header '{column.name}' says an amount")
        if figure.said.get("keep"):
            uses.kept.append(column)
        else:
            uses.figures.append(figure)
    if not uses.figures:
        _unexplained(numeric, uses)


def _unexplained(numeric: list[Profile], uses: Uses) -> None:
    """No header says what the figures are: those that look like money, and the numeric columns that stand in one run with them."""
    money = [column.place for column in numeric if looks_like_money(column)]
    run = [column for column in numeric if money and min(money) <= column.place <= max(money) or column.place + 1 in money]
    uses.figures = [Figure(column, {}, 0.5, "figures of many lengths", "what is this figure?") for column in run]


def _is_key(column: Profile, found: About | None) -> bool:
    """A year, a code, a region number: digits that are no amounts."""
    if found is None or found.concept in ("account", "stage", "kind"):
        return False
    return (
        found.concept in (*SINGLE, "skip")
        or (found.aspect == "code" and not looks_like_money(column))
        or column.codes > 0.9
        and figure_by_header(column) is None
    )


def _wide(table: Table, numeric: list[Profile], uses: Uses) -> None:
    """One figure in many columns, told apart by the header; totals among them stand for the others."""
    totals = [column for column in numeric if matches(words()["total_columns"], column.word_key)]
    parts = [column for column in numeric if column not in totals]
    empty = [column for column in table.columns if column.is_named and not column.filled and column.word.isdigit()]
    parts = sorted([*parts, *empty], key=lambda column: column.place)
    uses.wide = header_dimension(parts)
    if uses.wide is None:
        return
    fits = uses.wide[0]
    for column in parts:
        uses.figures.append(Figure(column, {"header_is": fits}, uses.wide[1], uses.wide[2]))
    for column in totals:
        uses.figures.append(Figure(column, {"role": "grand_total"}, 0.9, f"header '{column.name}' says a total"))


def _fields(table: Table, found: list[tuple[Profile, About]], kind: str, uses: Uses) -> None:
    legal = legal_fields(kind)
    economic = any(said.concept == "economic" for _, said in found)
    items = any(said.concept == "item" for _, said in found)
    for concept in dict.fromkeys(said.concept for _, said in found):
        mine = [(column, said) for column, said in found if said.concept == concept]
        if concept == "skip":
            uses.ignored += [(column, "a note, number or address beside the figures") for column, _ in mine]
            continue
        target = concept
        if concept == "economic" and kind == "revenue" and economic and not items:
            # Revenue has one classification only, and it is the economic one.
            target = "item"
        elif concept == "item" and kind == "indicators" and not any(said.concept == "programme" for _, said in found):
            # A service or an area of spending.
            target = "programme"
        if {target, f"{target}_name"} & set(legal):
            _choose(table, target, mine, uses)


def _depth(concept: str, column: Profile, said: About) -> tuple[int, int]:
    if concept in FIGURES:
        return -len(column.key), -column.place
    return (column.distinct, said.level) if concept == "organisation" else (said.level, column.distinct)


def _choose(table: Table, concept: str, mine: list[tuple[Profile, About]], uses: Uses) -> None:
    """Of several levels the deepest is the field; what it decides is a higher level printed again. Of several figures the one called so and no more is."""
    level = -1
    for aspect in ("code", "name", ""):
        sides = sorted(
            ((column, said) for column, said in mine if said.aspect == aspect),
            key=lambda pair: _depth(concept, *pair),
        )
        if not sides:
            continue
        alike = [pair for pair in sides if aspect == "name" and pair[1].level == level]
        sides = [*(pair for pair in sides if pair not in alike), *alike]
        column, said = sides[-1]
        level = said.level if aspect == "code" else level
        name = concept if not aspect else f"{concept}_{aspect}"
        of_several = f", the {'plainest' if concept in FIGURES else 'deepest'} of {len(sides)}" if len(sides) > 1 else ""
        evidence = f"header '{column.name}' says '{said.word}'{of_several}"
        uses.fields[name] = Use(column, said.confidence, evidence)
        for other, _ in sides[:-1]:
            if concept not in FIGURES and depends(table, column, other) >= DEPENDS:
                uses.ignored.append((other, f"a level above '{column.name}', printed again"))
            else:
                uses.kept.append(other)
        if concept in FIGURES and len(sides) > 1:
            shown = ", ".join(f"'{other.name}'" for other, _ in sides[:-1])
            uses.questions.append(
                f"'{column.name}' is taken as {name}; what are {shown}? They are kept as text (layout.indicators describes several in a line)"
            )
