"""The key exchange that core.telegram.org/mtproto/samples-auth_key records: see sample_auth_key.txt."""

import re
from pathlib import Path

_ENTRY = re.compile(r"^(\w+)\n((?:[0-9A-F]+\n)+)", re.MULTILINE)

SAMPLE = {
    name: bytes.fromhex(value)
    for name, value in _ENTRY.findall((Path(__file__).parent / "sample_auth_key.txt").read_text())
}
"""The page's values by the page's names."""

HEADER = 20
"""auth_key_id, message_id and message_data_length in front of a frame's body."""


def body_of(name: str) -> bytes:
    """A recorded frame without its plain-message header."""
    return SAMPLE[name][HEADER:]
