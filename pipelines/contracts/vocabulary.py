"""The closed lists of the caliber model as Python values. Words only: no files of publishers, no SQL."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def vocabulary() -> dict[str, Any]:
    """Everything in vocabulary.yml, read once."""
    text = resources.files("pipelines.contracts").joinpath("vocabulary.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def caliber_words() -> dict[str, list[str]]:
    """Dimension -> legal values, `unknown` among them."""
    words: dict[str, list[str]] = vocabulary()["caliber"]
    return words


def legal_fields(kind: str) -> list[str]:
    """The fields that a table of this kind may map."""
    fields: list[str] = vocabulary()["indicator_fields"] if kind == "indicators" else [*vocabulary()["budget_fields"], *caliber_words()]
    return fields


def better_words() -> dict[str, str]:
    """Word in small letters -> which way is better by it: higher, lower, neither, or unknown."""
    return {word.lower(): way for way, words in vocabulary()["better"].items() for word in words}


CALIBER_DIMENSIONS: tuple[str, ...] = tuple(caliber_words())
