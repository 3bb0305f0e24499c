"""The server's exchange: what each query must hold, how often it is answered, when a key exists."""

import gc
import os
from math import isqrt
from typing import Any

import pytest

from mtproto import tl
from mtproto.crypto import dh, legacy_rsa, rsa_pad
from mtproto.crypto.bignum import is_prime
from mtproto.errors import Misuse
from mtproto.exchange import Compute, Done, ExchangeFailure, Send, ServerExchange, ServerKeys, dc
from mtproto.exchange.inner import FAIL, RETRY, new_nonce_hash
from mtproto.exchange.reading import from_bytes, read_answer, to_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import Server, work
from tests.mtproto.exchange.puppet import PLAIN, TEMP, TEMP_DC, WITH_DC, Puppet


@pytest.fixture
def client(server: Server) -> Puppet:
    return Puppet(server)


def refused(client: Puppet, body: bytes, code: int = -404) -> None:
    """The query ends the exchange with this code, nothing is stored, and whatever comes after it fares no better."""
    exchange = client.server.exchange
    with pytest.raises(ExchangeFailure) as failure:
        work(exchange, exchange.receive(body))
    assert failure.value.code == code
    for later in (body, client.req_pq(), tl.encode(service.MsgsAck(msg_ids=[1]))):
        with pytest.raises(ExchangeFailure) as failure:
            exchange.receive(later)
        assert failure.value.code == -404
    assert client.server.stored == {}


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


# The second query.


@pytest.mark.rows("H5", "HS-2")
@pytest.mark.parametrize(
    "said",
    [
        {"nonce": bytes(16)},
        {"server_nonce": bytes(16)},
        {"p": b"\x05"},
        {"p": b""},
        {"q": b"\x07"},
        {"public_key_fingerprint": 1},
        {"encrypted_data": b""},
        {"encrypted_data": bytes(255)},
        {"encrypted_data": bytes(257)},
        {"encrypted_data": b"\xff" * 256},
        {"encrypted_data": bytes(256)},
        {"encrypted_data": bytes(255) + b"\1"},
    ],
    ids=str,
)
def test_each_wrong_field_of_req_dh_params_ends_the_run(client: Puppet, said: dict[str, Any]) -> None:
    refused(client, client.ask_pq().req_dh_params(**said))


@pytest.mark.rows("H5", "HS-2")
@pytest.mark.parametrize(
    "said",
    [
        {"nonce": bytes(16)},
        {"server_nonce": bytes(16)},
        {"pq": b"\x23"},
        {"p": b"\x05"},
        {"q": b"\x07"},
        {"kind": service.ServerDHParamsFail, "new_nonce_hash": bytes(16)},
    ],
    ids=str,
)
def test_each_wrong_field_of_the_inner_data_ends_the_run(client: Puppet, said: dict[str, Any]) -> None:
    client.ask_pq()
    refused(client, client.req_dh_params(client.inner_data(**said)))


@pytest.mark.rows("H5")
def test_p_and_q_the_wrong_way_round_end_the_run(client: Puppet) -> None:
    client.ask_pq()
    refused(client, client.req_dh_params(p=client.q, q=client.p))


@pytest.mark.rows("H5")
def test_p_and_q_the_wrong_way_round_inside_end_the_run(client: Puppet) -> None:
    client.ask_pq()
    refused(client, client.req_dh_params(client.inner_data(p=client.q, q=client.p)))


@pytest.mark.rows("H6", "HS-3", "AT-4")
def test_bad_blocks_all_end_alike(keys: ServerKeys) -> None:
    """Five kinds of bad encrypted_data, one answer: the cause does not even reach the exchange."""
    outcomes = set()
    for spoil in (_above_modulus, _random_block, _flipped, _legacy_padding, _other_key):
        client = Puppet(Server(keys)).ask_pq()
        exchange = client.server.exchange
        step = exchange.receive(client.req_dh_params(encrypted_data=spoil(client)))
        assert isinstance(step, Compute)
        outcomes.add(step.function(*step.args))
        with pytest.raises(ExchangeFailure) as failure:
            exchange.resume(None)
        outcomes.add((failure.value.code, failure.value.reason))
    assert outcomes == {None, (-404, "encrypted_data does not open")}


