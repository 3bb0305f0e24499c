"""`chappe connect CLIENT`: the lines that point a client library at this server, ready to be run.

A recipe is a template in `recipes/`: a whole small program that connects and asks for the nearest data centre. Clients
with the old RSA padding are given the legacy key, the others the main key.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from string import Template
from typing import NamedTuple

from mtproto.crypto import RsaPublicKey
from server.ops.addresses import Address
from server.ops.datadir import DataDir, public_path
from server.ops.errors import OperatorError

RECIPES = {
    "telethon": "telethon.py",
    "kurigram": "kurigram.py",
    "pyrogram": "pyrogram.py",
    "mtcute": "mtcute.mjs",
    "gramjs": "gramjs.cjs",
    "tdlib": "tdlib.py",
}
"""Client → the file name of its program."""

OLD_PADDING = frozenset({"telethon", "kurigram", "pyrogram"})


class Recipe(NamedTuple):
    """A program for a client: the name a file with it would have, and its text."""

    file: str
    text: str


def recipe(client: str, address: Address, dc_id: int, data_dir: DataDir) -> Recipe:
    """The program that connects `client` to the server at `address`.

    Raises:
        OperatorError: the key that this client needs is not there.
    """
    private = data_dir.legacy_key if client in OLD_PADDING else data_dir.main_key
    pem = _public_key(client, private)
    key = RsaPublicKey.from_pem(pem)
    template = resources.files("server.ops").joinpath("recipes", RECIPES[client] + ".template")
    text = Template(template.read_text("utf-8")).substitute(
        host=address.host,
        port=address.port,
        dc_id=dc_id,
        public_key=pem.decode().strip(),
        fingerprint=key.fingerprint,
        modulus=hex(key.n),
        exponent=hex(key.e),
    )
    return Recipe(RECIPES[client], text)


def _public_key(client: str, private: Path) -> bytes:
    path = public_path(private)
    if path.exists():
        return path.read_bytes()
    if client in OLD_PADDING:
        raise OperatorError(
            f"{client} needs the legacy key: set server.legacy_key = true (chappe dev does) and start the server once"
        )
    raise OperatorError(f"there are no keys in {private.parent} yet: start the server once, or run chappe init")
