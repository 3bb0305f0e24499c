"""One message on the screen.

Rules of this file
- `lines` says everything that a message shows, as text; the widget only places it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from client_sdk.peers import id_of
from client_sdk.tui import words
from client_sdk.tui.chats import Chat, writer_of
from client_sdk.tui.markup import one_line, styled
from client_sdk.tui.people import People
from client_sdk.tui.pictures import picture_of, placeholder
from client_sdk.verbs.history import AnyMessage
from mtproto.tl import types

QUOTED = 60
"""Characters of a message that is answered, above the answer."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message is shown in.

    Attributes:
        chat: Its chat.
        people: For names.
        zone: For times; None is the machine's own.
        find: Another message of the chat, where it is known.
        picture: The picture of that id, where it is there.
    """

    chat: Chat
    people: People
    zone: tzinfo | None
    find: Callable[[int], AnyMessage | None]
    picture: Callable[[int], Text | None]


@dataclass(frozen=True, slots=True)
class Above:
    """The line that stands above a message.

    Attributes:
        day: The date, where another day begins.
        unread: Here begins what was not read.
    """

    day: str = ""
    unread: bool = False


def day_of(date: int, zone: tzinfo | None) -> str:
    """A date as it stands between messages."""
    return datetime.fromtimestamp(date, zone).strftime("%-d %B %Y")


def clock_of(date: int, zone: tzinfo | None) -> str:
    """A time as it stands at messages."""
    return datetime.fromtimestamp(date, zone).strftime("%H:%M")


def lines(message: AnyMessage, setting: Setting, *, note: str = "", revealed: bool = False) -> Text:
    """A message as text.

    Args:
        message: Which.
        setting: What it is shown in.
        note: What is going on with it: a download.
        revealed: Show what is under spoilers.
    """
    if isinstance(message, types.MessageService):
        return Text(words.event(message, setting.people), "dim italic")
    parts = [*_head(message, setting), *_body(message, setting, revealed), *_foot(message)]
    if note:
        parts.append(Text(note, "yellow"))
    shown = Text("\n").join(parts)
    shown.append(f"  {_marks(message, setting)}" if parts else _marks(message, setting), "dim")
    return shown


def _head(message: types.Message, setting: Setting) -> list[Text]:
    """Who writes, whose words they are, what they answer."""
    parts = []
    writer = writer_of(message)
    if not message.out and not setting.chat.is_private:
        parts.append(Text(setting.people.name(writer), f"bold {setting.people.colour(writer)}"))
    if isinstance(message.fwd_from, types.MessageFwdHeader):
        parts.append(Text(f"↪ Forwarded from {_source(message.fwd_from, setting.people)}", "dim italic"))
    if isinstance(message.reply_to, types.MessageReplyHeader):
        parts.append(Text(f"┃ {quoted(message.reply_to, setting)}", "dim"))
    return parts


def _source(header: types.MessageFwdHeader, people: People) -> str:
    return people.name(id_of(header.from_id)) if header.from_id else one_line(header.from_name or "someone")


def quoted(header: types.MessageReplyHeader, setting: Setting) -> str:
    """The message that is answered, in short."""
    if header.quote_text:
        return one_line(header.quote_text)[:QUOTED]
    answered = setting.find(header.reply_to_msg_id or 0)
    if answered is None:
        return "an earlier message"
    name = "You" if answered.out else setting.people.name(writer_of(answered))
    return f"{name}: {words.preview(answered, setting.people)}"[:QUOTED]


def _body(message: types.Message, setting: Setting, revealed: bool) -> list[Text]:
    """Picture, label, text, answers of a poll."""
    parts = []
    picture = picture_of(message)
    if picture is not None:
        parts.append(setting.picture(picture[0]) or placeholder(picture[1]))
    label = "" if message.media is None else words.media(message.media)
    if label:
        parts.append(Text(label, "bold"))
    text, entities = words.written(message)
    if text:
        parts.append(styled(text, entities, revealed=revealed))
    match message.media:
        case types.MessageMediaPoll():
            parts += map(Text, words.poll(message.media))
        case types.MessageMediaToDo():
            parts += map(Text, words.todo(message.media))
        case types.MessageMediaWebPage(webpage=types.WebPage(title=str(title))):
            parts.append(Text(f"┃ {one_line(title)}", "dim"))
    return parts


def _foot(message: types.Message) -> list[Text]:
    """The reactions; ours stand out."""
    if not isinstance(message.reactions, types.MessageReactions) or not message.reactions.results:
        return []
    shown = Text()
    for each in message.reactions.results:
        reaction = each.reaction
        face = one_line(reaction.emoticon) if isinstance(reaction, types.ReactionEmoji) else "★"
        shown.append(f"{face} {each.count}", "reverse" if each.chosen_order is not None else "")
        shown.append("  ")
    shown.rstrip()
    return [shown]


def _marks(message: types.Message, setting: Setting) -> str:
    """When it was written, that it was edited, and that it was read."""
    marks = ["edited"] if message.edit_date and not message.edit_hide else []
    marks.append(clock_of(message.date, setting.zone))
    if message.out and setting.chat.id != setting.people.own_id:
        marks.append("✓✓" if message.id <= setting.chat.read_outbox else "✓")
    return " ".join(marks)


class MessageView(Vertical):
    """A message, and what stands above it.

    Attributes:
        message: Which.
        note: What is going on with it.
        revealed: What is under spoilers is shown.
    """

    class Resized(Message):
        """It takes another part of the conversation than before."""

    def __init__(self, message: AnyMessage, setting: Setting, above: Above) -> None:
        super().__init__()
        self.message = message
        self.note = ""
        self.revealed = False
        self._setting = setting
        self._above = above
        self._line: Static | None = None
        self._bubble = Static(classes="bubble")

    def compose(self) -> ComposeResult:
        """The parts."""
        yield self._bubble

    def on_mount(self) -> None:
        """Show it."""
        self.set_class(isinstance(self.message, types.MessageService), "-event")
        self.set_class(self.message.out and isinstance(self.message, types.Message), "-own")
        self.show()
        self._show_above()

    def on_resize(self) -> None:
        """Once it is laid out, and when its text or the terminal changes."""
        self.post_message(self.Resized())

    def show(self) -> None:
        """Show it as it is now."""
        self._bubble.update(lines(self.message, self._setting, note=self.note, revealed=self.revealed))

    def place(self, above: Above) -> None:
        """Say what stands above it now."""
        if above != self._above:
            self._above = above
            if self.is_attached:
                self._show_above()

    def _show_above(self) -> None:
        """Most messages have no line above them, and so no widget for it."""
        shown = "  ".join(filter(None, (self._above.day, "unread messages" if self._above.unread else "")))
        if self._line is None and shown:
            self._line = Static(classes="above")
            self.mount(self._line, before=0)
        if self._line is not None:
            self._line.display = bool(shown)
            self._line.update(f"── {shown} ──")
            self._line.set_class(self._above.unread, "-unread")
