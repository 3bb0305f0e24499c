"""Kurigram sends a file to itself and fetches it."""

# ruff: noqa: E402  # Pyrogram takes the current loop while it is imported
from __future__ import annotations

import asyncio
from typing import Any

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)

import pyrogram
import pyrogram.connection.connection
from pyrogram import Client
from pyrogram.crypto.rsa import PublicKey, server_public_keys
from pyrogram.raw import functions

from bench.movers.mover import moving, world

GIVEN = world()


class Here(pyrogram.connection.Connection):  # type: ignore[misc]  # Kurigram publishes no types
    """A connection to the server under test."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"server_address": GIVEN["host"], "port": GIVEN["port"]})


async def main() -> None:
    modulus, exponent = int(GIVEN["legacy"]["n"]), GIVEN["legacy"]["e"]
    server_public_keys[int(GIVEN["legacy"]["fingerprint"])] = PublicKey(modulus, exponent)
    client = Client("mover", api_id=1, api_hash="any", workdir=GIVEN["folder"], connection_factory=Here)
    await client.connect()
    sent = await client.send_code(GIVEN["phone"])
    if not isinstance(await client.sign_in(GIVEN["phone"], sent.phone_code_hash, GIVEN["code"]), pyrogram.types.User):
        await client.sign_up(GIVEN["phone"], sent.phone_code_hash, "Mover")
    await client.invoke(functions.updates.GetState())
    client.me = await client.get_me()
    await client.initialize()
    with moving("up") as passed:
        message = await client.send_document("me", GIVEN["source"], force_document=True, progress=passed)
    assert message is not None  # None: the client gave the upload up
    with moving("down") as passed:
        fetched = await client.download_media(message, file_name=GIVEN["target"], progress=passed)
    assert fetched  # None: the client gave the download up
    await client.terminate()
    await client.disconnect()


loop.run_until_complete(main())
