"""Writes the made-up workbook beside this file. The provinces do not exist."""

from __future__ import annotations

from pathlib import Path

import xlwt

PAGES = {
    "封面": [["示例统计年鉴 2020"]],
    "1-2": [
        ["7-6 分地区一般公共预算支出 (2019年)"], ["", "", "", "单位：亿元"],
        ["地  区\nRegion", "合计\nTotal", "一般公共\n服务\nGeneral Services", "公共安全 Public Security"],
        ["全国", 60.25, 21, 8.75], ["云泽省", 40.15, 14.4, 5.5], ["海屿省", 20.1, 6.6, 3.25],
        ["续表 continued"],
        ["地  区\nRegion", "教育\nEducation", "科学技术 Science", ""],
        ["全国", 20.5, "", ""], ["云泽省", 13.25, "—", ""], ["海屿省", 7.25, "", ""],
    ],
    "3": [["地 区 Region", "其他支出 Other"], ["全国", 10], ["云泽省", 7], ["海屿省", 3], ["注：本表为虚构。", ""]],
}  # fmt: skip


def main() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for title, lines in PAGES.items():
        sheet = book.add_sheet(title)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if cell != "":
                    sheet.write(row, column, cell)
    book.save(str(Path(__file__).with_name("yearbook-2019.xls")))


if __name__ == "__main__":
    main()
