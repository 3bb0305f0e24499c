"""Two-step passwords for tests: set, proven, and owed after the code."""

import os

import pytest

from mtproto import rpc_errors
from mtproto.crypto import dh, srp
from mtproto.crypto.srp import Algorithm
from mtproto.tl import functions, types
from tests.server.client import Client
from tests.server.harness import Harness

PHONE = "9996621011"
CODE = "22222"
PASSWORD = b"correct horse"


def derivation(given: types.TypePasswordKdfAlgo | None) -> Algorithm:
    assert isinstance(given, types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow)
    assert int.from_bytes(given.p, "big") == dh.PRIME
    return Algorithm(given.salt1, given.salt2, given.g, dh.PRIME)


async def proof(client: Client, password: bytes = PASSWORD) -> types.TypeInputCheckPasswordSRP:
    state = await client(functions.account.GetPassword())
    if not state.has_password:
        return types.InputCheckPasswordEmpty()
    algorithm = derivation(state.current_algo)
    public, answer = srp.prove(algorithm, srp.password_hash(algorithm, password), state.srp_B, os.urandom)
    return types.InputCheckPasswordSRP(srp_id=state.srp_id, A=public, M1=answer)


async def set_password(client: Client, password: bytes = PASSWORD, *, current: bytes = PASSWORD, **more) -> None:
    state = await client(functions.account.GetPassword())
    new = derivation(state.new_algo)
    algorithm = Algorithm(new.salt1 + os.urandom(32), new.salt2)
    verifier = srp.verifier(algorithm, srp.password_hash(algorithm, password))
    settings = types.account.PasswordInputSettings(
        new_algo=types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow(
            salt1=algorithm.salt1, salt2=algorithm.salt2, g=algorithm.g, p=dh.PRIME.to_bytes(256, "big")
        ),
        new_password_hash=verifier.to_bytes(256, "big"),
        **{"hint": "", **more},
    )
    request = functions.account.UpdatePasswordSettings(password=await proof(client, current), new_settings=settings)
    assert await client(request) is True


async def owing(harness: Harness, phone: str = PHONE) -> Client:
    """A client that has given the code and owes the password."""
    client = await harness.client()
    settings = types.CodeSettings()
    sent = await client(functions.auth.SendCode(phone_number=phone, api_id=1, api_hash="x", settings=settings))
    with pytest.raises(rpc_errors.SESSION_PASSWORD_NEEDED):
        await client(functions.auth.SignIn(phone_number=phone, phone_code_hash=sent.phone_code_hash, phone_code=CODE))
    return client
