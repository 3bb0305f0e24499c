"""upload.saveFilePart, upload.saveBigFilePart (core.telegram.org/api/files#uploading-files)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions
from server.files.parts import UNKNOWN
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router

router = Router("saving")


@router.rpc(functions.upload.SaveFilePart, flood=FloodClass.FILES)
async def save_file_part(ctx: Context, request: functions.upload.SaveFilePart) -> bool:
    """A part of a file of up to 10 MiB."""
    await ctx.app.staging.save_part(ctx.user_id, request.file_id, request.file_part, request.bytes, 0, ctx.now)
    return True


@router.rpc(functions.upload.SaveBigFilePart, flood=FloodClass.FILES)
async def save_big_file_part(ctx: Context, request: functions.upload.SaveBigFilePart) -> bool:
    """A part of a file of any size that says how many parts it has, or that this is not known yet.

    Where it becomes known only behind the last part, mtcute says it with an empty one.
    """
    if request.file_total_parts < 1 and request.file_total_parts != UNKNOWN:
        raise rpc_errors.FILE_PARTS_INVALID
    if not request.bytes and request.file_part == request.file_total_parts:
        await ctx.app.staging.end(ctx.user_id, request.file_id, request.file_total_parts)
        return True
    await ctx.app.staging.save_part(
        ctx.user_id, request.file_id, request.file_part, request.bytes, request.file_total_parts, ctx.now
    )
    return True
