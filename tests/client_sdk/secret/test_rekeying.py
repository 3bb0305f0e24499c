"""New keys for old between two sides whose messages cross (row E1; core.telegram.org/api/end-to-end/pfs)."""

from __future__ import annotations

import copy
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_sdk.secret.conversation import Conversation
from client_sdk.secret.record import NEWEST, Opening, Record, Status, dump, load
from client_sdk.secret.rekeying import MAX_AGE, MAX_USES, Keys, Phase
from client_sdk.secret.sequence import Inconsistent, Sequence
from mtproto.crypto import AuthKey, dh
from mtproto.tl import secret

pytestmark = pytest.mark.rows("E1", "CR-1")


class Side:
    """One side of a chat on a network that only delays."""

    def __init__(self, is_creator: bool, seed: int) -> None:
        key = AuthKey(bytes(range(256)))
        self.now = 0.0
        record = Record(1, 2, 3, Status.OPEN, Sequence(is_creator), keys=Keys(dh.PRIME, dh.G, key, since=0.0))
        self.conversation = Conversation(record, random.Random(seed).randbytes, lambda: self.now)
        self.inbox: list[bytes] = []
        self.heard: list[str] = []

    @property
    def keys(self) -> Keys:
        assert self.conversation.record.keys is not None
        return self.conversation.record.keys

    def say(self, to: Side, text: str) -> None:
        message = secret.DecryptedMessage(random_id=1, ttl=0, message=text)
        self.send(to, self.conversation.send(message))

    def send(self, to: Side, outgoing: object) -> None:
        if outgoing is not None:
            to.inbox.append(self.conversation.encrypt(outgoing))

    def hear(self, other: Side) -> None:
        received = self.conversation.receive(self.inbox.pop(0))
        self.heard += [came.message.message for came in received.taken if _is_text(came.message)]
        for outgoing in received.send:
            self.send(other, outgoing)


def _is_text(message: object) -> bool:
    return isinstance(message, secret.DecryptedMessage)


def pair(seed: int) -> tuple[Side, Side]:
    return Side(True, seed), Side(False, seed + 1)


def settle(one: Side, other: Side) -> None:
    while one.inbox or other.inbox:
        for side, peer in ((one, other), (other, one)):
            if side.inbox:
                side.hear(peer)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["say", "hear", "ask"])), max_size=40), st.integers(0, 999))
def test_whatever_crosses_whatever_both_have_the_same_key(steps: list[tuple[bool, str]], seed: int) -> None:
    """Either side asks at any moment; every message is understood, and in the end there is one key and no other."""
    sides, said = pair(seed), ([], [])
    for first, what in steps:
        side, other = sides if first else sides[::-1]
        if what == "say":
            said[0 if first else 1].append(str(len(said[0]) + len(said[1])))
            side.say(other, said[0 if first else 1][-1])
        elif what == "ask":
            side.keys.uses = MAX_USES + 1
            side.send(other, side.conversation.renew())
        elif side.inbox:
            side.hear(other)
    settle(*sides)
    for side, other in (sides, sides[::-1]):
        side.say(other, "last")
    settle(*sides)
    one, two = sides
    assert one.heard == [*said[1], "last"]
    assert two.heard == [*said[0], "last"]
    assert one.keys.current == two.keys.current
    assert one.keys.phase is two.keys.phase is Phase.IDLE
    assert one.keys.other is two.keys.other is None


def test_when_a_key_is_worn_out() -> None:
    keys = Keys(dh.PRIME, dh.G, AuthKey(bytes(256)), since=1_000.0)
    assert not keys.worn_out(1_000 + 2 * MAX_AGE), "unused"
    keys.uses = 1
    assert not keys.worn_out(1_000 + MAX_AGE)
    assert keys.worn_out(1_001 + MAX_AGE)
    keys.uses = MAX_USES + 1
    assert keys.worn_out(1_000)
    assert not replace(keys, phase=Phase.ASKED).worn_out(1_000)


def test_what_an_honest_peer_does_not_do() -> None:
    one, _ = pair(7)
    keys = one.keys
    good = dh.power(dh.G, 12345).to_bytes(256, "big")
    for action in (
        secret.DecryptedMessageActionRequestKey(exchange_id=1, g_a=b"\x01"),
        secret.DecryptedMessageActionAcceptKey(exchange_id=1, g_b=good, key_fingerprint=0),
        secret.DecryptedMessageActionCommitKey(exchange_id=1, key_fingerprint=0),
    ):
        with pytest.raises(Inconsistent):
            copy.deepcopy(keys).take(action, random.Random(1).randbytes, 0.0)
    request = keys.ask(random.Random(2).randbytes)
    wrong = secret.DecryptedMessageActionAcceptKey(exchange_id=request.exchange_id, g_b=good, key_fingerprint=1)
    with pytest.raises(Inconsistent):
        keys.take(wrong, random.Random(3).randbytes, 0.0)


@given(st.integers(0, 2**31), st.integers(8, NEWEST), st.booleans(), st.binary(max_size=20))
def test_a_record_is_kept_whole(number: int, layer: int, waiting: bool, packet: bytes) -> None:
    one, other = pair(number)
    one.keys.uses = MAX_USES + 1
    one.send(other, one.conversation.renew())
    record = one.conversation.record
    record.peer_layer, record.held[3] = layer, (packet, b"file")
    if waiting:
        record.keys, record.opening, record.status = None, Opening(dh.PRIME, dh.G, 17, b"g_a"), Status.WAITING
    assert load(dump(record)) == record
