"""As `in_step`, with TDLib: the second device of everybody is asked for what it knows by itself."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

from scenario import Scenario
from tdlib_devices import ADA, BOB, CAROL, Devices
from tdlib_verbs import MAIN, Person, hears, hears_kind, messages_of, messages_since, say, send, text, words_of

from tests.clients.tdlib import Json, TdLib

DAY = 86_400
NEVER = (1 << 31) - 1


async def last_of(device: TdLib) -> int:
    """The id of a new message: all that come later have greater ones."""
    saved = await device("createPrivateChat", user_id=device.user_id)
    return int((await say(device, saved["id"], "from here on"))["id"])


async def messages(people: list[Person], group: int, turn: str) -> None:
    """Write, change, take back, react, forward, read and pin."""
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
    for person, chat in ((ada, bob.id), (bob, ada.id), (ada, group), (bob, group), (carol, group)):
        [newest] = await messages_of(person.phone, chat, 1)
        await person.phone("viewMessages", chat_id=chat, message_ids=[newest["id"]], force_read=True)
    await ada.phone("pinChatMessage", chat_id=group, message_id=third["id"])


async def media(people: list[Person], group: int, turn: str) -> None:
    """A contact, a dice, a poll that others vote in."""
    ada, bob, _ = people
    zoe = {"@type": "contact", "phone_number": "1", "first_name": "Zoe"}
    await send(bob.phone, ada.id, {"@type": "inputMessageContact", "contact": zoe})
    await send(bob.phone, ada.id, {"@type": "inputMessageDice", "emoji": "🎲"})
    options = [{"@type": "inputPollOption", "text": text(name)} for name in ("yes", "no")]
    poll = {"question": text(f"Coming, {turn}?"), "options": options, "type": {"@type": "inputPollTypeRegular"}}
    asked = await send(ada.phone, group, {"@type": "inputMessagePoll", **poll})
    seen = await hears_kind(bob.phone, "messagePoll")
    await bob.phone("setPollAnswer", chat_id=group, message_id=seen["id"], option_ids=[0])
    await ada.phone("stopPoll", chat_id=group, message_id=asked["id"])


async def scheduled(people: list[Person], group: int, turn: str) -> None:
    """One is sent before its time, one is changed."""
    ada, bob, _ = people
    later = {"@type": "messageSchedulingStateSendAtDate", "send_date": int(datetime.now().timestamp()) + DAY}
    options = {"@type": "messageSendOptions", "scheduling_state": later}
    early = await say(ada.phone, bob.id, f"at once, {turn}", options=options)
    waits = await say(ada.phone, bob.id, f"later, {turn}", options=options)
    await ada.phone("editMessageSchedulingState", chat_id=bob.id, message_id=early["id"])
    edit = {"@type": "inputMessageText", "text": text(f"later still, {turn}")}
    await ada.phone("editMessageText", chat_id=bob.id, message_id=waits["id"], input_message_content=edit)
    await hears(bob.phone, f"at once, {turn}")


async def chats(people: list[Person], group: int, turn: str) -> None:
    """A draft, a chat on top, one marked, one in the archive, silence, a timer, a folder."""
    ada, bob, carol = people
    draft = {"@type": "draftMessage", "content": {"@type": "draftMessageContentText", "text": text(f"later, {turn}")}}
    await carol.phone("setChatDraftMessage", chat_id=group, draft_message=draft)
    await bob.phone("toggleChatIsPinned", chat_list=MAIN, chat_id=ada.id, is_pinned=turn == "live")
    await carol.phone("toggleChatIsMarkedAsUnread", chat_id=group, is_marked_as_unread=turn == "live")
    kept = {"@type": "chatListArchive"} if turn == "live" else MAIN
    await carol.phone("addChatToList", chat_id=group, chat_list=kept)
    timer = DAY * len(turn)  # another one in each turn
    await bob.phone("setChatMessageAutoDeleteTime", chat_id=ada.id, message_auto_delete_time=timer)
    silence = {"@type": "chatNotificationSettings", "use_default_mute_for": False, "mute_for": NEVER}
    await bob.phone("setChatNotificationSettings", chat_id=group, notification_settings=silence)
    name = {"@type": "chatFolderName", "text": text(turn)}
    await bob.phone("createChatFolder", folder={"@type": "chatFolder", "name": name, "include_groups": True})


async def groups(people: list[Person], group: int, turn: str) -> None:
    """Another name, other rights; one leaves and comes again by a link."""
    ada, bob, carol = people
    await ada.phone("setChatTitle", chat_id=group, title=f"Telegraph, {turn}")
    rights = (await ada.phone("getChat", chat_id=group))["permissions"] | {"can_pin_messages": turn == "missed"}
    await ada.phone("setChatPermissions", chat_id=group, permissions=rights)
    await carol.phone("leaveChat", chat_id=group)
    await ada.phone.update("updateNewMessage", lambda new: "DeleteMember" in new["message"]["content"]["@type"])
    link = await ada.phone("createChatInviteLink", chat_id=group)
    await carol.phone("joinChatByInviteLink", invite_link=link["invite_link"])
    await say(bob.phone, group, f"all in, {turn}")
    await hears(carol.phone, f"all in, {turn}")


async def notices(people: list[Person], group: int, turn: str) -> None:
    """Somebody is blocked, and in the first turn not any more."""
    ada, bob, _ = people
    await block(ada, bob, {"@type": "blockListMain"})
    if turn == "live":
        await ada.tablet.update("updateChatBlockList", lambda update: update["chat_id"] == bob.id)
        await block(ada, bob, None)


async def block(by: Person, whom: Person, block_list: Json | None) -> None:
    """Put somebody on a list, or take them off all."""
    sender = {"@type": "messageSenderUser", "user_id": whom.id}
    await by.phone("setMessageSenderBlockList", sender_id=sender, block_list=block_list)


Act = Callable[[list[Person], int, str], Awaitable[None]]
ACTS: dict[str, Act] = {
    "messages": messages,
    "media": media,
    "scheduled": scheduled,
    "chat lists": chats,
    "groups": groups,
    "notices": notices,
}


async def ask(people: list[Person], group: int) -> None:
    """Both devices are answered alike: what is found, and on which days; how many there are, and in which groups."""
    ada, bob, _ = people
    pinned, polls = {"@type": "searchMessagesFilterPinned"}, {"@type": "searchMessagesFilterPoll"}
    questions: list[tuple[str, Json]] = [
        ("searchChatMessages", {"chat_id": group, "query": "better", "limit": 100}),
        ("getChatMessageCount", {"chat_id": group, "filter": pinned, "return_local": False}),
        ("getChatMessageCalendar", {"chat_id": group, "filter": polls, "from_message_id": 0}),
        ("getGroupsInCommon", {"user_id": bob.id, "limit": 100}),
        ("getDefaultMessageAutoDeleteTime", {}),
    ]
    for method, fields in questions:
        first, second = [await device(method, **fields) for device in (ada.phone, ada.tablet)]
        for answer in (first, second):
            answer.pop("@extra", None)
        assert first == second, f"{method}: {first} and {second}"


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
        "lists": [position["list"]["@type"] for position in about["positions"] if "Folder" not in str(position)],
        "title": about["title"],
        "permissions": about["permissions"],
        "blocked": about.get("block_list"),
    }


async def stay_in_step(does: Scenario, devices: Devices, people: list[Person]) -> list[Person]:
    """The tablets only listen; in the second turn they are away. They are asked for what they know by themselves."""
    ada, bob, _ = people
    members = [person.id for person in people[1:]]
    group = (await ada.phone("createNewBasicGroupChat", user_ids=members, title="Telegraph"))["chat_id"]
    for device in (device for person in people for device in (person.phone, person.tablet)):
        await device("loadChats", chat_list=MAIN, limit=50)
        if device is not ada.phone:
            await device.update("updateNewChat", lambda update: update["chat"]["id"] == group)
        await device("getBasicGroupFullInfo", basic_group_id=-group)  # or it shows no reactions
        await device.update("updateChatAvailableReactions", lambda update: update["chat_id"] == group)
    chats = [[bob.id, group], [ada.id, group], [group]]
    since = [await last_of(person.phone) for person in people]
    for name, act in ACTS.items():
        async with does.does(f"{name} live"):
            await act(people, group, "live")
            await agree(people, chats, since)
    for person in people:
        await devices.leave(person.tablet)
    for name, act in ACTS.items():
        async with does.does(f"{name} missed"):
            await act(people, group, "missed")
    people = await back(devices, people)
    for name in ACTS:
        async with does.does(f"{name} missed"):
            await agree(people, chats, since)
    async with does.does("the same answers"):
        await ask(people, group)
    await block(ada, bob, None)
    return people


async def back(devices: Devices, people: list[Person]) -> list[Person]:
    """The tablets are switched on again."""
    again = []
    for person, phone in zip(people, (ADA, BOB, CAROL), strict=True):
        tablet = await devices.signed_in(f"{phone} tablet", phone)
        await tablet("loadChats", chat_list=MAIN, limit=50)
        again.append(person._replace(tablet=tablet))
    return again
