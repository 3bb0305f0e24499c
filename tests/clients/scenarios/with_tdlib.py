"""TDLib: three people with two devices each. It has a verb for everything."""

import asyncio
import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, NamedTuple

from scenario import Scenario, cut, world

from tests.clients.tdlib import Json, TdLib, TdLibError, made_by

WORLD = world()
ADA, BOB, CAROL = ("+" + phone for phone in WORLD["phones"])
FOLDER = Path(WORLD["folder"])


class Person(NamedTuple):
    """Somebody with two devices."""

    phone: TdLib
    tablet: TdLib

    @property
    def id(self) -> int:
        return self.phone.user_id


def text(words: str) -> Json:
    return {"@type": "formattedText", "text": words}


def written(words: str) -> Json:
    return {"@type": "inputMessageText", "text": text(words)}


def local(path: str | Path) -> Json:
    return {"@type": "inputFileLocal", "path": str(path)}


def says(words: str) -> Callable[[Json], bool]:
    return lambda update: update["message"]["content"].get("text", {}).get("text") == words


def holds(content: str) -> Callable[[Json], bool]:
    return lambda update: update["message"]["content"]["@type"] == content


def changed(words: str) -> Callable[[Json], bool]:
    return lambda update: update["new_content"].get("text", {}).get("text") == words


async def send(sender: TdLib, chat_id: int, content: Json, **options: Any) -> Json:
    """Send a message; it, once the server has it."""
    sent = await sender("sendMessage", chat_id=chat_id, input_message_content=content, **options)
    update = await sender.update("updateMessageSendSucceeded", lambda update: update["old_message_id"] == sent["id"])
    return update["message"]


async def hears(device: TdLib, words: str) -> Json:
    return (await device.update("updateNewMessage", says(words)))["message"]


async def hears_media(device: TdLib, content: str) -> Json:
    return (await device.update("updateNewMessage", holds(content)))["message"]


async def history(device: TdLib, chat_id: int, limit: int) -> list[str]:
    """The texts of a chat as the server has them, the newest first."""
    where = {"chat_id": chat_id, "from_message_id": 0, "offset": 0, "limit": limit}
    found: list[Json] = []
    async with asyncio.timeout(5):
        while len(found) < limit:
            found = (await device("getChatHistory", **where))["messages"]
    return [message["content"]["text"]["text"] for message in found]


