"""The whole line, run as users run it: the command in a process of its own, over the sample, into a workspace made for the tests."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from forked_command import forked_command
from real_exports import REAL

PROJECT = Path(__file__).parents[2]
Caliber = Callable[..., "Answer"]

# One contract for everything that is broken, one for a sound file with an awkward name.
FURTHER_CONTRACT = """
id: zz-linhu.{name}
publisher: {{name: 临湖市某部门（虚构）}}
kind: expenditure
region: "ZZ-990100"
unit: {{currency: CNY, scale: 10000}}
caliber: {{scope: department, account: unit_own, stage: final, recognition: cash_paid, period_basis: year}}
editions:
  - years: [2024]
    files: "{files}"
    format: {{encoding: utf-8}}
    layout:
      columns: {{item_name: 项目}}
      amounts: {{final: 决算数}}
"""


@dataclass
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Watched:
    """A run and what a reader saw while it went on."""

    home: Path
    inbox: Path
    answer: Answer
    seconds: float
    seen: list[tuple[int, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    after: tuple[int, int] | None = None


def environment() -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if not name.startswith("CALIBER_")}, "DO_NOT_TRACK": "1"}


def start(*words: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "pipelines.cli", *words]
    return subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def run(*words: str) -> Answer:
    """The command to its end, in a process forked from one that has loaded everything."""
    return Answer(*forked_command(words, PROJECT, environment()))


@pytest.fixture(scope="session")
def caliber() -> Caliber:
    """Run one command to its end."""
    return run


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Watched:
    """`caliber run --sample` in an empty workspace, once for all tests, also where several processes run them."""
    own = tmp_path_factory.getbasetemp()
    place = (own if worker_id == "master" else own.parent) / "first"
    place.mkdir(exist_ok=True)
    home, told = place / "my home", place / "answer.json"
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            began = time.monotonic()
            process = start("run", "--sample", "--home", str(home), "--json")
            out, err = process.communicate(timeout=600)
            answer = Answer(process.returncode, out, err)
            told.write_text(json.dumps([asdict(answer), time.monotonic() - began]), encoding="utf-8")
    answered, seconds = json.loads(told.read_text(encoding="utf-8"))
    assert answered["code"] == 0, answered["err"][-3000:]
    return Watched(home, home / "sample_inbox", Answer(**answered), seconds)


@pytest.fixture(scope="session")
def fuller_inbox(first: Watched, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with one restated file, one of an awkward name, one nobody speaks for, and broken ones."""
    inbox = tmp_path_factory.mktemp("second") / first.inbox.name
    shutil.copytree(first.inbox, inbox)
    restated = next(inbox.glob("南苇县2024年*.csv"))
    restated.write_bytes(restated.read_bytes() + b"\r\n")
    workbook = next(inbox.glob("*市本级一般公共预算支出决算表.xlsx")).read_bytes()
    further = {
        "部门 表/教育 局（最终）2024.csv": "项目,决算数\n课桌,\"1,234.50\"\n黑板,—\n".encode(),
        "坏 文件/截断 2024.xlsx": workbook[: len(workbook) // 2], "坏 文件/空 2024.csv": b"", "坏 文件/乱码 2024.csv": bytes(range(256)) * 8,
        "坏 文件/编码 2024.csv": "项目,决算数\n课桌,5\n".encode("gb18030"), "坏 文件/零 2024.csv": b"\x00" * 512,
        "坏 文件/伪装 2024.csv": b"%PDF-1.7 nothing", "没有人认领.csv": "甲,乙\n1,2\n".encode(),
    }  # fmt: skip
    for name, data in further.items():
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_bytes(data)
    for name, files in (("broken", "坏 文件/* {year}.*"), ("department", "部门 表/{organisation}（最终）{year}.csv")):
        (inbox / "contracts" / f"{name}.yml").write_text(FURTHER_CONTRACT.format(name=name, files=files), encoding="utf-8")
    return inbox


@pytest.fixture(scope="session")
def second(first: Watched, fuller_inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A run over the fuller inbox in a copy of the first workspace, while another process reads the release."""
    home = tmp_path_factory.mktemp("read") / "home"
    shutil.copytree(first.home, home)
    began = time.monotonic()
    process = start("run", "--inbox", str(fuller_inbox), "--home", str(home), "--json")
    watched = Watched(home, fuller_inbox, Answer(-1, "", ""), 0)
    question = "select number, (select count(*) from marts.fct_budget_lines)::int from quality.release"
    with duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True) as reader:
        while process.poll() is None:
            asked = time.monotonic()
            try:
                watched.seen += reader.execute(question).fetchall()
            except duckdb.Error as error:
                watched.errors.append(str(error))
            watched.waits.append(time.monotonic() - asked)
            time.sleep(0.1)
        watched.after = reader.execute(question).fetchall()[0]
    out, err = process.communicate()
    watched.answer, watched.seconds = Answer(process.returncode, out, err), time.monotonic() - began
    assert process.returncode == 0, err[-3000:]
    return watched


# Regional books with the ministry's yardstick, provinces beside their separately planned cities, and the sets whose errors are known.
REAL_SETS = (
    "es_navarra/*", "es_castillalamancha/*", "es_baleares/*", "es_aragon/*", "es_ccaa_ministry_totals/*", "cn_mof_celma_subset/*", "es_madrid/*indicadores*",
    "br_tce_siconfi_inconsistencies/*", "uk_nhs_ae_4h_target/*",
)  # fmt: skip


@pytest.fixture(scope="session")
def real_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole line over real exports, once for all tests that ask them."""
    folder = tmp_path_factory.mktemp("real")
    for path in (path for files in REAL_SETS for path in REAL.glob(files)):
        copy = folder / "inbox" / path.relative_to(REAL)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    answer = run("run", "--inbox", str(folder / "inbox"), "--home", str(folder / "home"), "--json")
    assert answer.code == 0, answer.err[-3000:]
    return folder / "home"


LEDGER_HEADER = "correction_id,contract_id,file_name,sheet,row_number,column_number,printed,believed_right,reason,evidence,status,reviewer,reviewed_on\n"
FUND = "zz-linhu.fund_final,临湖市2024年政府性基金支出决算表_v1.csv,,"
# What a workspace keeps of known errors: mended by the second delivery, still there, already settled, of a file that never came.
LEDGER = {
    "mended": f"{FUND}5,5,409524.78,407664.78,one figure,the total,reported",
    "unknown-figure": f"{FUND}6,5,{{text}},,one figure,a letter of the publisher,acknowledged",
    "settled": f"{FUND}5,5,400000.00,407664.78,one figure,the total,repaired",
    "elsewhere": "zz-linhu.fund_final,临湖市2099年政府性基金支出决算表_v1.csv,,5,5,1,2,one figure,the total,reported",
}


@dataclass
class Revised:
    """Two releases: the second with a restated file, a further export, an edited contract and answers to the worklist."""

    home: Path
    inbox: Path
    worklist: Any
    accepted: Any


def keep_ledger(home: Path, inbox: Path) -> None:
    text = (inbox / "临湖市2024年政府性基金支出决算表_v1.csv").read_text(encoding="utf-8-sig").splitlines()[5].split(",")[4]
    lines = [f"{name},{entry.format(text=text)},Reviewer One,2026-11-02\n" for name, entry in LEDGER.items()]
    (home / "corrections").mkdir(parents=True)
    (home / "corrections" / "funds.csv").write_text(LEDGER_HEADER + "".join(lines), encoding="utf-8")


@pytest.fixture(scope="session")
def revised(first: Watched, tmp_path_factory: pytest.TempPathFactory) -> Revised:
    """A first run without some deliveries; then they come, a contract is edited and the worklist is answered: a second run."""
    home, inbox = tmp_path_factory.mktemp("revised") / "home", tmp_path_factory.mktemp("deliveries") / first.inbox.name
    shutil.copytree(first.inbox, inbox)
    later = [inbox / "临湖市2024年政府性基金支出决算表_v2.csv", inbox / "临湖市教育局2024年教育支出执行情况表.xls"]
    kept = {path: path.read_bytes() for path in later}
    for path in later:
        path.unlink()
    keep_ledger(home, inbox)
    place = ("--home", str(home))
    answers = [run("run", "--inbox", str(inbox), *place), run("unmapped", *place, "--json", "--csv", str(inbox.parent / "worklist.csv"))]
    for path, content in kept.items():
        path.write_bytes(content)
    contract = inbox / "contracts" / "health_execution.yml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("stage: final", "stage: flash").replace("[final,", "[flash,"), encoding="utf-8")
    sheet = (inbox.parent / "worklist.csv").read_text(encoding="utf-8-sig")
    header, *lines = sheet.splitlines()
    filled = [line.removesuffix(",,") + (",215,a misprint" if "资源堪探" in line else ",,") for line in lines]
    (inbox.parent / "worklist.csv").write_text("\n".join([header, *filled, ""]), encoding="utf-8")
    reviewed = ("--reviewer", "Reviewer One", "--reviewed-on", "2026-11-02")
    answers += [run("unmapped", *place, "--accept", str(inbox.parent / "worklist.csv"), *reviewed, "--json"), run("run", "--inbox", str(inbox), *place)]
    assert [answer.code for answer in answers] == [0, 0, 0, 0], [answer.err[-2000:] for answer in answers]
    return Revised(home, inbox, answers[1].json, answers[2].json)
