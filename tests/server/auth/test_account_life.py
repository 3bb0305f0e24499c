"""An account's phone, its lifetime, its end, its export; addresses that codes are mailed to."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from mtproto import rpc_errors
from mtproto.tl import TLObject, functions, types
from server.ops.config import SignInSection, SmtpSection
from storage.accounts import users
from storage.accounts.users import UserKind
from tests.server.auth.passwords import owing, proof, set_password
from tests.server.auth.waiting import later
from tests.server.client import Client
from tests.server.harness import Harness, serving
from tests.server.people import much_later, peer_of, person, text, texts, user_of

PHONE = "9996621041"
OTHER = "9996621042"
CODE = "22222"
A_DAY = 86_400
ADDRESS = "ann@example.org"


async def test_an_account_moves_to_another_number(harness: Harness) -> None:
    client = await harness.client(PHONE)
    await harness.client("9996621043")
    await later(harness, A_DAY, client)
    settings = types.CodeSettings()
    with pytest.raises(rpc_errors.PHONE_NUMBER_OCCUPIED):
        await client(functions.account.SendChangePhoneCode(phone_number="9996621043", settings=settings))
    sent = await client(functions.account.SendChangePhoneCode(phone_number=OTHER, settings=settings))
    change = functions.account.ChangePhone(phone_number=OTHER, phone_code_hash=sent.phone_code_hash, phone_code="11111")
    with pytest.raises(rpc_errors.PHONE_CODE_INVALID):
        await client(change)
    change.phone_code = CODE
    assert (await client(change)).phone == OTHER
    again = await harness.client(OTHER)
    assert client.me is not None
    assert again.me is not None
    assert again.me.id == client.me.id


async def test_another_number_is_told_to_ones_own_devices_and_to_who_may_see_it(harness: Harness) -> None:
    """updateUserPhone, live and to a device that was away; a stranger's dialog shows no number, so nothing of this."""
    alice = await person(harness, PHONE, "Alice")
    friend, stranger = await person(harness, "9996621043", "Bob"), await person(harness, "9996621045", "Carol")
    theirs = user_of(harness, alice, friend)
    await alice(functions.contacts.AddContact(id=theirs, first_name="Bob", last_name="", phone=""))
    for other in (friend, stranger):
        await alice(text(peer_of(harness, alice, other), "hello"))
    await much_later(harness, A_DAY, alice, friend, stranger)
    before = await alice.tablet(functions.updates.GetState())
    sent = await alice(functions.account.SendChangePhoneCode(phone_number=OTHER, settings=types.CodeSettings()))
    await alice(
        functions.account.ChangePhone(phone_number=OTHER, phone_code_hash=sent.phone_code_hash, phone_code=CODE)
    )
    news = types.UpdateUserPhone(user_id=alice.user_id, phone=OTHER)
    assert await alice.tablet.update(types.UpdateUserPhone) == news
    assert await friend.phone.update(types.UpdateUserPhone) == news
    since = functions.updates.GetDifference(pts=before.pts, date=before.date, qts=before.qts)
    assert news in (await alice.tablet(since)).other_updates
    await alice(text(peer_of(harness, alice, stranger), "a last word"))
    while not isinstance(heard := await stranger.phone.update(TLObject), types.UpdateShortMessage):
        assert not any(isinstance(one, types.UpdateUserPhone) for one in getattr(heard, "updates", ()))


async def test_a_sign_in_code_changes_no_number(harness: Harness) -> None:
    client = await harness.client(PHONE)
    settings = types.CodeSettings()
    sent = await client(functions.auth.SendCode(phone_number=OTHER, api_id=1, api_hash="x", settings=settings))
    with pytest.raises(rpc_errors.PHONE_CODE_EXPIRED):
        await client(
            functions.account.ChangePhone(phone_number=OTHER, phone_code_hash=sent.phone_code_hash, phone_code=CODE)
        )


async def test_an_account_outlives_absence_as_long_as_its_owner_says(harness: Harness) -> None:
    client = await harness.client(PHONE)
    assert await client(functions.account.GetAccountTTL()) == types.AccountDaysTTL(days=548)
    assert await client(functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=30))) is True
    assert await client(functions.account.GetAccountTTL()) == types.AccountDaysTTL(days=30)
    with pytest.raises(rpc_errors.TTL_DAYS_INVALID):
        await client(functions.account.SetAccountTTL(ttl=types.AccountDaysTTL(days=5)))


