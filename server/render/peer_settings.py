"""The bar on top of a dialog with somebody new: records → TL (core.telegram.org/api/action-bar).

A stranger who wrote first may be added, blocked or reported, until the owner of the dialog answers, adds them or hides
the bar. A contact who cannot see the owner's number may be sent it.
"""

from __future__ import annotations

from mtproto.tl import types
from server.access.privacy import look
from server.render.rendering import Rendering
from storage.accounts import users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import UserKind
from storage.conversations import dialogs, messages
from storage.conversations.dialogs import DialogFlag


async def render_peer_settings(scene: Rendering, peer: int) -> types.PeerSettings:
    """What the bar of the viewer's dialog with a peer (a marked id) offers."""
    other = await users.by_id(scene.view, peer) if peer > 0 and peer != scene.viewer else None
    if other is None or other.kind is not UserKind.PERSON:
        return types.PeerSettings()
    seen = await look(scene.view, scene.viewer, (peer,), (PrivacyKey.PHONE_NUMBER,))
    hides_phone = not seen.shows(peer, PrivacyKey.PHONE_NUMBER)
    if peer in seen.known:
        return types.PeerSettings(share_contact=hides_phone and peer not in seen.knowing)
    dialog = await dialogs.get(scene.view, scene.viewer, peer)
    if DialogFlag.BAR_HIDDEN in dialog.flags:
        return types.PeerSettings()
    stranger = dialog.top_message > 0 and not await messages.has_written(scene.view, scene.viewer, peer)
    return types.PeerSettings(
        report_spam=stranger, add_contact=True, block_contact=stranger, need_contacts_exception=hides_phone
    )
