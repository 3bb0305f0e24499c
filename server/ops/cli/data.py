"""`backup`, `restore`, `migrate status`, `migrate up`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from server.ops.cli.verb import Operator, table, verb

migrate = typer.Typer(help="The schema of the database.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("backup")(backup)
    app.command("restore")(restore)


@verb
def backup(
    operator: Operator,
    destination: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")],
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Take the keys and secrets too; whoever has them can read everything.")
    ] = False,
) -> None:
    """Copy the database and the files, also while the server runs. Everything acknowledged before is in the copy.

    Without the keys a backup cannot be used: keep one copy of them, made with --with-keys, in a safe place.
    """
    from server.ops.backup import back_up

    manifest = back_up(operator.config.data_dir, destination, with_keys=with_keys)
    size = sum(entry.size for entry in manifest.files.values())
    result = {"destination": str(destination), "files": len(manifest.files), "bytes": size, "keys": with_keys}
    operator.show(result, f"{size:,} bytes copied to {destination} (files: {len(manifest.files)}).")


@verb
def restore(
    operator: Operator,
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A folder made by chappe backup.")],
    leave_out: Annotated[
        bool,
        typer.Option("--leave-out-damaged", help="Put everything else back where contents of files are damaged."),
    ] = False,
) -> None:
    """Put a backup into an empty data folder, after checking every hash and the database itself.

    A backup with damage is refused. Where only contents of uploaded files are damaged, the rest may be put back without
    them; the server refuses them then, and uploading the same content again repairs it.
    """
    from server.ops.backup import restore as put_back

    data_dir = operator.config.data_dir
    done = put_back(source, data_dir, leave_out=leave_out)
    manifest, files = done.manifest, len(done.manifest.files) - len(done.left_out)
    keys = any(name.startswith("keys/") for name in manifest.files)
    notes = "".join(f"\nLeft out, as it is damaged: {name}" for name in done.left_out)
    if not keys:
        notes += "\nIt has no keys: put the keys folder back as well before you start the server."
    result = {"data_dir": str(data_dir), "files": files, "made_at": manifest.made_at, "keys": keys}
    operator.show({**result, "left_out": done.left_out}, f"Restored to {data_dir} (files: {files}).{notes}")


@migrate.command("status")
@verb
def status(operator: Operator) -> None:
    """Print which steps of the schema are applied and which are pending."""
    from server.ops.backup import schema_status

    state = schema_status(operator.config.data_dir)
    rows = [[name, "applied"] for name in state.applied]
    rows += [[name, "pending"] for name in state.pending] + [[name, "unknown"] for name in state.unknown]
    result = {"applied": state.applied, "pending": state.pending, "unknown": state.unknown}
    operator.show(result, table("step", "state", rows=rows))


@migrate.command("up")
@verb
def up(operator: Operator) -> None:
    """Apply the pending steps. `serve` does the same at start; the server must not be running."""
    from server.ops.backup import schema_up

    applied = schema_up(operator.config.data_dir)
    operator.show({"applied": applied}, "\n".join(f"applied {name}" for name in applied) or "Nothing to do.")
