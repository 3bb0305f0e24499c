"""Bytes that nobody sends in good faith: accepted, or refused with a DecodeError; no hang, no growth, nothing else."""

import contextlib
import functools
import random
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtproto import tl
from mtproto.tl import codec, functions, native, types
from mtproto.tl.encoder import writers_at
from mtproto.tl.table import load
from tests.mtproto.tl.random_values import RandomValues

pytestmark = pytest.mark.rows("M19")

API = load("api")
IDS = [definition.id.to_bytes(4, "little") for definition in API] + [b"\x15\xc4\xb5\x1c", b"\xb5\x75\x72\x99"]
seeds = st.integers(0, 1 << 64)


@pytest.fixture(autouse=True, scope="module", params=["native", "plain"])
def _implementation(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both implementations, when there are two."""
    if request.param == "native" and native._native is None:
        pytest.skip("there was no compiler to build it")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "plain":
            patch.setattr(codec, "_native_decode", lambda data, form: None)
        yield


def request_bytes(chooser: random.Random) -> bytes:
    values, methods = chooser.choice([makers(layer) for layer in (152, 214, 232)])
    values.random = chooser
    while True:
        value = values.object(chooser.choice(methods))
        try:
            return writers_at(API, values.layer)[None][type(value)](value)
        except tl.Unmappable:
            continue


@functools.cache
def makers(layer: int) -> tuple[RandomValues, list[str]]:
    values = RandomValues(API, layer, random.Random(0))
    return values, [name for name in values.names() if API.is_function(name)]


def survives(data: bytes) -> None:
    """Read it as both kinds of message; pytest sees any error but the documented one."""
    for decode in (tl.decode, tl.decode_request):
        with contextlib.suppress(tl.DecodeError):
            decode(data)


@given(data=st.binary(max_size=200))
def test_noise(data: bytes) -> None:
    survives(data)


@given(seed=seeds)
def test_known_ids_in_any_order(seed: int) -> None:
    chooser = random.Random(seed)
    words = [chooser.choice(IDS) if chooser.random() < 0.7 else chooser.randbytes(4) for _ in range(40)]
    survives(b"".join(words))


@given(seed=seeds)
def test_damaged_requests(seed: int) -> None:
    """Cut, flipped, grown: somewhere in a sound request."""
    chooser = random.Random(seed)
    data = bytearray(request_bytes(chooser))
    for _ in range(chooser.randrange(1, 4)):
        place = chooser.randrange(len(data))
        match chooser.randrange(4):
            case 0:
                del data[place & ~3 :]
            case 1:
                data[place] ^= 1 << chooser.randrange(8)
            case 2:
                data[place & ~3 : place & ~3] = chooser.choice(IDS)
            case 3:
                data[place & ~3 : (place & ~3) + 4] = chooser.choice(
                    (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", bytes(4))
                )
        if not data:
            break
    survives(bytes(data))


@given(seed=seeds)
def test_every_prefix_of_a_request_is_refused(seed: int) -> None:
    data = request_bytes(random.Random(seed))[:400]
    for end in range(0, len(data) - 4, 4):
        with pytest.raises(tl.DecodeError):
            tl.decode_request(data[:end])


def test_counts_are_refused_before_memory_is_taken() -> None:
    head = functions.messages.GetMessages.ID.to_bytes(4, "little") + b"\x15\xc4\xb5\x1c"
    tracemalloc.start()
    for count in (1 << 20, 1 << 28, (1 << 32) - 1):
        with pytest.raises(tl.DecodeError):
            tl.decode_request(head + count.to_bytes(4, "little") + bytes(4096))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


def test_many_empty_values_cost_little() -> None:
    """Four bytes an item is the densest there is."""
    count = 100_000
    head = functions.users.GetUsers.ID.to_bytes(4, "little") + b"\x15\xc4\xb5\x1c" + count.to_bytes(4, "little")
    data = head + types.InputUserSelf.ID.to_bytes(4, "little") * count
    tracemalloc.start()
    request = tl.decode_request(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(request.id) == count
    assert peak < 64 * count


def test_deep_nesting_of_every_recursive_kind() -> None:
    """Far deeper than the interpreter's own stack: refused, not crashed."""
    array = types.JsonArray.ID.to_bytes(4, "little") + b"\x15\xc4\xb5\x1c" + b"\1\0\0\0"
    bold = types.TextBold.ID.to_bytes(4, "little")
    after = functions.InvokeAfterMsg.ID.to_bytes(4, "little") + bytes(8)
    for piece in (array, bold, after):
        with pytest.raises(tl.DecodeError, match="nest too deep"):
            tl.decode(piece * 100_000)
