"""A client that does each step by hand and can get every field of it wrong."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from mtproto import tl
from mtproto.crypto import AuthKey, dh, legacy_rsa, pq, rsa_pad
from mtproto.exchange import Done, ExchangeFailure, Send, ServerExchange
from mtproto.exchange.inner import InnerCipher
from mtproto.exchange.reading import from_bytes, read_answer, read_whole, to_bytes
from mtproto.tl import service
from tests.mtproto.exchange.pair import DC_ID, EXPIRES_IN, Server, work

PLAIN, WITH_DC, TEMP, TEMP_DC = (
    service.PQInnerData,
    service.PQInnerDataDc,
    service.PQInnerDataTemp,
    service.PQInnerDataTempDc,
)


class Puppet:
    """Speaks to one server exchange. Every method takes the fields it should say otherwise than a client would."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.key = server.keys.main.public
        self.rsa: Any = rsa_pad
        self.nonce = os.urandom(16)
        self.new_nonce = os.urandom(32)
        self.retry_id = 0

    def read_res_pq(self, body: bytes) -> None:
        answer, _ = read_answer(body)
        assert isinstance(answer, service.ResPQ)
        assert answer.nonce == self.nonce
        self.server_nonce = answer.server_nonce
        self.fingerprints = answer.server_public_key_fingerprints
        self.pq = answer.pq
        self.p, self.q = map(to_bytes, pq.factorize(from_bytes(answer.pq)))

    def req_pq(self) -> bytes:
        return tl.encode(service.ReqPqMulti(nonce=self.nonce))

    def inner_data(self, kind: Any = WITH_DC, **said: Any) -> bytes:
        fields = {
            "pq": self.pq,
            "p": self.p,
            "q": self.q,
            "nonce": self.nonce,
            "server_nonce": self.server_nonce,
            "new_nonce": self.new_nonce,
            "dc": DC_ID,
            "expires_in": EXPIRES_IN,
        }
        return tl.encode(kind(**{name: value for name, value in (fields | said).items() if name in kind.FIELDS}))

    def req_dh_params(self, inner_data: bytes | None = None, **said: Any) -> bytes:
        fields = {
            "nonce": self.nonce,
            "server_nonce": self.server_nonce,
            "p": self.p,
            "q": self.q,
            "public_key_fingerprint": self.key.fingerprint,
            "encrypted_data": self.rsa.encrypt(self.key, inner_data or self.inner_data(), os.urandom),
        }
        return tl.encode(service.ReqDHParams(**fields | said))

    def read_dh_params(self, body: bytes) -> None:
        answer, _ = read_answer(body)
        assert isinstance(answer, service.ServerDHParamsOk)
        inner = read_whole(service.ServerDHInnerData, self.cipher.open(answer.encrypted_answer))
        assert (inner.nonce, inner.server_nonce) == (self.nonce, self.server_nonce)
        assert (inner.g, from_bytes(inner.dh_prime)) == (dh.G, dh.PRIME)
        self.g_a = from_bytes(inner.g_a)
        self.server_time = inner.server_time

    def client_inner(self, **said: Any) -> bytes:
        self.b = dh.secret_exponent(os.urandom)
        fields = {
            "nonce": self.nonce,
            "server_nonce": self.server_nonce,
            "retry_id": self.retry_id,
            "g_b": dh.power(dh.G, self.b).to_bytes(dh.SIZE, "big"),
        }
        return tl.encode(service.ClientDHInnerData(**fields | said))

    def set_client_dh_params(self, inner_data: bytes | None = None, **said: Any) -> bytes:
        fields = {
            "nonce": self.nonce,
            "server_nonce": self.server_nonce,
            "encrypted_data": self.cipher.seal(inner_data or self.client_inner(), os.urandom),
        }
        return tl.encode(service.SetClientDHParams(**fields | said))

    @property
    def cipher(self) -> InnerCipher:
        return InnerCipher(self.new_nonce, self.server_nonce)

    @property
    def auth_key(self) -> AuthKey:
        return AuthKey(dh.shared_secret(self.g_a, self.b))

    # The first steps done right, for tests of a later one.

    def ask_pq(self) -> "Puppet":
        self.read_res_pq(self.say(self.req_pq()))
        return self

    def ask_dh(self, inner_data: bytes | None = None) -> "Puppet":
        self.ask_pq()
        self.read_dh_params(self.say(self.req_dh_params(inner_data)))
        return self

    def ask_key(self) -> Done:
        """Up to the moment when the server wants the key stored."""
        exchange = self.ask_dh().server.exchange
        done = work(exchange, exchange.receive(self.set_client_dh_params()))
        assert isinstance(done, Done)
        return done

    def say(self, body: bytes) -> bytes:
        exchange = self.server.exchange
        step = work(exchange, exchange.receive(body))
        assert isinstance(step, Send)
        return step.body

    def say_outcome(self, outcome: Callable[[ServerExchange], Send]) -> bytes:
        """What the server's caller found out about the key."""
        return outcome(self.server.exchange).body

    def use_legacy_key(self) -> "Puppet":
        assert self.server.keys.legacy is not None
        self.key = self.server.keys.legacy.public
        self.rsa = legacy_rsa
        return self


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
