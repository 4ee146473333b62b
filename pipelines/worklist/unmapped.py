"""The worklist: printed labels without an item or region, what hangs on them, what they may mean. Arithmetic stands in the SQL beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import duckdb

LISTED = """
select kind, system, under, code, label, n_amounts, n_leaves, coalesce(money, []) as money, share::decimal(9, 6) as share, contracts, first_year, last_year,
    edition_date, coalesce(proposals, []) as proposals,
    case when kind = 'region' and label is null then 'no region is printed and none declared: declare it in the contract'
        when kind <> 'region' and system is null then 'no code book is declared: declare `classification` in the contract'
        when kind <> 'region' and edition_date is null and system not in (select system from known_items)
            then 'there is no code book ' || system || ': add its items to seeds/classification_items.csv'
        when kind <> 'region' and edition_date is null then 'the code book ' || system || ' has no edition that old'
    end as obstacle
from open_labels
left join (select label_id, edition_date from asked_items) using (label_id)
left join proposals using (label_id)
where (? is null or kind = ?) and (? is null or list_contains(contracts, ?))
order by label_id
"""


@dataclass(frozen=True)
class OpenLabel:
    """One printed label nobody has given a meaning. `money` and `share` count leaves of all stages and years: a weight, no sum of spending."""

    kind: str
    system: str | None
    under: str | None
    code: str | None
    label: str | None
    n_amounts: int
    n_leaves: int
    money: list[dict[str, Any]]
    share: Decimal
    contracts: list[str]
    first_year: int
    last_year: int
    edition_date: date | None
    proposals: list[dict[str, Any]]
    obstacle: str | None

    @property
    def question(self) -> tuple[str, ...]:
        """As Answer.question: what a reviewer is asked."""
        text = {name: (getattr(self, name) or "").strip() for name in ("system", "under", "code", "label")}
        return ("region", text["under"], text["label"]) if self.kind == "region" else ("item", text["system"], text["code"], text["label"])


def open_labels(db: duckdb.DuckDBPyConnection, kind: str | None = None, contract: str | None = None) -> list[OpenLabel]:
    """All open labels of a release, the heaviest first. `db` is a connection to the release; only temporary tables are made in it."""
    for name in ("labels.sql", "proposals.sql"):
        db.execute(resources.files("pipelines.worklist").joinpath(name).read_text(encoding="utf-8"))
    cursor = db.execute(LISTED, [kind, kind, contract, contract])
    names = [column[0] for column in cursor.description or []]
    return [OpenLabel(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def items_of_edition(db: duckdb.DuckDBPyConnection, system: str, edition: date) -> Sequence[str]:
    """The codes of one edition of a code book."""
    return [code for (code,) in db.execute("select distinct item_code from known_items where system = ? and edition_date = ?", [system, edition]).fetchall()]
