"""RSA keys of a server: made, stored, fingerprinted, and the bare RSA operation.

Telegram's RSA is textbook RSA under a padding of its own (`rsa_pad`, `legacy_rsa`), which no library offers;
`cryptography` makes the keys and reads and writes the files.

Rules of this file
- Keys are 2048 bits with e = 65537: an encrypted block is 256 bytes, as the key exchange fixes it.
- The private operation is blinded and its exponents go through constant-time arithmetic: the peer chooses the input and
  can measure the time (row AT-4).
- A private key never shows in a `repr`. Keys are plain values, so they can be sent to a worker process.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from hashlib import sha1
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mtproto.clock import Random
from mtproto.crypto import bignum
from mtproto.errors import Misuse

BITS = 2048
SIZE = BITS // 8
EXPONENT = 65537


@dataclass(frozen=True, slots=True)
class RsaPublicKey:
    """What a client is given: modulus and exponent."""

    n: int
    e: int

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read a PKCS#1 ("RSA PUBLIC KEY") or X.509 PEM.

        Raises:
            Misuse: no RSA public key of 2048 bits.
        """
        try:
            key = serialization.load_pem_public_key(pem)
        except ValueError as error:
            raise Misuse("not a PEM public key") from error
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size != BITS:
            raise Misuse(f"not an RSA key of {BITS} bits")
        numbers = key.public_numbers()
        return cls(numbers.n, numbers.e)

    def to_pem(self) -> bytes:
        """PKCS#1 PEM, the form in which client libraries take server keys."""
        return (
            rsa.RSAPublicNumbers(self.e, self.n)
            .public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
        )

    @property
    def fingerprint(self) -> int:
        """The key's name in resPQ, a signed `long`: the 64 low bits of SHA1 of the bare TL `n:string e:string`."""
        fingerprint: int = struct.unpack("<q", sha1(_tl_string(self.n) + _tl_string(self.e)).digest()[-8:])[0]
        return fingerprint

    def encrypt_raw(self, block: bytes) -> bytes:
        """block ** e mod n, 256 bytes to 256 bytes.

        Raises:
            Misuse: the block, as a number, is not below the modulus.
        """
        number = int.from_bytes(block, "big")
        if number >= self.n:
            raise Misuse("an RSA block above the modulus")
        return bignum.power(number, self.e, self.n).to_bytes(SIZE, "big")


@dataclass(frozen=True, slots=True)
class RsaPrivateKey:
    """A server's key: the public half and the two primes."""

    public: RsaPublicKey
    p: int = field(repr=False)
    q: int = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """A new key, from the operating system's entropy as OpenSSL draws it.

        mtcute looks for a fingerprint in hexadecimal without the zeros before it, and has noted the keys it knows with
        them: it would not find one key in sixteen. So the first digit is another.
        """
        while True:
            key = cls._of(rsa.generate_private_key(EXPONENT, BITS))
            if key.fingerprint % 2**64 >> 60:
                return key

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read an unencrypted PKCS#1 ("RSA PRIVATE KEY") or PKCS#8 PEM.

        Raises:
            Misuse: no RSA private key of 2048 bits, or its numbers do not fit each other.
        """
        try:
            # OpenSSL's own check of a key takes a tenth of a second at every start; a damaged file shows below as well.
            key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
        except (ValueError, TypeError) as error:
            raise Misuse("not an unencrypted PEM private key") from error
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size != BITS:
            raise Misuse(f"not an RSA key of {BITS} bits")
        found = cls._of(key)
        if found.p * found.q != found.public.n:
            raise Misuse("the primes are not those of the modulus")
        return found

    def to_pem(self) -> bytes:
        """Unencrypted PKCS#1 PEM; whoever writes it to a file sees to the file's mode."""
        d = bignum.inverse(self.public.e, (self.p - 1) * (self.q - 1))
        return (
            rsa.RSAPrivateNumbers(
                self.p,
                self.q,
                d,
                rsa.rsa_crt_dmp1(d, self.p),
                rsa.rsa_crt_dmq1(d, self.q),
                rsa.rsa_crt_iqmp(self.p, self.q),
                rsa.RSAPublicNumbers(self.public.e, self.public.n),
            )
            .private_key()
            .private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )

    @property
    def fingerprint(self) -> int:
        return self.public.fingerprint

    def decrypt_raw(self, number: int, random: Random) -> bytes:
        """number ** d mod n as 256 bytes, by the Chinese remainder theorem on a blinded number.

        Args:
            number: At least 2 and below the modulus; other numbers would skip the work and so show themselves.
            random: Blinds the number: r^e * number goes in, r comes off the result.
        """
        n, e = self.public.n, self.public.e
        r = 2 + int.from_bytes(random(SIZE), "big") % (n - 3)
        blinded = number * bignum.power(r, e, n) % n
        d_p = bignum.inverse(e, self.p - 1)
        d_q = bignum.inverse(e, self.q - 1)
        by_p = bignum.power(blinded % self.p, d_p, self.p)
        by_q = bignum.power(blinded % self.q, d_q, self.q)
        garner = (by_p - by_q) * bignum.inverse(self.q, self.p) % self.p
        return ((by_q + garner * self.q) * bignum.inverse(r, n) % n).to_bytes(SIZE, "big")

    @classmethod
    def _of(cls, key: rsa.RSAPrivateKey) -> Self:
        numbers = key.private_numbers()
        return cls(RsaPublicKey(numbers.public_numbers.n, numbers.public_numbers.e), numbers.p, numbers.q)


def _tl_string(number: int) -> bytes:
    """A number as a TL `string`: length, big-endian bytes, zeros up to a multiple of four."""
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    head = bytes((len(octets),)) if len(octets) < 254 else b"\xfe" + len(octets).to_bytes(3, "little")
    return head + octets + bytes(-len(head + octets) % 4)
