"""`chappe-cli` without the half second that each start costs: one process has loaded it, and forks for every command.

    python -m tests.client_sdk.cli.warm SOCKET

The program that stands in for `chappe-cli` hands over its arguments, folder, environment and the three standard
streams; the forked process makes them its own and runs `main` as a process from nothing would.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

PROGRAM = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as there:
    there.connect({path!r})
    told = {{"argv": sys.argv, "cwd": os.getcwd(), "environ": dict(os.environ)}}
    socket.send_fds(there, [json.dumps(told).encode()], [0, 1, 2])
    sys.exit(int(there.recv(16) or b"70"))
"""


@contextmanager
def installed(program: Path) -> Iterator[None]:
    """A file that does what `chappe-cli` does."""
    path = f"{program}.socket"
    with Popen([sys.executable, "-m", __name__, path], stdout=PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.read()  # closed once it listens
            program.write_text(PROGRAM.format(python=sys.executable, path=path))
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            yield
        finally:
            process.terminate()


def serve(path: str) -> None:
    """Run commands until terminated."""
    from client_sdk.cli import main  # loaded once: that is the point

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forked ones
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(path)
        listener.listen()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        while True:
            asking, _ = listener.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                data, streams, _, _ = socket.recv_fds(asking, 1 << 20, 3)
                code = run(main, json.loads(data), streams)
                asking.send(str(code).encode())
                os._exit(0)
            asking.close()


def run(main: Callable[[], None], told: dict[str, Any], streams: list[int]) -> int:
    """One command; its exit status."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["environ"])
    sys.argv = told["argv"]
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


if __name__ == "__main__":
    serve(sys.argv[1])
