"""What a device knows of messages and chats by the updates it was told."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from in_step.objects import Plain, tl

Known = dict[str, dict[Any, Any]]
"""Parts by name: `messages` and `scheduled` by id; `chats`, what is known of each, by what it is and of which; `lists`,
of folders, tags and the like, by name."""

ASK = "to be asked for"
"""What may have changed, and does not come with updates: whoever wants to know it asks for it."""

OF_CHATS: dict[str, tuple[str, str, Any]] = {
    "updateDialogPinned": ("on top", "pinned", False),
    "updateDialogUnreadMark": ("marked", "unread", False),
    "updatePeerBlocked": ("blocked", "blocked", False),
    "updateReadHistoryInbox": ("read", "max_id", 0),
    "updateReadHistoryOutbox": ("read by others", "max_id", 0),
    "updatePeerHistoryTTL": ("timer", "ttl_period", 0),
    "updateNotifySettings": ("notices", "notify_settings", {}),
    "updatePeerSettings": ("bar", "settings", {}),
    "updateChatDefaultBannedRights": ("rights", "default_banned_rights", {}),
    "updatePendingJoinRequests": ("requests", "recent_requesters", []),
}
"""What an update about a chat says of it: the name of that here, the update's field, and what it says without it."""

LISTS = {
    "updateDialogFilters": ("tags of folders", ""),
    "updateDialogFilterOrder": ("order of folders", "order"),
    "updatePinnedDialogs": ("on top", "order"),
    "updatePinnedSavedDialogs": ("saved on top", "order"),
    "updateSavedReactionTags": ("tags", ""),
}
"""The list that an update is about, and the field that has it."""


class Mirror:
    """Folds updates in.

    Attributes:
        me: whose device it is.
        known: what is known by now.
        typing: who was heard to be doing what.
    """

    def __init__(self) -> None:
        self.known: Known = {"messages": {}, "scheduled": {}, "chats": {}, "lists": {}}
        self.typing: set[tuple[int, str]] = set()
        self.me = 0
        self._gone: set[int] = set()
        self._changed = asyncio.Event()

    def begin(self, truth: Known) -> None:
        """Know this, as a device does that has loaded everything."""
        self.known = {part: dict(known) for part, known in truth.items()}

    def begin_chat(self, loaded: dict[str, Any]) -> None:
        """Know this of a chat, unless it was told already."""
        self.known["chats"] = loaded | self.known["chats"]

    def fold(self, update: Plain) -> None:
        """Take an update in; what else a client hands on is left alone."""
        if not self._fold_message(update) and (chat := chat_of(update)):
            self._fold_chat(update, chat)
        self._fold_list(update)
        self._changed.set()

    def keep(self, message: Plain) -> None:
        """Take a message in, as it is now; some clients hand it on when they have said already that it is gone."""
        if message["id"] in self._gone:
            return
        self.known["messages"][message["id"]] = told(message)
        self.known["chats"][f"bar {id_of(message['peer_id'])}"] = ASK  # it depends on who wrote to whom
        self._changed.set()

    def unread(self, chat: int) -> dict[str, int]:
        """The counters of a chat, as a client keeps them by itself."""
        inside = [one for one in self.known["messages"].values() if id_of(one["peer_id"]) == chat != self.me]
        came = [one for one in inside if not one.get("out") and one["id"] > self.known["chats"].get(f"read {chat}", 0)]
        mentions = [one for one in inside if one.get("mentioned") and one.get("media_unread")]
        liked = [one for one in inside if any(by.get("unread") for by in _reactions(one))]
        return {"messages": len(came), "mentions": len(mentions), "reactions": len(liked)}

    async def hears(self, fits: Callable[["Mirror"], bool]) -> None:
        """Wait until something has been told."""
        while not fits(self):
            self._changed.clear()
            await self._changed.wait()

    def has_expired(self, number: int) -> bool:
        """Whether what a message showed is there no more."""
        return "photo" not in self.known["messages"].get(number, {}).get("media", {"photo": 0})

    def has(self, words: str) -> bool:
        """Whether there is a message with these words."""
        return any(message.get("message") == words for message in self.known["messages"].values())

    async def comes_to(self, amiss: Callable[[], Awaitable[list[str]]]) -> None:
        """Wait until nothing is amiss."""
        wrong: list[str] = []
        try:
            self._changed.clear()
            while wrong := await amiss():
                await self._changed.wait()
                self._changed.clear()
        except asyncio.CancelledError:
            print(*wrong, sep="\n", file=sys.stderr)
            raise

    def _fold_message(self, update: Plain) -> bool:
        """Whether it is about messages."""
        messages, scheduled = self.known["messages"], self.known["scheduled"]
        match update["_"]:
            case "updateNewMessage" | "updateEditMessage":
                self.keep(update["message"])
            case "updateShortMessage" | "updateShortChatMessage":
                self.keep(_lengthened(update, self.me))
            case "updateDeleteMessages":
                self._gone.update(update["messages"])
                for gone in update["messages"]:
                    messages.pop(gone, None)
            case "updateNewScheduledMessage":
                scheduled[update["message"]["id"]] = told(update["message"])
            case "updateDeleteScheduledMessages":
                for gone in update["messages"]:
                    scheduled.pop(gone, None)
            case "updateReadMessagesContents":
                for read in update["messages"]:
                    self._read_contents(read)
            case "updateMessageReactions":
                reactions = told(update["reactions"])
                self._change(update["msg_id"], "reactions", reactions if reactions.get("results") else None)
            case "updatePinnedMessages":
                for pinned in update["messages"]:
                    self._change(pinned, "pinned", update.get("pinned"))
            case "updateMessagePoll":
                self._take_votes(update)
            case _:
                return False
        return True

    def _change(self, number: int, name: str, value: Any) -> None:
        messages = self.known["messages"]
        if number in messages:
            message = {field: old for field, old in messages[number].items() if field != name}
            messages[number] = message | ({name: value} if value else {})

    def _read_contents(self, number: int) -> None:
        """A mention, a recording or reactions have been seen."""
        self._change(number, "media_unread", None)
        message = self.known["messages"].get(number, {})
        if recent := _reactions(message):
            seen = [{name: value for name, value in one.items() if name != "unread"} for one in recent]
            self._change(number, "reactions", message["reactions"] | {"recent_reactions": seen})

    def _take_votes(self, update: Plain) -> None:
        """What was voted comes once for all messages that have the poll."""
        for number, message in list(self.known["messages"].items()):
            media = message.get("media", {})
            if media.get("_") == "messageMediaPoll" and media["poll"]["id"] == update["poll_id"]:
                now = {"poll": update.get("poll", media["poll"]), "results": told(update["results"])}
                self._change(number, "media", media | now)

    def _fold_chat(self, update: Plain, chat: int) -> None:
        chats, kind = self.known["chats"], update["_"]
        if kind in OF_CHATS:
            name, field, nothing = OF_CHATS[kind]
            chats[f"{name} {chat}"] = update.get(field, nothing)
        members = chats.get(f"members {chat}", {})
        match kind:
            case "updateDraftMessage":
                chats[f"draft {chat}"] = update["draft"].get("message", "")
            case "updateFolderPeers":
                for one in update["folder_peers"]:
                    chats[f"folder {id_of(one['peer'])}"] = one.get("folder_id", 0)
            case "updateUserTyping" | "updateChatUserTyping":
                self.typing.add((chat, update["action"]["_"]))
            case "updateChatParticipants":
                chats[f"members {chat}"] = members_of(update["participants"])
            case "updateChatParticipantAdd":
                chats[f"members {chat}"] = members | {update["user_id"]: "chatParticipant"}
            case "updateChatParticipantDelete":
                chats[f"members {chat}"] = {one: role for one, role in members.items() if one != update["user_id"]}
            case "updateChatParticipantAdmin":
                role = "chatParticipantAdmin" if update.get("is_admin") else "chatParticipant"
                chats[f"members {chat}"] = members | {update["user_id"]: role}

    def _fold_list(self, update: Plain) -> None:
        lists, kind = self.known["lists"], update["_"]
        if kind in LISTS:
            name, field = LISTS[kind]
            lists[name] = [_named(one) for one in update[field]] if field in update else ASK
        elif kind == "updateDialogFilter":
            rest = {number: one for number, one in lists["folders"].items() if number != update["id"]}
            lists["folders"] = rest | ({update["id"]: update["filter"]} if "filter" in update else {})
        elif kind == "updateNotifySettings" and not chat_of(update):
            lists[f"notices of {update['peer']['_']}"] = update["notify_settings"]
        elif kind in ("updateDialogPinned", "updateSavedDialogPinned"):
            name, chat = "on top" if kind == "updateDialogPinned" else "saved on top", _named(update["peer"])
            if not update.get("folder_id"):
                rest = [one for one in lists[name] if one != chat]
                lists[name] = [chat, *rest] if update.get("pinned") else rest


