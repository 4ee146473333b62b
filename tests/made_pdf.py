"""Write small pdf files by hand: text in Chinese and Latin letters at given places, ruled tables, pictures. Only what the tests need."""

from __future__ import annotations

from collections.abc import Sequence

PAGE = (595, 842)
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 "
    b"/BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
    b"/Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)
Table = Sequence[Sequence[str | None]]


class Sheet:
    """One page. `y` counts from the top; every letter is as wide as it is high."""

    def __init__(self) -> None:
        self.marks: list[bytes] = []
        self.y = 60.0
        self.picture = False

    def text(self, line: str, x: float = 60.0, size: float = 10.0, y: float | None = None) -> Sheet:
        """One line of text; without `y` below the last one."""
        at = self.y if y is None else y
        shown = line.encode("utf-16-be").hex().encode()
        self.marks.append(b"BT /F1 %.1f Tf %.1f %.1f Td <%s> Tj ET" % (size, x, PAGE[1] - at, shown))
        if y is None:
            self.y += size * 1.5
        return self

    def table(self, rows: Table, widths: Sequence[float], x: float = 60.0, height: float = 18.0) -> Sheet:
        """A ruled table. None goes on to the right of (or, in the first column of a row, below) the cell before it: no line is drawn between."""
        edges = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        for number, row in enumerate(rows):
            top, bottom = self.y + number * height, self.y + (number + 1) * height
            for place, cell in enumerate(row):
                left, right = edges[place], edges[place + 1]
                above = number == 0 or not (place == 0 and cell is None)
                self._line(left, bottom, right, bottom) if number == len(rows) - 1 else None
                self._line(left, top, right, top) if above else None
                self._line(left, top, left, bottom) if place == 0 or cell is not None else None
                if cell:
                    self.text(cell, left + 2, 8, y=bottom - 5)
            self._line(edges[-1], top, edges[-1], bottom)
        self.y += len(rows) * height + 12
        return self

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.marks.append(b"%.1f %.1f m %.1f %.1f l S" % (x0, PAGE[1] - y0, x1, PAGE[1] - y1))

    def image(self) -> Sheet:
        """A picture over the whole page, as a scanner makes it."""
        self.picture = True
        self.marks.append(b"q %d 0 0 %d 0 0 cm /I1 Do Q" % PAGE)
        return self


def made_pdf(*sheets: Sheet) -> bytes:
    """The pages as one file."""
    image = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n\x80\nendstream"
    kids = b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(sheets)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(sheets)), FONT, image]
    for i, sheet in enumerate(sheets):
        pictures = b"/XObject << /I1 4 0 R >>" if sheet.picture else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R >> %s >> /Contents %d 0 R >>" % (*PAGE, pictures, 6 + 2 * i)
        )
        content = b"\n".join(sheet.marks)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
