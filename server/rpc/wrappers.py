"""The functions that wrap another function: what each says about it, and how they come off.

invokeWithLayer, initConnection, invokeAfterMsg and their kin (core.telegram.org/api/invoking) may be nested in any
order. `unwrap` takes them off one by one and collects what they said. The order that invokeAfterMsg(s) asks for has
been kept by the message session before the request comes here.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mtproto import rpc_errors
from mtproto.tl import TLFunction, functions, types

MAX_WRAPPERS = 16
"""There are eleven kinds of wrapper, and no client repeats one; deeper nesting is somebody's experiment."""


class Unwrapped(Struct):
    """A request without its wrappers, and what they said; None and False where a wrapper was absent."""

    function: TLFunction[Any]
    layer: int | None = None
    client: dict[str, Any] | None = None
    without_updates: bool = False
    takeout_id: int | None = None
    message_ranges: tuple[types.MessageRange, ...] = ()


def unwrap(function: TLFunction[Any]) -> Unwrapped:
    """Take every wrapper off a request; INPUT_FETCH_ERROR when there are more than anyone needs."""
    request = Unwrapped(function)
    if not hasattr(function, "query"):
        return request
    for _ in range(MAX_WRAPPERS):
        match request.function:
            case functions.InvokeWithLayer(layer=layer, query=query):
                request.layer = layer
            case functions.InitConnection(query=query) as announced:
                request.client = _client_of(announced)
            case functions.InvokeWithoutUpdates(query=query):
                request.without_updates = True
            case functions.InvokeWithTakeout(takeout_id=takeout_id, query=query):
                request.takeout_id = takeout_id
            case functions.InvokeWithMessagesRange(range=message_range, query=query):
                request.message_ranges += (message_range,)
            case functions.InvokeAfterMsg(query=query) | functions.InvokeAfterMsgs(query=query):
                pass
            case (
                # The proof that an official mobile app or a person is calling: there is nobody to check it with here.
                functions.InvokeWithApnsSecret(query=query)
                | functions.InvokeWithGooglePlayIntegrity(query=query)
                | functions.InvokeWithReCaptcha(query=query)
            ):
                pass
            case functions.InvokeWithBusinessConnection():
                raise rpc_errors.BUSINESS_CONNECTION_INVALID  # bots connected to business accounts do not exist here
            case _:
                return request
        request.function = query
    raise rpc_errors.INPUT_FETCH_ERROR


def _client_of(announced: functions.InitConnection) -> dict[str, Any]:
    """What initConnection says, as it is kept with the key. What is missing is refused by the names clients know."""
    if not announced.api_id:
        raise rpc_errors.CONNECTION_API_ID_INVALID
    for text, error in (
        (announced.device_model, rpc_errors.CONNECTION_DEVICE_MODEL_EMPTY),
        (announced.system_version, rpc_errors.CONNECTION_SYSTEM_EMPTY),
        (announced.app_version, rpc_errors.CONNECTION_APP_VERSION_EMPTY),
    ):
        if not text.strip():
            raise error
    return {
        "api_id": announced.api_id,
        "device_model": announced.device_model[:_MAX_TEXT],
        "system_version": announced.system_version[:_MAX_TEXT],
        "app_version": announced.app_version[:_MAX_TEXT],
        "system_lang_code": announced.system_lang_code[:_MAX_CODE],
        "lang_pack": announced.lang_pack[:_MAX_CODE],
        "lang_code": announced.lang_code[:_MAX_CODE],
    }


_MAX_TEXT = 128
_MAX_CODE = 64
