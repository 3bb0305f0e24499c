"""Files on their way: where downloads go, and how far they are."""

from __future__ import annotations

from pathlib import Path

from client_sdk.tui.words import size

BAR = 12


def progress(done: int, total: int) -> str:
    """How far a transfer is; `total` is 0 where that is not known."""
    if not total:
        return size(done)
    filled = BAR * done // total
    return f"[{'█' * filled}{'░' * (BAR - filled)}] {done * 100 // total}% of {size(total)}"


def free_path(folder: Path, name: str) -> Path:
    """A path in a folder that takes nobody's place: `name`, `name (2)` and so on."""
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path
