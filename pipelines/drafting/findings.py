"""What the drafter says of one line of a contract: the value, how sure it is, why, and what it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# At or above: said without a question. Below ASK: said, and asked.
SURE = 0.8
ASK = 0.7


@dataclass(frozen=True)
class Finding:
    """A proposed value. `field` is its place in the contract (`unit.scale`, `layout.columns.item_code`)."""

    field: str
    value: Any
    confidence: float
    evidence: str
    question: str | None = None

    @property
    def comment(self) -> str:
        return f"{self.confidence:.2f}: {self.evidence}"


@dataclass
class Findings:
    """All findings of one draft, the last word on a field first asked for by its name."""

    by_field: dict[str, Finding] = field(default_factory=dict)

    def say(self, name: str, value: Any, confidence: float, evidence: str, question: str | None = None) -> Finding:
        """Keep a finding; a later one on the same field replaces it."""
        found = Finding(name, value, round(min(confidence, 0.99), 2), evidence, question)
        self.by_field[name] = found
        return found

    def value(self, name: str, default: Any = None) -> Any:
        return self.by_field[name].value if name in self.by_field else default

    def comment(self, name: str) -> str:
        return self.by_field[name].comment if name in self.by_field else ""

    @property
    def questions(self) -> list[str]:
        return [f"{finding.field}: {finding.question}" for finding in self.by_field.values() if finding.question]