def _above_modulus(client: Puppet) -> bytes:
    return (client.key.n + 1).to_bytes(256, "big")


def _random_block(client: Puppet) -> bytes:
    return b"\x17" + os.urandom(255)


def _flipped(client: Puppet) -> bytes:
    good = bytearray(rsa_pad.encrypt(client.key, client.inner_data(), os.urandom))
    good[200] ^= 1
    return bytes(good)


def _legacy_padding(client: Puppet) -> bytes:
    return legacy_rsa.encrypt(client.key, client.inner_data(PLAIN), os.urandom)


def _other_key(client: Puppet) -> bytes:
    assert client.server.keys.legacy is not None
    while True:
        block = rsa_pad.encrypt(client.server.keys.legacy.public, client.inner_data(), os.urandom)
        if from_bytes(block) < client.key.n:
            return block


@pytest.mark.rows("AT-4")
def test_each_key_takes_its_own_padding_alone(keys: ServerKeys) -> None:
    """The old padding on the main key and RSA_PAD on the legacy key are refused."""
    main, legacy = Puppet(Server(keys)).ask_pq(), Puppet(Server(keys)).ask_pq().use_legacy_key()
    main.rsa, legacy.rsa = legacy.rsa, main.rsa
    refused(main, main.req_dh_params())
    refused(legacy, legacy.req_dh_params())


@pytest.mark.rows("AT-4")
def test_the_legacy_key_is_neither_offered_nor_taken_unless_there_is_one(keys: ServerKeys) -> None:
    client = Puppet(Server(ServerKeys(keys.main))).ask_pq()
    assert client.fingerprints == [keys.main.fingerprint]
    assert keys.legacy is not None
    refused(client, client.req_dh_params(public_key_fingerprint=keys.legacy.fingerprint))


@pytest.mark.parametrize("kind", [PLAIN, WITH_DC, TEMP, TEMP_DC])
@pytest.mark.parametrize("legacy", [False, True])
def test_all_four_kinds_of_inner_data_make_a_key_with_either_padding(client: Puppet, kind: Any, legacy: bool) -> None:
    """Old clients send p_q_inner_data; some send it in the new padding."""
    if legacy:
        client.use_legacy_key()
    client.ask_pq()
    client.read_dh_params(client.say(client.req_dh_params(client.inner_data(kind))))
    done = work(client.server.exchange, client.server.exchange.receive(client.set_client_dh_params()))
    assert isinstance(done, Done)
    assert done.auth_key == client.auth_key
    assert (done.expires_at is None) == (kind in (PLAIN, WITH_DC))
    assert (done.dc_id is None) == (kind in (PLAIN, TEMP))


@pytest.mark.rows("H6")
def test_inner_data_longer_than_144_bytes_is_refused(client: Puppet) -> None:
    """RSA_PAD leaves room for 192; a sender has to keep to 144."""
    client.ask_pq()
    long = client.inner_data(pq=bytes(60) + client.pq)
    client.server.exchange.receive(client.req_dh_params())
    with pytest.raises(ExchangeFailure):
        client.server.exchange.resume(long.ljust(192, b"\0"))


@pytest.mark.rows("H7")
@pytest.mark.parametrize("dc_id", [0, 6, -6, 10_002, -10_002, 2**31 - 1])
def test_a_dc_that_is_not_here_is_answered_with_444(client: Puppet, dc_id: int) -> None:
    refused(client.ask_pq(), client.req_dh_params(client.inner_data(dc=dc_id)), code=-444)


@pytest.mark.rows("H7")
@pytest.mark.parametrize("dc_id", [1, 2, 5, -1, -5])
def test_every_dc_id_of_the_server_leads_here(client: Puppet, dc_id: int) -> None:
    client.ask_pq()
    client.read_dh_params(client.say(client.req_dh_params(client.inner_data(TEMP_DC, dc=dc_id))))


@pytest.mark.rows("H7")
def test_a_media_dc_is_named_by_the_negative_number() -> None:
    assert dc.as_production([1, 2]) == {1, 2, -1, -2}


@pytest.mark.rows("H8")
@pytest.mark.parametrize(("asked", "given"), [(1, 1), (86_400, 86_400), (86_401, 86_400), (2**31 - 1, 86_400)])
def test_the_life_of_a_temporary_key_is_clamped_down(client: Puppet, asked: int, given: int) -> None:
    done = _temporary(client, asked)
    assert done.expires_at == int(client.server.clock.now()) + given


