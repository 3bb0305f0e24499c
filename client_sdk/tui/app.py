"""The chat in the terminal.

    async with Client(…, start_offline=True) as client:
        await run(client)

Rules of this file
- What the server says comes as updates, each of which the list and the open chat take for themselves.
- Nothing waits on the screen: what needs the server runs as a worker, and what fails is told in a toast.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import tzinfo
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from client_sdk.client import Client, NotSignedIn
from client_sdk.clock import SystemClock
from client_sdk.errors import ClientError
from client_sdk.peers import id_of
from client_sdk.tui import keys
from client_sdk.tui.chat_actions import toggle_mute, toggle_pin
from client_sdk.tui.chat_list import ChatList
from client_sdk.tui.chats import Chat, Chats
from client_sdk.tui.finding import FOUND, Finder
from client_sdk.tui.markup import one_line
from client_sdk.tui.message_actions import MessageActions
from client_sdk.tui.pane import ChatPane
from client_sdk.tui.people import People
from client_sdk.tui.pictures import Pictures
from client_sdk.tui.screens import AskPath, Find, Found, Help, NewGroup
from client_sdk.tui.shared import Shared
from client_sdk.tui.toasts import told
from client_sdk.verbs.history import AnyMessage
from mtproto.clock import Clock
from mtproto.rpc_errors import RpcError
from mtproto.tl import TLObject, types

TICK_SECONDS = 2.0
"""How often the list looks whether somebody still types."""
QUIT_SECONDS = 2.0
"""How long one waits at the end for a draft to be saved."""
DOWNLOADS = Path("~/Downloads")


class Came(Message):
    """An update, on its way to the screen."""

    def __init__(self, update: TLObject) -> None:
        super().__init__()
        self.update = update


class ChatApp(App[None]):
    """All chats of one account.

    Args:
        client: Connected, or trying to (`start_offline`), and signed in.
        downloads: Where files go.
        clock: Time.
        zone: For times on the screen; None is the machine's own.

    Raises:
        NotSignedIn: nobody is signed in.
    """

    CSS_PATH = "styles.tcss"
    TITLE = "Chappe"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = list(keys.ANYWHERE)

    def __init__(
        self,
        client: Client,
        *,
        downloads: Path = DOWNLOADS,
        clock: Clock | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        login = client.store.login()
        if login is None or not login.user_id:
            raise NotSignedIn("sign in first")
        clock = clock or SystemClock()
        self._client = client
        self._chats = Chats(login.user_id, clock)
        people = People(client.cache, login.user_id)
        self._shared = Shared(client, self._chats, people, Pictures(client), downloads.expanduser(), clock, zone)
        self._list = ChatList(self._chats, people, clock, zone)
        self._status = Static(id="status")
        self._finder = Finder(self._shared)
        self._saving: list[int] = []  # chats whose draft is on its way to the server
        self._touched: set[int] = set()  # chats that something came about since the list was last asked for
        self._pane: ChatPane | None = None

    def compose(self) -> ComposeResult:
        """The parts."""
        with Horizontal():
            with Vertical(id="side"):
                yield self._list
                yield self._status
            with Vertical(id="main"):
                yield Static("Choose a chat, or press Ctrl+T to find someone.\nF1 shows all keys.", id="welcome")

    def on_mount(self) -> None:
        """Show what is known, follow what comes, ask for the rest."""
        self._chats.fill(self._client.cache.dialogs())
        self._list.show()
        self._list.focus()
        self._client.on()(self._take)
        self._client.on_connection(self._show_connection)
        self._show_connection(self._client.connected)
        self.set_interval(TICK_SECONDS, self._tick)
        self._load_chats()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Above the chats, only what is open there obeys."""
        return len(self.screen_stack) == 1 or action in ("quit", "focus_next", "focus_previous")

    # -- what comes ----------------------------------------------------------------------------------------------------

    def _show_connection(self, connected: bool) -> None:
        if self.is_running:
            self._status.update("" if connected else "connecting …")
            self._status.set_class(not connected, "-away")

    async def _take(self, update: TLObject) -> None:
        """From the feed, which is no task of the screen's."""
        if self.is_running:
            self.post_message(Came(update))

    async def on_came(self, event: Came) -> None:
        """Show an update in the list and in the open chat."""
        changes = self._chats.apply(event.update)
        self._list.show(changes.shown)
        for peer_id in changes.stale:
            self._refresh(peer_id)
        if not isinstance(event.update, types.UpdatePinnedDialogs):  # which is about all of them
            self._touched |= changes.shown | changes.stale
        if self._pane is not None:
            await self._pane.take(event.update)
        if isinstance(event.update, types.UpdatesTooLong):
            self._load_chats()

    async def on_message_actions_happened(self, event: MessageActions.Happened) -> None:
        """The same for what was done here."""
        await self.on_came(Came(event.update))

    def on_chat_pane_read(self, event: ChatPane.Read) -> None:
        """What is unread now, the server knows."""
        self._refresh(event.peer_id)

    @work(exclusive=True, group="list")
    async def _load_chats(self) -> None:
        """Ask for the whole list, and again for each chat that something came about meanwhile: the answers may not know
        of it, and a chat that leaves the archive between the two stands in neither."""
        self._touched.clear()
        with told(self, "load the chats"):
            listed = [dialog async for dialog in self._client.iter_dialogs(archived=False)]
            listed += [dialog async for dialog in self._client.iter_dialogs(archived=True)]
            self._chats.fill(listed)
            self._list.show()
            for peer_id in self._touched:
                self._refresh(peer_id)

    @work
    async def _refresh(self, peer_id: int) -> None:
        """Ask for one chat, and again where the answer may not know of a message that came meanwhile or of a draft."""
        with told(self, "load a chat"):
            while True:
                before, saving = self._last_in(peer_id), peer_id in self._saving
                dialog = await self._client.get_dialog(peer_id)
                if self._last_in(peer_id) is before and not saving and peer_id not in self._saving:
                    break
            if dialog is None:
                self._chats.drop(peer_id)
            else:
                self._chats.put(dialog)
            self._list.show()
            if self._pane is not None:
                self._pane.show_head()

    def _last_in(self, peer_id: int) -> AnyMessage | None:
        chat = self._chats.get(peer_id)
        return None if chat is None else chat.last

    def _tick(self) -> None:
        """Nobody types for ever."""
        self._list.show([chat.id for chat in self._chats.ordered() if chat.typing])
        if self._pane is not None:
            self._pane.show_head()

    # -- going about ---------------------------------------------------------------------------------------------------

    async def on_chat_list_opened(self, event: ChatList.Opened) -> None:
        """A chat was chosen."""
        await self.open_chat(event.peer_id)

    async def open_chat(self, peer_id: int, at: int = 0) -> None:
        """Open a chat.

        Args:
            peer_id: Which.
            at: The message to look at; 0 is the first unread one, or the end.
        """
        before = self._pane
        if before is not None and before.chat.id == peer_id:
            if at:
                await before.look_at(at)
            return
        if before is not None:
            self._leave(before)
        self._pane = pane = ChatPane(self._shared, self._chats[peer_id], at)
        main = self.query_one("#main")
        await main.remove_children()
        await main.mount(pane)
        self._list.mark(pane.chat)
        (pane.conversation if at else pane.composer.editor).focus()

    def _leave(self, pane: ChatPane) -> None:
        """Keep what was begun in a chat, here and on every device."""
        chat, draft = pane.chat, pane.composer.draft.strip()
        if draft != chat.draft:
            chat.draft = draft
            self._list.show([chat.id])
            self._saving.append(chat.id)
            self._save_draft(chat.id, draft)

    @work
    async def _save_draft(self, peer_id: int, draft: str) -> None:
        try:
            with told(self, "save the draft"):
                await self._client.save_draft(peer_id, draft, parse_mode="markdown")
        finally:
            self._saving.remove(peer_id)

    async def action_quit(self) -> None:
        """Go, once what was begun is saved, if that takes no time."""
        pane = self._pane
        if pane is not None and self._client.connected and (draft := pane.composer.draft.strip()) != pane.chat.draft:
            with suppress(RpcError, ClientError, TimeoutError):
                async with asyncio.timeout(QUIT_SECONDS):
                    await self._client.save_draft(pane.chat.id, draft, parse_mode="markdown")
        self.exit()

    async def action_step(self, step: int) -> None:
        """To the next chat above or below."""
        await self._go_on(step, lambda chat: True)

    async def action_next_unread(self) -> None:
        """To the next chat with something unread, from the top again after the last one."""
        await self._go_on(1, lambda chat: bool(chat.unread or chat.marked), around=True)

    async def _go_on(self, step: int, wanted: Callable[[Chat], bool], *, around: bool = False) -> None:
        here = self._pane.chat.id if self._pane is not None else None
        found = self._list.neighbour(here, step, wanted)
        if found is None and around:
            found = self._list.neighbour(None, step, wanted)
        if found is not None:
            await self.open_chat(found)

    def action_help(self) -> None:
        """Show the keys."""
        self.push_screen(Help(keys.sections()))

    # -- searching -----------------------------------------------------------------------------------------------------

    def action_go_to(self) -> None:
        """Go to a chat by its name."""
        self._ask_chat("Go to …  (a name, @username or +phone)", self.open_chat)

    def on_message_actions_forwarded(self, event: MessageActions.Forwarded) -> None:
        """Ask where to, and forward."""
        source = id_of(event.message.peer_id)

        async def forward(peer_id: int) -> None:
            with told(self, "forward"):
                await self._client.forward_messages(peer_id, [event.message.id], source)
                await self.open_chat(peer_id)

        self._ask_chat("Forward to …", forward)

    def _ask_chat(self, title: str, use: Callable[[int], Awaitable[None]]) -> None:
        def chosen(peer: TLObject | None) -> None:
            if peer is not None:
                self._chats.open(peer)
                self._list.show()
                self.run_worker(partial(use, id_of(peer)))

        self.push_screen(Find(title, self._finder.chats, live=True), chosen)

    def action_find_here(self) -> None:
        """Search in the open chat."""
        if self._pane is not None:
            chat = self._pane.chat
            self._find_messages(
                f"Search in {one_line(chat.name)}",
                lambda words: self._client.iter_messages(chat.id, search=words, limit=FOUND),
            )

    def action_find_everywhere(self) -> None:
        """Search in all chats."""
        self._find_messages("Search in all chats", lambda words: self._client.search_global(words, limit=FOUND))

    def _find_messages(self, title: str, search: Callable[[str], AsyncIterator[AnyMessage]]) -> None:
        async def find(wanted: str) -> Found[AnyMessage]:
            if not wanted.strip():
                return []
            found: Found[AnyMessage] = []
            with told(self, "search"):
                found = [(self._finder.line(message), message) async for message in search(wanted)]
            return found

        def chosen(message: AnyMessage | None) -> None:
            if message is not None:
                self._open_result(message)

        self.push_screen(Find(title, find, live=False), chosen)

    @work
    async def _open_result(self, message: AnyMessage) -> None:
        peer_id = id_of(message.peer_id)
        peer = self._client.cache.peer(peer_id)
        if peer is not None:
            self._chats.open(peer)
            await self.open_chat(peer_id, message.id)

    # -- actions -------------------------------------------------------------------------------------------------------

    def action_send_file(self) -> None:
        """Ask for a file and send it to the open chat."""
        pane = self._pane

        def chosen(path: Path | None) -> None:
            if path is not None and pane is not None:
                pane.send_file(path)

        if pane is not None:
            self.push_screen(AskPath(), chosen)

    def action_new_group(self) -> None:
        """Ask for title and members, and create a group."""
        self._new_group()

    @work
    async def _new_group(self) -> None:
        known = (self._client.cache.peer(chat.id) for chat in self._chats.ordered() if chat.is_private)
        people = {user.id: user for user in (*known, *await self._finder.contacts()) if isinstance(user, types.User)}
        people.pop(self._chats.own_id, None)
        asked = await self.push_screen_wait(
            NewGroup([(self._finder.called(user), user.id) for user in people.values()])
        )
        if asked is None:
            return
        title, members = asked
        with told(self, "create the group"):
            group = await self._client.create_group(title, members)
            self._chats.open(group)
            self._list.show()
            await self.open_chat(id_of(group))

    def action_pin(self) -> None:
        """Pin or unpin the chat under the cursor."""
        if (chat := self._list.highlighted_chat) is not None:
            self._toggle("pin the chat", partial(toggle_pin, self._client, chat))

    def action_archive(self) -> None:
        """Archive or unarchive the chat under the cursor."""
        if (chat := self._list.highlighted_chat) is not None:
            self._archive(chat)

    @work
    async def _archive(self, chat: Chat) -> None:
        with told(self, "archive the chat" if not chat.archived else "take the chat out of the archive"):
            await self._client.archive_dialog(chat.id, archived=not chat.archived)

    def action_mute(self) -> None:
        """Mute or unmute the chat under the cursor."""
        if (chat := self._list.highlighted_chat) is not None:
            self._toggle("mute the chat", partial(toggle_mute, self._client, chat, self._chats.is_muted(chat)))

    @work
    async def _toggle(self, what: str, toggle: Callable[[], Awaitable[TLObject]]) -> None:
        with told(self, what):
            self.post_message(Came(await toggle()))

    def action_mark_read(self) -> None:
        """Mark the chat under the cursor as read."""
        if (chat := self._list.highlighted_chat) is not None:
            self._mark_read(chat)

    @work
    async def _mark_read(self, chat: Chat) -> None:
        with told(self, "mark as read"):
            await self._client.read(chat.id)
            self._refresh(chat.id)


async def run(client: Client, *, downloads: Path = DOWNLOADS) -> None:
    """Chat until it is quit.

    Args:
        client: Inside `async with`, signed in.
        downloads: Where files go.

    Raises:
        NotSignedIn: nobody is.
    """
    await ChatApp(client, downloads=downloads).run_async()
