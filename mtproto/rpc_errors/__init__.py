"""Every documented RPC error as a class: `raise rpc_errors.FLOOD_WAIT_X(30)`.

The members are made from `table.tsv` at import; `__init__.pyi` tells editors and mypy their names, so a typo is found
before it runs. `python -m tools.errors` makes both files.
"""

from __future__ import annotations

from importlib.resources import files

from mtproto.rpc_errors.kinds import (  # noqa: F401  # re-exported
    NumberError,
    PlainError,
    RpcError,
    Table,
    TextError,
    UnknownError,
    parse,
)

TABLE = Table({kind.__name__: kind for kind in parse(files(__name__).joinpath("table.tsv").read_text("ascii"))})
from_wire = TABLE.from_wire

globals().update(TABLE.members)
