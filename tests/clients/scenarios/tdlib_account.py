"""What TDLib does with accounts: signing up and in, who one is, who may see it, which devices one has."""

from scenario import Scenario
from tdlib_devices import ADA, BOB, CAROL, WORLD, Devices
from tdlib_verbs import Person, local, refused

from tests.clients.tdlib import Json, TdLib


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
