"""Paths between calibers: the best chain of rules on every dimension, or the dimension that forbids it. No SQL, no amounts."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from pipelines.calibers.paths import Comparison, Path, Step
from pipelines.calibers.rules import OPEN_DIMENSIONS, Outcome, Rule, SeedFault, load_rules

DIMENSIONS = (
    "scope", "account", "line", "stage", "recognition", "basis", "period_basis", "comparison", "netting", "unit", "classification", "source", "status",
)  # fmt: skip
Caliber = Mapping[str, str]


class Algebra:
    """The rules of level caliber, ready to be asked.

    Raises:
        SeedFault: two exact rules for one pair of words, or legal rules that lead around an impossible one.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.level == "caliber")
        self.legal: dict[tuple[str, str], list[Step]] = {}
        self.impossible: dict[tuple[str, str, str], Rule] = {}
        for rule in self.rules:
            for source in rule.sources:
                for target in rule.targets:
                    self._enter(rule, source, target)
        self._check_no_way_around()

    def _enter(self, rule: Rule, source: str, target: str) -> None:
        if rule.outcome is Outcome.IMPOSSIBLE:
            self.impossible[rule.dimension, source, target] = rule
            return
        steps = self.legal.setdefault((rule.dimension, source), [])
        rivals = [step.rule.rule_id for step in steps if step.target == target and step.rule.outcome is rule.outcome is Outcome.EXACT]
        if rivals:
            raise SeedFault(f"{rivals[0]} and {rule.rule_id} both turn {rule.dimension} {source} exactly into {target}; keep one")
        steps.append(Step(rule, source, target))

    def _check_no_way_around(self) -> None:
        for (dimension, source, target), rule in self.impossible.items():
            way = self._search(dimension, source, target, self.conditions)
            if way is not None:
                around = " > ".join(step.rule.rule_id for step in way)
                raise SeedFault(f"{rule.rule_id} says that {dimension} {source} never becomes {target}, but {around} would get there; correct one of them")

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """Every condition a rule names."""
        return tuple(dict.fromkeys(rule.condition for rule in self.rules if rule.condition))

    def between(self, dimension: str, source: str, target: str, holding: Collection[str] = ()) -> Path:
        """Best path on one dimension. `holding`: conditions known to hold; a rule with another condition is not used."""
        if "unknown" in (source, target):
            return Path(dimension, source, target, (), Outcome.UNKNOWN, (source, target))
        if source == target:
            return Path(dimension, source, target)
        path = self.stand_in_path(dimension, *stand_ins(dimension, source, target), holding)
        steps = path.steps
        if len(steps) == 1:
            # A rule of an open dimension speaks of stand-ins; its step speaks of the words themselves.
            steps = (Step(steps[0].rule, source, target),)
        return Path(dimension, source, target, steps, path.refusal, (source, target) if path.refusal else ("", ""), path.refusing_rule)

    def stand_in_path(self, dimension: str, source: str, target: str, holding: Collection[str]) -> Path:
        """The same for words as rules name them; a stand-in leads to itself, any other word is not led to itself."""
        if (forbidding := self.impossible.get((dimension, source, target))) is not None:
            return Path(dimension, source, target, (), Outcome.IMPOSSIBLE, (source, target), forbidding)
        steps: tuple[Step, ...] | None
        if source == target:
            steps = next(((step,) for step in self.legal.get((dimension, source), ()) if step.target == target and _holds(step, holding)), None)
        else:
            steps = self._search(dimension, source, target, holding)
        if steps is None:
            return Path(dimension, source, target, (), Outcome.NO_RULE, (source, target))
        return Path(dimension, source, target, steps)

    def compare(self, source: Caliber, target: Caliber, across: Collection[str] = (), holding: Collection[str] = ()) -> Comparison:
        """Every dimension the question does not aggregate over; a dimension nobody stated is unknown."""
        asked = (dimension for dimension in DIMENSIONS if dimension not in across)
        words = ((dimension, source.get(dimension) or "unknown", target.get(dimension) or "unknown") for dimension in asked)
        return Comparison(tuple(self.between(*word, holding) for word in words))

    def _search(self, dimension: str, source: str, target: str, holding: Collection[str]) -> tuple[Step, ...] | None:
        """Least costly chain: best class first, then fewest steps, then rule ids, so that the answer never wavers."""
        queue: list[tuple[int, int, tuple[str, ...], str, tuple[Step, ...]]] = [(0, 0, (), source, ())]
        seen: set[str] = set()
        while queue:
            outcome, length, ids, word, steps = heapq.heappop(queue)
            if word == target:
                return steps
            if word in seen:
                continue
            seen.add(word)
            for step in self.legal.get((dimension, word), ()):
                if step.target not in seen and _holds(step, holding):
                    worse = max(outcome, step.rule.outcome)
                    heapq.heappush(queue, (worse, length + 1, (*ids, step.rule.rule_id), step.target, (*steps, step)))
        return None


def _holds(step: Step, holding: Collection[str]) -> bool:
    return step.rule.condition is None or step.rule.condition in holding


def stand_ins(dimension: str, source: str, target: str) -> tuple[str, str]:
    """How rules call two different words of an open dimension: 'CNY e4 p2' and 'CNY e8 p1' are other scales of one currency."""
    if dimension not in OPEN_DIMENSIONS:
        return source, target
    one, other = source.split(" ")[0], target.split(" ")[0]
    if one == other:
        same_head = OPEN_DIMENSIONS[dimension][0]
        return same_head, same_head
    return ("other_currency", "other_currency") if dimension == "unit" else (one, other)


def standard_algebra() -> Algebra:
    """The algebra of the project's own rules."""
    return Algebra(load_rules())
