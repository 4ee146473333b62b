"""The rule book: what is checked, in two languages, on whose authority, and how often it was right. Not here: the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.publication.rows import records

RULES = """
select rules.*, field.n_verdicts, field.n_rejected, field.precision as field_precision, field.is_demoted
from marts.dim_rules as rules left join quality.fct_rule_precision as field using (rule_id, rule_version)
order by rules.evidence_class, rules.family, rules.rule_id
"""
CLASSES = {
    "E0": "Contradiction: two statements cannot both be true 矛盾：两个说法不能同时成立",
    "E1": "Corroborated: an independent source, the money or a physical bound disagrees 有佐证：独立来源、资金或客观上限与之不符",
    "E2": "Unusual: unlike its own history or its peers, please explain 异常：与自身历史或同类不同，请说明",
    "E3": "Pattern: visible only over many figures of one reporter 规律：仅在同一填报单位的大量数据中可见",
}


def write_rule_book(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """One section a class of evidence, one entry a rule."""
    rules = records(db, RULES)
    parts = ["# Rule book 规则手册", "", "A finding is a signal, not a verdict. 疑点仅为提示，不作结论。", ""]
    for code, meaning in CLASSES.items():
        parts += [f"## {code}  {meaning}", "", *(line for rule in rules if rule["evidence_class"] == code for line in _entry(rule))]
    (folder / "rule_book.md").write_text("\n".join(parts), encoding="utf-8")


def _entry(rule: dict[str, Any]) -> list[str]:
    return [
        f"### {rule['rule_id']} v{rule['rule_version']}", "", rule["sentence_zh"], "", rule["sentence_en"], "",
        f"- severity 级别: {rule['severity']}; tolerance 容差: {rule['tolerance_text'] or '–'}; smallest sample 最小样本: {rule['min_sample'] or '–'}",
        f"- authority 依据: {rule['citation']} (certainty 确定性 {rule['certainty']}); pack 规则包: {rule['pack']}",
        f"- next step 下一步: {rule['next_step_zh'] or '–'} {rule['next_step_en'] or ''}",
        f"- measured 实测: {_measured(rule)}", f"- in the field 实际应用: {_field(rule)}", "",
    ]  # fmt: skip


def _measured(rule: dict[str, Any]) -> str:
    if not rule["n_measured"]:
        return "not yet 尚未测量"
    told = f"{rule['n_measured']} planted faults 处植入错误, recall 检出率 {_share(rule['recall'])}, precision 准确率 {_share(rule['precision'])}"
    return f"{told}, false alarms per 1,000 judgements 每千次误报 {rule['false_alarms_per_1000'] or 0:.1f} ({rule['benchmark_version']}, {rule['measured_on']})"


def _field(rule: dict[str, Any]) -> str:
    if not rule["n_verdicts"]:
        return "no verdict of a supervisor yet 尚无监督意见"
    demoted = "; demoted to information 已降为提示" if rule["is_demoted"] else ""
    return f"{rule['n_verdicts']} verdicts 次认定, {rule['n_rejected']} rejected 被否, precision 准确率 {_share(rule['field_precision'])}{demoted}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
