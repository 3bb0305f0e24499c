"""`gc`, `fsck`."""

from __future__ import annotations

import typer

from server.ops.cli.verb import CommandError, Operator, table, verb


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("gc")(gc)
    app.command("fsck")(fsck)


@verb
def gc(operator: Operator) -> None:
    """Remove files that nothing has shown for two days, and contents that belong to none. Run it daily.

    A file goes at the second run that finds it unused, at least two days after the first.
    """
    done = operator.ask("files.collect")
    operator.show(
        done,
        f"{done['files']} files and {done['contents']} contents removed ({done['bytes']:,} bytes); "
        f"{done['waiting']} unused files wait.",
    )


@verb
def fsck(operator: Operator) -> None:
    """Read every stored content and compare it with its hash. Exit code 1 if anything is damaged or missing.

    Restore what it names from a backup; uploading the same content again repairs it too.
    """
    found = operator.ask("files.check")
    rows = [[one["digest"], one["problem"], ", ".join(map(str, one["files"]))] for one in found]
    operator.show(found, table("content", "problem", "files", rows=rows) if rows else "Every file is whole.")
    if found:
        raise CommandError("some contents are damaged or missing: the table names them")
