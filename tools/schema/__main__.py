"""`python -m tools.schema VERB`: keep the schema tables and their stubs."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.schema import stubs

_ROOM = Path(__file__).parents[2] / "mtproto" / "tl"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.schema", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    make_stubs = verbs.add_parser("stubs", help="write the type stubs anew")
    make_stubs.set_defaults(run=lambda arguments: stubs.write(_ROOM))
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
