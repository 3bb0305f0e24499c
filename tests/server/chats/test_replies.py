"""Replies where not everybody has had what is replied to: from another chat, and shown to somebody who came later."""

from typing import Any

from mtproto.tl import functions, types
from tests.server.chats.conftest import Group
from tests.server.files.uploading import document, get, location, upload
from tests.server.people import history, newest, peer_of, random_id, sent_id, text

messages = functions.messages


async def test_a_reply_from_another_chat(group: Group) -> None:
    """Both have the message of the group: it keeps its id and its chat."""
    said = sent_id(await group.alice(text(group.peer, "said among all")))
    to_bob, to_alice = (peer_of(group.harness, *two) for two in ((group.alice, group.bob), (group.bob, group.alice)))
    theirs = (await newest(group.bob, group.peer)).id
    reply = types.InputReplyToMessage(reply_to_msg_id=said, reply_to_peer_id=group.peer)
    await group.alice(text(to_bob, "about that", reply_to=reply))
    await group.alice(messages.DeleteMessages(id=[said], revoke=True))

    for one, peer, its_id in ((group.alice, to_bob, said), (group.bob, to_alice, theirs)):
        shown = (await newest(one, peer)).reply_to
        assert (shown.reply_to_msg_id, shown.reply_to_peer_id) == (its_id, types.PeerChat(chat_id=group.chat_id))
        assert shown.reply_from.from_id == types.PeerUser(user_id=group.alice.user_id)


async def test_a_reply_from_another_chat_shows_what_media_it_answers(group: Group) -> None:
    """To whoever was never there as well; not what changes, or vanishes once it was seen."""
    to_dave, to_alice = (peer_of(group.harness, *two) for two in ((group.alice, group.dave), (group.dave, group.alice)))

    async def shown(source: types.TypeInputPeer, media: types.TypeInputMedia) -> Any:
        sent = sent_id(
            await group.alice(messages.SendMedia(peer=source, media=media, message="", random_id=random_id()))
        )
        reply = types.InputReplyToMessage(reply_to_msg_id=sent, reply_to_peer_id=source)
        await group.alice(text(to_dave, "about that", reply_to=reply))
        return (await newest(group.dave, to_alice)).reply_to

    header = await shown(group.peer, document(await upload(group.alice, b"plans")))
    assert header.reply_to_msg_id is None
    assert (await group.dave(get(location(header.reply_media.document)))).bytes == b"plans"
    point = types.InputGeoPoint(lat=48, long=2)
    assert isinstance(
        (await shown(group.peer, types.InputMediaGeoPoint(geo_point=point))).reply_media, types.MessageMediaGeo
    )
    live = types.InputMediaGeoLive(geo_point=point, period=60)
    assert (await shown(group.peer, live)).reply_media is None
    to_bob = peer_of(group.harness, group.alice, group.bob)
    vanishing = document(await upload(group.alice, b"not really a film"), "video/mp4")
    vanishing.attributes = [types.DocumentAttributeVideo(w=10, h=10, duration=1.0)]
    vanishing.ttl_seconds = 5
    assert (await shown(to_bob, vanishing)).reply_media is None


async def test_a_reply_from_another_chat_shows_what_it_answers(group: Group) -> None:
    """All of the text, which is no quote that somebody chose; as long as quotes may be."""
    to_dave, to_alice = (peer_of(group.harness, *two) for two in ((group.alice, group.dave), (group.dave, group.alice)))
    bold = [types.MessageEntityBold(offset=1020, length=8), types.MessageEntityCode(offset=0, length=3)]
    said = sent_id(await group.alice(text(group.peer, "😀" + 1200 * "x", entities=bold)))
    reply = types.InputReplyToMessage(reply_to_msg_id=said, reply_to_peer_id=group.peer)
    await group.alice(text(to_dave, "about that", reply_to=reply))
    header = (await newest(group.dave, to_alice)).reply_to
    assert (header.quote, header.quote_offset, header.quote_text) == (False, None, "😀" + 1023 * "x")
    assert header.quote_entities == [types.MessageEntityBold(offset=1020, length=5)]
    draft = functions.messages.SaveDraft(peer=to_dave, message="more", reply_to=reply)
    await group.alice(draft)
    (told,) = (await group.alice(functions.messages.GetAllDrafts())).updates
    assert told.draft.reply_to.quote_text is None


async def test_a_newcomer_who_is_shown_what_was_said(group: Group) -> None:
    question = sent_id(await group.alice(text(group.peer, "a question")))
    await group.alice(text(group.peer, "an answer", reply_to=types.InputReplyToMessage(reply_to_msg_id=question)))
    await group.add(group.alice, group.dave, fwd_limit=100)
    shown = {
        one.message: one for one in (await history(group.dave, group.peer)).messages if isinstance(one, types.Message)
    }
    await group.alice(messages.DeleteMessages(id=[question], revoke=True))

    assert shown["an answer"].reply_to.reply_to_msg_id == shown["a question"].id
    again = (await group.dave(messages.GetMessages(id=[types.InputMessageID(id=shown["an answer"].id)]))).messages[0]
    assert again.reply_to.reply_to_msg_id == shown["a question"].id
