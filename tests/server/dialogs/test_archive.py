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
