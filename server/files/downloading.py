"""upload.getFile, upload.getFileHashes (core.telegram.org/api/files#downloading-files)."""

from __future__ import annotations

import asyncio
import hashlib
import logging

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.files.locations import Located, locate
from server.large_packets import LARGE
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.errors import DamagedError
from storage.media.blobs import CHUNK

router = Router("downloading")
log = logging.getLogger("chappe.files")

BLOCK = 1024 * 1024
"""A range lies within one block of this size, whatever its mode (row F2)."""

HASHES_AT_ONCE = 64

FILE_TYPES: dict[str, type[types.storage.TypeFileType]] = {
    "image/jpeg": types.storage.FileJpeg,
    "image/gif": types.storage.FileGif,
    "image/png": types.storage.FilePng,
    "image/webp": types.storage.FileWebp,
    "application/pdf": types.storage.FilePdf,
    "audio/mpeg": types.storage.FileMp3,
    "video/quicktime": types.storage.FileMov,
    "video/mp4": types.storage.FileMp4,
}


def check_range(offset: int, limit: int, *, precise: bool) -> None:
    """Judge a range (row F2).

    Raises:
        OFFSET_INVALID, LIMIT_INVALID.
    """
    step = 1024 if precise else 4096
    if offset < 0 or offset % step:
        raise rpc_errors.OFFSET_INVALID
    if not 0 < limit <= BLOCK or limit % step or (not precise and BLOCK % limit):
        raise rpc_errors.LIMIT_INVALID
    if offset // BLOCK != (offset + limit - 1) // BLOCK:
        raise rpc_errors.LIMIT_INVALID


@router.rpc(functions.upload.GetFile, flood=FloodClass.FILES)
async def get_file(ctx: Context, request: functions.upload.GetFile) -> types.upload.File:
    """A range of a file; beyond its end there is nothing."""
    check_range(request.offset, request.limit, precise=request.precise)
    located = await ctx.app.db.peek(lambda view: locate(ctx, view, request.location))
    if not ctx.session.outlets:
        raise rpc_errors.Timeout
    data = b""
    if request.offset < located.blob.size:
        data = await _range(ctx, located, request.offset, request.limit)
    if not ctx.session.outlets:
        raise rpc_errors.Timeout
    file_type = FILE_TYPES.get(located.mime_type, types.storage.FileUnknown)
    return types.upload.File(type=file_type(), mtime=located.created_at, bytes=data)


@router.rpc(functions.upload.GetFileHashes, flood=FloodClass.FILES)
async def get_file_hashes(ctx: Context, request: functions.upload.GetFileHashes) -> list[types.TypeFileHash]:
    """The SHA-256 of each 128 KiB of a file, from the chunk at an offset on."""
    if request.offset < 0:
        raise rpc_errors.OFFSET_INVALID
    located = await ctx.app.db.peek(lambda view: locate(ctx, view, request.location))
    start = request.offset // CHUNK * CHUNK
    if start >= located.blob.size:
        return []
    data = await _read(ctx, located, start, HASHES_AT_ONCE * CHUNK)
    return await asyncio.to_thread(_hashes, data, start)


def _hashes(data: bytes, start: int) -> list[types.TypeFileHash]:
    pieces = [memoryview(data)[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    return [
        types.FileHash(offset=start + number * CHUNK, limit=len(piece), hash=hashlib.sha256(piece).digest())
        for number, piece in enumerate(pieces)
    ]


async def _range(ctx: Context, located: Located, offset: int, limit: int) -> bytes:
    """What is answered; a large part in a turn, as it is encrypted as soon as that is done."""
    large = min(limit, located.blob.size - offset) >= LARGE
    if large:
        await ctx.app.turns.mine()
    data = ctx.app.blobs.read_at_hand(located.blob.digest, offset, limit)
    if data is None:
        data = await _read(ctx, located, offset, limit)
        if large:
            await ctx.app.turns.mine()
    return data


async def _read(ctx: Context, located: Located, offset: int, limit: int) -> bytes:
    try:
        return await ctx.app.blobs.read(located.blob.digest, offset, limit)
    except (KeyError, DamagedError, OSError) as damage:
        raise _damaged(located, damage) from None


def _damaged(located: Located, damage: Exception) -> rpc_errors.RpcError:
    """Damage is named in the log and refused to the client, never served (row DU-5).

    By the beginning of its name: whatever is as long as a key is taken out of the log (server/ops/logs.py).
    """
    reason = "it is gone" if isinstance(damage, KeyError) else damage
    log.error("content %s… cannot be served: %s", located.blob.digest.hex()[:16], reason)
    return rpc_errors.STORAGE_CHECK_FAILED()
