"""TDLib: three people with two devices each.

All of it is done by TDLib's own methods: it has no way to call one of the API.
"""

import asyncio
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from in_step_tdlib import stay_in_step
from scenario import Scenario
from tdlib_account import account, enter
from tdlib_devices import ADA, FOLDER, WORLD, Devices
from tdlib_files import share
from tdlib_groups import meet
from tdlib_messages import be_away, talk
from tdlib_secret_chats import keep_secrets

from tests.clients.tdlib import prepare


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
