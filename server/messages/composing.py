"""What all ways of writing a message share: limits, flags, whom it mentions."""

from collections.abc import Iterable
from typing import Any

from storage.messages import Flag

MAX_TEXT = 4096
"""Characters of a message: config.message_length_max."""

MAX_CAPTION = 1024
"""Characters of a caption: config.caption_length_max."""


def send_flags(silent: bool, noforwards: bool, invert_media: bool) -> Flag:
    """The flags a sender may ask for."""
    flags = Flag.SILENT if silent else Flag(0)
    if noforwards:
        flags |= Flag.NOFORWARDS
    if invert_media:
        flags |= Flag.INVERT_MEDIA
    return flags


def mentioned(entities: Iterable[dict[str, Any]]) -> frozenset[int]:
    """The users whom a text mentions by name."""
    return frozenset(entity["user_id"] for entity in entities if entity["kind"] == "mention_name")
