"""New keys for old: perfect forward secrecy (core.telegram.org/api/end-to-end/pfs).

    the side that asks                                     the side that is asked
    IDLE --- requestKey(g_a) -->  ASKED                    IDLE
                                                           --- acceptKey(g_b) -->  ACCEPTED
    takes acceptKey, --- commitKey --> IDLE, new key       takes commitKey: IDLE, new key, --- noop -->

Rules of this file
- A key is replaced after 100 messages, or after a week in which it was used.
- The old key is forgotten as soon as no message under it can be on its way: by the side that was asked with the
  commit, by the other with the first message under the new key.
- When both ask at once, the greater exchange_id wins; equal ones cancel each other.
- No input or output: messages go in, the actions to send come out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from client_sdk.secret.sequence import Inconsistent
from mtproto.clock import Random
from mtproto.crypto import AuthKey, dh
from mtproto.errors import BadPublicValue
from mtproto.tl import secret

MAX_USES = 100
MAX_AGE = 7 * 86_400.0


class Phase(IntEnum):
    """Where an exchange stands."""

    IDLE = 0
    ASKED = 1
    ACCEPTED = 2


@dataclass
class Keys:
    """The keys of one side of a chat.

    Attributes:
        prime: Of the group that both sides use.
        g: Its generator.
        current: What is encrypted with now.
        other: The key before, or the one to come; None when there is none.
        since: When `current` came into use, Unix seconds.
        uses: Messages encrypted or decrypted with it.
        phase: Where an exchange stands.
        exchange_id: Which exchange.
        exponent: The secret of the exchange, 0 outside one.
    """

    prime: int
    g: int
    current: AuthKey
    since: float
    other: AuthKey | None = None
    uses: int = 0
    phase: Phase = Phase.IDLE
    exchange_id: int = 0
    exponent: int = 0

    def of(self, key_id: bytes) -> AuthKey | None:
        """The key that a packet names."""
        if key_id == self.current.key_id:
            return self.current
        return self.other if self.other is not None and key_id == self.other.key_id else None

    def used(self, key: AuthKey) -> None:
        """A message under a key was taken in its turn: the old key goes once the peer uses the new one."""
        self.uses += 1
        if self.phase is Phase.IDLE and key == self.current:
            self.other = None

    def worn_out(self, now: float) -> bool:
        """Whether it is time for another key."""
        if self.phase is not Phase.IDLE or self.other is not None:
            return False
        return self.uses > MAX_USES or (self.uses > 0 and now - self.since > MAX_AGE)

    def ask(self, random: Random) -> secret.DecryptedMessageActionRequestKey:
        """Begin an exchange."""
        self.phase = Phase.ASKED
        self.exchange_id = int.from_bytes(random(8), "little", signed=True)
        self.exponent = dh.secret_exponent(random)
        return secret.DecryptedMessageActionRequestKey(exchange_id=self.exchange_id, g_a=self._public_value())

    def take(self, action: object, random: Random, now: float) -> secret.TypeDecryptedMessageAction | None:
        """Take an action of an exchange; what to answer with. Any other action is not for here, and has no answer.

        Raises:
            Inconsistent: an action out of turn, or a value that is not what it must be.
        """
        match action:
            case secret.DecryptedMessageActionRequestKey():
                return self._requested(action, random)
            case secret.DecryptedMessageActionAcceptKey():
                return self._accepted(action)
            case secret.DecryptedMessageActionCommitKey():
                return self._committed(action, now)
            case secret.DecryptedMessageActionAbortKey(exchange_id=exchange_id) if exchange_id == self.exchange_id:
                self._end()
        return None

    def _requested(
        self, request: secret.DecryptedMessageActionRequestKey, random: Random
    ) -> secret.DecryptedMessageActionAcceptKey | None:
        if self.phase is Phase.ASKED:
            if self.exchange_id > request.exchange_id:
                return None  # the peer sees the greater one of ours, and answers that
            mine = self.exchange_id
            self._end()
            if mine == request.exchange_id:
                return None
        if self.phase is not Phase.IDLE:
            raise Inconsistent("a key is asked for in the midst of an exchange")
        self.exponent = dh.secret_exponent(random)
        self.other = self._agreed(request.g_a)
        g_b = self._public_value()
        self.phase, self.exchange_id, self.exponent = Phase.ACCEPTED, request.exchange_id, 0
        return secret.DecryptedMessageActionAcceptKey(
            exchange_id=request.exchange_id, g_b=g_b, key_fingerprint=self.other.number
        )

    def _accepted(self, accept: secret.DecryptedMessageActionAcceptKey) -> secret.DecryptedMessageActionCommitKey:
        if self.phase is not Phase.ASKED or accept.exchange_id != self.exchange_id:
            raise Inconsistent("an answer to no question")
        key = self._agreed(accept.g_b)
        if key.number != accept.key_fingerprint:
            raise Inconsistent("another key than ours")
        self.other = key
        return secret.DecryptedMessageActionCommitKey(exchange_id=self.exchange_id, key_fingerprint=key.number)

    def committed(self, now: float) -> None:
        """Our commitKey is encrypted, with the old key: from now on the new one is used, and the old one read."""
        assert self.other is not None  # the commit names it
        self.current, self.other = self.other, self.current
        self._end()
        self.since, self.uses = now, 0

    def _committed(
        self, commit: secret.DecryptedMessageActionCommitKey, now: float
    ) -> secret.DecryptedMessageActionNoop:
        key = self.other
        if self.phase is not Phase.ACCEPTED or commit.exchange_id != self.exchange_id or key is None:
            raise Inconsistent("a commit out of turn")
        if key.number != commit.key_fingerprint:
            raise Inconsistent("another key is committed")
        self.current, self.other = key, None  # what the peer sends from now on is under the new key
        self._end()
        self.since, self.uses = now, 0
        return secret.DecryptedMessageActionNoop()

    def _end(self) -> None:
        self.phase, self.exponent = Phase.IDLE, 0

    def _public_value(self) -> bytes:
        return dh.power(self.g, self.exponent, self.prime).to_bytes(dh.SIZE, "big")

    def _agreed(self, public_value: bytes) -> AuthKey:
        return agree(public_value, self.exponent, self.prime)


def agree(public_value: bytes, exponent: int, prime: int) -> AuthKey:
    """The key that both come to.

    Raises:
        Inconsistent: a public value that an honest peer does not send.
    """
    value = int.from_bytes(public_value, "big")
    try:
        dh.check_public_value(value, prime)
    except BadPublicValue as error:
        raise Inconsistent("a public value out of range") from error
    return AuthKey(dh.shared_secret(value, exponent, prime))
