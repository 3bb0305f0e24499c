"""Which compiled parts are in use is known: one that is missing or out of date is replaced in silence."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from mtproto.session import native
from server.ops import native_code

PARTS = {
    "codec": "mtproto.tl._native",
    "sessions": "mtproto.session._native",
    "encryption": "mtproto.crypto._ige",
    "flushing": "storage.sqlite._flushing",
    "writing": "storage.media._writing",
    "factoring": "mtproto.crypto._pq",
}


def told_after(code: str) -> str:
    """What a server says at its start, in a process that has run something before."""
    whole = f"import sys\n{code}\nfrom server.ops import native_code\nnative_code.tell()"
    return subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True).stderr


def test_every_part_is_named() -> None:
    """None is built without anybody being told when it is missing."""
    setup = ast.parse((Path(__file__).parents[3] / "setup.py").read_text())
    calls = [node for node in ast.walk(setup) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Extension"]
    assert {ast.literal_eval(call.args[0]) for call in calls} == set(PARTS.values())
    assert native_code.in_use().keys() == PARTS.keys()


@pytest.mark.parametrize(("name", "extension"), PARTS.items())
def test_what_is_built_is_used(name: str, extension: str) -> None:
    """One that lacks a function is older than the code around it: build it again, `setup.py build_ext --inplace`."""
    built = pytest.importorskip(extension)
    if name == "encryption" and not hasattr(built, "open_message"):
        pytest.skip("the processor has no instructions for SHA")
    assert native_code.in_use()[name]


def test_what_is_replaced_is_named() -> None:
    told = told_after(f"sys.modules.update(dict.fromkeys({list(PARTS.values())!r}))")
    assert f"native code would: {', '.join(PARTS)};" in told


def test_a_part_that_is_older_than_the_code_around_it_is_named() -> None:
    """One that lacks a function which was written later."""
    assert "native code would: sessions;" in told_after(f"sys.modules[{PARTS['sessions']!r}] = type(sys)('_native')")


def test_a_part_whose_types_lack_a_method_is_named() -> None:
    """A server would hear of it only when it is called, in the midst of a session."""
    types = [name for name in native.__all__ if name[0].isupper()]
    code = f"""old = type(sys)("_native")
vars(old).update(dict.fromkeys({native.__all__!r}, len))
vars(old).update(dict.fromkeys({types!r}, type("Old", (), {{}})))
sys.modules[{PARTS["sessions"]!r}] = old"""
    assert "native code would: sessions;" in told_after(code)
