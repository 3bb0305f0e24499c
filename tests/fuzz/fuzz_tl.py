"""Fuzz target: whatever bytes arrive where a TL object, a method call or an answer belongs.

    python -m tests.fuzz.fuzz_tl [seconds | libFuzzer arguments]

With atheris installed it is a libFuzzer target guided by coverage; without, Hypothesis draws the bytes for the given
number of seconds (60 by default). The rule: accept, or raise DecodeError; never hang, never grow. What the native
codec accepts, plain Python accepts too, and as the same object.

The first byte of an input chooses what is expected.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from mtproto import tl
from mtproto.tl import functions, native
from mtproto.tl.decoder import any_readers, read_whole
from mtproto.tl.packed import MAX_UNPACKED
from mtproto.tl.table import load
from tests.fuzz import campaign
from tests.mtproto.tl.random_values import RandomValues, damaged

DEADLINE = 1.0
"""Seconds of the processor, which others may keep from us for longer; an input of a few kilobytes takes milliseconds,
unless a gzip_packed in it opens to as much as it may."""

NATIVE = native.decoder()
GZIP_PACKED = b"\xa1\xcf\x72\x30"

READERS: list[Callable[[bytes], Any]] = [
    tl.decode,
    tl.decode_request,
    lambda data: tl.decode_prefix(data)[0],
    lambda data: tl.decode_result(data, functions.messages.GetHistory.DEFINITION),
    lambda data: tl.decode_result(data, functions.users.GetUsers.DEFINITION),
    lambda data: tl.decode_result(data, functions.account.UpdateStatus.DEFINITION),
]


def fuzz(data: bytes) -> None:
    """One input; raises AssertionError where the rule is broken."""
    if not data:
        return
    read, data = READERS[data[0] % len(READERS)], data[1:]
    packed = GZIP_PACKED in data
    started = time.process_time()
    try:
        value = read(data)
    except tl.DecodeError:
        value = None
    assert packed or time.process_time() - started < DEADLINE, "too slow"
    room = MAX_UNPACKED if packed else len(data)
    assert values_in(value) <= room // 4 + 1, "more came out than went in"
    quick = NATIVE(data, native.ANY)
    assert quick is None or repr(quick) == repr(read_whole(any_readers().read, data))


def values_in(value: Any) -> int:
    """How many objects and items of vectors there are."""
    if isinstance(value, tl.TLObject):
        return 1 + sum(values_in(inner) for name in value.FIELDS if type(inner := getattr(value, name)) is not bool)
    if isinstance(value, list):
        return sum(max(1, values_in(item)) for item in value)
    return 0


@functools.cache
def _values(layer: int) -> tuple[RandomValues, list[str]]:
    """Values of a layer, and the names of what there is in it: to look them up takes longer than all else."""
    values = RandomValues(load("api"), layer, Random())
    return values, values.names()


def _damaged_object(seed: int) -> bytes:
    """A sound object of some layer with a few words changed."""
    random = Random(seed)
    layer = random.choice((145, 158, 198, 214, tl.NEWEST))
    values, names = _values(layer)
    values.random = random
    try:
        data = tl.encode(values.object(random.choice(names)), layer)
    except tl.Unmappable:
        return b""
    return damaged(tl.gzip_packed(data) if random.random() < 0.1 else data, random)


_seeds = st.integers(0, 2**64 - 1)
inputs = st.builds(
    bytes.__add__, st.binary(min_size=1, max_size=1), st.one_of(_seeds.map(_damaged_object), st.binary(max_size=100))
)
"""Sound objects with damage; random bytes alone rarely get past an id."""


if __name__ == "__main__":
    campaign.run(fuzz, inputs)
