"""The caller's own profile: account.updateProfile, updatePersonalChannel, setMainProfileTab.

A changed name is told to the caller's devices by an event (updateUserName) and shown to those who know the caller;
anything else by an update that has them look again (updateUser).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.render.rendering import EventRenderer, Rendering
from server.render.users import render_user, render_username
from server.rpc.context import Context
from server.rpc.router import Router
from server.users import acquaintances, texts
from storage.accounts import users
from storage.accounts.users import Profile, User
from storage.conversations import boxes
from storage.conversations.boxes import Event
from storage.database import Snapshot, Tx

router = Router("profile")

USER_NAME = "user_name"
USER = "user"

MAX_ABOUT = 70
"""Characters of an "about" text (appConfig about_length_limit_default)."""

TABS: Mapping[str, type[types.TypeProfileTab]] = {
    "posts": types.ProfileTabPosts,
    "gifts": types.ProfileTabGifts,
    "media": types.ProfileTabMedia,
    "files": types.ProfileTabFiles,
    "music": types.ProfileTabMusic,
    "voice": types.ProfileTabVoice,
    "links": types.ProfileTabLinks,
    "gifs": types.ProfileTabGifs,
}
_NAME_OF: Mapping[type, str] = {tab: name for name, tab in TABS.items()}


@router.rpc(functions.account.UpdateProfile)
async def update_profile(ctx: Context, request: functions.account.UpdateProfile) -> types.User:
    """Change the name and the "about" text; what is not given stays."""
    first_name, last_name = request.first_name, request.last_name
    if first_name is not None and not texts.name(first_name):
        raise rpc_errors.FIRSTNAME_INVALID
    about = None if request.about is None else request.about.strip()
    if about is not None and len(about) > MAX_ABOUT:
        raise rpc_errors.ABOUT_TOO_LONG

    async def unit(tx: Tx) -> tuple[bool, bool]:
        before = await change(ctx, tx)
        after = replace(
            before,
            first_name=before.first_name if first_name is None else texts.name(first_name),
            last_name=before.last_name if last_name is None else texts.name(last_name),
            about=before.about if about is None else about,
        )
        await users.save(tx, after)
        renamed = (before.first_name, before.last_name) != (after.first_name, after.last_name)
        if renamed:
            await append_name(ctx, tx)
        if after.about != before.about:
            await append_changed(ctx, tx)
        return renamed, after.about != before.about

    renamed, described = await ctx.app.db.write(unit)
    if renamed:
        await tell_name(ctx)
    if described:
        await acquaintances.tell_changed(ctx.app, ctx.user_id)
    return await render_self(ctx)


@router.rpc(functions.account.UpdatePersonalChannel)
async def update_personal_channel(ctx: Context, request: functions.account.UpdatePersonalChannel) -> bool:
    """Show a public channel of the caller's on the profile, or none. There is no public channel here to show."""
    if not isinstance(request.channel, types.InputChannelEmpty):
        raise rpc_errors.PUBLIC_BROADCAST_EXPECTED
    await save_profile(ctx, personal_channel_id=0)
    return True


@router.rpc(functions.account.SetMainProfileTab)
async def set_main_profile_tab(ctx: Context, request: functions.account.SetMainProfileTab) -> bool:
    """Which tab of the profile opens first."""
    await save_profile(ctx, main_tab=_NAME_OF[type(request.tab)])
    return True


async def change(ctx: Context, tx: Tx) -> User:
    """The caller's account, read in the unit that changes it."""
    user = await users.by_id(tx, ctx.user_id)
    assert user is not None  # a device is signed in under it, and goes with it
    return user


async def save_profile(ctx: Context, **fields: object) -> None:
    """Change fields of the caller's `Profile`, and show it to the caller's devices and to those who know the caller."""

    async def unit(tx: Tx) -> bool:
        user = await change(ctx, tx)
        profile: Profile = replace(user.profile, **fields)  # type: ignore[arg-type]  # the callers name its fields
        if profile == user.profile:
            return False
        await users.save(tx, replace(user, profile=profile))
        await append_changed(ctx, tx)
        return True

    if await ctx.app.db.write(unit):
        await acquaintances.tell_changed(ctx.app, ctx.user_id)


async def render_self(ctx: Context) -> types.User:
    """The caller, as the caller sees it now."""

    async def query(view: Snapshot) -> types.User:
        user = await users.by_id(view, ctx.user_id)
        assert user is not None  # as in `change`
        return await render_user(Rendering(ctx.app, view, ctx.user_id, ctx.now), user)

    return await ctx.app.db.peek(query)


async def append_name(ctx: Context, tx: Tx) -> None:
    """Tell the caller's other devices of a new name or username."""
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, USER_NAME, {}, now=ctx.now, pts_count=0, origin=origin)


async def append_changed(ctx: Context, tx: Tx) -> None:
    """Have the caller's other devices look at the caller again."""
    origin = ctx.session.session_number
    await boxes.append(tx, ctx.user_id, USER, {}, now=ctx.now, pts_count=0, origin=origin)


async def tell_name(ctx: Context) -> None:
    """Show those who know the caller what the caller is called now, by the names they know."""
    user_id = ctx.user_id
    await acquaintances.tell(ctx.app, user_id, lambda scene: render_name(scene, user_id))


async def render_name(scene: Rendering, user_id: int) -> types.UpdateUserName | None:
    """What a user is called, as the viewer sees it."""
    user = await users.by_id(scene.view, user_id)
    if user is None:
        return None
    scene.user(user_id)
    seen = await render_user(scene, user)
    own = user_id == scene.viewer
    return types.UpdateUserName(
        user_id=user_id,
        first_name=seen.first_name or "",
        last_name=seen.last_name or "",
        usernames=[render_username(name) for name in user.usernames if own or name.active],
    )


async def _user_name(scene: Rendering, event: Event) -> types.UpdateUserName | None:
    return await render_name(scene, event.box)


async def _user(scene: Rendering, event: Event) -> types.UpdateUser:
    return types.UpdateUser(user_id=scene.user(event.box))


RENDERERS: Mapping[str, EventRenderer] = {USER_NAME: _user_name, USER: _user}
