"""The hub: what was committed reaches the live sessions of whom it concerns.

The bus hands over events in commit order. Each box has at most one delivery under way, so its events reach every
session in the order of their pts (row U3); those of one commit travel together, and what piles up meanwhile. A plain
text is rendered once for all boxes that are told of it (server/updates/short_forms.py). Any other event is rendered
once for each viewer; what that takes is read for all of them together. Both are encoded once per layer. What a session
is sent is kept by the session until acknowledged; what it never hears, it finds in getDifference.

What a session has caused itself it is answered, not told, and the answer does not wait for what is rendered at length:
it may stand in a packet, with a higher pts, before news of others that were committed before it. Both are there by the
time that a client looks whether a gap has closed, half a second later (core.telegram.org/api/updates#recovering-gaps);
an answer held back would have everybody who sends wait for what they are told.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias, cast

from mtproto import tl
from mtproto.tl import types
from server.render.rendering import Rendering, Roster
from server.render.updates import render_updates_for
from server.rpc.eager import start
from server.updates.kinds import RENDERERS
from server.updates.short_forms import ShortForms
from storage.conversations import boxes, replies
from storage.conversations.boxes import Event
from storage.conversations.messages import Message
from storage.conversations.replies import Place
from storage.database import Snapshot

if TYPE_CHECKING:  # App holds the hub
    from server.app import App

log = logging.getLogger("chappe.updates")

MAX_TOGETHER = 100
"""Events that travel in one Updates object at most, and people who are told of something at once."""

MAX_WAITING = 2_000
"""Events that may wait for one box's delivery; beyond that the sessions are told to ask for the difference."""

MAX_KNOWN = 256
"""Peers of a box that the hub remembers its sessions were sent; beyond that it begins anew."""

Ephemeral: TypeAlias = "Callable[[Rendering], Awaitable[types.TypeUpdate | None]]"
"""Builds an update nobody needs later (typing, online) for one viewer."""


class Listener(Protocol):
    """A live session that wants updates."""

    @property
    def session_number(self) -> int:
        """Unique among live sessions; the `origin` of the events it causes."""

    @property
    def layer(self) -> int:
        """The API layer it reads."""

    def push(self, body: bytes) -> None:
        """Queue an update, kept until acknowledged."""


class _Rendered(NamedTuple):
    """What a box is told, the live session that is not told (its number, or 0), and who is sent along (marked ids)."""

    box: int
    origin: int
    updates: types.TypeUpdates
    along: Set[int]


