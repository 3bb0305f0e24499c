"""messages.searchGlobal: every dialog at once, the latest first (core.telegram.org/api/search).

The rate that orders results is their date, and ids in a box rise with it. A page goes on after the message that
`offset_id` names, or with what is older than `offset_rate`, as clients take them from the last message they have.
"""

from __future__ import annotations

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.dialogs.unarchiving import FOLDERS
from server.messages.history import MAX_PAGE
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.search.filters import KINDS, filtered
from server.search.searching import asked_for, settled, shown
from storage.conversations.history import Window
from storage.database import Snapshot
from storage.peers import CHANNELS, CHATS, USERS
from storage.searching import search
from storage.searching.search import Question

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
        max_date=_before(request),
    )
    question = asked_for(filtered(question, request.filter), request.q)
    limit = min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        if not isinstance(request.offset_peer, types.InputPeerEmpty):
            await access.peer(ctx, view, request.offset_peer)
        page = await search.page(view, question, Window(offset_id=max(0, request.offset_id), limit=limit))
        answer = await shown(ctx, view, page)
        if isinstance(answer, types.messages.MessagesSlice) and page.found:
            answer.next_rate = page.found[-1].date  # also of the last page: Telethon asks on until one is empty
        return answer

    return await settled(ctx, query)


def _peers(request: functions.messages.SearchGlobal) -> tuple[int, int] | None:
    """The bounds of the peers that are asked for; None for all."""
    if request.users_only:
        return USERS
    if request.groups_only:
        return CHATS
    return CHANNELS if request.broadcasts_only else None


def _before(request: functions.messages.SearchGlobal) -> int:
    """The date before which matches are asked for; an offset that names a message says it more exactly."""
    bounds = (request.max_date, 0 if request.offset_id > 0 else request.offset_rate)
    return min((bound for bound in bounds if bound > 0), default=0)
