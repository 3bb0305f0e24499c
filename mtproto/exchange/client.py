"""The client's side of the key exchange (core.telegram.org/mtproto/auth_key and .../mtproto/security_guidelines).

Rules of this file
- One `ClientExchange` makes one key. Its state is the method that takes what it waits for, an answer or a result.
- Nothing of an answer is used before its nonces, and where there is one its hash, have held.
- An answer that comes twice is ignored; an answer that is wrong ends the exchange.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from typing import Any

from mtproto import tl
from mtproto.clock import Clock, Random
from mtproto.crypto import AuthKey, RsaPublicKey, dh, rsa_pad
from mtproto.errors import Misuse
from mtproto.exchange.arithmetic import Group, agree, factors
from mtproto.exchange.inner import FAIL, OK, RETRY, InnerCipher, first_salt, new_nonce_hash
from mtproto.exchange.reading import Answer, Nonces, from_bytes, read_answer, read_whole, to_bytes
from mtproto.exchange.steps import Compute, Done, ExchangeFailure, Send, Step
from mtproto.tl import service

MAX_TRIES = 5
"""How often a b is drawn before a server that always answers dh_gen_retry is given up."""


class ClientExchange:
    """Makes one authorization key with a server.

    Send what `start` returns; give `receive` the body of each plain message that comes back. As on the server a step is
    `Send`, `Compute` (its result goes to `resume`), None (nothing to do) or `Done`, with which the exchange is over.

    Args:
        keys: The server's RSA keys that this client trusts.
        dc_id: The DC that is talked to; +10000 for a test DC, negative for a media DC.
        expires_in: Seconds that a temporary key is to live; None makes a permanent key.
        clock: Local time, for `time_offset`.
        random: The operating system's generator.

    Raises:
        ExchangeFailure: from `receive` and `resume`: a server that is broken or not to be trusted. Close.
    """

    def __init__(
        self, keys: Iterable[RsaPublicKey], dc_id: int, expires_in: int | None, clock: Clock, random: Random
    ) -> None:
        self._keys = {key.fingerprint: key for key in keys}
        self._dc_id = dc_id
        self._expires_in = expires_in
        self._clock = clock
        self._random = random
        self._nonce = random(16)
        self._seen: set[bytes] = set()
        self._on_answer: Callable[[Answer], Step] = self._unexpected
        self._on_result: Callable[[Any], Step] = self._not_computing
        self._tries = 0
        self._retry_id = 0
        self.time_offset = 0.0
        """Server time minus local time in seconds, once server_DH_params_ok has told it."""
        # Each of these is set by the step that learns it.
        self._server_nonce: bytes
        self._new_nonce: bytes
        self._pq: int
        self._key: RsaPublicKey
        self._group: Group
        self._expires_at: int | None
        self._auth_key: AuthKey

    def start(self) -> Send:
        """The first query."""
        return self._ask(service.ReqPqMulti(nonce=self._nonce), self._res_pq)

    def receive(self, body: bytes) -> Step | None:
        """Take the body of a plain message; what follows the answer in it is padding and ignored."""
        take, self._on_answer = self._on_answer, self._unexpected
        answer, exact = read_answer(body)
        if exact in self._seen:
            self._on_answer = take
            return None
        self._seen.add(exact)
        return take(answer)

    def resume(self, result: Any) -> Step:
        """Take the result of the last `Compute`."""
        take, self._on_result = self._on_result, self._not_computing
        return take(result)

    def _res_pq(self, answer: Answer) -> Compute:
        if not isinstance(answer, service.ResPQ) or answer.nonce != self._nonce:
            raise ExchangeFailure("not the resPQ that was asked for")
        known = [self._keys[f] for f in answer.server_public_key_fingerprints if f in self._keys]
        if not known:
            raise ExchangeFailure("the server has none of the keys that this client trusts")
        self._key = known[0]
        self._server_nonce = answer.server_nonce
        self._pq = from_bytes(answer.pq)
        return self._compute(factors, (self._pq,), self._factored)

    def _factored(self, p_and_q: tuple[int, int] | None) -> Send:
        if p_and_q is None:
            raise ExchangeFailure("pq is not the product of two primes")
        p, q = map(to_bytes, p_and_q)
        self._new_nonce = self._random(32)
        sealed = rsa_pad.encrypt(self._key, tl.encode(self._pq_inner_data(p, q)), self._random)
        query = service.ReqDHParams(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            p=p,
            q=q,
            public_key_fingerprint=self._key.fingerprint,
            encrypted_data=sealed,
        )
        return self._ask(query, self._server_dh_params)

    def _pq_inner_data(self, p: bytes, q: bytes) -> service.PQInnerDataDc | service.PQInnerDataTempDc:
        if self._expires_in is None:
            return service.PQInnerDataDc(
                pq=to_bytes(self._pq),
                p=p,
                q=q,
                nonce=self._nonce,
                server_nonce=self._server_nonce,
                new_nonce=self._new_nonce,
                dc=self._dc_id,
            )
        return service.PQInnerDataTempDc(
            pq=to_bytes(self._pq),
            p=p,
            q=q,
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            new_nonce=self._new_nonce,
            dc=self._dc_id,
            expires_in=self._expires_in,
        )

    def _server_dh_params(self, answer: Answer) -> Compute:
        if not isinstance(answer, service.ServerDHParamsOk):
            raise ExchangeFailure("not the server_DH_params_ok that was asked for")
        self._check_nonces(answer)
        inner = read_whole(service.ServerDHInnerData, self._cipher().open(answer.encrypted_answer))
        self._check_nonces(inner)
        self.time_offset = inner.server_time - self._clock.now()
        self._expires_at = None if self._expires_in is None else inner.server_time + self._expires_in
        self._group = Group(inner.g, from_bytes(inner.dh_prime), from_bytes(inner.g_a))
        return self._draw_b()

    def _draw_b(self) -> Compute:
        self._tries += 1
        if self._tries > MAX_TRIES:
            raise ExchangeFailure(f"no key after {MAX_TRIES} tries")
        return self._compute(agree, (self._group, dh.secret_exponent(self._random)), self._agreed)

    def _agreed(self, agreement: tuple[int, bytes] | None) -> Send:
        if agreement is None:
            raise ExchangeFailure("the Diffie-Hellman group or g_a is not safe")
        g_b, secret = agreement
        self._auth_key = AuthKey(secret)
        inner = service.ClientDHInnerData(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            retry_id=self._retry_id,
            g_b=g_b.to_bytes(dh.SIZE, "big"),
        )
        query = service.SetClientDHParams(
            nonce=self._nonce,
            server_nonce=self._server_nonce,
            encrypted_data=self._cipher().seal(tl.encode(inner), self._random),
        )
        return self._ask(query, self._dh_gen)

    def _dh_gen(self, answer: Answer) -> Step:
        if isinstance(answer, service.DhGenOk):
            self._check_outcome(answer, OK, answer.new_nonce_hash1)
            salt = first_salt(self._new_nonce, self._server_nonce)
            return Done(self._auth_key, salt, self._expires_at, self._dc_id)
        if isinstance(answer, service.DhGenRetry):
            self._check_outcome(answer, RETRY, answer.new_nonce_hash2)
            self._retry_id = int.from_bytes(self._auth_key.aux_hash, "little", signed=True)
            return self._draw_b()
        if isinstance(answer, service.DhGenFail):
            self._check_outcome(answer, FAIL, answer.new_nonce_hash3)
            raise ExchangeFailure("the server could not keep the key")
        raise ExchangeFailure("not an answer to set_client_DH_params")

    def _check_outcome(self, answer: Nonces, outcome: int, said: bytes) -> None:
        self._check_nonces(answer)
        if not hmac.compare_digest(new_nonce_hash(self._new_nonce, outcome, self._auth_key), said):
            raise ExchangeFailure("new_nonce_hash does not hold: the server has another key")

    def _check_nonces(self, said: Nonces) -> None:
        if (said.nonce, said.server_nonce) != (self._nonce, self._server_nonce):
            raise ExchangeFailure("the nonces are not those of this exchange")

    def _cipher(self) -> InnerCipher:
        return InnerCipher(self._new_nonce, self._server_nonce)

    def _ask(self, query: tl.TLObject, then: Callable[[Answer], Step]) -> Send:
        self._on_answer = then
        return Send(tl.encode(query))

    def _compute(self, function: Callable[..., Any], args: tuple[Any, ...], then: Callable[[Any], Step]) -> Compute:
        self._on_result = then
        return Compute(function, args)

    def _unexpected(self, answer: Answer) -> Step:
        raise ExchangeFailure(f"{answer.NAME} where nothing was asked for")

    def _not_computing(self, result: Any) -> Step:
        raise Misuse("a result where nothing was to be computed")
