"""The server's side of the key exchange (core.telegram.org/mtproto/auth_key): the life of the runs of one connection.

Rules of this file
- One `ServerExchange` per connection, one run at a time; a run lives in this object alone, so parts of two runs can
  never meet (row AT-5).
- One query, one answer: a byte-identical repeat of the last query gets the same answer again, any other is wrong.
- The first wrong query ends everything, and every cause of it looks alike from outside.
- dh_gen_ok does not exist before the caller has said that the key is stored.
- The steps themselves are in `ServerRun`, their order in `TRANSITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from mtproto import tl
from mtproto.clock import Clock, Random
from mtproto.crypto import dh
from mtproto.errors import BadPublicValue, Misuse
from mtproto.exchange.keys import ServerKeys
from mtproto.exchange.reading import Query, read_query
from mtproto.exchange.server_run import ServerRun
from mtproto.exchange.states import CALLERS_TURN, RUNLESS, TRANSITIONS, Event, State
from mtproto.exchange.steps import Compute, ExchangeFailure, Send, Step
from mtproto.tl import service

RUN_SECONDS = 600.0
"""How long a run and its last answer are kept: "up to 10 minutes after having received the query in 1)"."""


class ServerExchange:
    """Makes authorization keys with the client of one connection.

    Give `receive` the body of each plain message. It returns what to do: `Send`; `Compute`, whose result goes to
    `resume`, which returns what to do then; or None, nothing. When that is `Done`, store the key under its id and call
    `stored`, or `taken` where a key with this id exists, or `failed`; each returns the `Send` that tells the client.
    The next message may be given only when the step before is finished.

    Args:
        keys: The RSA keys offered to clients.
        dc_ids: The DC ids that lead here as clients write them (`dc.as_production`).
        clock: Gives server_time, the expiry of temporary keys and the age of a run.
        random: The operating system's generator. Nonces and exponents come from it.

    Raises:
        ExchangeFailure: from `receive` and `resume`: the client broke the exchange. Send the code and close.
        Misuse: the caller did not keep to the order above.
    """

    def __init__(self, keys: ServerKeys, dc_ids: Container[int], clock: Clock, random: Random) -> None:
        self._keys = keys
        self._dc_ids = dc_ids
        self._clock = clock
        self._random = random
        self._state = State.START
        self._run: ServerRun | None = None
        self._run_ends_at = 0.0
        self._query = b""
        self._answer = Send(b"")

    def receive(self, body: bytes) -> Send | Compute | None:
        """Take the body of a plain message; what follows the query in it is padding and ignored."""
        if self._state in CALLERS_TURN:
            raise Misuse(f"{self._state.value} is due, not a message")
        if self._state is State.FAILED:
            raise ExchangeFailure("this exchange has failed before")
        try:
            return self._receive(body)
        except ExchangeFailure:
            self._go(Event.WRONG)
            raise

    def resume(self, result: Any) -> Step:
        """Take the result of the last `Compute`."""
        match self._state:
            case State.OPENING:
                return self._opened(result)
            case State.RAISING:
                return self._raised(result)
            case State.AGREEING:
                self._go(Event.AGREED)
                return self._current.agree(result)
        raise Misuse(f"{self._state.value} is due, not a result")

    def stored(self) -> Send:
        """The key of `Done` is committed: dh_gen_ok (row H13)."""
        return self._conclude(Event.STORED, ServerRun.dh_gen_ok)

    def taken(self) -> Send:
        """Another key has the same auth_key_id: dh_gen_retry, after which the client comes with a new b (row H12)."""
        return self._conclude(Event.TAKEN, ServerRun.dh_gen_retry)

    def failed(self) -> Send:
        """The key could not be stored: dh_gen_fail, after which the client has to begin again (row H12)."""
        return self._conclude(Event.NOT_STORED, ServerRun.dh_gen_fail)

    def _receive(self, body: bytes) -> Send | Compute | None:
        if (self._state, Event.EXPIRED) in TRANSITIONS and self._clock.monotonic() >= self._run_ends_at:
            self._go(Event.EXPIRED)
        query, exact = read_query(body)
        if isinstance(query, service.MsgsAck):
            return None
        if exact == self._query:
            return self._answer
        step = self._take(query)
        self._query = exact
        return step

    def _take(self, query: Query) -> Send | Compute:
        step: Send | Compute
        if isinstance(query, service.ReqDHParams):
            self._expect(Event.REQ_DH_PARAMS)
            step = self._current.open_inner_data(query)
            self._go(Event.REQ_DH_PARAMS)
        elif isinstance(query, service.SetClientDHParams):
            self._expect(Event.SET_CLIENT_DH_PARAMS)
            step = self._current.raise_g_b(query)
            self._go(Event.SET_CLIENT_DH_PARAMS)
        else:
            self._run = ServerRun(query.nonce, self._keys, self._dc_ids, self._clock, self._random)
            self._run_ends_at = self._clock.monotonic() + RUN_SECONDS
            step = self._reply(self._run.res_pq())
            self._go(Event.REQ_PQ)
        return step

    def _opened(self, inner_data: bytes | None) -> Compute:
        try:
            self._current.accept_inner_data(inner_data)
        except ExchangeFailure:
            self._go(Event.WRONG)
            raise
        self._go(Event.OPENED)
        return self._current.raise_g()

    def _raised(self, g_a: int) -> Send | Compute:
        try:
            dh.check_public_value(g_a)
        except BadPublicValue:
            return self._current.raise_g()
        self._go(Event.RAISED)
        return self._reply(self._current.dh_params(g_a))

    def _conclude(self, event: Event, outcome: Callable[[ServerRun], tl.TLObject]) -> Send:
        if (self._state, event) not in TRANSITIONS:
            raise Misuse(f"{self._state.value} is due, not {event.value}")
        answer = self._reply(outcome(self._current))
        self._go(event)
        return answer

    def _expect(self, event: Event) -> None:
        if (self._state, event) not in TRANSITIONS:
            raise ExchangeFailure(f"{event.value} where {self._state.value} is due")

    def _reply(self, answer: tl.TLObject) -> Send:
        self._answer = Send(tl.encode(answer))
        return self._answer

    def _go(self, event: Event) -> None:
        """Move by the table and forget what the new state has no use for."""
        self._state = TRANSITIONS[self._state, event]
        if self._state in RUNLESS:
            self._run = None
        if self._state in (State.START, State.FAILED):
            self._query = b""

    @property
    def _current(self) -> ServerRun:
        if self._run is None:
            raise Misuse("no run is under way")
        return self._run
