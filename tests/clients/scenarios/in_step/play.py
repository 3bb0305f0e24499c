"""The acts, each played live and missed, and the comparison after each."""

import io
from collections.abc import Awaitable, Callable, Sequence

from PIL import Image
from scenario import Scenario

from in_step.acts_chats import chats
from in_step.acts_groups import groups
from in_step.acts_media import media
from in_step.acts_messages import messages, typing
from in_step.acts_notices import notices
from in_step.acts_scheduled import scheduled
from in_step.cast import Cast
from in_step.hand import Client, Hand
from in_step.mirror import Known
from in_step.questions import ask
from in_step.truth import amiss, truth, unheard

ACTS: dict[str, Callable[[Cast], Awaitable[None]]] = {
    "messages": messages,
    "media": media,
    "scheduled": scheduled,
    "chat lists": chats,
    "groups": groups,
    "notices": notices,
}


async def play(
    does: Scenario, clients: Sequence[Client], phones: Sequence[str], sign_up: Callable[[str, str], Awaitable[None]]
) -> None:
    """Play every act twice.

    Args:
        does: what came of the features is kept there, as "messages live" and "messages missed".
        clients: of three people.
        phones: a free number for each turn.
        sign_up: make an account for one of them, under a name.
    """
    cast = Cast(*map(Hand, clients), picture=_picture(), sign_up=sign_up)
    await cast.gather()
    for hand in cast.all:
        await begin(hand)
    for turn, phone in zip(("live", "missed"), phones, strict=True):
        cast.turn, cast.phone = turn, phone
        for name, act in ACTS.items():
            async with does.does(f"{name} {turn}", raw=True):
                await (_live if turn == "live" else _missed)(cast, act)
    async with does.does("the same answers", raw=True):
        await ask(cast)


async def _live(cast: Cast, act: Callable[[Cast], Awaitable[None]]) -> None:
    await act(cast)
    if act is messages:
        await typing(cast)
    for hand in cast.all:
        await agree(hand)


async def _missed(cast: Cast, act: Callable[[Cast], Awaitable[None]]) -> None:
    for hand in cast.all:
        await hand.client.leave()
    try:
        await act(cast)
    finally:
        for hand in cast.all:
            await hand.client.back()
    for hand in cast.all:
        await agree(hand)


async def begin(hand: Hand) -> None:
    """Look at nothing that was before; both devices know how all stands."""
    hand.since = await hand.say(hand.id, "from here on")
    true = await truth(hand)
    for mirror in (hand.client.first, hand.client.second):
        mirror.begin(true)


async def agree(hand: Hand) -> None:
    """The second device comes to know what the server tells the first, and that one has heard of all the others did."""
    true: Known = {}

    async def compare() -> list[str]:
        nonlocal true
        true = await truth(hand)
        return await amiss(hand, true)

    await hand.client.second.comes_to(compare)
    await hand.client.first.comes_to(lambda: unheard(hand, true))


def _picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (32, 32), "teal").save(content, "PNG")
    return content.getvalue()
