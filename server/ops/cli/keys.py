"""`keys show`, `keys rotate`."""

from __future__ import annotations

from typing import Annotated

import typer

from server.ops.cli.verb import CommandError, Operator, verb

group = typer.Typer(help="The RSA keys that clients trust.", no_args_is_help=True)


@group.command("show")
@verb
def show(operator: Operator) -> None:
    """Print the public keys and their fingerprints, to give to clients."""
    from mtproto.crypto import RsaPublicKey
    from server.ops.datadir import DataDir, public_path

    data_dir = DataDir(operator.config.data_dir)
    found = []
    for name, private in {"main": data_dir.main_key, "legacy": data_dir.legacy_key}.items():
        path = public_path(private)
        if path.exists():
            pem = path.read_bytes()
            fingerprint = RsaPublicKey.from_pem(pem).fingerprint
            found.append({"name": name, "fingerprint": fingerprint, "path": str(path), "pem": pem.decode()})
    if not found:
        raise CommandError(f"there are no keys in {data_dir.path} yet: chappe init")
    texts = [f"{key['name']} key, fingerprint {key['fingerprint']}, {key['path']}\n{key['pem']}" for key in found]
    operator.show(found, "\n".join(texts).rstrip())


@group.command("rotate")
@verb
def rotate(
    operator: Operator,
    drop_previous: Annotated[
        bool,
        typer.Option("--drop-previous", help="Make no new key, but stop answering the one before the last rotation."),
    ] = False,
) -> None:
    """Make a new main key, used from the next start on. The present one is still answered, as the previous key.

    Give the new public key to your clients, then end the old one with --drop-previous, before there can be another.
    Sign-ins are not affected: the RSA key only matters when a client makes a new authorization key.
    """
    from server.ops.datadir import DataDir

    data_dir = DataDir(operator.config.data_dir)
    if not data_dir.main_key.exists():
        raise CommandError(f"there are no keys in {data_dir.path} yet: chappe init")
    if drop_previous:
        if not data_dir.drop_previous_key():
            raise CommandError("there is no previous key")
        operator.show({"dropped": True}, "The previous key is gone. Restart the server.")
        return
    if data_dir.previous_key.exists():  # which clients may still have; only one is kept beside the main one
        raise CommandError("the key before the last rotation is still answered: chappe keys rotate --drop-previous")
    key = data_dir.rotate_main_key()
    operator.show(
        {"fingerprint": key.fingerprint},
        f"The new main key has fingerprint {key.fingerprint} (chappe keys show). Restart the server to use it.",
    )
