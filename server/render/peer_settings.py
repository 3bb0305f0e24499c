"""The bar above a chat with somebody who is no contact yet: records → TL (core.telegram.org/api/action-bar)."""

from mtproto.tl import types
from server.access.privacy import look
from server.render.rendering import Rendering
from storage import blocks, users
from storage.privacy import PrivacyKey
from storage.users import UserKind


async def render_peer_settings(scene: Rendering, user_id: int) -> types.PeerSettings:
    """What the viewer may want to do about a user: add, block or report them, or share a phone number with them."""
    user = await users.by_id(scene.view, user_id)
    if user is None or user_id == scene.viewer or user.kind is not UserKind.PERSON:
        return types.PeerSettings()
    seen = await look(scene.view, scene.viewer, (user_id,), (PrivacyKey.PHONE_NUMBER,))
    shares_phone = seen.shows(user_id, PrivacyKey.PHONE_NUMBER)
    if user_id in seen.known:
        return types.PeerSettings(
            share_contact=not shares_phone and user_id not in seen.knowing, need_contacts_exception=not shares_phone
        )
    blocked = await blocks.blocks(scene.view, scene.viewer, user_id)
    return types.PeerSettings(
        report_spam=not blocked,
        add_contact=True,
        block_contact=not blocked,
        need_contacts_exception=not shares_phone,
    )
