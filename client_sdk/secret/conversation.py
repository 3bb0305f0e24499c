"""One secret chat without input and output: ciphertext in, what was said out, in order, and the reverse.

    send(message) -----> Outgoing(packet)                      kept by the caller until `Sequence.peer_has` covers it
    receive(packet) ---> Incoming(message, file), in order     and further Outgoing: what is missing, new keys

Rules of this file
- A message is what it was under whichever key and layer it came; what its numbers say is judged first.
- A request for messages that are missing is answered at once, even when it comes early itself: both sides may be
  waiting for each other.
- Everything that changes is in `record`, `Outgoing` and `Held`: the caller stores them in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from client_sdk.errors import ClientError
from client_sdk.secret.record import NEWEST, Record
from client_sdk.secret.sequence import Inconsistent, Place
from mtproto import tl
from mtproto.clock import Random
from mtproto.crypto import secret_message
from mtproto.errors import BadMessageKey
from mtproto.tl import secret

RANDOM_BYTES = 15
"""In every decryptedMessageLayer, at least."""


class NotOpen(ClientError):
    """A secret chat that nothing can be said in."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send.

    Attributes:
        number: Its raw out_seq_no.
        random_id: By which the server knows it.
        layer: The decryptedMessageLayer, encoded: sent again, it is encrypted again.
        service: Whether nobody is to be notified of it.
    """

    number: int
    random_id: int
    layer: bytes
    service: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that was taken, in its turn. `file` is what came beside it, as the caller gave it."""

    message: secret.TypeDecryptedMessage
    file: bytes


@dataclass(slots=True)
class Received:
    """What a packet has led to.

    Attributes:
        taken: Messages, in order.
        send: Messages of our own that are to be sent.
        again: Raw numbers of messages that are to be sent again.
    """

    taken: list[Incoming] = field(default_factory=list)
    send: list[Outgoing] = field(default_factory=list)
    again: list[int] = field(default_factory=list)