async def test_a_deleted_account_is_signed_out_everywhere_and_its_number_is_free(harness: Harness) -> None:
    client, second = await harness.client(PHONE), await harness.client(PHONE)
    assert client.me is not None
    assert await client(functions.account.DeleteAccount(reason="")) is True
    with pytest.raises(rpc_errors.AUTH_KEY_UNREGISTERED):
        await second(functions.updates.GetState())
    deleted = await harness.app.db.peek(lambda view: users.by_id(view, client.me.id))
    assert deleted is not None
    assert (deleted.kind, deleted.phone, deleted.first_name) == (UserKind.DELETED, None, "")
    newcomer = await harness.client(PHONE)
    assert newcomer.me is not None
    assert newcomer.me.id != client.me.id


async def test_who_knows_an_account_hears_that_it_is_deleted(harness: Harness) -> None:
    alice, bob = await person(harness, PHONE, "Alice"), await person(harness, "9996621043", "Bob")
    await alice(text(peer_of(harness, alice, bob), "farewell"))
    await alice(functions.account.DeleteAccount(reason=""))
    while (heard := await bob.phone.update(types.Updates)).updates != [types.UpdateUser(user_id=alice.user_id)]:
        pass
    assert heard.users[0].deleted


async def test_nothing_is_sent_for_an_account_that_is_deleted(harness: Harness) -> None:
    """What it had scheduled goes with it."""
    alice, bob = await person(harness, PHONE, "Alice"), await person(harness, "9996621043", "Bob")
    due = int(harness.clock.now()) + 100
    await alice(text(peer_of(harness, alice, bob), "later", schedule_date=due))
    await alice(functions.account.DeleteAccount(reason=""))
    await harness.advance(101)
    await harness.app.background.settle()
    assert await texts(bob, peer_of(harness, bob, alice)) == []


