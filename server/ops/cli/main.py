"""The tree of commands. A bare `chappe` is `chappe serve`."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from server.ops.cli import codes, configuration, connect, data, files, invites, keys, serve, sessions, users

_OWN_OPTIONS = frozenset({"--help", "--install-completion", "--show-completion"})


class ServeByDefault(TyperGroup):
    """Takes `chappe [OPTIONS]` for `chappe serve [OPTIONS]`, and `chappe --version` for `chappe version`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] == ["--version"]:
            args = ["version", *args[1:]]
        bare = not args or (args[0].startswith("-") and args[0] not in _OWN_OPTIONS)
        if bare and not ctx.resilient_parsing:  # which is how a shell asks for completion
            args = ["serve", *args]
        return super().parse_args(ctx, args)


def build() -> typer.Typer:
    """The whole tree."""
    app = typer.Typer(
        name="chappe",
        cls=ServeByDefault,
        help="A self-hosted messaging server that speaks Telegram's own protocol. Without a command: serve.",
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    for family in (serve, configuration, connect, data, files):
        family.register(app)
    for name, group in {
        "user": users.group,
        "session": sessions.group,
        "code": codes.group,
        "invite": invites.group,
        "keys": keys.group,
        "migrate": data.migrate,
    }.items():
        app.add_typer(group, name=name)
    return app


def main() -> None:
    """The console script `chappe`."""
    build()()
