"""Files that lie on the web (inputMediaPhotoExternal, inputMediaDocumentExternal): fetched by the server, and from then
on like any other.

Nothing is fetched unless the operator lets the server fetch pages ([previews] enabled), and then by the same rules:
public addresses only, and no longer than 20 seconds. Which kinds may be sent so, and how large they may be, says
core.telegram.org/bots/api#sending-files. What the other server calls its content must go with what the content is.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from mtproto import rpc_errors
from mtproto.tl import types
from server.files import images, mime
from server.files.attributes import Record, read_attributes
from server.files.making import draft_of, put_bytes, store, store_document
from server.previews.fetching import Fetched, FetchError, WrongType
from server.previews.previews import normal
from server.rpc import eager
from server.rpc.context import Context
from storage.media.files import File, FileKind

MAX_PHOTO = 5 * 1024 * 1024
MAX_DOCUMENT = 20 * 1024 * 1024
MAX_VOICE = 1024 * 1024
"""Bytes up to which sound in Ogg is a voice message; more is a file."""

PICTURES = ("image/",)
DOCUMENTS = ("image/gif", "application/pdf", "application/zip", "audio/", "video/")

VOICE = "audio/ogg"
ZIP = "application/zip"

_RECORDED = ("audio/", "video/")


async def photo_at(ctx: Context, url: str) -> File:
    """The photo under an address, stored.

    Raises:
        EXTERNAL_URL_INVALID: It is no address of the web.
        WEBPAGE_CURL_FAILED: It cannot be had or is too large, or this server fetches nothing.
        WEBPAGE_MEDIA_EMPTY: It is no picture.
    """
    got = await _fetched(ctx, url, PICTURES, MAX_PHOTO)
    try:
        made, stripped = await ctx.app.images.run(ctx.user_id, images.make_sizes, got.body, images.PHOTO_SIZES, False)
    except rpc_errors.IMAGE_PROCESS_FAILED:
        raise rpc_errors.WEBPAGE_MEDIA_EMPTY from None
    return await store(ctx, await draft_of(ctx, made, stripped))


async def document_at(ctx: Context, url: str) -> File:
    """The document under an address, stored under the name that the address ends with.

    Raises:
        EXTERNAL_URL_INVALID: It is no address of the web.
        WEBPAGE_CURL_FAILED: It cannot be had or is too large, or this server fetches nothing.
        WEBPAGE_MEDIA_EMPTY: It is none of `DOCUMENTS`.
        FILE_PART_TOO_BIG, FLOOD_WAIT_X: The caller has no room for it.
    """
    got = await _fetched(ctx, url, DOCUMENTS, min(MAX_DOCUMENT, ctx.app.config.files.max_file_bytes))
    mime_type = _type_of(got)
    await ctx.app.staging.check_room(ctx.user_id, len(got.body))
    blob = await put_bytes(ctx.app, got.body)
    details = {"attributes": _attributes(got, mime_type)}
    return await store_document(ctx, File(0, FileKind.DOCUMENT, ctx.user_id, ctx.now, blob, mime_type, details))


async def _fetched(ctx: Context, url: str, kinds: tuple[str, ...], max_bytes: int) -> Fetched:
    await eager.own_task()
    address = normal(url)
    if not address:
        raise rpc_errors.EXTERNAL_URL_INVALID
    try:
        return await ctx.app.previews.content(address, kinds, max_bytes)
    except WrongType:
        raise rpc_errors.WEBPAGE_MEDIA_EMPTY from None
    except FetchError:
        raise rpc_errors.WEBPAGE_CURL_FAILED from None


def _type_of(got: Fetched) -> str:
    """The type of what came; what its server says counts only between kinds of recordings."""
    head = got.body[: mime.HEAD]
    if got.content_type == ZIP and head.startswith(b"PK"):
        return ZIP  # and not what is packed that way, as documents of office programs are
    found = mime.sniffed(head)
    if found is None or not found.startswith(DOCUMENTS):
        raise rpc_errors.WEBPAGE_MEDIA_EMPTY
    return mime.agreed(got.content_type, head) if got.content_type.startswith(_RECORDED) else found


def _attributes(got: Fetched, mime_type: str) -> list[Record]:
    named = types.DocumentAttributeFilename(file_name=unquote(urlsplit(got.url).path))
    if mime_type == VOICE and len(got.body) <= MAX_VOICE:
        return read_attributes([named, types.DocumentAttributeAudio(voice=True, duration=0)])
    return read_attributes([named])
