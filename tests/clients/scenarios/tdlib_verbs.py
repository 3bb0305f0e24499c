"""What scenarios say to TDLib, and how they look at what it answers."""

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.clients.tdlib import Json, TdLib, TdLibError

MAIN = {"@type": "chatListMain"}


class Person(NamedTuple):
    """Somebody with two devices."""

    id: int
    phone: TdLib
    tablet: TdLib


def text(words: str) -> Json:
    return {"@type": "formattedText", "text": words}


def local(path: str | Path) -> Json:
    return {"@type": "inputFileLocal", "path": str(path)}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def words_of(message: Json) -> str:
    content = message["content"]
    return str(content.get("text", content.get("caption", {"text": ""}))["text"])


@contextmanager
def refused(words: str) -> Iterator[None]:
    """What is done inside fails, and TDLib says this."""
    try:
        yield
    except TdLibError as error:
        if words not in str(error):
            raise
    else:
        raise AssertionError("it was allowed")


async def say(device: TdLib, chat_id: int, words: str, **how: Any) -> Json:
    """Send a text; the message, once the server has it."""
    return await send(device, chat_id, {"@type": "inputMessageText", "text": text(words)}, **how)


async def send(device: TdLib, chat_id: int, content: Json, **how: Any) -> Json:
    sending = await device("sendMessage", chat_id=chat_id, input_message_content=content, **how)
    sent = await device.update("updateMessageSendSucceeded", lambda update: update["old_message_id"] == sending["id"])
    message: Json = sent["message"]
    return message


async def hears(device: TdLib, words: str) -> Json:
    """The message with these words."""
    return await hears_message(device, lambda message: words_of(message) == words)


async def hears_kind(device: TdLib, kind: str) -> Json:
    """A message with this kind of content."""
    return await hears_message(device, lambda message: message["content"]["@type"] == kind)


async def hears_message(device: TdLib, fits: Callable[[Json], bool]) -> Json:
    message: Json = (await device.update("updateNewMessage", lambda update: fits(update["message"])))["message"]
    return message


async def download(device: TdLib, file: Json) -> str:
    done = await device("downloadFile", file_id=file["id"], priority=1, synchronous=True)
    return digest(await asyncio.to_thread(Path(done["local"]["path"]).read_bytes))


async def messages_of(device: TdLib, chat_id: int, limit: int) -> list[Json]:
    """The last messages of a chat; TDLib answers with some of them at a time."""
    found: list[Json] = []
    while len(found) < limit and (more := await before(device, chat_id, found, limit - len(found))):
        found += more
    return found


async def messages_since(device: TdLib, chat_id: int, since: int, *, only_local: bool) -> list[Json]:
    """The messages of a chat after this one, newest first."""
    found: list[Json] = []
    while (not found or found[-1]["id"] > since) and (more := await before(device, chat_id, found, 5, only_local)):
        found += more
    return [message for message in found if message["id"] > since]


async def before(device: TdLib, chat_id: int, found: list[Json], limit: int, only_local: bool = False) -> list[Json]:
    """Some messages before those that are known."""
    bounds = {"from_message_id": found[-1]["id"] if found else 0, "offset": 0, "limit": limit}
    more: list[Json] = (await device("getChatHistory", chat_id=chat_id, only_local=only_local, **bounds))["messages"]
    return more


async def history(device: TdLib, chat_id: int, limit: int) -> list[str]:
    """The last words of a chat."""
    return [words_of(message) for message in await messages_of(device, chat_id, limit)]
