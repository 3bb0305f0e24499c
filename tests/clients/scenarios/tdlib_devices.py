"""Devices of TDLib: each is a process of its own, with its database on disk.

Whatever TDLib finds wrong with an answer of the server ends the scenario, but that a method is not implemented: it asks
for all there is.
"""

from pathlib import Path

from scenario import world

from tests.clients.tdlib import TdLib

WORLD = world()
ADA, BOB, CAROL = (f"+{phone}" for phone in WORLD["phones"])
FOLDER = Path(WORLD["folder"])


class Devices:
    """Every TDLib that was started."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._started: list[TdLib] = []

    async def new(self, name: str, phone: str, first_name: str = "", password: str = "") -> TdLib:
        """One that has not signed in yet, or did so in the same folder before."""
        device = TdLib(self._library, FOLDER / name, phone, first_name, password)
        await device.start()
        self._started.append(device)
        return device

    async def signed_in(self, *about: str) -> TdLib:
        device = await self.new(*about)
        await device.advance("authorizationStateReady")
        return device

    async def leave(self, device: TdLib) -> None:
        await device.close()
        self._started.remove(device)
        complaints = [line for line in device.complaints.splitlines() if line and "NOT_IMPLEMENTED" not in line]
        assert not complaints, complaints

    async def leave_all(self) -> None:
        for device in list(self._started):
            await self.leave(device)
