"""TL: encoding and decoding, ours beside Telethon's and Kurigram's classes in one run.

    python -m bench.tl [--rounds N] [--all]

Everybody writes and reads the same bytes, of the layer that Telethon and Kurigram share. "native" is the codec of
csrc/, "plain" the same without it. Columns are CPU microseconds of one call and, in brackets, how many times faster
than Telethon that is. With --all, every constructor and method of the layer is measured too, with random values; the
table then shows for how many of them the ratio reaches a mark. Kurigram is measured where `make peers` has put it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from bench._measure import cpu_time, machine, ratio, rounds
from mtproto import tl
from mtproto.tl import functions, native, types
from mtproto.tl.decoder import any_readers, read_whole
from mtproto.tl.encoder import writers_at
from mtproto.tl.table import load
from tests.mtproto.tl.random_values import RandomValues

LAYER = 229
KURIGRAM = Path(__file__).parents[1] / ".peers" / "kurigram"

Codec = tuple[Callable[[Any], bytes], Callable[[bytes], Any]]


def user(user_id: int) -> types.User:
    return types.User(
        id=user_id,
        access_hash=user_id << 20,
        first_name="Ada",
        last_name="Lovelace",
        username=f"ada{user_id}",
        phone="4412345678",
        photo=types.UserProfilePhoto(photo_id=user_id << 24, stripped_thumb=bytes(60), dc_id=2),
        status=types.UserStatusOffline(was_online=1_700_000_000),
        contact=True,
        mutual_contact=True,
    )


def message(number: int) -> types.Message:
    return types.Message(
        id=number,
        from_id=types.PeerUser(user_id=5_000_000_001),
        peer_id=types.PeerUser(user_id=5_000_000_002),
        date=1_700_000_000 + number,
        message="The quick brown fox jumps over the lazy dog.",
        out=number % 2 == 0,
        entities=[types.MessageEntityBold(offset=4, length=5)],
    )


def hot_objects() -> dict[str, tl.TLObject]:
    users: list[types.TypeUser] = [user(5_000_000_001), user(5_000_000_002)]
    new_message = types.UpdateNewMessage(message=message(7), pts=100, pts_count=1)
    sent: list[types.TypeUpdate] = [types.UpdateMessageID(id=7, random_id=1 << 60), new_message]
    history: list[types.TypeMessage] = [message(number) for number in range(100)]
    state = types.updates.State(pts=120, qts=0, date=1_700_000_100, seq=0, unread_count=0)
    return {
        "message": message(7),
        "user": users[0],
        "updates, 2 users": types.Updates(updates=[new_message], users=users, chats=[], date=1_700_000_000, seq=0),
        "sendMessage": functions.messages.SendMessage(
            peer=types.InputPeerUser(user_id=5_000_000_002, access_hash=1 << 60),
            message="The quick brown fox jumps over the lazy dog.",
            random_id=1 << 60,
        ),
        "its answer": types.Updates(updates=sent, users=users, chats=[], date=1_700_000_000, seq=0),
        "history of 100": types.messages.MessagesSlice(count=1000, messages=history, topics=[], chats=[], users=users),
        "difference of 20": types.updates.Difference(
            new_messages=history[:20],
            new_encrypted_messages=[],
            other_updates=[],
            chats=[],
            users=users,
            state=state,
        ),
    }


def ours_plain() -> Codec:
    writers, read = writers_at(load("api"), LAYER)[None], any_readers().read
    return lambda value: writers[type(value)](value), lambda data: read_whole(read, data)


def ours_native() -> Codec:
    return lambda value: tl.encode(value, LAYER), tl.decode


def telethon() -> Codec:
    from telethon.extensions import BinaryReader

    return bytes, lambda data: BinaryReader(data).tgread_object()


def kurigram() -> Codec:
    sys.path.insert(0, str(KURIGRAM))
    from pyrogram.raw.core import TLObject

    return lambda value: value.write(), lambda data: TLObject.read(BytesIO(data))


def codecs() -> dict[str, Codec]:
    found = {"Telethon": telethon(), "plain": ours_plain()}
    if native.encoder(LAYER)(types.InputPeerSelf(), native.ANY) is not None:
        found["native"] = ours_native()
    if KURIGRAM.is_dir():
        found["Kurigram"] = kurigram()
    return found


def measure(data: bytes, found: Mapping[str, Codec], count: int, calls: int) -> tuple[dict[str, list[float]], ...]:
    """Seconds per call for encoding and for decoding, by codec, round by round."""
    encoding: dict[str, Callable[[], float]] = {}
    decoding: dict[str, Callable[[], float]] = {}
    for name, (encode, decode) in found.items():
        encoding[name] = partial(cpu_time, encode, [decode(data)] * calls)
        decoding[name] = partial(cpu_time, decode, [data] * calls)
    return rounds(encoding, count), rounds(decoding, count)


def show_hot(found: Mapping[str, Codec], count: int) -> None:
    heads = "".join(f"{name + ' ' + what:>20}" for what in ("enc", "dec") for name in found)
    print(f"{'us per call':18}{'bytes':>7}{heads}")
    for title, value in hot_objects().items():
        data = tl.encode(value, LAYER)
        cells = [
            f"{statistics.median(figures[name]) * 1e6:12.2f} ({ratio(figures, 'Telethon', name):5.1f})"
            for figures in measure(data, found, count, calls=max(20, 200_000 // len(data)))
            for name in found
        ]
        print(f"{title:18}{len(data):7}{''.join(cells)}")


def show_all(found: Mapping[str, Codec], count: int) -> None:
    found = {name: codec for name, codec in found.items() if name != "Kurigram"}  # it misreads some vectors at the end
    values = RandomValues(load("api"), LAYER, Random(LAYER))
    ratios: dict[tuple[str, str], list[float]] = {}
    for name in values.names():
        with suppress(tl.Unmappable):  # a few random values have no form at that layer
            results = measure(tl.encode(values.object(name), LAYER), found, count, calls=20)
            for what, figures in zip(("enc", "dec"), results, strict=True):
                for codec in found:
                    ratios.setdefault((codec, what), []).append(ratio(figures, "Telethon", codec))
    print(f"\n{len(next(iter(ratios.values())))} constructors and methods, random values: times faster than Telethon")
    print(f"{'':18}{'median':>9}{'slowest':>9}{'>= 2':>9}{'>= 4':>9}{'>= 10':>9}")
    for (codec, what), found_ratios in ratios.items():
        shares = (sum(one >= mark for one in found_ratios) / len(found_ratios) for mark in (2, 4, 10))
        cells = "".join(f"{share:9.1%}" for share in shares)
        print(f"{codec + ' ' + what:18}{statistics.median(found_ratios):9.1f}{min(found_ratios):9.1f}{cells}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--all", action="store_true", help="measure every constructor and method too")
    arguments = parser.parse_args()
    print(machine())
    found = codecs()
    show_hot(found, arguments.rounds)
    if arguments.all:
        show_all(found, min(arguments.rounds, 5))


if __name__ == "__main__":
    main()
