"""Runs inside a process of its own, with one client library on its path: reads TL with that library's code, says what
it understood, and writes it again.

    PYTHONPATH=.peers/pyrogram python drivers.py pyrogram

It speaks marshal on stdin and stdout. First it says `(layer, ids)`: what it knows. Then it answers every list of
encoded objects with a list of `(value, data)` (what it read, and what it wrote for that) or of error texts. A value is
`(id, {field: value})` for an object, a list for a vector, and itself otherwise.

This file imports nothing of ours.
"""

import datetime
import inspect
import marshal
import sys
from io import BytesIO

GENERATED = ("telethon.tl.types", "telethon.tl.functions")


class Telethon:
    """Telethon's generated classes (1.x)."""

    def __init__(self):
        from telethon.extensions import BinaryReader
        from telethon.tl.alltlobjects import LAYER, tlobjects
        from telethon.tl.tlobject import TLObject

        self.layer, self.ids, self._base, self._reader = LAYER, set(tlobjects), TLObject, BinaryReader
        for constructor_id, cls in tlobjects.items():  # the generated classes: its own Message changes what it is given
            tlobjects[constructor_id] = next(base for base in cls.__mro__ if base.__module__.startswith(GENERATED))

    def read(self, data):
        reader = self._reader(data)
        value = reader.tgread_object()
        assert reader.tell_position() == len(data), "bytes are left over"
        return value

    def write(self, value):
        return bytes(value)

    def plain(self, value):
        if isinstance(value, self._base):
            return value.CONSTRUCTOR_ID, {name: self.plain(inner) for name, inner in vars(value).items()}
        if isinstance(value, list):
            return [self.plain(item) for item in value]
        if isinstance(value, datetime.datetime):
            return round(value.timestamp())
        return value


class Pyrogram:
    """The `raw` classes of Pyrogram and of its forks."""

    def __init__(self):
        import asyncio

        asyncio.set_event_loop(asyncio.new_event_loop())  # Pyrogram 2.0 wants one while it is imported
        from pyrogram.raw.all import layer, objects
        from pyrogram.raw.core import TLObject

        self.layer, self.ids, self._base = layer, set(objects), TLObject

    def read(self, data):
        # A vector of objects is taken for one of ints or longs when as many bytes follow as those would need; with
        # more behind them the guess is right, as it is in every packet longer than its last vector.
        stream = BytesIO(data + bytes(1024))
        value = self._base.read(stream)
        assert stream.tell() == len(data), "bytes are left over"
        return value

    def write(self, value):
        return self._without_invented(value).write()

    def _without_invented(self, value):
        """An absent vector is read as an empty one, which would be written without its flag: make it absent again."""
        if isinstance(value, list):
            for item in value:
                self._without_invented(item)
        elif isinstance(value, self._base):
            for name in value.__slots__:
                inner = self._without_invented(getattr(value, name))
                optional = inspect.signature(type(value)).parameters[name].default is None
                if isinstance(inner, list) and not inner and optional:
                    setattr(value, name, None)
        return value

    def plain(self, value):
        if isinstance(value, list):  # before the other: Pyrogram's lists count as objects
            return [self.plain(item) for item in value]
        if isinstance(value, self._base):
            return value.ID, {name: self.plain(getattr(value, name)) for name in value.__slots__}
        return value


def understood(library, data):
    try:
        value = library.read(data)
        return library.plain(value), library.write(value)
    except Exception as error:  # whatever it is, it is the answer
        return f"{type(error).__name__}: {error}"


def main():
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr
    library = {"telethon": Telethon, "pyrogram": Pyrogram}[sys.argv[1]]()
    marshal.dump((library.layer, sorted(library.ids)), answers)
    answers.flush()
    while True:
        try:
            batch = marshal.load(sys.stdin.buffer)
        except EOFError:
            return
        marshal.dump([understood(library, data) for data in batch], answers)
        answers.flush()


if __name__ == "__main__":
    main()
