"""The list of chats on the left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from client_sdk.tui import keys, words
from client_sdk.tui.chats import Chat, Chats
from client_sdk.tui.markup import one_line
from client_sdk.tui.message_view import clock_of
from client_sdk.tui.people import People
from mtproto.clock import Clock
from mtproto.tl import types

DAY = 86400
MOST_UNREAD = 999
WAY = 0
"""Stands for a peer in the line that leads to the archive, and from there back."""


def when(date: int, now: float, zone: tzinfo | None) -> str:
    """The time of the last message: today's by the clock, older ones by the day."""
    at = datetime.fromtimestamp(date, zone)
    today = datetime.fromtimestamp(now, zone)
    if at.date() == today.date():
        return clock_of(date, zone)
    return at.strftime("%a" if now - date < 6 * DAY else "%d.%m.%y")


class ChatList(OptionList):
    """The chats; a line is chosen with the arrows and opened with Enter or the mouse. Those in the archive are shown
    instead of the others by a line on top, which is there as soon as there are any.

    Args:
        chats: What to show.
        people: For names.
        clock: For what is today.
        zone: For times.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.CHATS)

    class Opened(Message):
        """A chat is to be shown."""

        def __init__(self, peer_id: int) -> None:
            super().__init__()
            self.peer_id = peer_id

    def __init__(self, chats: Chats, people: People, clock: Clock, zone: tzinfo | None) -> None:
        super().__init__(id="chats")
        self._chats = chats
        self._people = people
        self._clock = clock
        self._zone = zone
        self._shown: list[int] = []
        self._in_archive = False

    def show(self, changed: Iterable[int] | None = None) -> None:
        """Show the chats as they are now.

        Args:
            changed: Only these look different; None means all of them.
        """
        ids = [chat.id for chat in self._chats.ordered() if chat.archived is self._in_archive]
        if self._in_archive or self._elsewhere():
            ids.insert(0, WAY)
        if changed is not None and ids == self._shown:
            for peer_id in {WAY, *changed} & set(ids):
                self.replace_option_prompt(str(peer_id), self._line(peer_id))
            return
        highlighted = self.highlighted_id
        self._shown = ids
        self.set_options([Option(self._line(peer_id), str(peer_id)) for peer_id in ids])
        self._mark(highlighted)

    def _turn(self, *, to_archive: bool) -> None:
        """Show the archive, or the others again."""
        if self._in_archive is not to_archive:
            self._in_archive = to_archive
            self.show()
            self._mark(None)

    @property
    def highlighted_id(self) -> int | None:
        """The chat under the cursor."""
        option = self.highlighted_option
        return None if option is None or option.id is None else int(option.id)

    @property
    def highlighted_chat(self) -> Chat | None:
        """The same, as it stands."""
        return self._chats.get(self.highlighted_id or 0)

    def mark(self, chat: Chat) -> None:
        """Put the cursor on a chat, in the archive or not."""
        self._turn(to_archive=chat.archived)
        self._mark(chat.id)

    def _mark(self, peer_id: int | None) -> None:
        """The same where it may not be shown: then on the first one."""
        first = int(self._shown[:1] == [WAY] and len(self._shown) > 1)
        self.highlighted = self._shown.index(peer_id) if peer_id in self._shown else first if self._shown else None

    def neighbour(self, peer_id: int | None, step: int, wanted: Callable[[Chat], bool]) -> int | None:
        """The next chat above or below one, of those that are wanted."""
        ids = self._shown
        start = ids.index(peer_id) if peer_id in ids else (-1 if step > 0 else len(ids))
        for at in range(start + step, len(ids) if step > 0 else -1, step):
            if ids[at] != WAY and wanted(self._chats[ids[at]]):
                return ids[at]
        return None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A chat was chosen."""
        event.stop()
        if event.option_id == str(WAY):
            self._turn(to_archive=not self._in_archive)
        elif event.option_id is not None:
            self.post_message(self.Opened(int(event.option_id)))

    def _elsewhere(self) -> list[Chat]:
        """The chats of the other folder."""
        return [chat for chat in self._chats.ordered() if chat.archived is not self._in_archive]

    def _line(self, peer_id: int) -> Table | Text:
        return self._way() if peer_id == WAY else self._chat(self._chats[peer_id])

    def _way(self) -> Text:
        """To the archive, with how many chats there have something unread; in the archive, back."""
        if self._in_archive:
            return Text("◂ All chats", "bold")
        unread = sum(bool(chat.unread or chat.marked) for chat in self._elsewhere())
        return Text.assemble(("▸ Archive", "bold"), (f"  {unread} unread" if unread else "", "dim"))

    def _chat(self, chat: Chat) -> Table:
        """Name and time, and below them the last message and what is unread."""
        muted = self._chats.is_muted(chat)
        unread = str(min(chat.unread, MOST_UNREAD)) if chat.unread else "•" if chat.marked else ""
        badge = Text(f" {unread} ", "dim reverse" if muted else "bold reverse") if unread else Text()
        time = when(chat.last.date, self._clock.now(), self._zone) if chat.last else ""
        name = Text(("▴ " if chat.pinned is not None else "") + one_line(chat.name), "dim" if muted else "bold")
        name.append(" ⊘" if muted else "")
        line = Table.grid(expand=True, padding=(0, 1, 0, 0))
        line.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
        line.add_column(justify="right", no_wrap=True)
        line.add_row(name, Text(time, "dim"))
        line.add_row(self._last(chat), badge)
        return line

    def _last(self, chat: Chat) -> Text:
        if self._chats.typing_in(chat):
            return Text("typing …", "italic green")
        if chat.draft:
            return Text.assemble(("Draft: ", "red"), (one_line(chat.draft), "dim"))
        if chat.last is None:
            return Text()
        shown = Text(words.preview(chat.last, self._people), "dim")
        if chat.last.out and isinstance(chat.last, types.Message) and chat.id != self._chats.own_id:
            shown = Text.assemble(("✓✓ " if chat.last.id <= chat.read_outbox else "✓ ", "green"), shown)
        return shown
