"""The client's exchange: what it makes of servers that are wrong, slow, or ask it to try again."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from mtproto import tl
from mtproto.crypto import RsaPrivateKey, dh
from mtproto.errors import Misuse
from mtproto.exchange import Compute, Done, ExchangeFailure, Send, ServerKeys
from mtproto.exchange.arithmetic import Group, agree
from mtproto.exchange.inner import InnerCipher
from mtproto.exchange.reading import read_answer, read_query, read_whole, to_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import EXPIRES_IN, Server, client_of, converse, work


@pytest.mark.rows("H8", "H13", "H14")
@pytest.mark.parametrize("expires_in", [None, EXPIRES_IN])
@pytest.mark.parametrize("dc_id", [2, -2])
def test_both_sides_come_to_the_same_key(server: Server, dc_id: int, expires_in: int | None) -> None:
    client = client_of(server, dc_id=dc_id, expires_in=expires_in)
    done = converse(client, server.answer)
    assert server.stored == {done.auth_key.key_id: done}
    assert done.dc_id == dc_id
    assert done.expires_at == (None if expires_in is None else int(server.clock.now()) + expires_in)
    assert client.time_offset == int(server.clock.now()) - server.clock.now()


def test_two_runs_make_two_keys(server: Server) -> None:
    first, second = (converse(client_of(server), server.answer) for _ in range(2))
    assert first.auth_key != second.auth_key
    assert first.salt != second.salt


def test_answers_may_carry_padding_and_come_twice(server: Server) -> None:
    """The official servers append random bytes to plain answers."""
    client = client_of(server)
    step: Any = client.start()
    while isinstance(step, Send):
        answer = server.answer(step.body)
        assert answer is not None
        step = work(client, client.receive(answer + os.urandom(48)))
        assert client.receive(answer) is None
    assert isinstance(step, Done)


@pytest.mark.rows("H11", "H12", "HS-5")
def test_it_tries_again_with_a_new_b(server: Server) -> None:
    client = client_of(server)
    ours: list[Done] = []

    def answer(body: bytes) -> bytes:
        step = work(server.exchange, server.exchange.receive(body))
        if isinstance(step, Done):
            ours.append(step)
            step = server.exchange.taken() if len(ours) < 3 else server.exchange.stored()
        assert isinstance(step, Send)
        return step.body

    done = converse(client, answer)
    assert done.auth_key == ours[-1].auth_key
    assert len({kept.auth_key.key_id for kept in ours}) == 3


@pytest.mark.rows("H11")
def test_it_gives_up_on_a_server_that_always_asks_again(server: Server) -> None:
    def answer(body: bytes) -> bytes:
        step = work(server.exchange, server.exchange.receive(body))
        step = server.exchange.taken() if isinstance(step, Done) else step
        assert isinstance(step, Send)
        return step.body

    with pytest.raises(ExchangeFailure, match="tries"):
        converse(client_of(server), answer)


@pytest.mark.rows("H12")
def test_it_believes_dh_gen_fail(server: Server) -> None:
    def answer(body: bytes) -> bytes:
        step = work(server.exchange, server.exchange.receive(body))
        step = server.exchange.failed() if isinstance(step, Done) else step
        assert isinstance(step, Send)
        return step.body

    with pytest.raises(ExchangeFailure, match="could not keep"):
        converse(client_of(server), answer)


def test_it_takes_no_key_but_those_it_trusts(server: Server) -> None:
    stranger = Server(ServerKeys(RsaPrivateKey.generate()))
    with pytest.raises(ExchangeFailure, match="trusts"):
        converse(client_of(server), stranger.answer)


def rewriting(server: Server, kind: Any, **said: Any) -> Callable[[bytes], bytes]:
    """A server that says these fields of one kind of answer otherwise."""

    def answer(body: bytes) -> bytes:
        original = server.answer(body)
        assert original is not None
        value, _ = read_answer(original)
        if isinstance(value, kind):
            for name, wrong in said.items():
                setattr(value, name, wrong)
        return tl.encode(value)

    return answer


@pytest.mark.rows("H5")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (service.ResPQ, {"nonce": bytes(16)}),
        (service.ResPQ, {"pq": b""}),
        (service.ResPQ, {"pq": to_bytes(2**61 - 1)}),
        (service.ResPQ, {"pq": to_bytes(1_000_003**2)}),
        (service.ResPQ, {"pq": to_bytes((2**31 - 1) * 2**33)}),
        (service.ResPQ, {"pq": b"\xff" * 64}),
        (service.ResPQ, {"server_public_key_fingerprints": []}),
        (service.ServerDHParamsOk, {"nonce": bytes(16)}),
        (service.ServerDHParamsOk, {"server_nonce": bytes(16)}),
        (service.ServerDHParamsOk, {"encrypted_answer": b""}),
        (service.ServerDHParamsOk, {"encrypted_answer": bytes(592)}),
        (service.DhGenOk, {"nonce": bytes(16)}),
        (service.DhGenOk, {"server_nonce": bytes(16)}),
        (service.DhGenOk, {"new_nonce_hash1": bytes(16)}),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_wrong_field_of_an_answer_ends_the_exchange(server: Server, kind: Any, said: dict[str, Any]) -> None:
    with pytest.raises(ExchangeFailure):
        converse(client_of(server), rewriting(server, kind, **said))


def test_an_outcome_cannot_be_turned_into_another(server: Server) -> None:
    """new_nonce_hash differs for ok, retry and fail, so whoever changes the constructor is noticed."""

    def answer(body: bytes) -> bytes:
        original = server.answer(body)
        assert original is not None
        value, _ = read_answer(original)
        if isinstance(value, service.DhGenOk):
            return tl.encode(
                service.DhGenRetry(
                    nonce=value.nonce, server_nonce=value.server_nonce, new_nonce_hash2=value.new_nonce_hash1
                )
            )
        return original

    with pytest.raises(ExchangeFailure, match="new_nonce_hash"):
        converse(client_of(server), answer)


@pytest.mark.rows("H10")
@pytest.mark.parametrize(
    "said",
    [
        {"nonce": bytes(16)},
        {"server_nonce": bytes(16)},
        {"g": 1},
        {"g": 2},
        {"g": 8},
        {"dh_prime": to_bytes(dh.PRIME - 2)},
        {"dh_prime": to_bytes(dh.PRIME >> 1)},
        {"dh_prime": b"\0"},
        {"g_a": b"\1"},
        {"g_a": to_bytes(dh.PRIME - 1)},
        {"g_a": to_bytes(2**1983)},
    ],
    ids=lambda said: str(said)[:40],
)
def test_each_wrong_field_of_server_dh_inner_data_ends_the_exchange(
    keys: ServerKeys, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    """The wrong field is said by the server that has new_nonce, so that it is sealed well."""
    seal = InnerCipher.seal

    def lie(cipher: InnerCipher, data: bytes, random: Callable[[int], bytes]) -> bytes:
        if data[:4] == service.ServerDHInnerData.ID.to_bytes(4, "little"):
            inner = read_whole(service.ServerDHInnerData, data)
            for name, wrong in said.items():
                setattr(inner, name, wrong)
            data = tl.encode(inner)
        return seal(cipher, data, random)

    monkeypatch.setattr(InnerCipher, "seal", lie)
    server = Server(keys)
    with pytest.raises(ExchangeFailure):
        converse(client_of(server), server.answer)
    assert server.stored == {}


def test_another_safe_group_is_taken() -> None:
    """4 = 2 squared generates the large subgroup of every safe prime."""
    b, a = dh.secret_exponent(os.urandom), dh.secret_exponent(os.urandom)
    agreement = agree(Group(4, dh.PRIME, pow(4, a, dh.PRIME)), b)
    assert agreement is not None
    g_b, key = agreement
    assert key == dh.shared_secret(g_b, a)


def test_an_answer_before_it_is_asked_for_is_refused(server: Server) -> None:
    client = client_of(server)
    with pytest.raises(ExchangeFailure):
        client.receive(tl.encode(service.DhGenOk(nonce=bytes(16), server_nonce=bytes(16), new_nonce_hash1=bytes(16))))


@pytest.mark.parametrize("body", [b"", b"1234", tl.encode(service.Pong(msg_id=1, ping_id=1))])
def test_what_is_no_answer_is_refused(server: Server, body: bytes) -> None:
    client = client_of(server)
    client.start()
    with pytest.raises(ExchangeFailure):
        client.receive(body)


def test_a_result_that_was_not_asked_for_is_misuse(server: Server) -> None:
    client = client_of(server)
    client.start()
    with pytest.raises(Misuse):
        client.resume((3, 5))


def test_queries_are_what_the_documentation_says(server: Server) -> None:
    """One kind of query a step, under the nonces of the run."""
    client = client_of(server, expires_in=60)
    asked = []

    def answer(body: bytes) -> bytes | None:
        query, exact = read_query(body)
        assert exact == body
        asked.append(type(query))
        return server.answer(body)

    converse(client, answer)
    assert asked == [service.ReqPqMulti, service.ReqDHParams, service.SetClientDHParams]


def test_a_step_given_to_a_worker_survives_pickling(server: Server) -> None:
    """Computations may be done in another process (the exchange itself stays)."""
    from pickle import dumps, loads

    client = client_of(server)
    answer = server.answer(client.start().body)
    assert answer is not None
    step = client.receive(answer)
    while isinstance(step, Compute):
        function, args = loads(dumps((step.function, step.args)))
        step = client.resume(loads(dumps(function(*args))))
    assert isinstance(step, Send)
    opening = server.exchange.receive(step.body)
    while isinstance(opening, Compute):
        function, args = loads(dumps((opening.function, opening.args)))
        opening = server.exchange.resume(loads(dumps(function(*args))))
    assert isinstance(opening, Send)
