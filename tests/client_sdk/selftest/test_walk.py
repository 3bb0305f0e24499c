"""The walk is green on our server, and names what is broken in servers from which one check was taken.

Each broken server is the real one with one thing wrong. `finds` are the steps that have to notice, and no other may.
"""

import os
from dataclasses import dataclass
from typing import Any

import pytest

from client_sdk.clock import SystemClock
from client_sdk.network.endpoint import Endpoint
from client_sdk.selftest.lab import Account, Lab
from client_sdk.selftest.step import Outcome, Verdict
from client_sdk.selftest.walk import ROOMS, named, walk
from mtproto.clock import Random
from mtproto.crypto import AuthKey, RsaPrivateKey, bind_decrypt, dh, envelope, message, pq, rsa_pad
from mtproto.errors import BadMessageKey
from mtproto.exchange import ServerExchange
from mtproto.exchange.arithmetic import open_block
from mtproto.exchange.keys import ServerKeys
from mtproto.exchange.server_run import ServerRun
from mtproto.exchange.steps import Compute
from mtproto.session import containers, cutting, packet, server
from mtproto.session.messages import Message
from mtproto.session.outbox import Outbox
from mtproto.session.salts import Salts
from mtproto.session.seen_ids import SeenIds
from mtproto.session.verdicts import Verdict as Seen
from server.auth import temporary_keys
from server.auth.keys import KeyEntry, KeyRegistry
from server.gateway import handshake, peer
from server.gateway.addresses import AddressBook
from server.gateway.connection import Connection
from server.updates.hub import Hub

TASK = pq.generate(os.urandom)
PHONE, CODE = "9996621001", "22222"


def lab(endpoint: Endpoint, patience: float = 5.0, account: Account | None = None) -> Lab:
    return Lab(endpoint, SystemClock(), os.urandom, account, patience)


async def verdicts(lab: Lab, *rooms: str) -> list[Verdict]:
    """The verdicts of the steps of some rooms, or of all."""
    wanted = {step.name for room in rooms or ROOMS for step in ROOMS[room]}
    return [verdict async for _, verdict in walk(lab, wanted)]


async def test_our_server_is_sound(endpoint):
    found = await verdicts(lab(endpoint, account=Account(PHONE, CODE)))
    assert {v.step.name: v.reason for v in found if v.outcome is not Outcome.SOUND} == {}
    assert len(found) == sum(map(len, ROOMS.values()))


async def test_without_a_number_the_account_is_left_out(endpoint):
    found = await verdicts(lab(endpoint), "Account")
    skipped = {v.step.name for v in found if v.outcome is Outcome.SKIPPED}
    assert skipped == {step.name for step in ROOMS["Account"]}


def test_steps_are_named_by_rows_too():
    assert named(["M13"]) == {"wrong_salt"}
    assert named(["replay", "T9"]) == {"replay", "quick_ack"}
    with pytest.raises(KeyError):
        named(["M99"])


@pytest.mark.parametrize("room", ROOMS)
def test_every_step_cites_its_page(room):
    for step in ROOMS[room]:
        assert step.page.startswith("https://core.telegram.org/")
        assert step.rows
        assert step.says.endswith(".")


# -- broken servers ----------------------------------------------------------------------------------------------------


def unchecked_open(auth_key: AuthKey, data: bytes) -> packet.Packet:
    """Decrypts and does not look at the msg_key."""
    plaintext, _ = message.open_message(auth_key.to_server, data)
    salt, session_id, msg_id, seqno, length = packet.HEADER.unpack_from(plaintext)
    return packet.Packet(salt, session_id, msg_id, seqno, plaintext[32 : 32 + length], plaintext)


def open_with_any_padding(*arguments: Any) -> bytes | None:
    """Looks at the msg_key, and not at how long the padding is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope, "_PADDINGS", range(0, 2048, 4))
        return envelope.open_genuine(*arguments)


def open_with(key: RsaPrivateKey, data: bytes, random: Random) -> Compute:
    """Opens what a client sends, whatever key it names."""
    return Compute(open_block, (rsa_pad.decrypt, key, data, random))


def open_either(auth_key: AuthKey, data: bytes) -> packet.Packet:
    """Opens packets of MTProto 1.0 too."""
    try:
        plaintext = bind_decrypt(auth_key, data)
    except BadMessageKey:
        return packet.open_packet(auth_key, data)
    salt, session_id, msg_id, seqno, length = packet.HEADER.unpack_from(plaintext)
    return packet.Packet(salt, session_id, msg_id, seqno, plaintext[32 : 32 + length], plaintext)


async def binds_nothing(self: KeyRegistry, temporary: KeyEntry, permanent: KeyEntry) -> None:
    """Says that it is bound."""


class WithoutBeginning(SeenIds):
    """Takes messages from before the server was started."""

    def take_all(self, messages: list[Message], handler_of: Any, oldest: int, now: float) -> Any:
        return super().take_all(messages, handler_of, 0, now)


class WithoutMemory(SeenIds):
    """Takes what it has seen for new."""

    def judge(self, msg_id: int, seqno: int) -> Seen:
        verdict = super().judge(msg_id, seqno)
        return Seen.NEW if verdict is Seen.SEEN else verdict


class WithAnySeqno(SeenIds):
    """Takes a message that is new, whatever its number."""

    def judge(self, msg_id: int, seqno: int) -> Seen:
        verdict = super().judge(msg_id, seqno)
        return Seen.NEW if verdict in (Seen.SEQNO_TOO_LOW, Seen.SEQNO_TOO_HIGH) else verdict


def cut_whatever_is_inside(*arguments: Any) -> list[Message] | None:
    """Takes containers in containers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "CONTAINERS", ())
        return cutting.cut(*arguments)


