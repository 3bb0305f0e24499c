"""Media that clients send: InputMedia → records (core.telegram.org/type/InputMedia).

Each kind has a reader; kinds that need files, polls and lists come from their own rooms. render/media.py turns the
records back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mtproto import rpc_errors
from mtproto.tl import types
from server.files import media as files
from server.messages import dice, places
from server.polls.attaching import make_files
from server.polls.media import read_poll
from server.rpc.context import Context
from server.todo.media import edited, read_todo
from storage.accounts import contacts
from storage.conversations.messages import Message
from storage.database import Snapshot
from storage.media import files as stored

Record = dict[str, Any]
MediaReader = Callable[[Context, Snapshot, Any], Awaitable[Record]]

MAX_NAME = 255
MAX_VCARD = 8192


async def _contact(ctx: Context, view: Snapshot, given: types.InputMediaContact) -> Record:
    phone = "".join(character for character in given.phone_number if character.isdigit())
    if not phone:
        raise rpc_errors.PHONE_NUMBER_INVALID
    if not given.first_name.strip():
        raise rpc_errors.MEDIA_INVALID
    known = await contacts.by_phones(view, ctx.user_id, [phone])
    return {
        "kind": "contact",
        "phone": given.phone_number[:MAX_NAME],
        "first_name": given.first_name[:MAX_NAME],
        "last_name": given.last_name[:MAX_NAME],
        "vcard": given.vcard[:MAX_VCARD],
        "user_id": known[0] if known else 0,
    }


READERS: Mapping[type, MediaReader] = {
    types.InputMediaContact: _contact,
    types.InputMediaDice: dice.read_dice,
    types.InputMediaGeoPoint: places.read_geo,
    types.InputMediaGeoLive: places.read_live,
    types.InputMediaPoll: read_poll,
    types.InputMediaTodo: read_todo,
    types.InputMediaVenue: places.read_venue,
    **files.READERS,
}

NEVER_EDITED = frozenset({"contact", "dice", "geo", "poll", "venue"})


async def uploaded(ctx: Context, given: types.TypeInputMedia) -> types.TypeInputMedia:
    """The media with its uploads made files (`server.files.media.uploaded`), also those inside of a poll."""
    if not isinstance(given, types.InputMediaPoll):
        return await files.uploaded(ctx, given)
    await make_files(ctx, given)
    return given


async def read_media(ctx: Context, view: Snapshot, given: types.TypeInputMedia) -> Record:
    """What is kept of a media.

    Raises:
        MEDIA_EMPTY: There is none.
        MEDIA_INVALID: It is of a kind that this server does not take.
    """
    if isinstance(given, types.InputMediaEmpty):
        raise rpc_errors.MEDIA_EMPTY
    reader = READERS.get(type(given))
    if reader is None:
        raise rpc_errors.MEDIA_INVALID
    return await reader(ctx, view, given)


async def new_media(ctx: Context, view: Snapshot, message: Message, given: types.TypeInputMedia) -> Record:
    """What an edit makes of a message's media.

    Raises:
        MEDIA_NEW_INVALID: It cannot become this.
        MEDIA_PREV_INVALID: It cannot become anything else: what vanishes, a live location, a list.
        MEDIA_TTL_INVALID: What is sent already does not begin to vanish.
        MEDIA_GROUPED_INVALID: It stands in an album, and others of this sort do not.
    """
    old = message.body.get("media")
    if isinstance(given, types.InputMediaGeoLive):
        if old is None or old["kind"] != "geo_live":
            raise rpc_errors.MEDIA_NEW_INVALID
        return places.moved(message, old, given, ctx.now)
    record = await read_media(ctx, view, given)
    if record["kind"] in NEVER_EDITED:
        raise rpc_errors.MEDIA_NEW_INVALID
    if "ttl" in record:
        raise rpc_errors.MEDIA_TTL_INVALID
    if old is not None and ("ttl" in old or old["kind"] == "geo_live"):
        raise rpc_errors.MEDIA_PREV_INVALID
    old_list = old if old is not None and old["kind"] == "todo" else None
    if record["kind"] == "todo":
        if old_list is None:
            raise rpc_errors.MEDIA_NEW_INVALID
        return edited(old_list, record)
    if old_list is not None:
        raise rpc_errors.MEDIA_PREV_INVALID
    if message.grouped_id and old is not None and await _sort(view, old) != await _sort(view, record):
        raise rpc_errors.MEDIA_GROUPED_INVALID
    return record


async def _sort(view: Snapshot, media: Record) -> str:
    """What an item of an album may be replaced by: pictures and videos by each other, songs by songs, files by files
    (core.telegram.org/api/files#albums-grouped-media)."""
    file = await stored.by_id(view, media["file_id"]) if media["kind"] == "document" else None
    if file is None:
        return str(media["kind"])
    if file.attribute("video") is not None and file.attribute("animated") is None:
        return "photo"
    audio = file.attribute("audio")
    return "document" if audio is None or audio["voice"] else "audio"


def is_editable(message: Message, now: int) -> bool:
    """Whether a message is of a kind that its author may change; a live location only while it is live."""
    media = message.body.get("media")
    if media is None:
        return True
    if media["kind"] == "geo_live":
        return places.is_live(message, media, now)
    return media["kind"] not in NEVER_EDITED
