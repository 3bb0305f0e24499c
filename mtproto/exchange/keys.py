"""The RSA keys a server offers, and which padding each of them takes (row AT-4).

Rules of this file
- The main key, and the one before it, take RSA_PAD and nothing else.
- The old padding, SHA1(data) + data + random bytes, which Telethon and Pyrogram still send, lets the time of an answer
  tell good padding from bad. A second key alone takes it, so that what leaks there says nothing of the main key.
"""

from __future__ import annotations

from dataclasses import dataclass

from mtproto.clock import Random
from mtproto.crypto import RsaPrivateKey, legacy_rsa, rsa_pad
from mtproto.exchange.arithmetic import open_block
from mtproto.exchange.steps import Compute, ExchangeFailure


@dataclass(frozen=True)
class ServerKeys:
    """What a server has to offer.

    Attributes:
        main: the key of current clients.
        legacy: the key of clients with the old padding, where they are let in.
        previous: the main key before the last rotation, for clients that have not heard of the new one.
    """

    main: RsaPrivateKey
    legacy: RsaPrivateKey | None = None
    previous: RsaPrivateKey | None = None

    @property
    def fingerprints(self) -> list[int]:
        """What resPQ offers; a client takes the first one it knows."""
        return [key.fingerprint for key in (self.main, self.previous, self.legacy) if key is not None]

    def opening(self, fingerprint: int, encrypted_data: bytes, random: Random) -> Compute:
        """The RSA operation on an encrypted_data: gives the inner data, or None for whatever is wrong with it.

        Raises:
            ExchangeFailure: no key with this fingerprint was offered.
        """
        for key in (self.main, self.previous):
            if key is not None and fingerprint == key.fingerprint:
                return Compute(open_block, (rsa_pad.decrypt, key, encrypted_data, random))
        if self.legacy is not None and fingerprint == self.legacy.fingerprint:
            return Compute(open_block, (legacy_rsa.decrypt, self.legacy, encrypted_data, random))
        raise ExchangeFailure("a key that was not offered")
