"""How the matches of a filter lie in a dialog: messages.getSearchCounters, getSearchResultsCalendar,
getSearchResultsPositions (core.telegram.org/api/search). For lists of media, their calendars and fast scrolling."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.history import MAX_PAGE
from server.render.messages import render_message
from server.render.rendering import Rendering
from server.render.users import render_peers
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.search.filters import filtered, of_media
from server.search.searching import saved_peer_of, settled, some_of
from storage.database import Snapshot
from storage.searching import search
from storage.searching.search import Found, Question

router = Router("search_results")

MAX_FILTERS = 20
"""Filters that are counted by one call; there are seventeen."""

MAX_DAYS = 50
"""Days of one page of a calendar: two messages of each are sent along."""

DAY = 86_400


@router.rpc(functions.messages.GetSearchCounters, flood=FloodClass.SEARCH)
async def get_search_counters(
    ctx: Context, request: functions.messages.GetSearchCounters
) -> list[types.messages.TypeSearchCounter]:
    """How many messages of a dialog each filter lets through; always exact."""
    if request.top_msg_id or len(request.filters) > MAX_FILTERS:
        raise rpc_errors.PEER_ID_INVALID if request.top_msg_id else rpc_errors.LIMIT_INVALID

    async def query(view: Snapshot) -> list[types.messages.TypeSearchCounter]:
        dialog = await _dialog(ctx, view, request.peer, request.saved_peer_id)
        return [
            types.messages.SearchCounter(filter=one, count=await search.count(view, filtered(dialog, one)))
            for one in request.filters
        ]

    return await settled(ctx, query)


@router.rpc(functions.messages.GetSearchResultsCalendar, flood=FloodClass.SEARCH)
async def get_search_results_calendar(
    ctx: Context, request: functions.messages.GetSearchResultsCalendar
) -> types.messages.SearchResultsCalendar:
    """The matches of a dialog by days (of UTC), the latest first, with the first and the last message of each."""

    async def query(view: Snapshot) -> types.messages.SearchResultsCalendar:
        dialog = await _dialog(ctx, view, request.peer, request.saved_peer_id)
        matches = await search.find(view, of_media(dialog, request.filter))
        rest = [one for one in matches if _is_before(one, request.offset_id, request.offset_date)]
        rest.sort(key=_day, reverse=True)  # what a newcomer was shown came later than it was written
        days = [list(day) for _, day in groupby(rest, key=_day)][:MAX_DAYS]
        return await _calendar(ctx, view, matches, days)

    return await settled(ctx, query)


@router.rpc(functions.messages.GetSearchResultsPositions, flood=FloodClass.SEARCH)
async def get_search_results_positions(
    ctx: Context, request: functions.messages.GetSearchResultsPositions
) -> types.messages.SearchResultsPositions:
    """Where matches lie among all matches, spread over what is older than the offset: every n-th of them."""
    limit = min(max(request.limit, 1), MAX_PAGE)

    async def query(view: Snapshot) -> types.messages.SearchResultsPositions:
        dialog = await _dialog(ctx, view, request.peer, request.saved_peer_id)
        matches = await search.find(view, of_media(dialog, request.filter))
        rest = [place for place, one in enumerate(matches) if _is_before(one, request.offset_id, 0)]
        step = -(-len(rest) // limit) or 1
        positions: list[types.TypeSearchResultsPosition] = [
            types.SearchResultPosition(msg_id=matches[place].id, date=matches[place].date, offset=place)
            for place in rest[::step]
        ]
        return types.messages.SearchResultsPositions(count=len(matches), positions=positions)

    return await settled(ctx, query)


async def _dialog(
    ctx: Context, view: Snapshot, given: types.TypeInputPeer, saved_peer: types.TypeInputPeer | None
) -> Question:
    peer = await access.peer(ctx, view, given)
    return Question(ctx.user_id, peer=peer, saved_peer=await saved_peer_of(ctx, view, peer, saved_peer))


def _is_before(one: Found, offset_id: int, offset_date: int) -> bool:
    return (offset_id <= 0 or one.id < offset_id) and (offset_date <= 0 or one.date < offset_date)


def _day(one: Found) -> int:
    return one.date // DAY


async def _calendar(
    ctx: Context, view: Snapshot, matches: Sequence[Found], days: Sequence[Sequence[Found]]
) -> types.messages.SearchResultsCalendar:
    periods: list[types.TypeSearchResultsCalendarPeriod] = [
        types.SearchResultsCalendarPeriod(
            date=day[-1].date, min_msg_id=day[-1].id, max_msg_id=day[0].id, count=len(day)
        )
        for day in days
    ]
    edges = list(dict.fromkeys(edge for day in days for edge in (day[0], day[-1])))
    scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
    rendered: list[types.TypeMessage] = [
        await render_message(scene, one) for one in await some_of(view, ctx.user_id, edges)
    ]
    users, chats = await render_peers(scene)
    return types.messages.SearchResultsCalendar(
        count=len(matches),
        min_date=edges[-1].date if edges else 0,
        min_msg_id=edges[-1].id if edges else 0,
        offset_id_offset=matches.index(edges[0]) if edges else None,
        periods=periods,
        messages=rendered,
        chats=chats,
        users=users,
    )
