"""Rows that are stored at once and put into their tables later, many together.

A message is a row in many indexes, each on a page of its own that the commit copies into the log, and moves counters
and dialogs, the same ones again and again. So what `Tx.insert_later` and `Tx.keep` are given is kept in memory, and
the commit of a group writes it all as one record of the table `journal`. That is what stores it: a kill, a rollback or
a backup finds such rows there, and the next process reads them from it. They come to their tables when many wait, each
table's box by box, a kept row once however often it changed; and before anything reads one of the tables:

- A unit that names one of them in a statement moves what waits first, in its own transaction.
- A query that names one of them looks whether its snapshot has a journal. It is run again then, after the writer has
  moved the rows and before it commits anything else: no snapshot shows a box's new counters without what was counted.
  Before a `read` they are moved anyhow, if nothing has to be waited for, because it nearly always names one.
  When the device takes no more writes, the query finds the rows by views over both places (storage/sqlite/unmoved.py).

A statement that begins with `LATE` is run as it is: it can wait.

What a unit asks to be remembered (`Snapshot.fetch_remembered`) stays in memory too, until a statement may change a
table it was read from.

Kept rows stay in memory when they have come to their table, as many as there is room for. This connection is the only
one that writes; should another process have written nevertheless, everything in memory is read again.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from storage.database import LATE, Ahead, KeptTable, Row, Value
from storage.errors import MisuseError
from storage.many_rows import in_sizes
from storage.sqlite.staged import Portion, Staged, Step

STATEMENTS_KNOWN = 1024
"""Texts of statements of which is remembered which of the tables they name."""

REMEMBERED = 32_768
"""Kept rows of a table that are known, before those that have come there are forgotten; answers of a question that are
remembered, before all are."""

_TABLES = ("messages", "group_messages", "events", "search_queue", "boxes", "dialogs", "random_ids")
_NAMED = re.compile(rf"\b(?:{'|'.join(_TABLES)})\b")
_READS = re.compile(r"\s*SELECT\b")
_SOURCE = re.compile(r"\b(?:FROM|JOIN) (\w+)")
_TARGET = re.compile(r"(?:INSERT INTO|UPDATE(?: OR FAIL)?|DELETE FROM) (\w+)")

_RECORD = "INSERT INTO journal (rows) VALUES (?)"
_LAST = "SELECT COALESCE(MAX(number), 0) FROM journal"
_FORGET = "DELETE FROM journal WHERE number <= ?"
_EMPTY = "DELETE FROM journal"
_ANY = "SELECT EXISTS (SELECT 1 FROM journal)"
_HAS_JOURNAL = "SELECT 1 FROM sqlite_master WHERE name = 'journal'"


class StagedRowsError(BaseException):
    """A query named a table some of whose rows still wait in its snapshot; not for the query's own code to catch."""


@lru_cache(STATEMENTS_KNOWN)
def names_table(sql: str) -> bool:
    """Whether a statement has to find every row in a table whose rows may wait."""
    return not sql.startswith(LATE) and _NAMED.search(sql) is not None


class _Effect(NamedTuple):
    """What has to be known of a statement before it runs.

    `finds_all`: it has to find every row in a table whose rows may wait; `changes`: of these tables, those that it may
    change; `target`: the one table that it may change, "" if it may be any, None if it reads.
    """

    finds_all: bool
    changes: frozenset[str]
    target: str | None


@lru_cache(STATEMENTS_KNOWN)
def _effect(sql: str) -> _Effect:
    text = sql.removeprefix(LATE)
    if _READS.match(text):
        return _Effect(names_table(sql), frozenset(), None)
    found = _TARGET.match(text)
    return _Effect(names_table(sql), frozenset(_NAMED.findall(sql)), "" if found is None else found[1])


class Waiting(NamedTuple):
    """What waits of committed groups, and stands in the journal.

    `new` is as it came. Of `leaving`, which the records up to the number `upto` hold, `portions` with so many rows are
    left to be put into their tables; the others are there already.
    """

    new: Staged
    leaving: Staged
    portions: tuple[Portion, ...] = ()
    left: int = 0
    upto: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.portions)


