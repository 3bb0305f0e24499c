"""Signing in by code (core.telegram.org/api/auth), by QR code (/api/qr-login), and the password (/api/srp)."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable

from client_sdk.errors import ClientError
from client_sdk.verbs.base import Verbs
from mtproto.crypto import dh, srp
from mtproto.errors import ProtocolViolation
from mtproto.tl import functions, types

LOGIN_LINK = "tg://login?token="

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

    async def qr_sign_in(self, show: Callable[[str], None], *, poll_seconds: float = 2.0) -> types.User:
        """Sign in by letting a device that is signed in scan a code.

        Args:
            show: Called with every new `tg://login?token=…` to be shown as a QR code; each is good for half a minute.
            poll_seconds: How often the server is asked whether it was scanned.

        Raises:
            RpcError: SESSION_PASSWORD_NEEDED (call `check_password`) and others.
        """
        shown = b""
        while True:
            answer = await self(
                functions.auth.ExportLoginToken(api_id=self.api_id, api_hash=self.api_hash, except_ids=[])
            )
            if isinstance(answer, types.auth.LoginTokenMigrateTo):
                await self._move_to(answer.dc_id)
                answer = await self(functions.auth.ImportLoginToken(token=answer.token))
            if isinstance(answer, types.auth.LoginTokenSuccess):
                return await self._account_of(answer.authorization)
            if isinstance(answer, types.auth.LoginToken) and answer.token != shown:
                shown = answer.token
                show(LOGIN_LINK + base64.urlsafe_b64encode(shown).decode().rstrip("="))
            await asyncio.sleep(poll_seconds)

    async def accept_qr(self, link: str) -> types.Authorization:
        """Sign a device in that shows this `tg://login?token=…`; that device.

        Raises:
            ValueError: it is not such a link.
            RpcError: AUTH_TOKEN_INVALID, AUTH_TOKEN_EXPIRED, AUTH_TOKEN_ALREADY_ACCEPTED.
        """
        if not link.startswith(LOGIN_LINK):
            raise ValueError(f"not a sign-in link: {link}")
        token = link.removeprefix(LOGIN_LINK)
        data = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return await self(functions.auth.AcceptLoginToken(token=data))

    async def set_password(self, new: str | None, *, current: str | None = None, hint: str = "") -> None:
        """Ask for this password at every sign-in from now on, or (None) for none.

        Args:
            new: The password.
            current: The one that is asked for now, if there is one.
            hint: What is shown to whoever is asked.

        Raises:
            RpcError: PASSWORD_HASH_INVALID where `current` is wrong, and others.
            ProtocolViolation: what the server gave to compute with is not safe.
        """
        state = await self(functions.account.GetPassword())
        proof: types.TypeInputCheckPasswordSRP = types.InputCheckPasswordEmpty()
        if state.has_password:
            proof = await _proof(state, current or "")
        settings = types.account.PasswordInputSettings(
            new_algo=types.PasswordKdfAlgoUnknown(), new_password_hash=b"", hint=""
        )
        if new is not None:
            settings = await _verifier(state, new, hint)
        await self(functions.account.UpdatePasswordSettings(password=proof, new_settings=settings))

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


async def _verifier(state: types.account.Password, password: str, hint: str) -> types.account.PasswordInputSettings:
    """What the server keeps in place of a new password (core.telegram.org/api/srp#setting-a-new-2fa-password)."""
    given = state.new_algo
    if not isinstance(given, Sha256Algorithm):
        raise ProtocolViolation("a password algorithm that this client does not know")
    salted = Sha256Algorithm(salt1=given.salt1 + os.urandom(32), salt2=given.salt2, g=given.g, p=given.p)
    verifier = await asyncio.to_thread(_verify, salted, password.encode())
    return types.account.PasswordInputSettings(
        new_algo=salted, new_password_hash=verifier.to_bytes(srp.SIZE, "big"), hint=hint
    )


def _verify(given: Sha256Algorithm, password: bytes) -> int:
    algorithm = srp.Algorithm(given.salt1, given.salt2, given.g, int.from_bytes(given.p, "big"))
    dh.check_group(algorithm.p, algorithm.g)
    return srp.verifier(algorithm, srp.password_hash(algorithm, password))
