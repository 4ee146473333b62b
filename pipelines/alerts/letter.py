"""An alert as text and as JSON, grouped by region and rule. Not here: where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

CAUTION = {"zh": "疑点仅为提示，不作结论。", "en": "A finding is a signal, not a verdict."}
TITLES = {"zh": "{count}项新情况（第{release}次发布）", "en": "{count} new (release {release})"}
# Of one rule in one region; more are counted, not told one by one.
TOLD_EACH = 20


@dataclass(frozen=True)
class Letter:
    """What one channel is told."""

    release: int
    events: Sequence[dict[str, Any]]

    @property
    def keys(self) -> list[str]:
        return [event["event_key"] for event in self.events]

    def title(self, language: str) -> str:
        return "Caliber: " + " / ".join(TITLES[one].format(count=len(self.events), release=self.release) for one in _languages(language))

    def text(self, language: str) -> str:
        lines = [self.title(language), ""]
        for region, of_region in groupby(self.events, key=lambda event: (event["region_code"], event["region_name"])):
            lines += [f"== {' '.join(part for part in region if part)} =="]
            for rule, of_rule in groupby(of_region, key=lambda event: event["rule_id"]):
                lines += _rule(rule, list(of_rule), _languages(language))
            lines.append("")
        return "\n".join([*lines, *(CAUTION[one] for one in _languages(language)), ""])

    def document(self) -> dict[str, Any]:
        groups = [
            {"region_code": region, "rule_id": rule, "events": list(events)}
            for (region, rule), events in groupby(self.events, key=lambda event: (event["region_code"], event["rule_id"]))
        ]
        return {"title": self.title("both"), "release": self.release, "count": len(self.events), "caution": CAUTION, "groups": groups}


def _languages(language: str) -> list[str]:
    return ["zh", "en"] if language == "both" else [language]


def _rule(rule: str, events: list[dict[str, Any]], languages: list[str]) -> list[str]:
    lines = [f"-- {rule} ({len(events)})"]
    for event in events[:TOLD_EACH]:
        about = f"  {event['fiscal_year'] or ''} {_one_line(event['subject'])}".rstrip()
        known = f"  [{event['finding_id'][:12]}]" if event["finding_id"] else ""
        lines += [about + known, *(f"    {_one_line(event[f'sentence_{language}'])}" for language in languages)]
    left = len(events) - TOLD_EACH
    return [*lines, f"  … {left} more 另有{left}项"] if left > 0 else lines


def _one_line(text: str | None) -> str:
    """Labels come from strangers: a line break in one must not look like a line of ours."""
    return " ".join((text or "").split())
