"""Wrappers come off in any order, and what they said is kept."""

import pytest

from mtproto import rpc_errors, tl
from mtproto.tl import functions, types
from server.rpc.wrappers import MAX_WRAPPERS, unwrap

INNER = functions.help.GetNearestDc()
RANGE = types.MessageRange(min_id=5, max_id=9)


def init(query: tl.TLFunction[object]) -> tl.TLFunction[object]:
    return functions.InitConnection(
        api_id=42,
        device_model="a phone" + "!" * 1000,
        system_version="1",
        app_version="2",
        system_lang_code="de-de",
        lang_pack="android",
        lang_code="de",
        query=query,
    )


def test_a_bare_request_says_nothing() -> None:
    request = unwrap(INNER)
    assert request.function == INNER
    assert (request.layer, request.client, request.takeout_id) == (None, None, None)
    assert not request.without_updates
    assert request.message_ranges == ()


def test_every_wrapper_says_its_part() -> None:
    request = unwrap(
        functions.InvokeWithLayer(
            layer=200,
            query=init(
                functions.InvokeWithoutUpdates(
                    query=functions.InvokeWithTakeout(
                        takeout_id=77, query=functions.InvokeWithMessagesRange(range=RANGE, query=INNER)
                    )
                )
            ),
        )
    )
    assert request.function == INNER
    assert request.layer == 200
    assert request.client is not None
    assert request.client["api_id"] == 42
    assert request.client["lang_code"] == "de"
    assert len(request.client["device_model"]) == 128
    assert request.without_updates
    assert request.takeout_id == 77
    assert request.message_ranges == (RANGE,)


def test_the_order_of_wrappers_does_not_matter() -> None:
    inside_out = functions.InvokeWithTakeout(
        takeout_id=1,
        query=functions.InvokeWithoutUpdates(query=init(functions.InvokeWithLayer(layer=150, query=INNER))),
    )
    request = unwrap(inside_out)
    assert (request.layer, request.takeout_id, request.without_updates) == (150, 1, True)
    assert request.client is not None
    assert request.function == INNER


@pytest.mark.parametrize(
    "wrapped",
    [
        functions.InvokeAfterMsg(msg_id=4, query=INNER),
        functions.InvokeAfterMsgs(msg_ids=[4, 8], query=INNER),
        functions.InvokeWithApnsSecret(nonce="n", secret="s", query=INNER),
        functions.InvokeWithGooglePlayIntegrity(nonce="n", token="t", query=INNER),
        functions.InvokeWithReCaptcha(token="t", query=INNER),
    ],
    ids=lambda wrapped: wrapped.NAME,
)
def test_wrappers_that_need_nothing_of_us_only_come_off(wrapped: tl.TLFunction[object]) -> None:
    assert unwrap(wrapped).function == INNER


def test_a_business_connection_does_not_exist() -> None:
    with pytest.raises(rpc_errors.BUSINESS_CONNECTION_INVALID):
        unwrap(functions.InvokeWithBusinessConnection(connection_id="x", query=INNER))


@pytest.mark.rows("DO-5")
def test_nesting_is_bounded() -> None:
    request: tl.TLFunction[object] = INNER
    for _ in range(MAX_WRAPPERS):
        request = functions.InvokeWithoutUpdates(query=request)
    with pytest.raises(rpc_errors.INPUT_FETCH_ERROR):
        unwrap(request)
