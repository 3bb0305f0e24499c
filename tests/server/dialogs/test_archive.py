"""The archive: what goes in, and what a new message takes out."""

from __future__ import annotations

from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from tests.server.people import Pair, dialog, text

FOREVER = 0x7FFFFFFF


async def archive(pair: Pair, folder: int = 1) -> None:
    peers = [types.InputFolderPeer(peer=pair.to_alice, folder_id=folder)]
    await pair.bob(functions.folders.EditPeerFolders(folder_peers=peers))


def listed(limit: int = 100, offset_id: int = 0, **fields: Any) -> functions.messages.GetDialogs:
    return functions.messages.GetDialogs(
        offset_date=0, offset_id=offset_id, offset_peer=types.InputPeerEmpty(), limit=limit, hash=0, **fields
    )


async def folder(pair: Pair) -> int | None:
    found: int | None = (await dialog(pair.bob, pair.to_alice)).folder_id
    return found


async def test_a_new_message_takes_its_dialog_out_of_the_archive(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    await archive(pair)
    assert (await pair.bob.tablet.update(types.UpdateFolderPeers)).folder_peers[0].folder_id == 1
    await pair.bob(text(pair.to_alice, "what one writes oneself leaves it there"))
    assert await folder(pair) == 1
    state = await pair.bob.tablet(functions.updates.GetState())
    await pair.alice(text(pair.to_bob, "two"))
    for device in (pair.bob.phone, pair.bob.tablet):
        moved = await device.update(types.UpdateFolderPeers)
        assert (moved.folder_peers[0].folder_id, moved.pts) == (0, state.pts + 2)  # after its message
    assert await folder(pair) is None


async def test_muted_dialogs_stay(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    await archive(pair)
    mute = types.InputPeerNotifySettings(mute_until=FOREVER)
    of_alice = types.InputNotifyPeer(peer=pair.to_alice)
    await pair.bob(functions.account.UpdateNotifySettings(peer=of_alice, settings=mute))
    await pair.alice(text(pair.to_bob, "two"))
    assert await folder(pair) == 1
    heard = types.InputPeerNotifySettings(mute_until=0)
    await pair.bob(functions.account.UpdateNotifySettings(peer=types.InputNotifyUsers(), settings=mute))
    await pair.bob(functions.account.UpdateNotifySettings(peer=of_alice, settings=heard))
    await pair.alice(text(pair.to_bob, "three"))  # its own settings come first
    assert await folder(pair) is None


@pytest.mark.parametrize(("kept", "in_folder"), [("keep_archived_unmuted", False), ("keep_archived_folders", True)])
async def test_dialogs_stay_where_their_owner_wants_it(pair: Pair, kept: str, in_folder: bool) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    settings: Any = types.GlobalPrivacySettings(**{kept: True})
    await pair.bob(functions.account.SetGlobalPrivacySettings(settings=settings))
    if in_folder:
        title = types.TextWithEntities(text="Work", entities=[])
        work = types.DialogFilter(id=2, title=title, pinned_peers=[], include_peers=[pair.to_alice], exclude_peers=[])
        await pair.bob(functions.messages.UpdateDialogFilter(id=2, filter=work))
    await archive(pair)
    await pair.alice(text(pair.to_bob, "two"))
    assert await folder(pair) == 1
    if in_folder:
        await pair.bob(functions.messages.UpdateDialogFilter(id=2))
        await pair.alice(text(pair.to_bob, "three"))
        assert await folder(pair) is None


async def test_there_are_two_folders(pair: Pair) -> None:
    await pair.alice(text(pair.to_bob, "one"))
    for bad in (2, -1):
        with pytest.raises(rpc_errors.FOLDER_ID_INVALID):
            await archive(pair, bad)
    with pytest.raises(rpc_errors.FOLDER_ID_INVALID):
        await pair.bob(functions.folders.EditPeerFolders(folder_peers=[]))


async def test_what_was_pinned_in_the_archive_is_not_pinned_when_it_comes_out(pair: Pair) -> None:
    """Nor would there always be room for it: five are pinned in the list at most, a hundred in the archive."""
    await pair.alice(text(pair.to_bob, "one"))
    await archive(pair)
    with_alice = types.InputDialogPeer(peer=pair.to_alice)
    await pair.bob(functions.messages.ToggleDialogPin(peer=with_alice, pinned=True))
    assert (await dialog(pair.bob, pair.to_alice)).pinned
    await pair.alice(text(pair.to_bob, "two"))
    assert await folder(pair) is None
    assert not (await dialog(pair.bob, pair.to_alice)).pinned


async def test_the_list_of_no_folder_is_that_of_both(pair: Pair) -> None:
    """Page by page; what is pinned in the archive stands there by its newest message."""
    me, alice = pair.bob.user_id, pair.alice.user_id
    await pair.alice(text(pair.to_bob, "one"))
    await archive(pair)
    pin = functions.messages.ToggleDialogPin(peer=types.InputDialogPeer(peer=pair.to_alice), pinned=True)
    await pair.bob(text(types.InputPeerSelf(), "note"))
    for pinned in (False, True):
        if pinned:
            await pair.bob(pin)
        whole = await pair.bob(listed())
        shown = [one.peer.user_id for one in whole.dialogs]
        assert shown.index(me) < shown.index(alice)
        assert isinstance(whole, types.messages.Dialogs)
        paged: list[int] = []
        offset = 0
        while (page := await pair.bob(listed(limit=1, offset_id=offset, exclude_pinned=True))).dialogs:
            assert page.count == len(shown)
            paged.append(page.dialogs[0].peer.user_id)
            offset = page.dialogs[0].top_message
        assert paged == shown
    assert alice not in [one.peer.user_id for one in (await pair.bob(listed(folder_id=0))).dialogs]


async def test_the_lists_of_other_folders(pair: Pair) -> None:
    for asked in (listed(folder_id=2), functions.messages.GetPinnedDialogs(folder_id=-1)):
        with pytest.raises(rpc_errors.FOLDER_ID_INVALID):
            await pair.bob(asked)
