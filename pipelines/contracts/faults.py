"""Faults of a contract in words of contracts: file, line, place, what is wrong and what may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

# What a value of a fixed form looks like, told instead of its pattern.
FORMS = {
    "region": 'an ISO country, or a country and its code, in quotation marks: "ES" or "ES-MD"',
    "currency": "three capital letters, for example EUR",
    "due": "MM-DD or YYYY-MM-DD in quotation marks",
    "edition": "a day as YYYY-MM-DD in quotation marks",
    "system": "the name of a code book in small letters, digits and _",
    "delimiter": "one character",
    "quote": "one character",
}
# Names of alternatives of a type stand in places of faults, and in no contract.
ALTERNATIVE = re.compile(r"(list|dict|literal|tuple|function-\w+|constrained-\w+)\[|(int|str|Titled|AmountColumns)$")


def readable(path: Path, node: yaml.Node, position: int, own: dict[str, Any], error: ValidationError) -> Iterator[str]:
    """Every fault of one edition as `file:line: place: what`; `own` is what the edition itself writes, the rest stands at the top."""
    for fault in error.errors():
        if fault["type"] == "extra_forbidden" and len(fault["loc"]) == 1:
            continue  # told with the legal keys already
        message = _said(fault)
        place = tuple(part for part in fault["loc"] if not (isinstance(part, str) and ALTERNATIVE.match(part)))
        if not place and (named := re.match(r"([a-z_.]+): ", message)):
            # A fault of several keys together names the one to correct.
            place, message = tuple(named[1].split(".")), message[named.end() :]
        place = tuple("id" if part == "contract_id" else part for part in place)
        shared = bool(place) and place[0] not in own and child_of(node, place[0]) is not None
        line = line_of(node, place if shared else ("editions", position, *place))
        given = "" if fault["type"] in {"missing", "extra_forbidden"} or not fault["loc"] else f" (got {str(fault['input'])[:80]!r})"
        yield f"{path}:{line}: {'.'.join(str(part) for part in place) or 'edition'}: {message}{given}"


def _said(fault: ErrorDetails) -> str:
    """A fault in the words of contracts."""
    if fault["type"] == "string_pattern_mismatch" and (form := FORMS.get(str(fault["loc"][-1]))):
        return f"this is not {form}"
    if fault["type"] in ("model_type", "dict_type"):
        return "a mapping of keys and values is needed here"
    message = {"extra_forbidden": "this key is not known here", "missing": "this key is required"}.get(fault["type"], fault["msg"])
    return message.removeprefix("Value error, ")


def line_of(node: yaml.Node, place: tuple[Any, ...]) -> int:
    """The line of the deepest part of `place` that the file itself writes."""
    line = node.start_mark.line + 1
    for part in place:
        child = child_of(node, part)
        if child is None:
            return line
        key, node = child
        line = key.start_mark.line + 1
    return line


def child_of(node: yaml.Node, part: Any) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None
