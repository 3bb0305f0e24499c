"""What is done with a chat of the list: pin it, mute it.

The server tells other devices only. So each of these returns the update that they get, for this screen to take as well.
"""

from __future__ import annotations

from client_sdk.client import Client
from client_sdk.tui.chats import Chat
from client_sdk.verbs.dialogs import FOR_EVER
from mtproto.tl import types


async def toggle_pin(client: Client, chat: Chat) -> types.UpdateDialogPinned:
    """Pin it or unpin it."""
    pinned = chat.pinned is None
    await client.pin_dialog(chat.id, pinned=pinned)
    peer = types.DialogPeer(peer=client.peer_of(await client.input_peer(chat.id)))
    return types.UpdateDialogPinned(peer=peer, pinned=pinned)


async def toggle_mute(client: Client, chat: Chat, muted: bool) -> types.UpdateNotifySettings:
    """Unmute one that is `muted`, and mute another."""
    until = 0 if muted else FOR_EVER
    await client.mute_dialog(chat.id, until=until)
    peer = types.NotifyPeer(peer=client.peer_of(await client.input_peer(chat.id)))
    return types.UpdateNotifySettings(peer=peer, notify_settings=types.PeerNotifySettings(mute_until=until))
