"""The requests a client waits for, under whatever message id each of them travels at the moment.

Rules of this file
- Its owner knows a request by an id that never changes and is nobody else's; the message id may change.
- A request that is sent anew gets a new message id, and what comes after it is told the new one (invokeAfterMsg).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mtproto.session.messages import Message


@dataclass(slots=True, eq=False)
class PendingRequest:
    """One request without an answer yet.

    Attributes:
        request_id: What its owner knows it by: mostly the first message id it had.
        message: The message it travels in now.
        body: The query, without what says which requests it comes after.
        after: The request ids it comes after.
        drops: The request whose answer this one drops (rpc_drop_answer); None for a call of a method.
        acknowledged: The server said that it has it.
        unwanted: Its answer was dropped; nobody is told when it comes.
    """

    request_id: int
    message: Message
    body: bytes
    after: tuple[int, ...] = ()
    drops: int | None = None
    acknowledged: bool = False
    unwanted: bool = False


class PendingRequests:
    """All requests of a session that are not answered."""

    __slots__ = ("_by_msg_id", "_by_request_id")

    def __init__(self) -> None:
        self._by_request_id: dict[int, PendingRequest] = {}
        self._by_msg_id: dict[int, PendingRequest] = {}

    def add(self, request: PendingRequest) -> None:
        """Wait for a request's answer."""
        self._by_request_id[request.request_id] = request
        self._by_msg_id[request.message.msg_id] = request

    def under(self, msg_id: int) -> PendingRequest | None:
        """The request that travels under a message id now."""
        return self._by_msg_id.get(msg_id)

    def named(self, request_id: int) -> PendingRequest | None:
        """The request its owner knows by this id."""
        return self._by_request_id.get(request_id)

    def acknowledged_before(self, msg_id: int) -> list[PendingRequest]:
        """Those with a lower message id than this that the server said it has."""
        return [each for each in self._by_msg_id.values() if each.message.msg_id < msg_id and each.acknowledged]

    def message_ids(self, request_ids: Iterable[int]) -> tuple[int, ...]:
        """The message ids under which some requests travel; those that are answered need not be waited for."""
        found = (self._by_request_id.get(request_id) for request_id in request_ids)
        return tuple(request.message.msg_id for request in found if request is not None)

    def renumber(self, request: PendingRequest, message: Message) -> None:
        """It travels in another message from now on."""
        del self._by_msg_id[request.message.msg_id]
        request.message = message
        request.acknowledged = False
        self._by_msg_id[message.msg_id] = request

    def remove(self, request: PendingRequest) -> None:
        """It is answered, or never will be."""
        del self._by_request_id[request.request_id]
        del self._by_msg_id[request.message.msg_id]
