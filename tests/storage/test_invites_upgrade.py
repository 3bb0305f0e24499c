"""A database from before the links of former admins were revoked: they are, and no others."""

from __future__ import annotations

from pathlib import Path

from storage import migrate
from storage.bus import LocalBus
from storage.conversations import chat_invites, chats
from storage.conversations.chat_invites import ChatInvite
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Tx
from storage.sqlite import SqliteDatabase
from tests.storage.older_schema import steps_before

CREATOR, ADMIN, MEMBER, GONE, STRANGER = 1, 2, 3, 4, 5


async def test_links_of_former_admins_are_revoked(tmp_path: Path) -> None:
    async def write(tx: Tx) -> None:
        await chats.save(tx, Chat(7, "Everybody", "", CREATOR, 1_000, size=3))
        people = [
            Member(7, user, standing, user == ADMIN, CREATOR, 1_000)
            for user, standing in (
                (CREATOR, Standing.MEMBER),
                (ADMIN, Standing.MEMBER),
                (MEMBER, Standing.MEMBER),
                (GONE, Standing.LEFT),
            )
        ]
        await chats.put_members(tx, people)
        for user in (CREATOR, ADMIN, MEMBER, GONE, STRANGER):
            await chat_invites.save(tx, ChatInvite(f"code{user}", -7, user, 1_000))

    async with SqliteDatabase(tmp_path / "chappe.db", LocalBus()) as database:
        await migrate.up(database, 1, steps_before("0087", tmp_path))
        await database.write(write)
        await migrate.up(database, 2)
        links = [
            await database.read(lambda view, user=user: chat_invites.by_hash(view, f"code{user}"))
            for user in (CREATOR, ADMIN, MEMBER, GONE, STRANGER)
        ]
        assert [link.revoked for link in links if link is not None] == [False, False, True, True, True]
