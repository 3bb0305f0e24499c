"""Databases from before mentions in private chats counted as none: they do, and those in groups stay."""

from __future__ import annotations

from pathlib import Path

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import dialogs, messages
from storage.conversations.dialogs import UNREAD_MENTION, Dialog
from storage.conversations.messages import Flag, Message
from storage.database import Snapshot, Tx
from storage.sqlite import SqliteDatabase
from tests.storage.older_schema import steps_before

OWN, FRIEND, GROUP = 1, 2, -3


async def test_mentions_in_private_chats_are_forgotten(tmp_path: Path) -> None:
    async def write(tx: Tx) -> None:
        for number, peer in ((1, FRIEND), (2, GROUP)):
            flags = UNREAD_MENTION | Flag.SILENT
            copy = Message(OWN, number, peer, FRIEND, 1_000, FRIEND, number, flags, None, 0, {"text": "you"})
            await messages.insert(tx, [copy])
            await dialogs.save(tx, Dialog(OWN, peer, top_message=number, total=1, unread_mentions=1))

    async def left(view: Snapshot, peer: int, number: int) -> tuple[int, bool, bool]:
        copy = await messages.by_id(view, OWN, number)
        assert copy is not None
        counted = (await dialogs.get(view, OWN, peer)).unread_mentions
        return counted, UNREAD_MENTION in copy.flags, Flag.SILENT in copy.flags

    async with SqliteDatabase(tmp_path / "chappe.db", LocalBus()) as database:
        await migrate.up(database, 1, steps_before("0090", tmp_path))
        await database.write(write)
    async with SqliteDatabase(tmp_path / "chappe.db", LocalBus()) as database:
        await migrate.up(database, 2)
        assert await database.read(lambda view: left(view, FRIEND, 1)) == (0, False, True)
        assert await database.read(lambda view: left(view, GROUP, 2)) == (1, True, True)
