"""What set_client_DH_params must hold, and when there is a key."""

import gc
from typing import Any

import pytest

from mtproto.crypto import dh
from mtproto.errors import Misuse
from mtproto.exchange import Compute, Done, ServerExchange
from mtproto.exchange.inner import FAIL, RETRY, new_nonce_hash
from mtproto.exchange.reading import read_answer, to_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import work
from tests.mtproto.exchange.puppet import Puppet, refused

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
