"""An explained amount, indicator or finding as text for people. No question to the release is asked here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.commands.background import background_lines
from pipelines.commands.decisions import decision_lines, owed_line, reply_line
from pipelines.commands.reading import console, money
from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS

CLASSES = {
    "E0": "a contradiction, two statements cannot both be true",
    "E1": "an independent source, the money or a physical bound disagrees",
    "E2": "unusual against its history or its peers, to be explained",
    "E3": "a pattern over many figures of one reporter",
}
# A finding over few figures shows all of each; over more, one line each.
DETAILED = 3


def print_facts(facts: dict[str, Any]) -> None:
    """The whole of it on standard output."""
    out = console()
    if facts["kind"] != "finding":
        _print_row(out, facts, "")
        return
    for line in _finding_lines(facts):
        out.print(line)
    out.print(
        f"\n[bold]The {facts['n_cells']} figures it rests on[/]" + ("" if facts["n_cells"] <= len(facts["cells"]) else f" (the first {len(facts['cells'])})")
    )
    if len(facts["cells"]) <= DETAILED:
        for cell in facts["cells"]:
            _print_row(out, cell, "  ")
        return
    for cell in facts["cells"]:
        out.print(f"  {_one_line(cell)}".replace("[", "\\["))
    out.print(f"\ncaliber explain {facts['cells'][0]['id']}   (any of these ids) shows its caliber, item, conversion and file", style="dim")


def _finding_lines(facts: dict[str, Any]) -> list[str]:
    """What is said, against what, what else could explain it and what to do next; one printed line each."""
    finding, rule = facts["finding"], facts["rule"]
    evidence = finding["evidence"]
    lines = [
        ("rule", f"{rule['sentence_en']}  ({rule['citation']}; certainty {rule['certainty']})"),
        ("", rule["sentence_zh"]),
        ("evidence", f"{finding['evidence_class']}: {CLASSES[finding['evidence_class']]}; strength {finding['strength']:.2f}"),
        ("observed", _values(finding)),
    ]
    if finding["suggested"] is not None:
        lines.append(("proposed", f"{money(finding['suggested'])} would remove it; never put in place by itself"))
    lines += background_lines(facts["background"]) if facts["background"] else []
    lines += [("could also be", words) for words in evidence.get("alternatives") or []]
    lines.append(("next step", f"{rule['next_step_en']} {rule['next_step_zh']}"))
    if finding.get("opened_on") is not None:
        lines.append(("owed", owed_line(finding)))
    lines += [("reply", reply_line(reply)) for reply in facts["replies"]]
    head = (
        f"[bold]Finding {facts['id']}[/]  {finding['rule_id']} v{finding['rule_version']}  {finding['evidence_class']} / {finding['severity']}"
        f"  state: {finding['state']}"
    )
    said = (finding["subject"], evidence["sentence_en"], evidence["sentence_zh"])
    return [head, *(f"  {text}".replace("[", "\\[") for text in said), *(f"  {name:<13} {text}".replace("[", "\\[") for name, text in lines)]


def _values(finding: dict[str, Any]) -> str:
    """Both sides, how far they are apart in their own unit and in money, and how far rounding lets them be."""
    parts = [f"{money(finding['observed'])}", *(f"{name} {money(finding[name])}" for name in ("expected", "difference"))]
    if finding["difference_money"] is not None:
        parts.append(f"in money {money(finding['difference_money'])}")
    return "   ".join([*parts, f"tolerance {money(finding['tolerance'])}"])


def _print_row(out: Any, facts: dict[str, Any], indent: str) -> None:
    row, cell = facts["row"], facts["cell"]
    lines = {"amount": _amount_lines, "indicator": _indicator_lines}.get(facts["kind"], lambda _: [])(row)
    out.print(f"{indent}[bold]{facts['kind']} {facts['id']}[/]")
    lines += decision_lines(facts.get("decisions", []))
    file_name = Path(row["file_path"]).name
    place = ", ".join(
        part
        for part in (
            row["sheet"],
            f"row {row['row_number']}" if row["row_number"] else "all rows",
            (f"column {row['column_number']}" + (f" '{row['column_name']}'" if row["column_name"] else "")) if row.get("column_number") else "",
        )
        if part
    )
    lines += [
        ("landed row", f"{place} of {file_name}, contract {row['contract']}"),
        ("file", f"{row['file_path']}   sha256 {row['file_sha256']}"),
        (
            "printed",
            cell["note"] if cell.get("note") else f"{' | '.join(map(repr, cell['texts']))}   (re-read from the stored bytes: {row['encoding_evidence']})",
        ),
    ]
    for name, text in lines:
        out.print(f"{indent}  {name:<12} {text}".replace("[", "\\["))


def _one_line(facts: dict[str, Any]) -> str:
    row = facts["row"]
    name = row.get("item_name_printed") or row.get("economic_name_printed") or row.get("indicator_name") or ""
    printed = " | ".join(map(str, facts["cell"]["texts"])) or facts["cell"]["note"]
    place = f"{row['sheet'] or Path(row['file_path']).name} row {row['row_number']}" + (f" column {row['column_number']}" if row.get("column_number") else "")
    return f"{facts['id']}  {row['row_role']:<11} {name:<30} printed '{printed}'  {place}"


def _amount_lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    caliber = {name: row[f"caliber_{name}"] for name in (*CALIBER_DIMENSIONS, "unit", "classification")}
    words = [f"{name}={word}" for name, word in caliber.items() if word not in (None, "unknown")]
    missing = [name for name, word in caliber.items() if word in (None, "unknown")]
    item = _mapping(row["item_code_mapped"], row["item_name"], row["mapping_method"], row["item_code_printed"], row["item_name_printed"])
    economic = _mapping(
        row["economic_code_mapped"], row["economic_item_name"], row["economic_mapping_method"], row["economic_code_printed"], row["economic_name_printed"]
    )
    shown = [
        (
            "mart row",
            f"{money(row['amount'])} {row['currency']}   {row['kind']}, {row['row_role']}, {row['region_code']} {row['region_name'] or ''}, "
            f"fiscal year {row['fiscal_year']}, period to {row['period_end']}",
        ),
        ("caliber", ", ".join(words) + (f"; unknown: {', '.join(missing)}" if missing else "")),
        ("item", item),
    ]
    if row["economic_code_printed"] or row["economic_name_printed"]:
        shown.append(("economic", economic))
    return [
        *shown,
        (
            "conversion",
            f"{money(row['amount_reported'])} × {money(row['unit_scale'])} = {money(row['amount'])} (exact, X01 unit), reported text '{row['amount_printed']}'",
        ),
    ]


def _mapping(code: str | None, name: str | None, method: str, printed_code: str | None, printed_name: str | None) -> str:
    return f"{code or ''} {name or ''} ({method}; printed: {printed_code or ''} {printed_name or ''})".strip()


def _read(text: str | None, operator: str | None, value: Any) -> str:
    return " ".join([text or "–", "→", *filter(None, [operator]), money(value)])


def _indicator_lines(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("mart row", f"{row['region_code']} {row['fiscal_year']}  {row['indicator_name']}"),
        (
            "target",
            f"{_read(row['target_text'], row['target_operator'], row['target_value'])}   actual {_read(row['actual_text'], None, row['actual_value'])}",
        ),
        ("score", f"claimed {money(row['score_claimed'])}, recomputed {money(row['score_recomputed'])}, weight {money(row['weight'])}"),
    ]
