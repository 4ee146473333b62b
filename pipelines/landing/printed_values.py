"""What the text of a result or a target says: the SQL of the one figure it states, of its sign, and of the name of its form where it states none.

A figure counts only where the whole text is understood: sign, figure, magnitude, unit, note. 5/7, 20-25, <5 and 3 of the 4 reports are no figure of 5, 20
or 3. The mark of the decimal point, the groups and the minus are read by the reader of money (numbers.py).
"""

from __future__ import annotations

from pipelines.landing.numbers import MISSING, WIDE, sql_text
from pipelines.landing.value_words import (
    APPROXIMATE,
    BEFORE,
    BEHIND,
    CURRENCIES,
    DATE,
    FOOT,
    MAGNITUDES,
    MARK,
    NO_UNIT,
    PLAIN_BEFORE,
    SIGNS,
)

GAP = r"[ \t\x{00a0}\x{2009}\x{202f}\x{2007}]"
NUMERAL = rf"(?:[0-9]{{1,3}}(?:(?:{GAP}|')[0-9]{{3}})+(?:[.,][0-9]+)?|[0-9](?:[0-9.,]*[0-9])?|[.,][0-9]+)(?:[eE]-?[0-9]{{1,2}})?"
SIGNED = rf"[-+−△▲]?{NUMERAL}"
# (12), 12-, -$4: the whole cell is the figure.
ACCOUNTING = rf"^(?:(?:{CURRENCIES})?\({NUMERAL}{GAP}*%?\)|{NUMERAL}{GAP}*%?-|[-−](?:{CURRENCIES}){GAP}*{NUMERAL})$"
LABEL = "[^0-9<>=≥≤⩾≧⩽≦]*"
SIGN, WORDS, SUFFIX = ("|".join(words.values()) for words in (SIGNS, BEFORE, BEHIND))
MAGNITUDE = "|".join(reversed(MAGNITUDES.values()))
# Negated classes: named ones of all letters cost a hundred times as much to compile.
NO_LETTER = r"0-9\s\x{00a0}\x{2009}\x{202f}\x{2007}()\[\]<>=≥≤~≈±+*,;:?!…、，。；："
WORD = rf"[^{NO_LETTER}†‡§.'|–—―_#-][^{NO_LETTER}]*?"
PER = rf"(?:{GAP}*(?:per|por|pro|pour|par|每){GAP}*1[0., ]*0(?:{GAP}+{WORD}){{0,2}}?)?"
UNIT = rf"(?:{WORD}(?:{GAP}+{WORD}){{0,3}}?)??"
NOTE = rf"(?:{GAP}*(?:{MARK}|\([^()]*\)))*[.。;；,，]?$"
HEAD = {True: rf"^(?:(?:{LABEL}(?:{SIGN})|{WORDS}|{PLAIN_BEFORE})\s*)?", False: rf"^(?:(?:{PLAIN_BEFORE})\s*)?"}
TAIL = {True: rf"(?:{GAP}*,?{GAP}*(?:{SUFFIX}))?", False: ""}
OPERATOR = rf"^(?:{LABEL}(?:{SIGN})|{WORDS})|(?:{SUFFIX}){NOTE}"
JOINED = r"\b(?:and|y|et|und|e)\b|和|与"
SPAN_WORD = "between|from|entre|de|von|zwischen|介于|在"
SPAN = rf"^(?:(?:{SPAN_WORD})\s*)?({SIGNED}){GAP}*{UNIT}{GAP}*(?:[-~～—–―]|至|到|\b(?:to|bis|a|à)\b|{JOINED})\s*({SIGNED}){GAP}*({UNIT})(?:之间)?{NOTE}"
MISSING_WORDS = sorted(MISSING | {"n.a.", "n.a", "no data", "not available", "not applicable", "s/d", "k.a."})
HALF = "><='"
PLAIN = "^(?:[0-9]+|[0-9]{1,3}(?:[.,][0-9]{3})+)(?:[.,][0-9]+)?$"
RATIO = rf"^{NUMERAL}\s*(?:/|:|：|out of|of|de|von|sur|aus|分之)\s*{NUMERAL}{GAP}*{UNIT}{NOTE}"


def half_width(text: str) -> str:
    """SQL of a text with digits, marks and signs in one width."""
    return f"trim(translate({text}, {sql_text(WIDE[0] + '＞＜＝’')}, {sql_text(WIDE[1] + HALF)}))"


def is_plain(text: str) -> str:
    """SQL: the text is digits and their marks only."""
    return f"regexp_matches({text}, {sql_text(PLAIN)})"


