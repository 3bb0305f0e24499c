"""The short form of bench/chaos/flood.py: somebody is answered while somebody else floods the server."""

import asyncio
from pathlib import Path

import pytest

from bench.chaos.flood import Flooded


@pytest.mark.rows("DO-7")
async def test_others_are_answered_while_one_asks_for_much_again_and_again(tmp_path: Path) -> None:
    flooded = await asyncio.to_thread(Flooded, str(tmp_path / "data"), 2)
    try:
        assert await flooded.chat_during("requests", 0.2)
    finally:
        await flooded.stop()
