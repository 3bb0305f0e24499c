"""Which transport is this? Decided from the first bytes of a connection (row T1).

    ef                        abridged
    ee ee ee ee               intermediate
    dd dd dd dd               padded intermediate
    GET, POST, HEAD, OPTIONS  HTTP: for the WebSocket and HTTP door
    .. .. .. .. 00 00 00 00   full: the first frame has seqno 0
    anything else             the 64-byte header of an obfuscated connection

Rules of this file
- The detector holds what it reads, decides as early as it can, and hands everything on to what it decided for.
- It never holds more than it needs to decide, plus the chunk that decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mtproto.clock import Random
from mtproto.transport.abridged import Abridged
from mtproto.transport.events import Transport
from mtproto.transport.full import Full
from mtproto.transport.intermediate import Intermediate, PaddedIntermediate
from mtproto.transport.obfuscated import HEADER, Obfuscated

WORD = 4
HTTP_STARTS = (b"GET ", b"POST", b"HEAD", b"OPTI")


@dataclass(frozen=True, slots=True)
class HttpDoor:
    """The connection speaks HTTP; `received` is what it said so far."""

    received: bytes = field(repr=False)


class Detector:
    """Finds out which transport a new connection to a server speaks.

    Args:
        random: For the padding of what the padded framing will send.
        obfuscated_only: Take every connection for an obfuscated one, as WebSocket connections have to be (row T3).
    """

    __slots__ = ("_obfuscated_only", "_random", "_received")

    def __init__(self, random: Random, *, obfuscated_only: bool = False) -> None:
        self._random = random
        self._obfuscated_only = obfuscated_only
        self._received = b""

    def receive(self, data: bytes | bytearray | memoryview) -> Transport | HttpDoor | None:
        """Take the next bytes; the transport once it is known, with all bytes so far inside: ask it `receive(b"")`.

        Raises:
            TransportViolation: it is none that we know; close without a word.
        """
        self._received += bytes(data)
        return self._obfuscated() if self._obfuscated_only else self._decide()

    def _decide(self) -> Transport | HttpDoor | None:
        received = self._received
        if received.startswith(Abridged.OPENING):
            return Abridged.server(received[1:])
        if len(received) < WORD:
            return None
        if received.startswith(Intermediate.OPENING):
            return Intermediate.server(received[WORD:])
        if received.startswith(PaddedIntermediate.OPENING):
            return PaddedIntermediate.server(self._random, received[WORD:])
        if received.startswith(HTTP_STARTS):
            return HttpDoor(received)
        if received[WORD : 2 * WORD] == bytes(WORD):
            return Full.server(received)
        return self._obfuscated()

    def _obfuscated(self) -> Transport | None:
        if len(self._received) < HEADER:
            return None
        return Obfuscated.server(self._received, self._random)
