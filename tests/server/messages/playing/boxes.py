"""The boxes of the reference model: what stands in each user's, and how its owner sees it.

A box holds messages by id, and for each peer how far it is read and what its owner decided about it. `pts` counts what
happened in it. The peer of the group is 0.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

GROUP = 0
"""The peer of the group."""

ALL_CHATS = 0
"""The folder that everybody has."""

Entity = tuple[str, int, int, int]
"""What is said of a part of a text: the kind, where it begins, how long it is, whom it names."""

Place = int | str
"""Whom a decision about notifications is about: a dialog, or all of a kind."""
Notify = tuple[int | None, bool | None, bool | None]
"""Until when nothing is shown, whether it makes no sound, whether words are shown; none as is usual."""


@dataclass(frozen=True)
class Content:
    """What is sent. `poll` and `album` are numbers that others with the same belong to; `reply` is a key.

    `seconds` is how long a location is live, a photo seen before it is `gone`; a list has `items`, of which some are
    `done`; a poll is of a `kind`, and open for so many `seconds`, or `until` a moment.
    """

    text: str = ""
    media: str = ""
    service: bool = False
    reply: int | None = None
    forwarded: bool = False
    origin: int = 0
    """Who wrote first what was forwarded, unless only their name is told."""
    silent: bool = False
    protected: bool = False
    poll: int = 0
    album: int = 0
    seconds: int = 0
    gone: bool = False
    items: int = 0
    done: frozenset[int] = frozenset()
    kind: str = ""
    until: int = 0
    chat_photo: bool = False
    elsewhere: int = 0
    """Who wrote what it replies to, if that stands in another dialog; of those who have blocked its writer only names
    are told."""
    quote: str = ""
    asks: bool = False
    """Whether it asks to lift the protection of its chat."""
    wallpaper: int = 0
    """Which it tells that somebody chose."""
    entities: tuple[Entity, ...] = ()
    throw: int = 0
    """Of a dice: every message with the same one shows the same value."""


SERVICE = Content(service=True)
ASKING = Content(service=True, asks=True)
PHOTO_CHANGED = Content(service=True, chat_photo=True)


@dataclass
class Copy:
    """A message as it stands in one box. What its owner has not looked at are an `unread_mention` of them (`mentioned`
    also when they have), `unread_reactions` to what they wrote, `unread_votes` in their public polls; `unopened` is a
    voice or a photo that vanishes, which they, or of what they wrote all others, have not looked at. `ttl` is how many
    seconds after its date it deletes itself. `saved` is the dialog that what stands in Saved Messages came from."""

    peer: int
    sender: int
    key: int
    content: Content
    pinned: bool = False
    unread_mention: bool = False
    mentioned: bool = False
    unread_reactions: bool = False
    unread_votes: bool = False
    unopened: bool = False
    date: int = 0
    ttl: int = 0
    saved: int | None = None

    @property
    def has_news(self) -> bool:
        """Whether its owner has not looked at something of it."""
        return self.unread_mention or self.unread_reactions or self.unread_votes


@dataclass
class Setting:
    """What a user has decided about a dialog of theirs. `place` is that among the pinned, the highest on top. The draft
    `answers` a message of its writer's box."""

    marked: bool = False
    archived: bool = False
    place: int = 0
    draft: str = ""
    answers: int = 0
    untranslated: bool = False
    bar_hidden: bool = False


NOBODY: frozenset[int] = frozenset()

WHEN_ONLINE = 0x7FFFFFFE
"""When something is due that waits for its peer to come online."""


@dataclass
class Waiting:
    """What is to be sent later, whom it mentions, and after how many seconds it is sent again, if ever; what was
    scheduled `together` has a number in common."""

    due: int
    peer: int
    content: Content
    mentions: frozenset[int] = NOBODY
    period: int = 0
    request: Any = None
    """What asked for it."""
    together: int = 0
    saved: int | None = None
    """The dialog that it is forwarded from."""


