"""The full-text index: the one place whose SQL only SQLite understands (FTS5, step 0050_message_words.sqlite.sql).

For PostgreSQL the same functions are `to_tsvector('simple', words || ' ' || marks)` in a column of message_texts
with a GIN index, and a `tsquery` with `:*` for prefixes and `<->` for what stands together.

The index has two columns. `words` are the words of a content; `marks` say where it may be found, so that no search
walks through what belongs to others: the dialog, the boxes (a group has one mark for all), and the writer. Marks only
narrow; what is found is held against the messages themselves (storage/searching/search.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storage.database import Snapshot, Tx

Doc = tuple[int, str, str]
"""The number of a row of message_texts, its words and its marks."""

MATCHING = "SELECT rowid FROM message_words WHERE message_words MATCH ?"
"""The numbers of the documents that a `condition` describes."""


async def add(tx: Tx, docs: Iterable[Doc]) -> None:
    """Index documents, in the order of their numbers: the index writes itself out when one is lower than the last."""
    await tx.executemany("INSERT INTO message_words (rowid, words, marks) VALUES (?, ?, ?)", docs)


async def remove(tx: Tx, docs: Iterable[Doc]) -> None:
    """Take documents out of the index, as they were put in and in the order of their numbers."""
    await tx.executemany(
        "INSERT INTO message_words (message_words, rowid, words, marks) VALUES ('delete', ?, ?, ?)", docs
    )


async def count(view: Snapshot, match: str) -> int:
    """How many documents a `condition` describes."""
    found: int = await view.fetchval("SELECT COUNT(*) FROM message_words WHERE message_words MATCH ?", (match,))
    return found


def condition(words: Sequence[Sequence[str]], marks: Sequence[Sequence[str]]) -> str:
    """What `MATCHING` looks for: every word at the beginning of one of the text's; of each group of marks, any.

    Words and marks hold letters, digits and symbols only, and are quoted besides: nothing of a query is syntax.
    """
    terms = [f'words : "{" ".join(parts)}" *' for parts in words]
    terms += ["marks : (" + " OR ".join(f'"{mark}"' for mark in group) + ")" for group in marks]
    return " AND ".join(terms)
