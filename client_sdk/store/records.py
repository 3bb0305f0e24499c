"""What is kept, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Login:
    """A key with a server, and who is signed in with it.

    Attributes:
        dc_id: The DC that the key was made with, and where it answers.
        auth_key: The 256 bytes.
        salt: The last salt known.
        time_offset: Seconds that the server's clock is ahead.
        user_id: Who is signed in; 0 for nobody.
    """

    dc_id: int
    host: str
    port: int
    auth_key: bytes = field(repr=False)
    salt: int = field(repr=False)
    time_offset: float
    user_id: int = 0


class UpdateState(NamedTuple):
    """Up to where updates were handled (core.telegram.org/api/updates)."""

    pts: int
    qts: int
    date: int
    seq: int


@dataclass(frozen=True, slots=True)
class PeerRecord:
    """A peer that was seen.

    Attributes:
        peer_id: A user's id; minus a basic group's id; -10^12 minus a channel's.
        access_hash: What it is named with besides the id; 0 for basic groups.
        username: In lower case.
        phone: Digits only.
    """

    peer_id: int
    access_hash: int
    username: str | None = None
    phone: str | None = None
