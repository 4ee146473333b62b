"""What the cells of a column say where its header says nothing, or says too much: regions, labels of a code book, names beside codes, units that are none."""

from __future__ import annotations

from pipelines.drafting.figures import is_label
from pipelines.drafting.seeds import place_codes, place_names, units
from pipelines.drafting.tables import Table
from pipelines.drafting.uses import Use, Uses, both_ways
from pipelines.drafting.words import matches, plain, words

DEPENDS = 0.9


def refuse_strange_units(kind: str, uses: Uses) -> None:
    """单位 is also an office, and a unit a department: a column of units prints known units."""
    use = uses.fields.get("unit")
    if use is not None and kind != "indicators" and use.column.share(lambda text: text in units()) < DEPENDS:
        uses.kept.append(uses.fields.pop("unit").column)


def by_content(table: Table, kind: str, uses: Uses) -> None:
    """Columns whose header says nothing but whose words are regions, or labels of a code book."""
    _region_codes(uses)
    if kind == "indicators":
        _who_reports(table, uses)
    for column in table.filled():
        if column.place in uses.spoken or column.figures > 0.2 or column.codes > 0.5:
            continue
        if "region" not in uses.fields and (share := column.share(lambda text: plain(text) in place_names())) > 0.6:
            uses.fields["region"] = Use(column, 0.5 + 0.45 * share, f"{share:.0%} of its texts are regions of the seeds")
        elif kind != "indicators" and not {"item_name", "item_code"} & set(uses.fields) and (share := column.share(is_label)) > 0.4:
            uses.fields["item_name"] = Use(column, 0.5 + 0.45 * share, f"{share:.0%} of its texts are labels of a code book")


def _who_reports(table: Table, uses: Uses) -> None:
    """Before the indicator stands mostly who reports it: the first column of words that repeats and that no header word explains."""
    indicator = uses.fields.get("indicator_name") or uses.fields.get("indicator_code")
    if indicator is None or {"organisation_name", "organisation_code"} & set(uses.fields):
        return
    for column in table.filled():
        if column.place < indicator.column.place and column.place not in uses.spoken and column.figures < 0.2 and column.is_named:
            if column.share(lambda text: plain(text) in place_names()) <= 0.6:
                uses.fields["organisation_name"] = Use(
                    column,
                    0.5,
                    f"'{column.name}' stands in front of the indicators",
                    question=f"is '{column.name}' the body that reports the figures of its line?",
                )
            return


def _region_codes(uses: Uses) -> None:
    """`code` beside names of regions: the codes are theirs, not of items."""
    code, name = uses.fields.get("item_code"), uses.fields.get("region")
    if code is not None and name is not None and "item_name" not in uses.fields and code.column.share(lambda text: text in place_codes()) > DEPENDS:
        uses.kept.append(name.column)
        uses.fields["region"] = Use(code.column, 0.9, f"its texts are codes of regions of the seeds, beside names in column '{name.column.name}'")
        uses.fields.pop("item_code")


def names_without_code(table: Table, uses: Uses) -> None:
    """A column of words that names nothing itself (descripción, or no header) describes the code it goes with."""
    codes = {name: use for name, use in uses.fields.items() if name.endswith("_code") and name.replace("_code", "_name") not in uses.fields}
    loose = [column for column in table.filled() if column.place not in uses.spoken and column.figures < 0.2 and column.codes < 0.3 and column.distinct > 1]
    for column in loose:
        telling = not column.is_named or matches(words()["name_words"], column.word_key)
        scored = [(both_ways(table, use.column, column), name) for name, use in codes.items()]
        if telling and scored and max(scored)[0] > 0.3:
            share, name = max(scored)
            shown = f"'{column.name}'" if column.is_named else f"column {column.place}"
            uses.fields[name.replace("_code", "_name")] = Use(
                column, 0.6 + 0.3 * share, f"{shown} goes with {uses.fields[name].column.name or name} in {share:.0%} of rows"
            )
            codes.pop(name)
