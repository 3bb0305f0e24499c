"""Obfuscation: any framing but the full one, under AES-256-CTR (core.telegram.org/mtproto/mtproto-transports).

The client opens with a header of 64 random-looking bytes:

    0       8          40        56        60      62   64
    | random | key      | iv      | tag     | dc id | random |      56..64 are sent encrypted, the rest in clear

Bytes 8..56 are key and iv of the client's direction; the same bytes reversed are those of the server's. Both key
streams run on for the whole connection.

Rules of this file
- It hides the protocol from those who look for it and gives no secrecy: the key is in the header.
- The header is not checked for repetition: Android clients reuse it (row T3).
- The DC id is reported, not judged. Some clients leave random bytes there.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from mtproto.clock import Random
from mtproto.errors import Misuse, TransportViolation
from mtproto.transport.abridged import Abridged
from mtproto.transport.events import Event
from mtproto.transport.framing import Framing
from mtproto.transport.intermediate import Intermediate, PaddedIntermediate

HEADER = 64
TAG = slice(56, 60)
DC_ID = slice(60, 62)

FORBIDDEN_STARTS = (b"\xef", b"HEAD", b"POST", b"GET ", b"OPTI", b"\xee" * 4, b"\xdd" * 4, b"\x16\x03\x01\x02")
"""How a header may not begin, because a server would take it for another protocol (the last one is TLS)."""

Crypt = Callable[[bytes | bytearray | memoryview], bytes]


class Obfuscated:
    """One side of an obfuscated connection; made by `server()` or `client()`.

    Attributes:
        opening: The header (client role).
        dc_id: The DC the client wants: +10000 for a test DC, negative for a media DC; any number at all from clients
            that do not fill it in.
    """

    __slots__ = ("_decrypt", "_encrypt", "_inner", "dc_id", "opening")

    def __init__(self, inner: Framing, encrypt: Crypt, decrypt: Crypt, dc_id: int, opening: bytes = b"") -> None:
        self._inner = inner
        self._encrypt = encrypt
        self._decrypt = decrypt
        self.dc_id = dc_id
        self.opening = opening

    @classmethod
    def server(cls, received: bytes, random: Random) -> Obfuscated:
        """The server's side of a connection that began with `received`, at least a whole header.

        Raises:
            TransportViolation: the header names no framing that can be obfuscated.
        """
        header = received[:HEADER]
        encrypt, decrypt = _ctr(header[8:56][::-1]), _ctr(header[8:56])
        opened = decrypt(header)
        inner = _inner_server(opened[TAG], random, decrypt(received[HEADER:]))
        return cls(inner, encrypt, decrypt, int.from_bytes(opened[DC_ID], "little", signed=True))

    @classmethod
    def client(cls, inner: Framing, dc_id: int, random: Random) -> Obfuscated:
        """The client's side, around a client's framing.

        Raises:
            Misuse: the framing cannot be obfuscated.
        """
        if not inner.TAG:
            raise Misuse("the full framing cannot be obfuscated")
        while (header := random(HEADER)).startswith(FORBIDDEN_STARTS) or header[4:8] == bytes(4):
            pass
        header = header[: TAG.start] + inner.TAG + dc_id.to_bytes(2, "little", signed=True) + header[DC_ID.stop :]
        encrypt, decrypt = _ctr(header[8:56]), _ctr(header[8:56][::-1])
        return cls(inner, encrypt, decrypt, dc_id, header[: TAG.start] + encrypt(header)[TAG.start :])

    @property
    def unfinished(self) -> int:
        return self._inner.unfinished

    def receive(self, data: bytes | bytearray | memoryview) -> list[Event]:
        return self._inner.receive(self._decrypt(data))

    def frame(self, payload: bytes, *, quick_ack: bool = False) -> bytes:
        return self._encrypt(self._inner.frame(payload, quick_ack=quick_ack))

    def quick_ack(self, token: bytes) -> bytes:
        return self._encrypt(self._inner.quick_ack(token))

    def error(self, code: int) -> bytes:
        return self._encrypt(self._inner.error(code))


def _ctr(key_and_iv: bytes) -> Crypt:
    """A running AES-256-CTR key stream; encryption and decryption are the same."""
    return Cipher(algorithms.AES(key_and_iv[:32]), modes.CTR(key_and_iv[32:])).encryptor().update


def _inner_server(tag: bytes, random: Random, received: bytes) -> Framing:
    if tag == Abridged.TAG:
        return Abridged.server(received)
    if tag == Intermediate.TAG:
        return Intermediate.server(received)
    if tag == PaddedIntermediate.TAG:
        return PaddedIntermediate.server(random, received)
    raise TransportViolation("the obfuscated header names no framing")
