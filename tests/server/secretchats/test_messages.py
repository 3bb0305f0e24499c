"""Messages of secret chats: to one device, in order, until it has them (rows E1, AT-8, FI-1)."""

import asyncio
import hashlib
import os
from typing import Any

import pytest

from mtproto import rpc_errors
from mtproto.tl import functions, types
from server.access.hashes import Hashed
from server.auth.housekeeping import QUEUED_KEPT, forget_what_is_over
from server.files.collecting import UNUSED_SECONDS, collect
from tests.server.auth.waiting import later
from tests.server.files.uploading import get, upload
from tests.server.secretchats.conftest import SecretChat, ciphertext, messages, nothing_came

pytestmark = pytest.mark.rows("E1")


async def caught_up(client: Any, qts: int = 0) -> tuple[list[Any], int]:
    """What getDifference has beyond a qts, and the qts it reaches."""
    answer = await client(functions.updates.GetDifference(pts=1, date=2**31 - 1, qts=qts))
    state = getattr(answer, "state", None)
    return getattr(answer, "new_encrypted_messages", []), qts if state is None else state.qts


async def test_bytes_go_through_untouched_to_one_device_in_order(chat: SecretChat) -> None:
    people, said = chat.people, [ciphertext(16 * size) for size in (1, 2, 300, 8000)]
    for random_id, data in enumerate(said, 1):
        sent = await chat.from_alice(data, random_id)
        assert isinstance(sent, types.messages.SentEncryptedMessage)
    came = [await people.bob.update(types.UpdateNewEncryptedMessage) for _ in said]
    assert [update.qts for update in came] == [2, 3, 4, 5]
    assert [(update.message.random_id, update.message.bytes) for update in came] == list(enumerate(said, 1))
    assert all(update.message.chat_id == chat.id for update in came)
    for other in (people.bob_tablet, people.alice_tablet, people.alice, people.mallory):
        assert await nothing_came(other, types.UpdateNewEncryptedMessage)
        assert (await caught_up(other))[0] == []


async def test_a_device_asks_for_a_few_at_a_time(chat: SecretChat) -> None:
    """qts_limit; a limit below one is none."""
    bob = chat.people.bob
    for random_id in (11, 12, 13):
        await chat.from_alice(random_id=random_id)
    told, qts = [], 0
    while True:
        answer = await bob(functions.updates.GetDifference(pts=1, date=2**31 - 1, qts=qts, qts_limit=2))
        told.append([message.random_id for message in answer.new_encrypted_messages])
        if isinstance(answer, types.updates.Difference):
            break
        qts = answer.intermediate_state.qts
    assert told == [[11, 12], [13]]
    for limit in (0, -1):
        answer = await bob(
            functions.updates.GetDifference(pts=1, date=2**31 - 1, qts=0, qts_limit=limit, pts_limit=limit)
        )
        assert len(answer.new_encrypted_messages) == 3


async def test_what_waits_is_told_again_until_it_is_received(chat: SecretChat) -> None:
    bob = chat.people.bob
    await bob.disconnect()
    for random_id in (11, 12, 13):
        await chat.from_alice(random_id=random_id)
    await bob.connect()
    for _ in range(2):
        waiting, qts = await caught_up(bob)
        assert ([message.random_id for message in waiting], qts) == ([11, 12, 13], 4)
    assert await bob(messages.ReceivedQueue(max_qts=3)) == [11, 12]
    assert await bob(messages.ReceivedQueue(max_qts=3)) == []
    assert [message.random_id for message in (await caught_up(bob))[0]] == [13]
    assert (await caught_up(bob, 4))[0] == []
    assert (await bob(functions.updates.GetState())).qts == 4
    for qts in (-1, 5):
        with pytest.raises(rpc_errors.MAX_QTS_INVALID):
            await bob(messages.ReceivedQueue(max_qts=qts))
    await chat.from_alice()
    assert (await bob(functions.updates.GetState())).qts == 5, "numbers are not given out twice"


