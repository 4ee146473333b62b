"""Tables of money and months: budget and execution, the treasury's ledger, months, monthly outputs, two calibers, transfers from both sides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.detection.generator.book import Book
from benchmarks.detection.generator.world import Floats, region_code
from benchmarks.detection.settings import FIRST_YEAR
from benchmarks.detection.words import MAIN, SECTORS, TRANSFERS

MONTHS = [f"{month}月" for month in range(1, 13)]
OUTPUT_YEARS = 2


def money_tables(rng: np.random.Generator, book: Book) -> dict[str, pd.DataFrame]:
    """Table name -> rows of all years, figures still as numbers."""
    lines = programme_lines(book)
    shares = _months(rng, book, lines)
    cumulative = np.round(np.cumsum(shares, axis=1) * lines[["决算数"]].to_numpy(), 2)
    cumulative[:, -1] = lines["决算数"]
    monthly = lines.drop(columns=["年初预算数", "预算调整数", "调整预算数", "决算数"]).copy()
    monthly[MONTHS] = cumulative
    ledger = lines.drop(columns=["年初预算数", "预算调整数", "调整预算数"]).rename(columns={"决算数": "国库支付数"})
    return {
        "budget": lines,
        "ledger": ledger,
        "monthly": monthly,
        "outputs": _monthly_outputs(rng, book, lines, shares),
        "calibers": _calibers(rng, book, lines),
        "transfers": _transfers(rng, book),
    }


def programme_lines(book: Book) -> pd.DataFrame:
    """Budget and execution of every programme and year, ordered as the files are."""
    world = book.world
    keys = [(p, t) for t in range(world.profile.years) for p in range(world.n_programmes) if book.present[p, MAIN, t]]
    programme, year = (np.array(axis) for axis in zip(*keys, strict=True))
    adopted, adjusted = book.adopted[programme, year], book.adjusted[programme, year]
    sector = world.sector_of[programme]
    return _with_unit(book, world.unit_of[programme]).assign(
        programme=programme,
        year=year,
        项目编码=[f"P{p:05d}" for p in programme],
        项目名称=[SECTORS[s].name for s in sector],
        科目编码=[SECTORS[s].item[0] for s in sector],
        科目名称=[SECTORS[s].item[1] for s in sector],
        年初预算数=adopted,
        预算调整数=np.round(adjusted - adopted, 2),
        调整预算数=adjusted,
        决算数=book.executed[programme, year],
    )


def _with_unit(book: Book, unit: np.ndarray) -> pd.DataFrame:
    world = book.world
    return pd.DataFrame(
        {
            "unit": unit,
            "地区编码": [region_code(world, u) for u in unit],
            "单位编码": [f"U{u:04d}" for u in unit],
            "单位名称": [world.unit_names[u] for u in unit],
        }
    )


def _months(rng: np.random.Generator, book: Book, lines: pd.DataFrame) -> Floats:
    """Shares of the twelve months: seasonal by programme, heavier in December; some programmes rush or are made up."""
    season = rng.dirichlet(np.full(12, 14.0), book.world.n_programmes)[lines.programme]
    shares = season * np.exp(rng.normal(0, 0.25, season.shape))
    shares[:, -1] *= 1.4
    shares /= shares.sum(axis=1, keepdims=True)
    for at, key in enumerate(zip(lines.programme, lines.year, strict=True)):
        last, smooth = book.last_month.get(key), book.smooth.get(key)  # type: ignore[call-overload]
        if last is not None:
            shares[at, :-1] *= (1 - last) / shares[at, :-1].sum()
            shares[at, -1] = last
        if smooth is not None:
            equal = np.full(12, 1 / 12)
            shares[at] = equal if smooth == 3 else _nearly(rng, equal, smooth)
    return shares


def _nearly(rng: np.random.Generator, equal: Floats, strength: int) -> Floats:
    """Equal but for three months (2), or all within half a percent (1)."""
    wobble = np.ones(12)
    if strength == 2:
        wobble[rng.permutation(12)[:3]] += rng.uniform(-0.15, 0.15, 3)
    else:
        wobble += rng.uniform(-0.005, 0.005, 12)
    return equal * wobble / wobble.sum() * 12


def _monthly_outputs(rng: np.random.Generator, book: Book, lines: pd.DataFrame, shares: Floats) -> pd.DataFrame:
    """Main outputs of each month in the last years; they add up to what the evaluation claims."""
    recent = (lines.year >= book.world.profile.years - OUTPUT_YEARS).to_numpy()
    part = lines[recent]
    claimed = book.actual[part.programme, MAIN, part.year]
    own = shares[recent] * np.exp(rng.normal(0, 0.1, (len(part), 12)))
    fixed = np.array([key in book.smooth or key in book.last_month for key in zip(part.programme, part.year, strict=True)])
    own = np.where(fixed[:, None], shares[recent], own / own.sum(axis=1, keepdims=True))
    values = np.round(own * claimed[:, None])
    values[:, -1] = np.maximum(0, claimed - values[:, :-1].sum(axis=1))
    table = part[["unit", "地区编码", "单位编码", "单位名称", "programme", "year", "项目编码", "项目名称"]].copy()
    sector = book.world.sector_of[part.programme]
    table["三级指标"], table["计量单位"] = [SECTORS[s].main[0] for s in sector], [SECTORS[s].main[1] for s in sector]
    table[MONTHS] = values
    return table.reset_index(drop=True)


def _calibers(rng: np.random.Generator, book: Book, lines: pd.DataFrame) -> pd.DataFrame:
    """Expenditure of each unit at its own level and with all below it."""
    own = lines.groupby(["year", "unit"], sort=True)["决算数"].sum().round(2).reset_index()
    ratio = book.world.ratio[own.unit] * np.exp(rng.normal(0, 0.004, len(own)))
    table = _with_unit(book, own.unit.to_numpy()).assign(year=own.year, 本级支出=own["决算数"])
    table["全辖支出"] = np.round(own["决算数"] * np.maximum(ratio, 1.001), 2)
    return table


def _transfers(rng: np.random.Generator, book: Book) -> pd.DataFrame:
    """Three transfers a unit and year; what the payer books and what the receiver books."""
    world = book.world
    keys = [(t, u, k) for t in range(world.profile.years) for u in range(world.profile.n_units) if world.exists[u, t] for k in range(len(TRANSFERS))]
    year, unit, kind = (np.array(axis) for axis in zip(*keys, strict=True))
    level = np.exp(rng.normal(5, 0.6, (world.profile.n_units, len(TRANSFERS))))[unit, kind]
    amount = np.round(level * np.exp(0.04 * year + rng.normal(0, 0.1, len(year))), 2)
    table = _with_unit(book, unit).assign(year=year, kind=kind, 科目名称=[TRANSFERS[k][1] for k in kind], paid=amount, received=amount.copy())
    table["支出科目"] = [f"23002{TRANSFERS[k][0]}" for k in kind]
    table["收入科目"] = [f"11002{TRANSFERS[k][0]}" for k in kind]
    return table


def unit_totals(lines: pd.DataFrame) -> pd.DataFrame:
    """The printed total of each unit in the budget table."""
    columns = ["年初预算数", "预算调整数", "调整预算数", "决算数"]
    totals = lines.groupby(["year", "unit"], sort=True).agg({"地区编码": "first", "单位编码": "first", "单位名称": "first", **dict.fromkeys(columns, "sum")})
    totals[columns] = totals[columns].round(2)
    return totals.reset_index()


def fiscal(year: int) -> int:
    return int(year) + FIRST_YEAR
