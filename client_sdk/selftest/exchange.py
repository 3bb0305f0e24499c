"""Steps: making an authorization key, and what must not lead to one (core.telegram.org/mtproto/auth_key).

A sound exchange is driven, and what it sends is changed on the way. Servers count failed exchanges: the few steps that
fail on purpose come last, and are skipped where the server says that it has had enough (transport error -429).
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

from client_sdk.errors import Disconnected
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.link import Line, flipped
from client_sdk.selftest.step import Fault, Skipped, expect, step
from mtproto import tl
from mtproto.crypto import dh, pq
from mtproto.errors import BadPq, ProtocolViolation
from mtproto.exchange import ClientExchange, Compute, Done, Send, plain
from mtproto.exchange.inner import InnerCipher
from mtproto.session.client_salts import ClientSalts
from mtproto.session.msg_ids import REQUEST, MsgIds
from mtproto.session.server_time import ServerTime
from mtproto.tl import service

PAGE = "mtproto/auth_key"
GUIDELINES = "mtproto/security_guidelines"

BAD_EXCHANGE, FLOOD, WRONG_DC = -404, -429, -444
NO_DC = 777
"""No server has a data centre of this number."""
NEW_NONCE = 32
"""Bytes; the only draw of that length in an exchange whose padding is drawn elsewhere."""

Tamper = Callable[[tl.TLObject, "Exchange"], None]


class Exchange:
    """One exchange on one line, driven step by step."""

    def __init__(self, lab: Lab, line: Line, *, expires_in: int | None = None, dc_id: int | None = None) -> None:
        self._line = line
        self._ids = MsgIds(lab.clock)
        self._random = lab.random
        dc_id = lab.endpoint.dc_id if dc_id is None else dc_id
        self.protocol = ClientExchange(lab.endpoint.keys, dc_id, expires_in, lab.clock, self._draw)
        self.nonces: list[bytes] = []
        self.sent: list[bytes] = []
        self.answers: list[bytes] = []

    async def run(self, tamper: Tamper | None = None, *, queries: int | None = None) -> Done | None:
        """Drive it to the key.

        Args:
            tamper: Changes a query before it is sent.
            queries: Stop at the answer to so many of them; None is returned then.

        Raises:
            Fault: the server breaks it.
            Disconnected: the server refuses it.
        """
        step: Send | Compute | Done | None = self.protocol.start()
        try:
            while not isinstance(step, Done):
                if isinstance(step, Compute):
                    step = self.protocol.resume(await asyncio.to_thread(step.function, *step.args))
                    continue
                if isinstance(step, Send):
                    query = tl.decode(step.body)
                    if tamper is not None:
                        tamper(query, self)
                    self.sent.append(plain.write(self._ids.next(REQUEST), tl.encode(query)))
                self.answers.append(await self.ask(self.sent[-1]))
                if len(self.answers) == queries:
                    return None
                step = self.protocol.receive(self.answers[-1])
        except ProtocolViolation as violation:
            raise Fault(f"the exchange breaks: {violation}") from violation
        return step

    async def ask(self, payload: bytes) -> bytes:
        """The body that answers a payload.

        Raises:
            Disconnected: the connection is ended instead.
            Fault: nothing comes, or no plain message.
        """
        self._line.send(payload)
        answer = await self._line.ends()
        if isinstance(answer, Disconnected):
            raise answer
        if answer is None:
            raise Fault("a query of the exchange gets no answer")
        try:
            return plain.parse(answer).body
        except ProtocolViolation as violation:
            raise Fault(f"not a plain message: {violation}") from violation

    def _draw(self, length: int) -> bytes:
        drawn = self._random(length)
        if length == NEW_NONCE:
            self.nonces.append(drawn)
        return drawn


@step("H2", page=PAGE + "#2-server-sends-response-of-the-form")
async def fresh_challenge(lab: Lab) -> None:
    """Every exchange has a server_nonce and a pq of its own; pq is the product of two odd primes."""
    challenges = []
    for _ in range(2):
        async with lab.line() as line:
            exchange = Exchange(lab, line)
            await exchange.run(queries=1)
            challenges.append(_res_pq(exchange.answers[0]))
    first, second = challenges
    expect(first.server_nonce != second.server_nonce, "two exchanges got one server_nonce")
    expect(first.pq != second.pq, "two exchanges got one pq")
    for challenge in challenges:
        try:
            await asyncio.to_thread(pq.factorize, int.from_bytes(challenge.pq, "big"))
        except BadPq as error:
            raise Fault(f"pq is no product of two odd primes: {error}") from error


@step("H9", "H13", "H14", page=PAGE + "#9-server-verifies-auth-key-hash")
async def permanent_key(lab: Lab) -> None:
    """A permanent key is agreed on; group, g_a, nonces and new_nonce_hash1 hold."""
    async with lab.line() as line:
        exchange = Exchange(lab, line)
        done = await exchange.run()
    if done is None:
        raise Fault("the third query is not answered with dh_gen_ok")
    lab.key, lab.salts = done, ClientSalts(done.salt)
    lab.time = ServerTime(lab.clock, exchange.protocol.time_offset)


@step("H8", page="api/pfs")
async def temporary_key(lab: Lab) -> None:
    """A temporary key is agreed on."""
    async with lab.line() as line:
        lab.temporary_key = await Exchange(lab, line, expires_in=3600).run()
        expect(lab.temporary_key is not None, "the exchange does not end in dh_gen_ok")


@step("H7", "HS-2", page="mtproto/mtproto-transports#transport-errors")
async def wrong_dc(lab: Lab) -> None:
    """An exchange for a data centre that is elsewhere ends with the transport error -444."""
    async with lab.line() as line:
        try:
            await Exchange(lab, line, dc_id=NO_DC).run()
        except Disconnected as error:
            return _check_refusal(error, WRONG_DC)
        raise Fault("it ends in a key")


@step("H3", page=PAGE + "#1-client-sends-query-to-server")
async def second_beginning(lab: Lab) -> None:
    """A second req_pq_multi on the connection is answered too."""
    async with lab.line() as line:
        first = Exchange(lab, line)
        await first.run(queries=1)
        second = Exchange(lab, line)
        await second.run(queries=1)
        expect(_res_pq(second.answers[0]).server_nonce != _res_pq(first.answers[0]).server_nonce, "one server_nonce")


@step("H4", page=PAGE + "#handling-errors-lost-queries-and-responses")
async def repeated_query(lab: Lab) -> None:
    """A query that is repeated byte for byte is answered as before, and not computed anew."""
    async with lab.line() as line:
        exchange = Exchange(lab, line)
        await exchange.run(queries=2)
        try:
            again = await exchange.ask(exchange.sent[1])
        except Disconnected as error:
            _check_refusal(error, BAD_EXCHANGE)
        else:
            expect(again == exchange.answers[1], "a repeated req_DH_params got other server_DH_params")


@step("H10", "HS-4", page=GUIDELINES + "#g-a-and-g-b-validation")
async def unsafe_g_b(lab: Lab) -> None:
    """g_b = 1, p - 1 and 2^1984 - 1 give no key."""
    for g_b in (1, dh.PRIME - 1, 2**1984 - 1):
        await _gives_no_key(lab, _with_g_b(g_b), f"g_b = {'p - 1' if g_b == dh.PRIME - 1 else hex(g_b)[:12]}")


@step("H10", page=PAGE + "#6-client-computes-random-2048-bit-number-b")
async def wrong_inner_hash(lab: Lab) -> None:
    """client_DH_inner_data whose SHA1 does not hold gives no key."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if isinstance(query, service.SetClientDHParams):
            query.encrypted_data = flipped(query.encrypted_data, 40)

    await _gives_no_key(lab, tamper, "a wrong SHA1")


