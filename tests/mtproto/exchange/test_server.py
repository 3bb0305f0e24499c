"""The server's exchange: how it begins, in which order its steps come, how often a query is answered."""

import os
from math import isqrt

import pytest

from mtproto import tl
from mtproto.crypto.bignum import is_prime
from mtproto.errors import Misuse
from mtproto.exchange import Compute, Done, Send, ServerExchange
from mtproto.exchange.reading import from_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import Server, work
from tests.mtproto.exchange.puppet import Puppet, refused

# The first query.


@pytest.mark.rows("H2", "H3")
def test_every_run_has_a_fresh_nonce_and_pq(server: Server) -> None:
    seen = set()
    for _ in range(50):
        client = Puppet(server).ask_pq()
        product = from_bytes(client.pq)
        p, q = from_bytes(client.p), from_bytes(client.q)
        assert p * q == product <= 2**63 - 1
        assert p < q
        assert p % 2 == q % 2 == 1
        assert is_prime(p)
        assert is_prime(q)
        assert isqrt(product) ** 2 != product
        seen |= {client.server_nonce, client.pq}
    assert len(seen) == 100


def test_the_older_req_pq_is_answered_alike(client: Puppet) -> None:
    client.read_res_pq(client.say(tl.encode(service.ReqPq(nonce=client.nonce))))


def test_both_keys_are_offered_the_main_one_first(client: Puppet) -> None:
    keys = client.server.keys
    assert keys.legacy is not None
    assert client.ask_pq().fingerprints == [keys.main.fingerprint, keys.legacy.fingerprint]


@pytest.mark.rows("H3")
def test_a_second_req_pq_abandons_the_run_before(client: Puppet) -> None:
    """First contact may send a throw-away req_pq."""
    abandoned = client.ask_pq().req_dh_params()
    again = Puppet(client.server).ask_dh()
    assert again.server_nonce != client.server_nonce
    refused(client, abandoned)


@pytest.mark.rows("H3")
def test_a_req_pq_is_legal_after_server_dh_params_and_after_the_key(client: Puppet) -> None:
    client.ask_dh()
    second = Puppet(client.server)
    second.ask_key()
    client.server.exchange.stored()
    third = Puppet(client.server)
    third.ask_key()
    client.server.exchange.stored()


@pytest.mark.rows("H1")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0",
        bytes(20),
        tl.encode(service.Ping(ping_id=1)),
        tl.encode(service.ReqPqMulti(nonce=bytes(16)))[:-1],
        tl.encode(service.DhGenOk(nonce=bytes(16), server_nonce=bytes(16), new_nonce_hash1=bytes(16))),
        tl.encode(service.GzipPacked(packed_data=bytes(16))),
    ],
    ids=["empty", "short", "zeros", "ping", "cut", "an answer", "gzip_packed"],
)
def test_nothing_else_is_a_plain_query(client: Puppet, body: bytes) -> None:
    refused(client, body)


@pytest.mark.rows("H1")
def test_a_plain_msgs_ack_is_taken_and_not_answered(client: Puppet) -> None:
    acks = tl.encode(service.MsgsAck(msg_ids=[1, 2, 3]))
    assert client.server.exchange.receive(acks) is None
    client.ask_pq()
    assert client.server.exchange.receive(acks) is None
    client.read_dh_params(client.say(client.req_dh_params()))


def test_padding_behind_a_query_is_ignored(client: Puppet) -> None:
    """TDLib appends up to 255 random bytes to every plain query."""
    client.read_res_pq(client.say(client.req_pq() + os.urandom(252)))
    client.read_dh_params(client.say(client.req_dh_params() + os.urandom(8)))
    exchange = client.server.exchange
    assert isinstance(work(exchange, exchange.receive(client.set_client_dh_params() + os.urandom(255))), Done)


# Repeats.


@pytest.mark.rows("H4")
def test_an_identical_repeat_gets_the_identical_answer(client: Puppet) -> None:
    """Whatever random padding stands behind the repeated query."""
    client.read_res_pq(answer := client.say(client.req_pq()))
    assert client.say(client.req_pq()) == client.say(client.req_pq() + b"padding.") == answer
    client.read_dh_params(answer := client.say(query := client.req_dh_params()))
    assert client.say(query) == client.say(query + b"padding.") == answer
    exchange = client.server.exchange
    work(exchange, exchange.receive(query := client.set_client_dh_params()))
    answer = exchange.stored().body
    assert client.say(query) == client.say(query + b"padding.") == answer


