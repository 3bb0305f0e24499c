"""Fuzz target: whatever bytes arrive as plain messages, at any step of a key exchange, in either role.

    python -m tests.fuzz.fuzz_exchange [seconds | libFuzzer arguments]

With atheris installed it is a libFuzzer target guided by coverage; without, Hypothesis draws the bytes for the given
number of seconds (60 by default). The rule: accept, or raise ExchangeFailure with -404 or -444; never hang, never grow.

The first byte of an input chooses the peer, the second how far its exchange has come; what follows arrives twice.
"""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from hypothesis import strategies as st

from mtproto.crypto import RsaPrivateKey
from mtproto.exchange import (
    ClientExchange,
    Compute,
    Done,
    ExchangeFailure,
    Send,
    ServerExchange,
    ServerKeys,
    Step,
    dc,
    plain,
)
from mtproto.exchange.inner import InnerCipher
from tests.fuzz import campaign
from tests.support.clock import ManualClock

MAX_ANSWER = 1024
"""More than the longest answer, server_DH_params_ok."""

MAX_RESULTS = 64
"""Results of arithmetic kept, so that the undisturbed steps cost nothing after the first time."""

REFUSED = object()

_results: dict[object, Any] = {}


@cache
def keys() -> ServerKeys:
    return ServerKeys(RsaPrivateKey.generate(), RsaPrivateKey.generate())


def server() -> ServerExchange:
    return ServerExchange(keys(), dc.as_production(range(1, 6)), ManualClock(), random.Random(1).randbytes)


def client() -> ClientExchange:
    return ClientExchange([keys().main.public], 2, None, ManualClock(), random.Random(2).randbytes)


@cache
def recording() -> tuple[list[bytes], list[bytes]]:
    """The queries and the answers of an exchange between these two; it is the same every time."""
    here, there = client(), server()
    queries, answers = [], []
    step: Step | None = here.start()
    while isinstance(step, Send):
        queries.append(step.body)
        answer = worked(there, there.receive(step.body))
        answer = there.stored() if isinstance(answer, Done) else answer
        assert isinstance(answer, Send)
        answers.append(answer.body)
        step = worked(here, here.receive(answer.body))
    return queries, answers


def worked(exchange: ServerExchange | ClientExchange, step: Step | None) -> Step | None:
    """Do what a step computes, or remember it from the last time."""
    while isinstance(step, Compute):
        key = (step.function, tuple(arg for arg in step.args if not callable(arg)))
        if key not in _results:
            if len(_results) >= MAX_RESULTS:
                _results.pop(next(reversed(_results)))
            _results[key] = step.function(*step.args)
        step = exchange.resume(_results[key])
    return step


def fuzz(data: bytes) -> None:
    """One input; raises AssertionError where the rule is broken."""
    if len(data) < 2:
        return
    peer, steps, body = data[0] % 3, data[1] % 3, data[2:]
    queries, answers = recording()
    if peer == 0:
        there = server()
        for query in queries[:steps]:
            worked(there, there.receive(query))
        arrives(there, body)
    elif peer == 1:
        here = client()
        here.start()
        for answer in answers[:steps]:
            worked(here, here.receive(answer))
        arrives(here, body)
    else:
        envelope(body)


def arrives(exchange: ServerExchange | ClientExchange, body: bytes) -> None:
    for _ in range(2):
        step = taken(exchange, body)
        if step is REFUSED:
            refused_for_good(exchange)
            return
        if isinstance(step, Done) and isinstance(exchange, ServerExchange):
            step = exchange.stored()
        if isinstance(step, Send):
            assert len(step.body) <= MAX_ANSWER


def taken(exchange: ServerExchange | ClientExchange, body: bytes) -> Step | object | None:
    """What the peer makes of a message; REFUSED, for a documented reason, or whatever step it takes."""
    try:
        return worked(exchange, exchange.receive(body))
    except ExchangeFailure as failure:
        if failure.code not in (-404, -444):
            raise
        return REFUSED


def refused_for_good(exchange: ServerExchange | ClientExchange) -> None:
    """Nothing is taken after an offence; a client may still know a repeated answer."""
    queries, answers = recording()
    if isinstance(exchange, ServerExchange):
        assert all(taken(exchange, query) is REFUSED for query in queries)
    else:
        assert all(taken(exchange, answer) in (REFUSED, None) for answer in answers)


def envelope(frame: bytes) -> None:
    try:
        message = plain.parse(frame)
    except ExchangeFailure:
        return
    assert plain.write(*message) == frame


def sealed(inner: bytes) -> bytes:
    """client_DH_inner_data under the recorded run's key, in its query."""
    query = recording()[0][2]
    nonces = random.Random(2), random.Random(1)
    nonces[0].randbytes(16)
    cipher = InnerCipher(nonces[0].randbytes(32), nonces[1].randbytes(16))
    data = cipher.seal(inner, bytes)
    return query[:36] + b"\xfe" + len(data).to_bytes(3, "little") + data


@st.composite
def changed(draw: st.DrawFn) -> bytes:
    """A message of the recording with a piece of it replaced, for the peer and step that wait for it or another."""
    said = draw(st.sampled_from(range(6)))
    messages = [*recording()[0], *recording()[1]]
    body, at = messages[said], draw(st.integers(0, len(messages[said])))
    body = body[:at] + draw(st.binary(max_size=20)) + body[at + draw(st.integers(0, 20)) :]
    return bytes((said // 3, draw(st.sampled_from([said % 3, 0, 1, 2])))) + body


inputs = st.one_of(
    st.binary(min_size=2, max_size=80),
    changed(),
    st.binary(max_size=320).map(lambda inner: b"\0\2" + sealed(inner)),
    st.binary(max_size=60).map(lambda body: b"\2\0" + plain.write(4, body)),
)
"""Messages that begin like something and go wrong later; random bytes alone rarely get past a constructor."""


if __name__ == "__main__":
    campaign.run(fuzz, inputs)