@dataclass
class Box:
    """A user's messages, and how far each dialog is read on both sides."""

    last_id: int
    pts: int
    messages: dict[int, Copy] = field(default_factory=dict)
    read_inbox: dict[int, int] = field(default_factory=dict)
    read_outbox: dict[int, int] = field(default_factory=dict)
    receipts: list[tuple[int, int, int, int]] = field(default_factory=list)
    """When in which dialog who has read up to which message of this user's."""
    settings: defaultdict[int, Setting] = field(default_factory=lambda: defaultdict(Setting))
    scheduled: dict[int, Waiting] = field(default_factory=dict)
    """What waits to be sent, by its own id."""
    last_scheduled: int = 0
    saved_pins: list[int] = field(default_factory=list)
    """The dialogs of Saved Messages that are pinned, from the top."""
    tag_names: defaultdict[str, str] = field(default_factory=lambda: defaultdict(str))
    filters: dict[int, tuple[str, list[int]]] = field(default_factory=lambda: {ALL_CHATS: ("", [])})
    """Folders by their ids, in their order: a title, and whose dialogs are in it."""
    shows_tags: bool = False
    """Whether the list of dialogs shows folders."""
    reaction: str = "👍"
    """What a double tap gives."""
    notify: dict[Place, Notify] = field(default_factory=dict)
    """What was decided about notifications."""
    replied: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By key, the ids and dialogs of messages that were replied to while they stood here: replies point there ever
    after."""

    def add(self, copy: Copy) -> int:
        self.last_id += 1
        self.pts += 1
        self.messages[self.last_id] = copy
        return self.last_id

    def schedule(self, waiting: Waiting) -> int:
        self.last_scheduled += 1
        self.scheduled[self.last_scheduled] = waiting
        return self.last_scheduled

    def together(self, number: int) -> list[int]:
        """What was scheduled together with something that waits, and itself."""
        first = self.scheduled[number].together
        return sorted(i for i, one in self.scheduled.items() if i == number or (first and one.together == first))

    def ids(self, peer: int) -> list[int]:
        """A dialog from its newest message to its oldest."""
        return sorted((i for i, copy in self.messages.items() if copy.peer == peer), reverse=True)

    def saved(self) -> dict[int, list[int]]:
        """Saved Messages by where they came from, the newest first."""
        found: dict[int, list[int]] = {}
        for i in sorted(self.messages, reverse=True):
            if (source := self.messages[i].saved) is not None:
                found.setdefault(source, []).append(i)
        return found

    def archive(self, peer: int, *, archived: bool) -> None:
        setting = self.settings[peer]
        if setting.archived is not archived:
            setting.archived, setting.place = archived, 0
            self.pts += 1

    def pin_dialog(self, peer: int, *, pinned: bool) -> None:
        setting = self.settings[peer]
        highest = max((one.place for one in self.settings.values() if one.archived is setting.archived), default=0)
        setting.place = (setting.place or highest + 1) if pinned else 0

    def find(self, key: int) -> int | None:
        return next((i for i, copy in self.messages.items() if copy.key == key), None)

    def unread(self, peer: int, owner: int) -> int:
        read = self.read_inbox.get(peer, 0)
        return sum(self.messages[i].sender != owner and i > read for i in self.ids(peer))

    def pinned(self, *, archived: bool) -> list[int]:
        """The pinned dialogs of a folder, from the top."""
        found = [(one.place, peer) for peer, one in self.settings.items() if one.place and one.archived is archived]
        return [peer for _, peer in sorted(found, reverse=True)]

    def listed(self, peers: Iterable[int], *, archived: bool | None) -> list[int]:
        """The dialogs of a folder that are not pinned, by their newest message; of both (None) where those that are
        pinned in the archive are not on top."""
        tops = {peer: self.ids(peer)[0] for peer in peers if self.ids(peer)}
        shown = [p for p in tops if archived in (None, self.settings[p].archived)]
        shown = [p for p in shown if not self.settings[p].place or (archived is None and self.settings[p].archived)]
        return sorted(shown, key=lambda peer: tops[peer], reverse=True)


def window(ids: list[int], offset: int, add_offset: int, limit: int) -> list[int]:
    """core.telegram.org/api/offsets: a part of a list from the first message older than the offset, moved."""
    start = add_offset + (sum(i >= offset for i in ids) if offset else 0)
    return ids[max(0, start) : max(0, start + limit)]
