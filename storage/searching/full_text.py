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

PAGE = 4000
"""Bytes of a page of the index, about; a document takes about as many as it has characters."""

MERGED_FOR_EACH = 4
"""Pages that are merged for each that is written: on its way into the largest segment of an index of millions of
documents, each is written again three or four times."""

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


async def merge(tx: Tx, documents: Sequence[Doc]) -> None:
    """Merge a part of the index's segments, in proportion to the documents that were added or removed.

    Left to itself, FTS5 merges all of them at once that are of one size, in the transaction that finds sixteen: that
    takes longer than messages can wait.
    """
    pages = 1 + sum(len(words) + len(marks) for _, words, marks in documents) // PAGE
    await tx.execute("INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)", (MERGED_FOR_EACH * pages,))


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