@pytest.mark.rows("H4", "H12")
def test_dh_gen_retry_and_dh_gen_fail_are_repeated_too(server: Server) -> None:
    for outcome in (ServerExchange.taken, ServerExchange.failed):
        client = Puppet(server).ask_dh()
        work(server.exchange, server.exchange.receive(query := client.set_client_dh_params()))
        assert client.say_outcome(outcome) == client.say(query)


@pytest.mark.rows("H4")
def test_a_similar_repeat_fails(client: Puppet) -> None:
    """ "Exactly the same request and not just similar": new padding inside makes another encrypted_data."""
    client.ask_dh()
    refused(client, client.req_dh_params())


@pytest.mark.rows("H4")
def test_a_similar_repeat_of_the_last_query_fails(client: Puppet) -> None:
    client.ask_key()
    client.server.exchange.stored()
    refused(client, client.set_client_dh_params())


@pytest.mark.rows("H4")
def test_an_answer_whose_next_query_came_is_forgotten(client: Puppet) -> None:
    client.ask_pq()
    old = client.req_dh_params()
    client.read_dh_params(client.say(old))
    work(client.server.exchange, client.server.exchange.receive(client.set_client_dh_params()))
    client.server.exchange.stored()
    refused(client, old)


@pytest.mark.rows("H4")
@pytest.mark.parametrize("step", ["req_DH_params", "set_client_DH_params", "the repeat"])
@pytest.mark.parametrize("seconds", [599.0, 600.0])
def test_a_run_lives_ten_minutes(client: Puppet, step: str, seconds: float) -> None:
    client.ask_pq()
    query = client.req_dh_params()
    if step != "req_DH_params":
        client.read_dh_params(client.say(query))
        query = client.set_client_dh_params()
    if step == "the repeat":
        work(client.server.exchange, client.server.exchange.receive(query))
        client.server.exchange.stored()
    client.server.clock.advance(seconds)
    if seconds < 600:
        assert work(client.server.exchange, client.server.exchange.receive(query)) is not None
    else:
        refused(client, query)


# The order of steps.


@pytest.mark.rows("H4")
@pytest.mark.parametrize("query", ["req_dh_params", "set_client_dh_params"])
def test_a_later_query_first_is_refused(client: Puppet, query: str) -> None:
    Puppet(client.server).ask_pq()
    other = Puppet(Server(client.server.keys)).ask_dh()
    refused(client, getattr(other, query)())


def test_set_client_dh_params_before_req_dh_params_is_refused(client: Puppet) -> None:
    client.ask_pq()
    client.g_a = 2**2000
    refused(client, client.set_client_dh_params())


def test_the_caller_is_told_when_it_breaks_the_order(client: Puppet) -> None:
    exchange = client.server.exchange
    for call in (exchange.stored, exchange.taken, exchange.failed, lambda: exchange.resume(b"")):
        with pytest.raises(Misuse):
            call()
    client.ask_pq()
    step = exchange.receive(client.req_dh_params())
    with pytest.raises(Misuse):
        exchange.receive(client.req_pq())
    with pytest.raises(Misuse):
        exchange.stored()
    assert isinstance(work(exchange, step), Send)


@pytest.mark.rows("H14")
def test_steps_do_not_show_secrets(client: Puppet) -> None:
    exchange = client.ask_pq().server.exchange
    shown = repr(step := exchange.receive(client.req_dh_params()))
    assert isinstance(step, Compute)
    shown += repr(step := exchange.resume(step.function(*step.args)))
    assert isinstance(step, Compute)
    assert str(step.args[1]) not in shown
    answer = work(exchange, step)
    assert isinstance(answer, Send)
    client.read_dh_params(answer.body)
    shown += repr(done := work(exchange, exchange.receive(client.set_client_dh_params())))
    assert isinstance(done, Done)
    assert done.auth_key.data.hex() not in shown
    assert str(done.salt) not in shown
    assert str(client.server.keys.main.p) not in shown
