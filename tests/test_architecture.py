"""docs/architecture.md names files and what is in them; what has moved since is found here."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = ("mtproto", "storage", "server", "client_sdk", "bench", "tests", "tools")


def test_every_file_and_folder_that_is_named_is_there() -> None:
    """In backticks, or at the head of a line that tells of a room."""
    named = re.findall(r"`([\w/]+/|[\w/]+\.py)`", PAGE) + re.findall(r"^([\w/]+/|[\w/]+\.py) {2,}", PAGE, re.MULTILINE)
    paths = [path for path in named if path.split("/")[0] in ROOMS and "/" in path]
    assert len(paths) > 50
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_way_of_one_message_names_what_is_in_its_files() -> None:
    """Cells like: `server/gateway/peer.py` `Peer.take`, `server/large_packets.py` `LargePackets.open`."""
    missing, seen = [], 0
    for path, names in re.findall(r"`([\w/]+\.py)`((?:,? `(?![\w.]+\.py`)[\w.]+`)+)", PAGE):
        source = (ROOT / path).read_text(encoding="utf-8")
        for name in re.findall(r"`([\w.]+)`", names):
            seen += 1
            owner, _, method = name.rpartition(".")
            found = all(re.search(rf"\b(?:def|class) {part}\b", source) for part in (owner, method) if part)
            missing += [] if found else [(path, name)]
    assert seen > 15
    assert missing == []


def test_every_room_is_told_of() -> None:
    """Those of the four packages, by path or as a module."""
    rooms = [path.parent for name in ROOMS[:4] for path in (ROOT / name).glob("*/__init__.py")]
    names = [room.relative_to(ROOT).as_posix() for room in rooms]
    assert len(names) > 30
    assert [name for name in names if name not in PAGE and name.replace("/", ".") not in PAGE] == []
