"""What pages say, in Chinese and English: texts.yml, read once. A text that is missing is an error, a word of the data is shown as it is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipelines.settings import DBT_PROJECT

LANGUAGES = ("zh", "en")


@cache
def _book() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(resources.files("pipelines.pages").joinpath("texts.yml").read_text(encoding="utf-8"))
    with (DBT_PROJECT / "seeds" / "caliber_vocabulary.csv").open(encoding="utf-8", newline="") as seed:
        for row in csv.DictReader(seed):
            found["words"].setdefault(row["value"], {"zh": row["label_zh"], "en": row["label_en"]})
    return found


@dataclass(frozen=True)
class Texts:
    """Texts of one language."""

    language: str

    def say(self, key: str, **values: object) -> str:
        """A text of ours; `{name}` in it is filled in."""
        return _book()["texts"][key][self.language].format(**values)

    def word(self, value: Any) -> str:
        """A word of the data: a state, a class, a status, a column."""
        if value is None:
            return "–"
        told = _book()["words"].get(str(value))
        return told[self.language] if told else str(value).replace("_", " ")

    def of(self, row: dict[str, Any], name: str) -> str:
        """A column that comes in both languages: name_zh and name_en."""
        return str(row.get(f"{name}_{self.language}") or row.get(f"{name}_en") or "")

    def name(self, row: dict[str, Any]) -> str:
        """The name of a region in this language, else its code."""
        first, second = ("name_local", "name_en") if self.language == "zh" else ("name_en", "name_local")
        return str(row.get(first) or row.get(second) or row.get("region_code") or "–")
