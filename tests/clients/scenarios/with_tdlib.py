"""TDLib: three people with two devices each. Each device is a process of its own, with its database on disk.

All of it is done by TDLib's own methods: it has no way to call one of the API. Whatever TDLib finds wrong with an
answer of the server ends the scenario, but that a method is not implemented: it asks for all there is.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from in_step_tdlib import ACTS, agree, ask, block, last_of
from scenario import Scenario, cut, world
from tdlib_verbs import (
    MAIN,
    Person,
    digest,
    download,
    hears,
    hears_kind,
    history,
    local,
    refused,
    say,
    send,
    text,
    words_of,
)

from tests.clients.tdlib import Json, TdLib, prepare

WORLD = world()
ADA, BOB, CAROL = (f"+{phone}" for phone in WORLD["phones"])
FOLDER = Path(WORLD["folder"])
VOICE = Path(WORLD["voice"]).read_bytes()


class Devices:
    """Every TDLib that was started."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._started: list[TdLib] = []

    async def new(self, name: str, phone: str, first_name: str = "", password: str = "") -> TdLib:
        """One that has not signed in yet, or did so in the same folder before."""
        device = TdLib(self._library, FOLDER / name, phone, first_name, password)
        await device.start()
        self._started.append(device)
        return device

    async def signed_in(self, *about: str) -> TdLib:
        device = await self.new(*about)
        await device.advance("authorizationStateReady")
        return device

    async def leave(self, device: TdLib) -> None:
        await device.close()
        self._started.remove(device)
        complaints = [line for line in device.complaints.splitlines() if line and "NOT_IMPLEMENTED" not in line]
        assert not complaints, complaints

    async def leave_all(self) -> None:
        for device in list(self._started):
            await self.leave(device)


def file(name: str, content: bytes) -> Json:
    path = FOLDER / name
    path.write_bytes(content)
    return local(path)


async def enter(does: Scenario, devices: Devices) -> tuple[Person, Person, Person]:
    """Everybody gets an account and two devices."""
    people = []
    async with does.does("sign up"):
        for phone, name in ((ADA, "Ada"), (BOB, "Bob"), (CAROL, "Carol")):
            device = await devices.signed_in(f"new {name}", phone, name)
            await device("logOut")
            await devices.leave(device)
    async with does.does("sign in by code"):
        for phone in (ADA, BOB, CAROL):
            first, second = [await devices.signed_in(f"{phone} {which}", phone) for which in ("phone", "tablet")]
            people.append(Person(first.user_id, first, second))
    ada, bob, carol = people
    return ada, bob, carol


