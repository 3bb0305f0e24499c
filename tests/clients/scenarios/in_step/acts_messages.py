"""What people write: texts in all their forms, answers, mentions, forwards, corrections, reactions, pins, readings."""

from in_step.cast import Cast
from in_step.hand import EFFECTS, QUOTES
from in_step.objects import Long, tl

FIRE, HEART = "🔥", "❤"


async def messages(cast: Cast) -> None:
    """Write in many ways, take back and read."""
    await _write(cast)
    await _mention(cast)
    await _change(cast)
    await _forward(cast)
    await _pin(cast)
    await _forget(cast)
    await _read(cast)


async def _write(cast: Cast) -> None:
    """A text with a part in bold, sent without a sound; one that may not be forwarded; answers with quotes."""
    ada, bob, words = cast.ada, cast.bob, cast.words
    bold = [tl("messageEntityBold", offset=0, length=3)]
    await ada.say(bob.id, words("one"), entities=bold, silent=True)
    seen = await bob.find(ada.id, words("one"))
    reply = tl("inputReplyToMessage", reply_to_msg_id=seen, quote_text="one", quote_offset=0)
    await bob.say(ada.id, words("two"), reply_to=reply, reply_to_msg_id=seen)
    if bob.client.layer >= QUOTES:
        elsewhere = reply | {"reply_to_peer_id": bob.peers[ada.id]}
        await bob.say(cast.group, words("one of them said so"), reply_to=elsewhere)
    await ada.say(bob.id, words("between us"), noforwards=True)
    kept = await bob.find(ada.id, words("between us"))
    async with bob.is_refused("CHAT_FORWARDS_RESTRICTED"):
        await bob.forward(ada.id, [kept], cast.group)
    if ada.client.layer >= EFFECTS:
        async with ada.is_refused("EFFECT_ID_INVALID"):  # the server has none
            await ada.say(bob.id, words("hooray"), effect=Long(1))


async def _mention(cast: Cast) -> None:
    """Two are mentioned, one of them sees it."""
    ada, bob, carol = cast.all
    entities = [
        tl("inputMessageEntityMentionName", offset=0, length=3, user_id=ada.user(bob)),
        tl("inputMessageEntityMentionName", offset=4, length=5, user_id=ada.user(carol)),
    ]
    await ada.say(cast.group, cast.words("Bob Carol"), entities=entities)
    await carol.call("messages.readMentions", peer=carol.peers[cast.group])


async def _change(cast: Cast) -> None:
    """Edits, deletions for both and for oneself, reactions that are changed and seen."""
    ada, bob, carol = cast.all
    group, words = cast.group, cast.words
    third = await ada.say(group, words("three"))
    await carol.say(group, words("four"))
    gone = await bob.say(group, words("gone"))
    await ada.edit(group, third, message=words("better"))
    await bob.call("messages.deleteMessages", id=[gone], revoke=True)
    mine = await bob.say(ada.id, words("gone for me"))
    await bob.call("messages.deleteMessages", id=[mine])
    for reader, emoji in ((carol, FIRE), (bob, FIRE), (carol, HEART)):
        await reader.react(group, await reader.find(group, words("better")), emoji)
    if cast.turn == "live":
        await ada.call("messages.readReactions", peer=ada.peers[group])


async def _forward(cast: Cast) -> None:
    """With a name, without, and an album that stays together without its captions."""
    ada, bob, carol = cast.all
    fourth = await bob.find(cast.group, cast.words("four"))
    [named] = await bob.forward(cast.group, [fourth], ada.id)
    [nameless] = await bob.forward(cast.group, [fourth], ada.id, drop_author=True)
    by_id = {message["id"]: message for message in await bob.history(ada.id)}
    assert by_id[named]["fwd_from"]["from_id"]["user_id"] == carol.id
    assert "fwd_from" not in by_id[nameless]
    photo = await ada.picture(cast.picture)
    album = await ada.send_album(cast.group, {cast.words("left"): photo, cast.words("right"): photo})
    moved = await ada.forward(cast.group, album, bob.id, drop_author=True, drop_media_captions=True)
    together = [message for message in await ada.history(bob.id) if message["id"] in moved]
    assert len({message["grouped_id"] for message in together}) == 1
    assert [message.get("message", "") for message in together] == ["", ""]


async def _pin(cast: Cast) -> None:
    """For all, for oneself, one no more, and in a private chat none any more."""
    ada, bob, group = cast.ada, cast.bob, cast.group
    third, album = await ada.find(group, cast.words("better")), await ada.find(group, cast.words("left"))
    for pinned in (third, album):
        await ada.call("messages.updatePinnedMessage", peer=ada.peers[group], id=pinned, silent=True)
    await ada.call("messages.updatePinnedMessage", peer=ada.peers[group], id=album, unpin=True)
    first, second = [await ada.find(bob.id, cast.words(words)) for words in ("one", "two")]
    for pinned in (first, second):
        await ada.call("messages.updatePinnedMessage", peer=ada.peers[bob.id], id=pinned)
    await ada.call("messages.unpinAllMessages", peer=ada.peers[bob.id])
    here = await bob.find(ada.id, cast.words("one"))
    await bob.call("messages.updatePinnedMessage", peer=bob.peers[ada.id], id=here, pm_oneside=True)


async def _forget(cast: Cast) -> None:
    """A history is cleared for oneself, another one for both."""
    ada, bob, carol = cast.all
    await carol.say(ada.id, cast.words("for your eyes"))
    await ada.say(carol.id, cast.words("seen"))
    await ada.call("messages.deleteHistory", peer=ada.peers[carol.id], max_id=0, just_clear=True)
    await bob.say(carol.id, cast.words("never said"))
    await bob.call("messages.deleteHistory", peer=bob.peers[carol.id], max_id=0, revoke=True)


async def _read(cast: Cast) -> None:
    """All is read but what comes afterwards."""
    for reader in cast.all:
        await reader.read(*(chat for chat in reader.peers if chat != reader.id))
    await cast.bob.say(cast.group, cast.words("unread by the others"))
    await cast.carol.say(cast.bob.id, cast.words("unread by Bob"))


async def typing(cast: Cast) -> None:
    """Both devices of the others hear who is doing what. Nobody who was away is told of it later."""
    ada, bob, carol = cast.all
    photo = tl("sendMessageUploadPhotoAction", progress=50)
    await ada.call("messages.setTyping", peer=ada.peers[bob.id], action=photo)
    await ada.call("messages.setTyping", peer=ada.peers[cast.group], action=tl("sendMessageTypingAction"))
    for device in (bob.client.first, bob.client.second):
        await device.hears(lambda mirror: (ada.id, "sendMessageUploadPhotoAction") in mirror.typing)
    for device in (bob.client.first, bob.client.second, carol.client.first, carol.client.second):
        await device.hears(lambda mirror: (cast.group, "sendMessageTypingAction") in mirror.typing)
