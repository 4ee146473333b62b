"""A bridge between calibers over real exports: a gross regional book beside the ministry's figures, which are net of internal transfers.

The exports are not part of the repository: put them beside it (../shared/data) or name their folder in CALIBER_REAL_EXPORTS.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from real_exports import ABSENT

pytestmark = [pytest.mark.real, pytest.mark.slow, ABSENT]
ASIDE = "across := 'basis, comparison, classification', wanted_kind := 'expenditure'"


def test_the_bridge_over_netting_gives_the_ministrys_figure_and_refuses_the_transfers(caliber: Any, real_book: Path) -> None:
    def ask(query: str) -> Any:
        return caliber("sql", "--home", str(real_book), "--json", query).json

    target = ask("select any_value(caliber_id) as id from marts.fct_budget_lines where contract_id = 'es-ministry.budget' and row_role = 'leaf'")[0]["id"]
    where = "where region_code = 'ES-08' and fiscal_year = 2016 and stage = 'adopted'"
    bridged = ask(f"select sum(amount) as total, any_value(comparison_path) as path from marts.comparable_to('{target}', {ASIDE}) {where}")
    ministry = ask(
        "select sum(line.amount) as total from marts.fct_budget_lines as line join marts.dim_items as item on line.economic_item_id = item.item_id "
        f"{where} and contract_id = 'es-ministry.budget' and row_role = 'leaf' and is_current and not item.is_transfer"
    )
    assert bridged[0]["total"] == ministry[0]["total"] == "5714081860"
    assert "X52" in bridged[0]["path"]
    refused = ask(f"select forbidden_by, sum(amount) as total from marts.refused('{target}', {ASIDE}) {where} group by all")
    assert refused == [{"forbidden_by": "netting", "total": "2706067110"}]
    strict = ask(f"select count(*) as n from marts.comparable_to('{target}')")
    assert strict == [{"n": 0}]
