"""`user add`, `user list`, `user show`, `user passwd`, `user ban`, `user unban`, `user delete`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from server.ops.cli.verb import Operator, table, verb, when

group = typer.Typer(help="The accounts.", no_args_is_help=True)

Who = Annotated[str, typer.Argument(metavar="USER", help="Phone number, @username or id.")]


@group.command("add")
@verb
def add(
    operator: Operator,
    phone: Annotated[str, typer.Argument(metavar="PHONE", help="With country code, like +33123456789.")],
    first_name: Annotated[str, typer.Argument(metavar="FIRST_NAME")],
    last_name: Annotated[str, typer.Argument(metavar="LAST_NAME")] = "",
) -> None:
    """Make an account. Its owner signs in with the phone number and a code.

    Where registration is closed, there is no other way to have an account.
    """
    made = operator.ask("user.add", phone=phone, first_name=first_name, last_name=last_name)
    operator.show(made, f"{_name(made)} has id {made['id']}. The code of a sign-in: chappe code last {phone}")


@group.command("list")
@verb
def list_users(
    operator: Operator,
    after: Annotated[int, typer.Option("--after", metavar="ID", help="Begin after this id.")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many at most. Default: 100.")] = 100,
) -> None:
    """List accounts by id."""
    found = operator.ask("user.list", after=after, limit=limit)
    rows = [[u["id"], u["phone"] or "", _name(u), u["username"] or "", _state(u)] for u in found]
    full = len(found) == limit  # so it need not be all
    more = f"There may be more: chappe user list --after {found[-1]['id']}\n" if full else ""
    operator.show(found, table("id", "phone", "name", "username", "state", rows=rows, above=more))


@group.command("show")
@verb
def show(operator: Operator, user: Who) -> None:
    """Print what is known of an account, with its sessions."""
    from server.ops.cli.sessions import session_table

    account = operator.ask("user.show", user=user)
    told = {**account, "created_at": when(account["created_at"])}
    lines = [
        f"{key}: {' '.join(str(value).splitlines())}"
        for key, value in told.items()
        if key != "sessions" and value not in (None, "")
    ]
    operator.show(account, session_table(account["sessions"], above="\n".join(lines)))


@group.command("passwd")
@verb
def passwd(operator: Operator, user: Who) -> None:
    """Remove the two-step password, for an owner who has forgotten it. A code is then enough to sign in."""
    account = operator.ask("user.passwd", user=user)
    operator.show(account, f"{_name(account)} has no two-step password any more.")


@group.command("ban")
@verb
def ban(operator: Operator, user: Who) -> None:
    """Sign an account out everywhere and refuse to sign it in again."""
    account = operator.ask("user.ban", user=user)
    operator.show(account, f"{_name(account)} is banned; {len(account['revoked'])} sessions ended.")


@group.command("unban")
@verb
def unban(operator: Operator, user: Who) -> None:
    """Let a banned account sign in again."""
    account = operator.ask("user.unban", user=user)
    operator.show(account, f"{_name(account)} may sign in again.")


@group.command("delete")
@verb
def delete(
    operator: Operator,
    user: Who,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Delete an account for good. What it wrote to others stays with them, as from a deleted account."""
    if not yes:
        typer.confirm(f"Delete the account {user} for good?", abort=True)
    account = operator.ask("user.delete", user=user)
    operator.show(account, f"{_name(account)} is deleted; the phone number is free again.")


def _name(account: dict[str, Any]) -> str:
    return f"{account['first_name']} {account['last_name']}".strip()


def _state(account: dict[str, Any]) -> str:
    return "banned" if account["banned"] else account["kind"] if account["kind"] != "person" else ""
