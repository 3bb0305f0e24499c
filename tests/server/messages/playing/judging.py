"""Whether the server agrees with the model: every way to look at what somebody has."""

import asyncio
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from mtproto.tl import functions, types
from tests.server.harness import Harness
from tests.server.messages.playing import polls
from tests.server.messages.playing.arranged import Arranged, noted, number_of
from tests.server.messages.playing.boxes import ALL_CHATS, GROUP, Box, Copy, Entity, Waiting
from tests.server.messages.playing.game import Caller
from tests.server.messages.playing.replica import Replica
from tests.server.messages.playing.roll_call import RollCall
from tests.server.messages.playing.secret_end import SecretEnd
from tests.server.messages.playing.secrets import PHONE, TABLET
from tests.server.people import Person, history

messages = functions.messages


class Judge(RollCall):
    """A game in which whatever the people see is compared with what they must see."""

    def __init__(self, harness: Harness) -> None:
        super().__init__(harness)
        self._saved: dict[int, Any] = {}
        """By user, what was last compared of Saved Messages."""
        self._folders: dict[int, Any] = {}
        self._looks: dict[int, Any] = {}
        self._secrets: dict[int, Any] = {}
        self._throws: dict[int, int] = {}
        """What each throw of dice shows."""

    async def compare(self) -> None:
        """Everyone sees what the model says, however they look."""
        await self.harness.app.background.settle()  # so that whatever is pushed was, and comes before answers
        await asyncio.gather(*(self._compare(one) for one in self.people))

    async def _compare(self, one: Caller) -> None:
        await asyncio.gather(
            *(self.compare_page(one, peer, self.box(one).ids(peer)) for peer in self.peers),
            self._compare_dialogs(one),
            self._compare_scheduled(one),
            self._compare_saved(one),
            self._compare_folders(one),
            self._compare_looks(one),
            self.compare_group(one),
        )
        pts = self.box(one).pts
        await self.told[one.user_id].ask(one.tablet, pts)
        self.live[one.user_id].listen(one.tablet)
        one.heard.listen(one.phone)
        assert (self.live[one.user_id].pts, one.heard.pts, one.heard.ahead) == (pts, pts, {})
        for replicas in (self.live, self.told):
            self.compare_replica(one, replicas[one.user_id])
        await self._compare_secrets(one)
        self._compare_typing(one)
        self.earlier[one.user_id].append(deepcopy(self.told[one.user_id]))

    def compare_replica(self, one: Person, replica: Replica) -> None:
        """What a device has been told is what there is."""
        box = self.box(one)
        assert replica.asking == self.model.group.told_of.get(one.user_id, set())
        assert replica.texts == {i: copy.content.text for i, copy in box.messages.items()}
        assert replica.pinned == {i for i, copy in box.messages.items() if copy.pinned}
        assert replica.scheduled == {i: (one.due, one.content.text) for i, one in box.scheduled.items()}
        assert {peer: text for peer, text in replica.drafts.items() if text} == {
            peer: setting.draft for peer, setting in box.settings.items() if setting.draft
        }
        known = {i for i, copy in box.messages.items() if copy.content.poll and self._hears_of(one, copy)}
        assert {i: replica.closed[replica.polls[i]] for i in known} == {
            i: self.model.polls[box.messages[i].content.poll].closed for i in known
        }
        assert replica.marked == {peer for peer, setting in box.settings.items() if setting.marked}
        assert replica.archived == {peer for peer, setting in box.settings.items() if setting.archived}
        if one.user_id in self.model.group.members:
            assert replica.ranks == self.model.group.ranks
        assert (replica.read_inbox, replica.read_outbox) == (box.read_inbox, box.read_outbox)
        self._compare_end(one, TABLET, replica.secrets)
        _compare_arranged(box, replica.arranged)
        assert replica.arranged.wallpapers == self.model.looks.wallpapers(one.user_id)

    def _hears_of(self, one: Person, copy: Copy) -> bool:
        """Whether they were told of all that became of a message: not if they were ever outside of its group."""
        return copy.peer != GROUP or one.user_id not in self.model.group.were_gone

    async def compare_page(self, one: Person, peer: int, ids: list[int], **window: int) -> None:
        """A page of a dialog is these messages, as they are."""
        shown = (await history(one, self.peer(one, peer), **window)).messages
        follows = peer != GROUP or one.user_id in self.model.group.members
        box = self.box(one)
        wanted = [(i, *self._wanted(one.user_id, box, box.messages[i], follows=follows)) for i in ids]
        seen = [(m.id, *_seen(m, one.user_id, follows=follows)) for m in shown]
        assert seen == wanted, (seen, wanted)
        self._compare_throws((box.messages[m.id].content.throw, getattr(m, "media", None)) for m in shown)
        assert _together(m.grouped_id or 0 for m in shown if isinstance(m, types.Message)) == _together(
            copy.content.album for i in ids if not (copy := box.messages[i]).content.service
        )

    def _compare_throws(self, shown: Iterable[tuple[int, Any]]) -> None:
        """Whoever looks at a throw of dice sees the same, whenever and wherever they look."""
        for throw, media in shown:
            if isinstance(media, types.MessageMediaDice):
                assert 1 <= media.value <= 6
                assert self._throws.setdefault(throw, media.value) == media.value

    def _wanted(self, viewer: int, box: Box, copy: Copy, *, follows: bool) -> tuple[Any, ...]:
        content = copy.content
        reactions = self.model.reactions[copy.key] if follows else {}
        given = sorted(emoji for some in reactions.values() for emoji in some), reactions.get(viewer, ())
        poll = self.model.polls[content.poll].seen_by(viewer, follows=follows) if content.poll else None
        unread = copy.unread_mention, copy.unopened and not copy.mentioned
        flags = (copy.pinned, content.silent, content.protected, *unread)
        origin = content.origin if content.forwarded else None
        media = content.media, content.gone, (content.items, content.done), poll
        text = content.text, content.entities
        return text, media, copy.sender, flags, origin, _reply(box, copy), given, copy.date, copy.ttl

    async def _compare_dialogs(self, one: Person) -> None:
        box = self.box(one)
        asked = [types.InputDialogPeer(peer=self.peer(one, peer)) for peer in self.peers]
        answer = await one.tablet(messages.GetPeerDialogs(peers=asked))
        unread = 0
        for shown, peer in zip(answer.dialogs, self.peers, strict=True):
            ids, setting = box.ids(peer), box.settings[peer]
            copies = [box.messages[i] for i in ids]
            assert shown.top_message == (ids[0] if ids else 0)
            assert shown.unread_count == box.unread(peer, one.user_id)
            assert shown.unread_mentions_count == sum(copy.unread_mention for copy in copies)
            assert shown.unread_reactions_count == sum(copy.unread_reactions for copy in copies)
            assert shown.unread_poll_votes_count == sum(copy.unread_votes for copy in copies)
            assert shown.read_inbox_max_id == box.read_inbox.get(peer, 0)
            assert shown.read_outbox_max_id == box.read_outbox.get(peer, 0)
            assert (shown.unread_mark, shown.folder_id or 0) == (setting.marked, int(setting.archived))
            assert getattr(shown.draft, "message", "") == setting.draft
            answered = getattr(getattr(shown.draft, "reply_to", None), "reply_to_msg_id", 0)
            assert answered == (setting.answers if setting.answers in box.messages else 0)
            assert noted(shown.notify_settings) == box.notify.get(peer, (None, None, None))
            if peer != GROUP or one.user_id in self.model.group.members:
                assert (shown.ttl_period or 0) == self.model.timer(one.user_id, peer)
            unread += bool(shown.unread_count or (shown.unread_mark and (ids or setting.place)))
        assert answer.state.pts == box.pts
        assert answer.state.unread_count == self.badges[one.user_id] + unread
        for archived in (False, True):
            top = await one.tablet(messages.GetPinnedDialogs(folder_id=int(archived)))
            assert [number_of(dialog.peer) for dialog in top.dialogs] == box.pinned(archived=archived)

    async def _compare_scheduled(self, one: Person) -> None:
        box = self.box(one)
        for peer in {waiting.peer for waiting in box.scheduled.values()}:
            asked = messages.GetScheduledHistory(peer=self.peer(one, peer), hash=0)
            shown = {
                message.id: (
                    message.date,
                    message.message,
                    _answered(message),
                    message.schedule_repeat_period or 0,
                    message.grouped_id is not None,
                )
                for message in (await one(asked)).messages
            }
            assert shown == {
                i: (waiting.due, waiting.content.text, _reply(box, waiting), waiting.period, waiting.content.album > 0)
                for i, waiting in box.scheduled.items()
                if waiting.peer == peer
            }

    async def _compare_saved(self, one: Person) -> None:
        """Saved Messages by where they came from, and their tags: when that has changed."""
        box, zero = self.box(one), {"offset_id": 0, "offset_date": 0, "hash": 0, "limit": 100}
        saved = box.saved()
        count = self.model.tags(one.user_id)
        counts = {source: self.model.tags(one.user_id, source) for source in saved}
        state = saved, box.saved_pins, counts, {emoji: box.tag_names[emoji] for emoji in count}
        if self._saved.get(one.user_id) == state:
            return
        self._saved[one.user_id] = deepcopy(state)
        shown = await one.tablet(messages.GetSavedDialogs(offset_peer=types.InputPeerEmpty(), **zero))
        assert [(number_of(dialog.peer), dialog.top_message, dialog.pinned) for dialog in shown.dialogs] == [
            (source, ids[0], source in box.saved_pins) for source, ids in saved.items()
        ]
        top = await one.tablet(messages.GetPinnedSavedDialogs())
        assert [number_of(dialog.peer) for dialog in top.dialogs] == box.saved_pins
        for source, ids in saved.items():
            asked = messages.GetSavedHistory(peer=self.peer(one, source), add_offset=0, max_id=0, min_id=0, **zero)
            assert [message.id for message in (await one.tablet(asked)).messages] == ids
            few = (await one.tablet(messages.GetSavedReactionTags(peer=self.peer(one, source), hash=0))).tags
            assert {tag.reaction.emoticon: tag.count for tag in few} == counts[source]
        tags = (await one.tablet(messages.GetSavedReactionTags(hash=0))).tags
        named = {tag.reaction.emoticon: (tag.count, tag.title or "") for tag in tags}
        assert named == {emoji: (count[emoji], box.tag_names[emoji]) for emoji in count}

    async def _compare_folders(self, one: Person) -> None:
        filters = self.box(one).filters
        state = list(filters.items()), self.box(one).shows_tags
        if self._folders.get(one.user_id) == state:
            return
        self._folders[one.user_id] = state
        answer = await one.tablet(messages.GetDialogFilters())
        shown = [folder.id if isinstance(folder, types.DialogFilter) else ALL_CHATS for folder in answer.filters]
        assert (shown, answer.tags_enabled) == (list(filters), self.box(one).shows_tags)
        for folder in (folder for folder in answer.filters if isinstance(folder, types.DialogFilter)):
            assert folder.title.text == filters[folder.id][0]
            _, peers = filters[folder.id]
            assert folder.include_peers == [self.peer(one, peer) for peer in peers]

    async def _compare_looks(self, one: Person) -> None:
        """Theme and wallpaper of every dialog: when they have changed."""
        looks, user = self.model.looks, one.user_id
        there = [peer for peer in self.peers if peer != GROUP or user in self.model.group.members]
        state = looks.wallpapers(user), {peer: looks.theme(user, peer) for peer in there}
        if self._looks.get(user) == state:
            return
        self._looks[user] = state
        for peer in there:
            if peer == GROUP:
                group = (await one.tablet(messages.GetFullChat(chat_id=self.chat_id))).full_chat
                assert (group.theme_emoticon or "") == looks.theme(user, peer)
                continue
            other = next(other for other in self.people if other.user_id == peer)
            name = types.InputUserSelf() if one is other else self.user(one, other)
            full = (await one.tablet(functions.users.GetFullUser(id=name))).full_user
            shown = (getattr(full.wallpaper, "id", 0), full.wallpaper_overridden)
            assert shown == looks.wallpapers(user).get(peer, (0, False))
            assert getattr(full.theme, "emoticon", "") == looks.theme(user, peer)

    def _compare_typing(self, one: Person) -> None:
        """Who writes where: devices that hear what is pushed are told, once."""
        live, user = self.live[one.user_id], one.user_id
        assert live.typing == self.model.typing.pop(user, [])
        live.typing.clear()
        for device in (PHONE, TABLET):
            end = self.secret_end((user, device))
            assert end.typing == self.model.secrets.typing.pop((user, device), [])
            end.typing.clear()

    async def _compare_secrets(self, one: Caller) -> None:
        """What both devices know of secret chats; and what they have been sent there they were sent once."""
        secrets, user = self.model.secrets, one.user_id
        state = deepcopy(
            [(secrets.queues[user, n], secrets.known_by((user, n)), secrets.read[user, n]) for n in (PHONE, TABLET)]
        )
        if self._secrets.get(user) != state:
            self._secrets[user] = state
            await self.phones[user].ask(one.phone, self.box(one).pts)
        for device in (PHONE, TABLET):
            asked = self.phones[user] if device == PHONE else self.told[user].secrets
            for end in (self.secret_end((user, device)), asked):
                self._compare_end(one, device, end)
                assert end.said == [said for said, _ in secrets.queues[user, device].said]

    def _compare_end(self, one: Person, device: int, end: SecretEnd) -> None:
        secrets, own = self.model.secrets, (one.user_id, device)
        end.compare(secrets.queues[own], secrets.known_by(own), secrets.read[own], self.model.now)

    async def compare_list(self, one: Person, *, archived: bool | None, at_once: int) -> None:
        """The list of dialogs, of a folder or of both: whole with the pinned ones on top, without them page by page."""
        box, folder = self.box(one), None if archived is None else int(archived)
        wanted = box.listed(self.peers, archived=archived)
        fields: dict[str, Any] = {"offset_date": 0, "offset_peer": types.InputPeerEmpty(), "hash": 0}
        whole = await one(messages.GetDialogs(folder_id=folder, offset_id=0, limit=100, **fields))
        assert self._ours(whole.dialogs) == box.pinned(archived=archived is True) + wanted
        paged: list[types.TypeDialog] = []
        while True:
            offset = paged[-1].top_message if paged else 0
            page = await one(
                messages.GetDialogs(exclude_pinned=True, folder_id=folder, offset_id=offset, limit=at_once, **fields)
            )
            if not page.dialogs:
                break
            assert len(page.dialogs) <= at_once
            paged += page.dialogs
        assert self._ours(paged) == wanted

    def _ours(self, dialogs: list[Any]) -> list[int]:
        """The peers of dialogs, without that of the service account."""
        return [peer for dialog in dialogs if (peer := number_of(dialog.peer)) in self.peers]


