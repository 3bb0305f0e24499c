"""What TDLib does with messages between two people, and what a device that was away hears of them."""

from datetime import datetime, timedelta
from typing import Any

from scenario import Scenario
from tdlib_devices import BOB, Devices
from tdlib_verbs import MAIN, Person, hears, history, say, send, text, words_of

from tests.clients.tdlib import TdLib


async def talk(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    async with does.does("messages"):
        bold = {"@type": "textEntity", "offset": 6, "length": 3, "type": {"@type": "textEntityTypeBold"}}
        content = {"@type": "inputMessageText", "text": text("hello Bob") | {"entities": [bold]}}
        sent = await send(phone, bob.id, content)
        heard = await hears(theirs, "hello Bob")
        assert heard["sender_id"]["user_id"] == ada.id
        assert [one["type"]["@type"] for one in heard["content"]["text"]["entities"]] == ["textEntityTypeBold"]
    async with does.does("devices in step"):
        assert (await hears(ada.tablet, "hello Bob"))["is_outgoing"]
        await hears(bob.tablet, "hello Bob")
    async with does.does("history"):
        assert await history(bob.tablet, ada.id, 5) == ["hello Bob"]
    async with does.does("replies"):
        reply = {"@type": "inputMessageReplyToMessage", "message_id": heard["id"]}
        reply = await say(theirs, ada.id, "hello Ada", reply_to=reply)
        answer = await hears(phone, "hello Ada")
        assert answer["reply_to"]["message_id"] == sent["id"]
    async with does.does("edits"):
        edit = {"@type": "inputMessageText", "text": text("hello again")}
        await phone("editMessageText", chat_id=bob.id, message_id=sent["id"], input_message_content=edit)
        changed = await theirs.update("updateMessageContent", lambda update: update["message_id"] == heard["id"])
        assert changed["new_content"]["text"]["text"] == "hello again"
    async with does.does("forwards"):
        await phone("createPrivateChat", user_id=carol.id)
        await phone("forwardMessages", chat_id=carol.id, from_chat_id=bob.id, message_ids=[sent["id"]])
        came = await hears(carol.phone, "hello again")
        assert came["forward_info"]["origin"]["sender_user_id"] == ada.id
    async with does.does("drafts"):
        content = {"@type": "draftMessageContentText", "text": text("not yet")}
        draft = {"@type": "draftMessage", "content": content}
        await phone("setChatDraftMessage", chat_id=bob.id, draft_message=draft)
        told = await ada.tablet.update("updateChatDraftMessage", lambda update: "draft_message" in update)
        assert told["draft_message"]["content"]["text"]["text"] == "not yet"
        await phone("setChatDraftMessage", chat_id=bob.id)
    async with does.does("pins"):
        await phone("pinChatMessage", chat_id=bob.id, message_id=sent["id"])
        await theirs.update(
            "updateMessageIsPinned", lambda update: update["message_id"] == heard["id"] and update["is_pinned"]
        )
    async with does.does("scheduled messages"):
        at = int((datetime.now() + timedelta(hours=1)).timestamp())
        later = {"@type": "messageSchedulingStateSendAtDate", "send_date": at}
        options = {"@type": "messageSendOptions", "scheduling_state": later}
        waiting = await say(phone, bob.id, "in time", options=options)
        listed = (await phone("getChatScheduledMessages", chat_id=bob.id))["messages"]
        assert [words_of(message) for message in listed] == ["in time"]
        await phone("editMessageSchedulingState", chat_id=bob.id, message_id=waiting["id"])
        await hears(theirs, "in time")
    async with does.does("reactions"):
        fire = {"@type": "reactionTypeEmoji", "emoji": "🔥"}
        await theirs("addMessageReaction", chat_id=ada.id, message_id=heard["id"], reaction_type=fire)
        told = await phone.update("updateMessageInteractionInfo", lambda update: "reactions" in str(update))
        reactions = told["interaction_info"]["reactions"]["reactions"]
        assert [(one["type"]["emoji"], one["total_count"]) for one in reactions] == [("🔥", 1)]
    async with does.does("search"):
        assert await found(phone, "searchChatMessages", chat_id=bob.id, query="AGAIN") == ["hello again"]
        everywhere = await found(theirs, "searchMessages", query="hel aga", chat_list=MAIN)
        assert "hello again" in everywhere
    async with does.does("read receipts"):
        await theirs("viewMessages", chat_id=ada.id, message_ids=[heard["id"]], force_read=True)
        await phone.update("updateChatReadOutbox", lambda update: update["last_read_outbox_message_id"] >= sent["id"])
    async with does.does("typing"):
        await theirs("sendChatAction", chat_id=ada.id, action={"@type": "chatActionTyping"})
        await phone.update("updateChatAction", lambda update: update["action"]["@type"] == "chatActionTyping")
    async with does.does("deletions"):
        await phone("deleteMessages", chat_id=bob.id, message_ids=[sent["id"]], revoke=True)
        await theirs.update(
            "updateDeleteMessages", lambda update: update["is_permanent"] and heard["id"] in update["message_ids"]
        )
        edit = {"@type": "inputMessageText", "text": text("hello anyway")}  # which still replies to what is gone
        await theirs("editMessageText", chat_id=ada.id, message_id=reply["id"], input_message_content=edit)
        await phone.update("updateMessageContent", lambda update: update["message_id"] == answer["id"])


async def found(device: TdLib, kind: str, **query: Any) -> list[str]:
    return [words_of(message) for message in (await device(kind, limit=10, **query))["messages"]]


async def be_away(does: Scenario, devices: Devices, ada: Person, bob: Person) -> Person:
    """Bob's tablet is switched off, and hears of what it missed once it is on again."""
    phone = ada.phone
    async with does.does("catching up"):
        old = await say(phone, bob.id, "stays a while")
        before = await hears(bob.tablet, "stays a while")
        await devices.leave(bob.tablet)
        await say(phone, bob.id, "missed")
        mistaken = await say(phone, bob.id, "mistaken")
        edit = {"@type": "inputMessageText", "text": text("corrected")}
        await phone("editMessageText", chat_id=bob.id, message_id=mistaken["id"], input_message_content=edit)
        gone = await say(phone, bob.id, "gone")
        await phone("deleteMessages", chat_id=bob.id, message_ids=[gone["id"], old["id"]], revoke=True)
        tablet = await devices.signed_in(f"{BOB} tablet", BOB)
        bob = bob._replace(tablet=tablet)
        await hears(tablet, "missed")
        await hears(tablet, "corrected")
        await tablet.update("updateDeleteMessages", lambda update: before["id"] in update["message_ids"])
        assert await history(tablet, ada.id, 2) == ["corrected", "missed"]
    return bob
