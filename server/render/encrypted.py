"""Messages of secret chats as their device gets them: records → TL. The bytes pass through untouched."""

from mtproto.tl import types
from storage.device_queue import Queued


def render_encrypted(queued: Queued) -> types.TypeEncryptedMessage:
    """One message of a device's queue."""
    common = {
        "random_id": queued.random_id,
        "chat_id": queued.chat_id,
        "date": queued.date,
        "bytes": queued.data["bytes"],
    }
    if queued.data.get("service"):
        return types.EncryptedMessageService(**common)
    return types.EncryptedMessage(**common, file=types.EncryptedFileEmpty())
