"""What a column that is no figure is about, told by its header: the concept (item, economic, organisation …), its level, and code or name."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.drafting.cells import MONTH, PERIOD, YEAR
from pipelines.drafting.figures import without_period
from pipelines.drafting.tables import Profile
from pipelines.drafting.words import matches, words

# Fields that are one column; all others have a code and a name.
SINGLE = (
    *("year", "month", "period", "kind", "account", "stage", "unit", "currency", "region", "objective", "level_1", "level_2"),
    *("target", "actual", "weight", "score", "budget", "executed", "rate"),
)


@dataclass(frozen=True)
class About:
    """`level`: how deep in the order of words.yml. `aspect`: code, name or "" for fields that have no two sides."""

    concept: str
    level: int
    aspect: str
    word: str
    confidence: float = 0.9

    @property
    def field(self) -> str:
        return self.concept if not self.aspect else f"{self.concept}_{self.aspect}"


def about(column: Profile, kind: str) -> About | None:
    """What the header says, if anything."""
    if not column.is_named:
        return None
    for entry in words()["concepts"]:
        if "kinds" in entry and kind not in entry["kinds"]:
            continue
        bare = map(without_period, (column.key, column.word_key)) if kind == "indicators" else ()
        for key in dict.fromkeys((column.key, column.word_key, *bare)):
            for level, pattern in reversed(list(enumerate(entry["words"]))):
                if found := matches([pattern], key):
                    return _sides(entry["concept"], level, column, key, found)
    return None


def _sides(concept: str, level: int, column: Profile, key: str, found: str) -> About | None:
    if concept == "skip":
        return About(concept, 0, "", found)
    if concept in SINGLE:
        return About(concept, level, "", found, _fits(concept, column))
    if matches(words()["code_words"], key) and column.codes > 0.5:
        return About(concept, level, "code", found)
    if matches(words()["name_words"], key) and column.codes < 0.8:
        return About(concept, level, "name", found)
    return About(concept, level, "code" if column.codes > 0.6 else "name", found, 0.85)


def _fits(concept: str, column: Profile) -> float:
    """Whether the cells are what the header says."""
    shapes = {"year": YEAR, "month": MONTH, "period": PERIOD}
    if concept in shapes:
        return 0.97 if column.share(lambda text: bool(shapes[concept].match(text))) > 0.8 else 0.4
    return 0.9
