"""A new message takes its dialog out of the archive (core.telegram.org/api/folders#peer-folders).

Muted dialogs stay there, and what their owner wants kept there (core.telegram.org/api/privacy#global-privacy-settings):
all of them, or those that stand in folders of their own.
"""

from __future__ import annotations

from dataclasses import replace

from server.users.global_privacy import settings_of
from storage.accounts import notify_settings
from storage.accounts.notify_settings import Place, Scope
from storage.conversations import boxes, dialog_filters, dialogs
from storage.database import Snapshot, Tx

FOLDERS = MAIN, ARCHIVE = 0, 1
"""The two folders that every dialog stands in one of."""

MOVED = "moved_to_folder"


async def unarchive(tx: Tx, box: int, peer: int, now: int) -> None:
    """Messages from somebody else have come into an archived dialog."""
    if await _is_muted(tx, box, peer, now) or await _is_kept(tx, box, peer):
        return
    # What was pinned in the archive is not pinned in the list, where there may be no room for it.
    await dialogs.save(tx, replace(await dialogs.get(tx, box, peer), folder=MAIN, pinned=0))
    await boxes.append(tx, box, MOVED, {"folders": [(peer, MAIN)]}, now=now)


async def _is_muted(view: Snapshot, box: int, peer: int, now: int) -> bool:
    """By settings of the dialog's own, or else by those of its kind."""
    for place in (Place(Scope.PEER, peer), Place(Scope.USERS if peer > 0 else Scope.CHATS)):
        notify = await notify_settings.get(view, box, place)
        if notify.mute_until is not None:
            return notify.mute_until > now
    return False


async def _is_kept(view: Snapshot, box: int, peer: int) -> bool:
    wanted = await settings_of(view, box)
    return wanted.keep_archived_unmuted or (wanted.keep_archived_folders and await _is_in_folder(view, box, peer))


async def _is_in_folder(view: Snapshot, box: int, peer: int) -> bool:
    return any(
        peer in one.data.get(name, ())
        for one in await dialog_filters.all_of(view, box)
        for name in ("pinned_peers", "include_peers")
    )
