"""What was freed is taken again without asking the system."""

import ctypes
import os
import resource
import subprocess
import sys

import pytest

PART, ROUNDS = 512 * 1024, 50


def faults() -> int:
    """Pages that the system made for so many rounds of what a part of a file passes through."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(ROUNDS):
        buffers = [bytearray(PART) for _ in range(6)]
        del buffers
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has ways of its own")
def test_parts_of_files_cost_no_new_pages():
    code = """if True:
        from server.ops.memory import keep_freed
        from tests.server.ops.test_memory import faults
        keep_freed()
        faults()
        print(faults())"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": "."}, capture_output=True, text=True
    )
    pages = ROUNDS * 6 * PART // resource.getpagesize()
    assert int(done.stdout) < pages / 100, done.stderr
