"""What a command prints: records, as a table, as lines with tabs, or as JSON lines.

Rules of this file
- A record is a flat dict that JSON can hold. JSON has all of it; a table or a line has the columns asked for.
- In a line, tabs and line breaks inside a value are written `\\t` and `\\n`: one record is one line, always.
- Every record is flushed: whoever reads a pipe sees it when it happens.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

Record = Mapping[str, Any]

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Marks that turn the direction of writing."""
_UNPRINTABLE = {code: None for code in (*range(32), *range(127, 160), *_TURNING) if code not in (9, 10)}
"""On a terminal, what others wrote must neither move the cursor nor turn the text around it."""
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(127, 160), *_TURNING)}
"""The same in JSON, which escapes what is below these itself; its values stay what they are."""


class Output:
    """Standard output, in the form that was asked for.

    Args:
        as_json: One JSON object a line, whoever reads.
    """

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.is_terminal = sys.stdout.isatty()

    def done(self, record: Record, text: str) -> None:
        """One result: itself as JSON, or else a text for people."""
        self._line(_json(record) if self.as_json else text)

    def json(self, value: object) -> None:
        """What has no other form than JSON; indented on a terminal."""
        indent = 2 if self.is_terminal and not self.as_json else None
        self._line(_json(value, indent))

    def line(self, record: Record, columns: Sequence[str]) -> None:
        """One record at once, for what has no end that a table could wait for."""
        if self.as_json:
            self._line(_json(record))
        elif self.is_terminal:
            self._line("  ".join(_shown(record, column) for column in columns))
        else:
            self._line("\t".join(_plain(record.get(column)) for column in columns))

    def rows(self, records: Iterable[Record], columns: Sequence[str]) -> None:
        """Records, all of them known."""
        if self.is_terminal and not self.as_json:
            self._table(records, columns)
        else:
            for record in records:
                self.line(record, columns)

    async def stream(self, records: AsyncIterable[Record], columns: Sequence[str]) -> None:
        """Records as they come; a table has to wait for the last."""
        if self.is_terminal and not self.as_json:
            self._table([record async for record in records], columns)
        else:
            async for record in records:
                self.line(record, columns)

    def _table(self, records: Iterable[Record], columns: Sequence[str]) -> None:
        from rich import box
        from rich.console import Console
        from rich.table import Table

        table = Table(*columns, box=box.SIMPLE_HEAD, pad_edge=False)
        for record in records:
            table.add_row(*(_shown(record, column) for column in columns))
        Console(highlight=False, markup=False, emoji=False).print(table)

    def _line(self, text: str) -> None:
        print(text, flush=True)


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)


def _shown(record: Record, column: str) -> str:
    """A value as people read it."""
    value = record.get(column)
    if column == "date" and isinstance(value, int):
        return datetime.fromtimestamp(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value).translate(_UNPRINTABLE)


def _plain(value: object) -> str:
    """A value as a field of a line."""
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value).translate(_ESCAPES)
