"""Client and server role together, over a network that loses, repeats and reorders (AT-1, M9, M23, RL-1).

The model is as simple as the promise: every request is executed exactly once and answered exactly once, every update
arrives, whatever the network and the client's clock do.
"""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mtproto.session.events import Rejected, Violation
from tests.mtproto.session.pair import Pair

pytestmark = pytest.mark.rows("RL-1", "M9", "M23", "MS-2", "AT-9")

PLACES = st.integers(0, 1_000)


class HostileNetworkMachine(RuleBasedStateMachine):
    """RL-1, MS-2: what may happen to a pair, in any order."""

    @initialize(
        skew=st.sampled_from((0.0, 29.0, -200.0, 3_600.0, -86_400.0)),
        knows_time=st.booleans(),
        seed=st.integers(0, 1_000_000),
    )
    def begin(self, skew: float, knows_time: bool, seed: int) -> None:
        self.pair = Pair(skew, knows_time, seed)
        self.pair.connect()
        self.sent: dict[int, bytes] = {}
        self.pushed: list[bytes] = []

    @rule(size=st.sampled_from((8, 700, 20_000)))
    def request(self, size: int) -> None:
        body = b"\x01\x02\x03\x04" + len(self.sent).to_bytes(4, "little") + bytes(size)
        self.sent[self.pair.client.send_request(body)] = body

    @precondition(lambda self: self.sent)
    @rule(place=PLACES)
    def request_after_another(self, place: int) -> None:
        body = b"\x01\x02\x03\x05" + len(self.sent).to_bytes(4, "little")
        earlier = list(self.sent)[place % len(self.sent)]
        if earlier in self.pair.answers or earlier not in self.sent:
            self.sent[self.pair.client.send_request(body, after=(earlier,))] = body

    @rule(size=st.sampled_from((8, 700, 20_000)))
    def push(self, size: int) -> None:
        body = b"\x0a\x0b\x0c\x0d" + len(self.pushed).to_bytes(4, "little") + bytes(size)
        self.pushed.append(body)
        self.pair.server.push(body)

    @rule()
    def flush(self) -> None:
        self.pair.flush()

    @precondition(lambda self: self.pair.to_server)
    @rule(place=PLACES)
    def deliver_to_server(self, place: int) -> None:
        self.pair.deliver_to_server(place % len(self.pair.to_server))

    @precondition(lambda self: self.pair.to_client)
    @rule(place=PLACES)
    def deliver_to_client(self, place: int) -> None:
        self.pair.deliver_to_client(place % len(self.pair.to_client))

    @precondition(lambda self: self.pair.to_server)
    @rule(place=PLACES)
    def repeat_to_server(self, place: int) -> None:
        self.pair.repeat_to_server(place % len(self.pair.to_server))

    @precondition(lambda self: self.pair.to_client)
    @rule(place=PLACES)
    def repeat_to_client(self, place: int) -> None:
        self.pair.repeat_to_client(place % len(self.pair.to_client))

    @precondition(lambda self: self.pair.running)
    @rule(place=PLACES)
    def answer(self, place: int) -> None:
        msg_id = list(self.pair.running)[place % len(self.pair.running)]
        self.pair.answer(msg_id, self.pair.running[msg_id])

    @rule()
    def cut(self) -> None:
        self.pair.cut()

    @precondition(lambda self: not self.pair.connected)
    @rule()
    def connect(self) -> None:
        self.pair.connect()

    @rule(seconds=st.sampled_from((0.01, 1.0, 20.0, 290.0, 1_800.0)))
    def pass_time(self, seconds: float) -> None:
        self.pair.pass_time(seconds)

    @rule(skew=st.sampled_from((0.0, 20.0, -20.0, 400.0, -400.0, 86_400.0)))
    def set_client_clock(self, skew: float) -> None:
        self.pair.client_clock.skew = skew

    @rule(seconds=st.sampled_from((20.0, 200.0, 400.0)))
    def client_sleeps(self, seconds: float) -> None:
        self.pair.client_clock.slept += seconds
        self.pair.pass_time(seconds)

    @rule(count=st.integers(1, 64))
    def get_future_salts(self, count: int) -> None:
        self.pair.client.get_future_salts(count)

    @invariant()
    def nothing_runs_twice(self) -> None:
        if hasattr(self, "pair"):
            assert len(self.pair.executed) == len(set(self.pair.executed))
            assert all(len(answers) == 1 for answers in self.pair.answers.values())

    def teardown(self) -> None:
        """The network gets well: then everything is settled within a few connections."""
        if not hasattr(self, "pair"):
            return
        for _ in range(6):
            self.pair.cut()
            self.pair.pass_time(1)
            self.pair.connect()
            self.pair.client.ping(75)
            self.pair.run()
            while self.pair.running:
                self.pair.answer_all()
                self.pair.run()
        assert sorted(self.pair.executed) == sorted(self.sent.values())
        assert self.pair.answers == {request: [body[::-1]] for request, body in self.sent.items()}
        assert set(self.pair.updates) == set(self.pushed)
        assert not [event for event in self.pair.heard if isinstance(event, (Rejected, Violation))]
        self.pair.pass_time(2)
        self.pair.run()
        assert not self.pair.server.outbox.kept, "everything is acknowledged in the end"
        assert not self.pair.client.outbox.kept


TestHostileNetwork = HostileNetworkMachine.TestCase
TestHostileNetwork.settings = settings(max_examples=60, stateful_step_count=50)
