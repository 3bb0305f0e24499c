"""Reading: the messages of a chat, and searching in one or all (core.telegram.org/api/offsets, /api/search)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Literal

from client_sdk.peers import id_of
from client_sdk.verbs.base import PeerLike, Verbs
from mtproto.tl import functions, types

PAGE = 100
"""Messages asked for at once: the most that servers give."""

AnyMessage = types.Message | types.MessageService

FILTERS: dict[str, type[types.TypeMessagesFilter]] = {
    "photos": types.InputMessagesFilterPhotos,
    "videos": types.InputMessagesFilterVideo,
    "documents": types.InputMessagesFilterDocument,
    "links": types.InputMessagesFilterUrl,
    "voice": types.InputMessagesFilterVoice,
    "music": types.InputMessagesFilterMusic,
    "pinned": types.InputMessagesFilterPinned,
    "mentions": types.InputMessagesFilterMyMentions,
}
Filter = Literal["photos", "videos", "documents", "links", "voice", "music", "pinned", "mentions"]


class HistoryVerbs(Verbs):
    """What people read."""

    async def iter_messages(
        self,
        peer: PeerLike,
        *,
        limit: int | None = None,
        before: int = 0,
        after: int = 0,
        until: int = 0,
        reverse: bool = False,
        search: str = "",
        from_user: PeerLike | None = None,
        filter: Filter | None = None,
    ) -> AsyncIterator[AnyMessage]:
        """The messages of a chat, the newest first.

        Args:
            peer: The chat.
            limit: How many at most.
            before: Only messages older than this id; 0 sets no bound.
            after: Only messages newer than this id.
            until: Only messages older than this Unix time; it has no meaning with `reverse`.
            reverse: The oldest first.
            search: Only messages with these words.
            from_user: Only messages that this user wrote.
            filter: Only messages of this kind.

        Raises:
            RpcError: PEER_ID_INVALID and others.
        """
        target = await self.input_peer(peer)
        writer = None if from_user is None else await self.input_peer(from_user)
        found = bool(search) or writer is not None or filter is not None
        kind: types.TypeMessagesFilter = FILTERS[filter]() if filter else types.InputMessagesFilterEmpty()
        left = limit
        position = max(after, 0) if reverse else before
        while left is None or left > 0:
            wanted = PAGE if left is None else min(PAGE, left)
            # Towards the newer ones a page begins just above `position`: so many places before it in the list.
            offset_id, add_offset = (position + 1, -wanted) if reverse else (position, 0)
            if found:
                page = await self(
                    functions.messages.Search(
                        peer=target,
                        q=search,
                        from_id=writer,
                        filter=kind,
                        min_date=0,
                        max_date=0 if reverse else until,
                        offset_id=offset_id,
                        add_offset=add_offset,
                        limit=wanted,
                        max_id=0,
                        min_id=0 if reverse else after,
                        hash=0,
                    )
                )
            else:
                page = await self(
                    functions.messages.GetHistory(
                        peer=target,
                        offset_id=offset_id,
                        offset_date=0 if reverse else until,
                        add_offset=add_offset,
                        limit=wanted,
                        max_id=0,
                        min_id=0 if reverse else after,
                        hash=0,
                    )
                )
            messages = sorted(_messages(page), key=lambda message: message.id, reverse=not reverse)
            messages = [m for m in messages if (m.id > position if reverse else not position or m.id < position)]
            for message in messages:
                if reverse and before and message.id >= before:
                    return
                yield message
            if not messages:
                return
            position = messages[-1].id
            left = None if left is None else left - len(messages)

    async def get_messages(self, peer: PeerLike, ids: Iterable[int]) -> list[AnyMessage]:
        """Messages by their ids, without those that are not there.

        Raises:
            RpcError: CHANNEL_INVALID and others.
        """
        target = await self.input_peer(peer)
        wanted: list[types.TypeInputMessage] = [types.InputMessageID(id=each) for each in ids]
        if isinstance(target, types.InputPeerChannel):
            channel = types.InputChannel(channel_id=target.channel_id, access_hash=target.access_hash)
            return _messages(await self(functions.channels.GetMessages(channel=channel, id=wanted)))
        here = id_of(self.peer_of(target))
        return [
            message
            for message in _messages(await self(functions.messages.GetMessages(id=wanted)))
            if id_of(message.peer_id) == here
        ]

    async def search_global(self, words: str, *, limit: int | None = None) -> AsyncIterator[AnyMessage]:
        """Messages with these words in all chats, the newest first.

        Raises:
            RpcError: SEARCH_QUERY_EMPTY and others.
        """
        rate, offset_id = 0, 0
        offset_peer: types.TypeInputPeer = types.InputPeerEmpty()
        left = limit
        while left is None or left > 0:
            page = await self(
                functions.messages.SearchGlobal(
                    q=words,
                    filter=types.InputMessagesFilterEmpty(),
                    min_date=0,
                    max_date=0,
                    offset_rate=rate,
                    offset_peer=offset_peer,
                    offset_id=offset_id,
                    limit=PAGE if left is None else min(PAGE, left),
                )
            )
            messages = _messages(page)
            for message in messages:
                yield message
            if not messages or not isinstance(page, types.messages.MessagesSlice):
                return
            last = messages[-1]
            rate, offset_id = page.next_rate or last.date, last.id
            offset_peer = self.peers.input_peer(id_of(last.peer_id))
            left = None if left is None else left - len(messages)


def _messages(page: types.messages.TypeMessages) -> list[AnyMessage]:
    return [message for message in getattr(page, "messages", ()) if isinstance(message, AnyMessage)]
