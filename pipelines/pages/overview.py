"""The first page: what the release covers, how fresh it is, and what was found in it."""

from __future__ import annotations

from pipelines.pages.asking import Row
from pipelines.pages.context import Context, Model


def overview(context: Context) -> Model:
    """Coverage, freshness, discrepancies between reports, findings by class and over time."""
    release, texts = context.release, context.texts
    by_rule = [{**row, "rule": texts.word(row["rule_id"])} for row in release.ask("findings_by_rule")]
    trend = [{**row, "what": texts.word(row["what"])} for row in release.ask("findings_trend")]
    return {
        "counts": release.one("overview_counts"),
        "classes": release.ask("findings_by_class"),
        "discrepancies": release.ask("discrepancies"),
        "missing": release.ask("coverage_missing", region=None),
        "by_rule": context.chart("findings_by_rule", by_rule, "findings_by_rule"),
        "trend": context.chart("findings_trend", trend, "findings_trend"),
        "coverage": context.chart("coverage", [_covered(context, row) for row in release.ask("coverage_by_region")], "coverage"),
    }


def _covered(context: Context, row: Row) -> Row:
    return {
        "region": context.texts.name(row), "year": str(row["fiscal_year"]), "share": row["n_received"] / row["n"],
        "label": f"{row['n_received']}/{row['n']}",
    }  # fmt: skip
