"""What each line stands for and which total it is a part of. A parent must equal the sum of its children, so a wrong link is a wrong finding."""

from __future__ import annotations

from one_file import Landed, contract, land

HEADER = "编码,名称,数\n"
LAYOUT = "layout:\n  columns: {item_code: 编码, item_name: 名称}\n  amounts: [{column: 数, stage: final}]\n"
TOTAL = '  roles:\n    - {where: {item_name: "^合计$"}, role: grand_total}\n'


def tree(landed: Landed) -> dict[str, tuple[str, str | None]]:
    """Name -> (role, name of the parent)."""
    assert landed.export["status"] == "landed", landed.reason
    names = {row["row_number"]: row["item_name"] for row in landed.amounts}
    return {row["item_name"]: (row["row_role"], names.get(row["row_parent"])) for row in landed.amounts}


def test_codes_make_a_tree_by_their_beginning() -> None:
    lines = "201,类甲,9\n20101,款一,5\n2010101,项一,2\n2010102,项二,3\n20102,款二,4\n205,类乙,1\n,合计,10\n"
    assert tree(land(contract(LAYOUT + "  hierarchy: item_code\n" + TOTAL), HEADER + lines)) == {
        "类甲": ("subtotal", "合计"), "款一": ("subtotal", "类甲"), "项一": ("leaf", "款一"), "项二": ("leaf", "款一"),
        "款二": ("leaf", "类甲"), "类乙": ("leaf", "合计"), "合计": ("grand_total", None),
    }  # fmt: skip


def test_a_code_without_its_parent_hangs_on_the_next_one_up() -> None:
    lines = "201,类甲,5\n2010101,项一,2\n2010102,项二,3\n3010101,项三,1\n"
    assert tree(land(contract(LAYOUT + "  hierarchy: item_code\n"), HEADER + lines)) == {
        "类甲": ("subtotal", None), "项一": ("leaf", "类甲"), "项二": ("leaf", "类甲"), "项三": ("leaf", None),
    }  # fmt: skip


def test_a_tree_of_codes_is_one_tree_for_each_organisation() -> None:
    text = "layout:\n  columns: {organisation_name: 单位, item_code: 编码, item_name: 名称}\n  amounts: [{column: 数, stage: final}]\n  hierarchy: item_code\n"
    landed = land(contract(text), "单位,编码,名称,数\n甲局,201,a,5\n甲局,20101,b,5\n乙局,201,c,7\n乙局,20101,d,7\n丙局,20101,e,1\n")
    assert {name: parent for name, (_, parent) in tree(landed).items()} == {"a": None, "b": "a", "c": None, "d": "c", "e": None}


def test_numbering_makes_a_tree() -> None:
    lines = ",一、税收收入,9\n,（一）增值税,5\n,1.国内,2\n,2.进口,3\n,（二）所得税,4\n,二、非税收入,1\n,合计,10\n"
    assert tree(land(contract(LAYOUT + "  hierarchy: outline\n" + TOTAL), HEADER + lines)) == {
        "一、税收收入": ("subtotal", "合计"), "（一）增值税": ("subtotal", "一、税收收入"), "1.国内": ("leaf", "（一）增值税"), "2.进口": ("leaf", "（一）增值税"),
        "（二）所得税": ("leaf", "一、税收收入"), "二、非税收入": ("leaf", "合计"), "合计": ("grand_total", None),
    }  # fmt: skip


def test_indents_make_a_tree() -> None:
    lines = ",税收收入,9\n,  增值税,5\n,　　国内,2\n,　　进口,3\n, 所得税,4\n,非税收入,1\n"
    assert tree(land(contract(LAYOUT + "  hierarchy: indent\n"), HEADER + lines.replace("　　", "    "))) == {
        "税收收入": ("subtotal", None), "增值税": ("subtotal", "税收收入"), "国内": ("leaf", "增值税"), "进口": ("leaf", "增值税"),
        "所得税": ("leaf", "税收收入"), "非税收入": ("leaf", None),
    }  # fmt: skip


def test_wide_blanks_are_indents_too() -> None:
    assert tree(land(contract(LAYOUT + "  hierarchy: indent\n"), HEADER + ",税收,5\n,　增值税,5\n"))["增值税"] == ("leaf", "税收")


