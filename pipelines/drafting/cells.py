"""What a single printed cell looks like: a figure, a sign for none, a year, a code. Shapes only; what a column means is told elsewhere."""

from __future__ import annotations

import re

from pipelines.landing.lines import BLANKS
from pipelines.landing.numbers import MISSING

FIGURE = re.compile(r"^[(（+\-−－△▲]?\s*[¥￥€$₴£]?\s*[-−]?\d[\d.,'’\s\u00a0\u202f，．]*[)）]?\s*[%％]?-?$|^[-+]?[.,]\d+$")
YEAR = re.compile(r"^(?:19|20)\d{2}(?:年度?)?$|^FY ?\d{2}(?:\d{2})?[-/]\d{2}$|^(?:19|20)\d{2}[-/]\d{2}$|^R\d{1,2}$", re.IGNORECASE)
MONTH = re.compile(r"^(1[0-2]|0?[1-9])\s*月(份)?$|^(1[0-2]|0?[1-9])$")
PERIOD = re.compile(r"^(19|20)\d{2}[-/.年]?(1[0-2]|0?[1-9])(月|[-/.](3[01]|[12]\d|0?[1-9]))?$")
CODE = re.compile(r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,23}$")
WIDE = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


def trimmed(cell: str | None) -> str:
    """The text of a cell without the blanks around it."""
    return (cell or "").strip(BLANKS)


def is_none(text: str) -> bool:
    """Blank, or a sign for "no figure"."""
    return text.lower() in MISSING


def is_figure(text: str) -> bool:
    """Digits with marks, sign, currency or percent, and nothing else."""
    return bool(FIGURE.match(text.translate(WIDE)))


def is_plain_code(text: str) -> bool:
    """A short token of digits and letters without blanks, at least one digit among them."""
    return bool(CODE.match(text)) and any(sign.isdigit() for sign in text)
