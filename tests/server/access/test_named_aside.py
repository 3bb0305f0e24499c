"""What a request names beside the dialog it is about: replies, mentions, filters, files, scheduled messages.

Grace, who has nothing to do with Alice's group, names what is Alice's wherever a request takes the id of something, in
her own Saved Messages where she may do anything. It has to look as if it did not exist (rows AC-2 to AC-4).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from mtproto.tl import functions, types
from tests.server.access.requests import as_peer
from tests.server.access.world import NO_MESSAGE, NOBODY_ID, SECRET, Outcome, World, outcome
from tests.server.client import Client
from tests.server.files.uploading import document, input_photo, noise, picture, upload
from tests.server.people import history, random_id, text

pytestmark = pytest.mark.rows("AC-2", "AC-3", "AC-4")

messages = functions.messages
SELF = types.InputPeerSelf()
AN_HOUR = 3_600


@dataclass(frozen=True)
class Things:
    """What may be named: a message, a scheduled one, a poll, a group, somebody, and files; and files of Grace's own."""

    message: int
    scheduled: int
    poll: int
    group: types.InputPeerChat
    user: types.InputUser
    photo: types.InputPhoto
    document: types.InputDocument
    my_photo: types.InputPhoto
    my_document: types.InputDocument
    due: int

    @property
    def person(self) -> types.InputPeerUser:
        return as_peer(self.user)


NOTHING: dict[str, Any] = dict.fromkeys(("offset_id", "offset_date", "add_offset", "max_id", "min_id", "hash"), 0)
WORDS = types.TextWithEntities(text="mine", entities=[])


def _media(media: types.TypeInputMedia, **fields: Any) -> messages.SendMedia:
    return messages.SendMedia(peer=SELF, media=media, message="", random_id=random_id(), **fields)


def _reply(things: Things, **fields: Any) -> types.InputReplyToMessage:
    return types.InputReplyToMessage(reply_to_msg_id=things.message, **fields)


def _search(**fields: Any) -> messages.Search:
    zero = {**NOTHING, "min_date": 0, "max_date": 0}
    del zero["offset_date"]
    return messages.Search(
        **zero, **{"peer": SELF, "q": SECRET, "filter": types.InputMessagesFilterEmpty(), "limit": 9, **fields}
    )


def _folder(**peers: Any) -> messages.UpdateDialogFilter:
    fields = {"pinned_peers": [], "include_peers": [SELF], "exclude_peers": [], **peers}
    return messages.UpdateDialogFilter(id=2, filter=types.DialogFilter(id=2, title=WORDS, **fields))


def _mention(user: types.InputUser) -> list[types.TypeMessageEntity]:
    return [types.InputMessageEntityMentionName(offset=0, length=1, user_id=user)]


ASIDE: dict[str, Callable[[Things], Any]] = {
    "reply": lambda n: text(SELF, "x", reply_to=_reply(n)),
    "reply across dialogs": lambda n: text(SELF, "x", reply_to=_reply(n, reply_to_peer_id=n.group)),
    "reply to somebody": lambda n: text(SELF, "x", reply_to=_reply(n, reply_to_peer_id=n.person)),
    "quote": lambda n: text(SELF, "x", reply_to=_reply(n, reply_to_peer_id=n.group, quote_text=SECRET)),
    "reply to an answer": lambda n: text(
        SELF, "x", reply_to=types.InputReplyToMessage(reply_to_msg_id=n.poll, poll_option=b"soup")
    ),
    "reply to a task": lambda n: text(SELF, "x", reply_to=_reply(n, todo_item_id=1)),
    "reply that waits": lambda n: text(SELF, "x", reply_to=_reply(n), schedule_date=n.due),
    "reply with a media": lambda n: _media(types.InputMediaDice(emoticon="🎲"), reply_to=_reply(n)),
    "draft": lambda n: messages.SaveDraft(peer=SELF, message="x", reply_to=_reply(n, reply_to_peer_id=n.group)),
    "forward": lambda n: messages.ForwardMessages(
        from_peer=n.group, id=[n.message], random_id=[random_id()], to_peer=SELF
    ),
    "forward again and again": lambda n: messages.ForwardMessages(
        from_peer=SELF,
        id=[n.message],
        random_id=[random_id()],
        to_peer=SELF,
        schedule_date=n.due,
        schedule_repeat_period=86_400,
    ),
    "mention": lambda n: text(SELF, "x", entities=_mention(n.user)),
    "mention in a draft": lambda n: messages.SaveDraft(peer=SELF, message="x", entities=_mention(n.user)),
    "sent as": lambda n: text(SELF, "x", send_as=n.person),
    "search by sender": lambda n: _search(from_id=n.person),
    "search by source": lambda n: _search(saved_peer_id=n.group),
    "search by source, somebody": lambda n: _search(saved_peer_id=n.person),
    "folder": lambda n: _folder(include_peers=[n.group]),
    "folder with somebody": lambda n: _folder(pinned_peers=[n.person]),
    "folder without": lambda n: _folder(exclude_peers=[n.group]),
    "saved from": lambda n: messages.GetSavedHistory(peer=n.group, limit=9, **NOTHING),
    "saved from somebody": lambda n: messages.GetSavedHistory(peer=n.person, limit=9, **NOTHING),
    "tags": lambda n: messages.GetSavedReactionTags(peer=n.group, hash=0),
    "forget what was saved": lambda n: messages.DeleteSavedHistory(peer=n.group, max_id=0),
    "pin what was saved": lambda n: messages.ToggleSavedDialogPin(
        peer=types.InputDialogPeer(peer=n.person), pinned=True
    ),
    "scheduled": lambda n: messages.GetScheduledMessages(peer=SELF, id=[n.scheduled]),
    "send what waits": lambda n: messages.SendScheduledMessages(peer=SELF, id=[n.scheduled]),
    "delete what waits": lambda n: messages.DeleteScheduledMessages(peer=SELF, id=[n.scheduled]),
    "edit what waits": lambda n: messages.EditMessage(peer=SELF, id=n.scheduled, message="x", schedule_date=n.due),
    "edit": lambda n: messages.EditMessage(peer=SELF, id=n.message, message="x"),
    "what is replied to": lambda n: messages.GetMessages(id=[types.InputMessageReplyTo(id=n.message)]),
    "look": lambda n: messages.ReadMessageContents(id=[n.message]),
    "vote": lambda n: messages.SendVote(peer=SELF, msg_id=n.poll, options=[b"soup"]),
    "found a group": lambda n: messages.CreateChat(users=[n.user], title="mine"),
    "photo": lambda n: _media(types.InputMediaPhoto(id=n.photo)),
    "live photo": lambda n: _media(types.InputMediaPhoto(id=n.my_photo, video=n.document, live_photo=True)),
    "document": lambda n: _media(types.InputMediaDocument(id=n.document)),
    "cover": lambda n: _media(types.InputMediaDocument(id=n.my_document, video_cover=n.photo)),
    "profile photo": lambda n: functions.photos.UpdateProfilePhoto(id=n.photo),
}


