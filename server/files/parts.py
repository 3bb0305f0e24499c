"""The rules of upload parts (row F1; core.telegram.org/api/files#uploading-files), without any I/O.

All parts but the last have one size, which divides 512 KiB and is a multiple of 1 KiB; the last is not larger. Parts
come in any order, so the last one may come first, and a small upload does not say how many there are: what came
last so far is taken for the last until a later one proves otherwise. So it is with a big one whose length its client
does not know yet: mtcute where it sends a stream, TDLib where it sends what is still being made. Its parts say
`UNKNOWN` until one says how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mtproto import rpc_errors

MAX_PART = 512 * 1024
UNKNOWN = -1
"""What a part of a big file says instead of how many parts there are."""

SMALL_FILE = 10 * 1024 * 1024
"""Files above this are uploaded with upload.saveBigFilePart."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the parts that came say of the whole.

    `total_parts` is 0 for a small upload, and `UNKNOWN` until the client tells. All parts before `last_part` are
    `part_size` bytes long (0: unknown yet), that one `last_size`; `size` is what came so far.
    """

    total_parts: int
    last_part: int
    part_size: int = 0
    last_size: int = 0
    size: int = 0

    @classmethod
    def of(cls, total_parts: int) -> Shape:
        """That of an upload nothing of which has come."""
        return cls(total_parts, max(total_parts - 1, 0))

    def size_of(self, number: int) -> int:
        """How long a part is that came."""
        return self.part_size if number < self.last_part else self.last_size


def max_parts(max_file_bytes: int) -> int:
    """How many parts a file may have."""
    return -(-max_file_bytes // MAX_PART)


def check_part(number: int, size: int, total_parts: int, max_file_bytes: int) -> None:
    """Judge a part by itself; `total_parts` is 0 for a small upload, or `UNKNOWN`.

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
    if total_parts > 0 and not number < total_parts <= most:
        raise rpc_errors.FILE_PARTS_INVALID


def stride_for(number: int, size: int, total_parts: int) -> int:
    """How far apart to keep the parts of an upload that begins with this one.

    Where it tells the size of all parts, they lie next to each other from the start; a part that may be the last does
    not, unless it is also the first.
    """
    tells = number < total_parts - 1 if total_parts > 0 else number == 0
    return size if tells and _may_have(size) else MAX_PART


def with_total(shape: Shape, total_parts: int) -> Shape:
    """The shape after a part said how many there are, or that it does not know.

    Raises:
        FILE_PARTS_INVALID: another part has said otherwise, or came from beyond that.
        FILE_PART_SIZE_INVALID, FILE_PART_SIZE_CHANGED: what came last so far is not the last and as long as no other.
    """
    if total_parts == shape.total_parts or (total_parts == UNKNOWN and shape.total_parts > 0):
        return shape
    if shape.total_parts != UNKNOWN or shape.last_part >= total_parts:
        raise rpc_errors.FILE_PARTS_INVALID
    if shape.last_part == total_parts - 1:
        return replace(shape, total_parts=total_parts)
    part_size = _agreed(shape.part_size, shape.last_size) if shape.last_size else shape.part_size
    return replace(shape, total_parts=total_parts, part_size=part_size, last_part=total_parts - 1, last_size=0)


def with_part(shape: Shape, number: int, size: int, size_before: int) -> Shape:
    """The shape after a part came; `size_before` is what the part measured if it came before.

    Raises:
        FILE_PARTS_INVALID: it lies beyond the number of parts that another one has said.
        FILE_PART_SIZE_INVALID: a part that is not the last has a size that no part may have.
        FILE_PART_SIZE_CHANGED: a part differs from its neighbours, or the last is larger than they are.
        FILE_PART_TOO_BIG: a small upload has grown beyond `SMALL_FILE`.
    """
    if 0 < shape.total_parts <= number:
        raise rpc_errors.FILE_PARTS_INVALID
    part_size, last_part, last_size = shape.part_size, shape.last_part, shape.last_size
    if number < last_part:
        part_size = _agreed(part_size, size)
    else:
        if number > last_part and last_size:
            part_size = _agreed(part_size, last_size)
        last_part, last_size = number, size
    if part_size and last_size > part_size:
        raise rpc_errors.FILE_PART_SIZE_CHANGED
    total = shape.size + size - size_before
    if not shape.total_parts and total > SMALL_FILE:
        raise rpc_errors.FILE_PART_TOO_BIG
    return replace(shape, part_size=part_size, last_part=last_part, last_size=last_size, size=total)


def check_complete(shape: Shape, came: bytearray, parts: int) -> None:
    """Judge whether an upload is whole; `came` has a 1 for each part that came.

    Raises:
        FILE_PARTS_INVALID: it has not that many parts.
        FILE_PART_X_MISSING: one of them has not come.
    """
    if parts < 1 or (shape.total_parts > 0 and parts != shape.total_parts) or shape.last_part >= parts:
        raise rpc_errors.FILE_PARTS_INVALID
    missing = came.find(0)
    if missing < 0:
        missing = len(came)
    if missing < parts:
        raise rpc_errors.FILE_PART_X_MISSING(missing)


def _may_have(size: int) -> bool:
    return MAX_PART % size == 0 and size % 1024 == 0


def _agreed(known: int, size: int) -> int:
    if not _may_have(size):
        raise rpc_errors.FILE_PART_SIZE_INVALID
    if known and known != size:
        raise rpc_errors.FILE_PART_SIZE_CHANGED
    return size
