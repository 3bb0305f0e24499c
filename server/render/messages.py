"""Messages as one viewer may see them: records → TL.

The viewer of a message is the owner of the box its copy stands in; what differs between copies is in the copy. Media,
service actions, entities and reactions have files of their own.
"""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from server.access.file_references import ContextKind, FileContext
from server.render.actions import render_action
from server.render.entities import render_entities, render_entity
from server.render.forwards import render_forward
from server.render.media import render_media
from server.render.reactions import render_reactions
from server.render.rendering import Rendering
from server.render.replies import render_reply
from server.render.rich_messages import render_rich_message
from storage import peers
from storage.conversations import messages
from storage.conversations.boxes import Event
from storage.conversations.messages import Flag, Message
from storage.peers import PeerKind

OUT, SILENT, MENTIONED, MEDIA_UNREAD = map(int, (Flag.OUT, Flag.SILENT, Flag.MENTIONED, Flag.MEDIA_UNREAD))
PINNED, SERVICE, NOFORWARDS, HAS_REACTIONS = map(int, (Flag.PINNED, Flag.SERVICE, Flag.NOFORWARDS, Flag.HAS_REACTIONS))
FROM_SCHEDULED, EDIT_HIDE, INVERT_MEDIA = map(int, (Flag.FROM_SCHEDULED, Flag.EDIT_HIDE, Flag.INVERT_MEDIA))
"""Plain numbers: an enumeration asked for each flag of each copy of each message costs more than all the rest."""


async def render_message(scene: Rendering, message: Message) -> types.Message | types.MessageService:
    """A message as the owner of its box sees it."""
    flags, body = int(message.flags), message.body
    if flags & SERVICE:
        return await _service_message(scene, message, flags)
    rich = body.get("rich")
    return types.Message(
        **await _common(scene, message, flags),
        message=body.get("text", "") if rich is None else "",
        entities=render_entities(scene, body.get("entities")) if rich is None else None,
        rich_message=await _rich_message(scene, message, rich) if rich is not None else None,
        media=await render_media(scene, message, body["media"]) if "media" in body else None,
        fwd_from=render_forward(scene, body["forward"]) if "forward" in body else None,
        edit_date=body.get("edited"),
        edit_hide=flags & EDIT_HIDE != 0,
        pinned=flags & PINNED != 0,
        noforwards=flags & NOFORWARDS != 0,
        invert_media=flags & INVERT_MEDIA != 0,
        from_scheduled=flags & FROM_SCHEDULED != 0,
        grouped_id=message.grouped_id or None,
    )


async def _rich_message(scene: Rendering, message: Message, rich: dict[str, Any]) -> types.RichMessage:
    return await render_rich_message(scene, rich, FileContext(ContextKind.MESSAGE, message.id))


async def _service_message(scene: Rendering, message: Message, flags: int) -> types.MessageService:
    return types.MessageService(
        **await _common(scene, message, flags),
        action=await render_action(scene, message),
        reactions_are_possible=True,
    )


async def _common(scene: Rendering, message: Message, flags: int) -> dict[str, Any]:
    """The fields that a message and a service message share."""
    body = message.body
    return {
        "out": flags & OUT != 0 and message.peer != message.box,  # nothing leaves for Saved Messages
        "mentioned": flags & MENTIONED != 0,
        "media_unread": flags & MEDIA_UNREAD != 0,
        "silent": flags & SILENT != 0,
        "id": message.id,
        "from_id": scene.peer(message.sender),
        "peer_id": scene.peer(message.peer),
        "saved_peer_id": scene.peer(body["saved_peer"]) if "saved_peer" in body else None,
        "reply_to": await render_reply(scene, message, body["reply"]) if "reply" in body else None,
        "date": message.date,
        "ttl_period": body.get("ttl"),
        "reactions": await render_reactions(scene, message) if flags & HAS_REACTIONS else None,
    }


async def told(scene: Rendering, event: Event) -> Message | None:
    """The message an event is about, as it is now; None when it has been deleted since."""
    if isinstance(event.record, Message):
        return event.record
    read = scene.messages.get(event.data["id"])
    return read if read is not None else await messages.by_id(scene.view, event.box, event.data["id"])


async def new_message(scene: Rendering, event: Event) -> types.UpdateNewMessage | None:
    """The update that tells of a new message."""
    message = await told(scene, event)
    if message is None:
        return None
    rendered = await render_message(scene, message)
    return types.UpdateNewMessage(message=rendered, pts=event.pts, pts_count=event.pts_count)


def short_message(message: Message) -> types.UpdateShortMessage | types.UpdateShortChatMessage | None:
    """A plain text in its compact form, as the news of it (server/updates/short_forms.py); its pts is yet to be set."""
    if not is_plain_text(message):
        return None
    message_id, date, body, peer = message.id, message.date, message.body, message.peer
    update: types.UpdateShortMessage | types.UpdateShortChatMessage
    if peer > 0:
        update = types.UpdateShortMessage(
            user_id=peer, id=message_id, message=body["text"], pts=0, pts_count=1, date=date
        )
    else:
        kind, plain = peers.split(peer)
        if kind is not PeerKind.CHAT:
            return None
        update = types.UpdateShortChatMessage(
            chat_id=plain, from_id=message.sender, id=message_id, message=body["text"], pts=0, pts_count=1, date=date
        )
    # What most have not is set apart: to unpack all fields from a mapping would cost more than all the rest.
    if flags := int(message.flags):
        update.out = flags & OUT != 0
        update.mentioned = flags & MENTIONED != 0
        update.media_unread = flags & MEDIA_UNREAD != 0
        update.silent = flags & SILENT != 0
    if entities := body.get("entities"):
        update.entities = [render_entity(record) for record in entities]
    if "ttl" in body:
        update.ttl_period = body["ttl"]
    return update


def is_plain_text(message: Message) -> bool:
    """Whether a message fits the short forms: a text alone, naming nobody who would have to be sent along."""
    body = message.body
    if int(message.flags) & _OTHER_FLAGS or not _PLAIN_TEXT.issuperset(body):
        return False
    return "entities" not in body or all(entity["kind"] != "mention_name" for entity in body["entities"])


_PLAIN_TEXT = frozenset({"text", "entities", "ttl"})
_OTHER_FLAGS = ~(OUT | SILENT | MENTIONED | MEDIA_UNREAD)
"""What a short form cannot say: that a text is protected, or was scheduled."""
