"""The unit a short text prints: a name the seeds know, or a word for so many of a currency, in any order and in the languages of words.yml."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from pipelines.drafting.seeds import units
from pipelines.drafting.words import plain, words
from pipelines.landing.labels import stated_unit

SAYS_UNIT = re.compile(r"单\s*位|金额|[(（]|^in |units?\b|unidad|у? ?тис|thousand|million|miles|mill", re.IGNORECASE)
SHORT = 40
LETTER = "A-Za-zÀ-ɏА-Яа-яІіЇїЄє"
# What may stand between `thousands` and `euros`, and what may stand before `of euros` and is no number.
OF = r"(?:\s|de\b|d'|d’|di\b|do\b|of\b|von\b|w\b|em\b|in\b|en\b|в\b|у\b|[()'’.,])*"
COUNTED = re.compile(rf"([{LETTER}]+)\s+(?:de|di|do|of|von|van|af|av)\s+$|([{LETTER}]+)\s+d['’]$")
START, END, IN = "(?<![a-zа-я\\d])", "(?![a-zа-я\\d])", "(?:^|[(\\s])(?:in|en|em|w|в|у)\\s+"
# k€ and T€, m€: a letter before the currency.
SIGNS = {1_000: "[kt]", 1_000_000: "m"}


class PrintedUnit(NamedTuple):
    """Currency (None where the text names a size only), scale, and the words as printed."""

    currency: str | None
    scale: int
    printed: str


def printed_unit(line: str) -> PrintedUnit | None:
    """What a short text states; one Chinese sign needs 单位 or brackets around it. A size nobody knows is no unit: better asked than wrong."""
    if said := stated_unit(line):
        return _known(said)
    if counted := _counted(plain(line)):
        return counted
    text = unicodedata.normalize("NFKC", line)
    for printed, name in words()["unit_words"].items():
        if re.search(printed, text, re.IGNORECASE):
            return _known(str(name))
    return _named(text) or _alone(plain(line))


def _known(name: str) -> PrintedUnit:
    currency, scale = units()[name]
    return PrintedUnit(currency, scale, name)


def _named(text: str) -> PrintedUnit | None:
    """A name of the seeds, the longest first."""
    if len(text) > SHORT and not SAYS_UNIT.search(text):
        return None
    for name in sorted(units(), key=len, reverse=True):
        if len(name) < 2 or not name.isascii() and len(name) < 3 and not SAYS_UNIT.search(text):
            continue
        edge = f"(?<![{LETTER}])" if name[0].isalpha() and ord(name[0]) < 0x2000 else ""
        after = f"(?![{LETTER}])" if name[-1].isalpha() and ord(name[-1]) < 0x2000 else ""
        if found := re.search(edge + re.escape(name) + after, text):
            return None if _strange_size(text[: found.start()]) else _known(name)
    return None


def _strange_size(before: str) -> bool:
    """`Xs of euros`, where X is no word for `amount`: a size in a language that words.yml does not have."""
    found = COUNTED.search(before)
    return found is not None and plain(found[1] or found[2]) not in words()["amount_words"]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str, int]]:
    """Size and currency beside each other, in both orders, the largest size first: `mil millones` before `mil`."""
    found = []
    for scale, sizes in words()["sizes"].items():
        size = f"(?:{'|'.join(sizes)})"
        for currency, names in words()["currencies"].items():
            name = f"(?:{'|'.join(names)})"
            shapes = [f"{size}{END}{OF}{name}{END}", f"{name}{OF}{size}{END}", f"{SIGNS.get(scale, '(?!)')}{name}{END}"]
            found.append((re.compile("|".join(START + shape for shape in shapes)), currency, int(scale)))
    return found


def _counted(text: str) -> PrintedUnit | None:
    for pattern, currency, scale in _patterns():
        if found := pattern.search(text):
            return PrintedUnit(currency, scale, found[0].strip())
    return None


def _alone(text: str) -> PrintedUnit | None:
    """`(in thousands)` without a currency, `in Euro` without a size: behind the word for `in`, or a currency in brackets."""
    for scale, sizes in words()["sizes"].items():
        if found := re.search(f"{IN}({'|'.join(sizes)}){END}", text):
            return PrintedUnit(None, int(scale), found[1])
    for currency, names in words()["currencies"].items():
        name = f"(?:{'|'.join(names)})"
        if found := re.search(rf"{IN}{name}{END}|[(]\s*{name}\s*[)]", text):
            return PrintedUnit(currency, 1, found[0].strip(" ()"))
    return None
