"""Telling those who know a user that something about the user has changed.

What they are told is not stored: whoever is away finds the user as they are now in the next answer that names them.
The user's own devices are told by events in the user's box.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mtproto.tl import types
from server.render.rendering import Rendering
from storage.accounts import acquaintances

if TYPE_CHECKING:  # App holds the hub, and the hub renders with the domains' renderers
    from server.app import App
    from server.updates.hub import Ephemeral

MAX_TOLD = 5_000
"""People who are told of one change at most."""


async def tell(app: App, user_id: int, ephemeral: Ephemeral, *, only_names: bool = False) -> None:
    """Show something to those who know this user and are listening (`Hub.tell`)."""
    people = await app.db.read(lambda view: acquaintances.of_user(view, user_id, MAX_TOLD))
    app.hub.tell(people, ephemeral, only_names=only_names)


async def tell_changed(app: App, user_id: int) -> None:
    """Have them look at the user again: the update carries the user as each of them may see it."""
    await tell(app, user_id, _changed(user_id))


def show_again(app: App, user_id: int, viewers: Iterable[int]) -> None:
    """Have only these people look at the user again: what they may see of the user has changed."""
    app.hub.tell(viewers, _changed(user_id))


def _changed(user_id: int) -> Ephemeral:
    async def changed(scene: Rendering) -> types.UpdateUser:
        return types.UpdateUser(user_id=scene.user(user_id))

    return changed