@step("H5", "HS-2", page=PAGE + "#4-encrypted-data-payload-generation")
async def wrong_nonce(lab: Lab) -> None:
    """req_DH_params with another nonce ends the exchange."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if isinstance(query, service.ReqDHParams):
            query.nonce = flipped(query.nonce, 0)

    await _gives_no_key(lab, tamper, "another nonce")


@step("H5", "HS-2", page=PAGE + "#3-client-decomposes-pq-into-prime-factors")
async def swapped_factors(lab: Lab) -> None:
    """p and q in the wrong order end the exchange: p < q has to hold."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if isinstance(query, service.ReqDHParams):
            query.p, query.q = query.q, query.p

    await _gives_no_key(lab, tamper, "p > q")


@step("H5", "HS-2", page=PAGE + "#2-server-sends-response-of-the-form")
async def unknown_fingerprint(lab: Lab) -> None:
    """A fingerprint that the server did not offer ends the exchange."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if isinstance(query, service.ReqDHParams):
            query.public_key_fingerprint ^= 1

    await _gives_no_key(lab, tamper, "an unknown fingerprint")


@step("H6", "HS-3", page=PAGE + "#4-1-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows")
async def bad_rsa_block(lab: Lab) -> None:
    """encrypted_data that does not open ends the exchange."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if isinstance(query, service.ReqDHParams):
            query.encrypted_data = hashlib.sha512(query.encrypted_data).digest() * 4

    await _gives_no_key(lab, tamper, "a block that does not open")


