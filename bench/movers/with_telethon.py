"""Telethon sends a file to itself and fetches it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.errors import PhoneNumberUnoccupiedError
from telethon.sessions import StringSession
from telethon.tl.functions.auth import SendCodeRequest, SignInRequest, SignUpRequest
from telethon.tl.types import CodeSettings

from bench.movers.mover import moving, world


async def sign_up(client: TelegramClient, phone: str, code: str) -> None:
    sent = await client(SendCodeRequest(phone, 1, "hash", CodeSettings()))
    with suppress(PhoneNumberUnoccupiedError):
        await client(SignInRequest(phone, sent.phone_code_hash, code))
    await client(SignUpRequest(phone, sent.phone_code_hash, "Mover", ""))


async def main(given: Any) -> None:
    session = StringSession()
    session.set_dc(given["dc_id"], given["host"], given["port"])
    client = TelegramClient(session, 1, "hash", connection_retries=30)
    await client.connect()
    await sign_up(client, given["phone"], given["code"])
    with moving("up") as passed:
        message = await client.send_file("me", given["source"], force_document=True, progress_callback=passed)
    with moving("down") as passed:
        await client.download_media(message, given["target"], progress_callback=passed)
    await client.disconnect()


GIVEN = world()
rsa.add_key(Path(GIVEN["legacy_public_key"]).read_text(), old=False)
asyncio.run(main(GIVEN))