class Staging:
    """The connection that writes, for the statements of units; knows which rows wait, and kept rows as they now are.

    Rows wait in two places: those of committed groups, and what the units of this group staged, step by step, the unit
    that runs last. To undo a unit is to forget its steps. Moving rows replaces what is in both places, and changes
    nothing that somebody may come back to.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.unit_wrote = False
        """Whether undoing the unit that runs takes a rollback: of rows that still wait it does not."""
        self._waiting = self._before_group = Waiting(Staged(), Staged())
        self._group: list[Step] = []
        self._unit_from = 0
        self._before_unit = (self._waiting, self._group, 0)
        self._recorded = Staged()
        self.known: defaultdict[str, dict[Row, Row]] = defaultdict(dict)
        """Kept rows as they now are, by table and key: those that wait, and others that were read or written."""
        self._absent: set[tuple[str, Row]] = set()
        """Kept rows, by table and key, that were looked for in this transaction and are not there."""
        self._remembered: dict[str, dict[Row, Row | None]] = {}
        self._sources: set[str] = set()
        self._version: int | None = None
        self.look()

    @property
    def rows(self) -> int:
        """How many rows of committed groups wait."""
        return len(self._waiting.new) + self._waiting.left

    @property
    def half_moved(self) -> bool:
        """Whether a part of what waited together has come to its tables, and a part has not."""
        return bool(self._waiting.portions)

    def look(self) -> bool:
        """See whether another process has written, and if so, what waits now; whether anything does.

        Within a transaction that writes, or with nothing lost by a wrong answer.
        """
        self._follow()
        return bool(self._waiting)

    def _follow(self) -> None:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._waiting = self._before_group = Waiting(Staged(), Staged())
            if self._connection.execute(_HAS_JOURNAL).fetchone() is not None:
                self._waiting.new.read(self._connection)
            self._know_again()
            self._version = version

    # What a unit does.

    def execute(self, sql: str, params: Sequence[Value]) -> sqlite3.Cursor:
        """Run a statement that sees all rows where they belong."""
        self._prepare(_effect(sql))
        return self._connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> int:
        """Run a statement that sees all rows where they belong for each row of parameters; how many rows it changed."""
        rows = list(rows)
        if not rows:
            return 0
        self._prepare(_effect(sql))
        return self._connection.executemany(sql, rows).rowcount

    def _prepare(self, effect: _Effect) -> None:
        finds_all, changes, target = effect
        if finds_all:
            self.move()
            self._absent.clear()  # what was kept since is in its table now
            for name in changes:
                self.known.pop(name, None)
        if target is not None:
            self.unit_wrote = True
            if target in self._sources:
                self._forget_answers()

    def insert_later(self, sql: str, rows: Sequence[Row]) -> None:
        """Let the rows of an INSERT wait."""
        self._group.append((sql, rows))

    def keep(self, table: KeptTable, rows: Mapping[Row, Row]) -> None:
        """Let whole rows wait."""
        self._group.append((table, rows))
        self.known[table.name].update(rows)

    def fetch_remembered(self, sql: str, params: Row) -> Row | None:
        """What the statement says for these parameters: its first row."""
        answers = self._remembered.get(sql)
        if answers is None or len(answers) >= REMEMBERED:
            if names_table(sql):
                raise MisuseError(f"of a table whose rows may wait, nothing is remembered: {sql}")
            answers = self._remembered[sql] = {}
            self._sources.update(("", *_SOURCE.findall(sql)))
        elif params in answers:
            return answers[params]
        row: Row | None = self._connection.execute(sql, params).fetchone()
        answers[params] = row
        return row

    def _forget_answers(self) -> None:
        self._remembered.clear()
        self._sources.clear()

    def fetch_kept(self, table: KeptTable, keys: Sequence[Row]) -> list[Row | None]:
        """The rows with these keys."""
        known = self.known[table.name]
        found = list(map(known.get, keys))
        if None in found:
            name, absent = table.name, self._absent
            missing = [key for key in keys if key not in known and (name, key) not in absent]
            if missing and (rows := self._read_kept(table, missing)):
                found = [rows.get(key) if row is None else row for key, row in zip(keys, found, strict=True)]
        return found

    def look_ahead(self, ahead: Ahead) -> None:
        """Look up at once what units of this transaction are going to `fetch_kept`."""
        asked: dict[KeptTable, list[Row]] = {}
        for table, key in ahead:
            if key not in self.known[table.name]:
                asked.setdefault(table, []).append(key)
        for table, keys in asked.items():
            name, rows = table.name, self._read_kept(table, keys)
            self._absent.update([(name, key) for key in keys if key not in rows])

    def _read_kept(self, table: KeptTable, keys: Sequence[Row]) -> dict[Row, Row]:
        """Those of these rows that are in a table, by key; from now on they are known."""
        rows = read_kept(self._connection.execute, table, keys)
        if rows:
            self.known[table.name].update(rows)
            self._remember(table.name)
        return rows

    def _remember(self, name: str) -> None:
        """Kept rows stay known that do not wait; all of those are forgotten when too many are known."""
        if len(self.known[name]) > REMEMBERED:
            self._know_again(name)

    def _know_again(self, *names: str) -> None:
        """Of kept rows, know those that wait, and no others; in these tables, or in all and nothing else."""
        if not names:
            self._forget_answers()
        for name in names or tuple(self.known):
            self.known.pop(name, None)
        group = Staged(self._group)
        for staged in (self._waiting.leaving, self._waiting.new, group):
            for name in names or staged.kept:
                if name in staged.kept:
                    self.known[name].update(staged.kept[name])

    def move(self) -> None:
        """Put all that waits into its tables, in the open transaction."""
        waiting, group = self._waiting, self._group
        if not (waiting or group):
            return
        staged = waiting.new
        if group:
            staged = Staged()
            staged.absorb(waiting.new)
            staged.add(group)
        wrote = self.unit_wrote or len(group) > self._unit_from
        self.unit_wrote = True  # until all are in their tables: half of it must not be committed, whoever had it done
        self._waiting, self._group, self._unit_from = Waiting(Staged(), Staged()), [], 0
        if waiting:
            self._connection.execute(_EMPTY)
        self._put((*waiting.portions, *staged.portions()))
        self.unit_wrote = wrote
        self._have_left(waiting.leaving, staged)

    def move_some(self, rows: int) -> None:
        """Put so many of the rows that wait into their tables, or all, in an open transaction without units."""
        new, leaving, portions, left, upto = self._waiting
        if not portions:
            (upto,) = self._connection.execute(_LAST).fetchone()
            new, leaving, portions, left = Staged(), new, tuple(new.portions()), len(new)
        count = some = 0
        while count < len(portions) and some < rows:
            some += portions[count].rows
            count += 1
        self._put(portions[:count])
        if count < len(portions):
            self._waiting = Waiting(new, leaving, portions[count:], left - some, upto)
        else:
            self._connection.execute(_FORGET, (upto,))
            self._waiting = Waiting(new, Staged())
            self._have_left(leaving)

    def _put(self, portions: Iterable[Portion]) -> None:
        for sql, parameters, _ in portions:
            self._connection.execute(sql, parameters)

    def _have_left(self, *moved: Staged) -> None:
        for staged in moved:
            for name in staged.kept:
                if staged.tables[name].asked_again:
                    self._remember(name)
                else:
                    self._know_again(name)

    # What the writer does.

    def begin(self) -> None:
        """A transaction that writes has begun."""
        self._absent.clear()
        self._follow()

    def begin_unit(self) -> None:
        """A unit begins."""
        self.unit_wrote = False
        self._unit_from = len(self._group)
        self._before_unit = (self._waiting, self._group, self._unit_from)

    def drop_unit(self) -> None:
        """The unit failed, and nothing of it has come to any table."""
        if len(self._group) > self._unit_from:
            del self._group[self._unit_from :]
            self._know_again()

    def undo_unit(self) -> None:
        """What the unit had done was undone in the transaction."""
        self._waiting, self._group, self._unit_from = self._before_unit
        del self._group[self._unit_from :]
        self._know_again()

    def record(self) -> None:
        """Write what waits of this group into the journal, to be committed with it."""
        if self._group:
            self._recorded = Staged(self._group)
            self._connection.execute(_RECORD, (self._recorded.packed(),))

    def committed(self) -> None:
        """The transaction is stored."""
        if self._group:
            self._waiting.new.absorb(self._recorded)
            self._group = []
        self._before_group = self._waiting

    def rolled_back(self) -> None:
        """The transaction, if there was one, is undone."""
        self._waiting = self._before_group
        self._group = []
        self._know_again()


def read_kept(
    execute: Callable[[str, Sequence[Value]], sqlite3.Cursor], table: KeptTable, keys: Sequence[Row]
) -> dict[Row, Row]:
    """Those of these rows that are in a table, by key."""
    length = len(table.key)
    if len(keys) == 1:
        row: Row | None = execute(table.select[1], keys[0]).fetchone()
        return {} if row is None else {keys[0]: row}
    return {
        row[:length]: row
        for some in in_sizes(keys)
        for row in execute(table.select[len(some)], list(chain.from_iterable(some))).fetchall()
    }


class StagedCheck:
    """Looks for rows that wait in the snapshots of one connection that reads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._has_journal = False

    def require_none(self) -> None:
        """Raises StagedRowsError if rows wait in the open snapshot."""
        if not self._has_journal:  # as long as the schema is being made
            self._has_journal = self._connection.execute(_HAS_JOURNAL).fetchone() is not None
        if self._has_journal and self._connection.execute(_ANY).fetchone()[0]:
            raise StagedRowsError