def _compare_arranged(box: Box, arranged: Arranged) -> None:
    assert arranged.saved_pins == box.saved_pins
    assert [arranged.pins[folder] for folder in (0, 1)] == [box.pinned(archived=archived) for archived in (False, True)]
    assert list(arranged.filters.items()) == [(number, title) for number, (title, _) in box.filters.items()]
    usual = (None, None, None)
    told = {place: some for place, some in arranged.notify.items() if some != usual}
    assert told == {place: some for place, some in box.notify.items() if some != usual}


def _together(numbers: Iterable[int]) -> list[int]:
    """Which belong together, whatever the numbers are."""
    places: dict[int, int] = {0: 0}
    return [places.setdefault(number, len(places)) for number in numbers]


KINDS = {
    types.MessageMediaContact: "contact",
    types.MessageMediaPoll: "poll",
    types.MessageMediaPhoto: "photo",
    types.MessageMediaDocument: "file",
    types.MessageMediaGeoLive: "live",
    types.MessageMediaToDo: "todo",
    types.MessageMediaGeo: "geo",
    types.MessageMediaVenue: "venue",
    types.MessageMediaDice: "dice",
    type(None): "",
}
ENTITIES = {
    types.MessageEntityBold: "bold",
    types.MessageEntityMentionName: "name",
    types.MessageEntityUrl: "url",
}


