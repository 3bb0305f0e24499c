"""What a person does, done with Kurigram (or Pyrogram): run by test_clients.py in a process of its own.

Usage: kurigram.py HOST PORT FINGERPRINT MODULUS EXPONENT PICTURE VOICE. Prints what it saw as one JSON object.
"""

import asyncio
import hashlib
import io
import json
import os
import pathlib
import sys
from typing import Any

from pyrogram import Client, filters
from pyrogram.connection import Connection
from pyrogram.crypto.rsa import PublicKey, server_public_keys
from pyrogram.errors import PasswordHashInvalid, SessionPasswordNeeded
from pyrogram.handlers import MessageHandler
from pyrogram.raw import functions, types
from pyrogram.types import InputMediaPhoto

HOST, PORT, FINGERPRINT, MODULUS, EXPONENT = sys.argv[1], *map(int, sys.argv[2:6])
server_public_keys[FINGERPRINT] = PublicKey(MODULUS, EXPONENT)
SPOKEN = pathlib.Path(sys.argv[7]).read_bytes()
ADA, BOB, CODE = "+9996622101", "+9996622102", "22222"


class Here(Connection):
    """A connection to the server under test."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "server_address": HOST, "port": PORT})


async def connected(name: str) -> Client:
    client = Client(name, api_id=1, api_hash="any", in_memory=True, connection_factory=Here, no_updates=False)
    await client.connect()
    return client


async def signed_in(name: str, phone: str, first_name: str, password: str = "") -> Client:
    client = await connected(name)
    sent = await client.send_code(phone)
    try:
        result = await client.sign_in(phone, sent.phone_code_hash, CODE)
        if not result or result.__class__.__name__ == "TermsOfService":
            await client.sign_up(phone, sent.phone_code_hash, first_name)
    except SessionPasswordNeeded:
        await client.check_password(password)
    await client.initialize()
    return client


async def exchange_files(ada: Client, bob: Client, chat: int, picture: str, voice: str) -> dict[str, Any]:
    """A document, a voice message and an album: whether the other side has what was sent."""
    letter = io.BytesIO(os.urandom(1_500_000))
    letter.name = "letter.bin"
    await ada.send_document(chat, letter)
    await ada.send_voice(chat, voice)
    album = await ada.send_media_group(chat, [InputMediaPhoto(picture), InputMediaPhoto(picture, caption="both")])
    came = [message async for message in bob.get_chat_history("ada_l", limit=4)][::-1]
    got = [hashlib.sha256((await bob.download_media(one, in_memory=True)).getbuffer()).digest() for one in came]
    own = await ada.download_media(album[0], in_memory=True)
    return {
        "document": [came[0].document.file_name, got[0] == hashlib.sha256(letter.getbuffer()).digest()],
        "voice": [came[1].voice.duration, got[1] == hashlib.sha256(SPOKEN).digest()],
        "album": [len({one.media_group_id for one in came[2:]}), came[3].caption],
        "photo": got[2] == got[3] == hashlib.sha256(own.getbuffer()).digest(),
    }


async def main() -> dict[str, Any]:
    seen: dict[str, Any] = {}
    ada = await signed_in("ada", ADA, "Ada")
    bob = await signed_in("bob", BOB, "Bob")
    seen["me"] = (await ada.get_me()).first_name
    await ada.update_profile(last_name="Lovelace", bio="counts")
    await ada.set_username("ada_l")
    me = await ada.invoke(functions.users.GetFullUser(id=types.InputUserSelf()))
    seen["profile"] = [me.users[0].last_name, me.full_user.about, me.users[0].username]

    await ada.set_profile_photo(photo=sys.argv[6])
    seen["photo"] = (await ada.get_me()).photo is not None

    imported = await ada.invoke(
        functions.contacts.ImportContacts(
            contacts=[types.InputPhoneContact(client_id=1, phone=BOB, first_name="Bobby", last_name="")]
        )
    )
    seen["imported"] = len(imported.imported)
    seen["contacts"] = [user.first_name for user in await ada.get_contacts()]
    seen["resolved"] = (await bob.get_users("ada_l")).first_name

    heard: asyncio.Queue[str] = asyncio.Queue()

    async def hear(_: Client, message: Any) -> None:
        await heard.put(message.text)

    bob.add_handler(MessageHandler(hear, filters.private))
    await bob.get_me()
    sent = await ada.send_message((await bob.get_me()).id, "hello **Bob**")
    seen["heard"] = await asyncio.wait_for(heard.get(), 10)
    seen["history"] = [message.text async for message in bob.get_chat_history("ada_l", limit=5)]
    await sent.edit("hello again")
    seen["edited"] = [message.text async for message in ada.get_chat_history(sent.chat.id, limit=1)]
    (came,) = [message async for message in bob.get_chat_history("ada_l", limit=1)]
    await bob.send_reaction("ada_l", came.id, ["🔥", "❤️"])
    (reacted,) = [message async for message in ada.get_chat_history(sent.chat.id, limit=1)]
    seen["reactions"] = [[one.emoji, one.count] for one in reacted.reactions.reactions]
    seen["found"] = [message.text async for message in ada.search_messages(sent.chat.id, query="AGAIN")]
    seen["found everywhere"] = [message.text async for message in bob.search_global("hel aga")]
    seen["dialogs"] = [dialog.chat.first_name async for dialog in bob.get_dialogs()]

    asked = await ada.send_poll(sent.chat.id, "Coming?", ["yes", "no"], is_anonymous=False)
    (theirs,) = [message async for message in bob.get_chat_history("ada_l", limit=1)]
    voted = await bob.vote_poll("ada_l", theirs.id, 0)
    ended = await ada.stop_poll(sent.chat.id, asked.id)
    figures = [option.voter_count for option in ended.options]
    seen["poll"] = [voted.chosen_option_ids, figures, ended.is_closed]

    seen["files"] = await exchange_files(ada, bob, sent.chat.id, sys.argv[6], sys.argv[7])

    rules = await ada.invoke(
        functions.account.SetPrivacy(
            key=types.InputPrivacyKeyPhoneNumber(), rules=[types.InputPrivacyValueDisallowAll()]
        )
    )
    seen["privacy"] = [type(rule).__name__ for rule in rules.rules]
    seen["phone hidden"] = (await bob.get_users("ada_l")).phone_number

    await ada.enable_cloud_password("enchantress", hint="engine")
    try:
        await signed_in("intruder", ADA, "", "difference")
        seen["wrong password"] = "accepted"
    except PasswordHashInvalid:
        seen["wrong password"] = "refused"
    second = await signed_in("second", ADA, "", "enchantress")
    seen["second device"] = (await second.get_me()).id == (await ada.get_me()).id
    devices = await ada.invoke(functions.account.GetAuthorizations())
    seen["devices"] = len([device for device in devices.authorizations if not device.password_pending])
    await second.log_out()
    await ada.remove_cloud_password("enchantress")

    shown = await connected("third")
    export = functions.auth.ExportLoginToken(api_id=1, api_hash="any", except_ids=[])
    token = await shown.invoke(export)
    await ada.invoke(functions.auth.AcceptLoginToken(token=token.token))
    seen["qr code"] = (await shown.invoke(export)).authorization.user.first_name
    await shown.invoke(functions.auth.LogOut())
    await shown.disconnect()
    for client in (ada, bob):
        await client.terminate()
        await client.disconnect()
    return seen


print(json.dumps(asyncio.run(main())))
