"""A message on its way: sealed and framed, unframed and opened, beside the bare primitives in the same run.

    python -m bench.transport [--rounds N]

"floor" is what no Python code can do without: the three SHA-256 of MTProto 2.0 and one AES-256-IGE, called with parts
of the key that were cut beforehand and joined by nothing but `+`. "message" is `crypto.encrypt` or `decrypt`, and each
framing adds its own work to that. The figures are thread CPU time of one message; x is the ratio to the floor.

glibc gives memory back to the system after every long message until it has once freed a longer one, and fetching it
again costs a third of the time. A server has soon done so; the benchmark does so first.
"""

from __future__ import annotations

import argparse
import os
import statistics
import struct
from collections.abc import Callable
from functools import partial
from hashlib import sha256

import cryptg

from bench._measure import cpu_time, machine, ratio, rounds
from mtproto.crypto import AuthKey, decrypt, encrypt
from mtproto.transport import Abridged, Full, Intermediate, Obfuscated, PaddedIntermediate, Transport
from mtproto.transport.framing import Framing

SIZES = {"200 B": 200, "16 KiB": 16 << 10, "512 KiB": 512 << 10}
BYTES_PER_ROUND = 4 << 20
LONGER_THAN_ANY = 16 << 20
KEY = AuthKey(os.urandom(256))


def floor_seal(key_id: bytes, message: bytes, a: bytes, b: bytes, plaintext: bytes) -> bytes:
    msg_key = sha256(message + plaintext).digest()[8:24]
    x, y = sha256(msg_key + a).digest(), sha256(b + msg_key).digest()
    return key_id + msg_key + cryptg.encrypt_ige(plaintext, x[:8] + y[8:24] + x[24:], y[:8] + x[8:24] + y[24:])


def floor_open(message: bytes, a: bytes, b: bytes, packet: bytes) -> bytes:
    msg_key = packet[8:24]
    x, y = sha256(msg_key + a).digest(), sha256(b + msg_key).digest()
    plaintext: bytes = cryptg.decrypt_ige(packet[24:], x[:8] + y[8:24] + x[24:], y[:8] + x[8:24] + y[24:])
    if sha256(message + plaintext).digest()[8:24] != msg_key:
        raise ValueError
    return plaintext


def ends() -> dict[str, tuple[Transport, Transport]]:
    """Client and server of every transport."""
    framings: dict[str, tuple[Callable[[], Framing], Callable[[], Framing]]] = {
        "abridged": (Abridged.client, Abridged.server),
        "intermediate": (Intermediate.client, Intermediate.server),
        "padded": (partial(PaddedIntermediate.client, os.urandom), partial(PaddedIntermediate.server, os.urandom)),
    }
    pairs: dict[str, tuple[Transport, Transport]] = {name: (c(), s()) for name, (c, s) in framings.items()}
    pairs["full"] = Full.client(), Full.server()
    for name, (client, _) in framings.items():
        veiled = Obfuscated.client(client(), 2, os.urandom)
        pairs[f"obfuscated {name}"] = veiled, Obfuscated.server(veiled.opening, os.urandom)
    return pairs


def sealing(plaintext: bytes, count: int) -> dict[str, Callable[[], float]]:
    """Each candidate's time to make what is sent, of `count` messages in one round."""
    parts = KEY.to_server
    floor = partial(floor_seal, KEY.key_id, parts.message, parts.a, parts.b)
    candidates = {
        "floor": lambda: cpu_time(floor, [plaintext] * count),
        "message": lambda: cpu_time(lambda plaintext: encrypt(KEY, plaintext, True), [plaintext] * count),
    }
    for name, (client, _) in ends().items():

        def send(plaintext: bytes, frame: Callable[[bytes], bytes] = client.frame) -> None:
            frame(encrypt(KEY, plaintext, True))

        candidates[name] = partial(cpu_time, send, [plaintext] * count)
    return candidates


def opening(plaintext: bytes, count: int) -> dict[str, Callable[[], float]]:
    """Each candidate's time to open what arrives. The streams are made anew each round: some transports keep count."""
    parts = KEY.to_server
    packet = encrypt(KEY, plaintext, True)
    floor = partial(floor_open, parts.message, parts.a, parts.b)
    candidates = {
        "floor": lambda: cpu_time(floor, [packet] * count),
        "message": lambda: cpu_time(lambda packet: decrypt(KEY, packet, True), [packet] * count),
    }
    for name, (client, server) in ends().items():

        def arrive(stream: bytes, server: Transport = server) -> None:
            for frame in server.receive(stream):
                decrypt(KEY, frame.payload, True)  # type: ignore[union-attr]  # a server receives frames alone

        def one_round(client: Transport = client, arrive: Callable[[bytes], None] = arrive) -> float:
            return cpu_time(arrive, [client.frame(packet) for _ in range(count)])

        candidates[name] = one_round
    return candidates


def show(title: str, figures: dict[str, list[float]], size: int) -> None:
    print(f"\n{title}")
    for name, times in figures.items():
        median = statistics.median(times)
        to_floor, rate = ratio(figures, name, "floor"), size / median / 1e6
        print(f"  {name:24} {median * 1e6:9.2f} us  {to_floor:5.2f} x  {rate:7.1f} MB/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    count = parser.parse_args().rounds
    print(machine())
    bytes(LONGER_THAN_ANY)  # made and freed at once
    for label, size in SIZES.items():
        body = os.urandom(size)
        plaintext = bytes(28) + struct.pack("<I", size) + body
        plaintext += os.urandom(12 + -(len(plaintext) + 12) % 16)
        messages = max(4, min(2000, BYTES_PER_ROUND // size))
        show(f"{label}, sealed and framed", rounds(sealing(plaintext, messages), count), size)
        show(f"{label}, unframed and opened", rounds(opening(plaintext, messages), count), size)


if __name__ == "__main__":
    main()
