"""What campaigns of the fuzz targets have found worth keeping: for each target a file of inputs, one a line, in base64.

    python -m tests.fuzz.corpus unpack TARGET FOLDER     as libFuzzer wants it, to go on from
    python -m tests.fuzz.corpus pack TARGET FOLDER       what a campaign has left, after `-merge=1`

Targets are `exchange`, `framing`, `packet`, `session`, `tl`. A campaign with atheris:

    python -m tests.fuzz.corpus unpack tl old
    mkdir new small && python -m tests.fuzz.fuzz_tl -max_total_time=600 -max_len=4096 new old
    python -m tests.fuzz.fuzz_tl -merge=1 small new old && python -m tests.fuzz.corpus pack tl small
"""

from __future__ import annotations

import hashlib
import sys
from base64 import b64decode, b64encode
from pathlib import Path

FOLDER = Path(__file__).with_name("corpus")
TARGETS = ("exchange", "framing", "packet", "session", "tl")


def inputs(target: str) -> list[bytes]:
    """The inputs that were kept for a target."""
    return [b64decode(line) for line in (FOLDER / f"{target}.txt").read_text().splitlines()]


def pack(target: str, folder: Path) -> None:
    contents = sorted({path.read_bytes() for path in folder.iterdir()}, key=lambda data: (len(data), data))
    (FOLDER / f"{target}.txt").write_text("".join(f"{b64encode(data).decode()}\n" for data in contents))


def unpack(target: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for data in inputs(target):
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def main() -> None:
    match sys.argv[1:]:
        case ["pack", target, folder] if target in TARGETS:
            pack(target, Path(folder))
        case ["unpack", target, folder] if target in TARGETS:
            unpack(target, Path(folder))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
