"""What a user's own devices are told about the user's address book and blocks: kinds of events, and their updates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtproto.tl import types
from server.render.peer_settings import render_peer_settings
from server.render.rendering import EventRenderer, Rendering
from server.rpc.context import Context
from storage.accounts import blocks
from storage.accounts.blocks import BlockList
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Tx

CONTACT = "contact"
"""Somebody was added, renamed or removed, or the bar above their dialog hidden: the update has them as they are now."""
CONTACT_PHOTO = "contact_photo"
"""The user sees another photo of a contact."""
PEER_BLOCKED = "peer_blocked"
CONTACTS_RESET = "contacts_reset"
"""Too much has changed for one update each: the device fetches the book anew."""


async def append(ctx: Context, tx: Tx, kind: str, peers: Iterable[int]) -> None:
    """One event of this kind about each of these peers, for the caller's other devices."""
    origin = ctx.session.session_number
    for peer in peers:
        await boxes.append(tx, ctx.user_id, kind, {"peer": peer}, now=ctx.now, pts_count=0, origin=origin)


async def append_reset(ctx: Context, tx: Tx) -> None:
    """Have the caller's other devices fetch the book anew."""
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, CONTACTS_RESET, {}, now=ctx.now, pts_count=0, origin=origin)


async def peer_settings(scene: Rendering, user_id: int) -> types.UpdatePeerSettings:
    """What the viewer may do about somebody now; they are sent along."""
    settings = await render_peer_settings(scene, user_id)
    return types.UpdatePeerSettings(peer=scene.peer(user_id), settings=settings)


async def _peer_settings(scene: Rendering, event: Event) -> types.UpdatePeerSettings:
    return await peer_settings(scene, event.data["peer"])


async def _contact_photo(scene: Rendering, event: Event) -> types.UpdateUser:
    return types.UpdateUser(user_id=scene.user(event.data["peer"]))


async def _peer_blocked(scene: Rendering, event: Event) -> types.UpdatePeerBlocked:
    peer = event.data["peer"]
    return types.UpdatePeerBlocked(
        peer_id=scene.peer(peer),
        blocked=await blocks.blocks(scene.view, scene.viewer, peer),
        blocked_my_stories_from=await blocks.blocks(scene.view, scene.viewer, peer, BlockList.STORIES),
    )


async def _contacts_reset(scene: Rendering, event: Event) -> types.UpdateContactsReset:
    del scene, event
    return types.UpdateContactsReset()


RENDERERS: Mapping[str, EventRenderer] = {
    CONTACT: _peer_settings,
    CONTACT_PHOTO: _contact_photo,
    PEER_BLOCKED: _peer_blocked,
    CONTACTS_RESET: _contacts_reset,
}
