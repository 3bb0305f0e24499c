"""Who has blocked whom, and what that ends: everything that would write to the other side.

core.telegram.org/api/block. Photo, number, status and the like are hidden by the rules of privacy
(tests/server/users/test_privacy_effect.py), secret chats have tests of their own.
"""

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.wallpapers.chat_themes import THEMES
from tests.server.files.uploading import picture, upload
from tests.server.people import Pair, history, peer_of, person, random_id, sent_id, text, texts, user_of
from tests.server.polls.polling import answer, poll
from tests.server.todo.lists import todo, toggle

pytestmark = pytest.mark.rows("AC-4")
messages = functions.messages

POLL = types.InputMediaPoll(poll=poll(answer("1"), answer("2")))
CONTACT = types.InputMediaContact(phone_number="1", first_name="Zoe", last_name="", vcard="")


async def writing(who: Any, peer: types.TypeInputPeer) -> dict[str, Any]:
    """By name, every request by which one side of a private chat reaches the other. The chat holds what it takes."""
    sent = {}
    for name, media in (("poll", POLL), ("list", todo(others_can_complete=True))):
        sent[name] = sent_id(await who(messages.SendMedia(peer=peer, media=media, message="", random_id=random_id())))
    sent["text"] = sent_id(await who(text(peer, "words")))
    photo = types.InputMediaUploadedPhoto(file=await upload(who, picture(80, 60).getvalue(), "photo.jpg"))
    album = [types.InputSingleMedia(media=photo, random_id=random_id(), message="")]
    return {
        "sendMessage": text(peer, "more"),
        "sendMedia": messages.SendMedia(peer=peer, media=CONTACT, message="", random_id=random_id()),
        "sendMultiMedia": messages.SendMultiMedia(peer=peer, multi_media=album),
        "forwardMessages": messages.ForwardMessages(
            from_peer=peer, id=[sent["text"]], random_id=[random_id()], to_peer=peer
        ),
        "schedule": text(peer, "later", schedule_date=2**31 - 1_000_000_000),
        "setTyping": messages.SetTyping(peer=peer, action=types.SendMessageTypingAction()),
        "sendReaction": messages.SendReaction(
            peer=peer, msg_id=sent["text"], reaction=[types.ReactionEmoji(emoticon="\N{THUMBS UP SIGN}")]
        ),
        "sendVote": messages.SendVote(peer=peer, msg_id=sent["poll"], options=[b"1"]),
        "toggleTodoCompleted": toggle(peer, sent["list"], [1]),
        "updatePinnedMessage": messages.UpdatePinnedMessage(peer=peer, id=sent["text"]),
        "unpinAllMessages": messages.UnpinAllMessages(peer=peer),
        "sendScreenshotNotification": messages.SendScreenshotNotification(
            peer=peer, reply_to=types.InputReplyToMessage(reply_to_msg_id=0), random_id=random_id()
        ),
        "setHistoryTTL": messages.SetHistoryTTL(peer=peer, period=86_400),
        "setChatTheme": messages.SetChatTheme(peer=peer, theme=types.InputChatTheme(emoticon=next(iter(THEMES)))),
        "setChatWallPaper": messages.SetChatWallPaper(peer=peer, for_both=True),
        "toggleNoForwards": messages.ToggleNoForwards(peer=peer, enabled=True),
    }


@pytest.mark.parametrize("blocker", [True, False], ids=["who blocks", "who is blocked"])
async def test_nothing_reaches_the_other_side(pair: Pair, blocker: bool) -> None:
    """Neither side writes to the other, in whatever way; what there is can still be read, and taken back."""
    requests = await writing(pair.alice, pair.to_bob)
    if blocker:
        await pair.alice(functions.contacts.Block(id=pair.to_bob))
    else:
        await pair.bob(functions.contacts.Block(id=pair.to_alice))
    before = await texts(pair.bob, pair.to_alice)
    error = rpc_errors.YOU_BLOCKED_USER if blocker else rpc_errors.USER_IS_BLOCKED
    passed = []
    for name, request in requests.items():
        try:
            await pair.alice(request)
        except error:
            continue
        passed.append(name)
    assert passed == []
    assert await texts(pair.bob, pair.to_alice) == before
    mine = [one.id for one in (await history(pair.alice, pair.to_bob)).messages]
    await pair.alice(messages.DeleteMessages(id=mine, revoke=True))
    assert await texts(pair.bob, pair.to_alice) == []


