"""The acts for a client of another language: its scenario starts this program, and lends its devices over the pipe.

Each line is JSON. The scenario begins with one about the client: its `layer`, the `usernames` of three people, the
numbers of `newcomers`, and whether it `catches_up` by itself. From then on it is asked to do something for a person
and answers by the number of the question; in between it hands on what the devices are told:

    <- {"number": 1, "who": 0, "do": "call", "with": {"_": "messages.getHistory", ...}}
    -> {"number": 1, "answer": {...}}  or  {"number": 1, "error": "PEER_ID_INVALID"}
    -> {"who": 0, "device": "second", "update": {...}}
    <- {"features": {...}}, at the end

A number of 64 bits is {"long": "1"}, bytes are {"bytes": "in base64"}.
"""

import asyncio
import base64
import itertools
import json
import sys
from typing import Any

from in_step import Client, Mirror, Plain, play
from in_step.objects import Long, plain
from scenario import Scenario

LINE = 1 << 26


class RemoteError(Exception):
    """What the client said went wrong."""


class Pipe:
    """Asks the scenario, and takes in what it says."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._numbers = itertools.count(1)
        self.people: list[Lent] = []

    async def ask(self, do: str, who: int = 0, about: Any = None) -> Any:
        """Have something done, and get the answer."""
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        tell({"number": number, "who": who, "do": do, "with": about})
        return await self._waiting[number]

    async def listen(self, lines: asyncio.StreamReader) -> None:
        """Take in everything to the end."""
        while line := await lines.readline():
            said = heard(line)
            if "update" in said:
                person = self.people[said["who"]]
                mirror = person.first if said["device"] == "first" else person.second
                mirror.fold(plain(said["update"]))
                continue
            waiting = self._waiting.pop(said["number"])
            if waiting.cancelled():
                continue
            if "error" in said:
                waiting.set_exception(RemoteError(said["error"]))
            else:
                waiting.set_result(plain(said.get("answer")))


class Lent(Client):
    """A person's devices at the other end of the pipe."""

    def __init__(self, pipe: Pipe, who: int, about: Plain) -> None:
        super().__init__(about["usernames"][who], Mirror(), Mirror())
        self.layer, self.catches_up = about["layer"], about["catches_up"]
        self._pipe, self._who = pipe, who

    async def call(self, query: Plain) -> Any:
        return await self._pipe.ask("call", self._who, query)

    async def call_second(self, query: Plain) -> Any:
        return await self._pipe.ask("callSecond", self._who, query)

    async def end(self) -> None:
        await self._pipe.ask("leave", self._who)

    async def start(self) -> None:
        await self._pipe.ask("back", self._who)

    async def pts(self) -> int | None:
        pts: int | None = await self._pipe.ask("pts", self._who)
        return pts


def tell(thing: Plain) -> None:
    """Write a line."""
    print(json.dumps(_sayable(thing)), flush=True)


def heard(line: bytes) -> Plain:
    """What a line says."""
    said: Plain = json.loads(line, object_hook=_said)
    return said


def _sayable(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {name: _sayable(value) for name, value in thing.items()}
    if isinstance(thing, list):
        return [_sayable(one) for one in thing]
    if isinstance(thing, bytes):
        return {"bytes": base64.b64encode(thing).decode()}
    return {"long": str(thing)} if isinstance(thing, Long) else thing


def _said(thing: Plain) -> Any:
    if thing.keys() == {"long"}:
        return Long(thing["long"])
    return base64.b64decode(thing["bytes"]) if thing.keys() == {"bytes"} else thing


async def main() -> None:
    lines = asyncio.StreamReader(limit=LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    about = heard(await lines.readline())
    pipe, does = Pipe(), Scenario()
    pipe.people = [Lent(pipe, who, about) for who in range(3)]
    listening = asyncio.create_task(pipe.listen(lines))

    async def sign_up(phone: str, name: str) -> None:
        await pipe.ask("signUp", about={"phone": phone, "name": name})

    await play(does, pipe.people, about["newcomers"], sign_up)
    tell({"features": does.came})
    listening.cancel()


asyncio.run(main())
