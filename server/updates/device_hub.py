"""What is for one device alone reaches its live sessions: messages and changes of its secret chats (row E1).

The same order as in the hub of boxes: what the bus hands over for a device is delivered one after the other, so
messages arrive in the order of their qts and never before the chat they belong to. What a session never hears, its
device finds in getDifference.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mtproto.tl import types
from server.render.encrypted import DEVICE_RENDERERS
from server.render.rendering import Rendering
from server.render.updates import render_updates
from server.rpc.eager import start
from server.updates.hub import Listener, encode_for
from storage.conversations import device_queue
from storage.database import Snapshot

if TYPE_CHECKING:  # App holds the hub
    from server.app import App

log = logging.getLogger("chappe.updates")

MAX_WAITING = 2_000
"""Events that may wait for one device's delivery; beyond that its sessions are told to ask for the difference."""


class DeviceHub:
    """Live sessions by device, and the deliveries under way."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._users: dict[int, int] = {}
        self._listeners: dict[int, dict[int, Listener]] = {}
        self._waiting: dict[int, deque[object]] = {}

    def attach(self, user_id: int, device_id: int, listener: Listener) -> None:
        """This session of this user's device hears from now on what is for the device."""
        if device_id not in self._listeners:
            self._listeners[device_id] = {}
            self._users[device_id] = user_id
            self._app.bus.subscribe(device_queue.topic(device_id), self._on_events)
        self._listeners[device_id][listener.session_number] = listener

    def detach(self, device_id: int, listener: Listener) -> None:
        """It hears no more."""
        listeners = self._listeners.get(device_id)
        if listeners is not None and listeners.pop(listener.session_number, None) is not None and not listeners:
            del self._listeners[device_id], self._users[device_id]
            self._app.bus.unsubscribe(device_queue.topic(device_id), self._on_events)

    def tell(self, device_id: int, update: types.TypeUpdate) -> None:
        """Show a device something that is not stored and names nobody."""
        self._send(device_id, types.UpdateShort(update=update, date=int(self._app.clock.now())))

    def _on_events(self, topic: str, events: Sequence[object]) -> None:
        """The bus: what was committed for a device."""
        device_id = device_queue.device_of(topic)
        waiting = self._waiting.get(device_id)
        if waiting is not None:
            waiting.extend(events)
            return
        self._waiting[device_id] = deque(events)
        start(self._deliver(device_id), self._app.background.start)

    async def _deliver(self, device_id: int) -> None:
        waiting = self._waiting[device_id]
        try:
            while waiting:
                if len(waiting) > MAX_WAITING:
                    waiting.clear()
                    self._send(device_id, types.UpdatesTooLong())
                elif (user_id := self._users.get(device_id)) is None:  # nobody listens any more
                    waiting.clear()
                else:
                    await self._deliver_one(user_id, device_id, waiting.popleft())
        except Exception:
            log.exception("a delivery failed; the sessions of its device will ask for the difference")
            self._send(device_id, types.UpdatesTooLong())
        finally:
            del self._waiting[device_id]

    async def _deliver_one(self, user_id: int, device_id: int, event: object) -> None:
        async def render(view: Snapshot) -> types.TypeUpdates | None:
            scene = Rendering(self._app, view, user_id, int(self._app.clock.now()))
            update = await DEVICE_RENDERERS[type(event)](scene, device_id, event)
            return None if update is None else await render_updates(scene, [update])

        updates = await self._app.db.peek(render)
        if updates is not None:
            self._send(device_id, updates, but=getattr(event, "origin", 0))

    def _send(self, device_id: int, updates: types.TypeUpdates, *, but: int = 0) -> None:
        listeners: Iterable[Listener] = list(self._listeners.get(device_id, {}).values())
        for listener in listeners:
            if listener.session_number == but:
                continue
            if (body := encode_for(updates, listener.layer)) is not None:
                listener.push(body)
                self._app.metrics.updates.add(updates.NAME)
