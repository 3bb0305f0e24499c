"""What the SDK gives, as the flat records that commands print."""

from __future__ import annotations

from typing import Any

from client_sdk.cli.output import Record
from client_sdk.errors import PeerUnknown
from client_sdk.files.locations import file_name
from client_sdk.peers import id_of
from client_sdk.text import unparse
from client_sdk.verbs.dialogs import Dialog, name_of
from client_sdk.verbs.history import AnyMessage
from mtproto.tl import TLObject, types


def message(shown: AnyMessage) -> Record:
    """A message: time in Unix seconds, formatting as Markdown beside the plain text; `what` is for tables."""
    record: dict[str, Any] = {
        "id": shown.id,
        "chat": id_of(shown.peer_id),
        "from": _writer(shown),
        "date": shown.date,
        "out": shown.out,
        "reply_to": getattr(shown.reply_to, "reply_to_msg_id", None),
    }
    if isinstance(shown, types.MessageService):
        return {**record, "what": f"[{shown.action.NAME}]", "action": shown.action.to_dict()}
    file = _file(shown.media)
    record |= {"text": shown.message, "markdown": unparse(shown.message, shown.entities, "markdown"), "file": file}
    record["what"] = shown.message or (f"[{file['name']}]" if file else f"[{shown.media.NAME}]" if shown.media else "")
    return record


def dialog(shown: Dialog) -> Record:
    """One line of the list of chats."""
    last = None if shown.message is None else message(shown.message)
    return {
        "id": shown.id,
        "name": shown.name,
        "username": getattr(shown.peer, "username", None),
        "unread": shown.dialog.unread_count,
        "pinned": shown.dialog.pinned,
        "date": None if last is None else last["date"],
        "last": None if last is None else last["what"],
        "message": last,
    }


def peer(shown: TLObject) -> Record:
    """A user or chat."""
    phone = getattr(shown, "phone", None)
    return {
        "id": id_of(shown),
        "name": name_of(shown),
        "username": getattr(shown, "username", None),
        "phone": f"+{phone}" if phone else None,
    }


def session(shown: types.Authorization) -> Record:
    """A device that the account is signed in on."""
    return {
        "hash": shown.hash,
        "current": shown.current,
        "device": shown.device_model,
        "app": f"{shown.app_name} {shown.app_version}".strip(),
        "address": shown.ip,
        "date": shown.date_active,
        "created": shown.date_created,
    }


def _writer(shown: AnyMessage) -> int | None:
    try:
        return id_of(shown.from_id) if shown.from_id is not None else None if shown.out else id_of(shown.peer_id)
    except PeerUnknown:
        return None


def _file(media: types.TypeMessageMedia | None) -> dict[str, Any] | None:
    match media:
        case types.MessageMediaDocument(document=types.Document() as document):
            return {"name": file_name(document), "size": document.size, "type": document.mime_type}
        case types.MessageMediaPhoto(photo=types.Photo() as photo):
            return {"name": f"photo_{photo.id}.jpg", "size": None, "type": "image/jpeg"}
    return None
