"""Which sheets of a file, or tables of a document, are drafted together, and how a contract finds them and their headers."""

from __future__ import annotations

import re
from typing import Any

from pipelines.contracts.layout import Layout
from pipelines.decoding.grid import Decoded, Grid
from pipelines.drafting.findings import Findings
from pipelines.drafting.headers import Header, find_header
from pipelines.drafting.tables import Table, tables_of
from pipelines.landing.labels import cjk_part, label_key

# Lines above a table that are not its name: units, forms, sentences.
NO_TITLE = re.compile(r"单\s*位\s*[:：]|编制|公开\d*表|^第|[。；，]")


class NoTable(Exception):
    """No sheet of the file holds a table of figures."""


def tables_in(decoded: Decoded, findings: Findings, wanted: str | None) -> tuple[dict[str, Any], list[Table], list[str]]:
    """The sheets to read, how their headers are found, and the sheets left out."""
    found = [(grid, find_header(grid)) for grid in decoded.grids if grid.cells.num_rows and not grid.narrative]
    real = [(grid, header) for grid, header in found if header.has_table] or [(g, h) for g, h in found if h.rows]
    if wanted is not None:
        real = [(grid, header) for grid, header in found if wanted in (grid.sheet, *grid.titles)]
    if not real:
        raise NoTable(_nothing(decoded, wanted))
    main, header = max(real, key=lambda pair: pair[0].cells.num_rows * pair[0].width)
    same = [grid for grid, other in real if grid is main or (not main.titles and _alike(main, header, grid, other))]
    layout = _header_layout(header, [other for grid, other in real if any(grid is one for one in same)], main)
    bilingual = _bilingual(main, header)
    if bilingual:
        findings.say("repairs", ["cjk_part_of_headers"], 0.9, "most headers are printed in Chinese and in another language")
    findings.say("layout.header_rows" if "header_rows" in layout else "layout.header_find", None, header.confidence, header.evidence, _header_question(header))
    if len(decoded.grids) > 1:
        layout = {"sheet": _sheets(same), **layout}
        findings.say(
            "layout.sheet", layout["sheet"], 0.9 if len(same) == 1 else 0.8, f"{len(same)} of {len(found)} sheets or tables hold it", _others(found, same)
        )
    read_as = Layout.model_validate({key: value for key, value in layout.items() if key != "sheet"})
    tables = [table for grid in same for table in tables_of(grid, read_as, bilingual)]
    return layout, tables, ["*"] if main.titles else [grid.sheet for grid, _ in found if not any(grid is one for one in same)]


def _nothing(decoded: Decoded, wanted: str | None) -> str:
    named = ", ".join(grid.sheet for grid in decoded.grids if not grid.narrative)
    if wanted is not None:
        return f"no sheet or table is called '{wanted}'; there are: {named}"
    return "no sheet holds a table of at least two columns; nothing to draft"


def _sheets(same: list[Grid]) -> Any:
    """Names of sheets; a table of a document by the title above it, since pages move."""
    title = next((line for line in reversed(same[0].titles) if not NO_TITLE.search(line)), None)
    return {"title": f"^{re.escape(title)}$"} if title else [grid.sheet for grid in same]


def _others(found: list[tuple[Grid, Header]], same: list[Grid]) -> str | None:
    """Other tables of figures want a contract of their own."""
    others = [grid.sheet for grid, header in found if header.has_table and not any(grid is one for one in same)]
    return f"{len(others)} more tables stand here, each wants a draft of its own: --sheet {others[0]!r} and so on" if others else None


def _header_layout(header: Header, all_headers: list[Header], grid: Grid) -> dict[str, Any]:
    if not header.rows:
        return {"header_rows": "none"}
    rows = [int(grid.rows[row]) for row in header.rows]
    moved = any(other.rows != header.rows for other in all_headers)
    join = {"header_join": header.join} if header.join != "/" else {}
    if (word := header.repeats or (_first_word(grid, header) if moved else None)) is None:
        return {"header_rows": rows, **join}
    height = {"header_height": len(rows)} if len(rows) > 1 else {}
    return {"header_find": word, **height, **join}


def _first_word(grid: Grid, header: Header) -> str:
    cells = [cell for cell in grid.cells.slice(header.rows[0], 1).to_pylist()[0].values() if cell and cell.strip()]
    return " ".join(cells[0].split()) if cells else ""


def _alike(main: Grid, header: Header, grid: Grid, other: Header) -> bool:
    """A continuation: the same first header word, or the same header."""
    if not header.rows or not other.rows:
        return False
    return label_key(_first_word(main, header)) == label_key(_first_word(grid, other))


def _header_question(header: Header) -> str | None:
    return None if header.confidence >= 0.8 else "is this the header? Correct header_rows"


def _bilingual(grid: Grid, header: Header) -> bool:
    cells = [cell for row in header.rows for cell in grid.cells.slice(row, 1).to_pylist()[0].values() if cell and cell.strip()]
    both = [cell for cell in cells if cjk_part(cell) != cell and re.search(r"[A-Za-z]{3}", cell) and re.search(r"[\u4e00-\u9fff]", cell)]
    return len(both) > 0.5 * max(len(cells), 1)
