"""What Telethon does with accounts: signing up and in, who one is, who may see it, which devices one has."""

import asyncio
from contextlib import suppress
from typing import Any

from scenario import Scenario
from telethon import TelegramClient, errors, events
from telethon.tl import functions, types
from telethon.tl.alltlobjects import LAYER
from telethon_devices import ADA, BOB, CAROL, WORLD, Person, new_client, sign_in, sign_up


async def enter(does: Scenario) -> tuple[Person, Person, Person]:
    """Everybody gets an account and two devices."""
    new, people = [], []
    async with does.does("sign up", raw=True):
        for phone, name in ((ADA, "Ada"), (BOB, "Bob"), (CAROL, "Carol")):
            new.append(await sign_up(phone, name))
    async with does.does("sign in by code"):
        for phone, client in zip((ADA, BOB, CAROL), new, strict=True):
            first = await sign_in(phone, client=client)
            people.append(Person((await client.get_me()).id, first, await sign_in(phone)))
    ada, bob, carol = people
    return ada, bob, carol


async def account(does: Scenario, ada: Person, bob: Person, carol: Person) -> None:
    phone, tablet = ada.phone.client, ada.tablet.client
    async with does.does("username", raw=True):
        for person, name in ((ada, "ada"), (bob, "bob"), (carol, "carol")):
            await person.phone.client(functions.account.UpdateUsernameRequest(f"{name}_t{LAYER}"))
        assert (await bob.phone.client.get_entity(f"ada_t{LAYER}")).id == ada.id
    async with does.does("profile", raw=True):
        await phone(functions.account.UpdateProfileRequest(last_name="Lovelace", about="counts"))
        full = await bob.phone.client(functions.users.GetFullUserRequest(ada.id))
        assert (full.users[0].last_name, full.full_user.about) == ("Lovelace", "counts")
    async with does.does("profile photo", raw=True):
        file = await phone.upload_file(WORLD["picture"])
        await phone(functions.photos.UploadProfilePhotoRequest(file=file))
        assert len(await bob.phone.client.download_profile_photo(f"ada_t{LAYER}", bytes)) > 1000
    async with does.does("contacts", raw=True):
        contact = types.InputPhoneContact(0, BOB, "Bobby", "")
        assert len((await phone(functions.contacts.ImportContactsRequest([contact]))).imported) == 1
        listed = await tablet(functions.contacts.GetContactsRequest(0))
        assert [user.first_name for user in listed.users] == ["Bobby"]
    async with does.does("privacy", raw=True):
        key, nobody = types.InputPrivacyKeyPhoneNumber(), types.InputPrivacyValueDisallowAll()
        rules = await phone(functions.account.SetPrivacyRequest(key, [nobody]))
        assert isinstance(rules.rules[0], types.PrivacyValueDisallowAll)
        assert (await bob.phone.client.get_entity(f"ada_t{LAYER}")).phone is None
    async with does.does("presence", raw=True):
        await phone(functions.account.UpdateStatusRequest(offline=True))
        await bob.phone.client(functions.account.UpdateStatusRequest(offline=True))
        await bob.phone.client(functions.account.UpdateStatusRequest(offline=False))
        await ada.phone.heard.take(events.UserUpdate.Event, lambda event: event.user_id == bob.id and event.online)
    async with does.does("password"):
        await phone.edit_2fa(new_password="enchantress", hint="engine")
        try:
            await sign_in(ADA, "difference")
        except errors.PasswordHashInvalidError:
            third = await sign_in(ADA, "enchantress")
        assert (await third.client.get_me()).id == ada.id
        await phone.edit_2fa(current_password="enchantress")
    async with does.does("sessions", raw=True):
        other = next(one for one in await devices(phone) if not one.current)
        with suppress(errors.FreshResetAuthorisationForbiddenError):
            await phone(functions.account.ResetAuthorizationRequest(other.hash))
            raise AssertionError("a new device ended another one")
        before = len(await devices(phone))
        await third.client.log_out()
        assert len(await devices(phone)) == before - 1
    async with does.does("QR code", raw=True):
        shown = new_client()
        await shown.connect()
        code = await shown.qr_login()
        waiting = asyncio.create_task(code.wait())
        await asyncio.sleep(0)
        await phone(functions.auth.AcceptLoginTokenRequest(code.token))
        assert (await waiting).id == ada.id
        await shown.log_out()


async def devices(client: TelegramClient) -> list[Any]:
    return (await client(functions.account.GetAuthorizationsRequest())).authorizations