@pytest.mark.rows("H8")
@pytest.mark.parametrize("asked", [0, -1, -(2**31)])
def test_a_temporary_key_that_never_lives_is_refused(client: Puppet, asked: int) -> None:
    refused(client.ask_pq(), client.req_dh_params(client.inner_data(TEMP_DC, expires_in=asked)))


def _temporary(client: Puppet, expires_in: int) -> Done:
    client.ask_pq()
    client.read_dh_params(client.say(client.req_dh_params(client.inner_data(TEMP_DC, expires_in=expires_in))))
    done = work(client.server.exchange, client.server.exchange.receive(client.set_client_dh_params()))
    assert isinstance(done, Done)
    return done


@pytest.mark.rows("H9")
def test_the_group_is_the_documented_one_and_g_a_is_in_range(client: Puppet) -> None:
    client.ask_dh()
    dh.check_group(dh.PRIME, dh.G)
    dh.check_public_value(client.g_a)
    assert client.server_time == int(client.server.clock.now())


@pytest.mark.rows("H14")
def test_a_g_a_out_of_range_is_drawn_again(client: Puppet) -> None:
    """It happens once in 2^63 runs, so the result is given by hand here."""
    exchange = client.ask_pq().server.exchange
    opening = exchange.receive(client.req_dh_params())
    assert isinstance(opening, Compute)
    raising = exchange.resume(opening.function(*opening.args))
    assert isinstance(raising, Compute)
    again = exchange.resume(1)
    assert isinstance(again, Compute)
    assert again.args[0] == raising.args[0] == dh.G
    assert again.args[1] != raising.args[1]
    assert isinstance(work(exchange, again), Send)


# The third query.


@pytest.mark.rows("H10", "HS-4")
@pytest.mark.parametrize(
    "g_b",
    [
        0,
        1,
        2,
        2**1984 - 1,
        dh.PRIME - 2**1984 + 1,
        dh.PRIME - 1,
        dh.PRIME,
        dh.PRIME + 1,
        dh.PRIME + 2**1984,
        2**2048 - 1,
        2**2056,
    ],
    ids=["0", "1", "2", "small", "large", "p-1", "p", "p+1", "p+small", "2048 ones", "257 bytes"],
)
def test_a_g_b_out_of_range_is_refused(client: Puppet, g_b: int) -> None:
    client.ask_dh()
    refused(client, client.set_client_dh_params(client.client_inner(g_b=to_bytes(g_b))))


@pytest.mark.rows("H10", "HS-4")
@pytest.mark.parametrize("g_b", [2**1984, dh.PRIME - 2**1984])
def test_the_ends_of_the_range_are_taken(client: Puppet, g_b: int) -> None:
    """With or without leading zeros: TDLib and Telethon leave them out."""
    client.ask_dh()
    query = client.set_client_dh_params(client.client_inner(g_b=to_bytes(g_b)))
    assert isinstance(client.server.exchange.receive(query), Compute)


@pytest.mark.rows("H5", "H10", "H11", "HS-2")
@pytest.mark.parametrize(
    "said", [{"nonce": bytes(16)}, {"server_nonce": bytes(16)}, {"retry_id": 1}, {"retry_id": -1}], ids=str
)
def test_each_wrong_field_of_client_dh_inner_data_ends_the_run(client: Puppet, said: dict[str, Any]) -> None:
    client.ask_dh()
    refused(client, client.set_client_dh_params(client.client_inner(**said)))


@pytest.mark.rows("H5", "H10", "HS-2")
@pytest.mark.parametrize(
    "said",
    [
        {"nonce": bytes(16)},
        {"server_nonce": bytes(16)},
        {"encrypted_data": b""},
        {"encrypted_data": bytes(335)},
        {"encrypted_data": bytes(336)},
        {"encrypted_data": bytes(352)},
        {"encrypted_data": bytes(3200)},
    ],
    ids=lambda said: str(said)[:40],
)
def test_each_wrong_field_of_set_client_dh_params_ends_the_run(client: Puppet, said: dict[str, Any]) -> None:
    refused(client.ask_dh(), client.set_client_dh_params(**said))


