"""The made-up country: the same for the same seed, sound where nothing was planted, and wrong exactly where the answer key says so."""

import csv
from collections import defaultdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.detection.generate import generate
from benchmarks.detection.seed_result import read_truth
from benchmarks.detection.settings import profile
from pipelines.cli import main

FAULTY = profile("province", units=8, prevalence=0.06)
HEADERS = {"actual": "实际完成值", "target": "年度指标值", "score": "得分", "weight": "分值", "grade": "等级", "received": "收到数"}


def digest(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return sha256(b"".join(str(file.relative_to(folder)).encode() + file.read_bytes() for file in files)).hexdigest()


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faulty")
    generate(7, folder, FAULTY)
    return folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    generate(7, folder, profile("province", units=4, prevalence=0))
    return folder


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def test_a_seed_gives_the_same_bytes_and_another_seed_gives_others(faulty: Path, tmp_path: Path) -> None:
    generate(7, tmp_path / "again", FAULTY)
    generate(8, tmp_path / "other", FAULTY)
    assert digest(tmp_path / "again") == digest(faulty)
    assert digest(tmp_path / "other") != digest(faulty)


def test_every_type_is_planted_at_three_strengths_and_the_key_stays_out_of_the_inbox(faulty: Path) -> None:
    truth = read_truth(faulty / "truth.csv")
    faults = truth[truth.is_hard_negative == 0]
    assert {kind: set(part.strength) for kind, part in faults.groupby("type")} == dict.fromkeys(range(1, 25), {1, 2, 3})
    assert not [file for file in (faulty / "inbox").iterdir() if "truth" in file.name]


def test_without_prevalence_nothing_is_planted_and_the_honest_hard_cases_remain(clean: Path) -> None:
    truth = read_truth(clean / "truth.csv")
    assert (truth.is_hard_negative == 1).all()
    assert truth.family.nunique() == 11


def test_the_key_names_rows_that_show_the_wrong_value_and_not_the_right_one(faulty: Path) -> None:
    truth = read_truth(faulty / "truth.csv")
    named = truth[(truth.is_hard_negative == 0) & truth.scope.isin(["row", "money"]) & (truth.column != "narrative")]
    assert len(named) > 100
    files = {name: lines(faulty / "inbox" / name) for name in named.file.unique()}
    for case in named.itertuples():
        line = files[case.file][int(case.row_number) - 2]
        printed = line[HEADERS.get(case.column, case.column)].strip("≥≤=%")
        assert line["单位编码"] == case.organisation, case
        assert float(printed) == pytest.approx(float(case.wrong_value), rel=1e-5), case
        # What follows from the fault may fall on the right value by chance; the planted figure itself may not, but in a copy or cap.
        if case.type not in (3, 6, 7, 9, 15):
            assert float(printed) != float(case.right_value), case


def test_clean_forms_add_up_and_follow_the_official_formula(clean: Path) -> None:
    for line_group in programmes(clean / "inbox" / "evaluation-2024_v2.csv").values():
        *rows, total = line_group
        assert total["一级指标"] == "总分"
        assert sum(Decimal(row["分值"]) for row in rows) == Decimal(total["分值"]) == 100
        assert sum(Decimal(row["得分"]) for row in rows) == Decimal(total["得分"])
        assert total["等级"] == ("优" if (score := Decimal(total["得分"])) >= 90 else "良" if score >= 80 else "中" if score >= 60 else "差")
        for row in rows:
            assert score_of(row) is None or abs(score_of(row) - float(row["得分"])) <= 0.0051, row
            assert row["偏差原因及改进措施"] or not is_missed(row), row
            assert row["佐证材料"], row


def programmes(file: Path) -> dict[str, list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in lines(file):
        groups[line["项目编码"]].append(line)
    return groups


def score_of(row: dict[str, str]) -> float | None:
    sign, text = row["年度指标值"][:1], row["年度指标值"].strip("≥≤=%")
    if sign not in "≥≤=":
        return None
    target, actual, weight = float(text), float(row["实际完成值"].strip("%")), float(row["分值"])
    return weight * (min(1.0, actual / target) if sign != "≤" else min(1.0, max(0.0, 1 - (actual - target) / target)))


def is_missed(row: dict[str, str]) -> bool:
    score = score_of(row)
    return score is not None and score < float(row["分值"]) - 0.01


def test_clean_money_agrees_everywhere(clean: Path) -> None:
    inbox = clean / "inbox"
    budget, ledger = lines(inbox / "budget-2024.csv"), lines(inbox / "ledger-2024.csv")
    paid = {line["项目编码"]: line["国库支付数"] for line in ledger}
    leaves = [line for line in budget if line["科目名称"] != "单位合计"]
    assert {line["项目编码"]: line["决算数"] for line in leaves} == paid
    for line in leaves:
        assert Decimal(line["年初预算数"]) + Decimal(line["预算调整数"]) == Decimal(line["调整预算数"])
        assert Decimal(line["决算数"]) <= Decimal(line["调整预算数"])
    for total in (line for line in budget if line["科目名称"] == "单位合计"):
        assert sum(Decimal(line["决算数"]) for line in leaves if line["单位编码"] == total["单位编码"]) == Decimal(total["决算数"])
    for line in lines(inbox / "monthly-2024.csv"):
        months = [Decimal(line[f"{month}月"]) for month in range(1, 13)]
        assert months == sorted(months) and str(months[-1]) == paid[line["项目编码"]]
    received = [line["收到数"] for line in lines(inbox / "transfers-in-2024.csv")]
    assert received == [line["拨付数"] for line in lines(inbox / "transfers-out-2024.csv")]


def test_clean_texts_and_targets_say_what_the_form_says(clean: Path) -> None:
    form = lines(clean / "inbox" / "evaluation-2024_v2.csv")
    for row in form:
        if row["项目总结"]:
            assert f"预算{row['全年预算数']}万元，执行{row['全年执行数']}万元" in row["项目总结"] and row["单位名称"] in row["项目总结"]
    evaluated = [(row["项目编码"], row["三级指标"], row["年度指标值"]) for row in form if row["一级指标"] != "总分"]
    approved = [(row["项目编码"], row["三级指标"], row["年度指标值"]) for row in lines(clean / "inbox" / "targets-2024.csv")]
    assert evaluated == approved


def test_the_contracts_are_legal_and_leave_nothing_over(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contracts = sorted((faulty / "inbox").glob("*.contract.yml"))
    assert len(contracts) == 10
    for contract in contracts:
        assert main(["check", str(contract), "--inbox", str(faulty / "inbox")]) == 0, contract.name
    assert " parked" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "reporters", "years"), [("small_country", 16, 3), ("single_level", 60, 5)])
def test_profiles_have_the_size_they_say(tmp_path: Path, name: str, reporters: int, years: int) -> None:
    generate(1, tmp_path, profile(name))
    units = pd.concat([pd.read_csv(file, dtype=str)["单位编码"] for file in (tmp_path / "inbox").glob("budget-*.csv")])
    assert units.nunique() == reporters
    assert len(list((tmp_path / "inbox").glob("budget-*.csv"))) == years
