"""What a MessagesFilter asks for, in words of the store (core.telegram.org/type/MessagesFilter)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mtproto import rpc_errors
from mtproto.tl import types
from storage.conversations.messages import Flag
from storage.searching.search import Question
from storage.searching.searchable import Kind

KINDS: Mapping[type, frozenset[Kind]] = {
    types.InputMessagesFilterPhotos: frozenset({Kind.PHOTO}),
    types.InputMessagesFilterVideo: frozenset({Kind.VIDEO}),
    types.InputMessagesFilterPhotoVideo: frozenset({Kind.PHOTO, Kind.VIDEO}),
    types.InputMessagesFilterDocument: frozenset({Kind.DOCUMENT}),
    types.InputMessagesFilterUrl: frozenset({Kind.URL}),
    types.InputMessagesFilterGif: frozenset({Kind.GIF}),
    types.InputMessagesFilterVoice: frozenset({Kind.VOICE}),
    types.InputMessagesFilterMusic: frozenset({Kind.MUSIC}),
    types.InputMessagesFilterRoundVideo: frozenset({Kind.ROUND}),
    types.InputMessagesFilterRoundVoice: frozenset({Kind.ROUND, Kind.VOICE}),
    types.InputMessagesFilterChatPhotos: frozenset({Kind.CHAT_PHOTO}),
    types.InputMessagesFilterGeo: frozenset({Kind.GEO}),
    types.InputMessagesFilterContacts: frozenset({Kind.CONTACT}),
    types.InputMessagesFilterPoll: frozenset({Kind.POLL}),
    types.InputMessagesFilterPhoneCalls: frozenset(),  # nobody can call here, so there are none to list
}
"""Lists of media. Each message stands in one of those that a filter names, so nothing is found twice."""

FLAGS: Mapping[type, Flag] = {
    types.InputMessagesFilterMyMentions: Flag.MENTIONED,
    types.InputMessagesFilterPinned: Flag.PINNED,
}


def filtered(question: Question, given: types.TypeMessagesFilter) -> Question:
    """The question narrowed by a filter."""
    if isinstance(given, types.InputMessagesFilterEmpty):
        return question
    if type(given) in FLAGS:
        return replace(question, flags=FLAGS[type(given)])
    return replace(question, kinds=KINDS[type(given)])


def of_media(question: Question, given: types.TypeMessagesFilter) -> Question:
    """The question narrowed by a filter that must name a list of media.

    Raises:
        FILTER_NOT_SUPPORTED: It names no media.
    """
    if type(given) not in KINDS:
        raise rpc_errors.FILTER_NOT_SUPPORTED
    return filtered(question, given)
