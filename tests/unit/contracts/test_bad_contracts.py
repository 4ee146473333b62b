"""Every bad contract is refused with what, where and what to do. Its first line says what to expect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.contracts.load import ContractError, contract_files, load_contracts

FOLDER = Path(__file__).parents[2] / "contracts_bad"
EXPECTATION = re.compile(r"(?:# yamllint disable-file\n)?# expect: (?P<message>.+); line (?P<line>\d+)(?:; beside (?P<beside>\S+))?\n")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.contract.yml")), ids=lambda path: path.name.split(".")[0])
def test_fault_is_told_with_file_and_line(path: Path) -> None:
    wanted = EXPECTATION.match(path.read_text(encoding="utf-8"))
    assert wanted, f"the first line of {path.name} must read `# expect: <message>; line <n>`"
    beside = [FOLDER / wanted["beside"]] if wanted["beside"] else []
    with pytest.raises(ContractError) as refused:
        load_contracts([*beside, path])
    assert [fault for fault in refused.value.faults if fault.startswith(f"{path}:{wanted['line']}:") and wanted["message"] in fault], str(refused.value)
    assert len(refused.value.faults) <= 2, "a mistake is told once, with at most one consequence"


def test_all_faults_of_all_contracts_are_told_at_once() -> None:
    paths = [FOLDER / f"{name}.contract.yml" for name in ("unknown_key_layout", "rate_without_of", "not_yaml")]
    with pytest.raises(ContractError) as refused:
        load_contracts(paths)
    assert [path.name for path in paths] == [re.match(r".*?([\w.]+):\d+:", fault)[1] for fault in refused.value.faults]  # type: ignore[index]


def test_the_sound_contract_the_bad_ones_were_made_from_is_accepted() -> None:
    (edition,) = load_contracts([FOLDER / "beside" / "sound.contract.yml"])
    assert edition.edition.contract_id == "zz-made.bad"
    assert FOLDER / "beside" / "sound.contract.yml" in contract_files([FOLDER])
