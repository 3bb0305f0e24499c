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
- What a lost connection or the end of the process cuts short goes on with `resume`, in its order and with its numbers:
  `openings` begins and ends chats, `delivery` sends, `receiving` takes and hands over, `book` keeps them all.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from client_sdk.client import Client
from client_sdk.clock import SystemClock
from client_sdk.secret.book import ChatBook, quietly
from client_sdk.secret.delivery import Delivery
from client_sdk.secret.openings import Openings
from client_sdk.secret.receiving import Handler, Receiver
from client_sdk.secret.record import Record, Status
from client_sdk.secret.store import Sent
from client_sdk.verbs.base import PeerLike
from mtproto import tl
from mtproto.clock import Clock, Random
from mtproto.tl import secret, types


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
        self._book = ChatBook(client, clock or SystemClock(), random)
        self._delivery = Delivery(client, self._book)
        self._openings = Openings(client, self._book, self._delivery, accept)
        self._receiver = Receiver(client, self._book, self._delivery, self._openings)
        client.on(types.UpdateEncryption)(self._openings.changed)
        client.on(types.UpdateNewEncryptedMessage)(self._receiver.came)

    def on_message(self, handler: Handler) -> Handler:
        """Decorate a handler of everything that is said and done in secret chats."""
        self._receiver.handlers.append(handler)
        return handler

    async def resume(self) -> None:
        """Go on with what an earlier run, or a lost connection, has cut short."""
        await self._receiver.confirm()
        for record in self.chats():
            if record.status is Status.OPEN:
                await quietly(self._delivery.deliver(record.chat_id))
            elif record.status is Status.WAITING:
                await quietly(self._openings.go_on(record))
        await self._receiver.hand_over()

    # -- chats ---------------------------------------------------------------------------------------------------------

    def chats(self) -> list[Record]:
        """Every secret chat, also those that wait and those that are over."""
        return self._book.store.chats()

    def chat(self, chat_id: int) -> Record:
        """A secret chat as it stands.

        Raises:
            SecretChatUnknown
        """
        return self._book.chat(chat_id)

    async def begin(self, user: PeerLike) -> Record:
        """Ask somebody for a secret chat; it waits until one of their devices accepts.

        Raises:
            RpcError: USER_IS_BLOCKED, INPUT_USER_DEACTIVATED and others.
            ProtocolViolation: the server's group is not safe.
        """
        return await self._openings.begin(user)

    async def opened(self, chat_id: int) -> Record:
        """Wait until a chat, which need not be known yet, is accepted or declined; see its `status`."""
        return await self._book.decided(chat_id)

    async def discard(self, chat_id: int, *, delete_history: bool = False) -> None:
        """End a chat for both; what is said in it can no longer be read."""
        await self._openings.discard(chat_id, delete_history=delete_history)

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

    async def send_media(
        self,
        chat_id: int,
        media: secret.TypeDecryptedMessageMedia,
        file: types.TypeInputEncryptedFile | None = None,
        *,
        ttl: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """Send anything that is no text: a web page, say. `files.send_file` sends files. Raises what `send` raises."""
        lasts = self.chat(chat_id).ttl if ttl is None else ttl
        message = secret.DecryptedMessage(
            random_id=self.random_id(), ttl=lasts, message="", media=media, reply_to_random_id=reply_to
        )
        await self.send_message(chat_id, message, file)
        return message.random_id

    async def send_location(self, chat_id: int, latitude: float, longitude: float) -> int:
        """Send a place on the map. Raises what `send` raises."""
        return await self.send_media(chat_id, secret.DecryptedMessageMediaGeoPoint(lat=latitude, long=longitude))

    async def send_venue(self, chat_id: int, latitude: float, longitude: float, title: str, address: str) -> int:
        """Send a place that has a name. Raises what `send` raises."""
        venue = secret.DecryptedMessageMediaVenue(
            lat=latitude, long=longitude, title=title, address=address, provider="", venue_id=""
        )
        return await self.send_media(chat_id, venue)

    async def send_contact(
        self, chat_id: int, phone: str, first_name: str, last_name: str = "", user_id: int = 0
    ) -> int:
        """Send somebody's number; 0 where their account is not known. Raises what `send` raises."""
        contact = secret.DecryptedMessageMediaContact(
            phone_number=phone, first_name=first_name, last_name=last_name, user_id=user_id
        )
        return await self.send_media(chat_id, contact)

    async def send_message(
        self, chat_id: int, message: secret.TypeDecryptedMessage, file: types.TypeInputEncryptedFile | None = None
    ) -> None:
        """Say anything that the schema of secret chats has. Raises what `send` raises, and EncodeError."""
        conversation = self._book.conversation(self.chat(chat_id))
        said = Sent(conversation.send(message), b"" if file is None else tl.encode(file))
        self._book.keep(conversation, [said])
        await self._delivery.deliver(chat_id)

    async def act(self, chat_id: int, action: secret.TypeDecryptedMessageAction) -> None:
        """Do something: delete messages, set the timer, say that messages were read or a picture was taken of them."""
        await self.send_message(chat_id, secret.DecryptedMessageService(random_id=self.random_id(), action=action))

    def random_id(self) -> int:
        """A number for a new message."""
        return int.from_bytes(self._book.random(8), "little", signed=True)
