"""messages.searchGlobal: every dialog at once, the latest first (core.telegram.org/api/search).

The rate that orders results is their date. A page goes on after the message that `offset_rate` and `offset_id` name, as
clients take them from the last message they have.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.dialogs.archive import FOLDERS
from server.messages.history import MAX_PAGE, page_of
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.search.filters import KINDS, filtered
from server.search.searching import asked_for, settled, some_of
from storage import search
from storage.database import Snapshot
from storage.peers import CHANNELS, CHATS, USERS
from storage.search import Found, Question

router = Router("search_everywhere")

OF_ONE_DIALOG = (types.InputMessagesFilterMyMentions, types.InputMessagesFilterPinned)
"""Filters that only make sense within a dialog."""


@router.rpc(functions.messages.SearchGlobal, flood=FloodClass.SEARCH)
async def search_global(ctx: Context, request: functions.messages.SearchGlobal) -> types.messages.TypeMessages:
    """Messages of all the caller's dialogs."""
    if isinstance(request.filter, OF_ONE_DIALOG):
        raise rpc_errors.INPUT_FILTER_INVALID
    if not request.q.strip() and type(request.filter) not in KINDS:
        raise rpc_errors.SEARCH_QUERY_EMPTY
    if request.folder_id is not None and request.folder_id not in FOLDERS:
        raise rpc_errors.FOLDER_ID_INVALID
    question = Question(
        ctx.user_id,
        peers=_peers(request),
        folder=request.folder_id,
        min_date=max(0, request.min_date),
        max_date=max(0, request.max_date),
    )
    question = asked_for(filtered(question, request.filter), request.q)
    limit = min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        if not isinstance(request.offset_peer, types.InputPeerEmpty):
            await access.peer(ctx, view, request.offset_peer)
        matches = sorted(await search.find(view, question), key=_rank, reverse=True)
        rest = _after(matches, request.offset_rate, request.offset_id)
        answer = await page_of(ctx, view, await some_of(view, ctx.user_id, rest[:limit]), len(matches))
        if isinstance(answer, types.messages.MessagesSlice) and 0 < limit < len(rest):
            answer.next_rate = rest[limit - 1].date
        return answer

    return await settled(ctx, query)


def _peers(request: functions.messages.SearchGlobal) -> tuple[int, int] | None:
    """The bounds of the peers that are asked for; None for all."""
    if request.users_only:
        return USERS
    if request.groups_only:
        return CHATS
    return CHANNELS if request.broadcasts_only else None


def _rank(one: Found) -> tuple[int, int]:
    return one.date, one.id


def _after(matches: Sequence[Found], rate: int, message_id: int) -> Sequence[Found]:
    """What comes after a message; a rate alone goes on with what is older, an id alone with lower ids."""
    if rate <= 0:
        return [one for one in matches if not message_id or one.id < message_id]
    return [one for one in matches if _rank(one) < (rate, message_id)]
