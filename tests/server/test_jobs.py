"""Jobs go on whatever happened to them, and say what did."""

import logging

import pytest

from server.app import App
from server.jobs import Job, Jobs
from storage.errors import FullError
from tests.server.harness import Harness


@pytest.mark.parametrize("failure", [LookupError("a bug"), FullError("database or disk is full")])
async def test_a_job_that_failed_is_tried_again(
    harness: Harness, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    """That there is no room storage says, once for everybody."""
    runs: list[App] = []

    async def fails(app: App) -> None:
        runs.append(app)
        raise failure

    Jobs(harness.app, [Job(1.0, fails)]).start()
    for _ in range(3):
        await harness.advance(1.0)
        await harness.app.background.settle()
    assert runs == [harness.app] * 3
    said = [record.getMessage() for record in caplog.records if record.levelno > logging.INFO]
    assert said == ["a job failed; it is tried again at its next turn"] * (0 if isinstance(failure, FullError) else 3)
