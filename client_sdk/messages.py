"""Messages and dialogs: send, edit, delete, read, iterate."""

import os
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from client_sdk.peers import id_of
from client_sdk.updates.short import sent_message
from client_sdk.verbs import PeerLike, Verbs, only_message
from mtproto import tl
from mtproto.tl import functions, types

PAGE = 100
"""Messages or dialogs asked for at once: the most that servers give."""

AnyMessage = types.Message | types.MessageService


@dataclass(frozen=True, slots=True)
class Dialog:
    """One line of the list of chats.

    Attributes:
        dialog: Read marks, counters, settings.
        peer: The user or chat.
        message: The last message; None in an empty dialog.
    """

    dialog: types.Dialog
    peer: tl.TLObject
    message: AnyMessage | None


class MessageVerbs(Verbs):
    """What people do with messages."""

    async def send_message(
        self,
        peer: PeerLike,
        text: str,
        *,
        reply_to: int | None = None,
        silent: bool = False,
        entities: list[types.TypeMessageEntity] | None = None,
    ) -> types.Message:
        """Send a text; the message as the server stored it.

        Args:
            peer: To whom.
            text: What.
            reply_to: The id of the message that this one answers.
            silent: Without a sound at the other side.
            entities: Formatting.
        """
        target = await self.input_peer(peer)
        answer = await self(
            functions.messages.SendMessage(
                peer=target,
                message=text,
                silent=silent,
                random_id=int.from_bytes(os.urandom(8), "little", signed=True),
                reply_to=None if reply_to is None else types.InputReplyToMessage(reply_to_msg_id=reply_to),
                entities=entities,
            )
        )
        if isinstance(answer, types.UpdateShortSentMessage):
            return sent_message(answer, text, self._peer(target), self._self_id())
        return only_message(answer)

    async def edit_message(
        self, peer: PeerLike, message_id: int, text: str, *, entities: list[types.TypeMessageEntity] | None = None
    ) -> types.Message:
        """Replace the text of a message; the message as it is now."""
        target = await self.input_peer(peer)
        answer = await self(functions.messages.EditMessage(peer=target, id=message_id, message=text, entities=entities))
        return only_message(answer)

    async def delete_messages(self, ids: Iterable[int], *, for_everyone: bool = True) -> int:
        """Delete messages of users and basic groups; how many of the own box are gone."""
        answer = await self(functions.messages.DeleteMessages(id=list(ids), revoke=for_everyone))
        return answer.pts_count

    async def read(self, peer: PeerLike, up_to: int = 0) -> None:
        """Mark a chat as read, up to a message id or (0) up to its end."""
        await self(functions.messages.ReadHistory(peer=await self.input_peer(peer), max_id=up_to))

    async def iter_messages(
        self, peer: PeerLike, *, limit: int | None = None, before: int = 0
    ) -> AsyncIterator[AnyMessage]:
        """The messages of a chat, the newest first.

        Args:
            peer: The chat.
            limit: How many at most.
            before: Only messages older than this id; 0 begins with the newest.
        """
        target = await self.input_peer(peer)
        left = limit
        while left is None or left > 0:
            wanted = PAGE if left is None else min(PAGE, left)
            page = await self(
                functions.messages.GetHistory(
                    peer=target, offset_id=before, offset_date=0, add_offset=0, limit=wanted, max_id=0, min_id=0, hash=0
                )
            )
            messages = getattr(page, "messages", ())
            for message in messages:
                if isinstance(message, AnyMessage):
                    yield message
            if not messages:
                return
            before = messages[-1].id
            left = None if left is None else left - len(messages)

    async def iter_dialogs(self, *, limit: int | None = None) -> AsyncIterator[Dialog]:
        """The list of chats: the pinned ones, then those with the newest messages."""
        offset_date, offset_id = 0, 0
        offset_peer: types.TypeInputPeer = types.InputPeerEmpty()
        seen: set[int] = set()
        while limit is None or len(seen) < limit:
            page = await self(
                functions.messages.GetDialogs(
                    offset_date=offset_date, offset_id=offset_id, offset_peer=offset_peer, limit=PAGE, hash=0
                )
            )
            fresh = [dialog for dialog in _dialogs(page) if id_of(dialog.dialog.peer) not in seen]
            for dialog in fresh[: None if limit is None else limit - len(seen)]:
                seen.add(id_of(dialog.dialog.peer))
                yield dialog
            last = next((dialog for dialog in reversed(fresh) if dialog.message is not None), None)
            if last is None or last.message is None or not isinstance(page, types.messages.DialogsSlice):
                return
            offset_date, offset_id = last.message.date, last.message.id
            offset_peer = self.peers.input_peer(id_of(last.dialog.peer))

    def _peer(self, target: types.TypeInputPeer) -> types.TypePeer:
        match target:
            case types.InputPeerUser(user_id=user_id):
                return types.PeerUser(user_id=user_id)
            case types.InputPeerChat(chat_id=chat_id):
                return types.PeerChat(chat_id=chat_id)
            case types.InputPeerChannel(channel_id=channel_id):
                return types.PeerChannel(channel_id=channel_id)
        return types.PeerUser(user_id=self._self_id())


def _dialogs(page: types.messages.TypeDialogs) -> list[Dialog]:
    """The dialogs of a page with what they refer to."""
    if isinstance(page, types.messages.DialogsNotModified):
        return []
    peers = {id_of(peer): peer for peer in (*page.users, *page.chats) if not isinstance(peer, types.ChatEmpty)}
    messages = {
        (id_of(message.peer_id), message.id): message for message in page.messages if isinstance(message, AnyMessage)
    }
    return [
        Dialog(dialog, peers[id_of(dialog.peer)], messages.get((id_of(dialog.peer), dialog.top_message)))
        for dialog in page.dialogs
        if isinstance(dialog, types.Dialog) and id_of(dialog.peer) in peers
    ]
