"""Whether somebody still sees what becomes of a message: who has gone from a group keeps what they got in it, and of
reactions, votes and answers that were added they see nothing.
"""

from __future__ import annotations

from storage.conversations import chats
from storage.conversations.chats import Standing
from storage.conversations.messages import Message
from storage.database import Snapshot


async def follows(view: Snapshot, message: Message) -> bool:
    """Whether the owner of a copy does."""
    if message.peer > 0:
        return True
    member = await chats.member(view, -message.peer, message.box)
    return member is not None and member.standing is Standing.MEMBER
