"""The arithmetic of the handshake and of 2FA beside plain `pow`; AES-IGE beside its fallback; all in one run.

    python -m bench.crypto [--rounds N]

"server side of a handshake" is what a server computes for one authorization key: it opens RSA_PAD, raises g to a and
g_b to a. "plain pow" is the same three with Python's own `pow` and nothing else. The figures are thread CPU time; x is
how many times faster than the first line of its table.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable, Mapping
from functools import partial

from bench._measure import cpu_time, machine, ratio, rounds
from mtproto.crypto import RsaPrivateKey, bignum_fallback, bignum_native, dh, ige_fallback, ige_native, pq, rsa_pad, srp

KEY = RsaPrivateKey.generate()
BLOCK = rsa_pad.encrypt(KEY.public, os.urandom(96), os.urandom)
D = pow(KEY.public.e, -1, (KEY.p - 1) * (KEY.q - 1))
A, B = dh.secret_exponent(os.urandom), dh.secret_exponent(os.urandom)
G_B = dh.power(dh.G, B)


def plain_handshake(_: object) -> None:
    pow(int.from_bytes(BLOCK, "big"), D, KEY.public.n)
    pow(dh.G, A, dh.PRIME)
    pow(G_B, A, dh.PRIME)


def our_handshake(_: object) -> None:
    rsa_pad.decrypt(KEY, BLOCK, os.urandom)
    dh.power(dh.G, A)
    dh.shared_secret(G_B, A)


def handshake() -> dict[str, Callable[[object], object]]:
    product = int.__mul__(*pq.generate(os.urandom))
    return {
        "plain pow, whole": plain_handshake,
        "server side, whole": our_handshake,
        "  open RSA_PAD": lambda _: rsa_pad.decrypt(KEY, BLOCK, os.urandom),
        "  g^a (comb)": lambda _: dh.power(dh.G, A),
        "  g_b^a": lambda _: dh.shared_secret(G_B, A),
        "  pq": lambda _: pq.generate(os.urandom),
        "client: factorize pq": lambda _: pq.factorize(product),
        "client: check the group": lambda _: dh.check_group(dh.PRIME, dh.G),
    }


def password() -> dict[str, Callable[[object], object]]:
    algorithm = srp.Algorithm(os.urandom(40), os.urandom(16))
    x = srp.password_hash(algorithm, b"password")
    challenge = srp.ServerChallenge.create(algorithm, srp.verifier(algorithm, x), os.urandom)
    public = challenge.B.to_bytes(256, "big")
    answer = srp.prove(algorithm, x, public, os.urandom)
    return {
        "one plain pow": lambda _: pow(G_B, A, dh.PRIME),
        "server: make B": lambda _: srp.ServerChallenge.create(algorithm, challenge.v, os.urandom),
        "server: judge A and M1": lambda _: challenge.accepts(*answer),
        "client: A and M1": lambda _: srp.prove(algorithm, x, public, os.urandom),
        "client: hash the password": lambda _: srp.password_hash(algorithm, b"password"),
    }


def powers() -> dict[str, Callable[[object], object]]:
    return {
        "plain pow": lambda _: bignum_fallback.power(G_B, A, dh.PRIME),
        "gmpy2, constant time": lambda _: bignum_native.power(G_B, A, dh.PRIME),
    }


def ige(size: int) -> dict[str, Callable[[object], object]]:
    data, key, iv = os.urandom(size), os.urandom(32), os.urandom(32)
    return {
        "fallback, encrypt": lambda _: ige_fallback.encrypt(data, key, iv),
        "fallback, decrypt": lambda _: ige_fallback.decrypt(data, key, iv),
        "native, encrypt": lambda _: ige_native.encrypt(data, key, iv),
        "native, decrypt": lambda _: ige_native.decrypt(data, key, iv),
    }


def show(title: str, candidates: Mapping[str, Callable[[object], object]], count: int, calls: int) -> None:
    figures = rounds({name: partial(cpu_time, work, range(calls)) for name, work in candidates.items()}, count)
    first = next(iter(figures))
    print(f"\n{title}")
    for name, times in figures.items():
        print(f"  {name:28} {statistics.median(times) * 1e3:10.4f} ms  {ratio(figures, first, name):8.1f} x")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    count = parser.parse_args().rounds
    print(machine())
    show("key exchange", handshake(), count, calls=3)
    show("2FA password", password(), count, calls=1)
    show("base^exponent mod p, 2048 bits each", powers(), count, calls=3)
    for size in (256, 16 << 10):
        show(f"AES-256-IGE, {size} bytes", ige(size), count, calls=50)


if __name__ == "__main__":
    main()