async def test_what_nobody_fetches_is_kept_for_a_week(chat: SecretChat) -> None:
    people = chat.people
    await chat.from_alice()
    for days, left in ((6, 1), (2, 0)):
        await later(people.harness, days * 86_400, people.alice, people.bob)
        await forget_what_is_over(people.harness.app)
        assert len((await caught_up(people.bob))[0]) == left
    assert QUEUED_KEPT == 7 * 86_400


@pytest.mark.rows("AT-8")
async def test_nobody_else_can_post_into_a_chat(chat: SecretChat) -> None:
    """Neither a third person nor another device of the two, with whatever hash; and no chat's hash opens another."""
    people = chat.people
    for someone in (people.mallory, people.alice_tablet, people.bob_tablet):
        own = people.harness.app.hashes.of(someone.me.id, Hashed.ENCRYPTED_CHAT, chat.id)
        for access_hash in (own, chat.of_alice.access_hash, chat.of_bob.access_hash, 0):
            to = types.InputEncryptedChat(chat_id=chat.id, access_hash=access_hash)
            for call in _every_call(to):
                with pytest.raises(rpc_errors.CHAT_ID_INVALID):
                    await someone(call)
    other = await people.begin()
    crossed = types.InputEncryptedChat(chat_id=other.id, access_hash=chat.of_alice.access_hash)
    with pytest.raises(rpc_errors.CHAT_ID_INVALID):
        await people.alice(messages.SendEncrypted(peer=crossed, random_id=1, data=ciphertext()))


async def test_a_chat_that_is_not_accepted_carries_nothing(chat: SecretChat) -> None:
    people = chat.people
    waiting = await people.request()
    to = types.InputEncryptedChat(chat_id=waiting.id, access_hash=waiting.access_hash)
    for call in _every_call(to):
        with pytest.raises(rpc_errors.CHAT_ID_INVALID):
            await people.alice(call)


async def test_a_message_sent_twice_is_one_while_it_waits(chat: SecretChat) -> None:
    data = ciphertext()
    results = await asyncio.gather(*[chat.from_alice(data, 5) for _ in range(5)])
    assert all(result == results[0] for result in results)
    assert len((await caught_up(chat.people.bob))[0]) == 1
    await chat.people.bob(messages.ReceivedQueue(max_qts=2))
    await chat.from_alice(data, 5)  # the receiver may have asked for it
    assert len((await caught_up(chat.people.bob))[0]) == 1


async def test_messages_without_an_id_of_their_own_are_refused(chat: SecretChat) -> None:
    """The second would be taken for the first, and never come."""
    file = types.InputEncryptedFileUploaded(id=1, parts=1, md5_checksum="", key_fingerprint=0)
    of_all = {"peer": chat.of_alice, "random_id": 0, "data": ciphertext()}
    for request in (
        messages.SendEncrypted(**of_all),
        messages.SendEncryptedService(**of_all),
        messages.SendEncryptedFile(**of_all, file=file),
    ):
        with pytest.raises(rpc_errors.RANDOM_ID_EMPTY):
            await chat.people.alice(request)
    assert (await caught_up(chat.people.bob))[0] == []


async def test_service_messages_are_told_as_such(chat: SecretChat) -> None:
    data = ciphertext()
    await chat.people.alice(messages.SendEncryptedService(peer=chat.of_alice, random_id=1, data=data))
    update = await chat.people.bob.update(types.UpdateNewEncryptedMessage)
    assert isinstance(update.message, types.EncryptedMessageService)
    assert update.message.bytes == data


@pytest.mark.parametrize(
    ("size", "error"),
    [(0, "DATA_INVALID"), (24, "DATA_INVALID"), (41, "DATA_INVALID"), (128 * 1024 + 16, "DATA_TOO_LONG")],
)
async def test_bytes_that_no_client_encrypted(chat: SecretChat, size: int, error: str) -> None:
    for call in (messages.SendEncrypted, messages.SendEncryptedService):
        with pytest.raises(getattr(rpc_errors, error)):
            await chat.people.alice(call(peer=chat.of_alice, random_id=1, data=bytes(size)))


