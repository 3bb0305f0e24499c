"""Sets of rows on their way to their tables: what the units of a group have staged, or a journal records."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import msgpack
from msgspec.msgpack import Encoder as MessagePack

from storage.database import KeptTable, Row
from storage.many_rows import by_size, in_sizes

STATEMENTS_KNOWN = 64
"""Statements of which is remembered how they go for many rows; there are as many as tables."""

_RECORDS = "SELECT rows FROM journal ORDER BY number"
_ROW = re.compile(r"(?<= VALUES )(\([^()]*\))")
_pack = MessagePack().encode
"""Writes what msgpack does, in a third of the time."""
_BOX = itemgetter(0)
"""Of a row: all tables whose rows wait have keys that begin with a box."""
_EVEN_IF_THERE = " ON CONFLICT DO NOTHING"


Step: TypeAlias = tuple[str, Sequence[Row]] | tuple[KeptTable, Mapping[Row, Row]]
"""What a unit stages at once: new rows, with the statement that inserts them, or whole rows of a table by key."""


class Portion(NamedTuple):
    """A statement that puts `rows` rows into their table."""

    sql: str
    parameters: list[object]
    rows: int


@lru_cache(STATEMENTS_KNOWN)
def _of_many(sql: str) -> dict[int, str]:
    """An INSERT of one row as statements for many: each index is opened once for all of them."""
    begin, row, end = _ROW.split(sql, 1)
    return by_size(begin, row, end)


_kept_table = lru_cache(STATEMENTS_KNOWN)(KeptTable)
"""A table by what a record says of it: every record names the same few, and to write their statements takes longer than
to read their rows."""


class Staged:
    """Rows that wait: new ones by the statement that inserts them, kept ones by the name of their table and by key."""

    __slots__ = ("inserts", "kept", "tables")

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.inserts: defaultdict[str, list[Row]] = defaultdict(list)
        self.kept: defaultdict[str, dict[Row, Row]] = defaultdict(dict)
        self.tables: dict[str, KeptTable] = {}
        self.add(steps)

    def __bool__(self) -> bool:
        return bool(self.inserts or self.kept)

    def __len__(self) -> int:
        return sum(map(len, self.inserts.values())) + sum(map(len, self.kept.values()))

    def add(self, steps: Iterable[Step]) -> None:
        """Add what units staged, in this order."""
        for into, rows in steps:
            if isinstance(into, str):
                self.inserts[into] += rows
            else:
                self.tables[into.name] = into
                self.kept[into.name].update(rows)

    def absorb(self, later: Staged) -> None:
        """Add what came later."""
        for sql, rows in later.inserts.items():
            self.inserts[sql] += rows
        self.tables.update(later.tables)
        for name, kept in later.kept.items():
            self.kept[name].update(kept)

    def packed(self) -> bytes:
        """The rows as a record of the journal."""
        kept = []
        for name, rows in self.kept.items():
            table = self.tables[name]
            kept.append((name, table.key, table.columns, list(rows.values())))
        return _pack((list(self.inserts.items()), kept))

    def _unpack(self, record: bytes) -> None:
        inserts, kept = msgpack.unpackb(record, use_list=False)
        for sql, rows in inserts:
            self.inserts[sql if sql.endswith(_EVEN_IF_THERE) else sql + _EVEN_IF_THERE] += rows
        for name, key, columns, rows in kept:
            self.tables[name] = _kept_table(name, key, columns)
            self.kept[name].update((row[: len(key)], row) for row in rows)

    def read(self, connection: sqlite3.Connection) -> None:
        """Add the rows of the whole journal. A part of the new ones may be in their tables already."""
        for (record,) in connection.execute(_RECORDS):
            self._unpack(record)

    def portions(self) -> list[Portion]:
        """The statements that put all rows into their tables, each table's by boxes, many at once.

        Rows of one box mostly come in the order of their keys; to compare all columns takes three times as long.
        """
        statements = [(sql, sorted(rows, key=_BOX)) for sql, rows in self.inserts.items()]
        statements += [(self.tables[name].upsert, sorted(kept.values(), key=_BOX)) for name, kept in self.kept.items()]
        return [
            Portion(_of_many(sql)[len(some)], list(chain.from_iterable(some)), len(some))
            for sql, rows in statements
            for some in in_sizes(rows)
        ]
