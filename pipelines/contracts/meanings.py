"""What a contract says in place of a cell, and what it makes of printed words: words of closed lists where a field has one."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.contracts.layout import OF_THE_LINE, Layout
from pipelines.contracts.words import checked_meaning


def refuse_open_words(kind: str, layout: Layout, legal: Sequence[str]) -> None:
    """`legal`: the fields of a table of this kind.

    Raises:
        ValueError: a word or a field that is none, with the key it stands under.
    """
    if layout.says and kind != "indicators":
        raise ValueError("layout.says: belongs to `kind: indicators`; what a budget says of its figures stands under caliber and layout.amounts")
    for name, word in layout.says.items():
        if name not in legal or name in OF_THE_LINE:
            raise ValueError(f"layout.says: '{name}' is not a field that a contract may say for a whole table")
        checked_meaning("layout.says", name, word)
    for place, columns in [("layout.columns", layout.columns), *(("layout.indicators", entry.columns) for entry in layout.indicators)]:
        for name, word in [(name, word) for name, rule in columns.items() for word in (rule.values or {}).values()]:
            checked_meaning(place, name, word)
    for name, word in [said for entry in layout.indicators for said in entry.says.items()]:
        checked_meaning("layout.indicators", name, word)
