"""What a device knows of its user's arrangements by being told: pinned dialogs, folders, wallpapers, what was decided
about notifications."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from mtproto.tl import types
from tests.server.messages.playing.boxes import ALL_CHATS, GROUP, Notify, Place


@dataclass
class Arranged:
    """As one device knows it."""

    saved_pins: list[int] = field(default_factory=list)
    pins: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The pinned dialogs, by folder of peers."""
    filters: dict[int, str] = field(default_factory=lambda: {ALL_CHATS: ""})
    notify: dict[Place, Notify] = field(default_factory=dict)
    wallpapers: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """By peer, which is shown, and whether the other side gave it; without the usual one."""

    def take(self, update: Any) -> None:
        """An update; what is about something else does not matter here."""
        match update:
            case types.UpdateSavedDialogPinned():
                self.saved_pins = moved(self.saved_pins, number_of(update.peer.peer), on_top=update.pinned)
            case types.UpdatePinnedSavedDialogs():
                self.saved_pins = [number_of(one.peer) for one in update.order]
            case types.UpdateDialogPinned():
                folder = update.folder_id or 0
                self.pins[folder] = moved(self.pins[folder], number_of(update.peer.peer), on_top=update.pinned)
            case types.UpdatePinnedDialogs():
                self.pins[update.folder_id or 0] = [number_of(one.peer) for one in update.order]
            case types.UpdateFolderPeers():
                for one in update.folder_peers:
                    self._move(number_of(one.peer), one.folder_id)
            case types.UpdateDialogFilter(filter=None):
                self.filters.pop(update.id, None)
            case types.UpdateDialogFilter():
                self.filters[update.id] = update.filter.title.text
            case types.UpdateDialogFilterOrder():
                self.filters = {number: self.filters[number] for number in update.order}
            case types.UpdatePeerWallpaper(wallpaper=None):
                self.wallpapers.pop(number_of(update.peer), None)
            case types.UpdatePeerWallpaper(wallpaper=shown):
                self.wallpapers[number_of(update.peer)] = shown.id, update.wallpaper_overridden
            case types.UpdateNotifySettings():
                self.notify[place_of(update.peer)] = noted(update.notify_settings)

    def _move(self, peer: int, folder: int) -> None:
        """What changes its folder is not pinned any more."""
        other = 1 - folder
        self.pins[other] = moved(self.pins[other], peer, on_top=False)


def moved(pins: list[int], peer: int, *, on_top: bool) -> list[int]:
    """Put one on top, or take it out; what is pinned already stays where it is."""
    if on_top:
        return pins if peer in pins else [peer, *pins]
    return [one for one in pins if one != peer]


def noted(settings: types.PeerNotifySettings) -> Notify:
    """What was decided."""
    return settings.mute_until, settings.silent, settings.show_previews


def place_of(peer: types.TypeNotifyPeer) -> Place:
    """Whom it is about."""
    match peer:
        case types.NotifyPeer(peer=one):
            return number_of(one)
        case types.NotifyUsers():
            return "users"
        case types.NotifyChats():
            return "chats"
    return "channels"


def number_of(peer: types.TypePeer) -> int:
    """The peer of a dialog, as the model names it."""
    return int(getattr(peer, "user_id", GROUP))
