"""Answers whose type changed: from what the newest method returns to what the called definition promised."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from mtproto.tl import types
from mtproto.tl.errors import Unmappable
from mtproto.tl.layers.peers import user_id_of
from mtproto.tl.layers.rules import UNWRAPS, unwraps
from mtproto.tl.layers.type_pairs import stories_of_user
from mtproto.tl.table import Definition

_ANSWERED_BY = {
    "payments.getUserStarGift": "payments.getSavedStarGift",
    "payments.getUserStarGifts": "payments.getSavedStarGifts",
    "stories.getUserStories": "stories.getPeerStories",
    "users.getIsPremiumRequiredToContact": "users.getRequirementsToContact",
    "users.getStoriesMaxIDs": "stories.getPeerMaxIDs",
}
"""Methods whose names are gone and whose successors return something else."""


def unwrap(called: Definition) -> Callable[[Any], Any] | None:
    """What turns the newest answer into the promised one; None where they are the same."""
    newest = called.table.latest(_ANSWERED_BY.get(called.name, called.name))
    if newest.result.name == called.result.name:
        return None
    found: Callable[[Any], Any] = UNWRAPS.get((newest.result.name, called.result.name)) or functools.partial(
        _no_form, called
    )
    return found


def _no_form(called: Definition, answer: object) -> Any:
    raise Unmappable(f"the answer to {called!r} has no form as {called.result.name}")


unwraps("messages.InvitedUsers", "Updates")(lambda invited: invited.updates)
unwraps("messages.DialogFilters", "Vector<DialogFilter>")(lambda filters: filters.filters)
unwraps("messages.WebPage", "WebPage")(lambda page: page.webpage)
unwraps("messages.WebPagePreview", "MessageMedia")(lambda preview: preview.media)
unwraps("bots.BotInfo", "Vector<string>")(lambda info: [info.about, info.description])
unwraps("Vector<ReadParticipantDate>", "Vector<long>")(lambda readers: [reader.user_id for reader in readers])
unwraps("Vector<RecentStory>", "Vector<int>")(lambda stories: [story.max_id or 0 for story in stories])
unwraps("stories.CanSendStoryCount", "Bool")(lambda count: True)  # who cannot is told by an error
unwraps("Updates", "Bool")(lambda updates: True)


@unwraps("messages.ChatInviteJoinResult", "Updates")
def updates_of_join(result: Any) -> Any:
    if isinstance(result, types.messages.ChatInviteJoinResultOk):
        return result.updates
    raise Unmappable("a join that needs a web view has no form at this layer")


@unwraps("help.AppConfig", "JSONValue")
def config_itself(config: Any) -> Any:
    if isinstance(config, types.help.AppConfig):
        return config.config
    raise Unmappable("a configuration that was not modified has no form at this layer")


@unwraps("ReportResult", "Bool")
def was_reported(result: Any) -> bool:
    return isinstance(result, types.ReportResultReported)


@unwraps("WebViewResult", "AppWebViewResult")
def app_web_view(result: types.WebViewResultUrl) -> types.AppWebViewResultUrl:
    return types.AppWebViewResultUrl(url=result.url)


@unwraps("WebViewResult", "SimpleWebViewResult")
def simple_web_view(result: types.WebViewResultUrl) -> types.SimpleWebViewResultUrl:
    return types.SimpleWebViewResultUrl(url=result.url)


@unwraps("stats.PublicForwards", "messages.Messages")
def forwarded_messages(forwards: types.stats.PublicForwards) -> types.messages.MessagesSlice:
    """Stories could not be forwarded then; `next_rate` is the first part of the offset that requests.py makes."""
    messages = [each.message for each in forwards.forwards if isinstance(each, types.PublicForwardMessage)]
    rate = (forwards.next_offset or "").partition(":")[0]
    return types.messages.MessagesSlice(
        count=forwards.count,
        next_rate=int(rate) if rate.isascii() and rate.isdigit() else None,
        messages=messages,
        topics=[],
        chats=forwards.chats,
        users=forwards.users,
    )


@unwraps("stories.PeerStories", "stories.UserStories")
def user_stories(answer: types.stories.PeerStories) -> types.stories.UserStories:
    stories = stories_of_user(answer.stories)
    if stories is None:
        raise Unmappable("only users had stories at this layer")
    return types.stories.UserStories(stories=stories, users=answer.users)


@unwraps("Vector<RequirementToContact>", "Vector<Bool>")
def premium_required(requirements: list[Any]) -> list[bool]:
    return [isinstance(each, types.RequirementToContactPremium) for each in requirements]


@unwraps("payments.SavedStarGifts", "payments.UserStarGifts")
def user_star_gifts(saved: types.payments.SavedStarGifts) -> types.payments.UserStarGifts:
    gifts = [_user_star_gift(gift) for gift in saved.gifts]
    return types.payments.UserStarGifts(
        count=saved.count, gifts=gifts, next_offset=saved.next_offset, users=saved.users
    )


def _user_star_gift(gift: types.SavedStarGift) -> types.UserStarGift:
    return types.UserStarGift(
        name_hidden=gift.name_hidden,
        unsaved=gift.unsaved,
        refunded=gift.refunded,
        can_upgrade=gift.can_upgrade,
        from_id=user_id_of(gift.from_id),
        date=gift.date,
        gift=gift.gift,
        message=gift.message,
        msg_id=gift.msg_id,
        convert_stars=gift.convert_stars,
        upgrade_stars=gift.upgrade_stars,
        can_export_at=gift.can_export_at,
        transfer_stars=gift.transfer_stars,
    )