def id_of(peer: Plain) -> int:
    """Of a user, or of a chat, which is below zero."""
    return -int(peer["chat_id"]) if "chat_id" in peer else int(peer["user_id"])


def chat_of(update: Plain) -> int:
    """The chat that an update is about, or 0."""
    for name in ("peer", "peer_id", "participants"):
        peer = update.get(name, {})
        if peer := peer.get("peer", peer):
            return id_of(peer) if {"user_id", "chat_id"} & peer.keys() else 0
    if "folder_peers" in update:
        return id_of(update["folder_peers"][0]["peer"])
    return id_of(update) if {"user_id", "chat_id"} & update.keys() else 0


def members_of(participants: Plain) -> dict[int, str]:
    """Who is in a chat as what."""
    return {one["user_id"]: one["_"] for one in participants.get("participants", [])}


def told(thing: Any) -> Any:
    """What has to be the same in an update and in an answer: a file's reference is made anew for each."""
    if isinstance(thing, list):
        return [told(one) for one in thing]
    if isinstance(thing, dict):
        to_oneself = thing.get("from_id", 0) == thing.get("peer_id")  # is no sending, but Telethon calls it so
        unlike = ("file_reference", "out") if to_oneself else ("file_reference",)
        return {name: told(value) for name, value in thing.items() if name not in unlike}
    return thing


def _reactions(message: Plain) -> list[Plain]:
    recent: list[Plain] = message.get("reactions", {}).get("recent_reactions", [])
    return recent


def _named(peer: Any) -> int:
    return id_of(peer["peer"]) if isinstance(peer, dict) else int(peer)


def _lengthened(short: Plain, me: int) -> Plain:
    """The message that a short update stands for."""
    other = short.get("user_id", 0)
    peer = tl("peerUser", user_id=other) if other else tl("peerChat", chat_id=short["chat_id"])
    sender = short["from_id"] if "from_id" in short else me if short.get("out") else other
    rest = {name: value for name, value in short.items() if name not in ("user_id", "chat_id", "pts", "pts_count")}
    return rest | tl("message", peer_id=peer, from_id=tl("peerUser", user_id=sender))
