"""The files of the starter pack that this server has made: their names there, and their ids here."""

from __future__ import annotations

from collections.abc import Mapping

from storage.database import Snapshot, Tx


async def made(view: Snapshot) -> dict[str, int]:
    """Every one of them."""
    return dict(await view.fetchall("SELECT name, file_id FROM starter_files"))


async def add(tx: Tx, files: Mapping[str, int]) -> None:
    """Remember files by their names."""
    await tx.executemany("INSERT INTO starter_files (name, file_id) VALUES (?, ?)", list(files.items()))
