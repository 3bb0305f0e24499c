"""Steps: an account of a test number: signing in, a message to oneself, and that no update is lost.

They are made only where the caller names a number, since they leave an account and its messages behind.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from client_sdk.selftest.lab import Account, Lab
from client_sdk.selftest.link import Link
from client_sdk.selftest.step import Fault, Skipped, expect, step
from mtproto import rpc_errors
from mtproto.tl import functions, types

TEXT = "a message of the conformance walk"


@step("A1", page="method/auth.signIn")
async def wrong_code(lab: Lab) -> None:
    """A wrong code gets PHONE_CODE_INVALID."""
    account = _account(lab)
    async with lab.link() as link:
        sent = await _send_code(link, account)
        wrong = "".join("1" if digit != "1" else "2" for digit in account.code)
        try:
            await link.call(_sign_in(account, sent, wrong))
        except (rpc_errors.PHONE_CODE_INVALID, rpc_errors.PHONE_CODE_EXPIRED):
            return
        raise Fault("it signs in")


@step("A1", page="api/auth")
async def sign_in(lab: Lab) -> None:
    """The right code signs in; a number without an account is asked to sign up, and can."""
    account = _account(lab)
    async with lab.link() as link:
        sent = await _send_code(link, account)
        answer = await link.call(_sign_in(account, sent, account.code))
        if isinstance(answer, types.auth.AuthorizationSignUpRequired):
            answer = await link.call(
                functions.auth.SignUp(
                    phone_number=account.phone, phone_code_hash=sent, first_name="Conformance", last_name="Walk"
                )
            )
        expect(isinstance(answer, types.auth.Authorization), f"auth.authorization is due, not {answer.NAME}")
        [me] = await link.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
        expect(isinstance(me, types.User) and me.self_, "users.getUsers does not tell who is signed in")
    lab.signed_in = True


@step("DU-2", page="method/messages.sendMessage")
async def message_once(lab: Lab) -> None:
    """A message that is sent again with its random_id is one message."""
    async with _member(lab) as link:
        random_id = int.from_bytes(lab.random(8), "little", signed=True)
        ids = [await _send(link, random_id) for _ in range(2)]
        expect(ids[0] == ids[1], f"it is stored twice, as {ids[0]} and {ids[1]}")
        history = await link.call(
            functions.messages.GetHistory(
                peer=types.InputPeerSelf(),
                offset_id=0,
                offset_date=0,
                add_offset=0,
                limit=10,
                max_id=0,
                min_id=0,
                hash=0,
            )
        )
        stored = [each for each in getattr(history, "messages", ()) if each.id == ids[0]]
        expect(len(stored) == 1, "the history does not show it once")
        expect(getattr(stored[0], "message", None) == TEXT, "the history shows another text")


@step("U1", "U2", "UP-1", page="api/updates#recovering-gaps")
async def difference(lab: Lab) -> None:
    """What happened since a state comes back from updates.getDifference, and pts rises by pts_count."""
    async with _member(lab) as link:
        before = await link.call(functions.updates.GetState())
        sent = await _send(link, int.from_bytes(lab.random(8), "little", signed=True))
        told = await link.call(functions.updates.GetDifference(pts=before.pts, date=before.date, qts=before.qts))
        if not isinstance(told, types.updates.Difference):
            raise Fault(f"updates.difference is due, not {told.NAME}")
        ids = [each.id for each in told.new_messages]  # somebody may have written meanwhile: who sent the code, say
        expect(sent in ids, "it does not hold the message")
        due = before.pts + len(ids)
        expect(told.state.pts == due, f"{len(ids)} messages moved pts from {before.pts} to {told.state.pts}")


@step("U3", page="api/updates")
async def pushed_update(lab: Lab) -> None:
    """Another session hears of a message without asking."""
    async with _member(lab) as other, _member(lab) as link:
        await other.call(functions.updates.GetState())
        sent = await _send(link, int.from_bytes(lab.random(8), "little", signed=True))
        await other.find("the update of a new message", lambda heard: sent in _new_messages(heard.value))


@step("M33", page="method/auth.logOut")
async def sign_out(lab: Lab) -> None:
    """After auth.logOut the key is nobody's."""
    async with _member(lab) as link:
        await link.call(functions.auth.LogOut())
        try:
            await link.call(functions.users.GetUsers(id=[types.InputUserSelf()]))
        except (rpc_errors.AUTH_KEY_UNREGISTERED, rpc_errors.SESSION_REVOKED):
            return
        finally:
            lab.signed_in = False
        raise Fault("calls for members are executed")


STEPS = (wrong_code, sign_in, message_once, difference, pushed_update, sign_out)


def _account(lab: Lab) -> Account:
    if lab.account is None:
        raise Skipped("no number to sign in with was named")
    return lab.account


def _member(lab: Lab) -> AbstractAsyncContextManager[Link]:
    """A session in which somebody is signed in."""
    _account(lab)
    if not lab.signed_in:
        raise Skipped("nobody is signed in")
    return lab.link()


async def _send_code(link: Link, account: Account) -> str:
    sent = await link.call(
        functions.auth.SendCode(
            phone_number=account.phone, api_id=1, api_hash="selftest", settings=types.CodeSettings()
        )
    )
    if not isinstance(sent, types.auth.SentCode):
        raise Fault(f"auth.sentCode is due, not {sent.NAME}")
    return sent.phone_code_hash


def _sign_in(account: Account, code_hash: str, code: str) -> functions.auth.SignIn:
    return functions.auth.SignIn(phone_number=account.phone, phone_code_hash=code_hash, phone_code=code)


async def _send(link: Link, random_id: int) -> int:
    """Send the message to oneself; its id."""
    answer = await link.call(
        functions.messages.SendMessage(peer=types.InputPeerSelf(), message=TEXT, random_id=random_id)
    )
    if isinstance(answer, types.UpdateShortSentMessage):
        return answer.id
    ids = [each.id for each in getattr(answer, "updates", ()) if isinstance(each, types.UpdateMessageID)]
    expect(len(ids) == 1, f"the answer to messages.sendMessage does not name the message: {answer.NAME}")
    return ids[0]


def _new_messages(value: object) -> list[int]:
    """The ids of the new messages that a push holds."""
    told = [*getattr(value, "updates", ()), getattr(value, "update", value)]
    found = [each.id for each in told if isinstance(each, types.UpdateShortMessage)]
    return found + [each.message.id for each in told if isinstance(each, types.UpdateNewMessage)]
