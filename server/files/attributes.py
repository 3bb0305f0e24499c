"""Attributes of documents, DocumentAttribute ↔ records; what clients claim is bounded.

A record is a map with its `kind` and what the kind carries. Which set a sticker stands in is for the server to say;
what a client claims about that is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from mtproto.tl import types
from server.files.names import clean

Record = dict[str, Any]

MAX_TITLE = 255
"""Characters of a title and of a performer."""

MAX_SIDE = 1 << 16
MAX_SECONDS = 1 << 24
MAX_WAVEFORM = 512
"""Bytes; clients send 100 samples of five bits."""

MAX_ATTRIBUTES = 16


def read_attributes(given: Sequence[types.TypeDocumentAttribute]) -> list[Record]:
    """What is kept of the attributes a client sent: one of each kind at most."""
    kept: dict[str, Record] = {}
    for attribute in given[:MAX_ATTRIBUTES]:
        record = _read(attribute)
        if record is not None:
            kept.setdefault(record["kind"], record)
    return list(kept.values())


def _read(given: types.TypeDocumentAttribute) -> Record | None:
    match given:
        case types.DocumentAttributeFilename(file_name=name):
            plain = clean(name)
            return {"kind": "filename", "name": plain} if plain else None
        case types.DocumentAttributeImageSize(w=w, h=h):
            return {"kind": "image_size", "w": _side(w), "h": _side(h)}
        case types.DocumentAttributeAnimated():
            return {"kind": "animated"}
        case types.DocumentAttributeVideo():
            return {
                "kind": "video",
                "w": _side(given.w),
                "h": _side(given.h),
                "duration": seconds(given.duration),
                "round": given.round_message,
                "streaming": given.supports_streaming,
                "nosound": given.nosound,
                "prefix": given.preload_prefix_size or 0,
                "start": seconds(given.video_start_ts or 0.0),
                "codec": (given.video_codec or "")[:32],
            }
        case types.DocumentAttributeAudio():
            return {
                "kind": "audio",
                "voice": given.voice,
                "duration": min(max(given.duration, 0), MAX_SECONDS),
                "title": (given.title or "")[:MAX_TITLE],
                "performer": (given.performer or "")[:MAX_TITLE],
                "waveform": (given.waveform or b"")[:MAX_WAVEFORM],
            }
        case types.DocumentAttributeSticker(alt=alt):
            return {
                "kind": "sticker",
                "alt": alt[:32],
                "mask": given.mask,
                "set": 0,
                "coords": _coords(given.mask_coords),
            }
    return None


def _coords(given: types.TypeMaskCoords | None) -> list[float] | None:
    return None if given is None else [given.n, given.x, given.y, given.zoom]


def seconds(given: float) -> float:
    """A time that a client gives, within bounds."""
    # Not every number that a client can write is one: NaN compares with nothing.
    return min(max(given, 0.0), float(MAX_SECONDS)) if math.isfinite(given) else 0.0


def _side(pixels: int) -> int:
    return min(max(pixels, 0), MAX_SIDE)


def render_attribute(record: Record, stickerset: types.TypeInputStickerSet) -> types.TypeDocumentAttribute:
    """A record as an attribute; `stickerset` is the set that the document stands in, as its viewer names it."""
    match record["kind"]:
        case "filename":
            return types.DocumentAttributeFilename(file_name=record["name"])
        case "image_size":
            return types.DocumentAttributeImageSize(w=record["w"], h=record["h"])
        case "video":
            return types.DocumentAttributeVideo(
                w=record["w"],
                h=record["h"],
                duration=record["duration"],
                round_message=record["round"],
                supports_streaming=record["streaming"],
                nosound=record["nosound"],
                preload_prefix_size=record["prefix"] or None,
                video_start_ts=record["start"] or None,
                video_codec=record["codec"] or None,
            )
        case "audio":
            return types.DocumentAttributeAudio(
                voice=record["voice"],
                duration=record["duration"],
                title=record["title"] or None,
                performer=record["performer"] or None,
                waveform=record["waveform"] or None,
            )
        case "sticker":
            coords = record["coords"]
            return types.DocumentAttributeSticker(
                alt=record["alt"],
                mask=record["mask"],
                stickerset=stickerset,
                mask_coords=types.MaskCoords(n=coords[0], x=coords[1], y=coords[2], zoom=coords[3]) if coords else None,
            )
        case "custom_emoji":
            return types.DocumentAttributeCustomEmoji(
                alt=record["alt"], free=True, text_color=record["text_color"], stickerset=stickerset
            )
    return types.DocumentAttributeAnimated()
