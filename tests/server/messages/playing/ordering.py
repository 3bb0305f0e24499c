"""Commands that come at once and say what they wait for (invokeAfterMsg): done in that order, up to the first that is
refused."""

import asyncio
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from mtproto import rpc_errors
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions
from tests.server.messages.playing.boxes import Content
from tests.server.messages.playing.game import Caller
from tests.server.messages.playing.player import Player, fresh, where, who
from tests.server.people import text


class Ordering(Player):
    """Commands that wait for each other."""

    @rule(user=who, places=st.lists(where, min_size=2, max_size=4))
    def send_in_order(self, user: int, places: list[int]) -> None:
        """Texts, to one dialog or several, of which each waits for the one before."""
        one, refused = self.game.people[user], False
        plays = [(self.scene(user, place), Content(f"word {next(fresh)}")) for place in places]
        answers = self.do(_in_order(one, [text(there, content.text) for (_, _, _, there), content in plays]))
        for ((_, _, peer, _), content), answer in zip(plays, answers, strict=True):
            if refused:
                assert isinstance(answer, rpc_errors.MSG_WAIT_FAILED)
            elif self.model.may_send(one.user_id, peer, content):
                one.heard.note(answer)
                self.model.send(one.user_id, peer, content)
            else:
                assert isinstance(answer, RpcError)
                refused = True


async def _in_order(one: Caller, requests: list[Any]) -> list[Any]:
    """The answers to requests that are sent without waiting for any."""
    begun: list[asyncio.Future[Any]] = []
    for request in requests:
        after = max(one.phone._answers) if begun else 0
        begun.append(one.phone.begin(functions.InvokeAfterMsg(msg_id=after, query=request) if after else request))
    return await asyncio.gather(*begun, return_exceptions=True)
