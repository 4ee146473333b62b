"""One seed from nothing to scores: generate, run the line, read the release, rank by every method."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.baselines.methods import METHODS, PYOD
from benchmarks.detection.baselines.panel import panel
from benchmarks.detection.generate import generate
from benchmarks.detection.scorer import special
from benchmarks.detection.scorer.cases import Scored, match, score_cases
from benchmarks.detection.scorer.records import rule_counts
from benchmarks.detection.scorer.release import Release, attributed, strengths
from benchmarks.detection.settings import FIRST_YEAR, Profile

OWN = "Caliber"
JUDGED = "select rule_id, rule_version, count(*) as n_subjects from quality.fct_rule_results group by all"


@dataclass
class SeedResult:
    """Everything the report needs of one seed. `cases` and `clean` have one column of strengths a method."""

    seed: int
    seconds: float
    cases: pd.DataFrame
    clean: pd.DataFrame
    rules: pd.DataFrame
    accusations: pd.DataFrame
    slips: pd.DataFrame
    chances: pd.DataFrame
    reporters: pd.DataFrame
    findings: pd.DataFrame


def run_seed(seed: int, size: Profile, folder: Path, keep: bool = False) -> SeedResult:
    """Generate and judge one country; the folder is emptied again unless it is to be kept."""
    shutil.rmtree(folder, ignore_errors=True)
    generate(seed, folder, size)
    before = time.monotonic()
    run_line(folder / "inbox", folder / "home")
    result = score_release(seed, folder, size, time.monotonic() - before)
    if not keep:
        shutil.rmtree(folder)
    return result


def run_line(inbox: Path, home: Path) -> None:
    """The command a user runs; its output is shown only when it fails."""
    command = [sys.executable, "-m", "pipelines.cli", "run", "--inbox", str(inbox), "--home", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "DO_NOT_TRACK": "1"})
    if done.returncode != 0:
        raise SystemExit(f"caliber run failed for {inbox}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def read_truth(file: Path) -> pd.DataFrame:
    texts = {"variant": str, "counterpart": str, "file": str, "programme": str, "organisation": str, "right_value": str, "wrong_value": str}
    truth = pd.read_csv(file, dtype=texts)
    return truth.fillna({"variant": "", "programme": ""})


def score_release(seed: int, folder: Path, size: Profile, seconds: float) -> SeedResult:
    """Rank the rows of a finished home by its findings and by every baseline."""
    truth, release = read_truth(folder / "truth.csv"), Release(folder / "home")
    rows, findings = release.rows(), release.findings()
    links = attributed(release, rows, findings, match(truth, rows).single)
    strength = strengths(release, rows, findings, links)
    scored = score_cases(truth, rows, strength, FIRST_YEAR + size.first_judged)
    cases, clean = _all_methods(scored, panel(release, rows), FIRST_YEAR + size.first_judged)
    severe = findings.groupby(["evidence_class", "severity", "rule_id"]).size().rename("findings").reset_index()
    return SeedResult(
        seed=seed,
        seconds=seconds,
        cases=cases,
        clean=clean,
        rules=rule_counts(scored, findings, links, release.frame(JUDGED)),
        accusations=special.accusations(scored, findings, links),
        slips=special.slip_factors(scored, findings, links),
        chances=special.chances(release, rows, set(scored.clean.subject)),
        reporters=special.reporters(release, truth, rows, findings, strength),
        findings=severe,
    )


def _all_methods(scored: Scored, frame: pd.DataFrame, first_year: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Multivariate detectors are fitted to the judged years alone; the others need the years before too."""
    cases, clean = scored.cases.rename(columns={"found": OWN}), scored.clean.rename(columns={"found": OWN})
    judged = frame[frame.fiscal_year >= first_year]
    for name, method in {**METHODS, **PYOD}.items():
        part = judged if name in PYOD else frame
        given = pd.Series(_scores(method, part), index=part.subject).groupby(level=0).max()
        lookup = given.to_dict()
        cases[name] = [max((lookup.get(subject, 0.0) for subject in group), default=0.0) for group in cases.subjects]
        clean[name] = clean.subject.map(given).fillna(0.0)
    return cases.drop(columns="subjects"), clean


def _scores(method: Callable[[pd.DataFrame], np.ndarray], frame: pd.DataFrame) -> np.ndarray:
    """From zero up, so that a row nobody scored stands last."""
    scores = method(frame)
    return np.asarray(scores - min(0.0, float(scores.min())) + 1e-9)
