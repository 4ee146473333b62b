"""Where things are: the home of a workspace and the folders of the project, read once. No logic of the line."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DBT_PROJECT = PROJECT / "dbt_project"
EXPECTATIONS = PROJECT / "expectations"
BUILT_IN_CONTRACTS = PROJECT / "pipelines" / "contracts" / "regions"


@dataclass(frozen=True)
class Home:
    """One workspace: raw bytes, landed rows, the working database and the releases."""

    root: Path

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def receipts(self) -> Path:
        return self.root / "ledger" / "receipts.jsonl"

    @property
    def mappings(self) -> Path:
        return self.root / "mappings"

    @property
    def corrections(self) -> Path:
        return self.root / "corrections"

    @property
    def replies(self) -> Path:
        return self.root / "replies" / "ledger.jsonl"

    @property
    def landed(self) -> Path:
        return self.root / "landed"

    @property
    def working_database(self) -> Path:
        return self.root / "work" / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.root / "published" / "warehouse.duckdb"

    @property
    def releases(self) -> Path:
        return self.root / "published" / "releases"

    @property
    def open_data(self) -> Path:
        return self.root / "open_data"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def alerts(self) -> Path:
        return self.root / "alerts"

    @property
    def alert_settings(self) -> Path:
        return self.root / "alerts.yml"

    def prepare(self) -> None:
        """Make the folders that must exist before anything is written."""
        for folder in (self.inbox, self.snapshots, self.receipts.parent, self.landed, self.working_database.parent, self.releases):
            folder.mkdir(parents=True, exist_ok=True)


def default_home() -> Home:
    """CALIBER_HOME, or `data/` of the project."""
    return Home(Path(os.environ.get("CALIBER_HOME", PROJECT / "data")).resolve())


def default_inbox(home: Home) -> Path:
    """CALIBER_INBOX, or the inbox of the home."""
    return Path(os.environ.get("CALIBER_INBOX", home.inbox)).resolve()
