"""Wallpapers and themes: kept, uploaded, chosen for chats; who sees them."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.wallpapers.shipped import IDS_FROM, THEMES, WALLPAPERS
from tests.server.client import Client
from tests.server.files.uploading import get, location, picture, upload
from tests.server.harness import Harness
from tests.server.people import ALICE, BOB

SETTINGS = types.WallPaperSettings(background_color=0x112233, second_background_color=0x445566, rotation=45, blur=True)


async def uploaded(client: Client, data: bytes | None = None, mime_type: str = "image/png", **fields: Any) -> Any:
    file = await upload(client, data or picture(400, 600).getvalue())
    given = {"mime_type": mime_type, "settings": types.WallPaperSettings(), **fields}
    return await client(functions.account.UploadWallPaper(file=file, **given))


def named(one: types.WallPaper) -> types.InputWallPaper:
    return types.InputWallPaper(id=one.id, access_hash=one.access_hash)


def peer(harness: Harness, viewer: Client, other: Client) -> types.InputPeerUser:
    access_hash = harness.app.hashes.of(viewer.me.id, Hashed.USER, other.me.id)
    return types.InputPeerUser(user_id=other.me.id, access_hash=access_hash)


async def profile(harness: Harness, viewer: Client, other: Client) -> types.UserFull:
    who = peer(harness, viewer, other)
    answer = await viewer(
        functions.users.GetFullUser(id=types.InputUser(user_id=who.user_id, access_hash=who.access_hash))
    )
    full: types.UserFull = answer.full_user
    return full


async def ids(client: Client) -> list[int]:
    return [one.id for one in (await client(functions.account.GetWallPapers(hash=0))).wallpapers]


async def test_what_everyone_has(harness: Harness) -> None:
    """Colours of this server's own, by the hash of the list; by id too."""
    alice = await harness.client(ALICE)
    answer = await alice(functions.account.GetWallPapers(hash=0))
    assert [one.id for one in answer.wallpapers] == list(WALLPAPERS)
    assert all(isinstance(one, types.WallPaperNoFile) and one.default for one in answer.wallpapers)
    again = await alice(functions.account.GetWallPapers(hash=answer.hash))
    assert isinstance(again, types.account.WallPapersNotModified)
    one = await alice(functions.account.GetWallPaper(wallpaper=types.InputWallPaperNoFile(id=IDS_FROM + 4)))
    assert one == next(other for other in answer.wallpapers if other.id == one.id)


async def test_an_uploaded_wallpaper(harness: Harness) -> None:
    """On top of its owner's; found by others by its name in a link alone, and fetched by them."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await uploaded(alice, settings=SETTINGS)
    assert (await ids(alice))[0] == made.id
    assert made.creator
    assert made.settings.rotation == 45
    shown = await bob(functions.account.GetWallPaper(wallpaper=types.InputWallPaperSlug(slug=made.slug)))
    assert (shown.id, shown.creator) == (made.id, False)
    fetched = await bob(get(location(shown.document), 0, 1 << 20))
    assert fetched.bytes == picture(400, 600).getvalue()
    several = functions.account.GetMultiWallPapers(
        wallpapers=[named(shown), types.InputWallPaperNoFile(id=IDS_FROM + 1)]
    )
    assert [one.id for one in await bob(several)] == [made.id, IDS_FROM + 1]
    for wrong in (
        named(made),  # the hash is Alice's
        types.InputWallPaper(id=made.id, access_hash=0),
        types.InputWallPaperSlug(slug="../" + made.slug),
        types.InputWallPaperNoFile(id=made.id),
    ):
        with pytest.raises(rpc_errors.WALLPAPER_INVALID):
            await bob(functions.account.GetWallPaper(wallpaper=wrong))
    for_chat = await uploaded(alice, for_chat=True)
    assert for_chat.id not in await ids(alice)


async def test_what_is_no_wallpaper(harness: Harness) -> None:
    """Another type, or not what it is said to be."""
    alice = await harness.client(ALICE)
    with pytest.raises(rpc_errors.WALLPAPER_MIME_INVALID):
        await uploaded(alice, b"%PDF-1.4", "application/pdf")
    for data in (b"%PDF-1.4", b"\x89PNG\r\n\x1a\n" + bytes(50)):
        with pytest.raises(rpc_errors.WALLPAPER_FILE_INVALID):
            await uploaded(alice, data)


async def test_keeping_and_forgetting(harness: Harness) -> None:
    """Saved with settings, used, taken away, all as it was."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    made = await uploaded(bob)
    shown = await alice(functions.account.GetWallPaper(wallpaper=types.InputWallPaperSlug(slug=made.slug)))
    save = functions.account.SaveWallPaper(wallpaper=named(shown), unsave=False, settings=SETTINGS)
    assert await alice(save)
    first = (await alice(functions.account.GetWallPapers(hash=0))).wallpapers[0]
    assert (first.id, first.settings.background_color, first.settings.blur) == (made.id, 0x112233, True)
    third = types.InputWallPaperNoFile(id=IDS_FROM + 3)
    assert await alice(functions.account.InstallWallPaper(wallpaper=third, settings=types.WallPaperSettings()))
    assert (await ids(alice))[:2] == [third.id, made.id]
    for one in (third, named(shown)):
        await alice(functions.account.SaveWallPaper(wallpaper=one, unsave=True, settings=types.WallPaperSettings()))
    assert await ids(alice) == [one for one in WALLPAPERS if one != third.id]
    assert await alice(functions.account.ResetWallPapers())
    assert await ids(alice) == list(WALLPAPERS)
    nameless = types.InputWallPaperNoFile(id=0)
    with pytest.raises(rpc_errors.WALLPAPER_INVALID):
        await alice(functions.account.SaveWallPaper(wallpaper=nameless, unsave=False, settings=SETTINGS))


