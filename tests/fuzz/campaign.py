"""How every fuzz target is run: by atheris where it is installed, else by Hypothesis for a while."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from types import FunctionType

from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

try:
    import atheris
except ImportError:  # it has no package for every system
    atheris = None


def run(fuzz: Callable[[bytes], None], inputs: SearchStrategy[bytes]) -> None:
    """Run a target: under libFuzzer with its arguments, or on drawn inputs for the seconds given (60 by default)."""
    if atheris is None:
        by_hypothesis(fuzz, inputs, float(sys.argv[1]) if len(sys.argv) > 1 else 60.0)
        return
    for function in [each for each in gc.get_objects() if isinstance(each, FunctionType)]:
        if (function.__module__ or "").startswith("mtproto."):  # all that is loaded would take a minute, and tell less
            atheris.instrument_func(function)
    again = f"{sys.executable} -m {sys.modules['__main__'].__spec__.name}"  # `-merge=1` starts more of itself by this
    atheris.Setup([again, *sys.argv[1:]], fuzz)
    atheris.Fuzz()


def by_hypothesis(fuzz: Callable[[bytes], None], inputs: SearchStrategy[bytes], seconds: float) -> None:
    """Thousands of inputs at a time, until the time is up."""
    thousand = settings(max_examples=1000, deadline=None, database=None)(given(inputs)(fuzz))
    ends, done = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        thousand()
        done += 1000
    print(f"{done} inputs, none broke the rule")
