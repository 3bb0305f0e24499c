"""Our client session and our server session, with a network between them that a test controls packet by packet.

All randomness comes from a seed, so that a failure can be repeated.
"""

import random
from dataclasses import dataclass, field

from mtproto.crypto import AuthKey
from mtproto.session import ClientSession, Salts, SaltSecret, ServerSession, open_packet
from mtproto.session.events import Answer, AnswerError, ClientEvent, RequestReceived, Update
from mtproto.session.states import State
from mtproto.tl.packed import opened
from tests.mtproto.session.world import UPTIME, SteppingClock


class ClientClock:
    """A client's clock: some seconds wrong, and it stands still while the machine sleeps."""

    def __init__(self, true: SteppingClock) -> None:
        self._true = true
        self.skew = 0.0
        self.slept = 0.0

    def now(self) -> float:
        return self._true.now() + self.skew

    def monotonic(self) -> float:
        return self._true.monotonic() - self.slept


@dataclass
class Pair:
    """Both sessions of one key. Nothing moves unless it is told to."""

    skew: float = 0.0
    knows_time: bool = False
    seed: int = 0
    executed: list[bytes] = field(default_factory=list)
    running: dict[int, bytes] = field(default_factory=dict)
    answers: dict[int, list[bytes]] = field(default_factory=dict)
    updates: list[bytes] = field(default_factory=list)
    heard: list[ClientEvent] = field(default_factory=list)
    to_server: list[bytes] = field(default_factory=list)
    to_client: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed).randbytes
        self.clock = SteppingClock()
        self.client_clock = ClientClock(self.clock)
        self.client_clock.skew = self.skew
        self.auth_key = AuthKey(self.random(256))
        self.salts = Salts(SaltSecret(self.clock, self.random), self.auth_key.key_id, self.clock)
        self.clock.advance(UPTIME)
        self.client = ClientSession(
            self.auth_key,
            self.salts.current(self.clock.now()),
            self.client_clock,
            self.random,
            time_offset=-self.skew if self.knows_time else None,
        )
        self.start_server()
        self.connected = False

    def start_server(self, floor: int = 0) -> None:
        """A server session that knows nothing of the client's."""
        self.server = ServerSession(
            self.auth_key,
            self.client.session_id,
            self.salts,
            self.clock,
            self.random,
            destroy_session=lambda session_id: session_id == 77,
            floor=floor,
        )
        self.running.clear()

    def restart_server(self) -> None:
        """Another process: new salts, no sessions."""
        self.cut()
        self.salts = Salts(SaltSecret(self.clock, self.random), self.auth_key.key_id, self.clock)
        self.start_server()

    # -- the network

    def connect(self) -> None:
        self.connected = True
        self.client.attached()

    def cut(self) -> None:
        """The connection breaks, with everything under way on it."""
        if self.connected:
            self.connected = False
            self.client.detached()
            if self.server.state in (State.ATTACHED, State.LOSSY):
                self.server.detached()
        self.to_server.clear()
        self.to_client.clear()

    def flush(self) -> None:
        """Both sides hand what they have to the network."""
        if self.connected:
            self.to_server += self.client.packets_to_send()
            self.to_client += self.server.packets_to_send()

    def deliver_to_server(self, place: int = 0) -> None:
        self._server_takes(self.to_server.pop(place))

    def deliver_to_client(self, place: int = 0) -> None:
        self._client_takes(self.to_client.pop(place))

    def repeat_to_server(self, place: int) -> None:
        """Deliver a packet and leave it in the network."""
        self._server_takes(self.to_server[place])

    def repeat_to_client(self, place: int) -> None:
        self._client_takes(self.to_client[place])

    def run(self) -> None:
        """Deliver everything in order, until nothing moves any more."""
        self.flush()
        while self.to_server or self.to_client:
            while self.to_server:
                self.deliver_to_server()
            self.flush()
            while self.to_client:
                self.deliver_to_client()
            self.flush()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.server.tick()

    # -- the two ends

    def _server_takes(self, packet: bytes) -> None:
        if self.server.receive(open_packet(self.auth_key, packet)) and self.server.state not in (
            State.ATTACHED,
            State.LOSSY,
        ):
            self.server.attached()
        self.to_client += self.server.notices_to_send()
        self._take_requests()

    def _take_requests(self) -> None:
        for event in self.server.events():
            if isinstance(event, RequestReceived):
                self.executed.append(opened(event.body))
                self.running[event.msg_id] = opened(event.body)

    def _client_takes(self, packet: bytes) -> None:
        self.client.receive(open_packet(self.auth_key, packet, from_client=False))
        for event in self.client.events():
            self.heard.append(event)
            if isinstance(event, Answer):
                self.answers.setdefault(event.request_id, []).append(event.result)
            elif isinstance(event, AnswerError):
                self.answers.setdefault(event.request_id, []).append(event.error.message.encode())
            elif isinstance(event, Update):
                self.updates.append(event.body)

    def answer_all(self) -> None:
        """The server answers every request with its own body, reversed."""
        for msg_id, body in list(self.running.items()):
            self.answer(msg_id, body)

    def answer(self, msg_id: int, body: bytes) -> None:
        del self.running[msg_id]
        self.server.answer(msg_id, body[::-1])
        self._take_requests()
