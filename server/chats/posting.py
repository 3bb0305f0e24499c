"""What may be written where, by what a message holds.

In a group the default rights of its members decide: each kind of content has its own right
(core.telegram.org/api/rights) and its own error; admins are bound by none. A user may refuse voice messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from server.access.privacy import allows
from server.chats.membership import Seat, find_seat
from storage.accounts.privacy import PrivacyKey
from storage.conversations import polls
from storage.conversations.chats import Banned
from storage.conversations.messages import Body
from storage.database import Snapshot
from storage.media import files
from storage.media.files import File

ERRORS: dict[Banned, type[RpcError]] = {
    Banned.SEND_PLAIN: rpc_errors.CHAT_SEND_PLAIN_FORBIDDEN,
    Banned.SEND_PHOTOS: rpc_errors.CHAT_SEND_PHOTOS_FORBIDDEN,
    Banned.SEND_VIDEOS: rpc_errors.CHAT_SEND_VIDEOS_FORBIDDEN,
    Banned.SEND_ROUNDVIDEOS: rpc_errors.CHAT_SEND_ROUNDVIDEOS_FORBIDDEN,
    Banned.SEND_AUDIOS: rpc_errors.CHAT_SEND_AUDIOS_FORBIDDEN,
    Banned.SEND_VOICES: rpc_errors.CHAT_SEND_VOICES_FORBIDDEN,
    Banned.SEND_DOCS: rpc_errors.CHAT_SEND_DOCS_FORBIDDEN,
    Banned.SEND_STICKERS: rpc_errors.CHAT_SEND_STICKERS_FORBIDDEN,
    Banned.SEND_GIFS: rpc_errors.CHAT_SEND_GIFS_FORBIDDEN,
    Banned.SEND_GAMES: rpc_errors.CHAT_SEND_GAME_FORBIDDEN,
    Banned.SEND_POLLS: rpc_errors.CHAT_SEND_POLL_FORBIDDEN,
    Banned.EMBED_LINKS: rpc_errors.CHAT_SEND_WEBPAGE_FORBIDDEN,
}

KINDS: dict[str, tuple[Banned, ...]] = {
    "photo": (Banned.SEND_PHOTOS,),
    "dice": (Banned.SEND_STICKERS,),
    "game": (Banned.SEND_GAMES,),
    "todo": (Banned.SEND_POLLS,),
    "webpage": (Banned.SEND_PLAIN, Banned.EMBED_LINKS),
    "link": (Banned.EMBED_LINKS,),
}
"""By kind of media. Documents and polls are looked into; whatever is not named (a place, a contact) is as good as
text."""

PLAIN = (Banned.SEND_PLAIN,)


async def check_content(view: Snapshot, sender: int, peer: int, bodies: Iterable[Body]) -> None:
    """Judge what somebody wants to write: in a basic group by their rights, to a user by that user's privacy.

    Raises:
        VOICE_MESSAGES_FORBIDDEN: The user takes no voice or round video messages from the sender.
        CHAT_WRITE_FORBIDDEN: Members may write nothing, or the sender is none.
        CHAT_SEND_PLAIN_FORBIDDEN and its kin: They may not write this.
    """
    rights = [right for body in bodies for right in await rights_for(view, body)]
    if peer > 0:
        await _check_voice(view, sender, peer, rights)
        return
    _check_rights(await _writing_seat(view, sender, peer), rights)


async def may_embed_links(view: Snapshot, sender: int, peer: int) -> bool:
    """Whether what somebody writes there may show previews of its links."""
    if peer > 0:
        return True
    place = await find_seat(view, peer, sender)
    return place is not None and place.may(Banned.EMBED_LINKS)


async def check_may_write(view: Snapshot, sender: int, peer: int) -> None:
    """Judge whether somebody may do what a service message then tells; CHAT_WRITE_FORBIDDEN as in `check_content`."""
    if peer < 0:
        await _writing_seat(view, sender, peer)


async def _writing_seat(view: Snapshot, sender: int, peer: int) -> Seat:
    place = await find_seat(view, peer, sender)
    if place is None or not place.may(Banned.SEND_MESSAGES):
        raise rpc_errors.CHAT_WRITE_FORBIDDEN
    return place


async def check_change(view: Snapshot, sender: int, peer: int, before: Body, after: Body) -> None:
    """Judge an edit: a message must not become what its writer may not send. What it is already, it may stay.

    Raises:
        VOICE_MESSAGES_FORBIDDEN, CHAT_SEND_PHOTOS_FORBIDDEN, ...: As for `check_content`.
    """
    had = await rights_for(view, before)
    rights = [right for right in await rights_for(view, after) if right not in had]
    if peer > 0:
        await _check_voice(view, sender, peer, rights)
    elif rights and (place := await find_seat(view, peer, sender)) is not None:
        _check_rights(place, rights)


def _check_rights(place: Seat, rights: Iterable[Banned]) -> None:
    for right in rights:
        if not place.may(right):
            raise ERRORS[right]


async def _check_voice(view: Snapshot, sender: int, recipient: int, rights: Sequence[Banned]) -> None:
    if not _VOICE.isdisjoint(rights) and not await allows(view, recipient, PrivacyKey.VOICE_MESSAGES, sender):
        raise rpc_errors.VOICE_MESSAGES_FORBIDDEN


_VOICE = frozenset({Banned.SEND_VOICES, Banned.SEND_ROUNDVIDEOS})


async def rights_for(view: Snapshot, body: Body) -> tuple[Banned, ...]:
    """The rights that a message needs; a poll and blocks need those of the pictures and videos in them, too."""
    if (rich := body.get("rich")) is not None:
        return (*PLAIN, *await _rights_for_blocks(view, rich))
    media = body.get("media")
    if media is None:
        return PLAIN
    if media["kind"] != "poll":
        return await _rights_for_media(view, media)
    poll = polls.defined(0, 0, media["poll"]) if "poll" in media else await polls.by_id(view, media["poll_id"])
    parts = [right for one in poll.parts for right in await _rights_for_media(view, one)] if poll is not None else []
    return (Banned.SEND_POLLS, *(right for right in parts if right is not Banned.SEND_PLAIN))


async def _rights_for_blocks(view: Snapshot, rich: Mapping[str, Any]) -> list[Banned]:
    photos: list[Mapping[str, Any]] = [{"kind": "photo"}] if rich["photos"] else []
    documents = [{"kind": "document", "file_id": one} for one in rich["documents"]]
    return [right for one in (*photos, *documents) for right in await _rights_for_media(view, one)]


async def _rights_for_media(view: Snapshot, media: Mapping[str, Any]) -> tuple[Banned, ...]:
    if media["kind"] != "document":
        return KINDS.get(media["kind"], PLAIN)
    file = await files.by_id(view, media["file_id"])
    return (Banned.SEND_DOCS if file is None else _right_for_document(file),)


def _right_for_document(file: File) -> Banned:
    attributes = {attribute["kind"]: attribute for attribute in file.details.get("attributes", ())}
    if "sticker" in attributes:
        return Banned.SEND_STICKERS
    if "animated" in attributes:
        return Banned.SEND_GIFS
    if "video" in attributes:
        return Banned.SEND_ROUNDVIDEOS if attributes["video"].get("round") else Banned.SEND_VIDEOS
    if "audio" in attributes:
        return Banned.SEND_VOICES if attributes["audio"].get("voice") else Banned.SEND_AUDIOS
    return Banned.SEND_DOCS
