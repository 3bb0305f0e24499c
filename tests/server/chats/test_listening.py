"""Voice messages in a group: who hears that somebody has listened."""

from __future__ import annotations

import pytest

from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.files.uploading import document, upload
from tests.server.people import Person, history, newest, random_id

messages = functions.messages


async def voices(group: Group, who: Person) -> list[types.Message]:
    return [one for one in (await history(who, group.peer)).messages if isinstance(one, types.Message) and one.media]


@pytest.mark.parametrize("gone", ["bob", "carol", None])
async def test_of_who_has_gone_nobody_hears_that_they_have_listened(group: Group, gone: str | None) -> None:
    voice = document(await upload(group.bob, b"not really a recording"), "audio/ogg")
    voice.attributes = [types.DocumentAttributeAudio(duration=2, voice=True)]
    await group.bob(messages.SendMedia(peer=group.peer, media=voice, message="", random_id=random_id()))
    heard = await newest(group.carol, group.peer)
    if gone is not None:
        await group.remove(group.alice, getattr(group, gone))
    await group.carol(messages.ReadMessageContents(id=[heard.id]))
    assert [one.media_unread for one in await voices(group, group.carol)] == [False]
    assert [one.media_unread for one in await voices(group, group.bob)] == [gone is not None]