async def test_a_wallpaper_for_a_chat(harness: Harness) -> None:
    """Chosen by one and told to both; taken up by the other from the message; its picture goes with it."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    tablet = await harness.client(ALICE)
    for client in (bob, tablet):
        await client(functions.updates.GetState())
    made = await uploaded(alice, for_chat=True)
    to = peer(harness, alice, bob)
    await alice(functions.messages.SetChatWallPaper(peer=to, wallpaper=named(made), settings=SETTINGS))
    assert (await tablet.update(types.UpdatePeerWallpaper)).wallpaper.id == made.id
    message = (await bob.update(types.UpdateNewMessage)).message
    shown = message.action.wallpaper
    assert (shown.id, shown.settings.blur, message.action.same, message.action.for_both) == (
        made.id,
        True,
        False,
        False,
    )
    assert (await bob(get(location(shown.document)))).bytes[:4] == b"\x89PNG"
    assert (await profile(harness, alice, bob)).wallpaper.id == made.id
    assert (await profile(harness, bob, alice)).wallpaper is None
    back = peer(harness, bob, alice)
    await bob(functions.messages.SetChatWallPaper(peer=back, id=message.id))
    assert (await profile(harness, bob, alice)).wallpaper.settings.blur
    with pytest.raises(rpc_errors.WALLPAPER_NOT_FOUND):
        await bob(functions.messages.SetChatWallPaper(peer=back, id=message.id + 1_000))
    await bob(functions.messages.SetChatWallPaper(peer=back))
    assert (await profile(harness, bob, alice)).wallpaper is None
    with pytest.raises(rpc_errors.WALLPAPER_INVALID):
        await bob(functions.messages.SetChatWallPaper(peer=back, wallpaper=types.InputWallPaperNoFile(id=0)))


async def test_a_wallpaper_for_both(harness: Harness) -> None:
    """The other side sees it over their own, and can have their own again."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await bob(functions.updates.GetState())
    back, to = peer(harness, bob, alice), peer(harness, alice, bob)
    own = functions.messages.SetChatWallPaper(peer=back, wallpaper=types.InputWallPaperNoFile(id=IDS_FROM + 2))
    await bob(own)
    both = types.InputWallPaperNoFile(id=0)
    await alice(functions.messages.SetChatWallPaper(peer=to, wallpaper=both, settings=SETTINGS, for_both=True))
    update = await bob.update(types.UpdatePeerWallpaper)
    assert (update.wallpaper.settings.background_color, update.wallpaper_overridden) == (0x112233, True)
    full = await profile(harness, bob, alice)
    assert (full.wallpaper.id, full.wallpaper_overridden) == (0, True)
    await bob(functions.messages.SetChatWallPaper(peer=back, revert=True))
    full = await profile(harness, bob, alice)
    assert (full.wallpaper.id, full.wallpaper_overridden) == (own.wallpaper.id, False)


async def test_themes_of_chats(harness: Harness) -> None:
    """A list by its hash; one for both sides of a chat; no theme that there is none of; a group's own."""
    alice, bob = await harness.client(ALICE), await harness.client(BOB)
    await bob(functions.updates.GetState())
    themes = await alice(functions.account.GetChatThemes(hash=0))
    assert [one.emoticon for one in themes.themes] == list(THEMES)
    again = await alice(functions.account.GetChatThemes(hash=themes.hash))
    assert isinstance(again, types.account.ThemesNotModified)
    to = peer(harness, alice, bob)
    shore = types.InputChatTheme(emoticon="🌊")
    await alice(functions.messages.SetChatTheme(peer=to, theme=shore))
    message = (await bob.update(types.UpdateNewMessage)).message
    assert message.action.theme.emoticon == "🌊"
    for viewer, other in ((alice, bob), (bob, alice)):
        assert (await profile(harness, viewer, other)).theme.emoticon == "🌊"
    with pytest.raises(rpc_errors.CHAT_NOT_MODIFIED):
        await alice(functions.messages.SetChatTheme(peer=to, theme=shore))
    with pytest.raises(rpc_errors.EMOJI_INVALID):
        await alice(functions.messages.SetChatTheme(peer=to, theme=types.InputChatTheme(emoticon="🤷")))
    await bob(functions.messages.SetChatTheme(peer=peer(harness, bob, alice), theme=types.InputChatThemeEmpty()))
    assert (await profile(harness, alice, bob)).theme is None
    await alice(functions.messages.CreateChat(users=[_user(to)], title="Group"))
    group = (await alice(functions.messages.GetChats(id=[1]))).chats[0]
    await bob(functions.messages.SetChatTheme(peer=types.InputPeerChat(chat_id=group.id), theme=shore))
    for client in (alice, bob):
        full = await client(functions.messages.GetFullChat(chat_id=group.id))
        assert full.full_chat.theme_emoticon == "🌊"
    in_a_group = functions.messages.SetChatWallPaper(
        peer=types.InputPeerChat(chat_id=group.id), wallpaper=types.InputWallPaperNoFile(id=IDS_FROM + 1)
    )
    with pytest.raises(rpc_errors.PEER_ID_INVALID):
        await alice(in_a_group)


def _user(of: types.InputPeerUser) -> types.InputUser:
    return types.InputUser(user_id=of.user_id, access_hash=of.access_hash)
