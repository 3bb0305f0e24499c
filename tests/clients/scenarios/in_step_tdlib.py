"""As in_step.py, with TDLib: the second device of everybody is asked for what it knows by itself."""

from functools import partial

from tdlib_verbs import MAIN, Person, hears, messages_of, messages_since, say, send, text, words_of

from tests.clients.tdlib import Json, TdLib

DAY = 86_400
NEVER = (1 << 31) - 1


async def last_of(device: TdLib) -> int:
    """The id of a new message: all that come later have greater ones."""
    saved = await device("createPrivateChat", user_id=device.user_id)
    return int((await say(device, saved["id"], "from here on"))["id"])


async def act(people: list[Person], group: int, turn: str) -> None:
    """All that devices have to be told of; `turn` is part of every text."""
    ada, bob, carol = people
    await say(ada.phone, bob.id, f"one, {turn}")
    await hears(bob.phone, f"one, {turn}")
    await say(bob.phone, ada.id, f"two, {turn}")
    third = await say(ada.phone, group, f"three, {turn}")
    seen = await hears(carol.phone, f"three, {turn}")
    await say(carol.phone, group, f"four, {turn}")
    gone = await say(bob.phone, group, f"gone, {turn}")
    edit = {"@type": "inputMessageText", "text": text(f"better, {turn}")}
    await ada.phone("editMessageText", chat_id=group, message_id=third["id"], input_message_content=edit)
    await carol.phone.update("updateMessageContent", lambda update: update["message_id"] == seen["id"])
    await bob.phone("deleteMessages", chat_id=group, message_ids=[gone["id"]], revoke=True)
    fire = {"@type": "reactionTypeEmoji", "emoji": "🔥"}
    await carol.phone("addMessageReaction", chat_id=group, message_id=seen["id"], reaction_type=fire)
    fourth = await hears(bob.phone, f"four, {turn}")
    await bob.phone("forwardMessages", chat_id=ada.id, from_chat_id=group, message_ids=[fourth["id"]])
    await send(bob.phone, ada.id, {"@type": "inputMessageDice", "emoji": "🎲"})
    for person, chat in ((ada, bob.id), (bob, ada.id), (ada, group), (bob, group), (carol, group)):
        [newest] = await messages_of(person.phone, chat, 1)
        await person.phone("viewMessages", chat_id=chat, message_ids=[newest["id"]], force_read=True)
    await ada.phone("pinChatMessage", chat_id=group, message_id=third["id"])
    draft = {"@type": "draftMessage", "content": {"@type": "draftMessageContentText", "text": text(f"later, {turn}")}}
    await carol.phone("setChatDraftMessage", chat_id=group, draft_message=draft)
    await bob.phone("toggleChatIsPinned", chat_list=MAIN, chat_id=ada.id, is_pinned=True)
    await carol.phone("toggleChatIsMarkedAsUnread", chat_id=group, is_marked_as_unread=True)
    timer = DAY * len(turn)  # another one in each turn
    await bob.phone("setChatMessageAutoDeleteTime", chat_id=ada.id, message_auto_delete_time=timer)
    silence = {"@type": "chatNotificationSettings", "use_default_mute_for": False, "mute_for": NEVER}
    await bob.phone("setChatNotificationSettings", chat_id=group, notification_settings=silence)


async def agree(people: list[Person], chats: list[list[int]], since: list[int]) -> None:
    """Both devices of everybody come to know the same."""
    for person, about, first in zip(people, chats, since, strict=True):
        for chat in about:
            await person.tablet.comes_to(partial(in_step, person, chat, first))


async def in_step(person: Person, chat: int, since: int) -> bool:
    """Whether the second device knows of a chat by itself what the first one is told."""
    return await known(person.tablet, chat, since, only_local=True) == await known(person.phone, chat, since)


async def known(device: TdLib, chat_id: int, since: int, *, only_local: bool = False) -> Json:
    """What a device knows of a chat and its messages, of itself alone or with the server's help."""
    messages = await messages_since(device, chat_id, since, only_local=only_local)
    about = await device("getChat", chat_id=chat_id)
    return {
        "messages": [
            (one["id"], one["content"]["@type"], words_of(one), str(one.get("interaction_info", "")), one["is_pinned"])
            for one in messages
        ],
        "read": (about["last_read_inbox_message_id"], about["last_read_outbox_message_id"], about["unread_count"]),
        "draft": about["draft_message"]["content"]["text"]["text"] if "draft_message" in about else "",
        "on top": [position["is_pinned"] for position in about["positions"]],
        "timer": about["message_auto_delete_time"],
        "muted": about["notification_settings"]["mute_for"] > 0,
        "marked": about["is_marked_as_unread"],
    }
