"""Basic groups as one viewer may see them: records → TL (core.telegram.org/constructor/chat).

Members see the group as it is. Who left sees that, who was removed sees a chatForbidden, both under the name it had
when they went; who never was in it sees nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtproto.tl import types
from server.render.rendering import Rendering, Roster
from storage.conversations import chats
from storage.conversations.chats import Banned, Chat, Member, Standing

FOREVER = 2**31 - 1
"""until_date of rights that do not end."""

ADMIN_RIGHTS = types.ChatAdminRights(
    change_info=True,
    delete_messages=True,
    ban_users=True,
    invite_users=True,
    pin_messages=True,
    manage_call=True,
    other=True,
    manage_ranks=True,
)
"""What every admin of a basic group may do; there are no finer grades."""

RIGHTS = tuple((name.lower(), int(right)) for name, right in Banned.__members__.items())
"""The flags of chatBannedRights and our bits for them, as plain numbers: asking the enumeration costs far more."""


async def render_chats(scene: Rendering, chat_ids: Sequence[int]) -> list[types.TypeChat]:
    """Groups as the viewer sees them."""
    return (await render_chats_for((scene,), chat_ids))[0]


async def render_chats_for(scenes: Sequence[Rendering], chat_ids: Sequence[int]) -> list[list[types.TypeChat]]:
    """The same groups as each of some viewers sees them. Members of the same rank are given one and the same object."""
    if not chat_ids:
        return [[] for _ in scenes]
    view = scenes[0].view
    found = await chats.by_ids(view, chat_ids)
    standings = await chats.standings(view, [scene.viewer for scene in scenes], chat_ids)
    seen: dict[tuple[int, bool, bool], types.Chat] = {}

    def render(scene: Rendering, chat_id: int) -> types.TypeChat:
        chat, member = found.get(chat_id), standings.get((scene.viewer, chat_id))
        if chat is None or member is None:
            return types.ChatEmpty(id=chat_id)
        if member.standing is not Standing.MEMBER:
            return _left(chat, member)
        rank = (chat_id, chat.creator == scene.viewer, member.admin)
        if rank not in seen:
            seen[rank] = _as_member(scene, chat, member)
        return seen[rank]

    return [[render(scene, chat_id) for chat_id in chat_ids] for scene in scenes]


def _left(chat: Chat, member: Member) -> types.ChatForbidden | types.Chat:
    if member.standing is Standing.KICKED:
        return types.ChatForbidden(id=chat.chat_id, title=member.last_title)
    return types.Chat(
        left=True,
        id=chat.chat_id,
        title=member.last_title,
        photo=types.ChatPhotoEmpty(),
        participants_count=0,
        date=chat.created_at,
        version=0,
    )


def _as_member(scene: Rendering, chat: Chat, member: Member) -> types.Chat:
    creator = chat.creator == scene.viewer
    return types.Chat(
        creator=creator,
        noforwards=chat.protected,
        id=chat.chat_id,
        title=chat.title,
        photo=render_chat_photo(scene, chat),
        participants_count=chat.size,
        date=chat.created_at,
        version=chat.version,
        admin_rights=ADMIN_RIGHTS if creator or member.admin else None,
        default_banned_rights=render_banned(chat.banned),
    )


def render_chat_photo(scene: Rendering, chat: Chat) -> types.TypeChatPhoto:
    """The photo beside the title."""
    if chat.photo is None:
        return types.ChatPhotoEmpty()
    return types.ChatPhoto(
        photo_id=chat.photo.photo_id,
        stripped_thumb=chat.photo.stripped or None,
        has_video=chat.photo.has_video,
        dc_id=scene.app.config.server.dc_id,
    )


def render_banned(banned: Banned) -> types.ChatBannedRights:
    """What members may not do."""
    bits = int(banned)
    return types.ChatBannedRights(until_date=FOREVER, **{name: True for name, bit in RIGHTS if bits & bit})


def read_banned(given: types.ChatBannedRights) -> Banned:
    """What a request forbids members, the wider rights spelt out."""
    banned = Banned(sum(bit for name, bit in RIGHTS if getattr(given, name)))
    for wide, narrow in IMPLIED.items():
        if wide in banned:
            banned |= narrow
    return banned


MEDIA = (
    Banned.SEND_PHOTOS
    | Banned.SEND_VIDEOS
    | Banned.SEND_ROUNDVIDEOS
    | Banned.SEND_AUDIOS
    | Banned.SEND_VOICES
    | Banned.SEND_DOCS
)

IMPLIED = {
    Banned.SEND_MESSAGES: (
        MEDIA
        | Banned.SEND_MEDIA
        | Banned.SEND_STICKERS
        | Banned.SEND_GIFS
        | Banned.SEND_GAMES
        | Banned.SEND_INLINE
        | Banned.EMBED_LINKS
        | Banned.SEND_POLLS
        | Banned.SEND_PLAIN
    ),
    Banned.SEND_MEDIA: MEDIA,
}
"""Rights that stand for several (core.telegram.org/api/rights): older clients know only the wide ones."""


async def render_participants(scene: Rendering, chat: Chat) -> types.TypeChatParticipants:
    """Who is in a group; for who is not, nobody."""
    roster = scene.rosters.get(chat.chat_id)
    if roster is None:
        roster = scene.rosters[chat.chat_id] = _roster(chat, await chats.members(scene.view, chat.chat_id))
    if scene.viewer not in roster.members:
        return types.ChatParticipantsForbidden(chat_id=chat.chat_id)
    scene.users |= roster.mentioned
    return roster.participants


def _roster(chat: Chat, found: Sequence[Member]) -> Roster:
    participants = [_participant(chat, member) for member in found]
    members = frozenset(member.user_id for member in found)
    inviters = {member.inviter for member in found if member.user_id != chat.creator}
    whole = types.ChatParticipants(chat_id=chat.chat_id, participants=participants, version=chat.version)
    return Roster(whole, members, members | inviters)


def _participant(chat: Chat, member: Member) -> types.TypeChatParticipant:
    user_id, rank = member.user_id, member.rank or None
    if user_id == chat.creator:
        return types.ChatParticipantCreator(user_id=user_id, rank=rank)
    kind = types.ChatParticipantAdmin if member.admin else types.ChatParticipant
    return kind(user_id=user_id, inviter_id=member.inviter, date=member.joined_at, rank=rank)


def render_reactions(reactions: chats.Reactions) -> types.TypeChatReactions:
    """The reactions a group allows."""
    if reactions.every:
        return types.ChatReactionsAll(allow_custom=reactions.custom)
    named: list[types.TypeReaction] = [types.ReactionEmoji(emoticon=emoji) for emoji in reactions.emoji]
    named += [types.ReactionCustomEmoji(document_id=document_id) for document_id in reactions.custom_ids]
    return types.ChatReactionsSome(reactions=named) if named else types.ChatReactionsNone()