async def test_what_is_others_looks_like_nothing(world: World) -> None:
    hers = await _of_alice(world)
    nothing = replace(
        hers,
        message=NO_MESSAGE,
        scheduled=NO_MESSAGE,
        poll=NO_MESSAGE,
        group=types.InputPeerChat(chat_id=NOBODY_ID),
        user=types.InputUser(user_id=NOBODY_ID, access_hash=hers.user.access_hash),
        photo=_with_id(types.InputPhoto, hers.photo, NOBODY_ID),
        document=_with_id(types.InputDocument, hers.document, NOBODY_ID),
    )
    for what, asked in ASIDE.items():
        seen = await outcome(world, world.grace, asked(hers))
        assert SECRET not in seen.answer, what
        assert not seen.moved, what
        assert _said(seen) == _said(await outcome(world, world.grace, asked(nothing))), what


def _said(seen: Outcome) -> tuple[str, str]:
    """What an outcome says, but for what is another number each time."""
    return seen.error, re.sub(r"\b(id|date|pts|random_id|seq|top_message)=-?\d+", r"\1", seen.answer)


async def _of_alice(world: World) -> Things:
    """Hers, by hashes that Grace was never given; Grace has written too little to have a message with these ids."""
    alice, due = world.alice, int(world.harness.clock.now()) + AN_HOUR
    waiting = await alice(text(SELF, SECRET, schedule_date=due))
    found = (await history(alice, world.peer)).messages
    photo, kept = await _files(alice)
    my_photo, my_document = await _files(world.grace)
    return Things(
        next(one.id for one in found if SECRET in getattr(one, "message", "")),
        next(one.id for one in waiting.updates if isinstance(one, types.UpdateMessageID)),
        next(one.id for one in found if isinstance(getattr(one, "media", None), types.MessageMediaPoll)),
        world.peer,
        world.user(alice, world.carol),
        photo,
        kept,
        my_photo,
        my_document,
        due,
    )


async def _files(client: Client) -> tuple[types.InputPhoto, types.InputDocument]:
    """A photo and a video that somebody has uploaded."""
    given = types.InputMediaUploadedPhoto(file=await upload(client, picture(40, 30).getvalue(), "photo.png"))
    photo = (await client(messages.UploadMedia(peer=SELF, media=given))).photo
    video = document(await upload(client, noise(64)), "video/mp4")
    video.attributes = [types.DocumentAttributeVideo(duration=1, w=1, h=1)]
    other = (await client(messages.UploadMedia(peer=SELF, media=video))).document
    return input_photo(photo), _with_id(types.InputDocument, other, other.id)


def _with_id(kind: type[Any], file: Any, file_id: int) -> Any:
    return kind(id=file_id, access_hash=file.access_hash, file_reference=file.file_reference)
