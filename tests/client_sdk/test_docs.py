"""The page about the SDK names every verb there is, and none that is not."""

import inspect
import re
from pathlib import Path

from client_sdk.client import Client
from client_sdk.verbs.base import Verbs

PAGE = (Path(__file__).parents[2] / "docs" / "sdk.md").read_text(encoding="utf-8")
INNER = {"call_at", "input_peer", "input_user", "peer_of", "formatted", "updates_came", "updates_missed"} | {
    "connection_changed"
}
"""What verbs are made of."""


def test_every_verb_is_on_the_page():
    verbs = {name for name, _ in inspect.getmembers(Client, inspect.isfunction) if not name.startswith("_")}
    assert {verb for verb in verbs - INNER if not re.search(rf"\b{verb}\b", PAGE)} == set()


def test_every_verb_says_what_it_does():
    for kind in (Client, *[base for base in Client.__mro__ if issubclass(base, Verbs)]):
        for name, verb in vars(kind).items():
            assert name.startswith("_") or not inspect.isfunction(verb) or verb.__doc__, name
