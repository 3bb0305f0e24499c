"""Updates objects: updates as one viewer may see them, with everyone they mention."""

from __future__ import annotations

from collections.abc import Sequence

from mtproto.tl import types
from server.render.rendering import Rendering
from server.render.users import render_peers, render_peers_for


async def render_updates(scene: Rendering, updates: list[types.TypeUpdate]) -> types.Updates:
    """An Updates object of these, which were rendered in this scene."""
    users, chats = await render_peers(scene)
    return types.Updates(updates=updates, users=users, chats=chats, date=scene.now, seq=0)


async def render_updates_for(
    scenes: Sequence[Rendering], rendered: Sequence[list[types.TypeUpdate]]
) -> list[types.Updates]:
    """The same for each of some viewers, and the updates that each is told."""
    everyone = await render_peers_for(scenes)
    return [
        types.Updates(updates=updates, users=users, chats=chats, date=scene.now, seq=0)
        for scene, updates, (users, chats) in zip(scenes, rendered, everyone, strict=True)
    ]
