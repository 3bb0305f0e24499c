"""Signing in (core.telegram.org/api/auth) and the second step, a password (core.telegram.org/api/srp)."""

import asyncio
import os

from client_sdk.errors import ClientError
from client_sdk.verbs import Verbs
from mtproto.crypto import dh, srp
from mtproto.errors import ProtocolViolation
from mtproto.tl import functions, types

Sha256Algorithm = types.PasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow


class SignInVerbs(Verbs):
    """send_code, then sign_in; then sign_up or check_password where that is asked for."""

    async def send_code(self, phone: str) -> types.auth.SentCode:
        """Have a code sent to a phone number; its `phone_code_hash` is for the next step.

        Raises:
            RpcError: PHONE_NUMBER_INVALID and others.
            ClientError: the server wants a payment first, or signs in without a code.
        """
        sent = await self(
            functions.auth.SendCode(
                phone_number=phone, api_id=self.api_id, api_hash=self.api_hash, settings=types.CodeSettings()
            )
        )
        if not isinstance(sent, types.auth.SentCode):
            raise ClientError(f"this client does not know a sign-in that begins with {sent.NAME}")
        return sent

    async def sign_in(self, phone: str, phone_code_hash: str, code: str) -> types.User | None:
        """Sign in with the code. None: the number has no account yet, call `sign_up`.

        Raises:
            RpcError: SESSION_PASSWORD_NEEDED (call `check_password`), PHONE_CODE_INVALID and others.
        """
        answer = await self(functions.auth.SignIn(phone_number=phone, phone_code_hash=phone_code_hash, phone_code=code))
        return await self._signed_in(answer)

    async def sign_up(self, phone: str, phone_code_hash: str, first_name: str, last_name: str = "") -> types.User:
        """Make an account, after `sign_in` said that there is none."""
        answer = await self(
            functions.auth.SignUp(
                phone_number=phone, phone_code_hash=phone_code_hash, first_name=first_name, last_name=last_name
            )
        )
        return await self._account_of(answer)

    async def check_password(self, password: str) -> types.User:
        """Give the password that SESSION_PASSWORD_NEEDED asks for; the server does not learn it.

        Raises:
            RpcError: PASSWORD_HASH_INVALID and others.
            ProtocolViolation: what the server gave to compute with is not safe.
        """
        state = await self(functions.account.GetPassword())
        answer = await self(functions.auth.CheckPassword(password=await _proof(state, password)))
        return await self._account_of(answer)

    async def log_out(self) -> None:
        """End this login at the server, and forget it here."""
        await self(functions.auth.LogOut())
        await self._signed_out()

    async def _account_of(self, answer: types.auth.TypeAuthorization) -> types.User:
        user = await self._signed_in(answer)
        if user is None:
            raise ProtocolViolation(f"{answer.NAME} where the account was due")
        return user

    async def _signed_in(self, answer: types.auth.TypeAuthorization) -> types.User | None:
        if not isinstance(answer, types.auth.Authorization) or not isinstance(answer.user, types.User):
            return None
        await self._signed_in_as(answer.user)
        return answer.user


async def _proof(state: types.account.Password, password: str) -> types.InputCheckPasswordSRP:
    """Prove that we know a password, with the long arithmetic in a thread."""
    algorithm = state.current_algo
    if not isinstance(algorithm, Sha256Algorithm) or state.srp_B is None or state.srp_id is None:
        raise ProtocolViolation("a password algorithm that this client does not know")
    public, proof = await asyncio.to_thread(_prove, algorithm, password.encode(), state.srp_B)
    return types.InputCheckPasswordSRP(srp_id=state.srp_id, A=public, M1=proof)


def _prove(given: Sha256Algorithm, password: bytes, server_public: bytes) -> tuple[bytes, bytes]:
    algorithm = srp.Algorithm(given.salt1, given.salt2, given.g, int.from_bytes(given.p, "big"))
    dh.check_group(algorithm.p, algorithm.g)
    return srp.prove(algorithm, srp.password_hash(algorithm, password), server_public, os.urandom)
