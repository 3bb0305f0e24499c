"""The rules of upload parts (row F1; core.telegram.org/api/files#uploading-files), without any I/O.

All parts but the last have one size, which divides 512 KiB and is a multiple of 1 KiB; the last is not larger. Parts
come in any order, so the last one may come first, and a small upload does not say how many there are: what came
last so far is taken for the last until a later one proves otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from mtproto import rpc_errors
from storage.uploads import Upload

MAX_PART = 512 * 1024
SMALL_FILE = 10 * 1024 * 1024
"""Files above this are uploaded with upload.saveBigFilePart."""


def max_parts(max_file_bytes: int) -> int:
    """How many parts a file may have."""
    return -(-max_file_bytes // MAX_PART)


def check_part(number: int, size: int, total_parts: int, max_file_bytes: int) -> None:
    """Judge a part by itself; `total_parts` is 0 for a small upload.

    Raises:
        FILE_PART_EMPTY, FILE_PART_TOO_BIG, FILE_PART_INVALID, FILE_PARTS_INVALID.
    """
    if size == 0:
        raise rpc_errors.FILE_PART_EMPTY
    if size > MAX_PART:
        raise rpc_errors.FILE_PART_TOO_BIG
    most = max_parts(max_file_bytes)
    if not 0 <= number < most:
        raise rpc_errors.FILE_PART_INVALID
    if total_parts and not number < total_parts <= most:
        raise rpc_errors.FILE_PARTS_INVALID


def with_part(upload: Upload, number: int, size: int, size_before: int, now: int) -> Upload:
    """The upload after a part came; `size_before` is what the part measured if it came before.

    Raises:
        FILE_PART_SIZE_INVALID: a part that is not the last has a size that no part may have.
        FILE_PART_SIZE_CHANGED: a part differs from its neighbours, or the last is larger than they are.
        FILE_PART_TOO_BIG: a small upload has grown beyond `SMALL_FILE`.
    """
    part_size, last_part, last_size = upload.part_size, upload.last_part, upload.last_size
    if number < last_part:
        part_size = _agreed(part_size, size)
    else:
        if number > last_part and last_size:
            part_size = _agreed(part_size, last_size)
        last_part, last_size = number, size
    if part_size and last_size > part_size:
        raise rpc_errors.FILE_PART_SIZE_CHANGED
    total = upload.size + size - size_before
    if not upload.total_parts and total > SMALL_FILE:
        raise rpc_errors.FILE_PART_TOO_BIG
    return replace(upload, part_size=part_size, last_part=last_part, last_size=last_size, size=total, touched_at=now)


def _agreed(known: int, size: int) -> int:
    if MAX_PART % size or size % 1024:
        raise rpc_errors.FILE_PART_SIZE_INVALID
    if known and known != size:
        raise rpc_errors.FILE_PART_SIZE_CHANGED
    return size