@dataclass(frozen=True)
class Broken:
    """A server with one thing wrong.

    Attributes:
        where: Whose attribute is replaced, its name, and by what.
        rooms: The rooms that are walked.
        finds: The steps that notice.
    """

    where: tuple[object, str, object]
    rooms: tuple[str, ...]
    finds: set[str]


BROKEN = {
    "takes any salt": Broken(
        (Salts, "accepts", lambda *_: True),
        ("Envelope", "Messages"),
        {"wrong_salt"},
    ),
    "does not check msg_key": Broken(
        (peer, "open_packet", unchecked_open),
        ("Envelope",),
        {"changed_ciphertext", "wrong_padding", "wrong_length", "old_protocol"},
    ),
    "takes any padding": Broken(
        (message, "open_genuine", open_with_any_padding),
        ("Envelope",),
        {"wrong_padding"},
    ),
    "throws good keys away": Broken(
        (Connection, "abort", lambda self: self.refuse(-404)),
        ("Envelope",),
        {"changed_ciphertext", "wrong_padding", "wrong_length", "old_protocol"},
    ),
    "speaks MTProto 1.0 too": Broken(
        (peer, "open_packet", open_either),
        ("Envelope",),
        {"old_protocol"},
    ),
    "acknowledges with another hash": Broken(
        (peer, "quick_ack_token", lambda auth_key, plaintext: plaintext[:4]),
        ("Envelope",),
        {"quick_ack"},
    ),
    "minds no seqno": Broken(
        (server, "SeenIds", WithAnySeqno),
        ("Messages",),
        {"low_seqno", "high_seqno"},
    ),
    "takes messages of any age": Broken(
        (server, "_AGE", 1 << 50),
        ("Messages",),
        {"old_id"},
    ),
    "takes what was made before it": Broken(
        (server, "SeenIds", WithoutBeginning),
        ("Messages",),
        {"forgotten_id"},
    ),
    "looks at neither time nor salt": Broken(
        (server.ServerSession, "_passes", lambda self, message, salt, now: True),
        ("Messages",),
        {"old_id", "early_id", "wrong_salt"},
    ),
    "executes what was executed": Broken(
        (server, "SeenIds", WithoutMemory),
        ("Messages",),
        {"replay", "repeated_container"},
    ),
    "opens containers in containers": Broken(
        (containers, "cut", cut_whatever_is_inside),
        ("Messages",),
        {"nested_container"},
    ),
    "takes containers of any size": Broken(
        (containers, "MAX_CONTAINER_MESSAGES", 1 << 20),
        ("Messages",),
        {"long_container"},
    ),
    "forgets what it has sent": Broken(
        (Outbox, "send_again", lambda self, message: None),
        ("Delivery",),
        {"resent_answer", "fresh_ciphertext"},
    ),
    "pushes nothing": Broken(
        (Hub, "_on_events", lambda *_: None),
        ("Account",),
        {"pushed_update"},
    ),
    "sets everyone the same task": Broken(
        (pq, "generate", lambda random: TASK),
        ("Key exchange",),
        {"fresh_challenge"},
    ),
    "is every data centre": Broken(
        (handshake, "ServerExchange", lambda keys, dc_ids, *rest: ServerExchange(keys, range(-999, 1000), *rest)),
        ("Key exchange",),
        {"wrong_dc"},
    ),
    "binds without consent": Broken(
        (temporary_keys, "_check", lambda *_: None),
        ("Temporary keys",),
        {"forged_binding"},
    ),
    "binds in words only": Broken(
        (KeyRegistry, "bind", binds_nothing),
        ("Temporary keys",),
        {"bound_key"},
    ),
    "takes any fingerprint": Broken(
        (ServerKeys, "opening", lambda self, _, data, random: open_with(self.main, data, random)),
        ("Key exchange",),
        {"unknown_fingerprint"},
    ),
    "takes any g_b": Broken(
        (dh, "check_public_value", lambda value, prime=dh.PRIME: None),
        ("Key exchange",),
        {"unsafe_g_b"},
    ),
    "takes any nonce": Broken(
        (ServerRun, "_check_nonces", lambda self, said: None),
        ("Key exchange",),
        {"wrong_nonce"},
    ),
    "takes p and q in any order": Broken(
        (ServerRun, "_check_factors", lambda self, said: None),
        ("Key exchange",),
        {"swapped_factors"},
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
async def test_a_broken_server_is_told_what_is_broken(endpoint, monkeypatch, fault):
    broken = BROKEN[fault]
    monkeypatch.setattr(*broken.where)
    account = Account(PHONE, CODE) if "Account" in broken.rooms else None
    found = await verdicts(lab(endpoint, patience=2.0, account=account), *broken.rooms)
    assert {v.step.name for v in found if v.outcome is Outcome.FAULT} == broken.finds


async def test_a_server_that_is_busy_is_no_broken_one(endpoint, monkeypatch):
    monkeypatch.setattr(AddressBook, "open_handshake", lambda self, network: False)
    found = await verdicts(lab(endpoint), "Key exchange", "Envelope")
    assert {v.outcome for v in found} == {Outcome.SKIPPED}


async def test_an_answer_to_nothing_is_noticed(endpoint, monkeypatch):
    add = Outbox.add_result
    monkeypatch.setattr(Outbox, "add_result", lambda self, request_id, result: add(self, request_id + 4, result))
    found = await verdicts(lab(endpoint, patience=2.0), "Delivery")
    faults = [v for v in found if v.outcome is Outcome.FAULT and v.step in ROOMS["Delivery"]]
    assert faults
    assert all("which is no message of ours" in v.reason for v in faults)
