"""Phone numbers: what people type, as the digits that accounts are known by (core.telegram.org/api/auth)."""

from __future__ import annotations

import re

from mtproto import rpc_errors
from server.rpc.context import Context

_TEST_NUMBER = re.compile(r"99966[1-9]\d{4}")
"""99966XYYYY: X is a data centre, the code is X five times (core.telegram.org/api/auth#test-accounts)."""

_NOISE = re.compile(r"[\s()\-.+]")


def normalise(text: str, *, test_numbers: bool) -> str:
    """The digits of a phone number in international form.

    Raises:
        PHONE_NUMBER_INVALID: It is no phone number that could exist.
    """
    digits = _NOISE.sub("", text)
    if not digits.isascii() or not digits.isdigit() or len(digits) > 15:
        raise rpc_errors.PHONE_NUMBER_INVALID
    if test_numbers and _TEST_NUMBER.fullmatch(digits):
        return digits
    import phonenumbers  # takes a while to load

    try:
        parsed = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException:
        raise rpc_errors.PHONE_NUMBER_INVALID from None
    if not phonenumbers.is_possible_number(parsed):
        raise rpc_errors.PHONE_NUMBER_INVALID
    return f"{parsed.country_code}{phonenumbers.national_significant_number(parsed)}"


def digits(ctx: Context, text: str) -> str:
    """What `normalise` makes of the text of a request; test numbers are numbers where the operator has them work."""
    return normalise(text, test_numbers=ctx.app.config.sign_in.test_numbers)


def is_test_number(phone: str) -> bool:
    """Whether these digits are a test number."""
    return _TEST_NUMBER.fullmatch(phone) is not None


def test_code(phone: str) -> str:
    """The code that a test number signs in with."""
    return phone[5] * 5
