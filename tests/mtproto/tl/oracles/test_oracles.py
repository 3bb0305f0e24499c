"""Other people's codecs as oracles: Telethon, Kurigram, Pyrogram, at the layers of nine releases.

Every constructor and method of a release's layer, with random values, goes there and back: see comparison.py for what
must agree. `python -m tests.mtproto.tl.oracles.report` prints the counts.
"""

from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.mtproto.tl.oracles import comparison
from tests.mtproto.tl.oracles.peers import LIBRARIES, Library, running

# What a library lists beside the API and the service schema of MTProto: parts of the transport's disguise as TLS, the
# emergency list of addresses, Bool and vector, and a method that was never in a published layer.
ELSEWHERE = {
    *(0x6C52C484, 0x4D4DC41E, 0x9333AFB, 0xE675A1C1, 0xE725D44F, 0x9EB95B5C, 0x4218A164, 0x10E8636F),
    *(0x37982646, 0x4679B65F, 0x5A592A6C, 0xD433AD73),
    *(0x1CB5C415, 0x997275B5, 0xBC799737),
    0x9A5F6E95,
}

OF_OTHER_LAYERS = {"Telethon 1.42.0": {0xF392B7F4}}
"""Ids that a release lists although its layer has others in their place: inputPhoneContact as it was up to 214."""


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name.replace(" ", "-"))
@settings(max_examples=1, phases=[Phase.generate])
@given(seed=st.integers(0, 2**64 - 1))
def test_every_constructor_and_method_is_understood_alike(library: Library, seed: int) -> None:
    """CR-4: our bytes are what other implementations write and read."""
    if not library.is_here:
        pytest.skip(f"make peers installs {library.name}")
    with running(library) as peer:
        assert peer.layer == library.layer
        outcome = comparison.compare(peer, Random(seed))
        assert outcome.wrong == []
        left_out = peer.ids - outcome.compared - comparison.FRAMING - ELSEWHERE
        assert left_out == OF_OTHER_LAYERS.get(library.name, set())
        assert outcome.same > 0.9 * len(outcome.compared)