async def test_who_is_blocked_sends_nothing(chat: SecretChat) -> None:
    people = chat.people
    alice = await people.find(people.bob, "9996628001")
    named = types.InputPeerUser(user_id=alice.user_id, access_hash=alice.access_hash)
    await people.bob(functions.contacts.Block(id=named))
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await chat.from_alice()
    with pytest.raises(rpc_errors.USER_IS_BLOCKED):
        await people.alice(messages.SetEncryptedTyping(peer=chat.of_alice, typing=True))


@pytest.mark.rows("M21")
async def test_what_waits_for_a_message_that_failed_is_not_sent(chat: SecretChat) -> None:
    """invokeAfterMsg, which clients put around every message, keeps their order when one fails."""
    alice = chat.people.alice
    refused = alice.begin(messages.SendEncrypted(peer=chat.of_alice, random_id=1, data=b""))
    (first,) = alice._answers
    after = alice.begin(functions.InvokeAfterMsg(msg_id=first, query=chat.message(random_id=2)))
    with pytest.raises(rpc_errors.DATA_INVALID):
        await refused
    with pytest.raises(rpc_errors.MSG_WAIT_FAILED):
        await after
    sent = alice.begin(chat.message(random_id=3))
    (msg_id,) = alice._answers
    after = alice.begin(functions.InvokeAfterMsg(msg_id=msg_id, query=chat.message(random_id=4)))
    await asyncio.gather(sent, after)
    assert [message.random_id for message in (await caught_up(chat.people.bob))[0]] == [3, 4]


async def test_reading_and_writing_are_shown_to_the_other_device(chat: SecretChat) -> None:
    people = chat.people
    state = await people.alice(functions.updates.GetState())
    date = (await chat.from_alice()).date
    assert await people.bob(messages.SetEncryptedTyping(peer=chat.of_bob, typing=True)) is True
    assert (await people.alice.update(types.UpdateEncryptedChatTyping)).chat_id == chat.id
    assert await people.bob(messages.SetEncryptedTyping(peer=chat.of_bob, typing=False)) is True
    assert await people.bob(messages.ReadEncryptedHistory(peer=chat.of_bob, max_date=date)) is True
    read = await people.alice.update(types.UpdateEncryptedMessagesRead)
    assert (read.chat_id, read.max_date) == (chat.id, date)
    difference = await people.alice(functions.updates.GetDifference(pts=state.pts, date=state.date, qts=0))
    assert read in difference.other_updates
    assert await nothing_came(people.alice_tablet, types.UpdateEncryptedMessagesRead, types.UpdateEncryptedChatTyping)
    people.alice.forget_updates()
    for earlier in (date, date - 20):
        assert await people.bob(messages.ReadEncryptedHistory(peer=chat.of_bob, max_date=earlier)) is True
    assert await nothing_came(people.alice, types.UpdateEncryptedMessagesRead), "reading does not go back"
    for wrong in (0, -1, date + 3600):
        with pytest.raises(rpc_errors.MAX_DATE_INVALID):
            await people.bob(messages.ReadEncryptedHistory(peer=chat.of_bob, max_date=wrong))


