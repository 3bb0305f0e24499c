"""A game on a real server: three people with two devices each, their group, the model, and whether both agree."""

import asyncio
from collections.abc import Iterable
from typing import Any

from mtproto.tl import functions, types
from tests.server.files.test_photos import named
from tests.server.files.test_telethon import picture
from tests.server.files.uploading import upload
from tests.server.harness import Harness
from tests.server.messages.playing.model import GROUP, SERVICE, Box, Copy, Model
from tests.server.messages.playing.replica import Replica
from tests.server.people import ALICE, BOB, CAROL, Person, history, peer_of, person, user_of

messages = functions.messages

PHOTO = picture(40, 30).getvalue()


class Game:
    """Alice has made the group. What the people do is for whoever plays to say, to the server and to the model."""

    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.people: list[Person] = []
        self.told: dict[int, Replica] = {}
        """By user, what a device knows that asks for the difference after every command."""
        self.live: dict[int, Replica] = {}
        """What a device knows that only hears what is pushed."""
        self.away: dict[int, Replica] = {}
        """What a device knows that comes back now and then."""
        self.badges: dict[int, int] = {}
        """What was unread before the game: notices of the service account."""
        self._photos: dict[int, types.InputPhoto] = {}

    async def start(self) -> None:
        """Sign everybody up, and make the group."""
        for number, name in ((ALICE, "Alice"), (BOB, "Bob"), (CAROL, "Carol")):
            self.people.append(await person(self.harness, number, name))
        boxes = {}
        for one in self.people:
            (whole,) = await one(messages.GetSplitRanges())
            state = await one(functions.updates.GetState())
            boxes[one.user_id] = Box(whole.max_id, one.pts)
            self.badges[one.user_id] = state.unread_count
            for replicas in (self.told, self.live, self.away):
                replicas[one.user_id] = Replica(one.pts, state.date)
        alice = self.people[0]
        self.model = Model(boxes, alice.user_id, int(self.harness.clock.now()))
        made = await alice(
            messages.CreateChat(users=[self.user(alice, one) for one in self.people[1:]], title="Everybody")
        )
        self.chat_id = made.updates.chats[0].id
        link = (await alice(messages.ExportChatInvite(peer=self.group))).link
        self.invite = link.rpartition("+")[2]
        self.model.send(alice.user_id, GROUP, SERVICE)

    @property
    def group(self) -> types.InputPeerChat:
        return types.InputPeerChat(chat_id=self.chat_id)

    @property
    def peers(self) -> list[int]:
        """Of the dialogs that everybody has."""
        return [*(one.user_id for one in self.people), GROUP]

    def box(self, one: Person) -> Box:
        return self.model.boxes[one.user_id]

    def user(self, viewer: Person, other: Person) -> types.InputUser:
        return user_of(self.harness, viewer, other)

    def peer(self, viewer: Person, peer: int) -> types.TypeInputPeer:
        """How one names the peer of a dialog of theirs."""
        if peer == GROUP:
            return self.group
        other = next(one for one in self.people if one.user_id == peer)
        return types.InputPeerSelf() if viewer is other else peer_of(self.harness, viewer, other)

    async def photo(self, one: Person) -> types.InputMediaPhoto:
        """A photo that somebody has already uploaded."""
        if one.user_id not in self._photos:
            given = types.InputMediaUploadedPhoto(file=await upload(one, PHOTO, "photo.png"))
            made = (await one(messages.UploadMedia(peer=types.InputPeerSelf(), media=given))).photo
            self._photos[one.user_id] = named(made)
        return types.InputMediaPhoto(id=self._photos[one.user_id])

    async def compare(self) -> None:
        """Everyone sees what the model says, however they look."""
        await asyncio.gather(*(self._compare(one) for one in self.people))

    async def _compare(self, one: Person) -> None:
        await asyncio.gather(
            *(self.compare_page(one, peer, self.box(one).ids(peer)) for peer in self.peers),
            self._compare_dialogs(one),
            self._compare_scheduled(one),
        )
        box = self.box(one)
        await self.live[one.user_id].listen(one.tablet, box.pts)
        await self.told[one.user_id].ask(one.tablet, box.pts)
        self.compare_replica(one, self.live)
        self.compare_replica(one, self.told)

    def compare_replica(self, one: Person, replicas: dict[int, Replica]) -> None:
        """What a device has been told is what there is."""
        box, replica = self.box(one), replicas[one.user_id]
        assert replica.texts == {i: copy.content.text for i, copy in box.messages.items()}
        assert replica.pinned == {i for i, copy in box.messages.items() if copy.pinned}

    async def compare_page(self, one: Person, peer: int, ids: list[int], **window: int) -> None:
        """A page of a dialog is these messages, as they are."""
        shown = (await history(one, self.peer(one, peer), **window)).messages
        follows = peer != GROUP or one.user_id in self.model.members
        box = self.box(one)
        wanted = [(i, *self._wanted(one.user_id, box, box.messages[i], follows=follows)) for i in ids]
        seen = [(m.id, *_seen(m, one.user_id, follows=follows)) for m in shown]
        assert seen == wanted, (seen, wanted)
        assert _together(m.grouped_id or 0 for m in shown if isinstance(m, types.Message)) == _together(
            copy.content.album for i in ids if not (copy := box.messages[i]).content.service
        )

    def _wanted(self, viewer: int, box: Box, copy: Copy, *, follows: bool) -> tuple[Any, ...]:
        content = copy.content
        reply = None if content.reply is None else box.replied.get(content.reply)
        given = sorted(filter(None, self.model.reactions[copy.key].values())) if follows else []
        vote = self.model.votes[content.poll].get(viewer) if follows else None
        flags = (copy.pinned, content.silent, content.protected, content.forwarded, copy.mention, copy.unopened)
        media = content.media, content.gone, content.done, content.poll in self.model.closed, vote
        return content.text, media, copy.sender, flags, reply, given, copy.date, copy.ttl

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
            assert shown.unread_mentions_count == sum(copy.mention for copy in copies)
            assert shown.unread_reactions_count == sum(copy.news for copy in copies)
            assert shown.read_inbox_max_id == box.read_inbox.get(peer, 0)
            assert shown.read_outbox_max_id == box.read_outbox.get(peer, 0)
            assert (shown.unread_mark, shown.folder_id or 0) == (setting.marked, int(setting.archived))
            assert getattr(shown.draft, "message", "") == setting.draft
            if peer != GROUP or one.user_id in self.model.members:
                assert (shown.ttl_period or 0) == self.model.timer(one.user_id, peer)
            unread += bool(shown.unread_count or shown.unread_mark)
        assert answer.state.pts == box.pts
        assert answer.state.unread_count == self.badges[one.user_id] + unread
        for archived in (False, True):
            top = await one.tablet(messages.GetPinnedDialogs(folder_id=int(archived)))
            assert [_peer(dialog) for dialog in top.dialogs] == box.pinned(archived=archived)

    async def _compare_scheduled(self, one: Person) -> None:
        box = self.box(one)
        for peer in {waiting.peer for waiting in box.scheduled.values()}:
            asked = messages.GetScheduledHistory(peer=self.peer(one, peer), hash=0)
            shown = {
                message.id: (message.date, message.message, _answered(message))
                for message in (await one(asked)).messages
            }
            assert shown == {
                i: (waiting.due, waiting.content.text, box.replied.get(waiting.content.reply or 0))
                for i, waiting in box.scheduled.items()
                if waiting.peer == peer
            }

    async def compare_list(self, one: Person, *, archived: bool, at_once: int) -> None:
        """The list of dialogs: whole with the pinned ones on top, and without them page by page."""
        box, folder = self.box(one), int(archived)
        wanted = box.listed(self.peers, archived=archived)
        fields: dict[str, Any] = {"offset_date": 0, "offset_peer": types.InputPeerEmpty(), "hash": 0}
        whole = await one(messages.GetDialogs(folder_id=folder, offset_id=0, limit=100, **fields))
        assert self._ours(whole.dialogs) == box.pinned(archived=archived) + wanted
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
        return [peer for dialog in dialogs if (peer := _peer(dialog)) in self.peers]


