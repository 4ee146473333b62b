"""What a report tells in which order, in two languages, as tables of text: the same for every format. Not here: HTML and documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.reports.facts import Facts

WORDS = {
    "missing": "缺报", "late": "迟报", "due": "将到期", "not_due": "未到期", "received": "已收", "parked": "已收但无法读取", "no_calendar": "无时限",
    "pass": "通过", "fail": "疑点", "no_data": "缺数据", "not_applicable": "不适用", "open": "待答复", "confirmed": "已确认",
    "explained": "已说明", "waived": "暂不整改", "favour": "优先保障", "keep": "维持", "cut": "压减", "suspend": "暂停", "not_demonstrable": "无法证明",
    "expenditure": "支出", "revenue": "收入", "balance": "收支平衡", "proposed": "草案", "adopted": "年初预算", "adjusted": "调整预算", "final": "决算",
    "flash": "快报", "error": "错误", "warning": "警告", "info": "提示", "fatal": "严重",
}  # fmt: skip
WITH_WORDS = ("status", "state", "severity", "recommendation", "kind", "stage")


@dataclass(frozen=True)
class Section:
    """A heading, a sentence of how to read it, and a table; `empty` is said where the table has no row."""

    title: str
    note: str
    empty: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


# Question, title, note, what is said of nothing, and the columns with their headings.
LAYOUT: tuple[tuple[str, str, str, str, dict[str, str]], ...] = (
    ("money", "资金 Money by stage", "同一行口径相同；不同行不可相加。 One definition a row; rows must not be added up.",
     "本期无金额。 No amount of this period is in the book.",
     {"kind": "类别 kind", "stage": "阶段 stage", "account": "账户 account", "scope": "范围 scope", "period_basis": "期间 basis", "period_end": "截至 to",
      "amount": "金额 amount", "currency": "币种 currency", "n_lines": "行数 lines", "contract_id": "来源 export"}),
    ("coverage", "报送情况 What was due and came", "依据各来源约定的时限。 By the calendar of the contracts.", "无应报文件。 No file is expected.",
     {"publisher": "报送单位 publisher", "contract_id": "来源 export", "status": "状态 status", "due_date": "时限 due", "received_on": "收到 received",
      "n_days_late": "逾期天数 days late"}),
    ("silence", "检查结果 What could be judged", "没有疑点不等于没有问题：也要看缺数据的项数。 No finding may only mean no data.",
     "没有可检查的内容。 Nothing was judged.",
     {"status": "结果 result", "n_judgements": "项数 judgements", "n_rules": "规则数 rules"}),
    ("classes", "疑点分类 Findings by class", "E0矛盾，E1有佐证，E2异常，E3规律。 E0 contradiction, E1 corroborated, E2 unusual, E3 pattern.",
     "没有疑点。 No finding.",
     {"evidence_class": "等级 class", "severity": "程度 severity", "n_findings": "条数 findings", "n_open": "未结 open", "n_overdue": "逾期 overdue",
      "n_repeats": "屡犯 repeats"}),
    ("telling", "主要疑点 The most telling findings", "每类至多五条。 Up to five of each class.", "没有疑点。 No finding.",
     {"evidence_class": "等级 class", "rule_id": "规则 rule", "subject": "对象 subject", "sentence_zh": "说明", "sentence_en": "in words",
      "finding_id": "编号 id"}),
    ("owed", "待整改 Open rectification", "未答复或已确认未整改。 Not answered, or confirmed and not corrected.", "没有待整改事项。 Nothing is owed.",
     {"due_on": "时限 due", "is_overdue": "逾期 overdue", "state": "状态 state", "rule_id": "规则 rule", "subject": "对象 subject", "finding_id": "编号 id"}),
    ("recommendations", "预算安排建议 Recommendations for the next budget", "依规则得出，由人决定。 They follow a rule; people decide.",
     "没有建议。 No recommendation.",
     {"programme_name": "项目 programme", "recommendation": "建议 recommendation", "sentence_zh": "理由", "sentence_en": "why", "change_en": "would change it",
      "citation": "依据 authority"}),
)  # fmt: skip


def sections(facts: Facts) -> list[Section]:
    """All of them, in order."""
    return [
        Section(title, note, empty, tuple(columns.values()), tuple(tuple(_text(name, row[name]) for name in columns) for row in facts.answers[question]))
        for question, title, note, empty, columns in LAYOUT
    ]


def heading(facts: Facts) -> tuple[str, str]:
    """The title and the line below it."""
    what = "月报 Monthly report" if facts.period.is_month else "年报 Yearly report"
    name = " ".join(part for part in (facts.region["name_local"], facts.region["name_en"]) if part)
    told = (
        f"{facts.region['region_code']}, release {facts.release['number']} of {facts.release['published_at']} UTC, Caliber {facts.release['caliber_version']}"
    )
    return f"{name} {facts.period.text} {what}", told


CAUTION = "内部资料：含尚在答复期内的疑点，仅为提示。 For supervisors: holds findings within their reply period; they are signals, not verdicts."


def _text(name: str, value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if name in WITH_WORDS:
        return f"{WORDS[value]} {value}" if value in WORDS else str(value)
    return f"{value:,}" if isinstance(value, int) else str(value)
