"""The messages of one chat, scrolled and chosen.

Rules of this file
- The conversation stays at its end while one looks at the end, and where one reads while one reads above it: what comes
  in above or below does not move the text. It does not follow its end so far that the chosen message leaves the screen,
  as keys act on that one.
- It asks for more (`Wanted`) when one comes near an edge, and says how far one has read (`Seen`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from client_sdk.tui import keys
from client_sdk.tui.message_view import Above, MessageView, Setting, day_of
from client_sdk.tui.window import Change, Window
from client_sdk.verbs.history import AnyMessage

NEAR = 4
"""Lines from an edge at which more is asked for."""


class Conversation(VerticalScroll, can_focus=True):
    """The messages of a window.

    Args:
        window: What to show.
        setting: What the messages are shown in.
        read_before: The last message that was read when the chat was opened; 0 where everything was.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.MOVES)

    class Wanted(Message):
        """There may be more messages beyond an edge."""

        def __init__(self, conversation: Conversation, older: bool) -> None:
            super().__init__()
            self.conversation = conversation
            self.older = older

    class Seen(Message):
        """Everything up to a message was on the screen."""

        def __init__(self, message_id: int) -> None:
            super().__init__()
            self.message_id = message_id

    class Shown(Message):
        """A message came onto the conversation."""

        def __init__(self, view: MessageView) -> None:
            super().__init__()
            self.view = view

    class Left(Message):
        """One went down beyond the last message."""

    class NewestWanted(Message):
        """One wants to see the end of the chat."""

    def __init__(self, window: Window, setting: Setting, read_before: int) -> None:
        super().__init__(id="conversation")
        self._window = window
        self._setting = setting
        self._read_before = read_before
        self._views: dict[int, MessageView] = {}
        self._selected: int | None = None
        self._follows = False  # whether one looks at the end; counts while a message is chosen, else the anchor does it
        self._tells_soon = False

    # -- what is shown -------------------------------------------------------------------------------------------------

    async def begin(self, at: int = 0) -> None:
        """Show the window from anew.

        Args:
            at: The message to look at; 0 is the end.
        """
        await self.remove_children()
        self._views.clear()
        self._selected = None
        views = [self._view(message) for message in self._window.messages]
        await self.mount_all(views)
        if not views:
            await self.mount(Static("No messages yet", classes="empty"))
        self._place()
        if at in self._views:
            self.select(at)
        else:
            self.anchor()
        self._tell_seen_soon()

    async def take(self, change: Change) -> None:
        """Show what became of the window."""
        for message in change.changed:
            if (view := self._views.get(message.id)) is not None:
                view.message = message
                view.show()
        for message_id in change.removed:
            if (view := self._views.pop(message_id, None)) is not None:
                await view.remove()
        await self._add(change.added)
        if change.removed and self._selected not in self._views:
            self._selected = None
        if change.added or change.removed:
            self._place()
            self._tell_seen_soon()

    async def _add(self, messages: Iterable[AnyMessage]) -> None:
        fresh = [message for message in messages if message.id not in self._views]
        if not fresh:
            return
        await self.query(".empty").remove()
        first = min(self._views, default=None)
        if first is None or fresh[0].id > first:
            await self.mount_all([self._view(message) for message in fresh], before=self._tail())
            return
        above, here = self.virtual_size.height, self.scroll_y
        await self.mount_all([self._view(message) for message in fresh], before=self._views[first])
        self.call_after_refresh(self._stay, above, here)

    def _stay(self, height: int, position: float) -> None:
        """Keep the text where it is after something was put above it."""
        self.scroll_to(y=position + self.virtual_size.height - height, animate=False, immediate=True)

    def _tail(self) -> Widget | None:
        """What stands below the messages: what is being sent."""
        return next(iter(self.query(".pending")), None)

    def _view(self, message: AnyMessage) -> MessageView:
        view = self._views[message.id] = MessageView(message, self._setting, Above())
        self.post_message(self.Shown(view))
        return view

    def _place(self) -> None:
        """Say above which messages a day begins, and what was not read."""
        day, was_read = "", True
        for message_id in self._window.ids:
            view = self._views[message_id]
            today = day_of(view.message.date, self._setting.zone)
            is_unread = not view.message.out and 0 < self._read_before < message_id
            view.place(Above(today if today != day else "", is_unread and was_read))
            day, was_read = today, was_read and not is_unread

    def refresh_marks(self) -> None:
        """The other side has read something."""
        for view in self._views.values():
            if view.message.out:
                view.show()

    async def add_pending(self, text: str) -> Static:
        """Put what is being sent below the messages."""
        pending = Static(Text(text), classes="pending")
        await self.query(".empty").remove()
        await self.mount(pending)
        self.anchor()
        return pending

    # -- choosing ------------------------------------------------------------------------------------------------------

    @property
    def selected(self) -> MessageView | None:
        """The message that keys act on."""
        return None if self._selected is None else self._views.get(self._selected)

    def select(self, message_id: int | None) -> None:
        """Choose a message, and look at it."""
        if (before := self.selected) is not None:
            before.remove_class("-selected")
        self._selected = message_id
        if (view := self.selected) is not None:
            self._follows = self.is_vertical_scroll_end
            self.anchor(False)
            view.add_class("-selected")
            self.call_after_refresh(self.scroll_to_widget, view, animate=False)
        elif self.shows_end:
            self.anchor()

    def first_unread(self) -> int | None:
        """The first message that was not read when the chat was opened."""
        views = (view.message for view in self._views.values())
        unread = (each.id for each in views if not each.out and 0 < self._read_before < each.id)
        return min(unread, default=None)

    def action_select(self, step: int) -> None:
        """Go to the next or the previous message."""
        ids = self._window.ids
        if not ids:
            return
        if self._selected not in self._views:
            self.select(ids[-1])
            return
        at = ids.index(self._selected) + step
        if at >= len(ids):
            self.post_message(self.Left())
        elif at >= 0:
            self.select(ids[at])
        if at <= 0:
            self._want(older=True)

    def action_first(self) -> None:
        """Go to the first message at hand."""
        if self._window.ids:
            self.select(self._window.ids[0])
            self._want(older=True)

    def action_newest(self) -> None:
        """Ask for the end of the chat, which may be far."""
        self.post_message(self.NewestWanted())

    def on_focus(self) -> None:
        """Keys act on a message: on the last one at first."""
        if self.selected is None and self._window.ids:
            self.select(self._window.ids[-1])

    def on_click(self, event: events.Click) -> None:
        """A click chooses a message."""
        widget = event.widget
        while widget is not None and widget is not self:
            if isinstance(widget, MessageView):
                self.select(widget.message.id)
                return
            widget = widget.parent if isinstance(widget.parent, Widget) else None

    # -- scrolling -----------------------------------------------------------------------------------------------------

    @property
    def shows_end(self) -> bool:
        """Whether the newest message of the chat is on the screen."""
        return self._window.at_end and self.is_vertical_scroll_end

    def to_end(self) -> None:
        """Look at the last message at hand, and at what comes."""
        self.select(None)
        self.anchor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for more near an edge; say what was seen."""
        super().watch_scroll_y(old_value, new_value)
        self._follows = self.is_vertical_scroll_end
        if new_value < old_value and new_value <= NEAR:
            self._want(older=True)
        if new_value > old_value and new_value >= self.max_scroll_y - NEAR:
            self._want(older=False)
        self._tell_seen_soon()

    def on_message_view_resized(self) -> None:
        """A message came, or has grown: stay at the end, as far as the chosen message stays on the screen."""
        if self._follows and self.selected is not None:
            chosen = self.selected.virtual_region.y
            down = min(self.max_scroll_y, chosen) if chosen >= self.scroll_y else self.max_scroll_y
            self.scroll_to(y=down, animate=False, immediate=True)
        self._tell_seen_soon()

    def _tell_seen_soon(self) -> None:
        """Once what came is laid out, and once for all of it."""
        if not self._tells_soon:
            self._tells_soon = True
            self.call_later(self._tell_seen_laid_out)

    def _tell_seen_laid_out(self) -> None:
        self._tells_soon = False  # from here on the call may be lost: whichever screen is on top has it, and may close
        self.call_after_refresh(self.tell_seen)

    def tell_seen(self) -> None:
        """Say which message is the last one on the screen; where one is that is not laid out yet, nobody knows."""
        bottom = self.scroll_y + self.size.height
        places = {message_id: view.virtual_region for message_id, view in self._views.items()}
        seen = [message_id for message_id, place in places.items() if place.height and place.bottom <= bottom + 1]
        if seen and self.size.height:
            self.post_message(self.Seen(max(seen)))

    def _want(self, *, older: bool) -> None:
        if not (self._window.at_start if older else self._window.at_end):
            self.post_message(self.Wanted(self, older))