def _peer(dialog: Any) -> int:
    return int(getattr(dialog.peer, "user_id", GROUP))


def _together(numbers: Iterable[int]) -> list[int]:
    """Which belong together, whatever the numbers are."""
    places: dict[int, int] = {0: 0}
    return [places.setdefault(number, len(places)) for number in numbers]


KINDS = {
    types.MessageMediaContact: "contact",
    types.MessageMediaPoll: "poll",
    types.MessageMediaPhoto: "photo",
    types.MessageMediaGeoLive: "live",
    types.MessageMediaToDo: "todo",
    type(None): "",
}


def _seen(shown: Any, viewer: int, *, follows: bool) -> tuple[Any, ...]:
    """What the model says of a message, as a viewer was shown it."""
    sender = viewer if shown.out else getattr(shown.from_id or shown.peer_id, "user_id", None)
    media = getattr(shown, "media", None)
    flags = (
        bool(getattr(shown, "pinned", False)),
        shown.silent,
        getattr(shown, "noforwards", False),
        getattr(shown, "fwd_from", None) is not None,
        shown.mentioned and shown.media_unread,
        shown.media_unread and not shown.mentioned,
    )
    counts = shown.reactions.results if shown.reactions is not None and follows else []
    given = sorted(one.reaction.emoticon for one in counts for _ in range(one.count))
    results = (media.results.results or ()) if isinstance(media, types.MessageMediaPoll) else ()
    vote = next((one.option for one in results if one.chosen), None)
    gone = isinstance(media, types.MessageMediaPhoto) and media.photo is None
    done = isinstance(media, types.MessageMediaToDo) and bool(media.completions)
    closed = isinstance(media, types.MessageMediaPoll) and media.poll.closed
    what = KINDS[type(media)], gone, done, closed, vote
    text, ttl = getattr(shown, "message", ""), shown.ttl_period or 0
    return text, what, sender, flags, _answered(shown), given, shown.date, ttl


def _answered(shown: Any) -> int | None:
    """The id of what a message replies to."""
    reply: int | None = getattr(shown.reply_to, "reply_to_msg_id", None)
    return reply
