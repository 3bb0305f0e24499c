"""The short form of bench/chaos/kill.py: kill -9 under load, twice."""

from functools import partial
from pathlib import Path

import pytest

from bench.chaos import kill


@pytest.mark.rows("DU-1", "DU-2", "RL-1", "RL-4")
async def test_a_killed_server_loses_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = await kill.run(partial(kill.Mortal, str(tmp_path / "data")), kills=2, seconds=0.5)

    assert outcome.kills == 2
    assert all(outcome.acknowledged.values())
    assert (outcome.lost, outcome.doubled) == (0, 0)
