"""Asking for what was missed."""

from collections.abc import Awaitable, Callable
from typing import Any

from in_step.mirror import Mirror
from in_step.objects import Plain, tl


async def catch_up(call: Callable[[Plain], Awaitable[Any]], mirror: Mirror, state: Plain) -> None:
    """Ask for what was missed since a state, to the end, for a client that does not ask for all of it by itself."""
    while True:
        since = {"pts": state["pts"], "date": state["date"], "qts": state.get("qts", 0)}
        missed = await call(tl("updates.getDifference", **since))
        for message in missed.get("new_messages", []):
            mirror.keep(message)
        for update in missed.get("other_updates", []):
            mirror.fold(update)
        if missed["_"] != "differenceSlice":
            return
        state = missed["intermediate_state"]
