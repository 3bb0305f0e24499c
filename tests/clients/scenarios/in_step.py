"""Three people with two devices each: one device of each acts, the other one only hears, and knows the same in the end.

What the second device knows is folded out of the updates that its client hands on, and compared with what the server
tells the first when it is asked. All goes through methods of the API as they are, for every Python client alike: what
is looked at is how the updates come through.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

FIRE = "🔥"
DAY = 86_400
NEVER = (1 << 31) - 1

Known = dict[str, Any]
Call = Callable[..., Awaitable[Any]]


class Mirror:
    """What a device knows of messages, chats, drafts and what is scheduled, by the updates it was told."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._media: dict[int, str] = {}
        self._scheduled: dict[int, str] = {}
        self._reactions: dict[int, dict[str, int]] = {}
        self._pinned: dict[int, bool] = {}
        self._of_chats: dict[tuple[str, int], Any] = {}
        self._changed = asyncio.Event()

    def fold(self, update: Any) -> None:
        """Take an update in; what else a client hands on is left alone."""
        match type(update).__name__:
            case "UpdateNewMessage" | "UpdateEditMessage":
                self.keep(update.message)
            case "UpdateShortMessage" | "UpdateShortChatMessage":
                self._texts[update.id], self._reactions[update.id], self._media[update.id] = update.message, {}, ""
            case "UpdateDeleteMessages":
                for gone in update.messages:
                    self._texts.pop(gone, None)
            case "UpdateNewScheduledMessage":
                self._scheduled[update.message.id] = update.message.message
            case "UpdateDeleteScheduledMessages":
                for gone in update.messages:
                    self._scheduled.pop(gone, None)
            case "UpdateMessageReactions":
                self._reactions[update.msg_id] = _counted(update.reactions)
            case "UpdatePinnedMessages":
                self._pinned |= dict.fromkeys(update.messages, bool(update.pinned))
            case "UpdateReadHistoryInbox":
                self._of_chats["read", _id(update.peer)] = update.max_id
            case "UpdateReadHistoryOutbox":
                self._of_chats["read by others", _id(update.peer)] = update.max_id
            case "UpdateDraftMessage":
                self._of_chats["draft", _id(update.peer)] = getattr(update.draft, "message", "")
            case "UpdateDialogPinned":
                self._of_chats["on top", _id(update.peer.peer)] = bool(update.pinned)
            case "UpdateDialogUnreadMark":
                self._of_chats["marked", _id(update.peer.peer)] = bool(update.unread)
            case "UpdateFolderPeers":
                for one in update.folder_peers:
                    self._of_chats["folder", _id(one.peer)] = one.folder_id
            case "UpdatePeerHistoryTTL":
                self._of_chats["timer", _id(update.peer)] = update.ttl_period or 0
            case "UpdateNotifySettings":
                self._of_chats["muted", _id(update.peer.peer)] = bool(update.notify_settings.mute_until)
            case _:
                return
        self._changed.set()

    async def comes_to(self, truth: Known, since: int) -> None:
        """Wait until it knows what is true; nothing else may be there."""
        try:
            while self._known(truth, since) != truth:
                self._changed.clear()
                await self._changed.wait()
        except asyncio.CancelledError:
            known = self._known(truth, since)
            for part in truth:
                if known[part] != truth[part]:
                    print(f"{part}: true {truth[part]}, known {known[part]}", file=sys.stderr)
            raise

    def keep(self, message: Any) -> None:
        """Take a message in, as it is now."""
        if getattr(message, "message", None):
            self._texts[message.id] = message.message
            self._reactions[message.id] = _counted(message.reactions)
            self._media[message.id] = _kind(message)

    def _known(self, truth: Known, since: int) -> Known:
        texts = {number: text for number, text in self._texts.items() if number > since}
        return {
            "texts": texts,
            "media": {number: self._media[number] for number in texts if self._media[number]},
            "scheduled": self._scheduled,
            "reactions": {number: self._reactions[number] for number in texts if self._reactions[number]},
            "pinned": {number for number in texts if self._pinned.get(number)},
            "chats": {key: self._of_chats.get(key, type(value)()) for key, value in truth["chats"].items()},
        }


