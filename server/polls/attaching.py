"""Pictures, videos, places and links in polls: of the question, an answer, a solution (core.telegram.org/api/poll).

They are media like any other, kept in the poll; which kinds go where, core.telegram.org/bots/api#pollmedia says.
Nothing in a poll vanishes or waits to be opened, so there are no voice and round video messages. Only answers have
links, which stand there whether or not there is a page to be shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import types
from server.files.media import READERS as FILES
from server.files.media import uploaded
from server.messages import places
from server.previews.attaching import its_size
from server.previews.previews import normal
from server.rpc.context import Context
from storage.database import Snapshot
from storage.media import files
from storage.media.files import File

Record = dict[str, Any]

ANSWERS = range(2, 13)
"""How many a poll has; the most is config.poll_answers_max."""

READERS: Mapping[type, Callable[[Context, Snapshot, Any], Awaitable[Record]]] = {
    **FILES,
    types.InputMediaGeoPoint: places.read_geo,
    types.InputMediaVenue: places.read_venue,
}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a poll: the error for a media that does not go there, and for one that is none."""

    wrong: RpcError | type[RpcError]
    empty: RpcError | type[RpcError]
    is_answer: bool = False


QUESTION = Where(rpc_errors.ATTACH_MEDIA_TYPE_INVALID, rpc_errors.ATTACH_MEDIA_EMPTY)
SOLUTION = Where(rpc_errors.SOLUTION_MEDIA_TYPE_INVALID, rpc_errors.SOLUTION_MEDIA_EMPTY)


def answer_at(number: int) -> Where:
    """The answer with this place, from 0."""
    wrong = rpc_errors.ANSWER_X_MEDIA_TYPE_INVALID(number)
    return Where(wrong, wrong, is_answer=True)


async def read_part(
    ctx: Context, view: Snapshot, given: types.TypeInputMedia | types.TypeMessageMedia | None, where: Where
) -> Record | None:
    """What is kept of a media in a poll; None where there is none.

    Raises:
        ATTACH_MEDIA_TYPE_INVALID, SOLUTION_MEDIA_TYPE_INVALID, ANSWER_X_MEDIA_TYPE_INVALID: It does not go there.
        ATTACH_MEDIA_EMPTY, SOLUTION_MEDIA_EMPTY: It is inputMediaEmpty.
        WEBPAGE_URL_INVALID: A link leads nowhere.
        PHOTO_INVALID, DOCUMENT_INVALID, MEDIA_INVALID, FILE_REFERENCE_EXPIRED, …: What its kind is refused with.
    """
    if given is None:
        return None
    if isinstance(given, types.InputMediaEmpty):
        raise where.empty
    if isinstance(given, types.InputMediaWebPage) and where.is_answer:
        return _link(given)
    reader = READERS.get(type(given))
    if reader is None:
        raise where.wrong
    record = await reader(ctx, view, given)
    if "ttl" in record or "opened" in record:
        raise where.wrong
    if record["kind"] == "document" and not _goes(await files.by_id(view, record["file_id"]), where):
        raise where.wrong
    return record


def _link(given: types.InputMediaWebPage) -> Record:
    url = normal(given.url)
    if not url:
        raise rpc_errors.WEBPAGE_URL_INVALID
    return {"kind": "link", "url": url, **its_size(given)}


def _goes(file: File | None, where: Where) -> bool:
    """Stickers stand for answers; sound and plain files go along with questions and solutions."""
    if file is None:
        return False
    if file.attribute("sticker") is not None:
        return where.is_answer
    return not where.is_answer or file.attribute("video") is not None or file.attribute("animated") is not None


async def make_files(ctx: Context, given: types.InputMediaPoll) -> None:
    """Make files of the uploads in a poll: it names those from then on.

    Raises what `server.files.media.uploaded` raises, and POLL_ANSWERS_INVALID for more answers than there may be.
    """
    if len(given.poll.answers) > ANSWERS[-1]:
        raise rpc_errors.POLL_ANSWERS_INVALID
    if given.attached_media is not None:
        given.attached_media = await uploaded(ctx, given.attached_media)
    if given.solution_media is not None:
        given.solution_media = await uploaded(ctx, given.solution_media)
    for one in given.poll.answers:
        await make_answers_file(ctx, one)


async def make_answers_file(ctx: Context, given: types.TypePollAnswer) -> None:
    """The same for one answer; the page that it links to is fetched meanwhile."""
    if not isinstance(given, types.InputPollAnswer):
        return
    if isinstance(given.media, types.InputMediaWebPage):
        await ctx.app.previews.begun(given.media.url)
    elif given.media is not None:
        given.media = await uploaded(ctx, given.media)
