"""What a handler reads of its request is found where it reads it, and nowhere else."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.rpc.reading import NotFollowed, fields_read

FLAGS = ("low", "high")


async def _near(ctx: Any, request: Any) -> Any:
    return request.peer, [part.media for part in request.parts], ctx.media, "media"


async def _within(ctx: Any, request: Any) -> Any:
    async def unit(tx: Any) -> Any:
        return tx, request.peer

    return await ctx.write(unit), (lambda request: request.media)(ctx)


async def _handed_on(ctx: Any, request: Any) -> Any:
    return _helper(request.peer, request), _helper(ctx, given=request)


def _helper(of: Any, given: Any) -> Any:
    return of.media, given.text, _helper(given.entities, given)


async def _by_name(ctx: Any, request: Any) -> Any:
    asked = [name for name in FLAGS if getattr(request, name)]
    return asked, getattr(request, "peer", None), [name for name in asked if ctx[name]]


async def _given_up(ctx: Any, request: Any) -> Any:
    request.media = ctx.media
    del request


@pytest.mark.parametrize(
    ("handler", "fields"),
    [
        (_near, {"peer", "parts"}),
        (_within, {"peer"}),
        (_handed_on, {"peer", "text", "entities"}),
        (_by_name, {"low", "high", "peer"}),
        (_given_up, set()),
    ],
)
def test_what_is_read(handler: Callable[..., Any], fields: set[str]) -> None:
    assert fields_read(handler) == fields


async def _renamed(ctx: Any, request: Any) -> Any:
    other = request
    return other.peer


async def _stored(ctx: Any, request: Any) -> Any:
    ctx.waiting.append(request)


async def _spread(ctx: Any, request: Any) -> Any:
    return _helper(*ctx.some, request)


async def _gathered(ctx: Any, request: Any) -> Any:
    return _all(ctx, request)


def _all(*given: Any) -> Any:
    return given


async def _counted(ctx: Any, request: Any) -> Any:
    return len(request)


async def _named_late(ctx: Any, request: Any) -> Any:
    return getattr(request, ctx.name)


@pytest.mark.parametrize("handler", [_renamed, _stored, _spread, _gathered, _counted, _named_late])
def test_what_cannot_be_followed_is_not_guessed(handler: Callable[..., Any]) -> None:
    with pytest.raises(NotFollowed):
        fields_read(handler)
