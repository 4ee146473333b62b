"""A project is parsed once for each state of its files."""

from pathlib import Path

import pytest

from pipelines.publication import parsed_project

PROFILE = "made_up: {target: duckdb, outputs: {duckdb: {type: duckdb, path: warehouse.duckdb}}}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: made_up\nprofile: made_up\n")
    (tmp_path / "profiles.yml").write_text(PROFILE)
    (tmp_path / "models" / "ones.sql").write_text("select 1 as one")
    monkeypatch.setattr(parsed_project, "DBT_PROJECT", tmp_path)
    monkeypatch.setattr(parsed_project, "PARSED", tmp_path / "target" / "parsed")
    return tmp_path


def test_parsed_once_and_again_after_a_change(project: Path) -> None:
    first = parsed_project.parse()
    assert set(parsed_project.parsed_project().nodes) == {"model.made_up.ones"}
    (project / "models" / "twos.sql").write_text("select 2 as two")
    assert set(parsed_project.parsed_ahead().nodes) == {"model.made_up.ones", "model.made_up.twos"}
    assert not first.exists(), "an old state of the project stays behind"


def test_a_project_that_cannot_be_read_is_told_with_the_reason(project: Path) -> None:
    (project / "models" / "ones.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(parsed_project.BuildError, match="nowhere"):
        parsed_project.parse()
    assert list((project / "target" / "parsed").iterdir()) == [], "a parse that failed left something behind"
