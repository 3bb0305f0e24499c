"""Requests of every method, made from its definition: what a field is called says what has to stand in it.

A method with a field of a new name makes `request` fail until the name is said here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mtproto.tl import types
from tests.server.people import random_id


@dataclass(frozen=True)
class Names:
    """What a request names: somebody or some group, a member of it, and messages there by what they show."""

    peer: types.TypeInputPeer
    chat_id: int
    user: types.InputUser
    text: int
    poll: int
    todo: int
    file: types.TypeInputFile
    link: str = "https://t.me/+nothing"


WORDS = types.TextWithEntities(text="soup", entities=[])
NOTHING = types.InputMessagesFilterEmpty()
OF_POLLS = frozenset({"addPollAnswer", "deletePollAnswer", "sendVote", "getPollResults", "getPollVotes"})
OF_LISTS = frozenset({"toggleTodoCompleted", "appendTodoList"})


def _message(method: str, names: Names) -> int:
    if method in OF_POLLS:
        return names.poll
    return names.todo if method in OF_LISTS else names.text


def _dialog(names: Names) -> types.InputDialogPeer:
    return types.InputDialogPeer(peer=names.peer)


def _contact() -> types.InputMediaContact:
    return types.InputMediaContact(phone_number="1", first_name="x", last_name="", vcard="")


def _single(names: Names) -> types.InputSingleMedia:
    media = types.InputMediaUploadedDocument(file=names.file, mime_type="text/plain", attributes=[])
    return types.InputSingleMedia(media=media, random_id=random_id(), message="")


def as_peer(user: types.InputUser) -> types.InputPeerUser:
    """How one names the dialog with somebody whom one names so."""
    return types.InputPeerUser(user_id=user.user_id, access_hash=user.access_hash)


VALUES: dict[tuple[str, str], Callable[[str, Names], Any]] = {
    ("about", "string"): lambda _, n: "about",
    ("action", "SendMessageAction"): lambda _, n: types.SendMessageTypingAction(),
    ("admin_id", "InputUser"): lambda _, n: n.user,
    ("answer", "PollAnswer"): lambda _, n: types.InputPollAnswer(text=WORDS),
    ("available_reactions", "ChatReactions"): lambda _, n: types.ChatReactionsNone(),
    ("banned_rights", "ChatBannedRights"): lambda _, n: types.ChatBannedRights(until_date=0, send_gifs=True),
    ("chat_id", "long"): lambda _, n: n.chat_id,
    ("completed", "Vector<int>"): lambda _, n: [1],
    ("enabled", "Bool"): lambda _, n: True,
    ("filter", "MessagesFilter"): lambda method, n: NOTHING if method == "search" else types.InputMessagesFilterUrl(),
    ("filters", "Vector<MessagesFilter>"): lambda _, n: [types.InputMessagesFilterUrl()],
    ("folder_peers", "Vector<InputFolderPeer>"): lambda _, n: [types.InputFolderPeer(peer=n.peer, folder_id=1)],
    ("from_peer", "InputPeer"): lambda _, n: n.peer,
    ("hash", "string"): lambda _, n: n.link.rpartition("+")[2],
    ("id", "Vector<InputMessage>"): lambda _, n: [types.InputMessageID(id=n.text)],
    ("id", "Vector<int>"): lambda _, n: [n.text],
    ("id", "Vector<long>"): lambda _, n: [n.chat_id],
    ("id", "int"): lambda method, n: 2 if method == "updateDialogFilter" else _message(method, n),
    ("ids", "Vector<InputPeer>"): lambda _, n: [n.peer],
    ("increment", "Bool"): lambda _, n: True,
    ("incompleted", "Vector<int>"): lambda _, n: [],
    ("is_admin", "Bool"): lambda _, n: True,
    ("limit", "int"): lambda _, n: 20,
    ("link", "string"): lambda _, n: n.link,
    ("list", "Vector<TodoItem>"): lambda _, n: [types.TodoItem(id=9, title=WORDS)],
    ("media", "InputMedia"): lambda _, n: _contact(),
    ("message", "string"): lambda method, n: "" if method == "report" else "words of a request",
    ("msg_id", "int"): lambda method, n: _message(method, n),
    ("multi_media", "Vector<InputSingleMedia>"): lambda _, n: [_single(n)],
    ("offset_peer", "InputPeer"): lambda _, n: types.InputPeerEmpty(),
    ("offset_user", "InputUser"): lambda _, n: types.InputUserEmpty(),
    ("option", "bytes"): lambda _, n: b"",
    ("options", "Vector<bytes>"): lambda _, n: [b"soup"],
    ("order", "Vector<InputDialogPeer>"): lambda _, n: [_dialog(n)],
    ("order", "Vector<int>"): lambda _, n: [],
    ("parent_peer", "InputPeer"): lambda _, n: n.peer,
    ("participant", "InputPeer"): lambda _, n: as_peer(n.user),
    ("password", "InputCheckPasswordSRP"): lambda _, n: types.InputCheckPasswordEmpty(),
    ("peer", "InputDialogPeer"): lambda _, n: _dialog(n),
    ("peer", "InputPeer"): lambda _, n: n.peer,
    ("peers", "Vector<InputDialogPeer>"): lambda _, n: [_dialog(n)],
    ("period", "int"): lambda _, n: 86_400,
    ("peer", "InputNotifyPeer"): lambda _, n: types.InputNotifyPeer(peer=n.peer),
    ("photo", "InputChatPhoto"): lambda _, n: types.InputChatPhotoEmpty(),
    ("pts", "int"): lambda _, n: 1,
    ("q", "string"): lambda _, n: "secret",
    ("random_id", "Vector<long>"): lambda _, n: [random_id()],
    ("random_id", "long"): lambda _, n: random_id(),
    ("rank", "string"): lambda _, n: "rank",
    ("reaction", "Reaction"): lambda _, n: types.ReactionEmoji(emoticon="👍"),
    ("reaction_peer", "InputPeer"): lambda _, n: as_peer(n.user),
    ("reason", "ReportReason"): lambda _, n: types.InputReportReasonSpam(),
    ("reply_to", "InputReplyTo"): lambda _, n: types.InputReplyToMessage(reply_to_msg_id=n.text),
    ("settings", "AutoSaveSettings"): lambda _, n: types.AutoSaveSettings(photos=True),
    ("settings", "InputPeerNotifySettings"): lambda _, n: types.InputPeerNotifySettings(mute_until=1),
    ("theme", "InputChatTheme"): lambda _, n: types.InputChatTheme(emoticon="🏠"),
    ("title", "string"): lambda _, n: "A title",
    ("to_peer", "InputPeer"): lambda _, n: n.peer,
    ("user_id", "InputUser"): lambda _, n: n.user,
    ("users", "Vector<InputUser>"): lambda _, n: [n.user],
}

NAMELESS = frozenset({"date", "fwd_limit", "hash", "max_id", "min_id", "add_offset", "offset_id", "offset_date", "qts"})
NAMELESS |= {"folder_id", "min_date", "max_date", "offset_rate", "poll_hash"}
"""Figures that narrow an answer; they are 0."""

BESIDES: dict[str, Callable[[Names], dict[str, Any]]] = {
    "editMessage": lambda n: {"message": "edited words"},
    "forwardMessages": lambda n: {"to_peer": types.InputPeerSelf()},
    "getNotifyExceptions": lambda n: {"peer": types.InputNotifyPeer(peer=n.peer)},
    "getSavedReactionTags": lambda n: {"peer": n.peer},
    "saveAutoSaveSettings": lambda n: {"peer": n.peer},
    "sendReaction": lambda n: {"reaction": [types.ReactionEmoji(emoticon="👍")]},
    "updateDialogFilter": lambda n: {
        "filter": types.DialogFilter(
            id=2, title=WORDS, pinned_peers=[], include_peers=[n.peer], exclude_peers=[], emoticon=""
        )
    },
}
"""Fields that may be left out, but matter to who is meant."""


def request(function: type[Any], names: Names) -> Any:
    """A request of this method that names these."""
    method = function.NAME.rpartition(".")[2]
    fields: dict[str, Any] = {}
    for field in function.DEFINITION.values:
        if field.optional:
            continue
        value = VALUES.get((field.name, field.type.name))
        if value is None and not (field.name in NAMELESS and field.type.name in ("int", "long")):
            raise AssertionError(f"say in VALUES what {field.name}:{field.type.name} of {function.NAME} is")
        fields[field.attribute] = 0 if value is None else value(method, names)
    return function(**{**fields, **(BESIDES[method](names) if method in BESIDES else {})})


def same(function: type[Any], one: Names, other: Names) -> bool:
    """Whether a method asks the same of both, because it names nothing in which they differ."""
    first, second = (request(function, names).to_dict() for names in (one, other))
    return bool(_without_random(first) == _without_random(second))


def _without_random(fields: Any) -> Any:
    if isinstance(fields, dict):
        return {name: _without_random(value) for name, value in fields.items() if name != "random_id"}
    return [_without_random(value) for value in fields] if isinstance(fields, list) else fields
