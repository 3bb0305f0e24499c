"""The files that were fetched last, so that who asks for a file range by range has its row read once.

A file never changes. Only a collection takes files away (server/files/collecting.py), and has all of these forgotten.
"""

from __future__ import annotations

from collections import OrderedDict

from storage.database import Snapshot
from storage.media import files
from storage.media.files import File

KEPT = 256
"""Files remembered, a kilobyte or two each."""


class RecentFiles:
    """The files that one server has served last."""

    def __init__(self) -> None:
        self._files: OrderedDict[int, File] = OrderedDict()

    async def by_id(self, view: Snapshot, file_id: int) -> File | None:
        """The file with this id."""
        file = self._files.pop(file_id, None) or await files.by_id(view, file_id)
        if file is not None:
            self._files[file_id] = file  # as the last
            if len(self._files) > KEPT:
                self._files.popitem(last=False)
        return file

    def forget(self) -> None:
        """Files were taken away."""
        self._files.clear()
