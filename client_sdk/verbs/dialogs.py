"""The list of chats, drafts and pins in it (core.telegram.org/api/dialogs)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from client_sdk.peers import id_of
from client_sdk.text import ParseMode
from client_sdk.verbs.base import PeerLike, Verbs, reply
from client_sdk.verbs.history import PAGE, AnyMessage
from mtproto.tl import TLObject, functions, types


@dataclass(frozen=True, slots=True)
class Dialog:
    """One line of the list of chats.

    Attributes:
        dialog: Read marks, counters, settings.
        peer: The user or chat.
        message: The last message; None in an empty dialog.
    """

    dialog: types.Dialog
    peer: TLObject
    message: AnyMessage | None

    @property
    def id(self) -> int:
        """The id of the peer."""
        return id_of(self.dialog.peer)

    @property
    def name(self) -> str:
        """What people call it: a user's names, a chat's title."""
        return name_of(self.peer)

    @property
    def archived(self) -> bool:
        """Whether it stands in the archive."""
        return self.dialog.folder_id == ARCHIVE


MAIN, ARCHIVE = 0, 1
"""The two folders that every chat stands in one of (core.telegram.org/api/folders#peer-folders)."""

FOR_EVER = 2**31 - 1
"""The unix time until which a chat is muted for good."""


class DialogVerbs(Verbs):
    """What people do with their list of chats."""

    async def iter_dialogs(self, *, limit: int | None = None, archived: bool | None = None) -> AsyncIterator[Dialog]:
        """The list of chats: the pinned ones, then those with the newest messages.

        Args:
            limit: How many at most.
            archived: Those in the archive, or all others; None is both, with what is pinned in the archive not on top.
        """
        folder_id = None if archived is None else ARCHIVE if archived else MAIN
        offset_date, offset_id = 0, 0
        offset_peer: types.TypeInputPeer = types.InputPeerEmpty()
        seen: set[int] = set()
        while limit is None or len(seen) < limit:
            page = await self(
                functions.messages.GetDialogs(
                    folder_id=folder_id,
                    offset_date=offset_date,
                    offset_id=offset_id,
                    offset_peer=offset_peer,
                    limit=PAGE,
                    hash=0,
                )
            )
            fresh = [dialog for dialog in dialogs_in(page) if dialog.id not in seen]
            for dialog in fresh[: None if limit is None else limit - len(seen)]:
                seen.add(dialog.id)
                yield dialog
            last = next((dialog for dialog in reversed(fresh) if dialog.message is not None), None)
            if last is None or last.message is None or not isinstance(page, types.messages.DialogsSlice):
                return
            offset_date, offset_id = last.message.date, last.message.id
            offset_peer = self.peers.input_peer(last.id)

    async def get_dialog(self, peer: PeerLike) -> Dialog | None:
        """One line of the list of chats as it is now; None where there is none."""
        target = types.InputDialogPeer(peer=await self.input_peer(peer))
        answer = await self(functions.messages.GetPeerDialogs(peers=[target]))
        return next(iter(dialogs_in(answer)), None)

    async def pin_dialog(self, peer: PeerLike, *, pinned: bool = True) -> None:
        """Pin a chat to the top of the list, or unpin it.

        Raises:
            RpcError: PINNED_DIALOGS_TOO_MUCH and others.
        """
        target = types.InputDialogPeer(peer=await self.input_peer(peer))
        await self(functions.messages.ToggleDialogPin(peer=target, pinned=pinned))

    async def archive_dialog(self, peer: PeerLike, *, archived: bool = True) -> None:
        """Put a chat into the archive, or back among the others; it is not pinned any more."""
        moved = types.InputFolderPeer(peer=await self.input_peer(peer), folder_id=ARCHIVE if archived else MAIN)
        await self(functions.folders.EditPeerFolders(folder_peers=[moved]))

    async def mute_dialog(self, peer: PeerLike, *, until: int = FOR_EVER) -> None:
        """Mute a chat until a unix time; 0 unmutes it."""
        target = types.InputNotifyPeer(peer=await self.input_peer(peer))
        settings = types.InputPeerNotifySettings(mute_until=until)
        await self(functions.account.UpdateNotifySettings(peer=target, settings=settings))

    async def save_draft(
        self, peer: PeerLike, text: str, *, parse_mode: ParseMode | None = None, reply_to: int | None = None
    ) -> None:
        """Keep a message that is not sent yet, on every device; an empty text takes it away."""
        text, entities = self.formatted(text, parse_mode, None)
        target = await self.input_peer(peer)
        await self(functions.messages.SaveDraft(peer=target, message=text, entities=entities, reply_to=reply(reply_to)))


def name_of(peer: TLObject) -> str:
    """What people call a user or chat."""
    if isinstance(peer, types.User):
        return " ".join(filter(None, (peer.first_name, peer.last_name))) or "Deleted account"
    return str(getattr(peer, "title", ""))


def dialogs_in(page: types.messages.TypeDialogs | types.messages.PeerDialogs) -> list[Dialog]:
    """The dialogs of a page with what they refer to."""
    if isinstance(page, types.messages.DialogsNotModified):
        return []
    peers = {
        id_of(peer): peer
        for peer in (*page.users, *page.chats)
        if not isinstance(peer, types.ChatEmpty | types.UserEmpty)
    }
    messages = {
        (id_of(message.peer_id), message.id): message for message in page.messages if isinstance(message, AnyMessage)
    }
    return [
        Dialog(dialog, peers[id_of(dialog.peer)], messages.get((id_of(dialog.peer), dialog.top_message)))
        for dialog in page.dialogs
        if isinstance(dialog, types.Dialog) and id_of(dialog.peer) in peers
    ]
