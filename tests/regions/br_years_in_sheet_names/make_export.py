"""Write the invented workbook of this folder: python tests/regions/br_years_in_sheet_names/make_export.py."""

from __future__ import annotations

from pathlib import Path

import openpyxl

SHEETS = {
    "Despesas - 2022": [("Cod", "item", "valor", None), (9901, "PESSOAL", 120.5, True), (9901, "INVESTIMENTOS", 80, False)],
    "Histograma 2022": [(None, "histograma"), ("PESSOAL", 1)],
    "Despesas - 2023": [("Cod", "item", "valor", None), (9901, "PESSOAL", 130, True)],
    "Despesas - 1999": [("Cod", "item", "valor", None), (9901, "PESSOAL", 5, True)],
}

if __name__ == "__main__":
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(Path(__file__).parent / "municipios.xlsx")
