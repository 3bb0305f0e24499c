"""Albums: sent together, now or later, kept together when they are forwarded, with and without their captions."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.file_references import LIFETIME
from tests.server.files.uploading import document, input_document, upload
from tests.server.people import ALICE, Pair, history, random_id

messages = functions.messages


async def send_album(pair: Pair, *captions: str, due: int | None = None) -> None:
    """An album that Alice sends to Bob, now or later."""
    media = [
        types.InputSingleMedia(
            media=document(await upload(pair.alice, caption.encode() * 9)), random_id=random_id(), message=caption
        )
        for caption in captions
    ]
    await pair.alice(messages.SendMultiMedia(peer=pair.to_bob, multi_media=media, schedule_date=due))


async def album(pair: Pair, *captions: str) -> list[types.Message]:
    """An album that Alice sends to Bob, as it stands in her box."""
    await send_album(pair, *captions)
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


async def waiting(pair: Pair) -> list[types.Message]:
    """What Alice has scheduled for Bob, in the order in which it will be sent."""
    found: list[types.Message] = (await pair.alice(messages.GetScheduledHistory(peer=pair.to_bob, hash=0))).messages
    return found[::-1]


@pytest.mark.parametrize("how", ["due", "sent now"])
async def test_a_scheduled_album_is_sent_whole(pair: Pair, how: str) -> None:
    due = int(pair.harness.clock.now()) + 100
    await send_album(pair, "one", "two", due=due)
    scheduled = await waiting(pair)
    if how == "due":
        await pair.harness.advance(101)
    else:
        await pair.alice(messages.SendScheduledMessages(peer=pair.to_bob, id=[scheduled[0].id]))
    gone = await pair.alice.tablet.update(types.UpdateDeleteScheduledMessages)
    assert gone.messages == [one.id for one in scheduled]
    sent = (await history(pair.bob, pair.to_alice)).messages[::-1]
    assert [one.message for one in sent] == ["one", "two"]
    assert {one.grouped_id for one in sent} == {scheduled[0].grouped_id}
    assert await waiting(pair) == []


async def test_what_was_scheduled_together_has_one_time(pair: Pair) -> None:
    sent = await album(pair, "one", "two")
    due = int(pair.harness.clock.now()) + 100
    saved = await forwarded(pair, sent)
    request = messages.ForwardMessages(
        from_peer=types.InputPeerSelf(),
        id=[one.id for one in saved],
        to_peer=pair.to_bob,
        random_id=[random_id() for _ in saved],
        schedule_date=due,
    )
    await pair.alice(request)
    await send_album(pair, "three", due=due)
    first, second, alone = await waiting(pair)
    later = messages.EditMessage(peer=pair.to_bob, id=second.id, schedule_date=due + 50)
    told = (await pair.alice(later)).updates
    assert {one.message.id: one.message.date for one in told} == {second.id: due + 50, first.id: due + 50}
    assert [(one.id, one.date) for one in await waiting(pair)] == [
        (alone.id, due),
        (first.id, due + 50),
        (second.id, due + 50),
    ]
    with pytest.raises(rpc_errors.SCHEDULE_DATE_INVALID):  # an album is sent once
        await pair.alice(
            messages.EditMessage(peer=pair.to_bob, id=first.id, schedule_date=due + 50, schedule_repeat_period=86_400)
        )
    await pair.alice(messages.DeleteScheduledMessages(peer=pair.to_bob, id=[second.id]))
    await pair.harness.advance(151)
    await pair.harness.app.background.settle()
    assert [one.message for one in (await history(pair.bob, pair.to_alice)).messages] == ["one", "three", "two", "one"]


async def test_the_item_whose_reference_is_refused_is_named(pair: Pair) -> None:
    """By its place in the album: TDLib fetches a new one for that, and tries again."""
    _, second = await album(pair, "one", "two")
    await pair.harness.advance(2 * LIFETIME)
    alice = await pair.harness.client(ALICE)
    fresh = (await history(alice, pair.to_bob)).messages[-1]
    items = [input_document(fresh.media.document), input_document(second.media.document)]

    async def again() -> None:
        media = [
            types.InputSingleMedia(media=types.InputMediaDocument(id=one), random_id=random_id(), message="")
            for one in items
        ]
        await alice(messages.SendMultiMedia(peer=pair.to_bob, multi_media=media))

    for refused, error in (
        (second.media.document.file_reference, "FILE_REFERENCE_1_EXPIRED"),
        (b"something else", "FILE_REFERENCE_1_INVALID"),
        (b"", "FILE_REFERENCE_1_EMPTY"),
    ):
        items[1].file_reference = refused
        with pytest.raises(rpc_errors.RpcError, match=error):
            await again()
    items[1] = items[0]
    await again()


async def test_an_item_is_replaced_by_one_of_its_sort(pair: Pair) -> None:
    first, second = await album(pair, "one", "two")

    def edit(media: types.TypeInputMedia) -> messages.EditMessage:
        return messages.EditMessage(peer=pair.to_bob, id=first.id, media=media)

    film = types.DocumentAttributeVideo(w=10, h=10, duration=1.0)
    song = types.DocumentAttributeAudio(duration=1, title="song")
    for attribute in (film, song):
        other = document(await upload(pair.alice, b"something"), "x/y")
        other.attributes = [attribute]
        with pytest.raises(rpc_errors.MEDIA_GROUPED_INVALID):
            await pair.alice(edit(other))
    await pair.alice(edit(document(await upload(pair.alice, b"another file"))))
    shown = (await history(pair.bob, pair.to_alice)).messages[-1]
    assert (shown.media.document.size, shown.grouped_id) == (12, second.grouped_id)
