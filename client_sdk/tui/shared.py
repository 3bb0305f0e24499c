"""What the chats of one screen share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from client_sdk.client import Client
from client_sdk.tui.chats import Chats
from client_sdk.tui.people import People
from client_sdk.tui.pictures import Pictures
from mtproto.clock import Clock


@dataclass(frozen=True, slots=True)
class Shared:
    """What the chats of one screen share.

    Attributes:
        client: The account.
        chats: Its chats.
        people: For names.
        pictures: For the pictures in messages.
        downloads: Where files go.
        clock: For how often typing is told.
        zone: For times; None is the machine's own.
    """

    client: Client
    chats: Chats
    people: People
    pictures: Pictures
    downloads: Path
    clock: Clock
    zone: tzinfo | None
