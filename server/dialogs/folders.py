"""Folders: messages.getDialogFilters and its kin (core.telegram.org/api/folders).

The server keeps what a folder is made of; which dialogs that means, every client works out for itself. Folder 0 is
"all chats": it can be moved among the others, and is nothing else.
"""

from __future__ import annotations

from typing import Any

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.entities import check_text
from server.messages.replies import no_mentions
from server.render.entities import render_entities
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from server.rpc.router import Router
from storage.accounts import settings
from storage.accounts.settings import Setting
from storage.conversations import boxes, dialog_filters
from storage.conversations.boxes import Event
from storage.conversations.dialog_filters import DialogFilter
from storage.database import Snapshot, Tx

router = Router("filters")

FILTER = "dialog_filter"
FILTER_ORDER = "dialog_filter_order"
FILTERS = "dialog_filters"

ALL_CHATS = 0
IDS = range(2, 256)
MAX_FILTERS = 30
"""dialog_filters_limit_default of the client configuration."""
MAX_PEERS = 200
"""dialog_filters_chats_limit_default."""
MAX_TITLE = 12

CATEGORIES = (
    "contacts",
    "non_contacts",
    "groups",
    "broadcasts",
    "bots",
    "exclude_muted",
    "exclude_read",
    "exclude_archived",
    "title_noanimate",
)
INCLUDES = frozenset(CATEGORIES[:5])
PEERS = ("pinned_peers", "include_peers", "exclude_peers")


@router.rpc(functions.messages.GetDialogFilters)
async def get_dialog_filters(
    ctx: Context, request: functions.messages.GetDialogFilters
) -> types.messages.DialogFilters:
    """The caller's folders in their order, "all chats" among them."""

    async def query(view: Snapshot) -> types.messages.DialogFilters:
        scene = Rendering(ctx.app, view, ctx.user_id, ctx.now)
        found = await dialog_filters.all_of(view, ctx.user_id)
        if all(one.id != ALL_CHATS for one in found):
            found.insert(0, DialogFilter(ALL_CHATS, {}))
        tags = await settings.get(view, ctx.user_id, Setting.FILTER_TAGS, False)
        return types.messages.DialogFilters(tags_enabled=tags, filters=[_render(scene, one) for one in found])

    return await ctx.app.db.peek(query)


@router.rpc(functions.messages.UpdateDialogFilter)
async def update_dialog_filter(ctx: Context, request: functions.messages.UpdateDialogFilter) -> bool:
    """Make, change or (without a filter) delete a folder."""
    if request.id not in IDS:
        raise rpc_errors.FILTER_ID_INVALID

    async def unit(tx: Tx) -> None:
        if request.filter is None:
            if not await dialog_filters.delete(tx, ctx.user_id, request.id):
                raise rpc_errors.FILTER_ID_INVALID
        else:
            data = await _record(ctx, tx, request.filter)
            others = [one.id for one in await dialog_filters.all_of(tx, ctx.user_id) if one.id != ALL_CHATS]
            if request.id not in others and len(others) >= MAX_FILTERS:
                raise rpc_errors.PREMIUM_ACCOUNT_REQUIRED
            await dialog_filters.save(tx, ctx.user_id, DialogFilter(request.id, data))
        await _tell(ctx, tx, FILTER, {"id": request.id})

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.UpdateDialogFiltersOrder)
async def update_dialog_filters_order(ctx: Context, request: functions.messages.UpdateDialogFiltersOrder) -> bool:
    """Put the folders in order; 0 is "all chats", and stands first where a client does not know of that. Those that are
    not named come after the others as they stood, and all devices are told of the whole order."""

    async def unit(tx: Tx) -> None:
        named, known = set(request.order), [one.id for one in await dialog_filters.all_of(tx, ctx.user_id)]
        if len(named) != len(request.order) or not named <= {*known, ALL_CHATS}:
            raise rpc_errors.FILTER_ID_INVALID
        if ALL_CHATS not in known:
            await dialog_filters.save(tx, ctx.user_id, DialogFilter(ALL_CHATS, {}))
        first = [] if ALL_CHATS in named else [ALL_CHATS]
        order = [*first, *request.order, *(one for one in known if one not in named and one != ALL_CHATS)]
        await dialog_filters.put_in_order(tx, ctx.user_id, order)
        await _tell(ctx, tx, FILTER_ORDER, {"order": order})

    await ctx.app.db.write(unit)
    return True


