"""A path from one word of a dimension to another, and two calibers compared dimension by dimension. No search: see algebra.py."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipelines.calibers.rules import Outcome, Rule


@dataclass(frozen=True)
class Step:
    """One rule from one word to another."""

    rule: Rule
    source: str
    target: str

    def undoes(self, other: Step) -> bool:
        """Exact there and exact back leaves the amount as it was."""
        both_exact = self.rule.outcome is other.rule.outcome is Outcome.EXACT
        return both_exact and (self.source, self.target) == (other.target, other.source)


@dataclass(frozen=True)
class Path:
    """From one word of a dimension to another. A refused path has no steps and says which pair of words forbids it."""

    dimension: str
    source: str
    target: str
    steps: tuple[Step, ...] = ()
    refusal: Outcome | None = None
    refused_pair: tuple[str, str] = ("", "")
    refusing_rule: Rule | None = None

    @property
    def outcome(self) -> Outcome:
        return self.refusal or max((step.rule.outcome for step in self.steps), default=Outcome.SAME)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        return tuple(step.rule.rule_id for step in self.steps) or ((self.refusing_rule.rule_id,) if self.refusing_rule else ())

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for step in self.steps for name in step.rule.inputs))

    @property
    def conditions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.rule.condition for step in self.steps if step.rule.condition))

    @property
    def stands_alone(self) -> bool:
        """The amount itself is enough: nothing else has to be known."""
        return not self.outcome.refuses and not self.inputs and self.factor is not None

    @property
    def factor(self) -> Fraction | None:
        """What the amount is multiplied with; None where the path is refused or needs other figures."""
        return self._product("factor")

    @property
    def interval(self) -> tuple[Fraction, Fraction] | None:
        """Share of the amount that comes out at least and at most; an exact path has no width."""
        low, high = self._product("low"), self._product("high")
        return None if low is None or high is None else (low, high)

    def _product(self, number: str) -> Fraction | None:
        product = Fraction(1)
        for step in self.steps:
            value = getattr(step.rule, number)
            value = step.rule.factor if value is None else value
            if value is None:
                return None
            product *= value
        return None if self.refusal else product

    def then(self, further: Path) -> Path:
        """This path and then another; a refusal stays one, whatever follows or went before.

        Raises:
            ValueError: the other path starts elsewhere.
        """
        if (self.dimension, self.target) != (further.dimension, further.source):
            raise ValueError(f"{self.dimension} {self.target} is not where {further.dimension} {further.source} starts")
        refused = max((path for path in (self, further) if path.refusal), key=lambda path: path.outcome, default=None)
        if refused is not None:
            return Path(self.dimension, self.source, further.target, (), refused.refusal, refused.refused_pair, refused.refusing_rule)
        steps = list(self.steps)
        for step in further.steps:
            if steps and step.undoes(steps[-1]):
                steps.pop()
            else:
                steps.append(step)
        return Path(self.dimension, self.source, further.target, tuple(steps))


@dataclass(frozen=True)
class Comparison:
    """Two calibers, dimension by dimension."""

    paths: tuple[Path, ...]

    @property
    def outcome(self) -> Outcome:
        return max((path.outcome for path in self.paths), default=Outcome.SAME)

    @property
    def forbidden_by(self) -> tuple[str, ...]:
        return tuple(path.dimension for path in self.paths if path.outcome.refuses)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        return tuple(rule_id for path in self.paths if not path.outcome.refuses for rule_id in path.rule_ids)

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for path in self.paths for name in path.inputs))

    @property
    def stands_alone(self) -> bool:
        """One amount becomes the other without any further figure, exactly or as an estimate."""
        return all(path.stands_alone for path in self.paths)

    @property
    def is_exact(self) -> bool:
        """Amounts may stand beside each other as they are: no further figure, no interval."""
        return self.stands_alone and self.outcome <= Outcome.EXACT

    def then(self, further: Comparison) -> Comparison:
        """Dimension by dimension."""
        return Comparison(tuple(one.then(other) for one, other in zip(self.paths, further.paths, strict=True)))
