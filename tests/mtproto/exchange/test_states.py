"""The table of the server's states, and the page that draws it."""

import runpy
from pathlib import Path

from mtproto.exchange.states import CALLERS_TURN, RUNLESS, TRANSITIONS, Event, State

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_draws_the_table() -> None:
    drawn = runpy.run_path(str(DOCS / "state_diagrams.py"))
    for name in drawn["PAGES"]:
        assert (DOCS / name).read_text(encoding="utf-8") == drawn["page"](name), "run python docs/state_diagrams.py"


def test_every_state_can_be_reached_and_only_a_failure_is_final() -> None:
    reached = {State.START}
    for _ in State:
        reached |= {target for (source, _), target in TRANSITIONS.items() if source in reached}
    assert reached == set(State)
    assert set(State) - {source for source, _ in TRANSITIONS} == {State.FAILED}


def test_a_key_is_confirmed_only_out_of_the_state_in_which_it_is_stored() -> None:
    assert {source for source, event in TRANSITIONS if event is Event.STORED} == {State.STORING}


def test_the_peer_moves_nothing_where_it_is_the_callers_turn() -> None:
    peers = {Event.REQ_PQ, Event.REQ_DH_PARAMS, Event.SET_CLIENT_DH_PARAMS, Event.EXPIRED}
    assert not {(source, event) for source, event in TRANSITIONS if source in CALLERS_TURN and event in peers}
    assert not CALLERS_TURN & RUNLESS
