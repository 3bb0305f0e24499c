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


def test_what_is_lost_is_named_once_and_where_it_is_missing() -> None:
    outcome = kill.Outcome({7: {"1.1", "1.2", "1.3"}}, held={7: ["1.1", "1.2"]}, stored={7: ["1.1", "1.2"]})
    assert outcome.lost == 1
    outcome.stored[7] += ["1.3"]
    assert outcome.missing == ["1.3 to 7 never came to its reader"]
    outcome.held[7] += ["1.3"]
    outcome.stored[7].remove("1.1")
    assert outcome.missing == ["1.1 to 7 is not there at the end"]
    assert outcome.lost == 1