class Conversation:
    """An open secret chat.

    Args:
        record: Its state, which is changed in place.
        random: The system's generator.
        now: Unix seconds.

    Raises:
        NotOpen: the chat has no key yet, or no more.
    """

    def __init__(self, record: Record, random: Random, now: Callable[[], float]) -> None:
        if record.keys is None:
            raise NotOpen(f"the secret chat {record.chat_id} is {record.status}")
        self.record = record
        self._keys = record.keys
        self._random = random
        self._now = now

    @property
    def layer(self) -> int:
        """The layer that both understand."""
        return min(NEWEST, self.record.peer_layer)

    def announce(self) -> Outgoing:
        """Tell the peer which layer this side understands: the first message of a chat."""
        return self.act(secret.DecryptedMessageActionNotifyLayer(layer=NEWEST))

    def act(self, action: secret.TypeDecryptedMessageAction) -> Outgoing:
        """Send a service message."""
        return self.send(secret.DecryptedMessageService(random_id=self.random_id(), action=action))

    def send(self, message: secret.TypeDecryptedMessage) -> Outgoing:
        """Number and write a message.

        Raises:
            EncodeError: the peer's layer has no form for it.
        """
        in_seq_no, out_seq_no = self.record.sequence.next_out()
        wrapped = secret.DecryptedMessageLayer(
            random_bytes=self._random(RANDOM_BYTES),
            layer=self.layer,
            in_seq_no=in_seq_no,
            out_seq_no=out_seq_no,
            message=message,
        )
        try:
            data = tl.encode_secret(wrapped, self.layer)
        except tl.EncodeError:
            self.record.sequence.sent_out -= 1
            raise
        self._keys.uses += 1
        self._follow_timer(message)
        return Outgoing(out_seq_no // 2, message.random_id, data, isinstance(message, secret.DecryptedMessageService))

    def encrypt(self, outgoing: Outgoing) -> bytes:
        """The packet of a message, under the key of now; the commit of a new key is still under the old one."""
        key = self._keys.current
        if self.record.commit == outgoing.number and self._keys.other is not None:
            key = self._keys.other
        return secret_message.seal(key, outgoing.layer, self.record.sequence.is_creator, self._random)

    def renew(self) -> Outgoing | None:
        """The message that asks for a new key, when the one in use is worn out."""
        if not self._keys.worn_out(self._now()):
            return None
        return self.act(self._keys.ask(self._random))

    def receive(self, packet: bytes, file: bytes = b"") -> Received:
        """Take a packet, now or, when others are missing before it, later.

        Raises:
            BadMessageKey: it is under no key of this chat; it can be passed over.
            Inconsistent: the chat cannot be trusted any more.
        """
        key = self._keys.of(packet[:8])
        if key is None:
            raise BadMessageKey
        layer = self._decoded(secret_message.unseal(key, packet, not self.record.sequence.is_creator))
        received = Received()
        place = self.record.sequence.judge(layer.in_seq_no, layer.out_seq_no)
        if place is Place.OLD:
            return received
        received.again += self._asked_for(layer.message)
        if place is Place.EARLY:
            self._hold(layer.out_seq_no // 2, packet, file, received)
            return received
        self._take(layer, key.key_id, file, received)
        while (held := self.record.held.pop(self.record.sequence.taken_in, None)) is not None:
            self._take_held(*held, received)
        return received

    def random_id(self) -> int:
        """A number for a message, which both sides and the server know it by."""
        return int.from_bytes(self._random(8), "little", signed=True)

    def _take_held(self, packet: bytes, file: bytes, received: Received) -> None:
        key = self._keys.of(packet[:8])
        if key is None:
            raise Inconsistent("a message under a key that its predecessors have ended")
        layer = self._decoded(secret_message.unseal(key, packet, not self.record.sequence.is_creator))
        self.record.sequence.judge(layer.in_seq_no, layer.out_seq_no)
        self._take(layer, key.key_id, file, received)

    def _take(self, layer: secret.DecryptedMessageLayer, key_id: bytes, file: bytes, received: Received) -> None:
        """The next message: move the counters, and do what it says of the chat itself."""
        record = self.record
        record.sequence.taken(layer.in_seq_no)
        record.peer_layer = max(record.peer_layer, layer.layer)
        key = self._keys.of(key_id)
        if key is not None:
            self._keys.used(key)
        message = layer.message
        self._follow_timer(message)
        if isinstance(message, secret.DecryptedMessageService):
            self._obey(message.action, received)
        received.taken.append(Incoming(message, file))

    def _obey(self, action: secret.TypeDecryptedMessageAction, received: Received) -> None:
        if isinstance(action, secret.DecryptedMessageActionNotifyLayer):
            self.record.peer_layer = max(self.record.peer_layer, action.layer)
        answer = self._keys.take(action, self._random, self._now())
        if answer is None:
            return
        outgoing = self.act(answer)
        if isinstance(answer, secret.DecryptedMessageActionCommitKey):
            self.record.commit = outgoing.number
            self._keys.committed(self._now())
        received.send.append(outgoing)

    def _follow_timer(self, message: secret.TypeDecryptedMessage) -> None:
        """Either side sets the timer for both."""
        if isinstance(message, secret.DecryptedMessageService):
            action = message.action
            if isinstance(action, secret.DecryptedMessageActionSetMessageTTL):
                self.record.ttl = action.ttl_seconds

    def _hold(self, number: int, packet: bytes, file: bytes, received: Received) -> None:
        """Keep a message that came early, and ask for what is missing before it."""
        self.record.held[number] = (packet, file)
        missing = self.record.sequence.ask(number)
        if missing is not None:
            start, end = missing
            received.send.append(self.act(secret.DecryptedMessageActionResend(start_seq_no=start, end_seq_no=end)))

    def _asked_for(self, message: secret.TypeDecryptedMessage) -> range:
        if isinstance(message, secret.DecryptedMessageService):
            action = message.action
            if isinstance(action, secret.DecryptedMessageActionResend):
                return self.record.sequence.asked(action.start_seq_no, action.end_seq_no)
        return range(0)

    def _decoded(self, data: bytes) -> secret.DecryptedMessageLayer:
        try:
            layer = tl.decode(data)
        except tl.DecodeError as error:
            raise Inconsistent("a message that cannot be read") from error
        if not isinstance(layer, secret.DecryptedMessageLayer):
            raise Inconsistent(f"{layer.NAME} in place of a message")
        return layer
