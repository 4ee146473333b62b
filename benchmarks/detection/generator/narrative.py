"""What a reporter writes about a programme: an opening with the figures of the table, then what was done."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.detection.generator.book import Book
from benchmarks.detection.generator.form import figure
from benchmarks.detection.settings import FIRST_YEAR
from benchmarks.detection.words import DID, MAIN, OPENING, RESULT, SATISFACTION, SECTORS, WHAT, WHEN, WHO

SENTENCES = 14


def narratives(rng: np.random.Generator, book: Book) -> pd.DataFrame:
    """One row a programme and year: `opening` (figures) and `body`, each to be changed apart."""
    years = np.arange(book.world.profile.years)
    keys = [(p, t) for t in years for p in range(book.world.n_programmes) if book.present[p, MAIN, t]]
    picks = rng.random((len(keys), SENTENCES, 5))
    return pd.DataFrame(
        {
            "programme": [p for p, _ in keys],
            "year": [t for _, t in keys],
            "opening": [opening(book, p, t) for p, t in keys],
            "body": ["".join(_sentence(*one) for one in many) for many in picks],
        }
    )


def opening(book: Book, programme: int, year: int, **said: str) -> str:
    """The figures of the table in a sentence; `said` replaces some of them."""
    sector = SECTORS[book.world.sector_of[programme]]
    words = {
        "unit": book.world.unit_names[book.world.unit_of[programme]],
        "year": str(year + FIRST_YEAR),
        "name": sector.name,
        "budget": f"{book.adjusted[programme, year]:.2f}",
        "executed": f"{book.executed[programme, year]:.2f}",
        "main_name": sector.main[0],
        "main": figure(book.actual[programme, MAIN, year], MAIN),
        "main_unit": sector.main[1],
        "satisfaction": figure(book.actual[programme, SATISFACTION, year], SATISFACTION) + "%",
    }
    return OPENING.format(**{**words, **said})


def _sentence(who: float, when: float, did: float, what: float, result: float) -> str:
    parts = [pool[int(share * len(pool))] for pool, share in ((WHEN, when), (WHO, who), (DID, did), (WHAT, what), (RESULT, result))]
    return f"{parts[0]}，{parts[1]}{parts[2]}{parts[3]}，{parts[4]}。"
