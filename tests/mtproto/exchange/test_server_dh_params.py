"""What req_DH_params must hold, and what the server then offers."""

import os
from typing import Any

import pytest

from mtproto.crypto import dh, legacy_rsa, rsa_pad
from mtproto.exchange import Compute, Done, ExchangeFailure, Send, ServerKeys, dc
from mtproto.exchange.reading import from_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import Server, work
from tests.mtproto.exchange.puppet import PLAIN, TEMP, TEMP_DC, WITH_DC, Puppet, refused


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