async def test_deletion_without_the_password_takes_a_week(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await set_password(owner)
    thief = await owing(harness, PHONE)
    with pytest.raises(rpc_errors._2FA_CONFIRM_WAIT_X) as refused:
        await thief(functions.account.DeleteAccount(reason=""))
    assert refused.value.parameter == 604_800
    await later(harness, 604_800, thief)
    assert await thief(functions.account.DeleteAccount(reason="")) is True


async def test_the_owner_stops_a_deletion_by_the_link_in_the_warning(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await owner(functions.updates.GetState())
    await set_password(owner)
    thief = await owing(harness, PHONE)
    with pytest.raises(rpc_errors._2FA_CONFIRM_WAIT_X):
        await thief(functions.account.DeleteAccount(reason=""))
    link = await _service_text(owner, "confirmphone")
    code_hash = re.search(r"hash=(\w+)", link)
    assert code_hash is not None
    settings = types.CodeSettings()
    with pytest.raises(rpc_errors.HASH_INVALID):
        await owner(functions.account.SendConfirmPhoneCode(hash="0", settings=settings))
    sent = await owner(functions.account.SendConfirmPhoneCode(hash=code_hash[1], settings=settings))
    confirm = functions.account.ConfirmPhone(phone_code_hash=sent.phone_code_hash, phone_code=CODE)
    assert await owner(confirm) is True
    await later(harness, 604_800, thief)
    with pytest.raises(rpc_errors._2FA_CONFIRM_WAIT_X):
        await thief(functions.account.DeleteAccount(reason=""))


async def test_the_password_deletes_at_once(harness: Harness) -> None:
    owner = await harness.client(PHONE)
    await set_password(owner)
    with pytest.raises(rpc_errors.PASSWORD_HASH_INVALID):
        await owner(functions.account.DeleteAccount(reason="", password=await proof(owner, b"wrong")))
    assert await owner(functions.account.DeleteAccount(reason="", password=await proof(owner))) is True


async def test_an_export_waits_a_day(harness: Harness) -> None:
    client = await harness.client(PHONE)
    with pytest.raises(rpc_errors.TAKEOUT_INIT_DELAY_X):
        await client(functions.account.InitTakeoutSession())
    await later(harness, A_DAY, client)
    takeout = await client(functions.account.InitTakeoutSession())
    with pytest.raises(rpc_errors.TAKEOUT_REQUIRED):
        await client(functions.account.FinishTakeoutSession())
    finish = functions.account.FinishTakeoutSession()
    wrong = functions.InvokeWithTakeout(takeout_id=takeout.id + 1, query=finish)
    with pytest.raises(rpc_errors.TAKEOUT_INVALID):
        await client(wrong)
    assert await client(functions.InvokeWithTakeout(takeout_id=takeout.id, query=finish)) is True


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self) -> None:
        self.codes: dict[str, list[str]] = {}

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        text = envelope.content.decode() if isinstance(envelope.content, bytes) else envelope.content
        found = re.search(r"code: (\d{5})", text or "")
        assert found is not None
        self.codes.setdefault(envelope.rcpt_tos[0], []).append(found[1])
        return "250 kept"


@pytest.fixture
async def mailed(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[tuple[Harness, Mailbox]]:
    """A server that sends mail, and where its mail arrives."""
    mailbox = Mailbox()
    mail_server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    sections = {
        "smtp": SmtpSection(host="127.0.0.1", port=mail_server.sockets[0].getsockname()[1], security="none"),
        "sign_in": SignInSection(registration="open", test_numbers=True, code_senders=("smtp",)),
    }
    async with mail_server, serving(tmp_path / "data", rsa_keys, **sections) as harness:
        yield harness, mailbox


async def _arrived(harness: Harness, mailbox: Mailbox, address: str, count: int = 1) -> str:
    """The newest code for an address, once so many have come."""
    await harness.app.background.settle()
    assert len(mailbox.codes.get(address, [])) == count
    return mailbox.codes[address][-1]


async def test_a_recovery_address_is_confirmed_and_recovers(mailed: tuple[Harness, Mailbox]) -> None:
    harness, mailbox = mailed
    owner = await harness.client(PHONE)
    with pytest.raises(rpc_errors.EMAIL_INVALID):
        await set_password(owner, email="no address")
    await harness.advance(1)
    with pytest.raises(rpc_errors.EMAIL_UNCONFIRMED_X) as refused:
        await set_password(owner, email=ADDRESS)
    assert refused.value.parameter == 5
    code = await _arrived(harness, mailbox, ADDRESS)
    state = await owner(functions.account.GetPassword())
    assert (state.has_password, state.has_recovery, state.email_unconfirmed_pattern) == (
        True,
        False,
        "a***n@example.org",
    )
    with pytest.raises(rpc_errors.CODE_INVALID):
        await owner(functions.account.ConfirmPasswordEmail(code=_other_than(code)))
    assert await owner(functions.account.ConfirmPasswordEmail(code=code)) is True
    assert (await owner(functions.account.GetPassword())).has_recovery

    client = await owing(harness, PHONE)
    asked = await client(functions.auth.RequestPasswordRecovery())
    assert asked == types.auth.PasswordRecovery(email_pattern="a***n@example.org")
    code = await _arrived(harness, mailbox, ADDRESS, 2)
    with pytest.raises(rpc_errors.CODE_INVALID):
        await client(functions.auth.CheckRecoveryPassword(code=_other_than(code)))
    assert await client(functions.auth.CheckRecoveryPassword(code=code)) is True
    recovered = await client(functions.auth.RecoverPassword(code=code))
    assert recovered.user.self_
    assert not (await client(functions.account.GetPassword())).has_password


async def test_a_pending_address_is_sent_another_code_or_given_up(mailed: tuple[Harness, Mailbox]) -> None:
    harness, mailbox = mailed
    owner = await harness.client(PHONE)
    with pytest.raises(rpc_errors.EMAIL_HASH_EXPIRED):
        await owner(functions.account.ResendPasswordEmail())
    with pytest.raises(rpc_errors.EMAIL_UNCONFIRMED_X):
        await set_password(owner, email=ADDRESS)
    await _arrived(harness, mailbox, ADDRESS)
    await harness.advance(1)
    assert await owner(functions.account.ResendPasswordEmail()) is True
    code = await _arrived(harness, mailbox, ADDRESS, 2)
    assert await owner(functions.account.CancelPasswordEmail()) is True
    with pytest.raises(rpc_errors.EMAIL_HASH_EXPIRED):
        await owner(functions.account.ConfirmPasswordEmail(code=code))


async def test_codes_are_mailed_to_a_confirmed_login_address(mailed: tuple[Harness, Mailbox]) -> None:
    harness, mailbox = mailed
    owner = await harness.client(PHONE)
    purpose = types.EmailVerifyPurposeLoginChange()
    sent = await owner(functions.account.SendVerifyEmailCode(purpose=purpose, email=ADDRESS))
    assert sent == types.account.SentEmailCode(email_pattern="a***n@example.org", length=5)
    code = await _arrived(harness, mailbox, ADDRESS)
    verify = functions.account.VerifyEmail(
        purpose=purpose, verification=types.EmailVerificationCode(code=_other_than(code))
    )
    with pytest.raises(rpc_errors.CODE_INVALID):
        await owner(verify)
    verify.verification = types.EmailVerificationCode(code=code)
    assert await owner(verify) == types.account.EmailVerified(email=ADDRESS)
    await harness.advance(1)
    await harness.client(PHONE)
    assert await _arrived(harness, mailbox, ADDRESS, 2) == CODE


def _other_than(code: str) -> str:
    return "11111" if code != "11111" else "22222"


async def _service_text(client: Client, wanted: str) -> str:
    """The next message of the service account that has a word in it."""
    while True:
        arrived = await client.update(types.UpdateNewMessage | types.UpdateShortMessage)
        text = arrived.message if isinstance(arrived, types.UpdateShortMessage) else arrived.message.message
        if wanted in text:
            return text
