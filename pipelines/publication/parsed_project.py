"""The dbt project as dbt parsed it last, one for all workspaces: parsing it takes longer than building a small book from it.

What belongs here: parsing once for every state of the project, and finding the result again. What does not: building from it (build.py).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.settings import DBT_PROJECT

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PARSED = DBT_PROJECT / "target" / "parsed"
# What dbt reads of the project, and who reads it. A workspace leaves no trace in it: names of folders are filled in when a model runs.
PARTS = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests")
READERS = ("dbt-core", "dbt-duckdb")
# The database's name is part of every relation; it is the same for all workspaces.
ANY_WAREHOUSE = "warehouse.duckdb"


class BuildError(Exception):
    """dbt could not read the project, build it, or a test of the models failed; nothing was published."""


def project_files() -> list[Path]:
    """All files of the project that dbt reads, in a stable order."""
    places = [DBT_PROJECT / part for part in PARTS]
    return sorted(path for place in places for path in (place, *place.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def parsed_path() -> Path:
    """Where the project is kept parsed as its files are now."""
    digest = hashlib.sha256("|".join([str(DBT_PROJECT), *(f"{reader} {version(reader)}" for reader in READERS)]).encode())
    for path in project_files():
        digest.update(path.relative_to(DBT_PROJECT).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return PARSED / f"{digest.hexdigest()[:24]}.msgpack"


def parse() -> Path:
    """Parse the project as it is now, unless that was done; put in place by one rename, since other runs may be reading.

    Raises:
        BuildError: with what dbt says about the project.
    """
    from dbt.cli.main import dbtRunner

    wanted = parsed_path()
    if wanted.exists():
        return wanted
    PARSED.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("CALIBER_WAREHOUSE", ANY_WAREHOUSE)
    with tempfile.TemporaryDirectory(dir=PARSED, prefix="parsing-") as aside:
        place = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT), "--target-path", aside, "--log-path", aside]
        outcome = dbtRunner().invoke(["parse", *place, "--quiet", "--no-write-json", "--no-partial-parse", "--log-level-file", "none"])
        if not outcome.success:
            raise BuildError(f"dbt can't read the project: {outcome.exception}")
        (Path(aside) / "partial_parse.msgpack").replace(wanted)
    _forget_others(wanted)
    return wanted


def _forget_others(kept: Path) -> None:
    for path in PARSED.glob("*.msgpack"):
        if path != kept:
            path.unlink(missing_ok=True)


def parsed_project() -> Manifest:
    """The project as its files are now, ready to be built.

    Raises:
        BuildError: with what dbt says about the project.
    """
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest = Manifest.from_msgpack(parse().read_bytes(), decoder=extended_mashumuro_decoder)
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def parsed_ahead() -> Manifest:
    """`parsed_project` for a thread beside other work: a project that changed is parsed in a process of its own, on the other core.

    Raises:
        BuildError: with what dbt says about the project.
    """
    if not parsed_path().exists():
        # A parse that fails is told by the next one, here.
        subprocess.run([sys.executable, "-m", "pipelines.publication.parsed_project"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return parsed_project()


if __name__ == "__main__":
    parse()
