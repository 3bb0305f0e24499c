"""Every documented error of sign-in, accounts, users, contacts, photos, help and language packs.

The documentation says which method answers which error (`mtproto/rpc_errors/table.tsv`). Each pair is provoked by a
real call, or stands in `absent.tsv` with the reason why no call can provoke it here. Both are checked: what is
provoked must be documented for its method, and an absent error that is provoked after all is a wrong reason.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from mtproto import rpc_errors
from mtproto.tl import functions
from server.ops.config import SignInSection, SmtpSection
from server.rpc import coverage
from storage.sign_in import invites
from tests.server.documented import finding, passwords, profiles, sign_in
from tests.server.documented.passwords import LOGIN
from tests.server.documented.stage import CODE, Stage, send_code
from tests.server.documented.stage import sign_in as signing_in
from tests.server.harness import serving

ABSENT = Path(__file__).with_name("absent.tsv")
SCENES = (*sign_in.SCENES, *passwords.SCENES, *profiles.SCENES, *finding.SCENES)


@pytest.fixture
async def stage(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[Stage]:
    """A server that anybody may join, and that sends mail."""
    codes: dict[str, list[str]] = {}

    class Mailbox:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
            text = envelope.content.decode() if isinstance(envelope.content, bytes) else str(envelope.content)
            codes.setdefault(envelope.rcpt_tos[0], []).extend(re.findall(r"code: (\d{5})", text))
            return "250 kept"

    mail_server = await asyncio.get_running_loop().create_server(lambda: SMTP(Mailbox()), "127.0.0.1", 0)
    smtp = SmtpSection(host="127.0.0.1", port=mail_server.sockets[0].getsockname()[1], security="none")
    joining = SignInSection(registration="open", test_numbers=True, code_senders=("smtp",))
    async with mail_server, serving(tmp_path / "data", rsa_keys, smtp=smtp, sign_in=joining) as harness:
        yield Stage(harness, codes)


@pytest.fixture
async def closed(tmp_path: Path, rsa_keys: Path) -> AsyncIterator[Stage]:
    """A server that only the invited may join, and that sends no mail."""
    async with serving(
        tmp_path / "closed", rsa_keys, sign_in=SignInSection(registration="invite", test_numbers=True)
    ) as harness:
        yield Stage(harness, {})


def documented() -> set[tuple[str, str]]:
    """(method, error) of everything the documentation says of these methods."""
    methods = set(next(coverage.owed_rooms(coverage.OWED.read_text("ascii"))).methods)
    return {(method, name) for name, kind in rpc_errors.TABLE.items() for method in kind.METHODS & methods}


def absent() -> Iterator[tuple[str, str, str]]:
    """(method or *, error, reason) a line; a line with several methods or errors stands for each of them."""
    for line in ABSENT.read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            methods, names, reason = line.split("\t")
            yield from ((method, name, reason) for method in methods.split() for name in names.split())


async def test_every_documented_error_is_answered_or_has_its_reason(stage: Stage, closed: Stage) -> None:
    for scene in SCENES:
        await scene(stage)
    await where_nobody_may_join(closed)
    provoked = stage.provoked | closed.provoked
    expected = documented()
    explained = {
        (method, name)
        for method, name in expected
        for where, which, _ in absent()
        if where in (method, "*") and which == name
    }
    assert sorted(expected - provoked - explained) == [], "neither provoked nor explained"
    assert sorted(provoked & explained) == [], "explained as impossible, yet provoked"


async def where_nobody_may_join(stage: Stage) -> None:
    """Numbers without an account, and addresses that nothing could be mailed to."""
    guest = await stage.harness.client()
    sent = (await guest(send_code("9996622001"))).phone_code_hash
    await stage.refused(guest, rpc_errors.PHONE_NUMBER_UNOCCUPIED, signing_in("9996622001", sent, CODE))
    await stage.harness.app.db.write(lambda tx: invites.create(tx, invites.Invite("9996622002", 0)))
    owner = await stage.harness.client("9996622002")
    asked = functions.account.SendVerifyEmailCode(purpose=LOGIN, email="ann@example.org")
    await stage.refused(owner, rpc_errors.EMAIL_NOT_ALLOWED, asked)


def test_reasons_are_for_errors_that_are_documented() -> None:
    expected = documented()
    names = {name for _, name in expected}
    stale = [
        (method, name)
        for method, name, _ in absent()
        if (name not in names if method == "*" else (method, name) not in expected)
    ]
    assert stale == []
