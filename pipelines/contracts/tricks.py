"""What no contract needs and somebody may try: YAML that grows, builds objects or hides characters, and paths that are no contract files.

Contracts come with the exports, from strangers. They are looked at event by event, before anything is built from them.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from pathlib import Path

import yaml

from pipelines.limits import bytes_of, how_to_raise

DEEPEST = 24
# All aliases written out. The longest contract has some 500.
MOST_NODES = 20_000
# A tab and line breaks are all that text needs. A zero byte ends strings of many libraries, half a surrogate can't be written anywhere.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class TrickError(Exception):
    """A contract refused before it is built: file, line, what and remedy."""


def contract_text(path: Path) -> str:
    """The text of a contract file.

    Raises:
        TrickError: not a plain readable file, a link to something that is no contract, or too large.
        ValueError: bytes that are not UTF-8.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise TrickError(f"{path}:1: not a plain file; a contract is one")
        if path.resolve().suffix not in (".yml", ".yaml"):
            raise TrickError(f"{path}:1: a link to something that is no contract; put the contract itself here")
        if state.st_size > bytes_of("CALIBER_MAX_CONTRACT_KB"):
            raise TrickError(f"{path}:1: {state.st_size:,} bytes; {how_to_raise('CALIBER_MAX_CONTRACT_KB')}")
        return path.read_text(encoding="utf-8")
    except OSError as closed:
        raise TrickError(f"{path}:1: can't be read ({closed.strerror}); give the account of the run the right to read it") from closed


def refuse_tricks(path: str, events: Iterable[yaml.Event]) -> None:
    """Raises:
    TrickError: tags, hidden characters, deep nesting, aliases of themselves or of more than a contract can hold; the first one found.
    """
    # Written out: how many nodes stand behind each anchor, and in each collection that is still open (with its anchor).
    behind: dict[str, int] = {}
    still_open: list[tuple[str | None, int]] = [(None, 0)]
    for event in events:
        size, anchor = 1, getattr(event, "anchor", None)
        said = _trick(event)
        if isinstance(event, yaml.CollectionStartEvent):
            still_open.append((anchor, 0))
            said = f"nested more than {DEEPEST} levels deep; no contract is" if len(still_open) > DEEPEST else said
        elif isinstance(event, yaml.AliasEvent):
            size = behind.get(anchor or "", MOST_NODES)
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, inside = still_open.pop()
            size += inside
        if isinstance(event, yaml.CollectionEndEvent | yaml.ScalarEvent) and anchor:
            behind[anchor] = size
        if isinstance(event, yaml.CollectionEndEvent | yaml.ScalarEvent | yaml.AliasEvent):
            still_open[-1] = (still_open[-1][0], still_open[-1][1] + size)
            said = f"aliases (*) make it longer than {MOST_NODES:,} values; write out what is needed" if still_open[-1][1] >= MOST_NODES else said
        if said:
            raise TrickError(f"{path}:{event.start_mark.line + 1 if event.start_mark else 1}: {said}")


def _trick(event: yaml.Event) -> str | None:
    if tag := getattr(event, "tag", None):
        return f"the tag {tag} asks for an object; write plain text, numbers, lists and mappings"
    if isinstance(event, yaml.ScalarEvent) and (hidden := HIDDEN.search(event.value)):
        return f"the text holds the hidden character U+{ord(hidden[0]):04X}; take it out"
    return None