@pytest.mark.rows("H10")
def test_bytes_behind_the_inner_data_are_refused(client: Puppet) -> None:
    client.ask_dh()
    short = client.client_inner(g_b=to_bytes(2**1984))
    refused(client, client.set_client_dh_params(short + bytes(4)))


def test_another_object_sealed_well_is_refused(client: Puppet) -> None:
    client.ask_dh()
    refused(client, client.set_client_dh_params(client.inner_data()))


# The key.


@pytest.mark.rows("H12", "H13", "H14")
def test_the_key_is_stored_before_it_is_confirmed(client: Puppet) -> None:
    exchange = client.ask_dh().server.exchange
    query = client.set_client_dh_params()
    done = work(exchange, exchange.receive(query))
    assert isinstance(done, Done)
    assert done.auth_key == client.auth_key
    assert done.salt.to_bytes(8, "little", signed=True) == bytes(
        a ^ b for a, b in zip(client.new_nonce[:8], client.server_nonce[:8], strict=True)
    )
    with pytest.raises(Misuse):
        exchange.receive(query)
    answer, _ = read_answer(exchange.stored().body)
    assert isinstance(answer, service.DhGenOk)


@pytest.mark.rows("H11", "H12", "HS-5")
def test_a_taken_id_makes_the_client_come_again_with_a_new_b(client: Puppet) -> None:
    client.ask_key()
    exchange = client.server.exchange
    first = client.auth_key
    answer, _ = read_answer(exchange.taken().body)
    assert isinstance(answer, service.DhGenRetry)
    assert answer.new_nonce_hash2 == new_nonce_hash(client.new_nonce, RETRY, first)
    client.retry_id = int.from_bytes(first.aux_hash, "little", signed=True)
    done = work(exchange, exchange.receive(client.set_client_dh_params()))
    assert isinstance(done, Done)
    assert done.auth_key == client.auth_key != first
    exchange.stored()


@pytest.mark.rows("H11")
def test_a_retry_must_name_the_try_before(client: Puppet) -> None:
    client.ask_key()
    client.server.exchange.taken()
    refused(client, client.set_client_dh_params())


@pytest.mark.rows("H11")
def test_a_retry_must_have_a_new_b(client: Puppet) -> None:
    client.ask_key()
    client.server.exchange.taken()
    g_b = dh.power(dh.G, client.b).to_bytes(dh.SIZE, "big")
    retry_id = int.from_bytes(client.auth_key.aux_hash, "little", signed=True)
    refused(client, client.set_client_dh_params(client.client_inner(retry_id=retry_id, g_b=g_b)))


@pytest.mark.rows("H12", "HS-5")
def test_a_key_that_could_not_be_stored_is_told(client: Puppet) -> None:
    client.ask_key()
    answer, _ = read_answer(client.server.exchange.failed().body)
    assert isinstance(answer, service.DhGenFail)
    assert answer.new_nonce_hash3 == new_nonce_hash(client.new_nonce, FAIL, client.auth_key)
    Puppet(client.server).ask_dh()


@pytest.mark.rows("H15")
@pytest.mark.parametrize("end", [ServerExchange.stored, ServerExchange.failed, None])
def test_nothing_secret_is_left_when_a_run_is_over(client: Puppet, end: Any) -> None:
    exchange = client.ask_dh().server.exchange
    raising = exchange.receive(client.set_client_dh_params())
    assert isinstance(raising, Compute)
    secrets = {client.new_nonce, raising.args[1], raising.function(*raising.args)}
    done = work(exchange, raising)
    assert secrets & reachable(exchange)
    del done, raising
    (end or ServerExchange.stored)(exchange)
    if end is None:
        refused(client, b"wrong")
    assert not secrets & reachable(exchange)


def reachable(start: object) -> set[bytes | int]:
    """Every bytes and int that an object holds, however deep."""
    found: set[bytes | int] = set()
    seen: set[int] = set()
    queue = [start]
    while queue:
        thing = queue.pop()
        if id(thing) in seen or isinstance(thing, type) or type(thing).__name__ in ("module", "function"):
            continue
        seen.add(id(thing))
        if isinstance(thing, bytes | int):
            found.add(thing)
        queue += gc.get_referents(thing)
    return found


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
