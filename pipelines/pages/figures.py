"""Figures as people read them: money in 万/亿 or thousands and millions, the exact figure on pointing at it; shares, days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

NOTHING = "–"
UNITS = {
    "zh": ((Decimal(10) ** 8, " 亿"), (Decimal(10) ** 4, " 万")),
    "en": ((Decimal(10) ** 9, " bn"), (Decimal(10) ** 6, " m"), (Decimal(10) ** 3, " k")),
}


def exact(value: Any) -> str:
    """Every digit, with thousands marks."""
    if value is None:
        return NOTHING
    number = Decimal(str(value))
    return f"{number.normalize():,f}" if number else "0"


def money(value: Any, language: str, currency: str | None = None) -> Markup | str:
    """Three or four telling digits; the exact figure as its title."""
    if value is None:
        return NOTHING
    number = Decimal(str(value))
    scale, word = next(((size, name) for size, name in UNITS[language] if abs(number) >= size), (Decimal(1), ""))
    short = f"{number / scale:,.2f}{word}"
    return Markup('<span title="{} {}">{}</span>').format(exact(value), currency or "", short)


def share(value: Any) -> str:
    """A ratio in per cent."""
    return NOTHING if value is None else f"{Decimal(str(value)) * 100:.1f} %"


def plain(value: Any) -> str:
    """Any other value of a table."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return exact(value) if isinstance(value, Decimal) else f"{value:,.3f}" if isinstance(value, float) else str(value)
