"""account.updateStatus: who is online, and who is shown it (core.telegram.org/api/status).

A device that says it is online is so for `ONLINE_FOR`; clients say it again before that is over
(config.online_update_period_ms). A device that says nothing more goes offline when its time is up, and then too those
who know the user are shown it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtproto.tl import functions, types
from server.access.privacy import look
from server.render.presence import render_status
from server.render.rendering import Rendering
from server.rpc.context import Context
from server.rpc.flood import FloodClass
from server.rpc.router import Router
from server.users import acquaintances
from storage.accounts import presence, users
from storage.accounts.privacy import PrivacyKey
from storage.database import Snapshot, Tx

if TYPE_CHECKING:  # App holds the routers
    from server.app import App

router = Router("presence")

ONLINE_FOR = 300
"""Seconds: config.online_cloud_timeout_ms."""


@router.rpc(functions.account.UpdateStatus, flood=FloodClass.TYPING)
async def update_status(ctx: Context, request: functions.account.UpdateStatus) -> bool:
    """This device is online, or no longer."""
    app, user_id, device_id, now = ctx.app, ctx.user_id, ctx.device_id, ctx.now
    until = now if request.offline else now + ONLINE_FOR

    async def unit(tx: Tx) -> bool:
        before = (await presence.online_until(tx, (user_id,))).get(user_id, 0)
        await presence.set_online_until(tx, user_id, device_id, until, now)
        after = (await presence.online_until(tx, (user_id,)))[user_id]
        return after != before

    if await app.db.write(unit):
        await show(app, user_id)
    if not request.offline:
        app.timers.after(ONLINE_FOR, lambda: app.background.start(_expire(app, user_id, until)))
    return True


async def show(app: App, user_id: int) -> None:
    """Show a user's status to those who know the user, as each of them may see it."""

    async def status(scene: Rendering) -> types.UpdateUserStatus | None:
        shown = await _status(scene, user_id)
        return None if shown is None else types.UpdateUserStatus(user_id=scene.user(user_id), status=shown)

    await acquaintances.tell(app, user_id, status, only_names=True)


async def _status(scene: Rendering, user_id: int) -> types.UserStatusOnline | types.UserStatusOffline | None:
    """The exact status; None for a viewer who sees it only roughly, and must not learn from a push when it changes."""
    user = await users.by_id(scene.view, user_id)
    if user is None:
        return None
    seen = await look(scene.view, scene.viewer, (user_id,), (PrivacyKey.STATUS,))
    online = await presence.online_until(scene.view, (user_id,))
    status = render_status(user, seen, online.get(user_id, 0), scene.now)
    return status if isinstance(status, types.UserStatusOnline | types.UserStatusOffline) else None


async def _expire(app: App, user_id: int, until: int) -> None:
    """A device's time is up: unless any device has said more since, the user has gone offline."""

    async def query(view: Snapshot) -> int:
        return (await presence.online_until(view, (user_id,))).get(user_id, 0)

    if await app.db.peek(query) == until:
        await show(app, user_id)