async def account(does: Scenario, devices: Devices, ada: Person, bob: Person, carol: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    async with does.does("username"):
        for person, name in ((ada, "ada_d"), (bob, "bob_d"), (carol, "carol_d")):
            await person.phone("setUsername", username=name)
        assert (await theirs("searchPublicChat", username="ada_d"))["id"] == ada.id
        for name in ("bob_d", "carol_d"):
            await phone("searchPublicChat", username=name)
    async with does.does("profile"):
        await phone("setName", first_name="Ada", last_name="Lovelace")
        await phone("setBio", bio="counts")
        assert (await carol.phone("searchPublicChat", username="ada_d"))["title"] == "Ada Lovelace"
        assert (await carol.phone("getUserFullInfo", user_id=ada.id))["bio"]["text"] == "counts"
    async with does.does("profile photo"):
        photo = {"@type": "inputChatPhotoStatic", "photo": local(WORLD["picture"])}
        await phone("setProfilePhoto", photo=photo, is_public=False)
        await ada.tablet.update("updateUser", lambda update: "profile_photo" in update["user"])
        shown = (await carol.tablet("searchPublicChat", username="ada_d"))["photo"]["big"]
        done = await carol.tablet("downloadFile", file_id=shown["id"], priority=1, synchronous=True)
        assert done["size"] > 1000
    async with does.does("contacts"):
        contacts = [{"@type": "importedContact", "phone_number": BOB, "first_name": "Bobby"}]
        assert (await phone("importContacts", contacts=contacts))["user_ids"] == [bob.id]
        assert (await ada.tablet("getContacts"))["user_ids"] == [bob.id]
        assert (await ada.tablet("getUser", user_id=bob.id))["first_name"] == "Bobby"
    async with does.does("privacy"):
        setting = {"@type": "userPrivacySettingShowPhoneNumber"}
        rules = {
            "@type": "userPrivacySettingRules",
            "rules": [{"@type": "userPrivacySettingRuleRestrictAll"}],
        }

        def number_of_ada(update: Json) -> str | None:
            return update["user"]["phone_number"] if update["user"]["id"] == ada.id else None

        await theirs.update("updateUser", number_of_ada)
        await phone("setUserPrivacySettingRules", setting=setting, rules=rules)
        await theirs.update("updateUser", lambda update: number_of_ada(update) == "")
    async with does.does("presence"):
        for is_online in (False, True):
            value = {"@type": "optionValueBoolean", "value": is_online}
            await theirs("setOption", name="online", value=value)
        await phone.update(
            "updateUserStatus",
            lambda update: update["user_id"] == bob.id and update["status"]["@type"] == "userStatusOnline",
        )
    async with does.does("password"):
        await phone("setPassword", old_password="", new_password="enchantress", new_hint="engine")
        intruder = await devices.new("intruder", ADA, "", "difference")
        with refused("PASSWORD_HASH_INVALID"):
            await intruder.advance("authorizationStateReady")
        third = await devices.signed_in("third", ADA, "", "enchantress")
        assert third.user_id == ada.id
        await devices.leave(intruder)
        await phone("setPassword", old_password="enchantress", new_password="", new_hint="")
    async with does.does("sessions"):
        sessions = await sessions_of(phone)
        assert sorted(one["is_password_pending"] for one in sessions) == [False, False, False, True], "the intruder"
        other = next(one for one in sessions if not one["is_current"])
        with refused("FRESH_RESET_AUTHORISATION_FORBIDDEN"):
            await phone("terminateSession", session_id=other["id"])
        await third("logOut")
        await devices.leave(third)
        assert len(await sessions_of(phone)) == len(sessions) - 1
    async with does.does("QR code"):
        shown = await devices.new("shown", "")
        await shown.advance("authorizationStateWaitPhoneNumber")
        await shown("requestQrCodeAuthentication", other_user_ids=[])
        code = await shown.advance("authorizationStateWaitOtherDeviceConfirmation")
        await phone("confirmQrCodeAuthentication", link=code["link"])
        await shown.advance("authorizationStateReady")
        assert shown.user_id == ada.id
        await shown("logOut")
        await devices.leave(shown)


async def sessions_of(device: TdLib) -> list[Json]:
    sessions: list[Json] = (await device("getActiveSessions"))["sessions"]
    return sessions


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


async def share(does: Scenario, ada: Person, bob: Person) -> None:
    phone, theirs = ada.phone, bob.phone
    picture = {"@type": "inputMessagePhoto", "photo": {"@type": "inputPhoto", "photo": local(WORLD["picture"])}}

    async def send_file(name: str, content: bytes) -> Json:
        document = {"@type": "inputDocument", "document": file(name, content)}
        return await send(phone, bob.id, {"@type": "inputMessageDocument", "document": document})

    async def comes(kind: str) -> Json:
        return (await hears_kind(theirs, kind))["content"]

    async with does.does("photos"):
        await send(phone, bob.id, picture)
        same = await hears_kind(ada.tablet, "messagePhoto")
        photos = [content["photo"]["sizes"][-1]["photo"] for content in (same["content"], await comes("messagePhoto"))]
        assert await download(ada.tablet, photos[0]) == await download(theirs, photos[1])
    async with does.does("albums"):
        album = [picture | {"caption": text(words)} for words in ("one", "two")]
        await phone("sendMessageAlbum", chat_id=bob.id, input_message_contents=album)
        first, second = await hears(theirs, "one"), await hears(theirs, "two")
        assert first["media_album_id"] == second["media_album_id"] != "0"
    async with does.does("documents"):
        letter = os.urandom(1_500_000)
        await send_file("letter.bin", letter)
        came = (await comes("messageDocument"))["document"]
        assert (came["file_name"], await download(theirs, came["document"])) == ("letter.bin", digest(letter))
    async with does.does("voice messages"):
        note = {"@type": "inputVoiceNote", "voice_note": local(WORLD["voice"]), "duration": 2}
        await send(phone, bob.id, {"@type": "inputMessageVoiceNote", "voice_note": note})
        came = (await comes("messageVoiceNote"))["voice_note"]
        assert (came["duration"], await download(theirs, came["voice"])) == (2, digest(VOICE))
    async with does.does("stickers"):
        await phone("getRecentStickers", is_attached=False)  # which TDLib would ask for at the wrong time
        semaphore = await phone("searchStickerSet", name="chappe_semaphore", ignore_cache=True)
        await phone("changeStickerSet", set_id=semaphore["id"], is_installed=True, is_archived=False)
        sticker = {"@type": "inputFileId", "id": semaphore["stickers"][0]["sticker"]["id"]}
        await send(
            phone, bob.id, {"@type": "inputMessageSticker", "sticker": {"@type": "inputSticker", "sticker": sticker}}
        )
        came = (await comes("messageSticker"))["sticker"]["sticker"]
        done = await theirs("downloadFile", file_id=came["id"], priority=1, synchronous=True)
        assert done["local"]["downloaded_size"] == came["size"]
    async with does.does("broken connections"):
        engine = os.urandom(6_000_000)
        sending = asyncio.create_task(send_file("engine.bin", engine))
        await phone.update("updateFile", lambda update: update["file"]["remote"]["uploaded_size"] > len(engine) / 3)
        cut(WORLD["knife"])
        await sending
        came = (await comes("messageDocument"))["document"]["document"]
        loading = asyncio.create_task(download(theirs, came))
        await theirs.update("updateFile", lambda update: update["file"]["local"]["downloaded_size"] > len(engine) / 3)
        cut(WORLD["knife"])
        assert await loading == digest(engine)


async def keep_secrets(does: Scenario, ada: Person, bob: Person) -> None:
    async with does.does("secret chats"):
        chat = await ada.phone("createNewSecretChat", user_id=bob.id)
        secret = chat["type"]["secret_chat_id"]

        def is_now(state: str) -> Callable[[Json], bool]:
            return lambda update: bool(update["secret_chat"]["state"]["@type"] == state)

        opened = [
            await one.update("updateSecretChat", is_now("secretChatStateReady")) for one in (ada.phone, bob.phone)
        ]
        keys = {update["secret_chat"]["key_hash"] for update in opened}
        assert len(keys) == 1
        theirs = await bob.phone("createSecretChat", secret_chat_id=opened[1]["secret_chat"]["id"])
        await say(ada.phone, chat["id"], "between us")
        await hears(bob.phone, "between us")
        await say(bob.phone, theirs["id"], "only")
        await hears(ada.phone, "only")
        await ada.phone("closeSecretChat", secret_chat_id=secret)
        await bob.phone.update("updateSecretChat", is_now("secretChatStateClosed"))


async def connect(does: Scenario, devices: Devices) -> None:
    does.cannot("it has no such transport", "WebSocket")
    does.cannot("it goes over to HTTP by itself where TCP fails, and by no option", "HTTP")
    async with does.does("obfuscation"):  # all it speaks over TCP
        device = await devices.new("obfuscated", "")
        await device.advance("authorizationStateWaitPhoneNumber")
        await device("testNetwork")
        await devices.leave(device)
    async with does.does("temporary keys"):
        device = await devices.new("sealed", ADA)
        await device.advance("authorizationStateWaitPhoneNumber")
        await device("setOption", name="use_pfs", value={"@type": "optionValueBoolean", "value": True})
        await devices.leave(device)
        await devices.leave(await devices.signed_in("sealed", ADA))
        query = "SELECT count(*) FROM auth_keys WHERE bound_to IS NOT NULL"
        with closing(sqlite3.connect(f"file:{WORLD['data_dir']}/chappe.db?mode=ro", uri=True)) as database:
            assert database.execute(query).fetchone()[0] > 0


async def main() -> None:
    does = Scenario()
    devices = Devices(await prepare(Path(WORLD["data_dir"]), WORLD["port"], FOLDER))
    ada, bob, carol = await enter(does, devices)
    await account(does, devices, ada, bob, carol)
    await talk(does, ada, bob, carol)
    bob = await be_away(does, devices, ada, bob)
    await meet(does, ada, bob, carol)
    ada, bob, carol = await stay_in_step(does, devices, [ada, bob, carol])
    await share(does, ada, bob)
    await keep_secrets(does, ada, bob)
    await connect(does, devices)
    await devices.leave_all()
    does.report(version("tdjson"))


asyncio.run(main())
