"""The steps that make the schema, applied in the order of their numbers by `storage.migrate`.

A step is `NNNN_name.sql`, in the SQL both engines take: BIGINT, TEXT, BLOB and DOUBLE PRECISION columns, truth values
as BIGINT 0 and 1. Two words are SQLite's own and left to PostgreSQL's driver to replace: BLOB (BYTEA there) and
WITHOUT ROWID (nothing there). Where the engines differ by more, as in full-text search, a step is two files,
`NNNN_name.sqlite.sql` and `NNNN_name.postgres.sql`. What SQL cannot do is a Python step, `NNNN_name.py`, with
`async def up(tx: Tx) -> None`. Every statement of a script ends with a semicolon at the end of a line.

Each feature numbers its steps in its own ten: 0010 accounts, 0020 users, 0030 messages, 0040 files … A step that was
released is never edited: a later one corrects it. A statement that changes most rows of a large table is `OR FAIL` on
SQLite, which would otherwise keep all their pages in memory to undo it alone.
"""
