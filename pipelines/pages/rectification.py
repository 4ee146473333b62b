"""What is owed until when."""

from __future__ import annotations

from pipelines.pages.context import Context, Model


def rectification(context: Context) -> Model:
    """Findings with a deadline, a waiver or a verdict; overdue first."""
    return {"counts": context.release.one("rectification_counts"), "rows": context.release.ask("rectification")}
