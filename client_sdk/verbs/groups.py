"""Groups: found, fill, look after, invite, leave (core.telegram.org/api/channel, /api/invites).

Rules of this file
- A basic group and a supergroup or channel have methods of their own for the same thing; a verb takes either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from client_sdk.errors import PeerUnknown
from client_sdk.files.sources import FileLike
from client_sdk.files.upload import InputFile
from client_sdk.verbs.base import PeerLike
from client_sdk.verbs.files import FileVerbs
from mtproto.errors import ProtocolViolation
from mtproto.tl import TLObject, functions, types

HISTORY = 100
"""Messages that someone who is added to a basic group sees of the time before."""

_INVITE = re.compile(r"(?:^|joinchat/|[/ ]\+|[?&]invite=)([A-Za-z0-9_-]{8,})/?$")

Group = types.Chat | types.Channel
OF_ADMINS = types.ChatAdminRights(
    change_info=True, delete_messages=True, ban_users=True, invite_users=True, pin_messages=True, manage_call=True
)


class GroupVerbs(FileVerbs):
    """What people do with groups."""

    async def create_group(self, title: str, users: Iterable[PeerLike]) -> types.Chat:
        """Found a basic group with these people in it.

        Raises:
            RpcError: USERS_TOO_FEW, CHAT_TITLE_EMPTY, USER_RESTRICTED and others.
        """
        invited = [await self.input_user(user) for user in users]
        answer = await self(functions.messages.CreateChat(users=invited, title=title))
        for chat in getattr(answer.updates, "chats", ()):
            if isinstance(chat, types.Chat):
                return chat
        raise ProtocolViolation("a group was founded and not shown")

    async def add_to_group(self, group: PeerLike, *users: PeerLike, history: int = HISTORY) -> list[int]:
        """Add people; the ids of those who could not be added because of their privacy.

        Args:
            group: Where to.
            users: Whom.
            history: How many of the last messages of a basic group they see.

        Raises:
            RpcError: USER_ALREADY_PARTICIPANT, USERS_TOO_MUCH, CHAT_ADMIN_REQUIRED and others.
        """
        target = await self._group(group)
        invited = [await self.input_user(user) for user in users]
        if isinstance(target, types.InputChannel):
            answers = [await self(functions.channels.InviteToChannel(channel=target, users=invited))]
        else:
            answers = [
                await self(functions.messages.AddChatUser(chat_id=target, user_id=user, fwd_limit=history))
                for user in invited
            ]
        return [missing.user_id for answer in answers for missing in answer.missing_invitees]

    async def remove_from_group(self, group: PeerLike, user: PeerLike, *, with_messages: bool = False) -> None:
        """Remove someone, who may be invited again; with everything they wrote where that is wished.

        Raises:
            RpcError: USER_NOT_PARTICIPANT, CHAT_ADMIN_REQUIRED and others.
        """
        target = await self._group(group)
        if isinstance(target, types.InputChannel):
            person = await self.input_peer(user)
            for rights in (types.ChatBannedRights(view_messages=True, until_date=0), _free()):
                await self(functions.channels.EditBanned(channel=target, participant=person, banned_rights=rights))
        else:
            await self(
                functions.messages.DeleteChatUser(
                    chat_id=target, user_id=await self.input_user(user), revoke_history=with_messages
                )
            )

    async def leave_group(self, group: PeerLike) -> None:
        """Leave.

        Raises:
            RpcError: USER_NOT_PARTICIPANT and others.
        """
        target = await self._group(group)
        if isinstance(target, types.InputChannel):
            await self(functions.channels.LeaveChannel(channel=target))
        else:
            await self(functions.messages.DeleteChatUser(chat_id=target, user_id=types.InputUserSelf()))

    async def set_admin(self, group: PeerLike, user: PeerLike, admin: bool = True) -> None:
        """Make someone an administrator, or no longer one.

        Raises:
            RpcError: CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT and others.
        """
        target, person = await self._group(group), await self.input_user(user)
        if isinstance(target, types.InputChannel):
            rights = OF_ADMINS if admin else types.ChatAdminRights()
            await self(functions.channels.EditAdmin(channel=target, user_id=person, admin_rights=rights, rank=""))
        else:
            await self(functions.messages.EditChatAdmin(chat_id=target, user_id=person, is_admin=admin))

    async def edit_title(self, group: PeerLike, title: str) -> None:
        """Call a group something else.

        Raises:
            RpcError: CHAT_NOT_MODIFIED, CHAT_TITLE_EMPTY and others.
        """
        target = await self._group(group)
        if isinstance(target, types.InputChannel):
            await self(functions.channels.EditTitle(channel=target, title=title))
        else:
            await self(functions.messages.EditChatTitle(chat_id=target, title=title))

    async def edit_about(self, group: PeerLike, about: str) -> None:
        """Describe a group.

        Raises:
            RpcError: CHAT_ABOUT_NOT_MODIFIED, CHAT_ABOUT_TOO_LONG and others.
        """
        await self(functions.messages.EditChatAbout(peer=await self.input_peer(group), about=about))

    async def edit_photo(self, group: PeerLike, photo: FileLike | None) -> None:
        """Give a group a picture, or (None) take it away.

        Raises:
            RpcError: PHOTO_CROP_SIZE_SMALL, IMAGE_PROCESS_FAILED and others.
        """
        target = await self._group(group)

        async def use(picture: types.TypeInputChatPhoto) -> types.TypeUpdates:
            if isinstance(target, types.InputChannel):
                return await self(functions.channels.EditPhoto(channel=target, photo=picture))
            return await self(functions.messages.EditChatPhoto(chat_id=target, photo=picture))

        async def use_upload(file: InputFile) -> types.TypeUpdates:
            return await use(types.InputChatUploadedPhoto(file=file))

        if photo is None:
            await use(types.InputChatPhotoEmpty())
        else:
            await self.upload(photo, use_upload)

    async def get_members(self, group: PeerLike) -> list[types.User]:
        """Who is in a basic group.

        Raises:
            PeerUnknown: it is no basic group.
            RpcError: CHAT_ID_INVALID and others.
        """
        target = await self._group(group)
        if isinstance(target, types.InputChannel):
            raise PeerUnknown("a supergroup or channel is asked for its participants page by page")
        full = await self(functions.messages.GetFullChat(chat_id=target))
        return [user for user in full.users if isinstance(user, types.User)]

    # -- invitations ---------------------------------------------------------------------------------------------------

    async def create_invite(
        self,
        group: PeerLike,
        *,
        expires: int | None = None,
        usages: int | None = None,
        approval: bool = False,
        title: str | None = None,
    ) -> types.ChatInviteExported:
        """Make a link by which people join; its `link` is what to hand out.

        Args:
            group: Where it leads.
            expires: Unix time of its end.
            usages: How many may use it.
            approval: Administrators decide about each who uses it.
            title: What administrators see it as.

        Raises:
            RpcError: CHAT_ADMIN_REQUIRED, EXPIRE_DATE_INVALID and others.
        """
        invite = await self(
            functions.messages.ExportChatInvite(
                peer=await self.input_peer(group),
                expire_date=expires,
                usage_limit=usages,
                request_needed=approval,
                title=title,
            )
        )
        if not isinstance(invite, types.ChatInviteExported):
            raise ProtocolViolation(f"{invite.NAME} where an invitation was due")
        return invite

    async def revoke_invite(self, group: PeerLike, link: str) -> None:
        """Make a link useless.

        Raises:
            RpcError: INVITE_HASH_EXPIRED and others.
        """
        target = await self.input_peer(group)
        await self(functions.messages.EditExportedChatInvite(peer=target, link=link, revoked=True))

    async def join(self, link: str) -> Group | None:
        """Join by an invitation; None where administrators decide first.

        Args:
            link: `https://…/+HASH`, `…/joinchat/HASH`, `tg://join?invite=HASH` or the hash alone.

        Raises:
            ValueError: it is no invitation.
            RpcError: INVITE_HASH_EXPIRED, USER_ALREADY_PARTICIPANT, INVITE_REQUEST_SENT and others.
        """
        match = _INVITE.search(link.strip())
        if match is None:
            raise ValueError(f"not an invitation: {link}")
        answer = await self(functions.messages.ImportChatInvite(hash=match[1]))
        updates: TLObject = getattr(answer, "updates", answer)
        for chat in getattr(updates, "chats", ()):
            if isinstance(chat, Group):
                return chat
        return None

    async def _group(self, group: PeerLike) -> int | types.InputChannel:
        """The chat_id of a basic group, or the channel.

        Raises:
            PeerUnknown: it is a user.
        """
        match await self.input_peer(group):
            case types.InputPeerChat(chat_id=chat_id):
                return chat_id
            case types.InputPeerChannel(channel_id=channel_id, access_hash=access_hash):
                return types.InputChannel(channel_id=channel_id, access_hash=access_hash)
        raise PeerUnknown(f"{group!r} is no group")


def _free() -> types.ChatBannedRights:
    return types.ChatBannedRights(until_date=0)
