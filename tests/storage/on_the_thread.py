"""A unit that the writer's thread runs, for tests of what happens meanwhile."""

import threading

from storage.database import Tx, Unit


class OnTheThread:
    """Does what a unit does. On the event loop it fails after that; on the thread it goes on when the test lets it."""

    def __init__(self, unit: Unit[object]) -> None:
        self._unit = unit
        self.begun = threading.Event()
        self.may_end = threading.Event()

    async def __call__(self, tx: Tx) -> None:
        await self._unit(tx)
        if threading.current_thread() is threading.main_thread():
            raise LookupError
        self.begun.set()
        assert self.may_end.wait(10)
