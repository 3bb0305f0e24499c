"""`invite create`, `invite list`, `invite revoke`."""

from __future__ import annotations

from typing import Annotated

import typer

from server.ops.cli.verb import Operator, table, verb, when

group = typer.Typer(help="Who may make an account where registration is by invitation.", no_args_is_help=True)

Phone = Annotated[str, typer.Argument(metavar="PHONE", help="With country code, like +33123456789.")]


@group.command("create")
@verb
def create(operator: Operator, phone: Phone) -> None:
    """Let a phone number make an account, once."""
    made = operator.ask("invite.create", phone=phone)
    note = (
        "" if made["registration"] == "invite" else f" (sign_in.registration is {made['registration']!r}, not 'invite')"
    )
    operator.show(made, f"+{made['phone']} may sign up{note}. The code of the sign-in: chappe code last {phone}")


@group.command("list")
@verb
def list_invites(operator: Operator) -> None:
    """List the invitations nobody has used yet."""
    found = operator.ask("invite.list")
    operator.show(found, table("phone", "since", rows=[["+" + i["phone"], when(i["created_at"])] for i in found]))


@group.command("revoke")
@verb
def revoke(operator: Operator, phone: Phone) -> None:
    """Revoke an invitation."""
    gone = operator.ask("invite.revoke", phone=phone)
    operator.show(gone, f"+{gone['phone']} is not invited any more.")
