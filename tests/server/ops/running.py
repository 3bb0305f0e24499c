"""A real `chappe` process, awaited by the words it sends to its service manager: no polling, no sleeping."""

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from telethon import TelegramClient
from telethon.crypto import rsa
from telethon.sessions import StringSession

from server.ops.admin.socket import call

CHAPPE = Path(sys.executable).with_name("chappe")
SECONDS = 60.0
"""How long anything here may take before the test fails."""


class Running:
    """A server in a process of its own, from READY=1 on; leaving the `with` ends it whatever happened.

    Attributes:
        ready: the content of its ready file.
        output: what it printed, once it has stopped; `log` what it logged.
    """

    def __init__(
        self,
        folder: Path,
        command: str = "dev",
        *options: str,
        data_dir: Path | None = None,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.data_dir = data_dir or folder / "data"
        self.ready_file = folder / "ready.json"
        self.ready: dict[str, Any] = {}
        self.output = self.log = ""
        self._command: list[str | Path] = [command, "--data-dir", self.data_dir]
        self._command += ["--ready-file", self.ready_file, *options]
        self._environ = environ or {}

    def __enter__(self) -> "Running":
        name = f"chappe-test-{os.getpid()}-{id(self)}"
        with ExitStack() as stack:
            self._words = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
            self._words.settimeout(SECONDS)
            self._words.bind("\0" + name)
            self._log_file = stack.enter_context((self.folder / "log").open("w+"))
            self._process = subprocess.Popen(
                [CHAPPE, *self._command],
                env={**os.environ, "NOTIFY_SOCKET": "@" + name, **self._environ},
                stdout=subprocess.PIPE,
                stderr=self._log_file,
                text=True,
                cwd=self.folder,
            )
            stack.callback(self._end)
            assert self.word().startswith("READY=1")
            self.ready = json.loads(self.ready_file.read_text())
            self._resources = stack.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._resources.close()

    def _end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate(timeout=SECONDS)

    @property
    def pid(self) -> int:
        return self._process.pid

    def word(self) -> str:
        """The next thing it tells its service manager.

        It may take longer than SECONDS where processors are short, as long as it gets on: it has as many seconds of
        their time.
        """
        worked = began = self._worked()
        while True:
            try:
                return self._words.recv(1024).decode()
            except TimeoutError:
                before, worked = worked, self._worked()
                if not before < worked < began + SECONDS:
                    raise

    def _worked(self) -> float:
        """Seconds of processor time that it has had; none once it has ended."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        """Its exit status, once it has ended."""
        self.output += self._process.communicate(timeout=SECONDS)[0]
        self._log_file.seek(0)
        self.log = self._log_file.read()
        return self._process.returncode

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def cli(self, *words: str, code: int = 0) -> Any:
        """What a verb answers, as JSON; the verb must exit with `code`."""
        done = subprocess.run(
            [CHAPPE, *words, "--json", "--data-dir", self.data_dir], capture_output=True, text=True, timeout=SECONDS
        )
        assert done.returncode == code, done.stderr
        return json.loads(done.stdout if code == 0 else done.stderr)

    def status(self) -> Any:
        """What the running server says of itself."""
        return call(self.data_dir / "admin.sock", "server.status", {}, SECONDS)

    def telethon(self, session: str = "") -> TelegramClient:
        """An unmodified Telethon client of this server; its session can be saved as text and given back."""
        rsa.add_key(Path(self.ready["legacy_public_key"]).read_text(), old=False)
        stored = StringSession(session)
        stored.set_dc(self.ready["dc_id"], self.ready["host"], self.ready["port"])
        return TelegramClient(stored, 1, "hash", receive_updates=False, connection_retries=1)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


async def sign_up(client: TelegramClient, phone: str, first_name: str) -> Any:
    """Sign a test number in, or up if it has no account."""
    from telethon.errors import PhoneNumberUnoccupiedError
    from telethon.tl.functions.auth import SendCodeRequest, SignInRequest, SignUpRequest
    from telethon.tl.types import CodeSettings
    from telethon.tl.types.auth import AuthorizationSignUpRequired

    sent = await client(SendCodeRequest(phone, 1, "hash", CodeSettings()))
    try:
        entered = await client(SignInRequest(phone, sent.phone_code_hash, phone[5] * 5))
    except PhoneNumberUnoccupiedError:
        entered = AuthorizationSignUpRequired()
    if isinstance(entered, AuthorizationSignUpRequired):
        entered = await client(SignUpRequest(phone, sent.phone_code_hash, first_name, ""))
    return entered.user
