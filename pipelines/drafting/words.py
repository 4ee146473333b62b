"""The words of words.yml, compiled, and printed text made comparable. No judgement: that a word matches is not yet a finding."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipelines.contracts.load import LOADER

SEPARATORS = re.compile(r"[_.\-/#:：,;\s]+")
UNIT = re.compile(
    r"[（(]?\s*(?:单位[:：])?(?:百万元|千元|万元|亿元|千円|百万円)\s*[)）]?|[_ ](?:yi|wan)[_ ]yuan"
    r"|[（(]\s*(?:€|euros?|R'?000|R thousands|in thousands[^)]*|грн|тис\.? ?грн)\.?\s*[)）]",
    re.IGNORECASE,
)
CJK_BLANK = re.compile(r"(?<=[\u3000-\u9fff（）]) (?=[\u3000-\u9fff（）])")


@cache
def words() -> dict[str, Any]:
    """Everything in words.yml, read once."""
    text = resources.files("pipelines.drafting").joinpath("words.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=LOADER)
    return loaded


@cache
def plain(text: str) -> str:
    """Text as words.yml writes it: one width, lower case, no accents on Latin letters, separators as blanks."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(unicodedata.normalize("NFD", sign)[0] if "\u00c0" <= sign <= "\u024f" else sign for sign in wide)
    return CJK_BLANK.sub("", SEPARATORS.sub(" ", bare).strip())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def matches(patterns: list[str], text: str) -> str | None:
    """The part of a plain text that the first fitting pattern finds."""
    for pattern in patterns:
        if found := _compiled(pattern).search(text):
            return found[0]
    return None


@cache
def without_unit(text: str) -> str:
    """A header as plain text, the unit it prints left out: 预算数（万元） is 预算数, budget_yi_yuan is budget."""
    bare = UNIT.sub("", unicodedata.normalize("NFKC", text))
    return plain(bare) or plain(text)