def _seen(shown: Any, viewer: int, *, follows: bool) -> tuple[Any, ...]:
    """What the model says of a message, as a viewer was shown it."""
    sender = viewer if shown.out else getattr(shown.from_id or shown.peer_id, "user_id", None)
    media = getattr(shown, "media", None)
    flags = (
        bool(getattr(shown, "pinned", False)),
        shown.silent,
        getattr(shown, "noforwards", False),
        shown.mentioned and shown.media_unread,
        shown.media_unread and not shown.mentioned,
    )
    header = getattr(shown, "fwd_from", None)
    origin = None if header is None else getattr(header.from_id, "user_id", 0)
    counts = shown.reactions.results if shown.reactions is not None and follows else []
    own = sorted((one.chosen_order, one.reaction.emoticon) for one in counts if one.chosen_order is not None)
    given = sorted(one.reaction.emoticon for one in counts for _ in range(one.count)), tuple(emoji for _, emoji in own)
    poll = polls.shown(media) if isinstance(media, types.MessageMediaPoll) else None
    gone = isinstance(media, types.MessageMediaPhoto) and media.photo is None
    what = _kind(media), gone, _list(media), poll
    text, ttl = (getattr(shown, "message", ""), _entities(shown)), shown.ttl_period or 0
    return text, what, sender, flags, origin, _answered(shown), given, shown.date, ttl


