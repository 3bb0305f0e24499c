"""Secret chats for the developer: begin, accept, say, hear, end.

    client = Client(...)
    secrets = SecretChats(client)

    @secrets.on_message
    async def heard(message: SecretMessage) -> None: ...

    async with client:
        await secrets.resume()
        chat = await secrets.opened((await secrets.begin("bob")).chat_id)
        print(fingerprint.picture(chat.key_hash))
        await secrets.send(chat.chat_id, "nobody else reads this")

Rules of this file
- Stored before it is sent, and stored before it is handled: what a lost connection or the end of the process cuts short
  goes on with `resume`, in its order and with its numbers.
- The server is told to forget messages only once the update state that covers them is stored.
- Whatever an honest peer cannot have sent ends the chat.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from client_sdk.client import Client
from client_sdk.clock import SystemClock
from client_sdk.errors import ClientError
from client_sdk.secret import fingerprint
from client_sdk.secret.conversation import Conversation, Received
from client_sdk.secret.record import Opening, Record, Status
from client_sdk.secret.rekeying import Keys, agree
from client_sdk.secret.rekeying import fingerprint as key_fingerprint
from client_sdk.secret.sequence import Inconsistent, Sequence
from client_sdk.secret.store import SecretStore, Sent
from client_sdk.verbs.base import PeerLike
from mtproto import rpc_errors, tl
from mtproto.clock import Clock, Random
from mtproto.crypto import dh
from mtproto.errors import BadMessageKey
from mtproto.rpc_errors import RpcError
from mtproto.tl import functions, secret, types

log = logging.getLogger(__name__)

ENDED = (rpc_errors.ENCRYPTION_DECLINED, rpc_errors.CHAT_ID_INVALID, rpc_errors.USER_DELETED)
"""What the server answers where a chat is no more."""

GONE = (rpc_errors.FILE_PART_0_MISSING, rpc_errors.FILE_PART_X_MISSING, rpc_errors.LOCATION_INVALID)
"""What it answers where it has dropped an upload. The message goes out without it: its number must not be missing."""


class SecretChatUnknown(ClientError):
    """There is no secret chat of that number."""


@dataclass(frozen=True, slots=True)
class SecretMessage:
    """Something that was said, or done (a DecryptedMessageService), in a secret chat; `file` lies at the server."""

    chat: Record
    message: secret.TypeDecryptedMessage
    file: types.EncryptedFile | None


Handler = Callable[[SecretMessage], Awaitable[None]]


class SecretChats:
    """The secret chats of a client; to be made before the client connects.

    Args:
        client: The client.
        accept: Whether to accept a chat that this user asks for; everyone's, if not given.
        clock: Time.
        random: The system's generator.
    """

    def __init__(
        self,
        client: Client,
        *,
        accept: Callable[[int], bool] = lambda user_id: True,
        clock: Clock | None = None,
        random: Random = os.urandom,
    ) -> None:
        self._client = client
        self._accepts = accept
        self._clock = clock or SystemClock()
        self._random = random
        self._handlers: list[Handler] = []
        self._delivering: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._handing_over = asyncio.Lock()
        self._changed = asyncio.Condition()
        self._confirmed = 0
        client.on(types.UpdateEncryption)(self._chat_changed)
        client.on(types.UpdateNewEncryptedMessage)(self._message_came)

    def on_message(self, handler: Handler) -> Handler:
        """Decorate a handler of everything that is said and done in secret chats."""
        self._handlers.append(handler)
        return handler

    async def resume(self) -> None:
        """Go on with what an earlier run, or a lost connection, has cut short."""
        await self._confirm()
        for record in self.chats():
            if record.status is Status.OPEN:
                await self._quietly(self._deliver(record.chat_id))
            elif record.status is Status.WAITING:
                await self._quietly(self._ask(record) if record.sequence.is_creator else self._answer(record))
        await self._hand_over()

    # -- chats ---------------------------------------------------------------------------------------------------------

    def chats(self) -> list[Record]:
        """Every secret chat, also those that wait and those that are over."""
        return self._store.chats()

    def chat(self, chat_id: int) -> Record:
        """A secret chat as it stands.

        Raises:
            SecretChatUnknown
        """
        record = self._store.chat(chat_id)
        if record is None:
            raise SecretChatUnknown(f"there is no secret chat {chat_id}")
        return record

    async def begin(self, user: PeerLike) -> Record:
        """Ask somebody for a secret chat; it waits until one of their devices accepts.

        Raises:
            RpcError: USER_IS_BLOCKED, INPUT_USER_DEACTIVATED and others.
            ProtocolViolation: the server's group is not safe.
        """
        target = await self._client.input_user(user)
        if not isinstance(target, types.InputUser):
            raise rpc_errors.USER_ID_INVALID
        chat_id = 1 + int.from_bytes(self._random(4), "little") % (2**31 - 1)
        record = Record(chat_id, 0, target.user_id, Status.WAITING, Sequence(is_creator=True), await self._opening())
        self._store.save(record)
        try:
            await self._ask(record)
        except RpcError:
            await self._close(record)
            raise
        return self.chat(chat_id)

    async def opened(self, chat_id: int) -> Record:
        """Wait until a chat, which need not be known yet, is accepted or declined; see its `status`."""

        def is_decided() -> bool:
            record = self._store.chat(chat_id)
            return record is not None and record.status is not Status.WAITING

        async with self._changed:
            await self._changed.wait_for(is_decided)
        return self.chat(chat_id)

    async def discard(self, chat_id: int, *, delete_history: bool = False) -> None:
        """End a chat for both; what is said in it can no longer be read."""
        record = self.chat(chat_id)
        await self._close(record)
        with suppress(rpc_errors.ENCRYPTION_ALREADY_DECLINED, rpc_errors.ENCRYPTION_ID_INVALID):  # the peer was faster
            await self._client(functions.messages.DiscardEncryption(chat_id=chat_id, delete_history=delete_history))

    # -- saying --------------------------------------------------------------------------------------------------------

    async def send(self, chat_id: int, text: str, *, ttl: int | None = None, reply_to: int | None = None) -> int:
        """Say something; its random_id, by which both know it. `ttl` is the chat's, if not given.

        Raises:
            NotOpen: the chat waits, or is over.
            RpcError: USER_IS_BLOCKED and others; the message stays the next to be delivered.
        """
        lasts = self.chat(chat_id).ttl if ttl is None else ttl
        message = secret.DecryptedMessage(
            random_id=self.random_id(), ttl=lasts, message=text, reply_to_random_id=reply_to
        )
        await self.send_message(chat_id, message)
        return message.random_id

    async def send_message(
        self, chat_id: int, message: secret.TypeDecryptedMessage, file: types.TypeInputEncryptedFile | None = None
    ) -> None:
        """Say anything that the schema of secret chats has. Raises what `send` raises, and EncodeError."""
        conversation = self._conversation(self.chat(chat_id))
        outgoing = [Sent(conversation.send(message), b"" if file is None else tl.encode(file))]
        if (renewal := conversation.renew()) is not None:
            outgoing.append(Sent(renewal, b""))
        self._store.save(conversation.record, outgoing)
        await self._deliver(chat_id)

    async def act(self, chat_id: int, action: secret.TypeDecryptedMessageAction) -> None:
        """Do something: delete messages, set the timer, say that messages were read or a picture was taken of them."""
        await self.send_message(chat_id, secret.DecryptedMessageService(random_id=self.random_id(), action=action))

    def random_id(self) -> int:
        """A number for a new message."""
        return int.from_bytes(self._random(8), "little", signed=True)

    async def _deliver(self, chat_id: int) -> None:
        """Give the server what it does not have yet, in order."""
        async with self._delivering[chat_id]:
            while (sent := self._store.undelivered(chat_id)) is not None:
                record = self.chat(chat_id)
                try:
                    answer = await self._client(self._call(record, sent))
                except ENDED:
                    await self._close(self.chat(chat_id))
                    raise
                except GONE as error:
                    log.warning("the file of a secret message is no longer with the server: %s", error)
                    self._store.without_file(chat_id, sent.outgoing.number)
                    continue
                self._store.delivered(chat_id, sent.outgoing.number, _kept(answer, sent.file))

    def _call(self, record: Record, sent: Sent) -> tl.TLFunction[types.messages.TypeSentEncryptedMessage]:
        peer = types.InputEncryptedChat(chat_id=record.chat_id, access_hash=record.access_hash)
        data = self._conversation(record).encrypt(sent.outgoing)
        random_id = sent.outgoing.random_id
        if sent.file:
            file = tl.decode(sent.file)
            assert isinstance(file, types.TypeInputEncryptedFile)  # nothing else is stored
            return functions.messages.SendEncryptedFile(peer=peer, random_id=random_id, data=data, file=file)
        if sent.outgoing.service:
            return functions.messages.SendEncryptedService(peer=peer, random_id=random_id, data=data)
        return functions.messages.SendEncrypted(peer=peer, random_id=random_id, data=data)

    # -- hearing -------------------------------------------------------------------------------------------------------

    async def _message_came(self, update: types.UpdateNewEncryptedMessage) -> None:
        message = update.message
        file = getattr(message, "file", None)
        beside = tl.encode(file) if isinstance(file, types.EncryptedFile) else b""
        await self._confirm()
        record = self._store.chat(message.chat_id)
        if record is None or record.status is not Status.OPEN:
            log.warning("a message of the secret chat %s, which is not open", message.chat_id)
            if record is not None and record.status is Status.CLOSED:  # the server may not have heard of it
                await self._quietly(self.discard(record.chat_id))
            return
        conversation = self._conversation(record)
        try:
            received = conversation.receive(message.bytes, beside)
        except BadMessageKey:
            log.warning("a message of the secret chat %s under a key that it does not have", record.chat_id)
            return
        except Inconsistent as fault:
            log.error("the secret chat %s is ended: %s", record.chat_id, fault)
            await self._quietly(self.discard(record.chat_id))
            return
        self._keep(conversation, received)
        await self._quietly(self._deliver(record.chat_id))
        await self._hand_over()

    def _keep(self, conversation: Conversation, received: Received) -> None:
        sent = [Sent(outgoing, b"") for outgoing in received.send]
        if (renewal := conversation.renew()) is not None:
            sent.append(Sent(renewal, b""))
        self._store.save(conversation.record, sent, received.taken, received.again)

    async def _hand_over(self) -> None:
        """Let the handlers have what was taken, one message after the other; each is forgotten once they had it."""
        async with self._handing_over:
            while (first := self._store.inbox()) is not None:
                row, chat_id, message, beside = first
                file = tl.decode(beside) if beside else None
                assert file is None or isinstance(file, types.EncryptedFile)  # nothing else is stored
                said = SecretMessage(self.chat(chat_id), message, file)
                for handler in self._handlers:
                    try:
                        await handler(said)
                    except Exception:
                        log.exception("a handler failed on a secret message")
                self._store.handled(row)

    async def _confirm(self) -> None:
        """Tell the server what it may forget: everything that the stored update state covers."""
        state = self._client.store.update_state()
        if state is not None and state.qts > self._confirmed:
            self._confirmed = state.qts
            await self._quietly(self._received(state.qts))

    async def _received(self, qts: int) -> None:
        await self._client(functions.messages.ReceivedQueue(max_qts=qts))

    # -- beginnings and endings ----------------------------------------------------------------------------------------

    async def _chat_changed(self, update: types.UpdateEncryption) -> None:
        match update.chat:
            case types.EncryptedChatRequested() as chat:
                await self._quietly(self._requested(chat))
            case types.EncryptedChat() as chat:
                await self._quietly(self._accepted(chat))
            case types.EncryptedChatDiscarded(id=chat_id) if (record := self._store.chat(chat_id)) is not None:
                await self._close(record)

    async def _opening(self, g_a: bytes = b"") -> Opening:
        """A secret for a new chat, in the server's group, which is checked, and mixed with the server's randomness."""
        config = await self._client(functions.messages.GetDhConfig(version=0, random_length=dh.SIZE))
        if not isinstance(config, types.messages.DhConfig):
            raise Inconsistent("the server does not say in which group")
        prime = int.from_bytes(config.p, "big")
        if (prime, config.g) != (dh.PRIME, dh.G):  # which is known to be safe
            await asyncio.to_thread(dh.check_group, prime, config.g)
        exponent = dh.secret_exponent(self._random) ^ int.from_bytes(config.random[: dh.SIZE], "big")
        return Opening(prime, config.g, exponent or 1, g_a)

    async def _ask(self, record: Record) -> None:
        opening = record.opening
        assert opening is not None  # it is waiting
        target = await self._client.input_user(record.user_id)
        asked = await self._client(
            functions.messages.RequestEncryption(user_id=target, random_id=record.chat_id, g_a=_public_value(opening))
        )
        record = self.chat(record.chat_id)  # it may have been accepted before the answer was read
        if isinstance(asked, types.EncryptedChatWaiting) and record.status is Status.WAITING:
            record.access_hash = asked.access_hash
            self._store.save(record)

    async def _requested(self, chat: types.EncryptedChatRequested) -> None:
        if self._store.chat(chat.id) is not None:
            return
        if not self._accepts(chat.admin_id):
            await self._client(functions.messages.DiscardEncryption(chat_id=chat.id))
            return
        opening = await self._opening(chat.g_a)
        sequence = Sequence(is_creator=False)
        record = Record(chat.id, chat.access_hash, chat.admin_id, Status.WAITING, sequence, opening)
        self._store.save(record)
        await self._answer(record)

    async def _answer(self, record: Record) -> None:
        opening = record.opening
        assert opening is not None  # it is waiting
        try:
            keys = self._agreed(opening, opening.g_a)
            await self._client(
                functions.messages.AcceptEncryption(
                    peer=types.InputEncryptedChat(chat_id=record.chat_id, access_hash=record.access_hash),
                    g_b=_public_value(opening),
                    key_fingerprint=key_fingerprint(keys.current),
                )
            )
        except (rpc_errors.ENCRYPTION_ALREADY_ACCEPTED, rpc_errors.ENCRYPTION_ALREADY_DECLINED):
            await self._close(record)
        except Inconsistent as fault:
            log.error("a secret chat is declined: %s", fault)
            await self.discard(record.chat_id)
        else:
            await self._open(record, keys)

    async def _accepted(self, chat: types.EncryptedChat) -> None:
        record = self._store.chat(chat.id)
        if record is None or record.opening is None or not record.sequence.is_creator:
            return
        try:
            keys = self._agreed(record.opening, chat.g_a_or_b)
            if key_fingerprint(keys.current) != chat.key_fingerprint:
                raise Inconsistent("the peer has another key")
        except Inconsistent as fault:
            log.error("a secret chat is ended: %s", fault)
            await self.discard(chat.id)
            return
        record.access_hash = chat.access_hash
        await self._open(record, keys)

    def _agreed(self, opening: Opening, public_value: bytes) -> Keys:
        key = agree(public_value, opening.exponent, opening.prime)
        return Keys(opening.prime, opening.g, key, since=self._clock.now())

    async def _open(self, record: Record, keys: Keys) -> None:
        record.status, record.opening, record.keys = Status.OPEN, None, keys
        record.key_hash = fingerprint.key_hash(keys.current.data)
        announcement = self._conversation(record).announce()
        self._store.save(record, [Sent(announcement, b"")])
        await self._tell_waiting()
        await self._deliver(record.chat_id)

    async def _close(self, record: Record) -> None:
        """The chat is over: its keys are forgotten."""
        record.status, record.opening, record.keys = Status.CLOSED, None, None
        record.held.clear()
        self._store.close(record)
        await self._tell_waiting()

    async def _tell_waiting(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    # -- helpers -------------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> SecretStore:
        return SecretStore(self._client.store.db)

    def _conversation(self, record: Record) -> Conversation:
        return Conversation(record, self._random, self._clock.now)

    async def _quietly(self, work: Awaitable[object]) -> None:
        """Do what can be done again later: where it fails, `resume` goes on with it."""
        try:
            await work
        except (RpcError, ClientError) as error:
            log.warning("secret chats: %s", error)


def _public_value(opening: Opening) -> bytes:
    return dh.power(opening.g, opening.exponent, opening.prime).to_bytes(dh.SIZE, "big")


def _kept(answer: types.messages.TypeSentEncryptedMessage, file: bytes) -> bytes:
    """How to name the file of a message when it is sent again: not as an upload, which is used only once."""
    sent = getattr(answer, "file", None)
    if not isinstance(sent, types.EncryptedFile):
        return file
    return tl.encode(types.InputEncryptedFile(id=sent.id, access_hash=sent.access_hash))
