"""The 2FA password: Secure Remote Password 6a with Telegram's key derivation (core.telegram.org/api/srp), both roles.

    client                                        server
    x = PH2(password, salt1, salt2)               knows v = g^x
    A = g^a                          ── A, M1 ──▶  u = H(A | B), S = (A v^u)^b
    S = (B - k v)^(a + u x)          ◀── B, id ──  B = k v + g^b
    M1 = H(H(p) xor H(g) | H(salt1) | H(salt2) | A | B | H(S))

Only the client proves itself; there is no M2 in the protocol.

Rules of this file
- Numbers enter a hash as 256 bytes, big-endian. H is SHA-256.
- Every number from the other side is range-checked before use (rows A4, AU-3): A = 0, p or 2p would make S known
  without the password.
- Each function that raises to a power takes milliseconds; `password_hash` takes a tenth of a second by design.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import pbkdf2_hmac, sha256

from mtproto.clock import Random
from mtproto.crypto import dh
from mtproto.errors import BadPublicValue

ITERATIONS = 100_000
SIZE = dh.SIZE


@dataclass(frozen=True, slots=True)
class Algorithm:
    """passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow: the salts of one password and the group."""

    salt1: bytes
    salt2: bytes
    g: int = dh.G
    p: int = dh.PRIME


def password_hash(algorithm: Algorithm, password: bytes) -> int:
    """x of a password in UTF-8, PH2 of the documentation."""
    inner = _salted(_salted(password, algorithm.salt1), algorithm.salt2)
    stretched = pbkdf2_hmac("sha512", inner, algorithm.salt1, ITERATIONS)
    return int.from_bytes(_salted(stretched, algorithm.salt2), "big")


def verifier(algorithm: Algorithm, x: int) -> int:
    """v, which the server keeps in place of the password."""
    return dh.power(algorithm.g, x, algorithm.p)


def check_verifier(algorithm: Algorithm, v: int) -> None:
    """Check a new verifier before it is stored (row A5).

    Raises:
        BadPublicValue: not 1 < v < p-1.
    """
    _check_range(algorithm, v)


@dataclass(frozen=True, slots=True, repr=False)
class ServerChallenge:
    """The server's half of one try: kept from account.getPassword until the answer comes, used once."""

    algorithm: Algorithm
    v: int
    b: int
    B: int

    @classmethod
    def create(cls, algorithm: Algorithm, v: int, random: Random) -> ServerChallenge:
        """Draw b and compute B."""
        while True:
            b = dh.secret_exponent(random)
            kv = _multiplier(algorithm) * v
            public = (kv + dh.power(algorithm.g, b, algorithm.p)) % algorithm.p
            # Clients refuse such values as `dh.check_public_value` does (one in 2^63), so they are never sent.
            if dh.MARGIN <= public <= algorithm.p - dh.MARGIN:
                return cls(algorithm, v, b, public)

    def accepts(self, public: bytes, proof: bytes) -> bool:
        """Whether A and M1 prove the password.

        Raises:
            BadPublicValue: A is not 1 < A < p-1, or u is 0.
        """
        a_public = _public_value(self.algorithm, public)
        u = _scrambler(a_public, self.B)
        base = a_public * dh.power(self.v, u, self.algorithm.p) % self.algorithm.p
        secret = dh.shared_secret(base, self.b, self.algorithm.p)
        return hmac.compare_digest(_proof(self.algorithm, a_public, self.B, secret), proof)


def prove(algorithm: Algorithm, x: int, server_public: bytes, random: Random) -> tuple[bytes, bytes]:
    """The client's answer (A, M1) to a server's B, the fields of inputCheckPasswordSRP.

    The caller has checked the group (`dh.check_group`), which takes long and needs doing only once per group.

    Raises:
        BadPublicValue: B is out of range.
    """
    p = algorithm.p
    b_public = _public_value(algorithm, server_public)
    dh.check_public_value(b_public, p)
    kv = _multiplier(algorithm) * verifier(algorithm, x)
    a = dh.secret_exponent(random)
    a_public = dh.power(algorithm.g, a, p)
    u = _scrambler(a_public, b_public)
    secret = dh.shared_secret((b_public - kv) % p, a + u * x, p)
    return _octets(a_public), _proof(algorithm, a_public, b_public, secret)


def _salted(data: bytes, salt: bytes) -> bytes:
    """SH of the documentation."""
    return sha256(salt + data + salt).digest()


def _octets(number: int) -> bytes:
    return number.to_bytes(SIZE, "big")


def _multiplier(algorithm: Algorithm) -> int:
    """k = H(p | g)."""
    return int.from_bytes(sha256(_octets(algorithm.p) + _octets(algorithm.g)).digest(), "big")


def _scrambler(a_public: int, b_public: int) -> int:
    """u = H(A | B).

    Raises:
        BadPublicValue: u is 0.
    """
    u = int.from_bytes(sha256(_octets(a_public) + _octets(b_public)).digest(), "big")
    if u == 0:
        raise BadPublicValue("u is 0")
    return u


def _public_value(algorithm: Algorithm, octets: bytes) -> int:
    if len(octets) > SIZE:
        raise BadPublicValue(f"a public value of {len(octets)} bytes")
    number = int.from_bytes(octets, "big")
    _check_range(algorithm, number)
    return number


def _check_range(algorithm: Algorithm, number: int) -> None:
    if not 1 < number < algorithm.p - 1:
        raise BadPublicValue("a public value out of range")


def _proof(algorithm: Algorithm, a_public: int, b_public: int, secret: bytes) -> bytes:
    """M1."""
    of_group = bytes(
        a ^ b for a, b in zip(sha256(_octets(algorithm.p)).digest(), sha256(_octets(algorithm.g)).digest(), strict=True)
    )
    return sha256(
        of_group
        + sha256(algorithm.salt1).digest()
        + sha256(algorithm.salt2).digest()
        + _octets(a_public)
        + _octets(b_public)
        + sha256(secret).digest()
    ).digest()
