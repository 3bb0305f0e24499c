"""Progressive JPEG: how much of a file shows the whole picture already, at what fineness (photoSizeProgressive).

Clients load such a picture up to the end of a scan and show it, then go on (core.telegram.org/api/files).
"""

from __future__ import annotations

import re

_START_OF_SCAN = 0xDA
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The next marker: inside of a scan 0xFF is followed by 0, or by the number of a restart (ITU T.81, B.1.1.2)."""

_FIRST_SEGMENT = 2


def scan_ends(jpeg: bytes) -> tuple[int, ...]:
    """The bytes up to the end of each scan of a whole JPEG, ascending; the last are all that there are."""
    ends = []
    at = _FIRST_SEGMENT
    while len(jpeg) - at >= 4:
        size = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        is_scan, at = jpeg[at + 1] == _START_OF_SCAN, at + 2 + size
        if is_scan:
            found = _END_OF_SCAN.search(jpeg, at)
            at = found.start() if found is not None else len(jpeg)
            ends.append(at)
    return (*ends[:-1], len(jpeg))
