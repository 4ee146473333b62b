"""One command from seeds to numbers: `make bench-detection`, or `python -m benchmarks.detection.run --seeds dev|test|1,2,3`.

Test seeds write docs/benchmark_detection.md and the records of the rules; dev seeds print only, because rules may have been tuned on them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from benchmarks.detection.baselines.methods import METHODS, PYOD
from benchmarks.detection.goals import Pool
from benchmarks.detection.report import page, rules_section
from benchmarks.detection.scorer.records import rule_records, write_records
from benchmarks.detection.seed_result import OWN, SeedResult, run_seed
from benchmarks.detection.settings import DEV_SEEDS, PROFILES, TEST_SEEDS, Profile, profile

PROJECT = Path(__file__).resolve().parent.parent.parent
PAGE = PROJECT / "docs" / "benchmark_detection.md"
RECORDS = PROJECT / "dbt_project" / "seeds" / "rule_records.csv"


def _one(seed: int, size: Profile, folder: Path, keep: bool) -> SeedResult:
    started = time.monotonic()
    result = run_seed(seed, size, folder / f"seed{seed}", keep)
    print(f"  seed {seed}: line {result.seconds:.0f} s, all {time.monotonic() - started:.0f} s, {int(result.findings.findings.sum()):,} findings", flush=True)
    return result


def pooled(results: list[SeedResult]) -> Pool:
    """All seeds one below the other, each row with its seed."""

    def stack(name: str) -> pd.DataFrame:
        return pd.concat([getattr(result, name).assign(seed=result.seed) for result in results], ignore_index=True)

    names = ("cases", "clean", "accusations", "slips", "chances", "reporters")
    rules = pd.concat([result.rules for result in results], ignore_index=True)
    return Pool(rules=rules, **{name: stack(name) for name in names})


def main() -> None:
    """Run the seeds, print the page, and for test seeds write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="test", help="dev, test, or numbers with commas")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="province")
    parser.add_argument("--years", type=int)
    parser.add_argument("--prevalence", type=float)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder in which inboxes and homes stay")
    args = parser.parse_args()
    named = {"dev": DEV_SEEDS, "test": TEST_SEEDS}
    seeds = list(named[args.seeds]) if args.seeds in named else [int(seed) for seed in args.seeds.split(",")]
    size = profile(args.profile, years=args.years, prevalence=args.prevalence)
    with tempfile.TemporaryDirectory() as scratch:
        results = _all(seeds, size, args.keep or Path(scratch), args.keep is not None, args.jobs)
    pool = pooled(results)
    records = rule_records(pool.rules, seeds)
    about = {"profile": args.profile, "seconds": sum(r.seconds for r in results) / len(results), "seeds_said": f" (SEEDS={args.seeds})"}
    text = page(pool, [OWN, *METHODS, *PYOD], seeds, about) + "\n" + rules_section(records)
    print(text)
    if args.seeds == "test" and size == profile("province"):
        PAGE.write_text(text, encoding="utf-8")
        write_records(records, RECORDS)
        print(f"Written: {PAGE.relative_to(PROJECT)}, {RECORDS.relative_to(PROJECT)}")


def _all(seeds: list[int], size: Profile, folder: Path, keep: bool, jobs: int) -> list[SeedResult]:
    print(f"{len(seeds)} seeds, {jobs} at a time")
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        return list(workers.map(partial(_one, size=size, folder=folder, keep=keep), seeds))


if __name__ == "__main__":
    main()
