"""messages.search and messages.searchSentMedia (core.telegram.org/api/search).

Everything is looked for in the caller's own box, so nobody finds what they cannot read: what they deleted is gone from
it, and what they never got was never in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.history import MAX_PAGE, page_of, window_of
from server.reactions.choice import read_reactions
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.search.filters import filtered, of_media
from storage.conversations import dialogs, history, messages
from storage.conversations.history import Window
from storage.conversations.messages import Flag, Message
from storage.database import Query, Snapshot
from storage.searching import search, search_index
from storage.searching.search import Found, Page, Question
from storage.searching.words import split

router = Router("searching")

MAX_QUERY = 1024
"""Characters of a query that are looked at."""


@router.rpc(functions.messages.Search, flood=FloodClass.SEARCH)
async def search_messages(ctx: Context, request: functions.messages.Search) -> types.messages.TypeMessages:
    """Messages of one dialog, or of all private chats and groups (inputPeerEmpty)."""
    if request.top_msg_id:
        raise rpc_errors.MSG_ID_INVALID  # there are no threads in private chats and basic groups
    asked = window_of(request)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        question = await _question(ctx, view, request)
        if question == Question(ctx.user_id):
            raise rpc_errors.SEARCH_QUERY_EMPTY
        if question == Question(ctx.user_id, peer=question.peer):  # nothing narrows: it is the whole dialog
            assert question.peer is not None  # or it would have been the empty question
            found = await history.page(view, ctx.user_id, question.peer, asked)
            total = (await dialogs.get(view, ctx.user_id, question.peer)).total
            return await page_of(ctx, view, found, total, request.hash)
        page = await search.page(view, question, asked)
        answer = await shown(ctx, view, page, request.hash)
        if isinstance(answer, types.messages.MessagesSlice) and page.found:
            answer.offset_id_offset = page.newer
        return answer

    return await settled(ctx, query)


async def _question(ctx: Context, view: Snapshot, request: functions.messages.Search) -> Question:
    peer = None
    if not isinstance(request.peer, types.InputPeerEmpty):
        peer = await access.peer(ctx, view, request.peer)
    question = Question(
        ctx.user_id,
        peer=peer,
        saved_peer=await saved_peer_of(ctx, view, peer, request.saved_peer_id),
        min_date=max(0, request.min_date),
        max_date=max(0, request.max_date),
    )
    if request.from_id is not None:
        question = replace(question, sender=await _sender(ctx, view, request.from_id))
    if request.saved_reaction:
        if peer != ctx.user_id:
            raise rpc_errors.PEER_ID_INVALID
        question = replace(question, tags=tuple(await read_reactions(view, request.saved_reaction)))
    return asked_for(filtered(question, request.filter), request.q)


async def _sender(ctx: Context, view: Snapshot, given: types.TypeInputPeer) -> int:
    try:
        return await access.peer(ctx, view, given)
    except (rpc_errors.PEER_ID_INVALID, rpc_errors.CHANNEL_INVALID):
        raise rpc_errors.FROM_PEER_INVALID from None


async def saved_peer_of(
    ctx: Context, view: Snapshot, peer: int | None, given: types.TypeInputPeer | None
) -> int | None:
    """The saved dialog that a request names; only Saved Messages has any.

    Raises:
        PEER_ID_INVALID: It is nobody the caller may name, or `peer` is another dialog.
    """
    if given is None:
        return None
    if peer != ctx.user_id:
        raise rpc_errors.PEER_ID_INVALID
    return await access.peer(ctx, view, given)


def asked_for(question: Question, query: str) -> Question:
    """The question narrowed by the words of a query; one that is all punctuation is met by nothing."""
    if not query.strip():
        return question
    words = tuple(split(query[:MAX_QUERY]))
    return replace(question, words=words) if words else replace(question, kinds=frozenset())


T = TypeVar("T")


async def settled(ctx: Context, query: Query[T]) -> T:
    """Run a query once everything that was acknowledged before it is indexed."""
    await search_index.settle(ctx.app.db)
    return await ctx.app.db.read(query)


async def shown(ctx: Context, view: Snapshot, page: Page, client_hash: int = 0) -> types.messages.TypeMessages:
    """A page of matches as an answer, which says when its count is inexact."""
    found = await some_of(view, ctx.user_id, page.found)
    answer = await page_of(ctx, view, found, page.total, client_hash)
    if isinstance(answer, types.messages.MessagesSlice):
        answer.inexact = page.newer is None
    return answer


async def some_of(view: Snapshot, box: int, shown: Sequence[Found]) -> list[Message]:
    """The messages of a page of matches, in its order."""
    known = await messages.by_ids(view, box, [one.id for one in shown]) if shown else {}
    return [known[one.id] for one in shown]


@router.rpc(functions.messages.SearchSentMedia, flood=FloodClass.SEARCH)
async def search_sent_media(ctx: Context, request: functions.messages.SearchSentMedia) -> types.messages.TypeMessages:
    """Media that the caller has sent anywhere, by name or caption."""
    question = of_media(Question(ctx.user_id, flags=Flag.OUT), request.filter)
    limit = min(max(request.limit, 0), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.TypeMessages:
        return await shown(ctx, view, await search.page(view, asked_for(question, request.q), Window(limit=limit)))

    return await settled(ctx, query)