def _kind(media: Any) -> str:
    """Of which it is."""
    if isinstance(media, types.MessageMediaDocument) and media.voice:
        return "voice"
    return "tall photo" if _is_tall(media) else KINDS[type(media)]


def _entities(shown: Any) -> tuple[Entity, ...]:
    """What is said of parts of a text."""
    found = getattr(shown, "entities", None) or ()
    return tuple((ENTITIES[type(one)], one.offset, one.length, getattr(one, "user_id", 0)) for one in found)


def _is_tall(media: Any) -> bool:
    """Of the two photos that are sent, the one that is higher than it is wide."""
    sizes = media.photo.sizes if isinstance(media, types.MessageMediaPhoto) and media.photo is not None else []
    return any(one.h > one.w for one in sizes if isinstance(one, types.PhotoSize))


def _list(media: Any) -> tuple[int, frozenset[int]]:
    """How many things there are to do, and which of them are done."""
    if not isinstance(media, types.MessageMediaToDo):
        return 0, frozenset()
    return len(media.todo.list), frozenset(one.id for one in media.completions or ())


def _reply(box: Box, message: Copy | Waiting) -> tuple[int | None, int | None, int, str] | None:
    """What a message replies to: its id and, if it is another, its dialog, who wrote it there, and the quote."""
    content = message.content
    if content.reply is None:
        return None
    found, peer = box.replied.get(content.reply, (None, message.peer))
    return found, None if peer == message.peer else peer, content.elsewhere, content.quote


def _answered(shown: Any) -> tuple[int | None, int | None, int, str] | None:
    """The same as it was shown."""
    if (reply := shown.reply_to) is None:
        return None
    origin = None if reply.reply_from is None else reply.reply_from.from_id
    writer = 0 if origin is None else origin.user_id
    peer = None if reply.reply_to_peer_id is None else number_of(reply.reply_to_peer_id)
    return reply.reply_to_msg_id, peer, writer, reply.quote_text or ""
