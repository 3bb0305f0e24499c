"""The native codec does what the plain Python codec does, or gives up: same bytes, same objects, same refusals."""

import gc
import re
import struct
import sys
from collections.abc import Callable
from random import Random
from typing import Any, cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mtproto import tl
from mtproto.tl import codec, functions, native, types
from mtproto.tl.decoder import any_readers, read_whole
from mtproto.tl.encoder import writers_at
from mtproto.tl.table import load
from tests.mtproto.tl.random_values import RandomValues, damaged

_native = pytest.importorskip("mtproto.tl._native", reason="there was no compiler to build it")

API = load("api")
DECODE = native.decoder()
ENCODE = {layer: native.encoder(layer) for layer in (145, 158, 198, 214, 229, tl.NEWEST)}
seeds = st.integers(0, 2**64 - 1)


def plain_encode(value: tl.TLObject, layer: int) -> bytes | None:
    try:
        return writers_at(API, layer)[None][type(value)](value)
    except (tl.EncodeError, AttributeError, KeyError, OverflowError, TypeError, UnicodeEncodeError, struct.error):
        return None


def plain_decode(data: bytes) -> tl.TLObject | None:
    try:
        return read_whole(any_readers().read, data)
    except (tl.DecodeError, IndexError, UnicodeDecodeError, struct.error):
        return None


def exactly(value: Any) -> str:
    """`==` alone takes True for 1."""
    return repr(value)


@pytest.mark.parametrize("layer", ENCODE)
@settings(max_examples=1, phases=[Phase.generate])
@given(seed=seeds)
def test_whole_corpus_is_the_same_in_both(layer: int, seed: int) -> None:
    """Every constructor and method of a layer, with random values, written and read by both."""
    values = RandomValues(API, layer, Random(seed))
    done = 0
    names = values.names()
    for name in names:
        value = values.object(name)
        written = plain_encode(value, layer)
        fast = ENCODE[layer](value, native.ANY)
        assert fast is None or fast == written, name
        if written is not None:
            read = plain_decode(written)
            quick = DECODE(written, native.ANY)
            assert quick is None or exactly(quick) == exactly(read), name
            done += fast is not None and quick is not None
    assert done > 0.8 * len(names), "it gives up where it need not"


def test_parts_of_files_are_left_in_the_packet() -> None:
    """Out of a view of it; out of bytes they are bytes, and so is everything else."""
    part = functions.upload.SaveBigFilePart(file_id=1, file_part=0, file_total_parts=2, bytes=bytes(range(256)))
    written = b"before" + tl.encode(part)
    read = DECODE(view_of(written)[6:], native.METHOD)
    assert type(read.bytes) is memoryview
    assert read.bytes.obj is written
    assert read == part
    assert type(DECODE(written[6:], native.METHOD).bytes) is bytes
    secret = types.InputEncryptedChat(chat_id=1, access_hash=2)
    other = tl.encode(functions.messages.SendEncrypted(peer=secret, random_id=3, data=bytes(100)))
    assert type(DECODE(view_of(other), native.METHOD).data) is bytes


def view_of(data: bytes) -> bytes:
    """As the body of a long packet is given to the codec."""
    return cast("bytes", memoryview(data))


@pytest.mark.rows("M19")
@settings(max_examples=20, phases=[Phase.generate])
@given(seed=seeds)
def test_damaged_bytes_are_never_taken_for_more_than_plain_python_takes(seed: int) -> None:
    random = Random(seed)
    values = RandomValues(API, tl.NEWEST, random)
    for name in random.choices(values.names(), k=100):
        data = damaged(tl.encode(values.object(name)), random)
        quick = DECODE(data, native.ANY)
        if quick is not None:
            assert exactly(quick) == exactly(plain_decode(data))


@given(data=st.binary(max_size=200))
def test_any_bytes_at_all(data: bytes) -> None:
    quick = DECODE(data, native.ANY)
    assert quick is None or exactly(quick) == exactly(plain_decode(data))