def test_a_subtotal_covers_the_lines_above_it_and_the_total_covers_the_subtotals() -> None:
    lines = ",a,1\n,b,2\n,小计,3\n,c,4\n,小计,4\n,d,5\n,合计,12\n"
    rules = '    - {{where: {{item_name: "^小计$"}}, role: subtotal, over: above}}\n    - {{where: {{item_name: "^合计$"}}, role: grand_total}}\n'.replace(
        "{{", "{"
    ).replace("}}", "}")
    for order in (rules, "\n".join(reversed(rules.strip("\n").split("\n"))) + "\n"):
        landed = land(contract(LAYOUT + "  roles:\n" + order), HEADER + lines)
        parents = {row["row_number"]: row["row_parent"] for row in landed.amounts}
        assert parents == {2: 4, 3: 4, 4: 8, 5: 6, 6: 8, 7: 8, 8: None}, "whatever the order of the rules"


def test_a_total_over_a_field_covers_the_lines_that_differ_in_it_only() -> None:
    text = """
layout:
  columns: {organisation_name: 单位, item_name: 项目}
  amounts: [{column: 数, stage: final}]
  roles:
    - {where: {organisation_name: ^全部$}, role: grand_total, over: [organisation_name]}
"""
    landed = land(contract(text), "单位,项目,数\n甲,教育,1\n乙,教育,2\n全部,教育,3\n甲,卫生,4\n全部,卫生,4\n")
    assert {row["row_number"]: row["row_parent"] for row in landed.amounts} == {2: 4, 3: 4, 4: None, 5: 6, 6: None}


def test_of_which_lines_and_eliminations_are_nobodys_part() -> None:
    lines = ",a,5\n,其中：a1,3\n,减：内部往来,-1\n,合计,5\n"
    rules = TOTAL + '    - {where: {item_name: "^其中"}, role: of_which}\n    - {where: {item_name: "^减"}, role: elimination}\n'
    assert tree(land(contract(LAYOUT + rules), HEADER + lines)) == {
        "a": ("leaf", "合计"), "其中：a1": ("of_which", None), "减：内部往来": ("elimination", None), "合计": ("grand_total", None),
    }  # fmt: skip


def test_two_totals_of_one_table_are_refused() -> None:
    landed = land(contract(LAYOUT + TOTAL), HEADER + ",a,1\n,合计,1\n,b,2\n,合计,2\n")
    assert landed.export["parked_reason"] == "several_totals"
    assert "rows [3, 5]" in landed.reason and "over: above" in landed.reason


def test_a_column_of_totals_is_the_parent_of_its_columns() -> None:
    text = """
layout:
  columns: {item_name: 名称}
  amounts:
    - {column: 总额, role: grand_total, total_of: [一般, 专项], stage: final}
    - {column: [一般, 专项], stage: final}
    - {column: 增长, measure: growth, of: [final]}
"""
    landed = land(contract(text), "名称,总额,一般,专项,增长\na,5,2,3,4%\n")
    assert landed.figures("column_name", "row_role", "column_parent", "measure") == [
        ("总额", "grand_total", None, "amount"), ("一般", "leaf", 2, "amount"), ("专项", "leaf", 2, "amount"), ("增长", "leaf", None, "growth"),
    ]  # fmt: skip


def test_a_total_of_everything_is_the_parent_of_all_plain_columns() -> None:
    text = 'layout:\n  columns: {item_name: 名称}\n  amounts:\n    - {column: 合计, role: grand_total, total_of: "*", stage: final}\n    - {column: "*", stage: final, header_is: organisation_name}\n'
    landed = land(contract(text), "名称,合计,甲局,乙局\na,5,2,3\n")
    assert landed.figures("organisation_name", "row_role", "column_parent") == [(None, "grand_total", None), ("甲局", "leaf", 2), ("乙局", "leaf", 2)]


def test_a_cell_of_a_total_line_in_a_total_column_is_a_total() -> None:
    text = LAYOUT.replace("[{column: 数, stage: final}]", "[{column: 数, stage: final}, {column: 其中, role: of_which, stage: final}]") + TOTAL
    landed = land(contract(text), "编码,名称,数,其中\n1,a,5,2\n,合计,5,2\n")
    assert landed.figures("item_name", "column_name", "row_role") == [
        ("a", "数", "leaf"), ("a", "其中", "of_which"), ("合计", "数", "grand_total"), ("合计", "其中", "grand_total"),
    ]  # fmt: skip


def test_a_layout_of_nothing_but_totals() -> None:
    landed = land(contract(LAYOUT + "  role: grand_total\n"), HEADER + "1,a,5\n")
    assert landed.figures("row_role") == [("grand_total",)]
