"""`python -m tools.schema VERB`: keep the schema tables and their stubs.

add FILE [--layer N]    take a layer's schema into the table (TL text, or mtcute's JSON) and say what it needs
report                  what still needs a rule or an accepted loss
stubs                   write the type stubs anew
verify [--folder DIR]   fetch every package of sources.tsv and compare the table with its layer
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mtproto.tl.table import Table
from tools.schema import sources, stubs
from tools.schema.definitions import Line, SchemaError, layer_of, read
from tools.schema.merge import Merged
from tools.schema.report import accepted, losses

ROOM = Path(__file__).parents[2] / "mtproto" / "tl"
API = ROOM / "schema" / "api.tl"


def add(arguments: argparse.Namespace) -> int:
    text = arguments.file.read_text("utf-8")
    layer = arguments.layer or layer_of(text)
    if layer is None:
        raise SchemaError("the file does not say its layer: give --layer")
    table = Merged.load(API)
    before = set(table.entries)
    lines = read(text)
    if arguments.drafts:
        table.add_drafts(layer, lines)
    else:
        table.add(layer, lines)
    API.write_text(table.text(), "utf-8")
    for line in table.entries.values():
        if line.line.id not in before:
            print(f"new: {line.line.name}#{line.line.id:08x}")
    stubs_note = (
        "now run `stubs`, in a fresh process, for the new shapes" if before != set(table.entries) else "no new ids"
    )
    print(f"layer {layer}: {len(lines)} definitions, {stubs_note}")
    return report(arguments)


def report(arguments: argparse.Namespace) -> int:
    known = accepted()
    unmapped = [loss for loss in losses(Table(API)) if loss.key not in known]
    for loss in unmapped:
        print(f"unmapped: {loss.direction} {loss.subject} ({loss.layers}): {loss.what}")
    print(f"{len(unmapped)} without a rule, {len(known)} accepted")
    return 1 if unmapped else 0


def verify(arguments: argparse.Namespace) -> int:
    table = Merged.load(API)
    ids = set(table.entries)
    layers_seen: set[int] = set()
    strangers = 0
    for source in sources.listed():
        lines = {line.id: line for line in read(source.text(arguments.folder))}
        here = table.at(source.layer)
        missing, extra = [_names(lines, here), _names(here, lines)]
        unknown = [f"{line.name}#{line.id:08x}" for line in lines.values() if line.id not in ids]
        flags = [line.name for line in lines.values() if line.id in here and _flags(line) != _flags(here[line.id])]
        strangers += len(unknown)
        layers_seen.add(source.layer)
        print(f"{source.layer} {source.package}: {len(lines)} definitions", end="")
        for title, names in (
            ("of other layers", missing),
            ("lacks", extra),
            ("flags differ", flags),
            ("UNKNOWN", unknown),
        ):
            print(f"; {title}: {' '.join(names)}" if names else "", end="")
        print()
    print(f"{len(layers_seen)} of {len(table.layers)} layers seen in packages; {strangers} ids unknown to the table")
    return 1 if strangers else 0


def _names(one: dict[int, Line], other: dict[int, Line]) -> list[str]:
    return sorted(f"{line.name}#{line.id:08x}" for line in one.values() if line.id not in other)


def _flags(line: Line) -> set[str]:
    return {word for word in line.fields if word.endswith("?true")}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.schema", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    verb = verbs.add_parser("add", help="take a layer's schema into the table")
    verb.add_argument("file", type=Path)
    verb.add_argument("--layer", type=int, help="which layer it is, when the file does not say")
    verb.add_argument("--drafts", action="store_true", help="only take unknown ids, as read-only ones")
    verb.set_defaults(run=add)
    verbs.add_parser("report", help="what still needs a rule").set_defaults(run=report)
    verb = verbs.add_parser("stubs", help="write the type stubs anew")
    verb.set_defaults(run=lambda arguments: stubs.write(ROOM))
    verb = verbs.add_parser("verify", help="compare the table with public packages")
    verb.add_argument("--folder", type=Path, default=Path(".peers/schemas"), help="where packages are kept")
    verb.set_defaults(run=verify)
    arguments = parser.parse_args()
    try:
        return int(arguments.run(arguments) or 0)
    except SchemaError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
