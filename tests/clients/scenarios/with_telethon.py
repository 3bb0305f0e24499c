"""Telethon: three people with two devices each. One program for every version, each at its own layer.

What Telethon has no verb for is called as it stands in the API.
"""

import asyncio
from pathlib import Path

import telethon
from scenario import Scenario
from telethon.crypto import rsa
from telethon.network import connection
from telethon.tl import functions
from telethon_account import account, enter
from telethon_devices import WORLD, new_client
from telethon_files import share
from telethon_groups import meet
from telethon_in_step import stay_in_step
from telethon_messages import be_away, talk


async def connect(does: Scenario) -> None:
    does.cannot("it has no end-to-end layer", "secret chats")
    does.cannot("it has no such transport", "WebSocket")
    does.cannot("it knows permanent keys only", "temporary keys")
    does.cannot(
        "its HTTP transport compares a number with bytes (telethon/network/connection/http.py) "
        "and never reads an answer",
        "HTTP",
    )
    async with does.does("obfuscation"):
        client = new_client(connection.ConnectionTcpObfuscated)
        await client.connect()
        assert (await client(functions.help.GetNearestDcRequest())).this_dc == WORLD["dc_id"]
        await client.disconnect()


async def main() -> None:
    does = Scenario()
    ada, bob, carol = await enter(does)
    await account(does, ada, bob, carol)
    await talk(does, ada, bob, carol)
    bob = await be_away(does, ada, bob)
    await meet(does, ada, bob, carol)
    if WORLD["whole"]:
        ada, bob, carol = await stay_in_step(does, [ada, bob, carol])
        await share(does, ada, bob)
        await connect(does)
    for person in (ada, bob, carol):
        await person.phone.client.disconnect()
        await person.tablet.client.disconnect()
    does.report(telethon.__version__)


rsa.add_key(Path(WORLD["legacy_public_key"]).read_text(), old=False)
asyncio.run(main())
