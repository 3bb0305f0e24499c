"""A method has one handler, and starting stops at a second one."""

import pytest

from mtproto.tl import functions, types
from server.rpc import Context, Router
from server.rpc.router import Methods, Who


def router_for_nearest_dc(name: str) -> Router:
    router = Router(name)

    @router.rpc(functions.help.GetNearestDc, who=Who.ANYONE)
    async def handler(ctx: Context, request: functions.help.GetNearestDc) -> types.NearestDc:
        return types.NearestDc(country=name, this_dc=1, nearest_dc=1)

    return router


def test_a_method_is_found_by_the_type_of_its_request() -> None:
    methods = Methods([router_for_nearest_dc("a")])
    method = methods.find(functions.help.GetNearestDc)
    assert method is not None
    assert (method.name, method.who) == ("help.getNearestDc", Who.ANYONE)
    assert methods.find(functions.help.GetConfig) is None


def test_two_routers_cannot_have_the_same_method() -> None:
    with pytest.raises(ValueError, match=r"help\.getNearestDc .* router 'b'"):
        Methods([router_for_nearest_dc("a"), router_for_nearest_dc("b")])


def test_one_router_cannot_have_it_twice() -> None:
    router = router_for_nearest_dc("a")
    with pytest.raises(ValueError, match=r"help\.getNearestDc has two handlers"):
        router.rpc(functions.help.GetNearestDc)(router_for_nearest_dc)  # type: ignore[arg-type]  # refused before


def test_anyone_is_everyone_but_an_unbound_key() -> None:
    assert Who.ANYONE == Who.NOBODY | Who.SIGNED_IN | Who.PASSWORD_PENDING | Who.BOT
    assert not Who.ANYONE & Who.UNBOUND_KEY
