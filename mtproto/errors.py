"""What goes wrong in the protocol, by whose fault it is.

    MtprotoError
    ├── Misuse                    our own caller broke a rule: a bug to fix, never the peer's doing
    └── ProtocolViolation         the peer broke the protocol: expected at any time, never a bug of ours
        ├── TransportViolation    the stream of frames is broken; drop the connection
        ├── BadMessageKey         an encrypted message is not genuine; drop the connection in silence
        ├── BadRsaBlock           an RSA block does not open; which way it is wrong is not told
        ├── BadGroup              a Diffie-Hellman group that is not safe to use
        ├── BadPublicValue        a Diffie-Hellman or SRP public value out of its range
        └── BadPq                 a number that is not the product of two different odd primes

A room that has more to say about a violation derives its own class beside what it describes. Errors of method calls,
which travel to clients as `rpc_error`, are a family of their own: `mtproto.rpc_errors`.

Rules of this file
- One class per reaction, not per cause: where a cause must stay secret, no class, text or timing may tell it.
- An error carries data in fields and makes its text from them.
"""

from __future__ import annotations

from collections.abc import Sequence


class MtprotoError(Exception):
    """Everything this package raises on purpose, except `rpc_errors`."""


class Misuse(MtprotoError, ValueError):
    """An argument that no correct caller gives: a key of the wrong length, a frame too long for its framing."""


class ProtocolViolation(MtprotoError):
    """The peer sent what the protocol does not allow."""


class TransportViolation(ProtocolViolation):
    """The peer's stream of frames is broken and cannot be read on.

    Args:
        reason: For our own log; the peer does not see it.
        code: The transport error to send before closing, or None to close in silence.
    """

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.events: Sequence[object] = ()
        """What had arrived whole before the offence, in the same call: good frames, as `receive` returns them."""


class BadMessageKey(ProtocolViolation):
    """An encrypted message was refused: wrong size, key id, message key, inner length or padding.

    The causes are one on purpose (rows M3, M4): whoever can tell them apart can decrypt
    (Albrecht et al., "Four Attacks and a Proof for Telegram", on timing).
    """

    def __init__(self) -> None:
        super().__init__("the message is not genuine")


class BadRsaBlock(ProtocolViolation):
    """An RSA block was refused: wrong size, out of range, or its hash does not hold.

    The causes are one on purpose (rows H6, AT-4).
    """

    def __init__(self) -> None:
        super().__init__("the RSA block does not open")


class BadGroup(ProtocolViolation):
    """A prime and generator that fail a check of core.telegram.org/mtproto/security_guidelines."""


class BadPublicValue(ProtocolViolation):
    """A public value outside the range that both sides are to check."""


class BadPq(ProtocolViolation):
    """A `pq` that is not the product of two different odd primes, at most 2^63-1."""
