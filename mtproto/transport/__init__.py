"""Transports: how messages become a stream of bytes, for both roles.

A server gives what it reads to a `Detector` until that returns a `Transport`, then to that. A client chooses:
`Abridged.client()`, `Intermediate.client()`, `PaddedIntermediate.client(random)`, `Full.client()`, or
`Obfuscated.client(framing, dc_id, random)` around one of the first three; it sends `opening` before anything else.

core.telegram.org/mtproto/mtproto-transports.
"""

from __future__ import annotations

from mtproto.transport.abridged import Abridged
from mtproto.transport.detection import Detector, HttpDoor
from mtproto.transport.events import Event, Frame, QuickAck, Transport, TransportError
from mtproto.transport.full import Full
from mtproto.transport.intermediate import Intermediate, PaddedIntermediate
from mtproto.transport.obfuscated import Obfuscated

__all__ = [
    "Abridged",
    "Detector",
    "Event",
    "Frame",
    "Full",
    "HttpDoor",
    "Intermediate",
    "Obfuscated",
    "PaddedIntermediate",
    "QuickAck",
    "Transport",
    "TransportError",
]
