"""What the Python programs here share: how they are told where the server is, and how they tell what they do.

A mover is a program of its own, since clients do not share one Python, or are not Python at all. Its first argument is
JSON: `host`, `port`, `dc_id`, `public_key` and `legacy_public_key` (files) of the server, `phone` and `code` of who
signs up, `source` to send to oneself, `target` to fetch it to, `folder` to work in. It prints lines of JSON: how many
`bytes` of the way `up` or `down` have passed, and at the end of each the `seconds` it took.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def world() -> Any:
    """What the program was given."""
    return json.loads(sys.argv[1])


@contextmanager
def moving(way: str) -> Iterator[Callable[[int, int], None]]:
    """One way of the file: gives what a client calls with the bytes that have passed, and all there are."""
    begun = time.perf_counter()
    yield lambda passed, _: _tell(way=way, bytes=passed)
    _tell(way=way, seconds=time.perf_counter() - begun)


def _tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)
