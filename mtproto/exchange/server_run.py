"""One run of the key exchange on the server: the pair (nonce, server_nonce) and what is agreed under it.

Rules of this file
- Order is not judged here: `ServerExchange` calls these steps by its table of states.
- Every step checks both nonces again, outside and inside of what is encrypted (row H5).
- What the private key has to do with is done whole, elsewhere, before its result is judged (row H6).
- Secrets live as long as this object (row H15). Python cannot overwrite an int; letting it go is all there is.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Protocol

from mtproto import tl
from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey, dh, pq
from mtproto.errors import BadPublicValue
from mtproto.exchange.inner import FAIL, OK, RETRY, InnerCipher, first_salt, new_nonce_hash
from mtproto.exchange.keys import ServerKeys
from mtproto.exchange.reading import Nonces, from_bytes, read_pq_inner_data, read_whole, to_bytes
from mtproto.exchange.steps import WRONG_DC, Compute, Done, ExchangeFailure
from mtproto.tl import service

MAX_EXPIRES_IN = 86_400
"""The longest life of a temporary key, in seconds; a client that asks for more gets this much (row H8)."""

MAX_CLIENT_INNER = 336
"""The longest encrypted client_DH_inner_data: 20 bytes of hash and 304 of data, padded to whole blocks."""


class _Factors(Protocol):
    p: bytes
    q: bytes


class ServerRun:
    """From resPQ to the key. Every method but the last three is a step in the order they stand in."""

    def __init__(self, nonce: bytes, keys: ServerKeys, dc_ids: Container[int], clock: Clock, random: Random) -> None:
        self._keys = keys
        self._dc_ids = dc_ids
        self._clock = clock
        self._random = random
        self._nonce = nonce
        self._server_nonce = random(16)
        self._p, self._q = pq.generate(random)
        self._dc_id: int | None = None
        self._expires_in: int | None = None
        self._g_b = 0
        self._retry_id = 0
        # Each of these is set by the step that learns it.
        self._new_nonce: bytes
        self._a: int
        self._auth_key: AuthKey

    def res_pq(self) -> service.ResPQ:
        return service.ResPQ(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            pq=to_bytes(self._p * self._q),
            server_public_key_fingerprints=self._keys.fingerprints,
        )

    def open_inner_data(self, query: service.ReqDHParams) -> Compute:
        """req_DH_params came: the RSA operation, whose result goes to `accept_inner_data`."""
        self._check_nonces(query)
        self._check_factors(query)
        return self._keys.opening(query.public_key_fingerprint, query.encrypted_data, self._random)

    def accept_inner_data(self, opened: bytes | None) -> None:
        """Judge the decrypted p_q_inner_data, of whichever of its four kinds."""
        inner = read_pq_inner_data(opened)
        self._check_nonces(inner)
        self._check_factors(inner)
        if from_bytes(inner.pq) != self._p * self._q:
            raise ExchangeFailure("another pq inside")
        if isinstance(inner, service.PQInnerDataDc | service.PQInnerDataTempDc):
            if inner.dc not in self._dc_ids:
                raise ExchangeFailure(f"DC {inner.dc} is not here", WRONG_DC)
            self._dc_id = inner.dc
        if isinstance(inner, service.PQInnerDataTemp | service.PQInnerDataTempDc):
            if inner.expires_in < 1:
                raise ExchangeFailure(f"a temporary key for {inner.expires_in} seconds")
            self._expires_in = min(inner.expires_in, MAX_EXPIRES_IN)
        self._new_nonce = inner.new_nonce

    def raise_g(self) -> Compute:
        """A fresh a: the g^a to compute."""
        self._a = dh.secret_exponent(self._random)
        return Compute(dh.power, (dh.G, self._a))

    def dh_params(self, g_a: int) -> service.ServerDHParamsOk:
        inner = service.ServerDHInnerData(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            g=dh.G,
            dh_prime=to_bytes(dh.PRIME),
            g_a=g_a.to_bytes(dh.SIZE, "big"),
            server_time=int(self._clock.now()),
        )
        return service.ServerDHParamsOk(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            encrypted_answer=self._cipher().seal(tl.encode(inner), self._random),
        )

    def raise_g_b(self, query: service.SetClientDHParams) -> Compute:
        """set_client_DH_params came: the g_b^a to compute."""
        self._check_nonces(query)
        if len(query.encrypted_data) > MAX_CLIENT_INNER:
            raise ExchangeFailure(f"{len(query.encrypted_data)} bytes of client_DH_inner_data")
        inner = read_whole(service.ClientDHInnerData, self._cipher().open(query.encrypted_data))
        self._check_nonces(inner)
        if inner.retry_id != self._retry_id:
            raise ExchangeFailure("retry_id is not the aux hash of the try before")
        g_b = from_bytes(inner.g_b)
        try:
            dh.check_public_value(g_b)
        except BadPublicValue as error:
            raise ExchangeFailure("g_b is out of range") from error
        if g_b == self._g_b:
            raise ExchangeFailure("the same b again after dh_gen_retry")
        self._g_b = g_b
        return Compute(dh.shared_secret, (g_b, self._a))

    def agree(self, secret: bytes) -> Done:
        self._auth_key = AuthKey(secret)
        expires_at = None if self._expires_in is None else int(self._clock.now()) + self._expires_in
        return Done(self._auth_key, first_salt(self._new_nonce, self._server_nonce), expires_at, self._dc_id)

    def dh_gen_ok(self) -> service.DhGenOk:
        proof = new_nonce_hash(self._new_nonce, OK, self._auth_key)
        return service.DhGenOk(nonce=self._nonce, server_nonce=self._server_nonce, new_nonce_hash1=proof)

    def dh_gen_retry(self) -> service.DhGenRetry:
        """The next try has to name this one by the aux hash of its key."""
        self._retry_id = int.from_bytes(self._auth_key.aux_hash, "little", signed=True)
        proof = new_nonce_hash(self._new_nonce, RETRY, self._auth_key)
        return service.DhGenRetry(nonce=self._nonce, server_nonce=self._server_nonce, new_nonce_hash2=proof)

    def dh_gen_fail(self) -> service.DhGenFail:
        proof = new_nonce_hash(self._new_nonce, FAIL, self._auth_key)
        return service.DhGenFail(nonce=self._nonce, server_nonce=self._server_nonce, new_nonce_hash3=proof)

    def _cipher(self) -> InnerCipher:
        return InnerCipher(self._new_nonce, self._server_nonce)

    def _check_nonces(self, said: Nonces) -> None:
        if (said.nonce, said.server_nonce) != (self._nonce, self._server_nonce):
            raise ExchangeFailure("the nonces are not those of this run")

    def _check_factors(self, said: _Factors) -> None:
        if (from_bytes(said.p), from_bytes(said.q)) != (self._p, self._q):
            raise ExchangeFailure("p and q are not the factors, in order, of pq")
