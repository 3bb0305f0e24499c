"""Messages: send, edit, delete, forward, react, pin, read (core.telegram.org/api/messages)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from client_sdk.text import ParseMode
from client_sdk.updates.short import sent_message
from client_sdk.verbs.base import Entities, PeerLike, Verbs, messages_in, new_random_id, only_message, reply
from mtproto.tl import functions, types

ACTIONS: dict[str, types.TypeSendMessageAction] = {
    "typing": types.SendMessageTypingAction(),
    "cancel": types.SendMessageCancelAction(),
    "photo": types.SendMessageUploadPhotoAction(progress=0),
    "document": types.SendMessageUploadDocumentAction(progress=0),
    "voice": types.SendMessageRecordAudioAction(),
}
Action = Literal["typing", "cancel", "photo", "document", "voice"]


class MessageVerbs(Verbs):
    """What people do with messages."""

    async def send_message(
        self,
        peer: PeerLike,
        text: str,
        *,
        parse_mode: ParseMode | None = None,
        entities: Entities | None = None,
        reply_to: int | None = None,
        silent: bool = False,
        link_preview: bool = True,
        clear_draft: bool = False,
        schedule: int | datetime | None = None,
    ) -> types.Message:
        """Send a text; the message as the server stored it (core.telegram.org/method/messages.sendMessage).

        Args:
            peer: To whom.
            text: What.
            parse_mode: Read markup in the text.
            entities: Formatting, where the text has no markup.
            reply_to: The id of the message that this one answers.
            silent: Without a sound at the other side.
            link_preview: Show what a link in the text leads to.
            clear_draft: The text was the draft of this chat.
            schedule: When the server is to send it: a time, or unix seconds.

        Raises:
            PeerUnknown: the peer, or a user mentioned by id, was not seen yet.
            RpcError: MESSAGE_EMPTY, MESSAGE_TOO_LONG, USER_IS_BLOCKED and others.
        """
        target = await self.input_peer(peer)
        text, entities = self.formatted(text, parse_mode, entities)
        send = functions.messages.SendMessage(
            peer=target,
            message=text,
            no_webpage=not link_preview,
            silent=silent,
            clear_draft=clear_draft,
            random_id=new_random_id(),
            reply_to=reply(reply_to),
            entities=entities,
            schedule_date=int(schedule.timestamp()) if isinstance(schedule, datetime) else schedule,
        )
        answer = await self(send)
        if isinstance(answer, types.UpdateShortSentMessage):
            return sent_message(answer, send, self.peer_of(target), self._self_id())
        return only_message(answer)

    async def edit_message(
        self,
        peer: PeerLike,
        message_id: int,
        text: str,
        *,
        parse_mode: ParseMode | None = None,
        entities: Entities | None = None,
    ) -> types.Message:
        """Replace the text or caption of a message; the message as it is now.

        Raises:
            RpcError: MESSAGE_ID_INVALID, MESSAGE_NOT_MODIFIED, MESSAGE_EDIT_TIME_EXPIRED and others.
        """
        target = await self.input_peer(peer)
        text, entities = self.formatted(text, parse_mode, entities)
        answer = await self(functions.messages.EditMessage(peer=target, id=message_id, message=text, entities=entities))
        return only_message(answer)

    async def delete_messages(
        self, ids: Iterable[int], *, peer: PeerLike | None = None, for_everyone: bool = True
    ) -> int:
        """Delete messages; how many are gone.

        Args:
            ids: Their ids.
            peer: Where they are. Needed for a channel or supergroup, which counts its messages for itself.
            for_everyone: For the other side too.

        Raises:
            RpcError: MESSAGE_DELETE_FORBIDDEN and others.
        """
        target = None if peer is None else await self.input_peer(peer)
        if isinstance(target, types.InputPeerChannel):
            channel = types.InputChannel(channel_id=target.channel_id, access_hash=target.access_hash)
            answer = await self(functions.channels.DeleteMessages(channel=channel, id=list(ids)))
        else:
            answer = await self(functions.messages.DeleteMessages(id=list(ids), revoke=for_everyone))
        return answer.pts_count

    async def delete_history(self, peer: PeerLike, *, up_to: int = 0, for_everyone: bool = False) -> None:
        """Empty a chat, up to a message id or (0) up to its end, and take it from the list of chats.

        Raises:
            RpcError: PEER_ID_INVALID and others.
        """
        target = await self.input_peer(peer)
        clear = functions.messages.DeleteHistory(peer=target, max_id=up_to, revoke=for_everyone)
        while (await self(clear)).offset > 0:
            pass  # the server works in portions and says how much is left

    async def forward_messages(
        self,
        peer: PeerLike,
        ids: Sequence[int],
        source: PeerLike,
        *,
        silent: bool = False,
        drop_author: bool = False,
        drop_captions: bool = False,
    ) -> list[types.Message]:
        """Forward messages; the new ones, in order.

        Args:
            peer: To whom.
            ids: The messages.
            source: The chat they are in.
            silent: Without a sound at the other side.
            drop_author: Do not say who wrote them first.
            drop_captions: Media without their texts.

        Raises:
            RpcError: MESSAGE_ID_INVALID, CHAT_FORWARDS_RESTRICTED and others.
        """
        answer = await self(
            functions.messages.ForwardMessages(
                from_peer=await self.input_peer(source),
                id=list(ids),
                random_id=[new_random_id() for _ in ids],
                to_peer=await self.input_peer(peer),
                silent=silent,
                drop_author=drop_author,
                drop_media_captions=drop_captions,
            )
        )
        return messages_in(answer)

    async def react(self, peer: PeerLike, message_id: int, *reactions: str | int, big: bool = False) -> None:
        """React to a message, in place of what this account reacted with before.

        Args:
            peer: The chat.
            message_id: The message.
            reactions: Emoji, or ids of custom emoji; none takes the reaction back.
            big: With the large animation.

        Raises:
            RpcError: REACTION_INVALID, REACTIONS_TOO_MANY, MESSAGE_ID_INVALID and others.
        """
        await self(
            functions.messages.SendReaction(
                peer=await self.input_peer(peer),
                msg_id=message_id,
                reaction=[
                    types.ReactionEmoji(emoticon=each)
                    if isinstance(each, str)
                    else types.ReactionCustomEmoji(document_id=each)
                    for each in reactions
                ],
                big=big,
            )
        )

    async def vote(self, peer: PeerLike, message_id: int, *options: bytes) -> None:
        """Vote in a poll; no options take the vote back.

        Args:
            peer: Where.
            message_id: The message with the poll.
            options: What to vote for, as the answers name themselves (`PollAnswer.option`).

        Raises:
            RpcError: MESSAGE_POLL_CLOSED, OPTION_INVALID, OPTIONS_TOO_MUCH, REVOTE_NOT_ALLOWED and others.
        """
        target = await self.input_peer(peer)
        await self(functions.messages.SendVote(peer=target, msg_id=message_id, options=list(options)))

    async def pin_message(
        self, peer: PeerLike, message_id: int, *, silent: bool = True, one_side: bool = False
    ) -> None:
        """Pin a message, for this account alone where `one_side`.

        Raises:
            RpcError: MESSAGE_ID_INVALID, CHAT_ADMIN_REQUIRED and others.
        """
        target = await self.input_peer(peer)
        pin = functions.messages.UpdatePinnedMessage(peer=target, id=message_id, silent=silent, pm_oneside=one_side)
        await self(pin)

    async def unpin_message(self, peer: PeerLike, message_id: int | None = None) -> None:
        """Take a pin away, or (None) every pin of the chat."""
        target = await self.input_peer(peer)
        if message_id is None:
            await self(functions.messages.UnpinAllMessages(peer=target))
        else:
            await self(functions.messages.UpdatePinnedMessage(peer=target, id=message_id, unpin=True))

    async def read(self, peer: PeerLike, up_to: int = 0) -> None:
        """Mark a chat as read, up to a message id or (0) up to its end."""
        target = await self.input_peer(peer)
        if isinstance(target, types.InputPeerChannel):
            channel = types.InputChannel(channel_id=target.channel_id, access_hash=target.access_hash)
            await self(functions.channels.ReadHistory(channel=channel, max_id=up_to))
        else:
            await self(functions.messages.ReadHistory(peer=target, max_id=up_to))

    async def set_typing(self, peer: PeerLike, action: Action = "typing") -> None:
        """Show the other side what is being done; it fades by itself after some seconds."""
        await self(functions.messages.SetTyping(peer=await self.input_peer(peer), action=ACTIONS[action]))
