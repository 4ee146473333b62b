"""What the title lines of a file say of its year, period and unit, held against what the contract says."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.contracts.contract import Edition
from pipelines.contracts.vocabulary import vocabulary
from pipelines.decoding.grid import Grid
from pipelines.landing.columns import ColumnMap
from pipelines.landing.labels import stated_period, stated_unit, stated_years
from pipelines.landing.table import Block, LayoutError

# A unit stands close above its table.
LINES_ABOVE = 8


@dataclass
class Stated:
    """Words found outside the data, gathered over all tables of a file."""

    titles: list[str] = field(default_factory=list)
    years_in_columns: set[int] = field(default_factory=set)

    def years(self) -> list[int]:
        """Years of the data lines where the file prints them line by line, else those of the title lines."""
        return sorted(self.years_in_columns) or stated_years(self.titles)

    def period(self) -> str | None:
        return stated_period(self.titles)


def with_printed_unit(edition: Edition, grid: Grid, block: Block) -> Edition:
    """The edition with the unit that stands nearest above this table, where the contract leaves the unit to the tables.

    Raises:
        LayoutError: no line above says one, or one of another currency.
    """
    if edition.unit is None or edition.unit.scale != "printed":
        return edition
    top = block.headers[0] if block.headers else block.first
    rows = grid.cells.slice(max(0, top - LINES_ABOVE), min(top, LINES_ABOVE)).to_pylist()
    lines = [*grid.titles, *(" ".join(filter(None, row.values())) for row in rows)]
    said = next((unit for line in reversed(lines) if (unit := stated_unit(line))), None)
    if said is None:
        where = f"table {block.number} of sheet '{grid.sheet}'" if block.number > 1 else f"sheet '{grid.sheet}'"
        raise LayoutError("no_unit", f"no line above {where} prints a unit, and the contract leaves it to the table (unit.scale: printed); say the scale")
    unit = vocabulary()["units"][said]
    if unit["currency"] != edition.unit.currency:
        raise LayoutError("unit_contradiction", f"sheet '{grid.sheet}' prints {said}, the contract says {edition.unit.currency}; correct unit")
    return edition.model_copy(update={"unit": edition.unit.model_copy(update={"scale": unit["scale"]})})


def refuse_other_unit(edition: Edition, mapped: ColumnMap, titles: list[str], sheet: str) -> None:
    """A file that prints 元 under a contract that says 万元 would be wrong by a factor for ever after.

    Raises:
        LayoutError: naming both, and where the file says it.
    """
    units = vocabulary()["units"]
    for line in titles:
        said = stated_unit(line)
        if said and edition.unit and "unit" not in edition.layout.columns and units[said]["scale"] != edition.unit.scale:
            raise LayoutError("unit_contradiction", f"sheet '{sheet}' prints '{line.strip()[:60]}', the contract says scale {edition.unit.scale}; correct unit")
    for figure in mapped.figures:
        said = stated_unit(figure.name)
        scale = figure.rule.scale or (edition.unit.scale if edition.unit else None)
        if said and scale and figure.rule.measure in ("amount", "change") and units[said]["scale"] != scale:
            raise LayoutError(
                "unit_contradiction",
                f"header '{figure.name}' of sheet '{sheet}' prints {said}, the contract says scale {scale}; correct unit, or `scale` of this column",
            )
