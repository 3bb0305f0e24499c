"""A program that stores sealed keys until it is killed, and prints the id of each once it is acknowledged.

python killed_writer.py DATABASE [DURABILITY]
"""

import asyncio
import itertools
import os
import sys
from pathlib import Path

from storage import migrate
from storage.bus import LocalBus
from storage.sealing import Sealer
from storage.sign_in import keys
from storage.sign_in.keys import AuthKeyRecord
from storage.sqlite import Durability, SqliteDatabase


async def main() -> None:
    sealer = Sealer(bytes(32), os.urandom)
    durability = Durability(*sys.argv[2:] or ["flushed"])
    async with SqliteDatabase(Path(sys.argv[1]), LocalBus(), durability=durability) as database:
        await migrate.up(database, now=0)
        first: int = await database.peek(lambda view: view.fetchval("SELECT coalesce(max(key_id), 0) FROM auth_keys"))
        ids = itertools.count(first + 1)

        async def store_forever() -> None:
            for key_id in ids:
                record = AuthKeyRecord(key_id, sealer.seal(key_id.to_bytes(256), b"auth_key:%d" % key_id), created_at=0)
                assert await database.write(lambda tx, record=record: keys.insert(tx, record))
                os.write(1, b"%d\n" % key_id)

        await asyncio.gather(*(store_forever() for _ in range(16)))


asyncio.run(main())
