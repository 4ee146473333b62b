"""R's serialised objects: bytes to values, for data frames and what they are made of. No table here, and nothing is ever run.

The form is that of the manual "R Internals", section 1.8, in its XDR form. Code, environments and other objects are passed over or refused.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipelines.decoding.grid import DecodingError

NIL, REFERENCE, ALTERNATIVE, SYMBOL, PAIRS, CHARACTERS, TEXTS, VECTOR = 254, 255, 238, 1, 2, 9, 16, 19
NUMBERS = {10: ">i4", 13: ">i4", 14: ">f8"}
MISSING = -(2**31)
LATIN_1 = 1 << 14
# A data frame is three deep; more is built to exhaust whoever reads it.
MAX_DEPTH = 40


@dataclass
class Value:
    """One R object: `kind` is its number in R, `data` an array, a list of texts or of Values, `attributes` what R hangs on it."""

    kind: int
    data: Any = None
    attributes: dict[str, Value] = field(default_factory=dict)

    def texts(self, attribute: str) -> list[str]:
        found = self.attributes.get(attribute)
        return [text or "" for text in found.data] if found is not None and found.kind == TEXTS else []


class Reader:
    """Goes through the bytes once, from object to object."""

    def __init__(self, data: bytes, start: int) -> None:
        self.data, self.place = data, start
        self.symbols: list[Value] = []

    def document(self) -> Value:
        version = self.number()
        self.place += 8
        if version == 3:
            encoding = self.number()
            self.place += encoding
        return self.value(0)

    def number(self) -> int:
        (found,) = struct.unpack_from(">i", self.data, self.place)
        self.place += 4
        return int(found)

    def length(self) -> int:
        found = self.number()
        if found < 0 or found > len(self.data):
            raise ValueError(f"{found} elements at byte {self.place}")
        return found

    def value(self, depth: int) -> Value:
        if depth > MAX_DEPTH:
            raise DecodingError("nested_columns", f"objects are nested more than {MAX_DEPTH} deep; save a flat data frame")
        flags = self.number()
        kind, tagged = flags & 0xFF, bool(flags & 0x400)
        if kind == REFERENCE:
            return self.symbols[(flags >> 8 or self.number()) - 1]
        if kind == SYMBOL:
            self.symbols.append(Value(SYMBOL, self.value(depth + 1).data))
            return self.symbols[-1]
        if kind == PAIRS:
            return self.pairs(flags, depth)
        if kind == ALTERNATIVE:
            return self.alternative(depth)
        found = Value(kind, self.content(kind, flags, depth))
        if flags & 0x200 and kind != CHARACTERS:
            found.attributes = self.value(depth + 1).attributes
        if tagged and kind not in (NIL, CHARACTERS):
            raise ValueError(f"an object of kind {kind} with a name at byte {self.place}")
        return found

    def pairs(self, flags: int, depth: int) -> Value:
        """A list of named values, as a Value whose attributes they are."""
        found = Value(PAIRS)
        while flags & 0xFF == PAIRS:
            if flags & 0x200:
                self.value(depth + 1)
            name = str(self.value(depth + 1).data) if flags & 0x400 else ""
            found.attributes.setdefault(name, self.value(depth + 1))
            flags = self.number()
        if flags & 0xFF != NIL:
            # A pair proper: its second half is no list.
            self.place -= 4
            self.value(depth + 1)
        return found

    def content(self, kind: int, flags: int, depth: int) -> Any:
        if kind == CHARACTERS:
            size = self.number()
            if size < 0:
                return None
            text = self.data[self.place : self.place + size].decode("latin-1" if flags & LATIN_1 else "utf-8")
            self.place += size
            return text
        if kind in NUMBERS:
            count, dtype = self.length(), np.dtype(NUMBERS[kind])
            found = np.frombuffer(self.data, dtype, count, self.place)
            self.place += count * dtype.itemsize
            return found
        if kind == TEXTS:
            return [self.value(depth + 1).data for _ in range(self.length())]
        if kind == VECTOR:
            return [self.value(depth + 1) for _ in range(self.length())]
        if kind >= 241:
            return None
        raise DecodingError("unsupported_type", f"an R object of kind {kind} at byte {self.place}; save the data frame alone, or as csv")

    def alternative(self, depth: int) -> Value:
        """What R stores in short: a span of whole numbers, or a wrapped vector."""
        info, state, _ = self.value(depth + 1), self.value(depth + 1), self.value(depth + 1)
        form = str(next(iter(info.attributes.values())).data)
        if form in ("compact_intseq", "compact_realseq"):
            count, first, step = (float(part) for part in state.data)
            if not 0 <= count <= 100_000_000:
                raise ValueError(f"a span of {count} numbers")
            return Value(14, first + step * np.arange(int(count)))
        kept = next(iter(state.attributes.values()), None) if state.kind == PAIRS else None
        if form.startswith("wrap_") and kept is not None:
            return kept
        if form == "deferred_string" and kept is not None and kept.kind in NUMBERS:
            return Value(TEXTS, [None if gone else f"{number:.15g}" for number, gone in zip(kept.data, missing(kept.data), strict=True)])
        raise DecodingError("unsupported_type", f"an R vector stored as '{form}'; save the data frame as csv")


def missing(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """R's NA: any number that is none among doubles, the smallest whole number elsewhere."""
    gone: npt.NDArray[np.bool_] = ~np.isfinite(values) if values.dtype.kind == "f" else values == MISSING
    return gone
