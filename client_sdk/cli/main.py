"""The tree of commands."""

from __future__ import annotations

import typer

from client_sdk.cli import chat, files, groups, listen, messages, people, raw, selftest, sign_in


def build() -> typer.Typer:
    """The whole tree."""
    app = typer.Typer(
        name="chappe-cli",
        help="A messaging account on the command line: for Chappe, and any server that speaks MTProto.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    for family in (sign_in, messages, files, listen, chat, raw, selftest):
        family.register(app)
    for name, group in {
        "group": groups.group,
        "contacts": people.contacts,
        "sessions": people.sessions,
    }.items():
        app.add_typer(group, name=name)
    return app


def main() -> None:
    """The console script `chappe-cli`."""
    build()()
