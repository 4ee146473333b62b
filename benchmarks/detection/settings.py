"""How large a benchmark is: profiles of countries, and the shares of faults and honest hard cases."""

from __future__ import annotations

from dataclasses import dataclass, replace

FIRST_YEAR = 2020
STRENGTHS = (1, 2, 3)
DEV_SEEDS = tuple(range(1, 7))
TEST_SEEDS = tuple(range(1000, 1009))


@dataclass(frozen=True)
class Profile:
    """Regions x units x two programmes x ten or eleven indicators x years."""

    name: str
    regions: int
    units: int
    years: int = 5
    prevalence: float = 0.05
    hard_share: float = 1.0

    @property
    def n_units(self) -> int:
        return self.regions * self.units

    @property
    def first_judged(self) -> int:
        """The first year, as an index, whose rows are judged: with less than two years before it nobody can have a history."""
        return min(2, self.years - 1)


PROFILES = {
    "province": Profile("province", regions=8, units=29),
    "small_country": Profile("small_country", regions=8, units=2, years=3),
    "single_level": Profile("single_level", regions=1, units=60),
}


def profile(name: str, units: int | None = None, years: int | None = None, prevalence: float | None = None) -> Profile:
    """A named profile with what the command line changes."""
    changes = {"units": units, "years": years, "prevalence": prevalence}
    return replace(PROFILES[name], **{key: value for key, value in changes.items() if value is not None})  # type: ignore[arg-type]
