"""The compact forms of a new message, written out (core.telegram.org/api/updates, "Short updates")."""

from __future__ import annotations

from mtproto.tl import functions, types

Short = types.UpdateShortMessage | types.UpdateShortChatMessage


def peers_of(short: Short) -> tuple[int, ...]:
    """The ids of the peers that a short update names and does not describe."""
    named = [short.user_id] if isinstance(short, types.UpdateShortMessage) else [short.from_id, -short.chat_id]
    if short.via_bot_id is not None:
        named.append(short.via_bot_id)
    if short.fwd_from is not None and isinstance(short.fwd_from.from_id, types.PeerUser):
        named.append(short.fwd_from.from_id.user_id)
    return tuple(named)


def written_out(short: Short, self_id: int) -> types.UpdateNewMessage:
    """The update that a short one stands for.

    Args:
        short: The short update.
        self_id: Our own user id: the author of what is marked `out`.
    """
    if isinstance(short, types.UpdateShortMessage):
        peer: types.TypePeer = types.PeerUser(user_id=short.user_id)
        author = self_id if short.out else short.user_id
    else:
        peer = types.PeerChat(chat_id=short.chat_id)
        author = short.from_id
    message = types.Message(
        out=short.out,
        mentioned=short.mentioned,
        media_unread=short.media_unread,
        silent=short.silent,
        id=short.id,
        from_id=types.PeerUser(user_id=author),
        peer_id=peer,
        fwd_from=short.fwd_from,
        via_bot_id=short.via_bot_id,
        reply_to=short.reply_to,
        date=short.date,
        message=short.message,
        entities=short.entities,
        ttl_period=short.ttl_period,
    )
    return types.UpdateNewMessage(message=message, pts=short.pts, pts_count=short.pts_count)


def sent_message(
    answer: types.UpdateShortSentMessage, asked: functions.messages.SendMessage, peer: types.TypePeer, self_id: int
) -> types.Message:
    """The message that was sent, from the compact answer and what the caller knows.

    Args:
        answer: The answer.
        asked: The call.
        peer: To whom it was.
        self_id: Our own user id.
    """
    replied = asked.reply_to
    header = None
    if isinstance(replied, types.InputReplyToMessage):
        header = types.MessageReplyHeader(reply_to_msg_id=replied.reply_to_msg_id)
    return types.Message(
        out=answer.out,
        silent=asked.silent,
        id=answer.id,
        from_id=types.PeerUser(user_id=self_id),
        peer_id=peer,
        reply_to=header,
        date=answer.date,
        message=asked.message,
        media=answer.media,
        entities=answer.entities,
        ttl_period=answer.ttl_period,
    )