async def download(device: TdLib, file: Json) -> str:
    done = await device("downloadFile", file_id=file["id"], priority=1, synchronous=True)
    return digest(await asyncio.to_thread(Path(done["local"]["path"]).read_bytes))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Room:
    """The devices that are on."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self.devices = AsyncExitStack()
        self.seen: list[TdLib] = []

    async def enter(self, name: str, phone: str, first_name: str = "", password: str = "") -> TdLib:
        device = TdLib(self._library, FOLDER / name, phone, first_name, password)
        self.seen.append(device)
        return await self.devices.enter_async_context(device)


async def begin(does: Scenario, room: Room) -> tuple[Person, Person, Person]:
    phones, people = [], []
    names = {"Ada": ADA, "Bob": BOB, "Carol": CAROL}
    async with does.does("sign up"):
        for name, phone in names.items():
            phones.append(await room.enter(name, phone, name))
    async with does.does("sign in by code"):
        for first, (name, phone) in zip(phones, names.items(), strict=True):
            people.append(Person(first, await room.enter(f"{name}'s tablet", phone)))
    ada, bob, carol = people
    return ada, bob, carol


async def account(does: Scenario, room: Room, ada: Person, bob: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    async with does.does("username"):
        await phone("setUsername", username="ada_td")
        await theirs("searchPublicChat", username="ada_td")
    async with does.does("profile"):
        await phone("setName", first_name="Ada", last_name="Lovelace")
        await phone("setBio", bio="counts")
        assert (await theirs("getUserFullInfo", user_id=ada.id))["bio"]["text"] == "counts"
        assert (await theirs("getUser", user_id=ada.id))["last_name"] == "Lovelace"
    async with does.does("profile photo"):
        photo = {"@type": "inputChatPhotoStatic", "photo": local(WORLD["picture"])}
        await phone("setProfilePhoto", photo=photo, is_public=False)
        shown = await theirs.update("updateUser", lambda update: "profile_photo" in update["user"])
        await download(theirs, shown["user"]["profile_photo"]["big"])
    async with does.does("contacts"):
        contact = {"@type": "importedContact", "phone_number": BOB, "first_name": "Bobby"}
        assert (await phone("importContacts", contacts=[contact]))["user_ids"] == [bob.id]
        assert (await ada.tablet("getContacts"))["user_ids"] == [bob.id]
    async with does.does("privacy"):
        rules = {"@type": "userPrivacySettingRules", "rules": [{"@type": "userPrivacySettingRuleRestrictAll"}]}
        setting = {"@type": "userPrivacySettingShowPhoneNumber"}
        await phone("setUserPrivacySettingRules", setting=setting, rules=rules)
        assert not (await theirs("getUser", user_id=ada.id))["phone_number"]
    async with does.does("presence"):
        for online in (False, True):
            await theirs("setOption", name="online", value={"@type": "optionValueBoolean", "value": online})
        status = "userStatusOnline"
        await phone.update(
            "updateUserStatus", lambda update: (update["user_id"], update["status"]["@type"]) == (bob.id, status)
        )
    async with does.does("password"):
        await phone("setPassword", old_password="", new_password="enchantress", new_hint="engine")
        try:
            await room.enter("intruder", ADA, password="difference")
        except TdLibError as error:
            assert str(error) == "PASSWORD_HASH_INVALID"
        third = await room.enter("third", ADA, password="enchantress")
        assert third.user_id == ada.id
        await phone("setPassword", old_password="enchantress", new_password="")
    async with does.does("sessions"):
        listed = (await phone("getActiveSessions"))["sessions"]
        other = next(one for one in listed if not one["is_current"] and not one["is_password_pending"])
        try:
            await phone("terminateSession", session_id=other["id"])
        except TdLibError as error:
            assert str(error) == "FRESH_RESET_AUTHORISATION_FORBIDDEN"
        await third("logOut")
        await third.update("updateAuthorizationState", lambda update: "Closed" in update["authorization_state"]["@type"])
        assert len((await phone("getActiveSessions"))["sessions"]) == len(listed) - 1


async def talk(does: Scenario, ada: Person, bob: Person, carol: Person) -> tuple[int, int]:
    """The chat of Ada and Bob: its id for her and for him."""
    phone, theirs = ada.phone, bob.phone
    to_bob = (await phone("createPrivateChat", user_id=bob.id))["id"]
    to_ada = ada.id
    await phone("searchPublicChat", username="carol_td")
    to_carol = (await phone("createPrivateChat", user_id=carol.id))["id"]
    async with does.does("messages"):
        bold = {"@type": "textEntity", "offset": 6, "length": 3, "type": {"@type": "textEntityTypeBold"}}
        words = text("hello Bob") | {"entities": [bold]}
        sent = await send(phone, to_bob, {"@type": "inputMessageText", "text": words})
        heard = await hears(theirs, "hello Bob")
        assert heard["sender_id"]["user_id"] == ada.id
        assert heard["content"]["text"]["entities"][0]["type"]["@type"] == "textEntityTypeBold"
    async with does.does("devices in step"):
        assert (await hears(ada.tablet, "hello Bob"))["is_outgoing"]
        await hears(bob.tablet, "hello Bob")
    async with does.does("history"):
        assert await history(bob.tablet, to_ada, 1) == ["hello Bob"]
    async with does.does("replies"):
        to = {"@type": "inputMessageReplyToMessage", "message_id": heard["id"]}
        await send(theirs, to_ada, written("hello Ada"), reply_to=to)
        assert (await hears(phone, "hello Ada"))["reply_to"]["message_id"] == sent["id"]
    async with does.does("edits"):
        content = written("hello again")
        await phone("editMessageText", chat_id=to_bob, message_id=sent["id"], input_message_content=content)
        edited = await theirs.update("updateMessageContent", changed("hello again"))
        assert edited["message_id"] == heard["id"]
    async with does.does("forwards"):
        await phone("forwardMessages", chat_id=to_carol, from_chat_id=to_bob, message_ids=[sent["id"]])
        came = await hears(carol.phone, "hello again")
        assert came["forward_info"]["origin"]["sender_user_id"] == ada.id
    async with does.does("drafts"):
        draft = {"@type": "draftMessage", "input_message_text": written("not yet")}
        await phone("setChatDraftMessage", chat_id=to_bob, draft_message=draft)
        told = await ada.tablet.update("updateChatDraftMessage", lambda update: "draft_message" in update)
        assert told["chat_id"] == to_bob
        await phone("setChatDraftMessage", chat_id=to_bob)
    async with does.does("pins"):
        await phone("pinChatMessage", chat_id=to_bob, message_id=sent["id"])
        assert (await theirs.update("updateMessageIsPinned"))["message_id"] == heard["id"]
    async with does.does("scheduled messages"):
        now = (await phone("getOption", name="unix_time"))["value"]
        later = {"@type": "messageSchedulingStateSendAtDate", "send_date": int(now) + 3600}
        await send(phone, to_bob, written("in time"), options={"@type": "messageSendOptions", "scheduling_state": later})
        (waiting,) = (await phone("getChatScheduledMessages", chat_id=to_bob))["messages"]
        await phone("editMessageSchedulingState", chat_id=to_bob, message_id=waiting["id"])
        await hears(theirs, "in time")
    async with does.does("reactions"):
        fire = {"@type": "reactionTypeEmoji", "emoji": "🔥"}
        await theirs("addMessageReaction", chat_id=to_ada, message_id=heard["id"], reaction_type=fire)
        told = await phone.update("updateMessageInteractionInfo", lambda update: update["message_id"] == sent["id"])
        shown = told["interaction_info"]["reactions"]["reactions"]
        assert [(one["type"]["emoji"], one["total_count"]) for one in shown] == [("🔥", 1)]
    async with does.does("polls"):
        await poll(phone, theirs, to_bob, to_ada)
    async with does.does("search"):
        where = {"from_message_id": 0, "offset": 0, "limit": 5}
        found = await phone("searchChatMessages", chat_id=to_bob, query="AGAIN", **where)
        assert [one["id"] for one in found["messages"]] == [sent["id"]]
        found = await theirs("searchMessages", query="hel aga", offset="", limit=5)
        assert heard["id"] in [one["id"] for one in found["messages"]]
    async with does.does("read receipts"):
        await theirs("viewMessages", chat_id=to_ada, message_ids=[heard["id"]], force_read=True)
        read = await phone.update("updateChatReadOutbox")
        assert read["last_read_outbox_message_id"] >= sent["id"]
    async with does.does("typing"):
        await theirs("openChat", chat_id=to_ada)
        await theirs("sendChatAction", chat_id=to_ada, action={"@type": "chatActionTyping"})
        await phone.update("updateChatAction", lambda update: update["action"]["@type"] == "chatActionTyping")
    async with does.does("deletions"):
        await phone("deleteMessages", chat_id=to_bob, message_ids=[sent["id"]], revoke=True)
        await theirs.update("updateDeleteMessages", lambda update: heard["id"] in update["message_ids"])
    return to_bob, to_ada


async def poll(phone: TdLib, theirs: TdLib, to_bob: int, to_ada: int) -> None:
    options = [{"@type": "inputPollOption", "text": text(words)} for words in ("yes", "no")]
    kind = {"@type": "inputPollTypeRegular"}
    content = {"@type": "inputMessagePoll", "question": text("Coming?"), "options": options, "type": kind}
    asked = await send(phone, to_bob, content | {"is_anonymous": False})
    seen = await hears_media(theirs, "messagePoll")
    await theirs("setPollAnswer", chat_id=to_ada, message_id=seen["id"], option_ids=[0])
    voted = await phone.update("updatePoll", lambda update: update["poll"]["total_voter_count"] == 1)
    assert [option["voter_count"] for option in voted["poll"]["options"]] == [1, 0]
    await phone("stopPoll", chat_id=to_bob, message_id=asked["id"])
    await theirs.update("updatePoll", lambda update: update["poll"]["is_closed"])


async def be_away(does: Scenario, room: Room, ada: Person, bob: Person, to_bob: int, to_ada: int) -> Person:
    """Bob's tablet is switched off, and hears of what it missed once it is on again."""
    phone = ada.phone
    async with does.does("catching up"):
        old = await send(phone, to_bob, written("stays a while"))
        before = await hears(bob.tablet, "stays a while")
        await bob.tablet.__aexit__()
        await send(phone, to_bob, written("missed"))
        mistaken = await send(phone, to_bob, written("mistaken"))
        content = written("corrected")
        await phone("editMessageText", chat_id=to_bob, message_id=mistaken["id"], input_message_content=content)
        gone = await send(phone, to_bob, written("gone"))
        await phone("deleteMessages", chat_id=to_bob, message_ids=[gone["id"], old["id"]], revoke=True)
        tablet = await room.enter("Bob's tablet", BOB)
        bob = bob._replace(tablet=tablet)
        await hears(tablet, "missed")
        await hears(tablet, "corrected")
        await tablet.update("updateDeleteMessages", lambda update: before["id"] in update["message_ids"])
        assert await history(tablet, to_ada, 2) == ["corrected", "missed"]
    return bob


