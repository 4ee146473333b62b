"""Which classification a column of codes or labels follows: the share of its printed lines that stand in a book of the seeds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipelines.drafting.findings import Findings
from pipelines.drafting.seeds import Book, books, places
from pipelines.drafting.words import plain, words

# Below this share a book is no proposal: another book with the same first digits would fit as well.
ENOUGH, LABELS_ENOUGH = 0.9, 0.4


@dataclass(frozen=True)
class Match:
    """`share` of lines whose code, or its beginning, or whose label stands in the book; `deep` the share of digits that the book knows."""

    system: str
    share: float
    deep: float
    evidence: str

    @property
    def score(self) -> float:
        return self.share * (0.6 + 0.4 * self.deep)


def match_codes(counts: Counter[str], book: Book) -> Match:
    """How many printed codes the book knows, by their longest known beginning."""
    total = hits = exact = 0
    known_digits = digits = 0
    longest = max(map(len, book.codes), default=0)
    # One digit proves little where the book goes deeper: 9 stands in nearly every book.
    least = 2 if longest > 1 else 1
    for text, count in counts.items():
        code = text.strip()
        known = next((size for size in range(min(len(code), longest), 0, -1) if code[:size] in book.codes), 0)
        known = known if known >= min(least, len(code)) else 0
        total, hits, exact = total + count, hits + (count if known else 0), exact + (count if known == len(code) else 0)
        known_digits, digits = known_digits + known * count, digits + min(len(code), 8) * count
    share = hits / max(total, 1)
    said = (
        f"{exact:,} of {total:,} codes are items of {book.system}"
        if exact > 0.5 * total
        else f"{hits:,} of {total:,} codes begin with an item of {book.system}"
    )
    return Match(book.system, share, known_digits / max(digits, 1), said)


def match_labels(labels: Counter[str], book: Book) -> Match:
    """How many printed labels the book knows word for word."""
    total = sum(labels.values())
    hits = sum(count for text, count in labels.items() if _known(text, book))
    return Match(book.system, hits / max(total, 1), 1.0, f"{hits:,} of {total:,} labels are items of {book.system}")


def _known(text: str, book: Book) -> bool:
    key = plain(text)
    return key in book.labels or key.removesuffix("支出") in book.labels


def candidates(side: str, kind: str, findings: Findings) -> list[Book]:
    """Books that may apply: of this side and kind, of the country where it is known, local ones only for municipalities."""
    names = [name for entry in words()["books"] if entry["side"] == side and kind in entry["kinds"] for name in entry["systems"]]
    region = places().get(findings.value("region") or "")
    country = (region.code.split("-")[0] if region else None) or findings.value("country")
    country = "CN" if country == "ZZ" else country
    local = region is not None and region.level in ("municipality", "county")
    found = []
    for name in names:
        book = books().get(name)
        if (
            book is None
            or (book.country and country and book.country != country)
            or (name.endswith("_local") and region is not None and not local and region.level != "country")
        ):
            continue
        found.append(book)
    if local and any(book.system.endswith("_local") for book in found):
        found = [book for book in found if book.system.endswith("_local") or not book.country]
    return found


def say_book(side: str, kind: str, codes: Counter[str], labels: Counter[str], year: int | None, findings: Findings) -> None:
    """The best book of the seeds for one side; nothing and a question where none fits well."""
    tried = []
    for book in candidates(side, kind, findings):
        tried += [match_codes(codes, book)] if codes else []
        tried += [match_labels(labels, book)] if labels else []
    best = max(tried, key=lambda match: match.score, default=None)
    name = f"classification.{side}"
    if best is None or best.share < (LABELS_ENOUGH if best.deep == 1.0 and labels else ENOUGH):
        shown = f"best: {best.evidence}" if best else "the seeds hold no book for it"
        findings.say(name, None, 0.0, shown, "which code book do the codes follow? None of the seeds fits; add its items or leave the classification out")
        return
    rivals = [match.system for match in tried if match.system != best.system and match.score > 0.9 * best.score]
    contradicted = _contradiction(best, codes, labels)
    sure = best.share * (0.75 + 0.23 * best.deep) - 0.2 * bool(rivals) - contradicted
    asked = f"or is it {rivals[0]}?" if rivals else None if sure >= 0.7 else f"only beginnings of codes are known; do they follow {best.system}?"
    edition = max((date for date in books()[best.system].editions if year and int(date[:4]) <= year), default="")
    findings.say(name, {"system": best.system}, sure, best.evidence + (f" (edition {edition})" if edition else ""), asked)


def _contradiction(best: Match, codes: Counter[str], labels: Counter[str]) -> float:
    """Codes that fit while not one label does may be another book with the same numbers."""
    if not codes or not labels or best.deep > 0.9:
        return 0.0
    return 0.0 if match_labels(labels, books()[best.system]).share > 0 else 0.1
