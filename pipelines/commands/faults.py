"""A fault a command ends with: one sentence that says what, where and what to do."""

from __future__ import annotations


class CommandFault(Exception):
    """`exit_code` 1: blocked or failed; 2: wrong use."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
