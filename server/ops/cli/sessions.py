"""`session list`, `session revoke`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from server.ops.cli.users import Who
from server.ops.cli.verb import CommandError, ExitCode, Operator, table, verb, when

group = typer.Typer(help="The devices that are signed in.", no_args_is_help=True)


@group.command("list")
@verb
def list_sessions(operator: Operator, user: Who) -> None:
    """List the sessions of an account, the last active first."""
    found = operator.ask("session.list", user=user)
    operator.show(found, session_table(found))


@group.command("revoke")
@verb
def revoke(
    operator: Operator,
    user: Who,
    session: Annotated[int | None, typer.Argument(metavar="SESSION", help="Which one, from session list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sessions of the account.")] = False,
) -> None:
    """End a session: its connections are signed out at once."""
    if (session is None) != everything:
        raise CommandError("name one session (chappe session list USER), or say --all", ExitCode.USAGE)
    result = operator.ask("session.revoke", user=user, session=session)
    operator.show(result, f"{len(result['revoked'])} sessions ended.")


def session_table(sessions: list[dict[str, Any]], above: str = "") -> Callable[[], object]:
    """Sessions as people read them; times in UTC."""
    rows = [
        [s["session"], s["device"], s["application"], s["address"], when(s["created_at"]), when(s["active_at"])]
        for s in sessions
    ]
    return table("session", "device", "application", "address", "since", "active", rows=rows, above=above)
