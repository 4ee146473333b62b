"""Printed words made comparable: headers, sheet names and title lines. Amounts are never touched here."""

from __future__ import annotations

import re
import unicodedata

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff（）()、·]+")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
YEARS = re.compile(r"(?<!\d)((?:19|20)\d{2})年?\s*[-—–~～至到]\s*((?:19|20)\d{2})(?!\d)")
MONTHS = re.compile(r"(?<!\d)(\d{1,2})\s*[-—–~～至到]\s*(\d{1,2})\s*月")
PART_OF_YEAR = re.compile(r"上半年|前三季度|第?[一二三]季度|第?[123]季度|截至\s*(?:1[01]|[1-9])\s*月")
UNIT = re.compile(r"单\s*位\s*[:：]\s*(?:人民币)?\s*(百万元|千元|万元|亿元|元)|[（(](?:单位[:：])?(百万元|千元|万元|亿元|元)[）)]")


def label_key(text: str) -> str:
    """A header as people mean it: one width, no white space, no leading #, lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lstrip("#").casefold()


def cjk_part(text: str) -> str:
    """The Chinese part of a bilingual header; the text itself where it has none."""
    parts = CJK.findall(re.sub(r"\s+", "", text))
    return max(parts, key=len) if parts else text


def stated_years(lines: list[str]) -> list[int]:
    """Every year that title lines name: 2019-2024 names six."""
    spans = [range(int(first), int(last) + 1) for line in lines for first, last in YEARS.findall(line)]
    return sorted({int(year) for line in lines for year in YEAR.findall(line)}.union(*spans))


def stated_period(lines: list[str]) -> str | None:
    """A part of the year named in a title line, as printed: 1-9月, 上半年. A span up to December is a whole year."""
    for line in lines:
        if (span := MONTHS.search(line)) and int(span[2]) < 12:
            return span[0]
        if part := PART_OF_YEAR.search(line):
            return part[0]
    return None


def stated_unit(line: str) -> str | None:
    """The Chinese money unit a line states, if any."""
    found = UNIT.search(line)
    return (found[1] or found[2]) if found else None