PEER = types.PeerUser(user_id=1)
DAMAGED_OBJECTS: list[Callable[[types.Message], Any]] = [
    lambda m: setattr(m, "id", 2**31),
    lambda m: setattr(m, "id", True),
    lambda m: setattr(m, "id", "5"),
    lambda m: setattr(m, "peer_id", None),
    lambda m: setattr(m, "peer_id", types.InputPeerSelf()),
    lambda m: setattr(m, "peer_id", functions.help.GetConfig()),
    lambda m: setattr(m, "message", "\ud800"),
    lambda m: setattr(m, "message", b"bytes"),
    lambda m: setattr(m, "message", "x" * (1 << 24)),
    lambda m: setattr(m, "entities", ()),
    lambda m: setattr(m, "entities", [None]),
    lambda m: setattr(m, "out", 1),
    lambda m: delattr(m, "date"),
]


@pytest.mark.parametrize("damage", DAMAGED_OBJECTS)
def test_a_value_of_the_wrong_kind_is_left_to_plain_python(damage: Callable[[types.Message], Any]) -> None:
    message = types.Message(id=1, peer_id=PEER, date=1, message="text")
    damage(message)
    assert ENCODE[tl.NEWEST](message, native.ANY) is None


def test_fields_on_one_bit_come_all_or_none() -> None:
    invoice = types.Invoice(currency="EUR", prices=[], max_tip_amount=1, suggested_tip_amounts=None)
    assert ENCODE[tl.NEWEST](invoice, native.ANY) is None
    invoice.suggested_tip_amounts = [1]
    assert ENCODE[tl.NEWEST](invoice, native.ANY) == plain_encode(invoice, tl.NEWEST)


@pytest.mark.rows("M19")
def test_depth_is_bounded() -> None:
    text: Any = types.TextEmpty()
    for _ in range(31):
        text = types.TextBold(text=text)
    assert DECODE(tl.encode(text), native.ANY) == text
    for _ in range(1000):
        text = types.TextBold(text=text)
    assert ENCODE[tl.NEWEST](text, native.ANY) is None
    deep = types.TextBold.ID.to_bytes(4, "little") * 100_000 + types.TextEmpty.ID.to_bytes(4, "little")
    assert DECODE(deep, native.ANY) is None


def test_requests_must_be_methods() -> None:
    method, other = tl.encode(functions.help.GetConfig()), tl.encode(PEER)
    assert DECODE(method, native.METHOD) == functions.help.GetConfig()
    assert DECODE(other, native.METHOD) is None
    assert codec.decode_request(method).definition is functions.help.GetConfig.DEFINITION
    with pytest.raises(tl.DecodeError, match="expected a method"):
        codec.decode_request(other)


def test_a_called_definition_of_an_old_layer_is_remembered() -> None:
    call = functions.messages.SendMessage(peer=types.InputPeerSelf(), message="text", random_id=1)
    data = tl.encode(call, layer=214)
    quick = DECODE(data, native.METHOD)
    assert quick == call
    assert quick.definition is API.at("messages.sendMessage", 214) is not call.definition


def test_plans_refuse_what_would_not_be_safe() -> None:
    field = ("i", "user_id", 0, -1, None)
    for fields, error in {
        (("i", "nothing", 0, -1, None),): AttributeError,
        (("i", "__class__", 0, -1, None),): TypeError,
        (("?", "user_id", 0, -1, None),): ValueError,
        (("vvvvvvi", "user_id", 0, -1, None),): ValueError,
        (("i", "user_id", 0, 32, None),): ValueError,
        (("i", "user_id", 4, 0, None),): ValueError,
        (("i", "user_id", 0, 1, None),): ValueError,
        (("t", "user_id", 0, -1, None),): ValueError,
        ("i",): TypeError,
    }.items():
        with pytest.raises(error):
            _native.Plan(1, types.PeerUser, "Peer", fields, ())
    plan = _native.Plan(1, types.PeerUser, "Peer", (field,), ())
    with pytest.raises(ValueError, match="another definition"):
        _native.Encoder(lambda cls: plan).encode(types.PeerChat(chat_id=1), native.ANY)
    with pytest.raises(ValueError, match="another definition"):
        _native.Decoder(lambda _: plan).decode(b"\2" + bytes(7), native.ANY)
    with pytest.raises(TypeError):
        _native.Decoder(lambda _: 1).decode(b"\2" + bytes(7), native.ANY)