@pytest.mark.rows("FI-1")
async def test_a_file_is_for_the_two_alone(chat: SecretChat) -> None:
    people, content = chat.people, os.urandom(5000)
    raw = await upload(people.alice, content)
    given = types.InputEncryptedFileUploaded(
        id=raw.id, parts=raw.parts, md5_checksum=hashlib.md5(content).hexdigest(), key_fingerprint=-9
    )
    sent = await people.alice(_with_file(chat, given))
    update = await people.bob.update(types.UpdateNewEncryptedMessage)
    got = update.message.file
    assert (got.id, got.size, got.key_fingerprint) == (sent.file.id, 5000, -9)

    def where(file: types.EncryptedFile) -> types.InputEncryptedFileLocation:
        return types.InputEncryptedFileLocation(id=file.id, access_hash=file.access_hash)

    assert (await people.alice(get(where(sent.file), limit=8192))).bytes == content
    assert (await people.bob(get(where(got), limit=8192))).bytes == content
    for file in (got, sent.file):
        with pytest.raises(rpc_errors.LOCATION_INVALID):
            await people.mallory(get(where(file)))
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await people.bob(get(where(sent.file)))

    again = await people.alice(_with_file(chat, types.InputEncryptedFile(id=got.id, access_hash=sent.file.access_hash)))
    assert again.file == sent.file
    with pytest.raises(rpc_errors.LOCATION_INVALID):
        await people.alice(_with_file(chat, types.InputEncryptedFile(id=got.id, access_hash=got.access_hash)))
    uploaded = await people.alice(
        messages.UploadEncryptedFile(peer=chat.of_alice, file=_replaced(given, await upload(people.alice, content)))
    )
    assert uploaded.size == 5000
    assert uploaded.id != got.id


async def test_files_that_are_none(chat: SecretChat) -> None:
    people = chat.people
    raw = await upload(people.alice, b"some content")
    wrong = types.InputEncryptedFileUploaded(id=raw.id, parts=1, md5_checksum="0" * 32, key_fingerprint=1)
    with pytest.raises(rpc_errors.MD5_CHECKSUM_INVALID):
        await people.alice(_with_file(chat, wrong))
    with pytest.raises(rpc_errors.FILE_EMTPY):
        await people.alice(_with_file(chat, types.InputEncryptedFileEmpty()))
    missing = types.InputEncryptedFileBigUploaded(id=404, parts=3, key_fingerprint=1)
    with pytest.raises(rpc_errors.FILE_PART_0_MISSING):
        await people.alice(_with_file(chat, missing))


async def test_files_go_with_their_chat(chat: SecretChat) -> None:
    people, app = chat.people, chat.people.harness.app
    raw = await upload(people.alice, os.urandom(3000))
    await people.alice(
        _with_file(chat, types.InputEncryptedFileUploaded(id=raw.id, parts=1, md5_checksum="", key_fingerprint=1))
    )
    await people.harness.advance(UNUSED_SECONDS + 1)
    assert ((await collect(app)).waiting, (await collect(app)).files) == (0, 0)
    await later(people.harness, 1, people.alice)
    await people.alice(messages.DiscardEncryption(chat_id=chat.id))
    await later(people.harness, QUEUED_KEPT + 1, people.alice)
    await forget_what_is_over(app)
    assert (await collect(app)).waiting == 1
    await people.harness.advance(UNUSED_SECONDS + 1)
    assert (await collect(app)).files == 1


def _with_file(chat: SecretChat, file: types.TypeInputEncryptedFile) -> messages.SendEncryptedFile:
    random_id = int.from_bytes(os.urandom(7))
    return messages.SendEncryptedFile(peer=chat.of_alice, random_id=random_id, data=ciphertext(), file=file)


def _replaced(given: types.InputEncryptedFileUploaded, raw: types.InputFile) -> types.InputEncryptedFileUploaded:
    return types.InputEncryptedFileUploaded(
        id=raw.id, parts=raw.parts, md5_checksum="", key_fingerprint=given.key_fingerprint
    )


def _every_call(to: types.InputEncryptedChat) -> list[Any]:
    """Every method that needs an accepted chat."""
    file = types.InputEncryptedFileEmpty()
    return [
        messages.SendEncrypted(peer=to, random_id=1, data=ciphertext()),
        messages.SendEncryptedService(peer=to, random_id=1, data=ciphertext()),
        messages.SendEncryptedFile(peer=to, random_id=1, data=ciphertext(), file=file),
        messages.UploadEncryptedFile(peer=to, file=file),
        messages.SetEncryptedTyping(peer=to, typing=True),
        messages.ReadEncryptedHistory(peer=to, max_date=1),
    ]
