"""What is done with the chosen message: reply to it, edit it, vote in it, download its file.

Rules of this file
- Nothing is done to a message while none is chosen.
- What the server tells other devices only is told to this screen too (`Happened`).
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from client_sdk.files.locations import content_of
from client_sdk.peers import CHANNELS
from client_sdk.text import unparse
from client_sdk.tui import keys, words
from client_sdk.tui.chats import Chat
from client_sdk.tui.composer import Composer, Purpose
from client_sdk.tui.conversation import Conversation
from client_sdk.tui.markup import one_line
from client_sdk.tui.message_view import MessageView
from client_sdk.tui.screens import Choose, ChooseSome
from client_sdk.tui.shared import Shared
from client_sdk.tui.toasts import told
from client_sdk.tui.transfers import free_path, progress
from mtproto.tl import TLObject, functions, types


class MessageActions(Vertical):
    """A chat in which messages can be chosen.

    Args:
        shared: What all chats share.
        chat: Which.
        conversation: Its messages.
        composer: Where one writes.
    """

    BINDINGS: ClassVar[list[BindingType]] = list(keys.MESSAGE_ACTIONS)

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

    def __init__(self, shared: Shared, chat: Chat, conversation: Conversation, composer: Composer) -> None:
        super().__init__(id="pane")
        self.chat = chat
        self.conversation = conversation
        self.composer = composer
        self._shared = shared
        self._client = shared.client

    def _chosen(self) -> types.Message | None:
        """The chosen message, if it is one that people wrote."""
        view = self.conversation.selected
        return view.message if view is not None and isinstance(view.message, types.Message) else None

    def action_reply(self) -> None:
        """Reply to the chosen message."""
        if (message := self._chosen()) is not None:
            shown = f"Reply to: {words.preview(message, self._shared.people)}"
            self.composer.begin(Purpose(reply_to=message.id, shown=shown))

    def action_edit(self) -> None:
        """Edit the chosen message."""
        message = self._chosen()
        if message is None:
            return
        if not message.out:
            self.app.notify("Only your own messages can be edited", severity="warning")
            return
        if message.rich_message is not None:
            self.app.notify("Messages made of blocks cannot be edited here", severity="warning")
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

    async def action_vote(self) -> None:
        """Vote in the chosen poll, or take the vote back."""
        message = self._chosen()
        if message is None or not isinstance(message.media, types.MessageMediaPoll):
            return
        media, message_id = message.media, message.id
        if media.poll.closed:
            self.app.notify("The poll is closed", severity="warning")
            return
        answers = [(each.text.text, each.option) for each in media.poll.answers if isinstance(each, types.PollAnswer)]
        own = words.own_votes(media.results)
        if own and media.poll.quiz:
            self.app.notify("A quiz is answered once", severity="warning")
            return

        def vote(options: list[bytes] | None) -> None:
            if options is not None:
                self._vote(message_id, options)

        question = one_line(media.poll.question.text)
        if media.poll.multiple_choice:
            await self.app.push_screen(ChooseSome(question, answers, own), vote)
            return
        choices = [(name, [option]) for name, option in answers]
        if own:
            choices.insert(0, ("take the vote back", []))
        await self.app.push_screen(Choose(question, choices), vote)

    @work
    async def _vote(self, message_id: int, options: list[bytes]) -> None:
        with told(self.app, "vote"):
            await self._client.vote(self.chat.id, message_id, *options)

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
                await asyncio.to_thread(self._shared.downloads.mkdir, parents=True, exist_ok=True)
                to = free_path(self._shared.downloads, name)
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
