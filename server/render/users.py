"""Users as one viewer may see them: records → TL (core.telegram.org/constructor/user).

What a viewer may see of another user is for that user's privacy rules to say (server/access/privacy.py); here it is
only put into the fields.
"""

from mtproto.tl import types
from server.access.hashes import Hashed
from server.render.rendering import Rendering
from storage import users
from storage.users import User, UserKind


async def render_peers(scene: Rendering) -> tuple[list[types.TypeUser], list[types.TypeChat]]:
    """Everyone the answer mentions, as `users` and `chats`."""
    found = await users.by_ids(scene.view, sorted(scene.users))
    return [await render_user(scene, user) for user in found.values()], []


async def render_user(scene: Rendering, user: User) -> types.User:
    """One user as the viewer sees them."""
    own = user.user_id == scene.viewer
    deleted = user.kind is UserKind.DELETED
    several = len(user.usernames) > 1
    return types.User(
        id=user.user_id,
        access_hash=scene.app.hashes.of(scene.viewer, Hashed.USER, user.user_id),
        self_=own,
        deleted=deleted,
        bot=user.kind is UserKind.BOT,
        verified=user.kind is UserKind.SERVICE,
        support=user.kind is UserKind.SERVICE,
        first_name=None if deleted else user.first_name,
        last_name=user.last_name or None,
        username=None if several else user.username,
        usernames=[_username(index, one) for index, one in enumerate(user.usernames)] if several else None,
        phone=user.phone if own else None,
    )


def _username(index: int, name: users.Username) -> types.Username:
    return types.Username(username=name.name, active=name.active, editable=index == 0)