async def meet(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone = ada.phone
    async with does.does("groups"):
        group = (await phone("createNewBasicGroupChat", user_ids=[bob.id], title="Engine"))["chat_id"]
        await send(phone, group, written("who is in?"))
        for device in (bob.phone, bob.tablet, ada.tablet):
            await hears(device, "who is in?")
    async with does.does("invite links"):
        link = (await phone("createChatInviteLink", chat_id=group, name="", creates_join_request=False))["invite_link"]
        theirs = (await carol.phone("joinChatByInviteLink", invite_link=link))["chat_id"]
        await hears_media(phone, "messageChatJoinByLink")
        basic = (await carol.phone("getChat", chat_id=theirs))["type"]["basic_group_id"]
        info = await carol.phone("getBasicGroupFullInfo", basic_group_id=basic)
        assert {one["member_id"]["user_id"] for one in info["members"]} == {ada.id, bob.id, carol.id}
    async with does.does("group rights"):
        status = {"@type": "chatMemberStatusAdministrator", "rights": {"@type": "chatAdministratorRights"}}
        member = {"@type": "messageSenderUser", "user_id": bob.id}
        await phone("setChatMemberStatus", chat_id=group, member_id=member, status=status)
        await phone("setChatPermissions", chat_id=group, permissions={"@type": "chatPermissions"})
        await carol.phone.update(
            "updateChatPermissions", lambda update: not update["permissions"]["can_send_basic_messages"]
        )
        try:
            await carol.phone("sendMessage", chat_id=theirs, input_message_content=written("may I?"))
        except TdLibError:
            await send(bob.phone, group, written("an administrator may"))
        await hears(carol.tablet, "an administrator may")
    async with does.does("leaving"):
        await carol.phone("leaveChat", chat_id=theirs)
        await hears_media(bob.phone, "messageChatDeleteMember")


async def share(does: Scenario, ada: Person, bob: Person, to_bob: int) -> None:
    phone, theirs = ada.phone, bob.phone
    photo = {"@type": "inputMessagePhoto", "photo": {"@type": "inputPhoto", "photo": local(WORLD["picture"])}}
    async with does.does("photos"):
        sent = await send(phone, to_bob, photo)
        came = await hears_media(theirs, "messagePhoto")
        sizes = [one["content"]["photo"]["sizes"][-1]["photo"] for one in (sent, came)]
        assert await download(theirs, sizes[1]) == digest(Path(WORLD["picture"]).read_bytes()) or sizes[1]["size"] > 1000
    async with does.does("albums"):
        both = [photo | {"caption": text(words)} for words in ("one", "two")]
        await phone("sendMessageAlbum", chat_id=to_bob, input_message_contents=both)
        first, second = [await hears_media(theirs, "messagePhoto") for _ in both]
        assert first["media_album_id"] == second["media_album_id"] != "0"
        assert {one["content"]["caption"]["text"] for one in (first, second)} == {"one", "two"}
    async with does.does("documents"):
        content = os.urandom(1_500_000)
        came = await shared(phone, theirs, to_bob, "letter.bin", content)
        assert came["file_name"] == "letter.bin"
        assert await download(theirs, came["document"]) == digest(content)
    async with does.does("voice messages"):
        note = {"@type": "inputVoiceNote", "voice_note": local(WORLD["voice"]), "duration": 2, "waveform": ""}
        await send(phone, to_bob, {"@type": "inputMessageVoiceNote", "voice_note": note})
        came = (await hears_media(theirs, "messageVoiceNote"))["content"]["voice_note"]
        assert came["duration"] == 2
        assert await download(theirs, came["voice"]) == digest(Path(WORLD["voice"]).read_bytes())
    async with does.does("stickers"):
        found = await phone("searchStickerSet", name="chappe_semaphore", ignore_cache=True)
        await phone("changeStickerSet", set_id=found["id"], is_installed=True, is_archived=False)
        file = {"@type": "inputFileId", "id": found["stickers"][0]["sticker"]["id"]}
        await send(phone, to_bob, {"@type": "inputMessageSticker", "sticker": file})
        await download(theirs, (await hears_media(theirs, "messageSticker"))["content"]["sticker"]["sticker"])
    async with does.does("broken connections"):
        content = os.urandom(6_000_000)
        up = asyncio.create_task(cut_while(phone, "remote", "uploaded_size"))
        came = await shared(phone, theirs, to_bob, "engine.bin", content)
        await up
        down = asyncio.create_task(cut_while(theirs, "local", "downloaded_size"))
        assert await download(theirs, came["document"]) == digest(content)
        await down


async def shared(phone: TdLib, theirs: TdLib, to_bob: int, name: str, content: bytes) -> Json:
    """Send a document; as the other side has it."""
    path = FOLDER / name
    path.write_bytes(content)
    document = {"@type": "inputDocument", "document": local(path)}
    await send(phone, to_bob, {"@type": "inputMessageDocument", "document": document})
    came = await theirs.update("updateNewMessage", lambda update: named(update) == name)
    return came["message"]["content"]["document"]


def named(update: Json) -> str:
    return str(update["message"]["content"].get("document", {}).get("file_name", ""))


async def cut_while(device: TdLib, side: str, size: str) -> None:
    """Cut all connections when some of a large file has passed."""
    await device.update(
        "updateFile", lambda update: update["file"]["size"] == 6_000_000 and 0 < update["file"][side][size] < 6_000_000
    )
    await asyncio.to_thread(cut, WORLD["knife"])


async def secretly(does: Scenario, ada: Person, bob: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    async with does.does("secret chats"):
        mine = await phone("createNewSecretChat", user_id=bob.id)
        secret = mine["type"]["secret_chat_id"]
        ready = "secretChatStateReady"
        await phone.update("updateSecretChat", lambda update: update["secret_chat"]["state"]["@type"] == ready)
        await send(phone, mine["id"], written("between us"))
        told = await hears(theirs, "between us")
        await send(theirs, told["chat_id"], written("only us"))
        await hears(phone, "only us")
        await phone("closeSecretChat", secret_chat_id=secret)
        closed = "secretChatStateClosed"
        await theirs.update("updateSecretChat", lambda update: update["secret_chat"]["state"]["@type"] == closed)


async def main() -> None:
    does = Scenario()
    room = Room(await made_by(WORLD["recipe"], FOLDER))
    async with room.devices:
        ada, bob, carol = await begin(does, room)
        await carol.phone("setUsername", username="carol_td")
        await account(does, room, ada, bob)
        to_bob, to_ada = await talk(does, ada, bob, carol)
        bob = await be_away(does, room, ada, bob, to_bob, to_ada)
        await meet(does, ada, bob, carol)
        await share(does, ada, bob, to_bob)
        await secretly(does, ada, bob)
        version = await ada.phone("getOption", name="version")
    for device in room.seen:
        print(device.complaints[:1500], file=sys.stderr)
    does.report(version["value"])


asyncio.run(main())
