"""The true world: units, programmes, what they really achieved and really paid. Nobody reports anything here yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.detection.settings import Profile
from benchmarks.detection.words import COUNTS, FIRST, KIND, LAST, REGIONS, SECTORS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Quantiles of real consolidated / own ratios: median 1.022, three quarters 1.067, 95 % 2.18.
RATIO_QUANTILES = ([0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0], [1.004, 1.011, 1.022, 1.067, 1.5, 2.18, 3.0])


@dataclass
class World:
    """True values. Axes: unit; programme (two a unit); slot of the form; year."""

    profile: Profile
    region: Ints
    unit_names: list[str]
    size: Floats
    ratio: Floats
    unit_of: Ints
    sector_of: Ints
    output: Floats  # programme x year, the true main output
    scale: Floats  # programme x slot x year, other counts over the main output
    rates: Floats  # programme x slot x year, in percent
    unit_cost: Floats  # programme x year, yuan a piece
    execution: Floats  # programme x year, executed / adjusted budget
    capacity: Floats  # programme x year
    population: Floats  # programme x year, the denominator of the coverage
    exists: Flags  # unit x year
    follows_money: Floats  # programme x year, factor of the money where it leaves the output

    @property
    def n_programmes(self) -> int:
        return len(self.unit_of)


def make_world(rng: np.random.Generator, profile: Profile) -> World:
    """Unit effect + size + shared yearly shock + AR(1), and 1.5 % of level shifts with the money moving along."""
    units, years = profile.n_units, profile.years
    region = np.repeat(np.arange(profile.regions), profile.units)
    size = rng.normal(0, 0.55, units)
    unit_of = np.repeat(np.arange(units), 2)
    programmes = len(unit_of)
    sector_of = _sectors(rng, units)
    output = _outputs(rng, sector_of, size[unit_of], years)
    scale = np.ones((programmes, 11, years))
    for slot in COUNTS[1:]:
        scale[:, slot] = np.exp(rng.normal(0, 0.2, programmes)[:, None] + ar(rng, (programmes, years), 0.5, 0.08))
    cost = np.array([SECTORS[s].unit_cost for s in sector_of])
    unit_cost = cost[:, None] * np.exp(rng.normal(0.02, 0.12, programmes)[:, None] + 0.02 * np.arange(years) + ar(rng, (programmes, years), 0.5, 0.05))
    room = np.maximum.accumulate(output, axis=1).max(axis=1, keepdims=True) * rng.uniform(1.1, 1.6, (programmes, 1))
    eligible = np.exp(np.log(9000) + size[unit_of] + rng.normal(0, 0.2, programmes))[:, None]
    return World(
        profile=profile,
        region=region,
        unit_names=_names(rng, units),
        size=size,
        ratio=np.interp(rng.random(units), *RATIO_QUANTILES),
        unit_of=unit_of,
        sector_of=sector_of,
        output=output,
        scale=scale,
        rates=_rates(rng, sector_of, years),
        unit_cost=unit_cost,
        execution=1 - rng.beta(1.2, 22, (programmes, years)),
        capacity=room * np.ones(years),
        population=eligible * np.exp(np.cumsum(rng.normal(0, 0.01, (programmes, years)), axis=1)),
        exists=_existing(rng, units, years),
        follows_money=np.ones((programmes, years)),
    )


def ar(rng: np.random.Generator, shape: tuple[int, int], rho: float | Floats, sigma: float | Floats) -> Floats:
    """Stationary AR(1) along the last axis; rho and sigma one number or one a row."""
    rho, sigma = np.broadcast_to(rho, shape[0]), np.broadcast_to(sigma, shape[0])
    result = np.empty(shape)
    result[:, 0] = rng.normal(0, 1, shape[0]) * sigma
    for year in range(1, shape[1]):
        result[:, year] = rho * result[:, year - 1] + rng.normal(0, 1, shape[0]) * sigma * np.sqrt(1 - rho**2)
    return result


def _sectors(rng: np.random.Generator, units: int) -> Ints:
    first = rng.integers(0, len(SECTORS), units)
    return np.stack([first, (first + rng.integers(1, len(SECTORS), units)) % len(SECTORS)], axis=1).ravel()


def _outputs(rng: np.random.Generator, sector_of: Ints, size: Floats, years: int) -> Floats:
    programmes = len(sector_of)
    base = np.log([SECTORS[s].base for s in sector_of])
    trend = rng.normal(0.03, 0.02, len(SECTORS))[sector_of]
    shock = np.cumsum(rng.normal(0, 0.03, (len(SECTORS), years)), axis=1)[sector_of]
    own = ar(rng, (programmes, years), rng.uniform(0.4, 0.8, programmes), rng.uniform(0.08, 0.20, programmes))
    shift = np.cumsum(np.where(rng.random((programmes, years)) < 0.015, rng.normal(0, 0.4, (programmes, years)), 0), axis=1)
    return np.exp((base + size + rng.normal(0, 0.2, programmes))[:, None] + trend[:, None] * np.arange(years) + shock + own + shift)


def _rates(rng: np.random.Generator, sector_of: Ints, years: int) -> Floats:
    """Shares in percent; those that are a legal norm are met but for a few."""
    shape = (len(sector_of), 11, years)
    middle = np.full(11, 2.6)
    middle[7] = 1.4
    level = middle[None, :] + rng.normal(0, 0.35, shape[:2])
    noise = ar(rng, (shape[0] * 11, years), 0.5, 0.18).reshape(shape)
    rates = 100 / (1 + np.exp(-(level[:, :, None] + noise)))
    norm = np.array([[slot in SECTORS[s].norms for slot in range(11)] for s in sector_of])[:, :, None]
    met = np.where(rng.random(shape) < 0.97, 100.0, rng.uniform(96, 99.9, shape))
    return np.where(norm, met, rates)


def _existing(rng: np.random.Generator, units: int, years: int) -> Flags:
    """A fifth of the units does not report in one of the early years."""
    exists = np.ones((units, years), dtype=bool)
    late = rng.random(units) < 0.2
    exists[late, rng.integers(0, max(1, years - 2), units)[late]] = False
    return exists


def _names(rng: np.random.Generator, units: int) -> list[str]:
    places = [a + b for a in FIRST for b in LAST]
    chosen = rng.permutation(len(places))
    return [places[chosen[u % len(places)]] + KIND[u % 3] for u in range(units)]


def region_code(world: World, unit: int) -> str:
    return REGIONS[world.region[unit]][0]
