"""Photos that lie on the web (inputMediaPhotoExternal): fetched by the server, and from then on like any other.

Nothing is fetched unless the operator lets the server fetch pages ([previews] enabled), and then by the same rules:
public addresses only, within ten seconds. How large a photo may be says core.telegram.org/bots/api#sending-files.
"""

from __future__ import annotations

from mtproto import rpc_errors
from server.files import images
from server.files.making import draft_of, store
from server.previews.fetching import FetchError
from server.rpc import eager
from server.rpc.context import Context
from storage.media.files import File

MAX_PHOTO = 5 * 1024 * 1024


async def photo_at(ctx: Context, url: str) -> File:
    """The photo under an address, stored.

    Raises:
        WEBPAGE_CURL_FAILED: It cannot be had, is no picture or too large, or this server fetches nothing.
        WEBPAGE_MEDIA_EMPTY: It says that it is a picture, and is none.
    """
    await eager.own_task()
    try:
        got = await ctx.app.previews.content(url, ("image/",), MAX_PHOTO)
    except FetchError:
        raise rpc_errors.WEBPAGE_CURL_FAILED from None
    try:
        made, stripped = await ctx.app.images.run(ctx.user_id, images.make_sizes, got, images.PHOTO_SIZES, False)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        raise rpc_errors.WEBPAGE_MEDIA_EMPTY from None
    return await store(ctx, await draft_of(ctx, made, stripped))
