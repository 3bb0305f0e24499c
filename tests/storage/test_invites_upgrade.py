"""Databases from before the links of former admins and of deleted accounts were revoked: they are, and no others."""

from __future__ import annotations

from pathlib import Path

from storage import migrate
from storage.accounts import profile_photos, users
from storage.accounts.users import UserKind
from storage.bus import LocalBus
from storage.conversations import chat_invites, chats
from storage.conversations.chat_invites import ChatInvite
from storage.conversations.chats import Chat, Member, Standing
from storage.database import Snapshot, Tx
from storage.media import collections
from storage.media.collections import MUSIC, Kept
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


async def test_deleted_accounts_keep_neither_links_nor_photos_nor_music(tmp_path: Path) -> None:
    async def write(tx: Tx) -> None:
        for user, kind in ((CREATOR, UserKind.DELETED), (ADMIN, UserKind.PERSON)):
            await users.create(tx, phone=None, first_name="", now=1_000, kind=kind, user_id=user)
            await chat_invites.save(tx, ChatInvite(f"code{user}", -7, user, 1_000))
            await profile_photos.show(tx, user, 70 + user)
            await collections.add(tx, user, MUSIC, 80 + user, 1_000, at_most=5)

    async def left(view: Snapshot, user: int) -> tuple[bool, list[int], list[Kept]]:
        link = await chat_invites.by_hash(view, f"code{user}")
        assert link is not None
        return (
            not link.revoked,
            await profile_photos.of_user(view, user),
            await collections.of_user(view, user, MUSIC),
        )

    async with SqliteDatabase(tmp_path / "chappe.db", LocalBus()) as database:
        await migrate.up(database, 1, steps_before("0088", tmp_path))
        await database.write(write)
        await migrate.up(database, 2)
        assert await database.read(lambda view: left(view, CREATOR)) == (False, [], [])
        assert await database.read(lambda view: left(view, ADMIN)) == (True, [72], [Kept(82, 1_000)])
