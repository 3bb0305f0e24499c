"""Secret chats as one device gets them: records → TL. The bytes of messages pass through untouched.

A chat looks different from each of its ends, and to a device that may still accept it, and to one that no longer can.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from mtproto.tl import types
from server.access.hashes import Hashed
from server.render.rendering import Rendering
from storage.conversations.device_queue import Queued
from storage.conversations.secret_chats import ChatChanged, ChatState, HistoryRead, SecretChat
from storage.media.files import File
from storage.sign_in import devices

FINGERPRINT = "fingerprint"
"""In the details of an encrypted file: 32 bits of its key, by which the receiver knows that it has the right one."""


def file_record(file: File) -> dict[str, Any]:
    """What a queued message keeps of its file."""
    return {"id": file.file_id, "size": file.size, FINGERPRINT: file.details[FINGERPRINT]}


def render_file(scene: Rendering, record: dict[str, Any]) -> types.EncryptedFile:
    """An encrypted file, from what `file_record` kept; its access hash is the viewer's own (row FI-1)."""
    return types.EncryptedFile(
        id=record["id"],
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.ENCRYPTED_FILE, record["id"]),
        size=record["size"],
        dc_id=scene.app.config.server.dc_id,
        key_fingerprint=record[FINGERPRINT],
    )


def render_encrypted(scene: Rendering, queued: Queued) -> types.TypeEncryptedMessage:
    """One message of a device's queue."""
    common = {
        "random_id": queued.random_id,
        "chat_id": queued.chat_id,
        "date": queued.date,
        "bytes": queued.data["bytes"],
    }
    if queued.data.get("service"):
        return types.EncryptedMessageService(**common)
    record = queued.data.get("file")
    file = types.EncryptedFileEmpty() if record is None else render_file(scene, record)
    return types.EncryptedMessage(**common, file=file)


def render_chat(scene: Rendering, chat: SecretChat, device_id: int) -> types.TypeEncryptedChat:
    """A chat as one of the viewer's devices knows it."""
    if chat.state is ChatState.DISCARDED:
        return types.EncryptedChatDiscarded(id=chat.chat_id, history_deleted=chat.history_deleted)
    common = {
        "id": chat.chat_id,
        "access_hash": scene.app.hashes.of(scene.viewer, Hashed.ENCRYPTED_CHAT, chat.chat_id),
        "date": chat.created_at,
        "admin_id": scene.user(chat.admin),
        "participant_id": scene.user(chat.participant),
    }
    is_admin = device_id == chat.admin_device
    if chat.state is ChatState.REQUESTED:
        if is_admin:
            return types.EncryptedChatWaiting(**common)
        return types.EncryptedChatRequested(**common, g_a=chat.g_a)
    if not chat.is_side(device_id):  # another device of the same person was faster
        return types.EncryptedChatDiscarded(id=chat.chat_id)
    public_value = chat.g_b if is_admin else chat.g_a
    return types.EncryptedChat(**common, g_a_or_b=public_value, key_fingerprint=chat.key_fingerprint)


async def chat_update(scene: Rendering, chat: SecretChat, device_id: int) -> types.UpdateEncryption | None:
    """The update that tells a device of a chat's state; None where the chat is not for it."""
    concerned = chat.is_side(device_id) or chat.participant == scene.viewer
    if chat.state is ChatState.REQUESTED:
        device = await devices.by_id(scene.view, scene.viewer, device_id)
        concerned = device is not None and chat.participant == scene.viewer and not device.secret_chats_refused
    if not concerned:
        return None
    return types.UpdateEncryption(chat=render_chat(scene, chat, device_id), date=chat.changed_at)


async def changes(scene: Rendering, device_id: int, chat: SecretChat, since: int) -> list[types.TypeUpdate]:
    """What a device that was away is told of one chat: its state, and how far the other end has read."""
    told: list[types.TypeUpdate] = []
    if chat.changed_at >= since and (update := await chat_update(scene, chat, device_id)) is not None:
        told.append(update)
    max_date, read_at = chat.read_by_other(device_id)
    if read_at >= max(since, 1) and chat.is_side(device_id):
        told.append(types.UpdateEncryptedMessagesRead(chat_id=chat.chat_id, max_date=max_date, date=read_at))
    return told


async def _queued(scene: Rendering, device_id: int, event: Queued) -> types.TypeUpdate:
    del device_id  # it is the queue's
    return types.UpdateNewEncryptedMessage(message=render_encrypted(scene, event), qts=event.qts)


async def _changed(scene: Rendering, device_id: int, event: ChatChanged) -> types.TypeUpdate | None:
    return await chat_update(scene, event.chat, device_id)


async def _read(scene: Rendering, device_id: int, event: HistoryRead) -> types.TypeUpdate:
    del scene, device_id
    return types.UpdateEncryptedMessagesRead(chat_id=event.chat_id, max_date=event.max_date, date=event.date)


DEVICE_RENDERERS: dict[type, Callable[[Rendering, int, Any], Awaitable[types.TypeUpdate | None]]] = {
    Queued: _queued,
    ChatChanged: _changed,
    HistoryRead: _read,
}
"""By what is published to a device: (scene, device id, event) → the update."""