def made(cls: Any, fields: dict[str, Any]) -> str:
    return f"{cls(**fields)!r} {getattr(cls(**fields), 'definition', None)}"


def plainly_made(cls: Any, fields: dict[str, Any]) -> str:
    """By `__init__` alone, which is Python."""
    plain = object.__new__(cls)
    cls.__init__(plain, **fields)
    return f"{plain!r} {getattr(plain, 'definition', None)}"


@settings(max_examples=1, phases=[Phase.generate])
@given(seed=seeds)
def test_objects_are_made_as_init_makes_them(seed: int) -> None:
    """Of every class, with its fields in any order, and with some of them left out."""
    random = Random(seed)
    values = RandomValues(API, tl.NEWEST, random)
    refused = 0
    for name in values.names():
        value = values.object(name)
        cls, fields = type(value), [(field, getattr(value, field)) for field in value.FIELDS]
        assert made(cls, dict(fields)) == plainly_made(cls, dict(fields))
        some = dict(random.sample(fields, random.randint(0, len(fields))))
        try:
            expected = plainly_made(cls, some)
        except TypeError as error:
            refused += 1
            with pytest.raises(TypeError, match=re.escape(str(error))):
                cls(**some)
        else:
            assert made(cls, some) == expected
    assert refused > 100, "hardly any class was called without a field that it needs"


def test_what_init_refuses_no_object_is_made_of() -> None:
    call: Any = functions.help.GetConfig
    assert call().definition is call.DEFINITION
    with pytest.raises(TypeError, match="definition"):
        call(definition=API.at("help.getConfig", 158))
    peer: Any = types.PeerUser
    assert peer(user_id=1) == PEER
    assert peer(**{"".join(("user", "_id")): 1}) == PEER, "a name that is not interned is the same name"
    for wrong in (lambda: peer(1), lambda: peer(1, user_id=1), lambda: peer(user_id=1, chat_id=2), peer):
        with pytest.raises(TypeError):
            wrong()
    value = object()
    before = sys.getrefcount(value)
    for _ in range(100):
        peer(user_id=value)
        with pytest.raises(TypeError):
            peer(user_id=value, chat_id=value)
    assert sys.getrefcount(value) == before


def test_a_class_may_be_prepared_again_while_an_object_is_made() -> None:
    """By another thread, or by what the collector runs, which it may do whenever there is to be a new object."""

    class Garbage:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            _native.construct_directly(types.PeerUser, (("user_id",),), ())

    thresholds = gc.get_threshold()
    try:
        for _ in range(20):
            gc.collect()
            Garbage()
            gc.set_threshold(1)
            assert types.PeerUser(user_id=1) == PEER
            gc.set_threshold(*thresholds)
    finally:
        gc.set_threshold(*thresholds)


def test_only_slots_can_be_filled() -> None:
    for keywords in ((("nothing",),), (("__class__",),), ("user_id",), (("user_id", 1, 2),), ((1,),)):
        with pytest.raises((AttributeError, TypeError)):
            _native.construct_directly(types.PeerUser, keywords, ())
    with pytest.raises(TypeError):
        _native.construct_directly(PEER, (), ())
    assert types.PeerUser(user_id=1) == PEER


def test_codecs_and_their_plans_come_and_go() -> None:
    data = tl.encode(functions.help.GetConfig())

    def come_and_go() -> None:
        native.decoder()(data, native.METHOD)
        native.encoder(tl.NEWEST)(PEER, native.ANY)
        cycle: list[Any] = []
        cycle.append(_native.Decoder(cycle.append))

    come_and_go()  # the plans that it asks for are kept
    plans = sys.getrefcount(_native.Plan)
    for _ in range(100):
        come_and_go()
    gc.collect()
    left = sys.getrefcount(_native.Plan)
    assert left == plans