def printed_columns(name: str, text: str, unit: str) -> list[str]:
    """SQL columns of a field, each built on those before it: w_<name> the text in one width, d_<name> whether it names a date, s_<name> figure, magnitude
    and unit of a text that states one figure, r_<name> the same of a range, u_<name> its upper end, p_<name> the figure that counts, '' where there is none.

    Signs and words such as at least and up to may stand beside the figure of a target; beside a result they make it a bound. A target may be a range.
    """
    signed = name == "target"
    w, d, s, r, u = (f"{letter}_{name}" for letter in "wdsru")
    note = sql_text(r"\([^()]*\)$")
    bare = f"regexp_replace({w}, {note}, '')"
    no_unit = NO_UNIT if signed else f"{NO_UNIT}|(?:{SUFFIX})$"
    behind, behind_range = f"{s}['unit']", f"{r}['unit']"
    one = f"not {_matches(behind, no_unit)} or lower({behind}) = lower(trim({unit}))"
    joined = f"{_matches(w, JOINED)} and not {_matches(w, f'^(?:{SPAN_WORD})')}"
    span = f"when {u} <> '' then {r}['low'] " if signed else ""
    return [
        f"{half_width(text)} as {w}",
        f"{_matches(bare, DATE)} as {d}",
        f"regexp_extract({w}, {sql_text(f'(?i){_whole(signed)}')}, ['figure', 'magnitude', 'unit']) as {s}",
        f"regexp_extract({w}, {sql_text(f'(?i){SPAN}')}, ['low', 'high', 'unit']) as {r}",
        f"case when {d} or ({joined}) or {_matches(behind_range, f'{NO_UNIT}|^(?:{MAGNITUDE})$')} then '' else {r}['high'] end as {u}",
        f"case when {is_plain(w)} or {_matches(w, ACCOUNTING)} then {w} when {d} then '' {span}when {one} then {s}['figure'] else '' end as p_{name}",
    ]


def plain_columns(name: str, text: str) -> list[str]:
    """The same for a field of which every text is plain: w_<name> and p_<name> alone."""
    return [f"{half_width(text)} as w_{name}", f"w_{name} as p_{name}"]


def plain_state(name: str, value: str) -> str:
    """SQL of the form of a plain result: a number, but where its groups are wrong."""
    return f"case when {value} is not null then 'number' when w_{name} is not null then 'unparsable' end"


def scaled(name: str, figure: str, unit: str) -> str:
    """SQL of a figure times the power of ten that the word behind it means, in the unit of the column: 1.2 million is 1,200 where that is thousands."""
    word = f"s_{name}['magnitude']"
    power, of_unit = _powers(word, "^(?:{})$"), _powers(unit, r"^\s*(?:{})\b")
    return f"case when {word} <> '' then try_cast({figure} * {power} / {of_unit} as decimal(28, 10)) else {figure} end"


def target_operator(name: str) -> str:
    """SQL of the sign of a target: >=, <=, >, <, =; between, date or text where it is one; null where it has none, or isn't understood."""
    text = f"w_{name}"
    cases = []
    for sign in SIGNS:
        before = rf"^(?:{LABEL}(?:{SIGNS[sign]})|{BEFORE[sign]})"
        behind = rf"|(?:{BEHIND[sign]}){NOTE}" if sign in BEHIND else ""
        cases.append(f"when {_matches(text, before + behind)} then {sql_text(sign)}")
    return (
        f"case when {is_plain(text)} then null when d_{name} then 'date' when not regexp_matches({text}, '[0-9]') then 'text' "
        f"when u_{name} <> '' then 'between' when p_{name} <> '' then case {' '.join(cases)} end end"
    )


def value_state(name: str, value: str) -> str:
    """SQL of the form in which a result is written; only `number` and `marked` have a value."""
    text = f"w_{name}"
    marked = _matches(text, f"[0-9%]{FOOT}|{MARK}")
    return (
        f"case when {text} is null then null when {is_plain(text)} and {value} is not null then 'number' "
        f"when lower({text}) in ({', '.join(sql_text(word) for word in MISSING_WORDS)}) then 'missing' "
        f"when d_{name} then 'date' when not regexp_matches({text}, '[0-9]') then 'text' "
        f"when {value} is not null then case when {marked} then 'marked' else 'number' end when u_{name} <> '' then 'range' "
        f"when {_matches(text, RATIO)} then 'ratio' when {_matches(text, OPERATOR)} and {_matches(text, _whole(True))} then 'bound' "
        f"when {_matches(text, APPROXIMATE)} then 'approximate' else 'unparsable' end"
    )


def _matches(text: str, pattern: str) -> str:
    return f"regexp_matches({text}, {sql_text('(?i)' + pattern)})"


def _whole(signed: bool) -> str:
    """The pattern of a text that states one figure. Groups: figure, magnitude, unit."""
    magnitude = rf"(?:{GAP}*({MAGNITUDE})\b\.?)?"
    return rf"{HEAD[signed]}(?:(?:{CURRENCIES}){GAP}*)?({SIGNED})(?:{FOOT}|{MARK})?{magnitude}{GAP}*({UNIT}){PER}{TAIL[signed]}{NOTE}"


def _powers(word: str, place: str) -> str:
    found = " ".join(f"when {_matches(word, place.format(words))} then {power}" for power, words in reversed(MAGNITUDES.items()))
    return f"(case {found} else 1 end)"