class Hub:
    """Live sessions by user, and the deliveries under way."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._listeners: dict[int, dict[int, Listener]] = {}
        self._waiting: dict[int, deque[Event]] = {}
        self._at_length: list[int] = []  # boxes whose delivery begins at the end of this turn of the loop
        self._known: dict[int, set[int]] = {}  # by box: peers (marked ids) that each of its sessions was sent

    def attach(self, user_id: int, listener: Listener) -> None:
        """This session of this user hears updates from now on."""
        if not self._listeners:
            self._app.bus.subscribe(boxes.TOPIC, self._on_events)
        self._listeners.setdefault(user_id, {})
        self._listeners[user_id][listener.session_number] = listener
        self._known[user_id] = set()  # the new one was sent nobody yet

    def detach(self, user_id: int, listener: Listener) -> None:
        """It hears no more."""
        listeners = self._listeners.get(user_id)
        if listeners is not None and listeners.pop(listener.session_number, None) is not None and not listeners:
            del self._listeners[user_id], self._known[user_id]
            if not self._listeners:
                self._app.bus.unsubscribe(boxes.TOPIC, self._on_events)

    def listening(self, user_id: int) -> bool:
        """Whether any session of this user hears updates."""
        return user_id in self._listeners

    def _on_events(self, topic: str, events: Sequence[object]) -> None:
        """The bus: what was committed together. A user's own box has the user's id for its number."""
        short_forms = ShortForms()
        at_length: list[int] = []
        for event in cast("Sequence[Event]", events):  # nothing else is published under the topic of boxes
            listeners = self._listeners.get(event.box)
            if listeners is None or (len(listeners) == 1 and event.origin in listeners):
                continue  # nobody hears of it but the session that caused it, which is answered
            try:
                if (waiting := self._waiting.get(event.box)) is not None:
                    waiting.append(event)
                elif (form := short_forms.of(event, self._known[event.box])) is not None:
                    for number, listener in listeners.items():
                        if number != event.origin:
                            listener.push(form.encode(event.data["id"], event.pts, listener.layer))
                else:  # that takes a delivery, which is begun when all of it has been published
                    self._waiting[event.box] = deque((event,))
                    at_length.append(event.box)
            except Exception:
                self._fail(event.box)
        for name, times in short_forms.encoded().items():
            self._app.metrics.updates.add(name, times)
        if at_length:
            if not self._at_length:
                asyncio.get_running_loop().call_soon(self._deliver_at_length)
            self._at_length += at_length

    def _deliver_at_length(self) -> None:
        """Begin the deliveries, once all that was committed together has been published: it travels together."""
        at_length, self._at_length = self._at_length, []
        start(self._deliver(at_length), self._app.background.start)

    def tell(
        self, user_ids: Iterable[int], ephemeral: Ephemeral, *, only_names: bool = False, except_session: int = 0
    ) -> None:
        """Show something that is not stored to those of these users who are listening.

        Where it `only_names` its people, whoever was sent them before is not sent them again (updateShort).
        """
        listening = [user_id for user_id in user_ids if user_id in self._listeners]
        for begin in range(0, len(listening), MAX_TOGETHER):
            some = listening[begin : begin + MAX_TOGETHER]
            start(self._tell(some, ephemeral, only_names, except_session), self._app.background.start)

    async def _deliver(self, boxes: list[int]) -> None:
        """Tell the sessions of some boxes what waits for them, and what comes to wait meanwhile."""
        try:
            while boxes:
                await self._deliver_some({box: self._taken(box) for box in boxes})
                for box in boxes:
                    if not self._waiting[box]:
                        del self._waiting[box]
                boxes = [box for box in boxes if box in self._waiting]
        except Exception:
            for box in boxes:
                self._fail(box)
        finally:
            for box in boxes:
                self._waiting.pop(box, None)

    def _taken(self, box: int) -> list[Event]:
        """What a box is told next. When too much waits, its sessions are told to ask for it."""
        waiting = self._waiting[box]
        if len(waiting) > MAX_WAITING:
            waiting.clear()
            self._send(box, types.UpdatesTooLong(), frozenset())
        return [waiting.popleft() for _ in range(min(len(waiting), MAX_TOGETHER))]

    def _fail(self, box: int) -> None:
        """What is being raised keeps a box from hearing of its events."""
        log.exception("a delivery failed; the sessions of its box will ask for the difference")
        self._send(box, types.UpdatesTooLong(), frozenset())

    async def _deliver_some(self, told: Mapping[int, list[Event]]) -> None:
        async def render(view: Snapshot) -> list[_Rendered]:
            return await self._render(view, told)

        for rendered in await self._app.db.peek(render):
            self._send_rendered(rendered)

    async def _render(self, view: Snapshot, told: Mapping[int, list[Event]]) -> list[_Rendered]:
        """One Updates object per run of a box's events with the same origin."""
        places = await _places(view, told) if len(told) > 1 else {}
        rosters: dict[int, Roster] = {}
        origins: list[int] = []
        scenes: list[Rendering] = []
        rendered: list[list[types.TypeUpdate]] = []
        for box, events in told.items():
            for run in _runs(events) if len(events) > 1 else (events,):
                scene = Rendering(self._app, view, box, run[-1].date, places=places, rosters=rosters)
                updates = [
                    u for e in run if e.kind in RENDERERS and (u := await RENDERERS[e.kind](scene, e)) is not None
                ]
                if updates:
                    origins.append(run[-1].origin)
                    scenes.append(scene)
                    rendered.append(updates)
        return [
            _Rendered(scene.viewer, origin, gathered, scene.mentioned)
            for scene, origin, gathered in zip(scenes, origins, await render_updates_for(scenes, rendered), strict=True)
        ]

    async def _tell(self, user_ids: Sequence[int], ephemeral: Ephemeral, only_names: bool, except_session: int) -> None:
        async def render(view: Snapshot) -> list[_Rendered]:
            now = int(self._app.clock.now())
            short: list[_Rendered] = []
            scenes: list[Rendering] = []
            updates: list[list[types.TypeUpdate]] = []
            for user_id in user_ids:
                scene = Rendering(self._app, view, user_id, now)
                if (update := await ephemeral(scene)) is None:
                    continue
                # Asked here, as the query runs again after a wait for storage, and what it returns is sent at once.
                if only_names and scene.mentioned <= self._known.get(user_id, frozenset()):
                    told = types.UpdateShort(update=update, date=now)
                    short.append(_Rendered(user_id, except_session, told, frozenset()))
                else:
                    scenes.append(scene)
                    updates.append([update])
            at_length = zip(scenes, await render_updates_for(scenes, updates), strict=True)
            return short + [_Rendered(scene.viewer, except_session, told, scene.mentioned) for scene, told in at_length]

        for rendered in await self._app.db.peek(render):
            self._send_rendered(rendered)

    def _send_rendered(self, rendered: _Rendered) -> None:
        box, origin, updates, along = rendered
        self._send(box, updates, frozenset((origin,)) if origin else frozenset())
        if along and not origin and box in self._known:  # no session was left out
            known = self._known[box]
            if len(known) > MAX_KNOWN:
                known.clear()
            known.update(along)

    def _send(self, user_id: int, updates: types.TypeUpdates, but: frozenset[int]) -> None:
        encoded: dict[int, bytes | None] = {}
        for number, listener in list(self._listeners.get(user_id, {}).items()):
            if number in but:
                continue
            if listener.layer not in encoded:
                encoded[listener.layer] = encode_for(updates, listener.layer)
            if (body := encoded[listener.layer]) is not None:
                listener.push(body)
                self._app.metrics.updates.add(updates.NAME)


async def _places(view: Snapshot, told: Mapping[int, list[Event]]) -> dict[tuple[int, int], dict[int, Place]]:
    """Where the messages that the news reply to stand, read together for all boxes."""
    written = [event.record for events in told.values() for event in events if isinstance(event.record, Message)]
    origins = {tuple(message.body["reply"]["origin"]) for message in written if "reply" in message.body}
    return {origin: await replies.places(view, *origin) for origin in origins}


def _runs(events: list[Event]) -> Iterable[list[Event]]:
    """Neighbours with the same origin."""
    run: list[Event] = []
    for event in events:
        if run and run[-1].origin != event.origin:
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def encode_for(updates: types.TypeUpdates, layer: int) -> bytes | None:
    """What a session of this layer is pushed; None where the layer has no form for it."""
    try:
        return tl.encode(updates, layer)
    except tl.Unmappable:  # nothing in it exists at that layer; no update with a pts is ever of such a kind
        return None
