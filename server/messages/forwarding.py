"""messages.forwardMessages (core.telegram.org/method/messages.forwardMessages).

A forwarded message says who wrote it first, and when; writers who hide their account are named, not linked. In Saved
Messages it also remembers where it was found. Albums stay together under a new id. Of a location that moves a point is
forwarded, as TDLib has it in the message that it shows while it waits for the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access import peers as access
from server.messages.attribution import attribution_of
from server.messages.composing import addressed, media_flags, mentioned, new_group, send_flags
from server.messages.delivery import NOBODY, Outgoing
from server.messages.protection import check_unprotected
from server.messages.replies import reply_of
from server.messages.sending import send
from server.polls.media import forwarded_poll
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from storage.conversations import messages
from storage.conversations.messages import Body, Flag, Message
from storage.database import Snapshot
from storage.media import files

router = Router("forwarding")

MAX_AT_ONCE = 100
"""Messages of one call."""


@router.rpc(functions.messages.ForwardMessages, flood=FloodClass.SEND)
async def forward_messages(ctx: Context, request: functions.messages.ForwardMessages) -> types.TypeUpdates:
    """Send messages of one dialog to another."""
    if not request.id:
        raise rpc_errors.MESSAGE_IDS_EMPTY
    if len(request.id) != len(request.random_id) or len(request.id) > MAX_AT_ONCE:
        raise rpc_errors.RANDOM_ID_INVALID

    async def prepare(view: Snapshot) -> tuple[int, list[Outgoing]]:
        to = await addressed(ctx, view, request, request.to_peer)
        source = await access.peer(ctx, view, request.from_peer)
        kept = await forwardable(view, ctx.user_id, source, request.id)
        chosen = [(kept[one], new) for one, new in zip(request.id, request.random_id, strict=True) if one in kept]
        found = [message for message, _ in chosen]
        reply = None if request.reply_to is None else await reply_of(ctx, view, request.reply_to, to)
        groups = {message.grouped_id: new_group(ctx) for message in found if message.grouped_id}
        bodies = [await _body(ctx, view, message, request, to) for message in found]
        if reply is not None:
            bodies[0]["reply"] = reply
        answered = NOBODY if reply is None else await mentioned(view, to, {"reply": reply})
        return to, [
            Outgoing(
                body,
                random_id,
                send_flags(request) | (message.flags & Flag.INVERT_MEDIA) | media_flags(ctx, to, body.get("media", {})),
                groups.get(message.grouped_id, 0),
                answered if body is bodies[0] else NOBODY,
            )
            for body, (message, random_id) in zip(bodies, chosen, strict=True)
        ]

    to, outgoing = await ctx.app.db.peek(prepare)
    return await send(ctx, request, to, outgoing)


async def forwardable(view: Snapshot, user_id: int, source: int, ids: Sequence[int]) -> dict[int, Message]:
    """Messages of a dialog that its owner may take elsewhere, by id. Those that have gone meanwhile are left out.

    Raises:
        MESSAGE_ID_INVALID: None of them is there, or one is a service message.
        CHAT_FORWARDS_RESTRICTED: They are protected, or vanish once seen.
    """
    known = await messages.by_ids(view, user_id, ids)
    kept = {message_id: message for message_id, message in known.items() if message.peer == source}
    if not kept or any(Flag.SERVICE in message.flags for message in kept.values()):
        raise rpc_errors.MESSAGE_ID_INVALID
    await check_unprotected(view, user_id, source, [*kept.values()])
    if any("ttl" in message.body.get("media", {}) for message in kept.values()):
        raise rpc_errors.CHAT_FORWARDS_RESTRICTED
    return kept


async def _body(
    ctx: Context, view: Snapshot, message: Message, request: functions.messages.ForwardMessages, to: int
) -> Body:
    body = Body()
    for name in _CARRIED:
        if name in message.body:
            body[name] = message.body[name]
    if body.get("media", {}).get("kind") == "geo_live":  # where it was: what moves later moves only in its own message
        body["media"] = {"kind": "geo", "point": body["media"]["point"]}
    if body.get("media", {}).get("kind") == "poll":
        anew = request.drop_author or request.drop_media_captions
        body["media"] = await forwarded_poll(ctx, view, message, anew=anew)
    if request.video_timestamp is not None and "media" in body:
        body["media"] = await _begun_at(view, body["media"], request.video_timestamp)
    if request.drop_media_captions and "media" in body:
        body["text"] = ""
        body.pop("entities", None)
    if not (request.drop_author or request.drop_media_captions):
        body["forward"] = await _header(view, message)
    if to == ctx.user_id:
        body["saved_peer"] = message.body.get("saved_peer", message.peer)
        if "forward" in body:
            body["forward"] = {**body["forward"], "saved": _found_at(message)}
    return body


async def _begun_at(view: Snapshot, media: dict[str, Any], seconds: int) -> dict[str, Any]:
    """A video that is shown from another second on; any other media as it is."""
    file = await files.by_id(view, media["file_id"]) if media["kind"] == "document" else None
    if file is None or file.attribute("video") is None:
        return media
    rest = {name: value for name, value in media.items() if name != "timestamp"}
    return {**rest, "timestamp": seconds} if seconds > 0 else rest


_CARRIED: tuple[Literal["text", "entities", "media", "rich"], ...] = ("text", "entities", "media", "rich")


async def _header(view: Snapshot, message: Message) -> dict[str, Any]:
    """Who wrote it first. What was forwarded before keeps its first writer."""
    before = message.body.get("forward")
    if before is not None:
        return {name: value for name, value in before.items() if name != "saved"}
    return await attribution_of(view, message)


def _found_at(message: Message) -> Mapping[str, Any]:
    """Where a message of Saved Messages was found."""
    return {
        "peer": message.peer,
        "id": message.id,
        "sender": message.sender,
        "date": message.date,
        "out": Flag.OUT in message.flags,
    }
