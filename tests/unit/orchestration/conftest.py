"""A workspace with a contract and its deliveries, and the assembled graph, which takes one `dbt parse`."""

import os
from pathlib import Path

import dagster as dg
import pytest

from pipelines.orchestration.resources import ReservedWorkspace, Workspace

CONTRACT = """
id: es-testland.spending
publisher: {name: Testland, cadence: yearly}
kind: expenditure
region: "ES-15"
caliber: {scope: own_level, account: general, line: current_expenditure, period_basis: year}
unit: {currency: EUR, scale: 1}
format: {encoding: utf-8, delimiter: ";"}
classification: {item: {system: es_functional}}
editions:
  - years: [2020, 2021, 2022]
    files: "{year}-spending.csv"
    layout:
      header_rows: [1]
      columns: {item_code: code, item_name: name}
      amounts:
        - {column: paid, stage: final, recognition: cash_paid}
"""


class Inbox:
    """Deliveries that look as if they came yesterday."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.age = 86_400.0
        self.put("testland.contract.yml", CONTRACT)

    def spend(self, year: int, *amounts: int) -> Path:
        """A delivery of one year: one line an amount."""
        lines = [f"{number:02d};Policy {number};{amount}" for number, amount in enumerate(amounts, start=1)]
        return self.put(f"{year}-spending.csv", "\n".join(["code;name;paid", *lines, ""]))

    def break_contract(self) -> None:
        """A word in the contract that no vocabulary has."""
        self.put("testland.contract.yml", CONTRACT.replace("kind: expenditure", "kind: spending"))

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        # Each delivery a second after the one before: a change is then always seen.
        self.age -= 1
        moment = path.stat().st_mtime - self.age
        os.utime(path, (moment, moment))
        return path


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(home_folder=str(tmp_path / "home"), inbox_folder=str(tmp_path / "inbox"))
    found.home.prepare()
    return found


@pytest.fixture
def reserved(workspace: Workspace) -> ReservedWorkspace:
    return ReservedWorkspace(home_folder=workspace.home_folder, inbox_folder=workspace.inbox_folder, patience_seconds=0)


@pytest.fixture
def inbox(workspace: Workspace) -> Inbox:
    return Inbox(workspace.inbox)


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as found:
        yield found


@pytest.fixture(scope="session")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CALIBER_HOME", str(tmp_path_factory.mktemp("home")))
        from pipelines.definitions import assemble

        return assemble()
