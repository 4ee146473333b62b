"""Which column carries what: fields, figures, kept and ignored columns, and a fault for every column nobody speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.contracts.contract import Edition
from pipelines.contracts.layout import AmountColumns, ColumnRule, IndicatorColumns
from pipelines.contracts.vocabulary import better_words, caliber_words
from pipelines.contracts.words import BUDGET_KINDS, OTHER, Column, is_pattern
from pipelines.decoding.grid import cell_address
from pipelines.landing.header_years import by_header
from pipelines.landing.numbers import MISSING, sql_text
from pipelines.landing.periods import understood_sql
from pipelines.landing.table import Block, LayoutError


@dataclass(frozen=True)
class FigureColumn:
    """One column of figures and what the contract says of it. `position` is 0-based; `header` has its lines from top to bottom."""

    position: int
    name: str
    rule: AmountColumns
    parent: int | None = None
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class IndicatorPlace:
    """One indicator, or one period of it, in a line: its own columns, the entry of the contract it comes from, and the year its header names."""

    fields: dict[str, tuple[int, ColumnRule]]
    entry: int
    rule: IndicatorColumns
    year: str | None = None


@dataclass
class ColumnMap:
    """The columns of one table: field -> (position, rule), figures, kept columns, and those ignored by name.

    `indicators` has the places of a line, where a line reports several indicators or periods.
    """

    fields: dict[str, tuple[int, ColumnRule]] = field(default_factory=dict)
    indicators: list[IndicatorPlace] = field(default_factory=list)
    figures: list[FigureColumn] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)

    @property
    def all_fields(self) -> list[tuple[str, tuple[int, ColumnRule]]]:
        """The fields of the line and of each place of it."""
        return [named for fields in (self.fields, *(place.fields for place in self.indicators)) for named in fields.items()]

    @property
    def mapped(self) -> set[int]:
        fields = [rule for _, rule in self.all_fields]
        outer = {column - 1 for _, rule in fields for column in _outer(rule) if isinstance(column, int)}
        return {place for place, _ in fields} | outer | {figure.position for figure in self.figures} | set(self.kept)

    @property
    def typed(self) -> set[int]:
        """Columns in which it matters whether a cell is stored as a number: those of figures, and any of a table of indicators."""
        return {figure.position for figure in self.figures} or self.mapped


def map_columns(edition: Edition, block: Block, sheet: str) -> ColumnMap:
    """Resolve every column the contract names.

    Raises:
        LayoutError: a named column is missing or named twice.
    """
    layout = edition.layout
    mapped = ColumnMap()
    mapped.fields = _fields(layout.columns, block, sheet)
    for column in layout.keep:
        if isinstance(column, str) and is_pattern(column):
            mapped.kept |= {place: block.names[place] for place in block.positions_of(column, sheet)}
        else:
            mapped.kept[block.position_of(column, sheet)] = str(column)
    for column in edition.ignore:
        mapped.ignored.update(block.positions_of(column, sheet))
    mapped.indicators = [
        IndicatorPlace(_fields(own.columns, block, sheet), entry, own, year)
        for entry, rule in enumerate(layout.indicators)
        for year, own in by_header(rule, block, sheet, mapped.ignored)
    ]
    named = [rule for rule in layout.amounts if rule.columns != ["*"]]
    for rule in named:
        for column in rule.columns:
            found = block.positions_of(column, sheet) if is_pattern(column) else [block.position_of(column, sheet)]
            mapped.figures += [_figure(place, rule, block) for place in found if place not in mapped.ignored]
    for rule in layout.amounts:
        if rule.columns == ["*"]:
            rest = [i for i in range(len(block.names)) if i not in mapped.mapped | mapped.ignored and block.names[i]]
            mapped.figures += [_figure(place, rule, block) for place in rest]
    mapped.figures = [_with_parent(figure, mapped.figures, block, sheet) for figure in mapped.figures]
    _refuse_double_use(mapped, block, sheet)
    return mapped


def _figure(place: int, rule: AmountColumns, block: Block) -> FigureColumn:
    return FigureColumn(place, block.names[place], rule, header=tuple(block.parts[place]))


def _fields(columns: dict[str, ColumnRule], block: Block, sheet: str) -> dict[str, tuple[int, ColumnRule]]:
    return {name: (block.position_of(rule.column, sheet), _placed(rule, block, sheet)) for name, rule in columns.items()}


def _placed(rule: ColumnRule, block: Block, sheet: str) -> ColumnRule:
    """The rule with the position of its outer column in place of the header, so that SQL can name it."""
    if rule.within is None:
        return rule
    places = [block.position_of(column, sheet) + 1 for column in _outer(rule)]
    return rule.model_copy(update={"within": places if isinstance(rule.within, list) else places[0]})


def _outer(rule: ColumnRule) -> list[Column]:
    """The columns whose codes stand in front."""
    if rule.within is None:
        return []
    return rule.within if isinstance(rule.within, list) else [rule.within]


def _with_parent(figure: FigureColumn, figures: list[FigureColumn], block: Block, sheet: str) -> FigureColumn:
    for total in figures:
        parts = total.rule.total_of
        if parts is None or total.position == figure.position or total.rule.measure != figure.rule.measure:
            continue
        if parts == ["*"] and figure.rule.role == "leaf" or any(figure.position in block.positions_of(part, sheet) for part in parts if part != "*"):
            return replace(figure, parent=total.position + 1)
    return figure


def _refuse_double_use(mapped: ColumnMap, block: Block, sheet: str) -> None:
    used = [figure.position for figure in mapped.figures]
    twice = {place for place in used if used.count(place) > 1} | (mapped.mapped & mapped.ignored)
    if twice:
        place = min(twice)
        raise LayoutError("column_used_twice", f"column '{block.names[place]}' ({place + 1}) of sheet '{sheet}' is mapped twice, or mapped and ignored")


def refuse_leftovers(mapped: ColumnMap, block: Block, sheet: str, first_cells: dict[int, tuple[int, str]]) -> None:
    """`first_cells`: the first filled data cell of each column. A filled column nobody speaks for is an error that names it."""
    left = {place: cell for place, cell in first_cells.items() if place not in mapped.mapped | mapped.ignored}
    if not left:
        return
    said = [
        f"{cell_address(row, place + 1)} '{text[:40]}' (column {place + 1}{f' {block.names[place]!r}' if block.names[place] else ''})"
        for place, (row, text) in sorted(left.items())
    ]
    more = f" and {len(said) - 5} more columns" if len(said) > 5 else ""
    raise LayoutError(
        "unmapped_column",
        f"sheet '{sheet}': neither mapped nor ignored: {'; '.join(said[:5])}{more}; map them under layout.columns or layout.amounts, or list them under ignore",
    )


def field_sql(place: int, rule: ColumnRule) -> str:
    """The text of a field: part of a composed key, padding, prefix and translation applied; words nobody listed are found apart."""
    sql = f"c{place + 1}"
    if rule.split is not None and rule.take is not None:
        sql = f"nullif(trim(split_part({sql}, {sql_text(rule.split)}, {rule.take})), '')"
    if rule.extract is not None:
        sql = f"nullif(regexp_extract({sql}, {sql_text(rule.extract)}, 1), '')"
    if rule.pad is not None:
        sql = f"case when length({sql}) < {rule.pad} then lpad({sql}, {rule.pad}, '0') else {sql} end"
    if isinstance(rule.within, list):
        sql = f"nullif(concat({', '.join(f'c{place}' for place in rule.within)}, {sql}), '')"
    elif rule.within is not None:
        sql = f"c{rule.within} || {sql}"
    if rule.prefix is not None:
        sql = f"{sql_text(rule.prefix)} || {sql}"
    if rule.values is not None:
        cases = " ".join(f"when {sql} = {sql_text(printed)} then {sql_text(meant)}" for printed, meant in rule.values.items() if printed != OTHER)
        sql = f"case when {sql} is null then null {cases} else {sql_text(rule.values[OTHER]) if OTHER in rule.values else 'null'} end"
    return sql


def better_sql(text: str) -> str:
    """Which way is better, as an SQL text says it: higher, lower, neither or unknown; null where it says nothing that is known."""
    words = better_words()
    listed = {way: ", ".join(sql_text(word) for word, meant in words.items() if meant == way) for way in dict.fromkeys(words.values())}
    return f"case {' '.join(f'when lower({text}) in ({said}) then {sql_text(way)}' for way, said in listed.items())} end"


def _unknown_way_sql(place: int, rule: ColumnRule) -> str:
    text = field_sql(place, rule)
    signs = ", ".join(sql_text(sign) for sign in sorted(MISSING))
    return f"({text} is not null and lower({text}) not in ({signs}) and {better_sql(text)} is null)"


def unknown_words_sql(mapped: ColumnMap, basis: str | None = None) -> str:
    """True where a column prints a word the contract does not list, or a period that none of its basis is: such rows are parked, never defaulted."""
    tests = [_unknown_way_sql(*place) for name, place in mapped.all_fields if name == "better"]
    for name, (place, rule) in mapped.all_fields:
        if rule.values is not None and OTHER not in rule.values:
            whole = field_sql(place, rule.model_copy(update={"values": None}))
            tests.append(f"({whole} is not null and {whole} not in ({', '.join(sql_text(word) for word in rule.values)}))")
        # Of all parts of a key only the month may be left out: 2015M01 beside 2015AUDA.
        if rule.extract is not None and name != "month":
            tests.append(f"(c{place + 1} is not null and {field_sql(place, rule.model_copy(update={'values': None}))} is null)")
    closed: dict[str, Sequence[str]] = {**caliber_words(), "kind": BUDGET_KINDS}
    for name, (place, rule) in mapped.fields.items():
        if name in closed and rule.values is None:
            tests.append(f"({field_sql(place, rule)} is not null and {field_sql(place, rule)} not in ({', '.join(sql_text(word) for word in closed[name])}))")
    for name in ("year", "month", "period"):
        if name in mapped.fields:
            text = field_sql(*mapped.fields[name])
            tests.append(f"({text} is not null and {understood_sql(name, text, basis)} is null)")
    return " or ".join(tests) or "false"
