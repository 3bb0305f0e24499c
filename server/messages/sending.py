"""Sending: messages.sendMessage, sendMedia, sendMultiMedia (core.telegram.org/method/messages.sendMessage)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from msgspec import structs

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.chats.posting import check_content
from server.dialogs.drafts import clear_draft
from server.messages import auto_delete, scheduling
from server.messages.addressing import Address, address_of
from server.messages.answers import answer, short_answer
from server.messages.composing import Sending, addressed, compose, composed_at_once, new_group
from server.messages.delivery import Outgoing, Sent, deliver
from server.messages.dice import thrown
from server.messages.media import read_media, uploaded
from server.polls.media import closes_well
from server.previews.attaching import asked_for, wait_for_pages, with_preview
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.stickers.keeping import were_sent
from server.stickers.using import lift_sets
from storage.conversations.messages import Body, sent_before_asks
from storage.database import KeptTable, Row, Snapshot, Tx

router = Router("sending")

MAX_ALBUM = 10
"""Items of an album."""


@router.rpc(functions.messages.SendMessage, flood=FloodClass.SEND)
async def send_message(ctx: Context, request: functions.messages.SendMessage) -> types.TypeUpdates:
    """Send a text, or a rich message, which is sent instead of a text."""

    async def prepare(view: Snapshot) -> tuple[int, Outgoing]:
        to = await addressed(ctx, view, request, request.peer)
        rich = request.rich_message
        return to, await compose(
            ctx, view, request, to, request.message, request.entities, request.random_id, rich=rich
        )

    at_once = composed_at_once(ctx, request)
    to, outgoing = await ctx.app.db.peek(prepare) if at_once is None else at_once
    if "entities" in outgoing.body and not request.no_webpage:  # a link is one
        outgoing = await with_preview(ctx, to, outgoing)
    return await send(
        ctx,
        request,
        to,
        (outgoing,),
        clears_draft=request.clear_draft,
        lifts_sets=request.update_stickersets_order,
        is_text=True,
    )


@router.rpc(functions.messages.SendMedia, flood=FloodClass.SEND)
async def send_media(ctx: Context, request: functions.messages.SendMedia) -> types.TypeUpdates:
    """Send a media with a caption."""
    given = await uploaded(ctx, request.media)
    page = await asked_for(ctx, given) if isinstance(given, types.InputMediaWebPage) else None

    async def prepare(view: Snapshot) -> tuple[int, Outgoing]:
        to = await addressed(ctx, view, request, request.peer)
        media = page if isinstance(given, types.InputMediaWebPage) else await read_media(ctx, view, given)
        return to, await compose(ctx, view, request, to, request.message, request.entities, request.random_id, media)

    to, outgoing = await ctx.app.db.peek(prepare)
    return await send(
        ctx, request, to, (outgoing,), clears_draft=request.clear_draft, lifts_sets=request.update_stickersets_order
    )


@router.rpc(functions.messages.SendMultiMedia, flood=FloodClass.SEND)
async def send_multi_media(ctx: Context, request: functions.messages.SendMultiMedia) -> types.TypeUpdates:
    """Send several media as one album.

    Raises:
        FILE_REFERENCE_X_EXPIRED, FILE_REFERENCE_X_INVALID, FILE_REFERENCE_X_EMPTY: which of them, from 0.
    """
    if not request.multi_media:
        raise rpc_errors.MEDIA_EMPTY
    if len(request.multi_media) > MAX_ALBUM:
        raise rpc_errors.MULTI_MEDIA_TOO_LONG
    given = [await uploaded(ctx, one.media) for one in request.multi_media]
    grouped_id = new_group(ctx) if len(request.multi_media) > 1 else 0

    async def prepare(view: Snapshot) -> tuple[int, list[Outgoing]]:
        to = await addressed(ctx, view, request, request.peer)
        album = []
        for place, (one, its_media) in enumerate(zip(request.multi_media, given, strict=True)):
            with _told_by_place(place):
                media = await read_media(ctx, view, its_media)
            if media["kind"] not in ALBUM_KINDS:
                raise rpc_errors.MEDIA_INVALID
            album.append(
                await compose(ctx, view, request, to, one.message, one.entities, one.random_id, media, grouped_id)
            )
        return to, album

    to, album = await ctx.app.db.peek(prepare)
    return await send(
        ctx, request, to, album, clears_draft=request.clear_draft, lifts_sets=request.update_stickersets_order
    )


ALBUM_KINDS = frozenset({"photo", "document"})
"""What may stand in an album."""


@contextmanager
def _told_by_place(place: int) -> Iterator[None]:
    """Say of which of several media the reference is refused: clients get a new one for that and try again
    (core.telegram.org/api/file-references)."""
    try:
        yield
    except rpc_errors.FILE_REFERENCE_EXPIRED:
        raise rpc_errors.FILE_REFERENCE_X_EXPIRED(place) from None
    except rpc_errors.FILE_REFERENCE_INVALID:
        raise rpc_errors.FILE_REFERENCE_X_INVALID(place) from None
    except rpc_errors.FILE_REFERENCE_EMPTY:
        raise rpc_errors.FILE_REFERENCE_X_EMPTY(place) from None


async def send(
    ctx: Context,
    request: Sending,
    to: int,
    outgoing: Sequence[Outgoing],
    *,
    clears_draft: bool = False,
    lifts_sets: bool = False,
    is_text: bool = False,
) -> types.TypeUpdates:
    """Send what is ready to a peer (a marked id), now or when it is scheduled for; the answer to whoever asked.

    `lifts_sets`: the sticker sets of what is sent come to the top of the caller's. `is_text`: a text was asked to be
    sent, for which the answer may be the short one; TDLib and mtcute take that for nothing else.

    Whether the caller may write there, and who gets a copy, is settled in the unit that sends: blocks, members and
    rights come and go.

    Raises:
        RANDOM_ID_EMPTY: One has no id by which a retry would be known: two of those would be taken for one.
        RANDOM_ID_INVALID: Two messages have the same.
        SCHEDULE_DATE_INVALID: What is sent again and again begins at a date.
        MEDIA_INVALID: A poll would close too soon or too late.
        YOU_BLOCKED_USER, CHAT_WRITE_FORBIDDEN, CHAT_SEND_PLAIN_FORBIDDEN, …: see `address_of` and `check_content`.
    """
    if len(outgoing) > 1 and len({one.random_id for one in outgoing}) != len(outgoing):
        raise rpc_errors.RANDOM_ID_INVALID
    bodies: list[Body] = []
    media: list[dict[str, Any]] = []
    chosen: list[dict[str, Any]] = []  # what is not forwarded in its author's name
    ahead: list[tuple[KeptTable, Row]] = []
    is_judged = to < 0
    sender = ctx.user_id
    for one in outgoing:
        bodies.append(body := one.body)
        if not one.random_id:
            raise rpc_errors.RANDOM_ID_EMPTY
        ahead.append(sent_before_asks(sender, to, one.random_id))
        if "media" in body:
            media.append(body["media"])
            if "forward" not in body:
                chosen.append(body["media"])
        if "media" in body or "rich" in body:
            is_judged = True

    period = getattr(request, "schedule_repeat_period", None) or 0
    due = request.schedule_date
    if period and due is None:
        raise rpc_errors.SCHEDULE_DATE_INVALID
    if due is not None and (period or scheduling.is_later(due, ctx.now)):
        await ctx.app.db.peek(lambda view: _judged(view, sender, to, bodies if is_judged else ()))
        return await scheduling.schedule(ctx, to, outgoing, due, period, clears_draft=clears_draft)
    if media:
        if not all(closes_well(one, ctx.now) for one in media):
            raise rpc_errors.MEDIA_INVALID
        outgoing = [structs.replace(one, body=thrown(ctx.app.random, one.body)) for one in outgoing]
    origin = ctx.session.session_number

    async def unit(tx: Tx) -> list[Sent]:
        address = await _judged(tx, sender, to, bodies if is_judged else ())
        if clears_draft:
            await clear_draft(tx, sender, to, ctx.now, origin)
        if address.begins:
            await auto_delete.begin(tx, sender, address, ctx.now)
        sets = await were_sent(tx, sender, chosen, ctx.now, origin) if chosen else {}
        if lifts_sets:
            await lift_sets(ctx, tx, bodies, sets)
        return await deliver(tx, sender, to, address.recipients, outgoing, now=ctx.now, origin=origin)

    sent = await ctx.app.db.write(unit, ahead=ahead)
    if media:
        await wait_for_pages(ctx, [one.message for one in sent if not one.repeated])
    return (short_answer(sent) if is_text else None) or await answer(ctx, sent)


async def _judged(view: Snapshot, sender: int, to: int, bodies: Sequence[Body]) -> Address:
    """Where the sender may write to this peer, and these bodies there."""
    address = await address_of(view, sender, to)
    if bodies:
        await check_content(view, sender, to, bodies)
    return address
