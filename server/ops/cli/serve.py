"""`serve`, `dev`, `readyz`."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from server.ops.cli.verb import CommandError, ExitCode, Operator, verb
from server.ops.config import Config

if TYPE_CHECKING:  # a server is loaded only by the verbs that are one
    from server.ops.lifecycle import Server

Listen = Annotated[
    list[str] | None,
    typer.Option("--listen", metavar="HOST:PORT", help="Where to listen; may be repeated. Port 0: any."),
]
ReadyFile = Annotated[
    Path | None,
    typer.Option(
        "--ready-file", metavar="FILE", help="Write address, port and keys here as JSON, once connections are accepted."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("serve")(serve)
    app.command("dev")(dev)
    app.command("readyz")(readyz)


@verb
def serve(operator: Operator, listen: Listen = None, ready_file: ReadyFile = None) -> None:
    """Run the server until SIGTERM, SIGHUP or Ctrl-C, which let requests finish; a second one ends it at once."""
    _run(operator.resolve(listen__addresses=listen).config, ready_file)


@verb
def dev(operator: Operator, listen: Listen = None, ready_file: ReadyFile = None) -> None:
    """Run a server to try things on: anyone may sign up, the test numbers work, codes are printed, limits are loose.

    Three demo accounts are made. Any test number 99966XYYYY, X a digit from 1 to 9, signs up with the code XXXXX. Only
    this machine can connect unless --listen says otherwise.
    """
    _run(operator.resolve(dev=True, listen__addresses=listen).config, ready_file, _welcome)


@verb
def readyz(
    operator: Operator,
    wait: Annotated[float, typer.Option("--wait", metavar="SECONDS", help="How long to wait for it.")] = 0.0,
) -> None:
    """Tell whether the server is ready. Exit code 4 when it is not, or not running."""
    from server.ops.admin.call import ask_running
    from server.ops.admin.verb import AdminError

    config = operator.config
    deadline = time.monotonic() + wait
    while True:
        try:
            problems = ask_running(config, "server.status", {}, 5.0)["problems"]
        except AdminError as error:
            problems = [str(error)]
        if not problems:
            operator.show({"ready": True}, "ready")
            return
        if time.monotonic() >= deadline:
            raise CommandError("; ".join(problems), ExitCode.NOT_READY)
        time.sleep(0.05)


def _run(
    config: Config, ready_file: Path | None, begin: Callable[[Server], Coroutine[Any, Any, None]] | None = None
) -> None:
    """Load a server and run it.

    The keys of a new data folder are made meanwhile, on another core, and the collector rests until the server stands:
    nearly everything made until then stays.
    """
    gc.disable()
    from server.ops.datadir import DataDir

    with ThreadPoolExecutor(max_workers=1) as pool:
        prepared = pool.submit(DataDir(config.data_dir).prepare, legacy=config.server.legacy_key)
        from server.ops.process import run

        prepared.result()
    run(config, ready_file, begin)


async def _welcome(server: Server) -> None:
    """Make the demo people, and say on standard output what someone who has just started a server wants to know."""
    from server.ops import demo

    await demo.settle(server.app)
    people = ", ".join(f"{name} (+{phone})" for phone, (name, _) in demo.PEOPLE.items())
    folder = server.config.server.data_dir
    print(
        f"Chappe is ready on {server.addresses[0]}, data centre {server.config.server.dc_id}.\n"
        f"  Sign in as:                  {people}, code 22222\n"
        f"  Sign up as:                  any other number +999662XXXX, code 22222\n"
        f"  Connect a client:            chappe connect telethon --data-dir {folder}\n"
        f"  Stop:                        Ctrl-C",
        flush=True,
    )