def _counted(reactions: Any) -> dict[str, int]:
    return {one.reaction.emoticon: one.count for one in reactions.results} if reactions else {}


def _kind(message: Any) -> str:
    return type(message.media).__name__ if message.media else ""


def _id(peer: Any) -> int:
    return int(peer.user_id) if hasattr(peer, "user_id") else -int(peer.chat_id)


@dataclass
class Hand:
    """A person: how the first device acts, and what the second one knows.

    Attributes:
        call: a method of the API by its full name, with its fields, on the first device.
        types: the client's types of the API.
        mirror: what the second device knows.
        peers: the chats it is about, by id, as the first device names them.
        since: the last message that was there before.
    """

    call: Call
    types: Any
    mirror: Mirror
    peers: dict[int, Any] = field(default_factory=dict)
    since: int = 0
    _random_ids: Iterator[int] = field(default_factory=lambda: count(1))

    async def say(self, peer: Any, words: str, **how: Any) -> int:
        """Send a text, or a media with one; its id."""
        method = "messages.SendMedia" if "media" in how else "messages.SendMessage"
        sent = await self.call(method, peer=peer, message=words, random_id=next(self._random_ids), **how)
        updates = [sent, *getattr(sent, "updates", [])]
        return next(one.id for one in updates if type(one).__name__ in ("UpdateShortSentMessage", "UpdateMessageID"))

    async def forward(self, source: Any, message: int, peer: Any) -> None:
        """Send a message of a chat on to another one."""
        ids = {"id": [message], "random_id": [next(self._random_ids)]}
        await self.call("messages.ForwardMessages", from_peer=source, to_peer=peer, **ids)

    async def begin(self) -> None:
        """Look at nothing that was before."""
        self.since = await self.say(self.types.InputPeerSelf(), "from here on")

    async def history(self, chat: int) -> list[Any]:
        """The messages of a chat since then that are texts."""
        bounds = {"offset_id": 0, "offset_date": 0, "add_offset": 0, "limit": 100, "max_id": 0, "min_id": self.since}
        found = await self.call("messages.GetHistory", peer=self.peers[chat], hash=0, **bounds)
        return [message for message in found.messages if getattr(message, "message", None)]

    async def find(self, chat: int, words: str) -> int:
        """The id that a message has for this person."""
        return next(message.id for message in await self.history(chat) if message.message == words)

    async def read_all(self) -> None:
        """Read every chat to its end."""
        for chat, peer in self.peers.items():
            await self.call("messages.ReadHistory", peer=peer, max_id=(await self.history(chat))[0].id)

    async def truth(self) -> Known:
        """What the server says, in the shape of `Mirror`."""
        messages = [message for chat in self.peers for message in await self.history(chat)]
        wanted = [self.types.InputDialogPeer(peer=peer) for peer in self.peers.values()]
        chats: Known = {}
        for dialog in (await self.call("messages.GetPeerDialogs", peers=wanted)).dialogs:
            chat = _id(dialog.peer)
            chats["read", chat] = dialog.read_inbox_max_id
            chats["read by others", chat] = dialog.read_outbox_max_id
            chats["draft", chat] = getattr(dialog.draft, "message", "")
            chats["on top", chat] = bool(dialog.pinned)
            chats["marked", chat] = bool(dialog.unread_mark)
            chats["folder", chat] = dialog.folder_id or 0
            chats["timer", chat] = dialog.ttl_period or 0
            chats["muted", chat] = bool(dialog.notify_settings.mute_until)
        waiting = [
            one
            for peer in self.peers.values()
            for one in (await self.call("messages.GetScheduledHistory", peer=peer, hash=0)).messages
        ]
        return {
            "texts": {message.id: message.message for message in messages},
            "media": {message.id: kind for message in messages if (kind := _kind(message))},
            "scheduled": {one.id: one.message for one in waiting},
            "reactions": {one.id: counted for one in messages if (counted := _counted(one.reactions))},
            "pinned": {message.id for message in messages if message.pinned},
            "chats": chats,
        }


