"""Steps: calling methods: who has to say what first, and how a call that cannot be is refused."""

from __future__ import annotations

import struct

from client_sdk.errors import Disconnected
from client_sdk.network.announcement import Announcement
from client_sdk.selftest.lab import Lab
from client_sdk.selftest.step import Fault, expect, step
from mtproto import rpc_errors, tl
from mtproto.tl import functions, service, types

INVOKING = "api/invoking"
ERRORS = "api/errors"
NO_METHOD = struct.pack("<I", 0x0BADF00D)


@step("M33", page=INVOKING + "#saving-client-info")
async def announced_first(lab: Lab) -> None:
    """A call before initConnection gets CONNECTION_NOT_INITED."""
    async with lab.link() as link:
        link.announced()
        try:
            await link.call(functions.help.GetConfig())
        except rpc_errors.CONNECTION_NOT_INITED:
            return
        raise Fault("it is executed")


@step("M33", page=INVOKING + "#layers")
async def layers(lab: Lab) -> None:
    """invokeWithLayer is answered in the layer that was asked for, an old one and the newest."""
    for layer in (tl.FLOOR, tl.NEWEST):
        async with lab.link() as link:
            link.announced()
            call = Announcement(1, device_model="selftest", layer=layer).wrap(functions.help.GetConfig())
            config = tl.decode_result(
                await link.result(link.send(tl.encode(call, layer)), "help.getConfig"),
                functions.help.GetConfig.DEFINITION,
            )
            expect(isinstance(config, types.Config), f"layer {layer}: {config!r} where config is due")
            expect(config.this_dc == abs(lab.endpoint.dc_id) % 10000, f"this_dc is {config.this_dc}")


@step("M33", page=ERRORS + "#401-unauthorized")
async def signed_in_first(lab: Lab) -> None:
    """A call for members gets AUTH_KEY_UNREGISTERED while nobody is signed in."""
    async with lab.link() as link:
        try:
            await link.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
        except rpc_errors.AUTH_KEY_UNREGISTERED:
            return
        raise Fault("it is executed")


@step("M19", page=ERRORS + "#400-bad-request")
async def unknown_method(lab: Lab) -> None:
    """A method that no schema has gets the error 400 INPUT_METHOD_INVALID."""
    await _refused(lab, NO_METHOD, "INPUT_METHOD_INVALID")


@step("M19", page=ERRORS + "#400-bad-request")
async def cut_off_call(lab: Lab) -> None:
    """A call that ends too early, or goes on behind its end, gets the error 400 INPUT_FETCH_ERROR."""
    call = tl.encode(functions.help.GetAppUpdate(source="abcd"))
    await _refused(lab, call[:-4], "INPUT_FETCH")
    await _refused(lab, call + bytes(8), "INPUT_FETCH")


@step("M28", page="mtproto/service_messages")
async def destroyed_key(lab: Lab) -> None:
    """destroy_auth_key is answered with ok, and the key is unknown from then on."""
    async with lab.link() as link:
        link.send(service.DestroyAuthKey())
        await link.value(service.DestroyAuthKeyOk, "destroy_auth_key_ok")
    async with lab.link() as link:
        link.send(service.Ping(ping_id=1), content=False)
        ended = await link.line.ends()
        expect(isinstance(ended, Disconnected) and ended.code == -404, "the transport error -404 is due")
    lab.key = None


STEPS = (announced_first, layers, signed_in_first, unknown_method, cut_off_call)
LAST = (destroyed_key,)


async def _refused(lab: Lab, body: bytes, name: str) -> None:
    async with lab.link() as link:
        await link.call(functions.help.GetNearestDc())
        try:
            await link.result(link.send(body), "a call that cannot be")
        except rpc_errors.RpcError as error:
            expect(error.code == 400 and error.message.startswith(name), f"400 {name}… is due, not {error}")
        else:
            raise Fault("it is executed")
