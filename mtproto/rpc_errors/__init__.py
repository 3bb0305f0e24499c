"""Every documented RPC error as a class: `raise rpc_errors.FLOOD_WAIT_X(30)`.

The members are made from `table.tsv` as they are asked for: there are 900 of them, and a class takes its time.
`__init__.pyi` tells editors and mypy their names, so a typo is found before it runs. `python -m tools.errors` makes
both files.
"""

from __future__ import annotations

from pathlib import Path

from mtproto.rpc_errors.kinds import (  # noqa: F401  # re-exported
    Kind,
    NumberError,
    PlainError,
    RpcError,
    Table,
    TextError,
    UnknownError,
)

TABLE = Table(Path(__file__).with_name("table.tsv").read_text("ascii"))
from_wire = TABLE.from_wire


def __getattr__(name: str) -> Kind:
    """A member."""
    try:
        return TABLE[name]
    except KeyError:
        raise AttributeError(f"no RPC error is called {name}") from None
