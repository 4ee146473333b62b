"""What every filled column of a table is for: a field, a figure, kept as text, or left out because it repeats a deeper column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipelines.drafting.concepts import SINGLE, About, about
from pipelines.drafting.figures import Figure, figure_by_header, header_dimension, is_label, is_numeric, looks_like_money, plain_figure
from pipelines.drafting.seeds import place_codes, place_names, units
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.words import matches, plain, words

DEPENDS = 0.9


@dataclass
class Use:
    """A field and the column that carries it; `rule` is what `layout.columns` needs beside the column."""

    column: Profile
    confidence: float
    evidence: str
    rule: dict[str, Any] = field(default_factory=dict)
    question: str | None = None


@dataclass
class Uses:
    """The columns of a table by what they are for."""

    fields: dict[str, Use] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    kept: list[Profile] = field(default_factory=list)
    ignored: list[tuple[Profile, str]] = field(default_factory=list)
    wide: tuple[str, float, str] | None = None
    questions: list[str] = field(default_factory=list)

    @property
    def spoken(self) -> set[int]:
        used = {use.column.place for use in self.fields.values()} | {figure.column.place for figure in self.figures}
        return used | {column.place for column in self.kept} | {column.place for column, _ in self.ignored}


def assign(table: Table, kind: str) -> Uses:
    """The uses of a table with a header; columns it can't place are kept, none is dropped."""
    uses = Uses()
    said = {column.place: about(column, kind) for column in table.filled()}
    _figures(table, kind, said, uses)
    rest = [column for column in table.filled() if column.place not in uses.spoken]
    _fields(table, [(column, found) for column in rest if (found := said[column.place])], kind, uses)
    _refuse_strange_units(kind, uses)
    _by_content(table, kind, uses)
    _names_without_code(table, uses)
    for column in table.filled():
        if column.place not in uses.spoken:
            uses.kept.append(column)
            if kind != "indicators" and looks_like_money(column):
                uses.questions.append(f"is column '{column.name or column.place}' a figure of its own? It is kept as text")
    return uses


def _figures(table: Table, kind: str, said: dict[int, About | None], uses: Uses) -> None:
    if kind == "indicators":
        return
    numeric = [column for column in table.filled() if is_numeric(column) and column.is_named and not _is_key(column, said[column.place])]
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
    economic = any(said.concept == "economic" for _, said in found)
    items = any(said.concept == "item" for _, said in found)
    for concept in dict.fromkeys(said.concept for _, said in found):
        mine = [(column, said) for column, said in found if said.concept == concept]
        if concept == "skip":
            uses.ignored += [(column, "a note, number or address beside the figures") for column, _ in mine]
            continue
        # Revenue has one classification only, and it is the economic one.
        target = "item" if concept == "economic" and kind == "revenue" and economic and not items else concept
        _choose(table, target, mine, uses)


def _choose(table: Table, concept: str, mine: list[tuple[Profile, About]], uses: Uses) -> None:
    """Of several levels the deepest is the field; what it decides is a higher level printed again."""
    for aspect in ("code", "name", ""):
        sides = sorted(
            ((column, said) for column, said in mine if said.aspect == aspect),
            key=lambda pair: (pair[0].distinct, pair[1].level) if concept == "organisation" else (pair[1].level, pair[0].distinct),
        )
        if not sides:
            continue
        column, said = sides[-1]
        name = concept if not aspect else f"{concept}_{aspect}"
        evidence = f"header '{column.name}' says '{said.word}'" + (f", the deepest of {len(sides)} levels" if len(sides) > 1 else "")
        uses.fields[name] = Use(column, said.confidence, evidence)
        for other, _ in sides[:-1]:
            if depends(table, column, other) >= DEPENDS or concept in ("item", "economic"):
                uses.ignored.append((other, f"a level above '{column.name}', printed again"))
            else:
                uses.kept.append(other)


def _refuse_strange_units(kind: str, uses: Uses) -> None:
    """单位 is also an office, and a unit a department: a column of units prints known units."""
    use = uses.fields.get("unit")
    if use is not None and kind != "indicators" and use.column.share(lambda text: text in units()) < DEPENDS:
        uses.kept.append(uses.fields.pop("unit").column)


def _by_content(table: Table, kind: str, uses: Uses) -> None:
    """Columns whose header says nothing but whose words are regions, or labels of a code book."""
    _region_codes(uses)
    for column in table.filled():
        if column.place in uses.spoken or column.figures > 0.2 or column.codes > 0.5:
            continue
        if "region" not in uses.fields and (share := column.share(lambda text: plain(text) in place_names())) > 0.6:
            uses.fields["region"] = Use(column, 0.5 + 0.45 * share, f"{share:.0%} of its texts are regions of the seeds")
        elif kind != "indicators" and not {"item_name", "item_code"} & set(uses.fields) and (share := column.share(is_label)) > 0.4:
            uses.fields["item_name"] = Use(column, 0.5 + 0.45 * share, f"{share:.0%} of its texts are labels of a code book")


def _region_codes(uses: Uses) -> None:
    """`code` beside names of regions: the codes are theirs, not of items."""
    code, name = uses.fields.get("item_code"), uses.fields.get("region")
    if code is not None and name is not None and "item_name" not in uses.fields and code.column.share(lambda text: text in place_codes()) > DEPENDS:
        uses.kept.append(name.column)
        uses.fields["region"] = Use(code.column, 0.9, f"its texts are codes of regions of the seeds, beside names in column '{name.column.name}'")
        uses.fields.pop("item_code")


def _names_without_code(table: Table, uses: Uses) -> None:
    """A column of words that names nothing itself (descripción, or no header) describes the code it goes with."""
    codes = {name: use for name, use in uses.fields.items() if name.endswith("_code") and name.replace("_code", "_name") not in uses.fields}
    loose = [column for column in table.filled() if column.place not in uses.spoken and column.figures < 0.2 and column.codes < 0.3 and column.distinct > 5]
    for column in loose:
        telling = not column.is_named or matches(words()["name_words"], column.word_key)
        scored = [(both_ways(table, use.column, column), name) for name, use in codes.items()]
        if telling and scored and max(scored)[0] > 0.3:
            share, name = max(scored)
            shown = f"'{column.name}'" if column.is_named else f"column {column.place}"
            uses.fields[name.replace("_code", "_name")] = Use(
                column, 0.6 + 0.3 * share, f"{shown} goes with {uses.fields[name].column.name or name} in {share:.0%} of rows"
            )
            codes.pop(name)


def depends(table: Table, given: Profile, other: Profile) -> float:
    """Share of rows in which the text of `given` decides the text of `other`."""
    block = table.block
    columns = [f"c{given.place}", f"c{other.place}"]
    pair = table.grid.cells.slice(block.first, block.last - block.first).select(columns).rename_columns(["a", "b"])
    with duckdb.connect() as db:
        db.register("pair", pair)
        row = db.execute(
            "select sum(most), sum(n) from (select max(n) as most, sum(n) as n from (select a, b, count(*) as n from pair group by all) group by a)"
        ).fetchone()
    return float(row[0] or 0) / max(float(row[1] or 0), 1.0) if row else 0.0


def both_ways(table: Table, code: Profile, name: Profile) -> float:
    """How nearly a code and a name are one thing: each decides the other."""
    return depends(table, code, name) * depends(table, name, code)
