"""upload.getWebFile: files that a server fetches elsewhere for its clients
(core.telegram.org/api/files#downloading-webfiles)."""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router

router = Router("web_files")


@router.rpc(functions.upload.GetWebFile, flood=FloodClass.FILES)
async def get_web_file(ctx: Context, request: functions.upload.GetWebFile) -> types.upload.WebFile:
    """This server shows no map, cover or picture by such a location, so none that a client names was given to it.

    Raises:
        LOCATION_INVALID: always.
    """
    raise rpc_errors.LOCATION_INVALID
