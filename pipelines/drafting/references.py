"""How a contract names a column of a table: the printed header where it names this column alone, else the position."""

from __future__ import annotations

from pipelines.drafting.tables import Profile, Table
from pipelines.landing.labels import label_key


def reference(column: Profile, tables: list[Table], loose: bool = False) -> str | int:
    """The printed header where it names this column alone, else the position."""
    first = tables[0]
    if not column.is_named or "*" in column.name:
        return column.place
    several = len(tables) > 1 and loose
    for text in dict.fromkeys((column.name, column.word)):
        alike = [other for other in first.columns if label_key(text) in (label_key(other.name), label_key(other.word))]
        if len(alike) == 1 and text:
            return f"{text}*" if several else text
    return column.place