@step("H4", "AT-5", page=PAGE + "#handling-errors-lost-queries-and-responses")
async def replay_on_another_connection(lab: Lab) -> None:
    """req_DH_params of one exchange, sent again on another connection, is not answered there."""
    async with lab.line() as line, lab.line() as other_line:
        recorded = Exchange(lab, line)
        await recorded.run(queries=2)
        other = Exchange(lab, other_line)
        await other.run(queries=1)
        try:
            answer = await other.ask(recorded.sent[1])
        except Disconnected as error:
            return _check_refusal(error, BAD_EXCHANGE)
        raise Fault(f"a recorded query is answered with {tl.decode_prefix(answer)[0].NAME}")


STEPS = (
    fresh_challenge,
    permanent_key,
    temporary_key,
    wrong_dc,
    second_beginning,
    repeated_query,
    unsafe_g_b,
    wrong_inner_hash,
    wrong_nonce,
    swapped_factors,
    unknown_fingerprint,
    bad_rsa_block,
    replay_on_another_connection,
)


def _res_pq(body: bytes) -> service.ResPQ:
    answer, _ = tl.decode_prefix(body)
    if not isinstance(answer, service.ResPQ):
        raise Fault(f"resPQ is due, not {answer.NAME}")
    return answer


def _with_g_b(g_b: int) -> Tamper:
    """Puts another g_b into client_DH_inner_data, sealed as if it were right."""

    def tamper(query: tl.TLObject, exchange: Exchange) -> None:
        if not isinstance(query, service.SetClientDHParams):
            return
        for new_nonce in exchange.nonces:
            cipher = InnerCipher(new_nonce, query.server_nonce)
            try:
                inner = tl.decode(cipher.open(query.encrypted_data))
            except ProtocolViolation:
                continue  # another draw of that length
            assert isinstance(inner, service.ClientDHInnerData)
            inner.g_b = g_b.to_bytes(dh.SIZE, "big")
            query.encrypted_data = cipher.seal(tl.encode(inner), bytes)
            return
        raise AssertionError("the exchange has drawn no new_nonce")

    return tamper


async def _gives_no_key(lab: Lab, tamper: Tamper, what: str) -> None:
    """An exchange that was tampered with ends with the transport error -404."""
    async with lab.line() as line:
        exchange = Exchange(lab, line)
        try:
            await exchange.run(tamper)
        except Disconnected as error:
            return _check_refusal(error, BAD_EXCHANGE)
        except Fault:
            if len(exchange.sent) > len(exchange.answers):
                raise  # the last query was not answered at all
    answer, _ = tl.decode_prefix(exchange.answers[-1])
    if not isinstance(answer, service.DhGenFail | service.ServerDHParamsFail):
        raise Fault(f"{what} is answered with {answer.NAME}; the transport error {BAD_EXCHANGE} is due")


def _check_refusal(error: Disconnected, due: int) -> None:
    if error.code == FLOOD:
        raise Skipped("the server has had enough failed exchanges (-429): try again in a minute")
    expect(error.code in (None, due), f"the transport error {due} is due, not {error.code}")
