"""The error table is complete, current and safe to raise from; names from clients' packages are the oracle."""

import pytest
from telethon.errors import rpcerrorlist

from mtproto import rpc_errors
from mtproto.rpc_errors.kinds import base_of, member_name
from tools import errors

TABLE = (errors.ROOM / "table.tsv").read_text()


def test_stub_is_current() -> None:
    assert (errors.ROOM / "__init__.pyi").read_text() == errors.stub(TABLE)


def test_table_is_as_merge_writes_it() -> None:
    facts = (
        errors.Fact(kind.TEMPLATE, code, tuple(kind.METHODS))
        for kind in rpc_errors.TABLE.values()
        for code in kind.CODES
    )
    assert errors.merge(facts) == TABLE


@pytest.mark.parametrize("raised", [rpc_errors.PHONE_CODE_INVALID, rpc_errors.PHONE_CODE_INVALID()])
def test_member_is_raised_with_its_code(raised: type[rpc_errors.PlainError] | rpc_errors.PlainError) -> None:
    with pytest.raises(rpc_errors.RpcError, match="400 PHONE_CODE_INVALID") as caught:
        raise raised
    assert isinstance(caught.value, rpc_errors.PHONE_CODE_INVALID)
    assert (caught.value.code, caught.value.message) == (400, "PHONE_CODE_INVALID")


def test_parameter_is_put_in_its_place() -> None:
    wait = rpc_errors.FLOOD_WAIT_X(30)
    assert (wait.code, wait.message, wait.parameter) == (420, "FLOOD_WAIT_30", 30)
    assert rpc_errors.FILE_PART_X_MISSING(7).message == "FILE_PART_7_MISSING"
    assert rpc_errors.RECAPTCHA_CHECK_X("signup__key").message == "RECAPTCHA_CHECK_signup__key"


def test_name_with_parameter_cannot_be_raised_without_it() -> None:
    with pytest.raises(TypeError):
        raise rpc_errors.FLOOD_WAIT_X  # type: ignore[call-arg]  # the point of the test


def test_only_documented_codes_can_be_chosen() -> None:
    assert rpc_errors.CHANNEL_PRIVATE(code=406).code == 406
    with pytest.raises(ValueError, match="is documented with"):
        rpc_errors.CHANNEL_PRIVATE(code=500)


def test_misspelt_member_is_an_error() -> None:
    with pytest.raises(AttributeError):
        rpc_errors.PHONE_CODE_INVALLID  # type: ignore[attr-defined]  # noqa: B018  # the point of the test


def test_every_member_survives_the_wire() -> None:
    for kind in rpc_errors.TABLE.values():
        parameters = {rpc_errors.NumberError: (17,), rpc_errors.TextError: ("cb58c66",)}.get(base_of(kind.TEMPLATE), ())
        for code in kind.CODES:
            sent = kind(*parameters, code=code)
            received = rpc_errors.from_wire(sent.code, sent.message)
            assert type(received) is kind
            assert (received.code, received.message) == (sent.code, sent.message)


def test_unknown_name_from_the_wire_keeps_its_words() -> None:
    received = rpc_errors.from_wire(400, "NEWER_THAN_US")
    assert isinstance(received, rpc_errors.UnknownError)
    assert (received.code, received.message) == (400, "NEWER_THAN_US")
    assert type(rpc_errors.from_wire(400, "FLOOD_WAIT_3")) is rpc_errors.UnknownError
    assert type(rpc_errors.from_wire(420, "FLOOD_WAIT_" + "9" * 5000)) is rpc_errors.UnknownError


def test_every_name_that_telethon_matches_is_a_member() -> None:
    members = rpc_errors.TABLE
    for name, error in rpcerrorlist.rpc_errors_dict.items():
        assert error.code is None or {error.code, -error.code} & set(members[member_name(name)].CODES), name
    for pattern, _ in rpcerrorlist.rpc_errors_re:
        assert member_name(pattern.replace(r"(\d+)", "%d")) in members


def test_methods_of_an_error() -> None:
    assert "auth.signIn" in rpc_errors.PHONE_CODE_INVALID.METHODS
    assert "messages.getHistory" in rpc_errors.BOT_METHOD_INVALID.METHODS
    assert not rpc_errors.FLOOD_WAIT_X.METHODS


def test_who_may_not_write_is_forbidden_to():
    """Pyrogram 2.0.106 has a class for this error under code 403 alone."""
    assert rpc_errors.CHAT_WRITE_FORBIDDEN().code == 403
