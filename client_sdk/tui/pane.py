"""One chat: its head, its messages, and where one writes; and what is done in it.

Rules of this file
- What was seen before is shown at once; what the server says takes its place as soon as it is there.
- What is sent stands below the messages until the server has it, and comes back to the editor if it could not be sent.
- Messages are read when they were on the screen while the terminal had the focus.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from client_sdk.client import Client
from client_sdk.files.locations import content_of
from client_sdk.peers import CHANNELS
from client_sdk.text import unparse
from client_sdk.tui import keys, reading, words
from client_sdk.tui.chats import Chat, Chats
from client_sdk.tui.composer import Composer, Purpose
from client_sdk.tui.conversation import Conversation
from client_sdk.tui.markup import clean, one_line
from client_sdk.tui.message_view import MessageView, Setting
from client_sdk.tui.people import People
from client_sdk.tui.pictures import Pictures, picture_of
from client_sdk.tui.screens import Choose
from client_sdk.tui.toasts import FAILURES, told
from client_sdk.tui.transfers import free_path, progress
from client_sdk.tui.window import Window
from client_sdk.verbs.history import AnyMessage
from mtproto.clock import Clock
from mtproto.tl import TLObject, functions, types

SEEN_SECONDS = 0.2
"""How long one looks before messages count as read."""
TYPING_SECONDS = 5.0
"""How often the other side is told that one is typing."""
MANY_UNREAD = reading.PAGE // 2
"""Unread messages from which on a chat opens at the first of them, and not at its end."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every chat is opened with.

    Attributes:
        client: The account.
        chats: Its chats.
        people: For names.
        pictures: For the pictures in messages.
        downloads: Where files go.
        clock: For how often typing is told.
        zone: For times; None is the machine's own.
    """

    client: Client
    chats: Chats
    people: People
    pictures: Pictures
    downloads: Path
    clock: Clock
    zone: tzinfo | None


class ChatPane(Vertical):
    """The open chat.

    Args:
        desk: What every chat has.
        chat: Which.
        draft: What was written in it and not sent.
        at: The message to look at; 0 is the first unread one, or the end.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.DEEDS)

    class Forwarded(Message):
        """A message is to be forwarded; where to is for the whole screen to ask."""

        def __init__(self, message: types.Message) -> None:
            super().__init__()
            self.message = message

    class Happened(Message):
        """Something was done here that no update tells of, as other devices hear of it."""

        def __init__(self, update: TLObject) -> None:
            super().__init__()
            self.update = update

    class Read(Message):
        """Messages of the chat were read: its line in the list has to be asked for."""

        def __init__(self, peer_id: int) -> None:
            super().__init__()
            self.peer_id = peer_id

    def __init__(self, desk: Desk, chat: Chat, draft: str = "", at: int = 0) -> None:
        super().__init__(id="pane")
        self.chat = chat
        self._desk = desk
        self._client = desk.client
        self._at = at
        self._answered: dict[int, AnyMessage] = {}
        self._seen = chat.read_inbox
        self._typed_at = float("-inf")
        self._loading = asyncio.Lock()
        self._window = Window(chat.id)
        self._setting = Setting(chat, desk.people, desk.zone, self._find, desk.pictures.kept)
        self._head = Static(id="head")
        self.conversation = Conversation(self._window, self._setting, chat.read_inbox if chat.unread else 0)
        self.composer = Composer(draft)

    def compose(self) -> ComposeResult:
        """The parts."""
        yield self._head
        yield self.conversation
        yield self.composer

    def on_mount(self) -> None:
        """Show what is known, and ask for the rest."""
        self.show_head()
        self._open()

    def show_head(self) -> None:
        """Who it is, and what they are doing."""
        typing = self._desk.chats.typing_in(self.chat)
        status = f"{', '.join(map(self._desk.people.name, typing))} typing …" if typing else ""
        self._head.update(Text.assemble((one_line(self.chat.name), "bold"), "  ", (status, "italic green")))

    def _find(self, message_id: int) -> AnyMessage | None:
        return self._window.get(message_id) or self._answered.get(message_id)

    # -- history -------------------------------------------------------------------------------------------------------

    @work
    async def _open(self) -> None:
        async with self._loading:
            reading.cached(self._client, self._window)
            cached = self._window.messages
            await self.conversation.begin()
            many = self.chat.unread > MANY_UNREAD
            with told(self.app, "load the chat"):
                await self._load(self._at or (self.chat.read_inbox if many else 0))
                if self._window.messages != cached or self._at or many:
                    await self.conversation.begin(self._at or (self.conversation.first_unread() or 0 if many else 0))

    async def _load(self, around: int) -> None:
        if around:
            await reading.around(self._client, self._window, around)
        else:
            await reading.latest(self._client, self._window)

    async def look_at(self, message_id: int) -> None:
        """Show a message, wherever it is in the chat."""
        async with self._loading:
            with told(self.app, "load the chat"):
                if message_id not in self._window:
                    await self._load(message_id)
                    await self.conversation.begin(message_id)
        self.conversation.select(message_id)
        self.conversation.focus()

    @work
    async def _begin_anew(self) -> None:
        """Updates were lost."""
        await self._to_the_present()

    async def _to_the_present(self) -> None:
        async with self._loading:
            with told(self.app, "load the chat"):
                await self._load(0)
                await self.conversation.begin()

    def on_conversation_wanted(self, event: Conversation.Wanted) -> None:
        """More is asked for."""
        if not self._loading.locked():
            self._more(event.older)

    @work
    async def _more(self, older: bool) -> None:
        async with self._loading:
            with told(self.app, "load more"):
                load = reading.older if older else reading.newer
                await self.conversation.take(await load(self._client, self._window))

    async def take(self, update: TLObject) -> None:
        """Show what an update changes here."""
        match update:
            case types.UpdatesTooLong():
                self._begin_anew()
            case types.UpdateReadHistoryOutbox() | types.UpdateReadChannelOutbox():
                self.conversation.refresh_marks()
            case _:
                await self.conversation.take(self._window.apply(update))
        self.show_head()

    def on_conversation_shown(self, event: Conversation.Shown) -> None:
        """A message came onto the screen: fetch what belongs to it."""
        message = event.view.message
        if not isinstance(message, types.Message):
            return
        picture = picture_of(message)
        if picture is not None and self._desk.pictures.kept(picture[0]) is None:
            self._fetch_picture(event.view, message)
        header = message.reply_to
        if isinstance(header, types.MessageReplyHeader) and header.reply_to_msg_id and header.reply_to_peer_id is None:
            self._fetch_answered(event.view, header.reply_to_msg_id)

    @work
    async def _fetch_picture(self, view: MessageView, message: types.Message) -> None:
        if await self._desk.pictures.fetch(message) is not None:
            view.show()

    @work
    async def _fetch_answered(self, view: MessageView, message_id: int) -> None:
        if self._find(message_id) is not None or not self._client.connected:
            return
        with told(self.app, "load what is answered"):
            for message in await self._client.get_messages(self.chat.id, [message_id]):
                self._answered[message_id] = message
                view.show()

    # -- reading -------------------------------------------------------------------------------------------------------

    def on_conversation_seen(self, event: Conversation.Seen) -> None:
        """Something was on the screen: unless one looks elsewhere, it is read."""
        if self.app.app_focus and event.message_id > self._seen and self.chat.unread:
            self._read(event.message_id)

    @work(group="read", exclusive=True)
    async def _read(self, message_id: int) -> None:
        await asyncio.sleep(SEEN_SECONDS)
        self._seen = message_id
        with told(self.app, "mark as read"):
            await self._client.read(self.chat.id, message_id)
            self.post_message(self.Read(self.chat.id))

    # -- writing -------------------------------------------------------------------------------------------------------

    def on_composer_left(self) -> None:
        """To the messages."""
        self.conversation.focus()

    def on_conversation_left(self) -> None:
        """Back to writing."""
        self.action_write()

    def action_write(self) -> None:
        """To the editor."""
        self.conversation.select(None)
        self.composer.editor.focus()

    def on_composer_typing(self) -> None:
        """Tell the other side, now and then."""
        now = self._desk.clock.monotonic()
        if self._client.connected and now - self._typed_at > TYPING_SECONDS:
            self._typed_at = now
            self._tell_typing()

    @work
    async def _tell_typing(self) -> None:
        with told(self.app, "tell that you are typing"):
            await self._client.set_typing(self.chat.id)

    def on_composer_submitted(self, event: Composer.Submitted) -> None:
        """A text is to be sent, or to replace another."""
        self._typed_at = float("-inf")
        if event.purpose.edits is not None:
            self._edit(event.purpose.edits, event.text)
        else:
            self._send(event.text, event.purpose)

    @work
    async def _edit(self, message_id: int, text: str) -> None:
        with told(self.app, "edit"):
            await self._client.edit_message(self.chat.id, message_id, text, parse_mode="markdown")

    @work
    async def _send(self, text: str, purpose: Purpose) -> None:
        pending = await self.conversation.add_pending(f"{clean(text)}\n… sending")
        try:
            sent = await self._client.send_message(
                self.chat.id, text, parse_mode="markdown", reply_to=purpose.reply_to, clear_draft=True
            )
        except FAILURES:
            if not self.composer.editor.text:
                self.composer.begin(purpose, text)
            with told(self.app, "send"):
                raise
        else:
            await self._sent(sent)
        finally:
            await pending.remove()

    async def _sent(self, message: types.Message) -> None:
        if not self._window.at_end:
            await self._to_the_present()
        await self.conversation.take(self._window.new(message))
        self.conversation.action_edge(False)

    def send_file(self, path: Path) -> None:
        """Send a file from here, and show how far it is."""
        self._send_file(path)

    @work
    async def _send_file(self, path: Path) -> None:
        pending = await self.conversation.add_pending(f"↑ {one_line(path.name)}")

        def show(done: int, total: int) -> None:
            pending.update(Text(f"↑ {one_line(path.name)} {progress(done, total)}"))

        try:
            with told(self.app, f"send {path.name}"):
                await self._sent(await self._client.send_file(self.chat.id, path, progress=show))
        finally:
            await pending.remove()

    # -- deeds ---------------------------------------------------------------------------------------------------------

    def _chosen(self) -> types.Message | None:
        """The chosen message, if it is one that people wrote."""
        view = self.conversation.selected
        return view.message if view is not None and isinstance(view.message, types.Message) else None

    async def action_unread(self) -> None:
        """To the first unread message."""
        first = self.conversation.first_unread()
        if first is not None:
            self.conversation.select(first)
        elif self.chat.unread:
            await self.look_at(self.chat.read_inbox)

    def action_reply(self) -> None:
        """Answer the chosen message."""
        if (message := self._chosen()) is not None:
            shown = f"Reply to: {words.preview(message, self._desk.people)}"
            self.composer.begin(Purpose(reply_to=message.id, shown=shown))

    def action_edit(self) -> None:
        """Edit the chosen message."""
        message = self._chosen()
        if message is None:
            return
        if not message.out:
            self.app.notify("Only your own messages can be edited", severity="warning")
            return
        text = unparse(message.message, message.entities, "markdown")
        self.composer.begin(Purpose(edits=message.id, shown="Editing"), text)

    async def action_delete(self) -> None:
        """Delete the chosen message, after a question."""
        view = self.conversation.selected
        if view is None:
            return
        message_id = view.message.id

        def delete(for_everyone: bool | None) -> None:
            if for_everyone is not None:
                self._delete(message_id, for_everyone)

        await self.app.push_screen(Choose("Delete this message?", (("for everyone", True), ("for me", False))), delete)

    @work
    async def _delete(self, message_id: int, for_everyone: bool) -> None:
        with told(self.app, "delete"):
            await self._client.delete_messages([message_id], peer=self.chat.id, for_everyone=for_everyone)
            self.post_message(self.Happened(_deleted(self.chat.id, message_id)))

    async def action_react(self) -> None:
        """React to the chosen message, or take the reaction back."""
        message = self._chosen()
        if message is None:
            return
        offered: list[tuple[str, str]] = []
        with told(self.app, "load the reactions"):
            offered = [(emoji, emoji) for emoji in await self._reactions()]
        own = own_reaction(message)
        taken_back = [] if own is None else [(f"{own} take it back", "")]
        message_id = message.id

        def react(emoji: str | None) -> None:
            if emoji is not None:
                self._react(message_id, emoji)

        if offered:
            await self.app.push_screen(Choose("React", [*taken_back, *offered]), react)

    async def _reactions(self) -> list[str]:
        """What the server allows to react with."""
        answer = await self._client(functions.messages.GetAvailableReactions(hash=0))
        if not isinstance(answer, types.messages.AvailableReactions):
            return []
        return [each.reaction for each in answer.reactions if not each.inactive and not each.premium]

    @work
    async def _react(self, message_id: int, emoji: str) -> None:
        with told(self.app, "react"):
            await self._client.react(self.chat.id, message_id, *filter(None, [emoji]))

    def action_forward(self) -> None:
        """Forward the chosen message."""
        if (message := self._chosen()) is not None:
            self.post_message(self.Forwarded(message))

    def action_reveal(self) -> None:
        """Show what is under the spoilers of the chosen message, or hide it again."""
        if (view := self.conversation.selected) is not None:
            view.revealed = not view.revealed
            view.show()

    def action_copy(self) -> None:
        """Copy the text of the chosen message."""
        if (message := self._chosen()) is not None and message.message:
            self.app.copy_to_clipboard(message.message)
            self.app.notify("Copied")

    def action_download(self) -> None:
        """Download the file of the chosen message."""
        view = self.conversation.selected
        if view is not None and isinstance(view.message, types.Message) and view.message.media is not None:
            self._download(view, view.message)

    @work
    async def _download(self, view: MessageView, message: types.Message) -> None:
        def show(note: str) -> None:
            view.note = note
            view.show()

        try:
            with told(self.app, "download"):
                name = content_of(message).name
                await asyncio.to_thread(self._desk.downloads.mkdir, parents=True, exist_ok=True)
                to = free_path(self._desk.downloads, name)
                path = await self._client.download(
                    message, to, progress=lambda done, total: show(f"↓ {progress(done, total)}")
                )
                self.app.notify(str(path), title="Downloaded", markup=False)
        finally:
            show("")


def _deleted(peer_id: int, message_id: int) -> TLObject:
    """The update by which other devices hear of a deletion."""
    if peer_id > CHANNELS:
        return types.UpdateDeleteMessages(messages=[message_id], pts=0, pts_count=0)
    return types.UpdateDeleteChannelMessages(channel_id=CHANNELS - peer_id, messages=[message_id], pts=0, pts_count=0)


def own_reaction(message: types.Message) -> str | None:
    """What this account reacted to a message with."""
    if not isinstance(message.reactions, types.MessageReactions):
        return None
    for each in message.reactions.results:
        if each.chosen_order is not None and isinstance(each.reaction, types.ReactionEmoji):
            return each.reaction.emoticon
    return None
