"""What TDLib does with groups."""

from collections.abc import Callable

from scenario import Scenario
from tdlib_verbs import Person, hears, hears_kind, refused, say, send, text

from tests.clients.tdlib import Json, TdLib


async def meet(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    async with does.does("groups"):
        made = await phone("createNewBasicGroupChat", user_ids=[bob.id], title="Engine")
        group = made["chat_id"]
        await say(phone, group, "who is in?")
        for device in (theirs, bob.tablet, ada.tablet):
            assert (await hears(device, "who is in?"))["chat_id"] == group
    async with does.does("invite links"):
        link = await phone("createChatInviteLink", chat_id=group)
        await carol.phone("joinChatByInviteLink", invite_link=link["invite_link"])
        await hears_kind(phone, "messageChatJoinByLink")
        about = await carol.phone("getBasicGroupFullInfo", basic_group_id=-group)
        assert {one["member_id"]["user_id"] for one in about["members"]} == {ada.id, bob.id, carol.id}
    async with does.does("polls"):
        await poll(group, ada, bob)
    async with does.does("group rights"):
        rights = {"@type": "chatAdministratorRights", "can_manage_chat": True}
        await phone(
            "setChatMemberStatus",
            chat_id=group,
            member_id={"@type": "messageSenderUser", "user_id": bob.id},
            status={"@type": "chatMemberStatusAdministrator", "rights": rights},
        )
        await theirs.update("updateBasicGroup", lambda update: "Administrator" in str(update["basic_group"]["status"]))
        await phone("setChatPermissions", chat_id=group, permissions={"@type": "chatPermissions"})
        await carol.phone.update("updateChatPermissions", lambda update: update["chat_id"] == group)
        with refused("Not enough rights"):
            await say(carol.phone, group, "may I?")
        await say(theirs, group, "an administrator may")
        await hears(carol.tablet, "an administrator may")
    async with does.does("leaving"):
        await carol.phone("leaveChat", chat_id=group)
        await hears_kind(theirs, "messageChatDeleteMember")


async def poll(group: int, ada: Person, bob: Person) -> None:
    content = {
        "@type": "inputMessagePoll",
        "question": text("Coming?"),
        "options": [{"@type": "inputPollOption", "text": text(name)} for name in ("yes", "no")],
        "type": {"@type": "inputPollTypeRegular"},
    }
    asked = await send(ada.phone, group, content)
    seen = await hears_kind(bob.phone, "messagePoll")
    await bob.phone("setPollAnswer", chat_id=group, message_id=seen["id"], option_ids=[0])
    await changes(ada.phone, lambda now: now["total_voter_count"] == 1)
    await ada.phone("stopPoll", chat_id=group, message_id=asked["id"])
    ended = await changes(bob.phone, lambda now: now["is_closed"])
    assert [option["voter_count"] for option in ended["options"]] == [1, 0]


async def changes(device: TdLib, fits: Callable[[Json], bool]) -> Json:
    """A poll, as soon as it is like this."""
    kind = "updateMessageContent"
    update = await device.update(kind, lambda one: "poll" in one["new_content"] and fits(one["new_content"]["poll"]))
    poll: Json = update["new_content"]["poll"]
    return poll
