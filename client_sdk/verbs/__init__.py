"""What a developer calls on a client, a room of verbs for each subject; `base` is what they stand on."""

from __future__ import annotations

from client_sdk.verbs.base import PeerLike as PeerLike
from client_sdk.verbs.base import Verbs as Verbs
from client_sdk.verbs.base import only_message as only_message
