"""One chat: its head, its messages, and where one writes.

Rules of this file
- What was seen before is shown at once; what the server says takes its place as soon as it is there.
- What is sent stands below the messages until the server has it, and comes back to the editor if it could not be sent.
- Messages are read when they were on the screen while the terminal had the focus.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from client_sdk.peers import id_of
from client_sdk.tui import reading
from client_sdk.tui.chats import Chat
from client_sdk.tui.composer import Composer, Purpose
from client_sdk.tui.conversation import Conversation
from client_sdk.tui.markup import clean, one_line
from client_sdk.tui.message_actions import MessageActions
from client_sdk.tui.message_view import MessageView, Setting
from client_sdk.tui.pictures import picture_of
from client_sdk.tui.shared import Shared
from client_sdk.tui.toasts import FAILURES, told
from client_sdk.tui.transfers import progress
from client_sdk.tui.window import Window
from client_sdk.verbs.history import AnyMessage
from mtproto.tl import TLObject, types

SEEN_SECONDS = 0.2
"""How long one looks before messages count as read."""
TYPING_SECONDS = 5.0
"""How often the other side is told that one is typing."""
MANY_UNREAD = reading.PAGE // 2
"""Unread messages from which on a chat opens at the first of them, and not at its end."""


class ChatPane(MessageActions):
    """The open chat.

    Args:
        shared: What all chats share.
        chat: Which.
        at: The message to look at; 0 is the first unread one, or the end.
    """

    class Read(Message):
        """Messages of the chat were read: its line in the list has to be asked for."""

        def __init__(self, peer_id: int) -> None:
            super().__init__()
            self.peer_id = peer_id

    def __init__(self, shared: Shared, chat: Chat, at: int = 0) -> None:
        self._window = Window(chat.id)
        self._setting = Setting(chat, shared.people, shared.zone, self._find, shared.pictures.kept)
        conversation = Conversation(self._window, self._setting, chat.read_inbox if chat.unread else 0)
        super().__init__(shared, chat, conversation, Composer(chat.draft))
        self._at = at
        self._answered: dict[int, AnyMessage] = {}
        self._seen = chat.read_inbox
        self._is_open = False  # what is known is shown at its end first; one may be about to read further up
        self._typed_at = float("-inf")
        self._loading = asyncio.Lock()
        self._head = Static(id="head")

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
        typing = self._shared.chats.typing_in(self.chat)
        status = f"{', '.join(map(self._shared.people.name, typing))} typing …" if typing else ""
        self._head.update(Text.assemble((one_line(self.chat.name), "bold"), "  ", (status, "italic green")))
        self._show_news()

    def _show_news(self) -> None:
        """Say how much is new below what one reads."""
        count = 0 if self.conversation.shows_end else self.chat.unread
        self.composer.border_title = f"↓ {count} new · Ctrl+End" if count else ""

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
        self._is_open = True
        self.conversation.tell_seen()

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

    async def action_unread(self) -> None:
        """To the first unread message."""
        first = self.conversation.first_unread()
        if first is not None:
            self.conversation.select(first)
        elif self.chat.unread:
            await self.look_at(self.chat.read_inbox)

    async def action_newest(self) -> None:
        """To the end of the chat."""
        if not self._window.at_end:
            await self._to_the_present()
        self.conversation.to_end()

    async def on_conversation_newest_wanted(self) -> None:
        """The same, from the conversation."""
        await self.action_newest()

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
            case types.UpdateDraftMessage(peer=peer) if id_of(peer) == self.chat.id:
                self.composer.renew(self.chat.draft)
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
        if picture is not None and self._shared.pictures.kept(picture[0]) is None:
            self._fetch_picture(event.view, message)
        header = message.reply_to
        if isinstance(header, types.MessageReplyHeader) and header.reply_to_msg_id and header.reply_to_peer_id is None:
            self._fetch_answered(event.view, header.reply_to_msg_id)

    @work
    async def _fetch_picture(self, view: MessageView, message: types.Message) -> None:
        if await self._shared.pictures.fetch(message) is not None:
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
        self._show_news()
        if self._is_open and self.app.app_focus and self.chat.unread:
            self._read_soon(event.message_id)

    @work(group="seen", exclusive=True)
    async def _read_soon(self, message_id: int) -> None:
        await asyncio.sleep(SEEN_SECONDS)
        if message_id > self._seen:
            self._seen = message_id
            self._read(message_id)  # which goes on, whatever is seen meanwhile

    @work(group="read")
    async def _read(self, message_id: int) -> None:
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
        now = self._shared.clock.monotonic()
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
            if self.chat.draft:
                empty = types.UpdateDraftMessage(peer=sent.peer_id, draft=types.DraftMessageEmpty())
                self.post_message(self.Happened(empty))
            await self._sent(sent)
        finally:
            await pending.remove()

    async def _sent(self, message: types.Message) -> None:
        if not self._window.at_end:
            await self._to_the_present()
        await self.conversation.take(self._window.new(message))
        self.conversation.to_end()

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