@router.rpc(functions.messages.GetSuggestedDialogFilters)
async def get_suggested_dialog_filters(
    ctx: Context, request: functions.messages.GetSuggestedDialogFilters
) -> list[types.DialogFilterSuggested]:
    """Folders worth having that the caller has not made: the unread, and what is personal."""
    found = await ctx.app.db.peek(lambda view: dialog_filters.all_of(view, ctx.user_id))
    free = [number for number in IDS if all(one.id != number for one in found)]
    have = [frozenset(one.data.get("categories", ())) for one in found]
    suggested = []
    for (title, description, categories), number in zip(_SUGGESTED, free, strict=False):
        if categories not in have:
            words = types.TextWithEntities(text=title, entities=[])
            fields: dict[str, Any] = {**dict.fromkeys(categories, True), **{name: [] for name in PEERS}}
            made = types.DialogFilter(id=number, title=words, **fields)
            suggested.append(types.DialogFilterSuggested(filter=made, description=description))
    return suggested


_SUGGESTED = (
    ("Unread", "New messages from all chats.", frozenset({*INCLUDES, "exclude_read"})),
    ("Personal", "Only messages from personal chats.", frozenset({"contacts", "non_contacts"})),
)


@router.rpc(functions.messages.ToggleDialogFilterTags)
async def toggle_dialog_filter_tags(ctx: Context, request: functions.messages.ToggleDialogFilterTags) -> bool:
    """Show the folders of a dialog as tags in the list, or do not."""

    async def unit(tx: Tx) -> None:
        await settings.put(tx, ctx.user_id, Setting.FILTER_TAGS, request.enabled)
        await _tell(ctx, tx, FILTERS, {})

    await ctx.app.db.write(unit)
    return True


async def _record(ctx: Context, view: Snapshot, given: types.TypeDialogFilter) -> dict[str, Any]:
    """What is kept of a folder.

    Raises:
        FILTER_ID_INVALID: It is "all chats", or one that came by an invite link.
        FILTER_TITLE_EMPTY: It has no name.
        FILTER_INCLUDE_EMPTY: It would show nothing.
    """
    if not isinstance(given, types.DialogFilter):
        raise rpc_errors.FILTER_ID_INVALID
    title, entities = await check_text(given.title.text, given.title.entities, no_mentions, limit=MAX_TITLE)
    if not title:
        raise rpc_errors.FILTER_TITLE_EMPTY
    categories = [name for name in CATEGORIES if getattr(given, name)]
    peers = {}
    for name in PEERS:
        some = getattr(given, name)
        if len(some) > MAX_PEERS:
            raise rpc_errors.LIMIT_INVALID
        peers[name] = list(dict.fromkeys([await access.peer(ctx, view, one) for one in some]))
    if not INCLUDES.intersection(categories) and not (peers["pinned_peers"] or peers["include_peers"]):
        raise rpc_errors.FILTER_INCLUDE_EMPTY
    return {
        "title": title,
        "entities": entities,
        "categories": categories,
        "emoticon": (given.emoticon or "")[:8],
        "color": given.color,
        **peers,
    }


async def _tell(ctx: Context, tx: Tx, kind: str, data: dict[str, Any]) -> None:
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, kind, data, now=ctx.now, pts_count=0, origin=origin)


def _render(scene: Rendering, one: DialogFilter) -> types.TypeDialogFilter:
    if one.id == ALL_CHATS:
        return types.DialogFilterDefault()
    data = one.data
    fields: dict[str, Any] = dict.fromkeys(data["categories"], True)
    fields.update((name, [scene.input_peer(peer) for peer in data[name]]) for name in PEERS)
    title = types.TextWithEntities(text=data["title"], entities=render_entities(scene, data["entities"]) or [])
    return types.DialogFilter(
        id=one.id,
        title=title,
        emoticon=data["emoticon"] or None,
        color=data["color"],
        **fields,
    )


async def render_filter(scene: Rendering, event: Event) -> types.UpdateDialogFilter:
    """FILTER as an update: the folder as it is now, or that it is gone."""
    found = {one.id: one for one in await dialog_filters.all_of(scene.view, event.box)}
    one = found.get(event.data["id"])
    return types.UpdateDialogFilter(id=event.data["id"], filter=None if one is None else _render(scene, one))


async def render_filter_order(scene: Rendering, event: Event) -> types.UpdateDialogFilterOrder:
    """FILTER_ORDER as an update."""
    return types.UpdateDialogFilterOrder(order=event.data["order"])


async def render_filters(scene: Rendering, event: Event) -> types.UpdateDialogFilters:
    """FILTERS as an update: they are to be asked for again."""
    return types.UpdateDialogFilters()


RENDERERS: dict[str, EventRenderer] = {
    FILTER: render_filter,
    FILTER_ORDER: render_filter_order,
    FILTERS: render_filters,
}
