"""What every test shares: how hard Hypothesis tries, and that a failure can be repeated.

`dev` is the default; `HYPOTHESIS_PROFILE=ci` tries longer. No profile has a deadline: two busy cores make one
meaningless, and pytest-timeout already bounds a hang. A run that fails prints the seed that repeats it.
"""

import os
import secrets

import pytest
from hypothesis import HealthCheck, settings

_SLOW_MACHINE = (HealthCheck.too_slow,)

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=_SLOW_MACHINE)
settings.register_profile("ci", deadline=None, max_examples=200, suppress_health_check=_SLOW_MACHINE, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed ourselves where none was given, so that it can be printed.

    The controller of pytest-xdist chooses it before its workers start, and they inherit its options.
    """
    if config.getoption("--hypothesis-seed", default=None) is None:
        config.option.hypothesis_seed = str(secrets.randbits(32))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if exitstatus:
        terminalreporter.write_line(f"repeat with --hypothesis-seed={config.option.hypothesis_seed}")
