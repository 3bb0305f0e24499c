"""Albums: sent together, kept together when they are forwarded, with and without their captions."""

from __future__ import annotations

from typing import Any

from mtproto.tl import functions, types
from tests.server.files.uploading import document, upload
from tests.server.people import Pair, history, random_id

messages = functions.messages


async def album(pair: Pair, *captions: str) -> list[types.Message]:
    """An album that Alice sends to Bob, as it stands in her box."""
    media = [
        types.InputSingleMedia(
            media=document(await upload(pair.alice, caption.encode() * 9)), random_id=random_id(), message=caption
        )
        for caption in captions
    ]
    await pair.alice(messages.SendMultiMedia(peer=pair.to_bob, multi_media=media))
    found: list[types.Message] = (await history(pair.alice, pair.to_bob)).messages
    return found[::-1]


async def forwarded(pair: Pair, sent: list[types.Message], **fields: Any) -> list[types.Message]:
    """The same in Saved Messages, the first one first."""
    ids = [one.id for one in sent]
    request = messages.ForwardMessages(
        from_peer=pair.to_bob,
        id=ids,
        to_peer=types.InputPeerSelf(),
        random_id=[random_id() for _ in ids],
        **fields,
    )
    await pair.alice(request)
    found: list[types.Message] = (await history(pair.alice, types.InputPeerSelf())).messages
    return found[: len(ids)][::-1]


async def test_an_album_stays_one_when_it_is_forwarded(pair: Pair) -> None:
    sent = await album(pair, "one", "two", "three")
    (group,) = {one.grouped_id for one in sent}
    saved = await forwarded(pair, sent)
    assert [one.message for one in saved] == ["one", "two", "three"]
    (again,) = {one.grouped_id for one in saved}
    assert again not in (None, group)  # together, but another album
    assert (await forwarded(pair, sent))[0].grouped_id not in (group, again)


async def test_captions_may_be_left_behind(pair: Pair) -> None:
    sent = await album(pair, "one", "two")
    saved = await forwarded(pair, sent, drop_author=True, drop_media_captions=True)
    assert [(one.message, one.fwd_from) for one in saved] == [("", None)] * 2
    assert [one.media.document.id for one in saved] == [one.media.document.id for one in sent]
    assert len({one.grouped_id for one in saved}) == 1
    plain = functions.messages.SendMessage(peer=pair.to_bob, message="a text is no caption", random_id=random_id())
    await pair.alice(plain)
    newest = (await history(pair.alice, pair.to_bob)).messages[:1]
    (kept,) = await forwarded(pair, newest, drop_author=True, drop_media_captions=True)
    assert kept.message == "a text is no caption"
