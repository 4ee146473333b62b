"""A fault a command ends with: one sentence that says what, where and what to do."""

from __future__ import annotations

from datetime import date


class CommandFault(Exception):
    """`exit_code` 1: blocked or failed; 2: wrong use."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def day(text: str | None, option: str) -> date | None:
    """The day an option names, or None where it is left out."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandFault(f"{option} is '{text}'; write a day as YYYY-MM-DD", 2) from error
