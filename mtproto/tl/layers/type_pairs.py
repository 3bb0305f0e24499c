"""Fields that kept their name and changed their type: one turn per pair of types, in each direction.

An int for a long, and one value against a vector of it, need no entry: mapping.py knows them.
"""

from __future__ import annotations

from typing import Any

from mtproto.tl import types
from mtproto.tl.errors import Unmappable
from mtproto.tl.layers.peers import peer_of_channel, peer_of_user, user_id_of, user_of_peer
from mtproto.tl.layers.rules import down_type, up_type

down_type("TextWithEntities", "string")(lambda text: text.text)
up_type("string", "TextWithEntities")(lambda text: types.TextWithEntities(text=text, entities=[]))

down_type("Peer", "long")(user_id_of)
up_type("long", "Peer")(lambda user_id: types.PeerUser(user_id=user_id))

down_type("InputPeer", "InputUser")(user_of_peer)
up_type("InputUser", "InputPeer")(peer_of_user)
up_type("InputChannel", "InputPeer")(peer_of_channel)

down_type("StarsAmount", "long")(lambda stars: stars.amount if isinstance(stars, types.StarsAmount) else None)
up_type("long", "StarsAmount")(lambda stars: types.StarsAmount(amount=stars, nanos=0))

down_type("PeerColor", "int")(lambda color: color.color if isinstance(color, types.PeerColor) else None)
up_type("int", "PeerColor")(lambda color: types.PeerColor(color=color))

down_type("RecentStory", "int")(lambda story: story.max_id)
up_type("int", "RecentStory")(lambda max_id: types.RecentStory(max_id=max_id))

up_type("int", "double")(float)

down_type("true", "Bool")(bool)
up_type("Bool", "true")(bool)

up_type("int", "string")(str)


@down_type("long", "int")
def narrow(number: int) -> int:
    """A size that grew to 64 bits; what does not fit must not be taken for something else."""
    if -1 << 31 <= number < 1 << 31:
        return number
    raise Unmappable(f"{number} does not fit into an int")


up_type("long", "int")(lambda number: number)


@down_type("double", "int")
def whole(number: float) -> int | None:
    """A duration in whole seconds; None when no int holds it."""
    return round(number) if abs(number) < (1 << 31) - 1 else None


@down_type("string", "int")
def number_in(text: str) -> int | None:
    """An offset that was a number once; None when it is none now."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@down_type("PaidReactionPrivacy", "Bool")
def is_anonymous(privacy: object) -> bool:
    return isinstance(privacy, types.PaidReactionPrivacyAnonymous)


@up_type("Bool", "PaidReactionPrivacy")
@up_type("true", "PaidReactionPrivacy")
def anonymous_or_not(private: bool) -> Any:
    return types.PaidReactionPrivacyAnonymous() if private else types.PaidReactionPrivacyDefault()


down_type("SendAsPeer", "Peer")(lambda send_as: send_as.peer)
up_type("Peer", "SendAsPeer")(lambda peer: types.SendAsPeer(peer=peer))


@down_type("PeerStories", "UserStories")
def stories_of_user(stories: types.PeerStories) -> types.UserStories | None:
    user_id = user_id_of(stories.peer)
    if user_id is None:
        return None
    return types.UserStories(user_id=user_id, max_read_id=stories.max_read_id, stories=stories.stories)


@up_type("UserStories", "PeerStories")
def stories_of_peer(stories: types.UserStories) -> types.PeerStories:
    peer = types.PeerUser(user_id=stories.user_id)
    return types.PeerStories(peer=peer, max_read_id=stories.max_read_id, stories=stories.stories)


@down_type("MessagePeerVote", "MessageUserVote")
def vote_of_user(vote: Any) -> Any:
    user_id = user_id_of(vote.peer)
    if user_id is None:
        return None
    if isinstance(vote, types.MessagePeerVote):
        return types.MessageUserVote(user_id=user_id, option=vote.option, date=vote.date)
    if isinstance(vote, types.MessagePeerVoteMultiple):
        return types.MessageUserVoteMultiple(user_id=user_id, options=vote.options, date=vote.date)
    return types.MessageUserVoteInputOption(user_id=user_id, date=vote.date)


@up_type("MessageUserVote", "MessagePeerVote")
def vote_of_peer(vote: Any) -> Any:
    peer = types.PeerUser(user_id=vote.user_id)
    if isinstance(vote, types.MessageUserVote):
        return types.MessagePeerVote(peer=peer, option=vote.option, date=vote.date)
    if isinstance(vote, types.MessageUserVoteMultiple):
        return types.MessagePeerVoteMultiple(peer=peer, options=vote.options, date=vote.date)
    return types.MessagePeerVoteInputOption(peer=peer, date=vote.date)


@down_type("BusinessBotRecipients", "BusinessRecipients")
def recipients_without_exclusions(recipients: types.BusinessBotRecipients) -> types.BusinessRecipients:
    return types.BusinessRecipients(
        existing_chats=recipients.existing_chats,
        new_chats=recipients.new_chats,
        contacts=recipients.contacts,
        non_contacts=recipients.non_contacts,
        exclude_selected=recipients.exclude_selected,
        users=recipients.users,
    )


@up_type("BusinessRecipients", "BusinessBotRecipients")
def recipients_of_bot(recipients: types.BusinessRecipients) -> types.BusinessBotRecipients:
    return types.BusinessBotRecipients(
        existing_chats=recipients.existing_chats,
        new_chats=recipients.new_chats,
        contacts=recipients.contacts,
        non_contacts=recipients.non_contacts,
        exclude_selected=recipients.exclude_selected,
        users=recipients.users,
    )


@up_type("InputBusinessRecipients", "InputBusinessBotRecipients")
def input_recipients_of_bot(recipients: types.InputBusinessRecipients) -> types.InputBusinessBotRecipients:
    return types.InputBusinessBotRecipients(
        existing_chats=recipients.existing_chats,
        new_chats=recipients.new_chats,
        contacts=recipients.contacts,
        non_contacts=recipients.non_contacts,
        exclude_selected=recipients.exclude_selected,
        users=recipients.users,
    )
