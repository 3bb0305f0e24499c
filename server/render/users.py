"""Users as one viewer may see them: records → TL (core.telegram.org/constructor/user).

What a viewer may see of another user is for that user's privacy rules to say (server/access/privacy.py); here it is
only put into the fields. A list of users costs as many reads as one user, and many viewers as many as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from mtproto.tl import types
from server.access.hashes import Hashed
from server.access.privacy import Look, looks
from server.render.chats import render_chats, render_chats_for
from server.render.presence import render_status
from server.render.rendering import Rendering
from storage.accounts import presence, users
from storage.accounts.privacy import PrivacyKey
from storage.accounts.users import Profile, ProfilePhoto, User, UserKind, Username
from storage.many_rows import in_sizes

Peers: TypeAlias = "tuple[list[types.TypeUser], list[types.TypeChat]]"
"""The `users` and `chats` of an answer."""

KEYS = (PrivacyKey.STATUS, PrivacyKey.PHONE_NUMBER, PrivacyKey.PROFILE_PHOTO)
"""What a `user` shows that its owner may hide."""

AT_ONCE = 500
"""Users whose relations to the viewer are read together."""


async def render_peers(scene: Rendering) -> Peers:
    """Everyone the answer mentions, as `users` and `chats`."""
    found = await users.by_ids(scene.view, sorted(scene.users))
    return await render_users(scene, found.values()), await render_chats(scene, sorted(scene.chats))


async def render_peers_for(scenes: Sequence[Rendering]) -> list[Peers]:
    """Everyone whom each of some answers mentions. Of answers that mention the same, all is read together."""
    alike: dict[tuple[frozenset[int], frozenset[int]], list[int]] = {}
    for place, scene in enumerate(scenes):
        alike.setdefault((frozenset(scene.users), frozenset(scene.chats)), []).append(place)
    rendered: dict[int, Peers] = {}
    for (user_ids, chat_ids), places in alike.items():
        found = await users.by_ids(scenes[0].view, sorted(user_ids))
        for portion in in_sizes(places):
            some = [scenes[place] for place in portion]
            people = await _render_users(some, list(found.values()))
            groups = await render_chats_for(some, sorted(chat_ids))
            rendered.update(zip(portion, zip(people, groups, strict=True), strict=True))
    return [rendered[place] for place in range(len(scenes))]


async def render_users(scene: Rendering, given: Iterable[User]) -> list[types.TypeUser]:
    """Some users as the viewer sees them, in their order."""
    return (await _render_users((scene,), list(given)))[0]


async def render_user(scene: Rendering, user: User) -> types.User:
    """One user as the viewer sees them."""
    return (await _render_some((scene,), (user,)))[0][0]


async def _render_users(scenes: Sequence[Rendering], everyone: Sequence[User]) -> list[list[types.TypeUser]]:
    rendered: list[list[types.TypeUser]] = [[] for _ in scenes]
    for start in range(0, len(everyone), AT_ONCE):
        for whole, part in zip(rendered, await _render_some(scenes, everyone[start : start + AT_ONCE]), strict=True):
            whole += part
    return rendered


async def _render_some(scenes: Sequence[Rendering], some: Sequence[User]) -> list[list[types.User]]:
    view, ids = scenes[0].view, [user.user_id for user in some]
    seen = await looks(view, [scene.viewer for scene in scenes], ids, KEYS)
    online = await presence.online_until(view, ids)
    return [
        [_render(scene, user, its, online.get(user.user_id, 0)) for user in some]
        for scene, its in zip(scenes, seen, strict=True)
    ]


def _render(scene: Rendering, user: User, seen: Look, online_until: int) -> types.User:
    if user.kind is UserKind.DELETED:
        access_hash = scene.app.hashes.of(scene.viewer, Hashed.USER, user.user_id)
        return types.User(id=user.user_id, access_hash=access_hash, deleted=True)
    own, profile = user.user_id == scene.viewer, user.profile
    contact = seen.known.get(user.user_id)
    username, usernames = render_usernames(user, own=own)
    return types.User(
        id=user.user_id,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.USER, user.user_id),
        self_=own,
        contact=contact is not None,
        mutual_contact=contact is not None and user.user_id in seen.knowing,
        close_friend=contact is not None and contact.close_friend,
        bot=user.kind is UserKind.BOT,
        verified=user.kind is UserKind.SERVICE,
        support=user.kind is UserKind.SERVICE,
        first_name=user.first_name if contact is None else contact.first_name,
        last_name=(user.last_name if contact is None else contact.last_name) or None,
        username=username,
        usernames=usernames,
        phone=user.phone if shows_phone(user, seen) else None,
        photo=_photo(scene, user, seen),
        status=render_status(user, seen, online_until, scene.now),
        emoji_status=render_emoji_status(profile, scene.now),
        color=_color(profile.color, profile.color_emoji_id),
        profile_color=_color(profile.profile_color, profile.profile_color_emoji_id),
    )


def photo_beside(user: User, seen: Look) -> ProfilePhoto | None:
    """The photo that the viewer sees beside a name: their own choice for a contact, else what the user shows them."""
    contact = seen.known.get(user.user_id)
    if contact is not None and contact.photo is not None:
        return contact.photo
    photo = user.profile.photo  # most have none, and then there is nothing to judge
    return None if photo is None or not seen.allows(user.user_id, PrivacyKey.PROFILE_PHOTO) else photo


def shows_phone(user: User, seen: Look) -> bool:
    """Whether the viewer sees the number: the owner allows it, or the viewer's address book has it anyway."""
    contact = seen.known.get(user.user_id)
    if contact is not None and contact.phone and contact.phone == user.phone:
        return True
    return seen.allows(user.user_id, PrivacyKey.PHONE_NUMBER)


def render_usernames(user: User, *, own: bool) -> tuple[str | None, list[types.TypeUsername] | None]:
    """The `username` and `usernames` fields: a lone name stands in the first, several in the second, never in both.

    Others see active names only.
    """
    shown = [name for name in user.usernames if own or name.active]
    if not shown:
        return None, None
    if len(shown) == 1 and shown[0].active and shown[0].editable:
        return shown[0].name, None
    return None, [render_username(name) for name in shown]


def render_username(name: Username) -> types.Username:
    """One of several names."""
    return types.Username(username=name.name, active=name.active, editable=name.editable)


def _photo(scene: Rendering, user: User, seen: Look) -> types.UserProfilePhoto | None:
    photo, contact = photo_beside(user, seen), seen.known.get(user.user_id)
    if photo is None:
        return None
    return types.UserProfilePhoto(
        personal=contact is not None and contact.photo is not None,
        photo_id=photo.photo_id,
        stripped_thumb=photo.stripped or None,
        has_video=photo.has_video,
        dc_id=scene.app.config.server.dc_id,
    )


def render_emoji_status(profile: Profile, now: int) -> types.EmojiStatus | None:
    """The emoji beside a name, while it lasts."""
    if not profile.emoji_status_id or 0 < profile.emoji_status_until <= now:
        return None
    return types.EmojiStatus(document_id=profile.emoji_status_id, until=profile.emoji_status_until or None)


def _color(palette_id: int | None, emoji_id: int) -> types.PeerColor | None:
    if palette_id is None and not emoji_id:
        return None
    return types.PeerColor(color=palette_id, background_emoji_id=emoji_id or None)
