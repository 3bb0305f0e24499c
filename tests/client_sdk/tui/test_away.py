"""The chat in the terminal while its server is away."""

from client_sdk.client import Client
from client_sdk.network import backoff
from client_sdk.network.endpoint import Endpoint
from client_sdk.tui.app import ChatApp
from server.ops.config import ListenSection
from tests.client_sdk.tui.screen import until
from tests.server.harness import serving

ADA = "9996622101"


async def test_what_was_seen_is_shown_and_what_is_written_goes_once_the_server_is_there(
    tmp_path, rsa_keys, monkeypatch
):
    monkeypatch.setattr(backoff, "LONGEST_SECONDS", 0.05)
    async with serving(tmp_path / "data", rsa_keys) as harness:
        keys = (harness.app.secrets.main.public,)
        endpoint = Endpoint("127.0.0.1", harness.port, harness.app.config.server.dc_id, keys)
        async with Client(tmp_path / "ada", endpoint, api_id=1, api_hash="any") as ada:
            sent = await ada.send_code(ADA)
            await ada.sign_in(ADA, sent.phone_code_hash, "22222")
            await ada.sign_up(ADA, sent.phone_code_hash, "Ada")
            await ada.send_message("me", "a note")
            assert [dialog.name async for dialog in ada.iter_dialogs()] == ["Ada"]
    again = Client(tmp_path / "ada", endpoint, api_id=1, api_hash="any", start_offline=True)
    address = ListenSection(addresses=(f"127.0.0.1:{endpoint.port}",))
    async with again, ChatApp(again).run_test(size=(80, 24)) as pilot:
        await until(pilot, "connecting …", "Saved messages")
        await pilot.press("enter")
        await until(pilot, "▌ a note")
        await pilot.press(*"late", "enter")
        await until(pilot, "late", "… sending")
        async with serving(tmp_path / "data", rsa_keys, listen=address):
            await until(pilot, "▌ a note", "▌ late", gone="… sending")
            await until(pilot, "Saved messages", gone="connecting …")
            assert [message.message async for message in again.iter_messages("me")] == ["late", "a note"]
        await until(pilot, "connecting …")
