"""A draft as the YAML of a contract: one proposed value a line, confidence and evidence behind it, questions above it."""

from __future__ import annotations

import re
from typing import Any

import yaml

from pipelines.drafting.findings import Findings

# Mappings written over several lines; all others stand on one.
OPEN = {"caliber", "format", "classification", "layout", "columns", "amounts", "indicators", "roles"}
WIDTH = 100_000
YAML_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def contract_text(contract: dict[str, Any], findings: Findings, head: list[str], left_over: list[str]) -> str:
    """The whole draft; what it could not place stands as questions at its end."""
    lines = [*(f"# {line}" for line in head), *_mapping(contract, "", 0, findings)]
    lines += [f"# QUESTION: {question}" for question in left_over]
    return "\n".join(lines) + "\n"


def _mapping(values: dict[str, Any], path: str, depth: int, findings: Findings) -> list[str]:
    lines: list[str] = []
    for key, value in values.items():
        place = f"{path}.{key}" if path else str(key)
        lines += _entry(str(key), value, place, depth, findings)
    return lines


def _entry(key: str, value: Any, place: str, depth: int, findings: Findings) -> list[str]:
    blank = "  " * depth
    shown = place.removeprefix("editions.")
    lines = _asked(shown, blank, findings)
    if key == "editions":
        inner = _mapping(value[0], "editions", depth + 2, findings)
        first = next(i for i, line in enumerate(inner) if not line.lstrip().startswith("#"))
        inner[first] = inner[first].replace(" " * 4, "  - ", 1)
        return [*lines, f"{blank}{key}:", *inner]
    if key in OPEN and isinstance(value, dict):
        return [*lines, f"{blank}{key}:{_said(shown, findings)}", *_mapping(value, place, depth + 1, findings)]
    if key in OPEN and isinstance(value, list):
        return [*lines, f"{blank}{key}:{_said(shown, findings)}", *_items(value, shown, depth + 1, findings)]
    return [*lines, f"{blank}{key}: {_flow(value)}{_said(shown, findings)}"]


def _items(values: list[Any], place: str, depth: int, findings: Findings) -> list[str]:
    lines: list[str] = []
    for number, value in enumerate(values):
        name = f"{place}.{number}"
        lines += _asked(name, "  " * depth, findings)
        lines.append(f"{'  ' * depth}- {_flow(value)}{_said(name, findings)}")
    return lines


def _asked(place: str, blank: str, findings: Findings) -> list[str]:
    found = findings.by_field.get(place)
    return [f"{blank}# QUESTION: {_line(found.question)}"] if found and found.question else []


def _said(place: str, findings: Findings) -> str:
    return f"  # {_line(findings.comment(place))}" if place in findings.by_field else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def _flow(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Quoted, default_flow_style=True, allow_unicode=True, width=WIDTH, sort_keys=False)
    return text.removesuffix("\n").removesuffix("\n...")


class _Quoted(yaml.SafeDumper):
    """Plain words stand bare; digits, marks and everything YAML could take for something else are quoted."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    bare = re.fullmatch(r"[^\W\d_][\w .%+()（）*/]*", value) and value.strip() == value and value.lower() not in YAML_WORDS
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if bare else '"')


_Quoted.add_representer(str, _text)
