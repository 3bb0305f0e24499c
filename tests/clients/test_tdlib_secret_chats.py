"""Two unmodified TDLibs keep a secret with each other through the server (row E1)."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.clients import tdlib
from tests.clients.tdlib import Json, TdLib

pytestmark = [
    pytest.mark.rows("E1"),
    pytest.mark.skipif(not tdlib.is_installed(), reason="TDLib is not installed in .peers (make peers)"),
]
ADA, BOB = "+9996628101", "+9996628102"


@dataclass
class Server:
    """A server, and TDLibs that keep what they know in folders of their own."""

    library: Path
    folder: Path

    def client(self, name: str, phone: str) -> TdLib:
        return TdLib(self.library, self.folder / name, phone, name.title())


@pytest.fixture
async def server(library: Path, tmp_path: Path) -> Server:
    return Server(library, tmp_path)


@pytest.fixture
async def people(server: Server) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Ada and Bob."""
    async with server.client("ada", ADA) as ada, server.client("bob", BOB) as bob:
        yield ada, bob


def is_ready(update: Json) -> bool:
    return bool(update["secret_chat"]["state"]["@type"] == "secretChatStateReady")


async def begin(ada: TdLib, bob: TdLib) -> tuple[Json, Json]:
    """A secret chat that both have, as each names it."""
    contacts = [{"@type": "importedContact", "phone_number": BOB, "first_name": "Bob"}]
    found = await ada("importContacts", contacts=contacts)
    chat = await ada("createNewSecretChat", user_id=found["user_ids"][0])
    of_ada = (await ada.update("updateSecretChat", is_ready))["secret_chat"]
    of_bob = (await bob.update("updateSecretChat", is_ready))["secret_chat"]
    assert chat["type"]["secret_chat_id"] == of_ada["id"] == of_bob["id"]
    return of_ada, of_bob


async def chat_with(client: TdLib, secret_chat: Json) -> int:
    chat = await client("createSecretChat", secret_chat_id=secret_chat["id"])
    return int(chat["id"])


def text(words: str) -> Json:
    return {"@type": "inputMessageText", "text": {"@type": "formattedText", "text": words}}


def is_secret(update: Json) -> bool:
    return update["message"]["content"]["@type"] == "messageText"


def is_text(words: str) -> Any:
    return lambda update: update["message"]["content"].get("text", {}).get("text") == words


async def test_they_agree_on_a_key_and_talk(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    ada, bob = people
    of_ada, of_bob = await begin(ada, bob)
    assert of_ada["key_hash"] == of_bob["key_hash"]
    assert of_ada["is_outbound"]
    assert not of_bob["is_outbound"]

    at_ada, at_bob = await chat_with(ada, of_ada), await chat_with(bob, of_bob)
    for number in range(3):
        await ada("sendMessage", chat_id=at_ada, input_message_content=text(f"to Bob {number}"))
        await bob("sendMessage", chat_id=at_bob, input_message_content=text(f"to Ada {number}"))
    for number in range(3):
        await bob.update("updateNewMessage", is_text(f"to Bob {number}"))
        await ada.update("updateNewMessage", is_text(f"to Ada {number}"))
    layers = [(await client("getSecretChat", secret_chat_id=of_ada["id"]))["layer"] for client in people]
    assert layers == [144, 144], "each has told the other what it understands"


async def test_a_file_and_an_ending(people: tuple[TdLib, TdLib], tmp_path: Path) -> None:
    ada, bob = people
    of_ada, _ = await begin(ada, bob)
    content = os.urandom(700_000)
    (tmp_path / "secret.bin").write_bytes(content)
    local = {"@type": "inputFileLocal", "path": str(tmp_path / "secret.bin")}
    document = {"@type": "inputMessageDocument", "document": {"@type": "inputDocument", "document": local}}
    await ada("sendMessage", chat_id=await chat_with(ada, of_ada), input_message_content=document)
    came = await bob.update("updateNewMessage", lambda u: u["message"]["content"]["@type"] == "messageDocument")
    file = came["message"]["content"]["document"]["document"]
    done = await bob("downloadFile", file_id=file["id"], priority=1, synchronous=True)
    assert await asyncio.to_thread(Path(done["local"]["path"]).read_bytes) == content

    await ada("closeSecretChat", secret_chat_id=of_ada["id"])
    closed = await bob.update(
        "updateSecretChat", lambda update: update["secret_chat"]["state"]["@type"] == "secretChatStateClosed"
    )
    assert closed["secret_chat"]["id"] == of_ada["id"]


async def test_who_was_away_gets_everything_in_order(server: Server, tmp_path: Path) -> None:
    async with server.client("ada", ADA) as ada:
        async with server.client("bob", BOB) as bob:
            of_ada, _ = await begin(ada, bob)
        at_ada = await chat_with(ada, of_ada)
        for number in range(10):
            await ada("sendMessage", chat_id=at_ada, input_message_content=text(str(number)))
            await ada.update("updateMessageSendSucceeded")
        async with server.client("bob", BOB) as bob:
            came = [await bob.update("updateNewMessage", is_secret) for _ in range(10)]
    assert [update["message"]["content"]["text"]["text"] for update in came] == [str(n) for n in range(10)]
