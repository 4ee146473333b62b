"""What is reported: figures of every indicator and the money of every programme, before they become text. Faults change them here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benchmarks.detection.generator.world import Flags, Floats, Ints, World
from benchmarks.detection.words import (
    BENEFIT,
    COST,
    COUNTS,
    COVERAGE,
    EXECUTION,
    MAIN,
    QUALITATIVE,
    SATISFACTION,
    SECOND,
    SECTORS,
    SHARES,
    SLOTS,
    WIDER,
)  # fmt: skip

RATIO_OF = {SECOND: 2, BENEFIT: 2}


@dataclass
class Book:
    """Axes of the figures: programme, slot, year. `free` says what no fault and no hard case has taken yet."""

    world: World
    present: Flags
    actual: Floats
    target: Floats
    approved: Floats
    register: Floats
    sample: Ints
    band: Ints
    points: Floats
    population: Floats
    adopted: Floats  # programme x year, in units of 10,000
    adjusted: Floats
    executed: Floats
    free: Flags
    notes: dict[tuple[int, int, int], str] = field(default_factory=dict)
    no_proof: set[tuple[int, int, int]] = field(default_factory=set)
    no_trail: set[tuple[int, int, int]] = field(default_factory=set)
    early: dict[tuple[int, int, int], float] = field(default_factory=dict)  # what the first version of the file said
    last_month: dict[tuple[int, int], float] = field(default_factory=dict)  # share of the year in December
    smooth: dict[tuple[int, int], int] = field(default_factory=dict)  # 1 to 3, how equal the months are


def measured(rng: np.random.Generator, world: World) -> Book:
    """Honest reports of the true world: measurement noise of 1 to 3 % on counts, habits of rounding, sampled satisfaction."""
    shape = (world.n_programmes, SLOTS, world.profile.years)
    actual = np.zeros(shape)
    true = true_counts(world)
    noise = rng.uniform(0.01, 0.03, (shape[0], 1, 1)) * rng.normal(0, 1, shape)
    counted = np.round(true * np.exp(noise))
    step = rng.choice([1, 10, 100, 1000], p=[0.6, 0.3, 0.08, 0.02], size=(shape[0], SLOTS, 1))
    step = np.where(counted.max(axis=2, keepdims=True) > 20 * step, step, 1)
    for slot in COUNTS:
        actual[:, slot] = np.maximum(1, np.round(counted[:, slot] / step[:, slot]) * step[:, slot])
    for slot in SHARES:
        actual[:, slot] = np.round(world.rates[:, slot], 1)
    population = np.round(world.population)
    actual[:, COVERAGE] = np.round(100 * np.round(population * world.rates[:, COVERAGE] / 100) / population, 2)
    sample = np.broadcast_to(rng.integers(80, 400, (shape[0], 1)), (shape[0], shape[2])).copy()
    actual[:, SATISFACTION] = np.round(100 * rng.binomial(sample, world.rates[:, SATISFACTION] / 100) / sample, 1)
    executed = np.round(true[:, MAIN] * world.unit_cost * world.follows_money / 10000, 2)
    adjusted = np.round(executed / world.execution, 2)
    moved = np.where(rng.random(adjusted.shape) < 0.25, rng.uniform(-0.12, 0.12, adjusted.shape), 0)
    band = rng.choice([0, 1, 2], p=[0.82, 0.15, 0.03], size=(shape[0], shape[2]))
    low = np.array([0.8, 0.6, 0.2])[band]
    points = np.where(band == 0, np.maximum(low, rng.choice([0.9, 1.0, 1.0], size=band.shape)), low + rng.choice([0.05, 0.1, 0.15], size=band.shape))
    book = Book(
        world=world, present=_present(world), actual=actual, target=np.zeros(shape), approved=np.zeros(shape), register=_registers(rng, world, true, actual),
        sample=sample, band=band, points=points, population=population, adopted=np.round(adjusted * (1 - moved), 2), adjusted=adjusted, executed=executed,
        free=np.ones(shape, dtype=bool),
    )  # fmt: skip
    refresh_money_rows(book)
    return book


def refresh_money_rows(book: Book) -> None:
    """Execution rate and unit cost follow from money and output."""
    book.actual[:, EXECUTION] = np.round(100 * book.executed / book.adjusted, 2)
    book.actual[:, COST] = np.round(book.executed * 10000 / book.actual[:, MAIN], 2)


def true_counts(world: World) -> Floats:
    """Programme x slot x year; only the slots that count something are filled."""
    counts = np.zeros((world.n_programmes, SLOTS, world.profile.years))
    per_piece = np.array([[SECTORS[s].second[RATIO_OF[SECOND]], SECTORS[s].benefit[RATIO_OF[BENEFIT]]] for s in world.sector_of])
    counts[:, MAIN] = world.output
    counts[:, SECOND] = world.output * per_piece[:, :1] * world.scale[:, SECOND]
    counts[:, BENEFIT] = world.output * per_piece[:, 1:] * world.scale[:, BENEFIT]
    counts[:, WIDER] = counts[:, BENEFIT] * world.ratio[world.unit_of][:, None]
    return counts


def _present(world: World) -> Flags:
    wider = np.array([[slot != WIDER or SECTORS[s].has_wider for slot in range(SLOTS)] for s in world.sector_of])
    return wider[:, :, None] & world.exists[world.unit_of][:, None, :]


def _registers(rng: np.random.Generator, world: World, true: Floats, actual: Floats) -> Floats:
    """Independent values: 8 % noise (3 to 15 % by programme), 5 % of them plainly wrong; surveys of satisfaction have n = 400."""
    shape = true.shape
    noise = np.clip(rng.normal(0.08, 0.03, (shape[0], 1, 1)), 0.03, 0.15) * rng.normal(0, 1, shape)
    wrong = np.where(rng.random(shape) < 0.05, rng.choice([0.6, 0.75, 1.3, 1.6], size=shape), 1.0)
    values = np.round(true * np.exp(noise) * wrong)
    values[:, SATISFACTION] = np.round(100 * rng.binomial(400, world.rates[:, SATISFACTION] / 100) / 400, 1)
    known = np.array([[slot in SECTORS[s].registers for slot in range(SLOTS)] for s in world.sector_of])[:, :, None]
    return np.where(known & (values > 0), values, np.nan)


def set_targets(rng: np.random.Generator, book: Book) -> None:
    """Last actual x trend x noise, rounded; a tenth lazy, a twentieth heroic; the first year follows the true level."""
    world, actual = book.world, book.actual
    before = np.concatenate([actual[:, :, :1], actual[:, :, :-1]], axis=2)
    kind = rng.choice([1.0, 0.9, 1.2], p=[0.85, 0.10, 0.05], size=actual.shape)
    aim = before * np.exp(rng.normal(0.01, 0.04, actual.shape)) * kind
    target = _two_digits(aim)
    target[:, COST] = np.round(before[:, COST] * np.exp(np.abs(rng.normal(0.02, 0.04, before[:, COST].shape))), 0)
    for slot in SHARES:
        target[:, slot] = np.minimum(np.round(before[:, slot] - rng.uniform(0, 4, before[:, slot].shape)), 99)
    norm = np.array([[slot in SECTORS[s].norms for slot in range(SLOTS)] for s in world.sector_of])
    target[norm] = 100
    target[:, EXECUTION] = 100
    target[:, QUALITATIVE] = np.nan
    book.target[:] = target
    book.approved[:] = target


def _two_digits(values: Floats) -> Floats:
    """Rounded the way targets are: to two or three leading digits."""
    positive = np.maximum(values, 1)
    step = 10.0 ** np.maximum(np.floor(np.log10(positive)) - 1, 0)
    finer = np.where(positive / step < 30, step / 2, step)
    return np.maximum(1, np.round(positive / finer) * finer)
