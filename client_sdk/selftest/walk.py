"""The walk: every step in its order, each with its verdict."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection

from client_sdk.errors import Disconnected
from client_sdk.selftest import account, calls, delivery, envelope, exchange, messages, secrecy, service, transports
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.step import Fault, Outcome, Skipped, Step, Verdict
from mtproto.rpc_errors import RpcError

ROOMS = {
    "Transports": transports.STEPS,
    "Key exchange": exchange.STEPS,
    "Envelope": envelope.STEPS,
    "Calls": calls.STEPS,
    "Temporary keys": secrecy.STEPS,
    "Messages": messages.STEPS,
    "Service messages": service.STEPS,
    "Delivery": delivery.STEPS,
    "Account": account.STEPS,
    "The end": calls.LAST,
}
"""The steps by their subject. The key that the second room makes is what the others speak under."""

FLOOD = -429
"""The transport error of a server that limits connections and exchanges."""

NEEDED = frozenset({exchange.permanent_key.name, calls.destroyed_key.name})
"""Steps that every walk takes: to have a key, and to leave none."""


def named(words: Collection[str]) -> set[str]:
    """The names of the steps that are meant by names and rows; without any, of all.

    Raises:
        KeyError: a word that is neither.
    """
    steps = [step for room in ROOMS.values() for step in room]
    for word in words:
        if not any(word == step.name or word in step.rows for step in steps):
            raise KeyError(word)
    return {step.name for step in steps if not words or {step.name, *step.rows} & set(words)}


async def walk(lab: Lab, wanted: Collection[str]) -> AsyncIterator[tuple[str, Verdict]]:
    """Take the steps of these names, and those that make and destroy the key; each with its room, as it is done."""
    for room, steps in ROOMS.items():
        for step in steps:
            if step.name in wanted or step.name in NEEDED:
                yield room, await _take(step, lab)


async def _take(step: Step, lab: Lab) -> Verdict:
    try:
        await step.run(lab)
    except Fault as fault:
        return Verdict(step, Outcome.FAULT, str(fault))
    except Skipped as reason:
        return Verdict(step, Outcome.SKIPPED, str(reason))
    except RpcError as error:
        return Verdict(step, Outcome.FAULT, f"a call is refused: {error}")
    except Disconnected as error:
        if error.code == FLOOD:
            return Verdict(step, Outcome.SKIPPED, "the server has had enough for now (-429): try again in a minute")
        return Verdict(step, Outcome.FAULT, f"there is no connection: {error}")
    return Verdict(step, Outcome.SOUND)