async def act(ada: Hand, bob: Hand, carol: Hand, group: int, turn: str) -> None:
    """All that devices have to be told of; `turn` is part of every text."""
    to_ada = next(peer for chat, peer in bob.peers.items() if chat != group)
    to_bob = next(peer for chat, peer in ada.peers.items() if chat != group)
    await ada.say(to_bob, f"one, {turn}")
    await bob.say(to_ada, f"two, {turn}")
    third = await ada.say(ada.peers[group], f"three, {turn}")
    await carol.say(carol.peers[group], f"four, {turn}")
    gone = await bob.say(bob.peers[group], f"gone, {turn}")
    await ada.call("messages.EditMessage", peer=ada.peers[group], id=third, message=f"better, {turn}")
    await bob.call("messages.DeleteMessages", id=[gone], revoke=True)
    reaction = [carol.types.ReactionEmoji(emoticon=FIRE)]
    liked = await carol.find(group, f"better, {turn}")
    await carol.call("messages.SendReaction", peer=carol.peers[group], msg_id=liked, reaction=reaction)
    await share_and_schedule(bob, to_ada, group, turn)
    for reader in (ada, bob, carol):
        await reader.read_all()
    await ada.call("messages.UpdatePinnedMessage", peer=ada.peers[group], id=third, silent=True)
    await carol.call("messages.SaveDraft", peer=carol.peers[group], message=f"later, {turn}")
    on_top = bob.types.InputDialogPeer(peer=to_ada)
    await bob.call("messages.ToggleDialogPin", peer=on_top, pinned=True)
    marked = carol.types.InputDialogPeer(peer=carol.peers[group])
    await carol.call("messages.MarkDialogUnread", peer=marked, unread=True)
    archived = carol.types.InputFolderPeer(peer=carol.peers[group], folder_id=1)
    await carol.call("folders.EditPeerFolders", folder_peers=[archived])
    await bob.call("messages.SetHistoryTTL", peer=to_ada, period=DAY * len(turn))  # another one in each turn
    loud = bob.types.InputNotifyPeer(peer=bob.peers[group])
    silence = bob.types.InputPeerNotifySettings(mute_until=NEVER)
    await bob.call("account.UpdateNotifySettings", peer=loud, settings=silence)


async def share_and_schedule(bob: Hand, to_ada: Any, group: int, turn: str) -> None:
    """A contact, a dice, something forwarded; what is scheduled: one message is sent before its time, one waits."""
    zoe = bob.types.InputMediaContact(phone_number="1", first_name="Zoe", last_name="", vcard="")
    await bob.say(to_ada, f"five, {turn}", media=zoe)
    thrown = await bob.say(bob.peers[group], f"six, {turn}", media=bob.types.InputMediaDice(emoticon="🎲"))
    await bob.forward(bob.peers[group], thrown, to_ada)
    tomorrow = int(datetime.now().timestamp()) + DAY
    early = await bob.say(to_ada, f"seven, {turn}", schedule_date=tomorrow)
    await bob.say(to_ada, f"eight, {turn}", schedule_date=tomorrow)
    await bob.call("messages.SendScheduledMessages", peer=to_ada, id=[early])


async def agree(hands: Sequence[Hand]) -> None:
    """The second device of everybody comes to know what the server tells the first."""
    for hand in hands:
        await hand.mirror.comes_to(await hand.truth(), hand.since)


async def catch_up(call: Call, mirror: Mirror, state: Any) -> None:
    """Ask for what was missed since a state, to the end, for a client that does not ask for all of it by itself."""
    while True:
        missed = await call("updates.GetDifference", pts=state.pts, date=state.date, qts=state.qts)
        for message in getattr(missed, "new_messages", []):
            mirror.keep(message)
        for update in getattr(missed, "other_updates", []):
            mirror.fold(update)
        if type(missed).__name__ != "DifferenceSlice":
            return
        state = missed.intermediate_state
