"""Who is mentioned in a group: by name, by username, by a reply."""

from __future__ import annotations

import pytest

from mtproto.tl import functions, types
from server.messages import unread
from tests.server.chats.conftest import Group
from tests.server.people import Person, dialog, history, newest, random_id, sent_id, text

messages = functions.messages


async def mentions(group: Group, who: Person) -> list[str]:
    zero = dict.fromkeys(("offset_id", "add_offset", "max_id", "min_id"), 0)
    answer = await who(messages.GetUnreadMentions(peer=group.peer, limit=10, **zero))
    assert len(answer.messages) == (await dialog(who, group.peer)).unread_mentions_count
    return [one.message for one in answer.messages]


async def test_a_reply_mentions_whom_it_answers(group: Group) -> None:
    await group.bob(text(group.peer, "who comes?"))
    asked = (await history(group.alice, group.peer)).messages[0].id
    reply = types.InputReplyToMessage(reply_to_msg_id=asked)
    await group.alice(text(group.peer, "I do", reply_to=reply))
    assert await mentions(group, group.bob) == ["I do"]
    assert await mentions(group, group.carol) == []
    update = await group.bob.tablet.update(types.UpdateNewMessage)
    while not update.message.mentioned:
        update = await group.bob.tablet.update(types.UpdateNewMessage)
    await group.bob(messages.ReadMentions(peer=group.peer))
    assert await mentions(group, group.bob) == []


async def test_mentions_by_name_are_read_one_by_one_or_all(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread, "MAX_PAGE", 1)  # so that it takes several slices
    name = types.InputMessageEntityMentionName(offset=0, length=3, user_id=group.user(group.alice, group.bob))
    for words in ("one", "two", "ten"):
        await group.alice(text(group.peer, words, entities=[name]))
    assert await mentions(group, group.bob) == ["ten", "two", "one"]
    newest_id = (await newest(group.bob, group.peer)).id
    answer = await group.bob(messages.ReadMessageContents(id=[newest_id]))
    assert answer.pts_count == 1
    assert (await group.bob.tablet.update(types.UpdateReadMessagesContents)).messages == [newest_id]
    rest = await group.bob(messages.ReadMentions(peer=group.peer))
    assert (rest.pts_count, rest.offset) == (2, 0)
    assert await mentions(group, group.bob) == []


async def test_what_is_forwarded_in_reply_mentions_whom_it_answers(group: Group) -> None:
    await group.bob(text(group.peer, "who comes?"))
    asked = (await newest(group.alice, group.peer)).id
    mine = [sent_id(await group.alice(text(types.InputPeerSelf(), words))) for words in ("I do", "and she")]
    forward = messages.ForwardMessages(
        from_peer=types.InputPeerSelf(),
        id=mine,
        random_id=[random_id(), random_id()],
        to_peer=group.peer,
        reply_to=types.InputReplyToMessage(reply_to_msg_id=asked),
    )
    await group.alice(forward)
    assert await mentions(group, group.bob) == ["I do"]
    assert await mentions(group, group.carol) == []


async def test_an_answer_to_oneself_is_no_mention(group: Group) -> None:
    await group.bob(text(group.peer, "one"))
    own = (await history(group.bob, group.peer)).messages[0].id
    await group.bob(text(group.peer, "two", reply_to=types.InputReplyToMessage(reply_to_msg_id=own)))
    assert await mentions(group, group.bob) == []


@pytest.mark.parametrize("words", ["😀 @carol_c come", "(@Carol_C)"])
async def test_a_username_mentions_its_owner(group: Group, words: str) -> None:
    await group.carol(functions.account.UpdateUsername(username="carol_c"))
    await group.alice(text(group.peer, words))
    assert await mentions(group, group.carol) == [words]
    assert await mentions(group, group.bob) == []
