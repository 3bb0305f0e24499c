"""Names of files, as people give them and as other people's machines may take them (row FI-3).

The server never uses such a name for anything of its own. But clients save files under them, so a name is cut to its
last part and freed of what would mean something to a file system or mislead a reader.
"""

from __future__ import annotations

import unicodedata

MAX_BYTES = 255
"""What file systems take, in UTF-8."""

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Devices of Windows, whatever the extension."""

_FORBIDDEN = frozenset('<>:"|?*')


def clean(name: str) -> str:
    """The name without folders, control characters, marks that turn the direction of text, and the like; "" if nothing
    is left."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    # "Cc" are control characters; "Cf" hide and turn text, by which "exe.gpj" is made to look like a picture.
    name = "".join("_" if one in _FORBIDDEN else one for one in name if unicodedata.category(one) not in {"Cc", "Cf"})
    name = name.strip().rstrip(". ")
    if name.split(".", 1)[0].strip().lower() in RESERVED:
        name = f"_{name}"
    return _cut(name)


def _cut(name: str) -> str:
    """At most `MAX_BYTES`; the extension stays."""
    encoded = name.encode()
    if len(encoded) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    tail = f"{dot}{extension}".encode()
    if not stem or len(tail) > 32:
        return encoded[:MAX_BYTES].decode(errors="ignore")
    return stem.encode()[: MAX_BYTES - len(tail)].decode(errors="ignore") + tail.decode()