async def test_an_old_message_gets_no_new_words(pair: Pair) -> None:
    """Of whom one has blocked; one's own may still be put right."""
    of_alice = sent_id(await pair.alice(text(pair.to_bob, "of Alice")))
    of_bob = sent_id(await pair.bob(text(pair.to_alice, "of Bob")))
    await pair.alice(functions.contacts.Block(id=pair.to_bob))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await pair.bob(messages.EditMessage(peer=pair.to_alice, id=of_bob, message="rude"))
    await pair.alice(messages.EditMessage(peer=pair.to_bob, id=of_alice, message="of Alice, corrected"))
    assert await texts(pair.bob, pair.to_alice) == ["of Alice, corrected", "of Bob"]


async def test_what_was_scheduled_before_is_not_sent(pair: Pair) -> None:
    later = int(pair.harness.clock.now()) + 100
    await pair.bob(text(pair.to_alice, "later", schedule_date=later))
    await pair.alice(functions.contacts.Block(id=pair.to_bob))
    await pair.harness.advance(101)
    told = await pair.bob.tablet.update(types.UpdateDeleteScheduledMessages)
    assert told.sent_messages is None
    assert await texts(pair.alice, pair.to_bob) == []


async def test_a_group_of_both_is_as_it_was_but_nobody_is_brought_into_another(pair: Pair) -> None:
    carol = await person(pair.harness, "9996621003", "Carol")
    alice, bob = pair.alice, pair.bob
    everyone = [user_of(pair.harness, carol, one) for one in (alice, bob)]
    made = await carol(messages.CreateChat(users=everyone, title="All"))
    group = types.InputPeerChat(chat_id=made.updates.chats[0].id)
    await alice(functions.contacts.Block(id=pair.to_bob))
    await bob(text(group, "heard by everyone"))
    assert (await texts(alice, group)) == ["heard by everyone"]
    await alice(text(group, "and answered"))
    assert (await texts(bob, group)) == ["heard by everyone", "and answered"]
    to_alice, to_bob = user_of(pair.harness, bob, alice), user_of(pair.harness, alice, bob)
    of_bob = await bob(messages.CreateChat(users=[user_of(pair.harness, bob, carol), to_alice], title="By Bob"))
    assert [one.user_id for one in of_bob.missing_invitees] == [alice.user_id]
    by_bob = of_bob.updates.chats[0].id
    missing = await bob(messages.AddChatUser(chat_id=by_bob, user_id=to_alice, fwd_limit=0))
    assert [one.user_id for one in missing.missing_invitees] == [alice.user_id]
    of_alice = await alice(messages.CreateChat(users=[user_of(pair.harness, alice, carol)], title="By Alice"))
    with pytest.raises(rpc_errors.YOU_BLOCKED_USER):
        await alice(messages.AddChatUser(chat_id=of_alice.updates.chats[0].id, user_id=to_bob, fwd_limit=0))


async def test_forwards_name_the_writer_without_a_link(pair: Pair) -> None:
    """For whom the writer has blocked."""
    await pair.alice(text(pair.to_bob, "quote me"))
    await pair.alice(functions.contacts.Block(id=pair.to_bob))
    carol = await person(pair.harness, "9996621003", "Carol")
    found = (await history(pair.bob, pair.to_alice)).messages[0].id
    to_carol = peer_of(pair.harness, pair.bob, carol)
    await pair.bob(
        messages.ForwardMessages(from_peer=pair.to_alice, id=[found], random_id=[random_id()], to_peer=to_carol)
    )
    header = (await history(carol, peer_of(pair.harness, carol, pair.bob))).messages[0].fwd_from
    assert (header.from_id, header.from_name) == (None, "Alice")
