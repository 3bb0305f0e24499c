"""What every test shares: how hard Hypothesis tries, that a failure can be repeated, and that outcomes are noted.

`dev` is the default; `HYPOTHESIS_PROFILE=ci` tries longer. No profile has a deadline: two busy cores make one
meaningless, and pytest-timeout already bounds a hang. A run that fails prints the seed that repeats it. What every
test came to is noted for `python -m tests.scoreboard`. What tests start can be ended by SIGINT, however they run.
"""

import os
import secrets
import signal

import pytest
from hypothesis import HealthCheck, settings

from tests import outcomes

_SLOW_MACHINE = (HealthCheck.too_slow,)

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=_SLOW_MACHINE)
settings.register_profile("ci", deadline=None, max_examples=200, suppress_health_check=_SLOW_MACHINE, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed ourselves where none was given, so that it can be printed, and listen to outcomes.

    The controller of pytest-xdist chooses it before its workers start, and they inherit its options.
    """
    if config.getoption("--hypothesis-seed", default=None) is None:
        config.option.hypothesis_seed = str(secrets.randbits(32))
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Noting())
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # As in a background job of a shell. What we ignore, all that we start would ignore, but not what we catch.
        signal.signal(signal.SIGINT, lambda number, frame: None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many workers again as cores: some of them always wait for a client, a deadline or the disk."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if exitstatus:
        terminalreporter.write_line(f"repeat with --hypothesis-seed={config.option.hypothesis_seed}")


class Noting:
    """Notes what the tests of this run came to; under pytest-xdist only the controller does, which hears of all."""

    def __init__(self) -> None:
        self._results: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.outcome != outcomes.PASSED:
            place = report.nodeid.partition("[")[0]
            self._results[place] = outcomes.worse(report.outcome, self._results.get(place, outcomes.PASSED))

    def pytest_sessionfinish(self) -> None:
        outcomes.note(self._results)
