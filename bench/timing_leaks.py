"""Do refusals take the same time whatever their cause? Welch's t between every two kinds (rows AT-3, AT-4, CR-2, HS-3).

    python -m bench.timing_leaks [--samples N] [--rsa-samples N]

For each kind, N times one bad input is refused, the kinds in random order, and the slowest twentieth of all times is
cropped, as dudect does: those are the machine's, not ours. |t| below 4.5 is the usual bar. Python's timing is noisy and
this is one machine: the figures are evidence, and no claim of constant time.

    message     decrypt: a wrong msg_key, a wrong length, too little padding, too much
    RSA_PAD     decrypt: too long, above the modulus, a wrong hash, the old padding, no padding
    old padding decrypt: the same, under the key that takes it
"""

from __future__ import annotations

import argparse
import gc
import math
import os
import random
import statistics
import struct
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations
from typing import Protocol

from bench._measure import machine
from bench._verdict import verdict
from mtproto.clock import Random
from mtproto.crypto import AuthKey, RsaPrivateKey, RsaPublicKey, decrypt, encrypt, legacy_rsa, rsa_pad
from mtproto.errors import ProtocolViolation

BAR = 4.5
SAMPLES = 100_000
RSA_SAMPLES = 2_000
CROP = 0.95
VARIANTS = 100
"""Different inputs of each kind. They lie in memory in random order, and each is copied to one place before it is used:
otherwise the kinds would differ by where their bytes happen to be."""

Kinds = Mapping[str, list[bytes]]


class Padding(Protocol):
    """What the modules of both paddings have."""

    def encrypt(self, key: RsaPublicKey, data: bytes, random: Random) -> bytes: ...

    def decrypt(self, key: RsaPrivateKey, encrypted: bytes, random: Random) -> bytes: ...


PADDINGS: tuple[tuple[str, Padding, Padding], ...] = (
    ("RSA_PAD", rsa_pad, legacy_rsa),
    ("old padding", legacy_rsa, rsa_pad),
)
"""Each, and the one that it must refuse."""


def variants(make: Callable[[], bytes]) -> list[bytes]:
    return [make() for _ in range(VARIANTS)]


def sealed(auth_key: AuthKey, body: int, length: int, padding: int) -> bytes:
    plaintext = os.urandom(28) + struct.pack("<i", length) + os.urandom(body + padding)
    return encrypt(auth_key, plaintext, True)


def bad_messages(auth_key: AuthKey) -> Kinds:
    """All of one size."""
    return {
        "wrong msg_key": variants(lambda: auth_key.key_id + os.urandom(16 + 1344)),
        "wrong length": variants(lambda: sealed(auth_key, 1280, 1 << 20, 32)),
        "padding 8": variants(lambda: sealed(auth_key, 1280, 1304, 32)),
        "padding 1040": variants(lambda: sealed(auth_key, 1280, 272, 32)),
    }


def bad_blocks(key: RsaPrivateKey, other_padding: Callable[[], bytes]) -> Kinds:
    return {
        "too long": variants(lambda: os.urandom(257)),
        "above the modulus": variants(lambda: b"\xff" * 8 + os.urandom(248)),
        "wrong hash": variants(lambda: b"\0" + os.urandom(255)),
        "the other padding": variants(other_padding),
        "no padding": variants(lambda: key.public.encrypt_raw(bytes(100) + os.urandom(156))),
    }


def padded(padding: Padding, key: RsaPrivateKey) -> bytes:
    return padding.encrypt(key.public, os.urandom(96), os.urandom)


def opening(padding: Padding, key: RsaPrivateKey) -> Callable[[bytes], object]:
    open_block = padding.decrypt
    return lambda block: open_block(key, block, os.urandom)


def times(refuse: Callable[[bytes], object], kinds: Kinds, samples: int) -> dict[str, list[int]]:
    """Nanoseconds of each refusal, by kind; the kinds come in random order."""
    pool = [(name, data) for name, inputs in kinds.items() for data in inputs]
    random.shuffle(pool)
    pool = [(name, bytes(memoryview(data))) for name, data in pool]
    taken: dict[str, list[int]] = {name: [] for name in kinds}
    now = time.perf_counter_ns
    gc.disable()
    for _ in range(samples // VARIANTS):
        random.shuffle(pool)
        for name, data in pool:
            copy = bytes(memoryview(data))
            start = now()
            try:
                refuse(copy)
            except ProtocolViolation:
                taken[name].append(now() - start)
    gc.enable()
    return taken


def welch(left: list[int], right: list[int]) -> float:
    spread = statistics.variance(left) / len(left) + statistics.variance(right) / len(right)
    return (statistics.fmean(left) - statistics.fmean(right)) / math.sqrt(spread)


def report(title: str, taken: Mapping[str, list[int]]) -> float:
    """Print the means and every two kinds' t; the largest |t| of them."""
    limit = statistics.quantiles([one for kind in taken.values() for one in kind], n=100)[int(CROP * 100) - 1]
    cropped = {name: [one for one in kind if one <= limit] for name, kind in taken.items()}
    print(f"\n{title}: {len(next(iter(taken.values())))} samples of each kind")
    for name, kind in cropped.items():
        print(f"  {name:20} mean {statistics.fmean(kind) / 1e3:10.3f} us")
    worst = 0.0
    for left, right in combinations(cropped, 2):
        t = welch(cropped[left], cropped[right])
        worst = max(worst, abs(t))
        print(f"  t = {t:+7.2f}  {'    ' if abs(t) < BAR else 'HIGH'}  {left} / {right}")
    return worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--rsa-samples", type=int, default=RSA_SAMPLES)
    arguments = parser.parse_args()
    print(machine())
    auth_key = AuthKey(os.urandom(256))
    messages = times(lambda packet: decrypt(auth_key, packet, True), bad_messages(auth_key), arguments.samples)
    worst = {"message": report("message", messages)}
    key = RsaPrivateKey.generate()
    for title, padding, other in PADDINGS:
        refused = times(opening(padding, key), bad_blocks(key, partial(padded, other, key)), arguments.rsa_samples)
        worst[title] = report(title, refused)
    said = "worst |t|: " + ", ".join(f"{title} {t:.2f}" for title, t in worst.items())
    in_full = arguments.samples >= SAMPLES and arguments.rsa_samples >= RSA_SAMPLES
    return verdict(__file__, said, held=max(worst.values()) < BAR, in_full=in_full)


if __name__ == "__main__":
    raise SystemExit(main())
