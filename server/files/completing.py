"""What a recording says of itself, put beside what the client said of it (core.telegram.org/type/DocumentAttribute).

A client's word counts where it gave one; sizes, durations, titles and waveforms that it left out are filled in. Whether
a video has sound is the file's to say alone: an MP4 without any is shown as an animation, unless the client asks for a
video (inputMediaUploadedDocument.nosound_video).
"""

from __future__ import annotations

from typing import Any

from server.files.attributes import MAX_TITLE, Record
from server.files.recordings import Facts

ANIMATIONS = frozenset({"video/mp4"})
"""What clients play in a loop when it has no sound (core.telegram.org/api/files#animated-gifs)."""

STAND_ALONE = frozenset({"animated", "sticker"})


def complete(
    attributes: list[Record], facts: Facts, mime_type: str, *, as_file: bool = False, keep_video: bool = False
) -> list[Record]:
    """The attributes of a recording.

    Args:
        attributes: What the client said.
        facts: What the file says.
        mime_type: Its type.
        as_file: The client wants it shown as a plain file: nothing is added that would make it more.
        keep_video: A video without sound stays a video.
    """
    kept = {record["kind"]: record for record in attributes}
    if facts.width and ("video" in kept or not as_file):
        kept["video"] = _video(kept.get("video"), facts)
        silent = mime_type in ANIMATIONS and not facts.sounds
        if silent and not (keep_video or as_file or kept["video"]["round"] or STAND_ALONE & kept.keys()):
            kept["animated"] = {"kind": "animated"}
    elif facts.sounds and not facts.width and ("audio" in kept or not as_file):
        kept["audio"] = _audio(kept.get("audio"), facts)
    return list(kept.values())


def _video(given: Record | None, facts: Facts) -> Record:
    read = {"w": facts.width, "h": facts.height, "duration": facts.duration, "codec": facts.codec}
    rest = {"kind": "video", "round": False, "streaming": False, "prefix": 0, "start": 0.0}
    if given is not None and not (given["w"] > 1 and given["h"] > 1):
        given = {**given, "w": 0, "h": 0}  # one side alone says nothing, nor does Telethon's 1 by 1
    return {**rest, **_filled(given, read), "nosound": not facts.sounds}


def _audio(given: Record | None, facts: Facts) -> Record:
    read = {
        "duration": round(facts.duration),
        "title": facts.title[:MAX_TITLE],
        "performer": facts.performer[:MAX_TITLE],
        "waveform": facts.waveform,
    }
    return {"kind": "audio", "voice": False, **_filled(given, read)}


def _filled(given: Record | None, read: dict[str, Any]) -> Record:
    """What was given, and of what was read that for which nothing was."""
    given = given or {}
    return {**given, **{name: value for name, value in read.items() if not given.get(name)}}
