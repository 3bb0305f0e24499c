"""Random commands over the message API, against the reference model, through real sessions (rows UP-1, UP-3, U1, U2).

After every command each user's history, dialogs, counters, badge and pts agree with the model; a device that only hears
what is pushed has the same messages and has missed no pts; and so has a replica that is told nothing but differences.

`CHAPPE_STATE_MACHINE=200` in the environment plays so many games instead of five.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import invariant, precondition, run_state_machine_as_test

from tests.server.messages.playing.arranging import Arranging
from tests.server.messages.playing.asking import Asking
from tests.server.messages.playing.at_once import AtOnce
from tests.server.messages.playing.coming import Coming
from tests.server.messages.playing.decorating import Decorating
from tests.server.messages.playing.editing import Editing
from tests.server.messages.playing.everywhere import Everywhere
from tests.server.messages.playing.forwarding import Forwarding
from tests.server.messages.playing.grouping import Grouping
from tests.server.messages.playing.hiding import Hiding
from tests.server.messages.playing.joining_in import JoiningIn
from tests.server.messages.playing.knowing import Knowing
from tests.server.messages.playing.leading import Leading
from tests.server.messages.playing.linking import Linking
from tests.server.messages.playing.looking import Looking
from tests.server.messages.playing.naming import Naming
from tests.server.messages.playing.noticing import Noticing
from tests.server.messages.playing.notifying import Notifying
from tests.server.messages.playing.ordering import Ordering
from tests.server.messages.playing.protecting import Protecting
from tests.server.messages.playing.reading import Reading
from tests.server.messages.playing.saving import Saving
from tests.server.messages.playing.secret_files import SecretFiles
from tests.server.messages.playing.showing import Showing
from tests.server.messages.playing.waiting import InTime

GAMES = int(os.environ.get("CHAPPE_STATE_MACHINE", "5"))
STEPS = 40


class MessageApi(
    Editing,
    Reading,
    Looking,
    Asking,
    Everywhere,
    Arranging,
    Notifying,
    Saving,
    Grouping,
    Leading,
    Protecting,
    Coming,
    Linking,
    JoiningIn,
    Forwarding,
    Naming,
    Knowing,
    AtOnce,
    InTime,
    Hiding,
    Ordering,
    Decorating,
    Noticing,
    Showing,
    SecretFiles,
):
    """Every command there is, and what must be true after each."""

    @precondition(lambda self: hasattr(self, "game"))
    @invariant()
    def everyone_sees_what_they_must(self) -> None:
        self.do(self.game.compare())


@pytest.mark.timeout(60 + 20 * GAMES)
@pytest.mark.rows("UP-1", "UP-3", "U1", "U2")
def test_random_commands_agree_with_the_model(rsa_keys: Path) -> None:
    machine = type("Machine", (MessageApi,), {"rsa_keys": rsa_keys})
    run_state_machine_as_test(machine, settings=settings(max_examples=GAMES, stateful_step_count=STEPS))
