"""Find contract files, merge contract-wide settings into each edition, and say errors with file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipelines.contracts.contract import Edition
from pipelines.contracts.faults import line_of, readable
from pipelines.contracts.tricks import TrickError, contract_text, refuse_tricks

# The C loader of libyaml is ten times faster and just as safe; wheels carry it, other builds may not.
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

# Settings an edition may repeat to override; mappings are merged key by key, everything else replaces.
SHARED = (
    "title",
    "publisher",
    "source",
    "kind",
    "region",
    "fiscal_year",
    "format",
    "unit",
    "caliber",
    "classification",
    "layout",
    "ignore",
    "repairs",
    "ceiling",
    "score_pack",
    "expect",
    "statements",
)
CONTRACT_KEYS = {"id", "editions", *SHARED}
EDITION_KEYS = {"years", "files", "reason", *SHARED} - {"publisher"}


class ContractError(Exception):
    """One or more faults of a contract, each with file, line and remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class ResolvedEdition:
    """An edition ready for use, with the digest that identifies exactly what it says."""

    edition: Edition
    path: Path
    line: int

    @property
    def canonical(self) -> str:
        return json.dumps(self.edition.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def contract_files(folders: Iterable[Path]) -> list[Path]:
    """Every `*.contract.yml` below an inbox and every `*.yml` below a contracts folder, in a stable order."""
    found: set[Path] = set()
    for folder in folders:
        pattern = "*.yml" if "contracts" in folder.parts else "*.contract.yml"
        found.update(folder.rglob(pattern))
        for nested in folder.rglob("contracts"):
            found.update(nested.rglob("*.yml"))
    return sorted(path for path in found if not path.is_dir())


def load_contract(path: Path) -> list[ResolvedEdition]:
    """All editions of one contract file.

    Raises:
        ContractError: every fault found, as `file:line: where: what; remedy`.
    """
    node, raw = _parsed(path)
    if node is None or not isinstance(raw, dict) or not isinstance(raw.get("editions"), list) or not raw["editions"]:
        raise ContractError([f"{path}:1: a contract needs `id` and a list `editions`"])
    faults = [*_double_keys(path, node), *_unknown_keys(path, node, raw)]
    editions: list[ResolvedEdition] = []
    for position, own in enumerate(raw["editions"]):
        if not isinstance(own, dict):
            faults.append(f"{path}:{line_of(node, ('editions', position))}: an edition is a mapping with `years` and `files`")
            continue
        try:
            edition = Edition.model_validate({"contract_id": raw.get("id"), **_merged(raw, own)})
            editions.append(ResolvedEdition(edition, path, line_of(node, ("editions", position))))
        except ValidationError as error:
            faults.extend(readable(path, node, position, own, error))
    faults.extend(_same_again(path, editions))
    if faults:
        raise ContractError(sorted(set(faults)))
    return editions


def _same_again(path: Path, editions: list[ResolvedEdition]) -> Iterator[str]:
    """An edition that says what an earlier one says would land every figure of its files twice."""
    lines: dict[str, int] = {}
    for resolved in editions:
        first = lines.setdefault(resolved.sha256, resolved.line)
        if first != resolved.line:
            yield f"{path}:{resolved.line}: edition: says the same as the edition of line {first}, and its files would land twice; take one of them out"


def _parsed(path: Path) -> tuple[yaml.Node | None, Any]:
    try:
        text = contract_text(path)
        refuse_tricks(path.as_posix(), yaml.parse(text, Loader=LOADER))
        return yaml.compose(text, Loader=LOADER), yaml.load(text, Loader=LOADER)
    except TrickError as trick:
        raise ContractError([str(trick)]) from trick
    except (yaml.YAMLError, ValueError) as broken:
        # ValueError: bytes that are not UTF-8, and dates without quotes that no calendar has.
        mark = getattr(broken, "problem_mark", None)
        said = " ".join(str(broken).split())
        raise ContractError([f"{path}:{mark.line + 1 if mark else 1}: not readable as YAML: {said}"]) from broken


def _double_keys(path: Path, node: yaml.Node) -> Iterator[str]:
    """YAML lets a key stand twice and drops the first without a word."""
    keys = [key for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
    for position, key in enumerate(keys):
        if key.value in [earlier.value for earlier in keys[:position]]:
            yield f"{path}:{key.start_mark.line + 1}: '{key.value}' stands twice in one mapping; keep one of them"
    inside = [value for _, value in node.value] if keys else node.value if isinstance(node, yaml.SequenceNode) else []
    for child in inside:
        yield from _double_keys(path, child)


def load_contracts(paths: Iterable[Path]) -> list[ResolvedEdition]:
    """All editions of several contract files; all faults of all files in one error, and no id twice."""
    editions: list[ResolvedEdition] = []
    faults: list[str] = []
    homes: dict[str, Path] = {}
    for path in paths:
        try:
            loaded = load_contract(path)
        except ContractError as error:
            faults.extend(error.faults)
            continue
        name = loaded[0].edition.contract_id
        if name in homes:
            faults.append(f"{path}:{_line_of_id(path)}: id: '{name}' is already the id of {homes[name]}; give one of them another id")
        homes[name] = path
        editions.extend(loaded)
    if faults:
        raise ContractError(faults)
    return editions


def _line_of_id(path: Path) -> int:
    lines = contract_text(path).splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.startswith("id:")), 1)


def _merged(raw: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = {key: raw[key] for key in SHARED if key in raw}
    for key, value in own.items():
        shared = merged.get(key)
        both_mappings = isinstance(shared, dict) and isinstance(value, dict)
        merged[key] = {**shared, **value} if both_mappings and shared is not None else value
    return merged


def _unknown_keys(path: Path, node: yaml.Node, raw: dict[str, Any]) -> Iterator[str]:
    for key in raw.keys() - CONTRACT_KEYS:
        yield f"{path}:{line_of(node, (key,))}: '{key}' is not a key of a contract; use one of {', '.join(sorted(CONTRACT_KEYS))}"
    for position, own in enumerate(raw["editions"]):
        for key in (own.keys() if isinstance(own, dict) else set()) - EDITION_KEYS:
            line = line_of(node, ("editions", position, key))
            yield f"{path}:{line}: '{key}' is not a key of an edition; use one of {', '.join(sorted(EDITION_KEYS))}"
