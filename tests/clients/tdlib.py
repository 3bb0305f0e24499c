"""TDLib, unmodified but for the address and the key that are compiled into it, against a server of the test's own.

async with TdLib(library, folder, phone, "Ada") as ada:
    chat = await ada("createNewSecretChat", user_id=bob)
    update = await ada.update("updateSecretChat", lambda update: update["secret_chat"]["id"] == ...)
"""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from server.ops.addresses import parse_address
from server.ops.connect import recipe
from server.ops.datadir import DataDir

PEERS = Path(__file__).parents[2] / ".peers" / "tdlib"
PIPE = Path(__file__).with_name("tdlib_pipe.py")
SECONDS = 60.0

Json = dict[str, Any]


def is_installed() -> bool:
    """Whether TDLib is there, and the compiler that its shim needs."""
    return PEERS.is_dir() and shutil.which("cc") is not None


class TdLibError(Exception):
    """TDLib's answer to a request that failed."""


class TdLib:
    """One TDLib, signed in; its requests and what it tells.

    Attributes:
        user_id: who is signed in.
        complaints: what TDLib found wrong with the server's answers, once it has ended.
    """

    def __init__(self, library: Path, folder: Path, phone: str, first_name: str, password: str = "") -> None:
        self._library = library
        self._folder = folder
        self._phone = phone
        self._first_name = first_name
        self._password = password
        self._extras = count(1)
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._updates: list[Json] = []
        self._came = asyncio.Event()
        self.user_id = 0
        self.complaints = ""

    async def __aenter__(self) -> "TdLib":
        await self.start()
        try:
            await self.advance("authorizationStateReady")
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    def complaints_about(self, *words: str) -> list[str]:
        """Those of the complaints that name one of these."""
        return [line for line in self.complaints.splitlines() if any(word in line for word in words)]

    async def start(self) -> None:
        """Start the process, which knows nobody yet."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(PIPE),
            str(self._library),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "LD_PRELOAD": str(self._library.with_name("connect.so"))},
            limit=1 << 24,
        )
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        """End the process; what TDLib knows stays in its folder."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading
        assert self._process.stderr is not None
        self.complaints = (await self._process.stderr.read()).decode(errors="replace")  # long lines are cut

    async def __call__(self, kind: str, **fields: Any) -> Json:
        """Make a request; its answer, or TdLibError."""
        extra = next(self._extras)
        answer = self._answers[extra] = asyncio.get_running_loop().create_future()
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"@type": kind, "@extra": extra, **fields}).encode() + b"\n")
        return await asyncio.wait_for(answer, SECONDS)

    async def update(self, kind: str, fits: Callable[[Json], bool] = lambda update: True) -> Json:
        """The first update of a kind that fits and was not taken yet; the others stay."""
        try:
            async with asyncio.timeout(SECONDS):
                while True:
                    for update in self._updates:
                        if update["@type"] == kind and fits(update):
                            self._updates.remove(update)
                            return update
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            others = [update for update in self._updates if update["@type"] == kind]
            raise TimeoutError(f"other updates of the kind: {others}") from None

    async def comes_to(self, is_so: Callable[[], Awaitable[bool]]) -> None:
        """Wait until something is so, which only updates can change."""
        self._came.clear()
        while not await is_so():
            await self._came.wait()
            self._came.clear()

    async def advance(self, *ends: str) -> Json:
        """Answer what TDLib asks on its way in, until it comes to one of these states; that state."""
        answers: dict[str, tuple[str, Json]] = {
            "authorizationStateWaitTdlibParameters": ("setTdlibParameters", self._parameters()),
            "authorizationStateWaitPhoneNumber": ("setAuthenticationPhoneNumber", {"phone_number": self._phone}),
            "authorizationStateWaitCode": ("checkAuthenticationCode", {"code": self._phone.lstrip("+")[5:6] * 5}),
            "authorizationStateWaitRegistration": ("registerUser", {"first_name": self._first_name}),
            "authorizationStateWaitPassword": ("checkAuthenticationPassword", {"password": self._password}),
        }
        while True:
            state: Json = (await self.update("updateAuthorizationState"))["authorization_state"]
            if state["@type"] == "authorizationStateReady":
                self.user_id = (await self("getMe"))["id"]
            if state["@type"] in ends:
                return state
            kind, fields = answers[state["@type"]]
            await self(kind, **fields)

    def _parameters(self) -> Json:
        return {
            "database_directory": str(self._folder),
            "files_directory": str(self._folder / "files"),
            "use_file_database": True,
            "use_chat_info_database": True,
            "use_message_database": True,
            "use_secret_chats": True,
            "api_id": 1,
            "api_hash": "any",
            "system_language_code": "en",
            "device_model": "test",
            "application_version": "1",
        }

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            event = json.loads(line)
            answer = self._answers.pop(event.get("@extra", 0), None)
            if answer is None:
                self._updates.append(event)
                self._came.set()
            elif event["@type"] == "error":
                answer.set_exception(TdLibError(event["message"]))
            else:
                answer.set_result(event)


def local(path: Path, content: bytes) -> Json:
    """A file to send: its content, written where a TDLib finds it."""
    path.write_bytes(content)
    return {"@type": "inputFileLocal", "path": str(path)}


async def prepare(data_dir: Path, port: int, folder: Path) -> Path:
    """Make the library that connects to a server, by the program that `chappe connect tdlib` prints."""
    program = folder / "connect.py"
    begins_at = 1  # TDLib's own idea of the data centre, whatever the server calls itself
    program.write_text(recipe("tdlib", parse_address(f"127.0.0.1:{port}"), begins_at, DataDir(data_dir)).text)
    environ = {"PYTHONPATH": str(PEERS), "CHAPPE_TDLIB": str(folder / "tdlib")}
    made = await asyncio.create_subprocess_exec(
        sys.executable, str(program), env={**os.environ, **environ}, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await asyncio.wait_for(made.communicate(), SECONDS)
    assert b"connected" in output, output
    return folder / "tdlib" / "libtdjson.so"


@asynccontextmanager
async def ada_and_bob(
    library: Path, folder: Path, ada: str, bob: str, wrong: tuple[str, ...]
) -> AsyncIterator[tuple[TdLib, TdLib]]:
    """Two people by their numbers, whose TDLibs may complain of nothing that has such words in it."""
    async with (
        TdLib(library, folder / "ada", ada, "Ada") as first,
        TdLib(library, folder / "bob", bob, "Bob") as second,
    ):
        yield first, second
    for client in (first, second):
        assert client.complaints_about(*wrong) == []
