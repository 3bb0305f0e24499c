"""People: contacts, this account's profile, and the devices it is signed in on."""

from __future__ import annotations

from collections.abc import Iterable

from client_sdk.files.sources import FileLike
from client_sdk.files.upload import InputFile
from client_sdk.peers import id_of
from client_sdk.verbs.base import PeerLike
from client_sdk.verbs.files import FileVerbs
from mtproto.errors import ProtocolViolation
from mtproto.tl import TLObject, functions, types


class PeopleVerbs(FileVerbs):
    """What people do about people."""

    async def get_me(self) -> types.User:
        """The account that is signed in.

        Raises:
            RpcError: AUTH_KEY_UNREGISTERED where there is none.
        """
        return await self.get_user("me")

    async def get_user(self, user: PeerLike) -> types.User:
        """A user as they are now.

        Raises:
            PeerUnknown: not seen yet, or no user.
            RpcError: USERNAME_NOT_OCCUPIED and others.
        """
        found = await self(functions.users.GetUsers(id=[await self.input_user(user)]))
        for each in found:
            if isinstance(each, types.User):
                return each
        raise ProtocolViolation("the server does not say who that is")

    async def get_contacts(self) -> list[types.User]:
        """The contacts of this account."""
        answer = await self(functions.contacts.GetContacts(hash=0))
        return [user for user in getattr(answer, "users", ()) if isinstance(user, types.User)]

    async def import_contacts(self, contacts: Iterable[tuple[str, str]]) -> list[types.User]:
        """Add phone numbers with names to the contacts; those of them who have an account.

        Args:
            contacts: Phone number and name of each; a last name follows the first after a space.
        """
        book: list[types.TypeInputContact] = []
        for client_id, (phone, name) in enumerate(contacts):
            first, _, last = name.partition(" ")
            book.append(types.InputPhoneContact(client_id=client_id, phone=phone, first_name=first, last_name=last))
        answer = await self(functions.contacts.ImportContacts(contacts=book))
        return [user for user in answer.users if isinstance(user, types.User)]

    async def add_contact(self, user: PeerLike, first_name: str, last_name: str = "", *, phone: str = "") -> None:
        """Put someone among the contacts, by these names.

        Raises:
            RpcError: CONTACT_NAME_EMPTY, CONTACT_ID_INVALID and others.
        """
        target = await self.input_user(user)
        add = functions.contacts.AddContact(id=target, first_name=first_name, last_name=last_name, phone=phone)
        await self(add)

    async def delete_contacts(self, *users: PeerLike) -> None:
        """Take people from the contacts."""
        await self(functions.contacts.DeleteContacts(id=[await self.input_user(user) for user in users]))

    async def search_people(self, words: str, *, limit: int = 50) -> list[TLObject]:
        """Users and chats whose name or username begins so: one's own first, then everyone's.

        Raises:
            RpcError: QUERY_TOO_SHORT, SEARCH_QUERY_EMPTY and others.
        """
        found = await self(functions.contacts.Search(q=words, limit=limit))
        known = {id_of(peer): peer for peer in (*found.users, *found.chats)}
        return [known[peer_id] for peer in (*found.my_results, *found.results) if (peer_id := id_of(peer)) in known]

    # -- this account --------------------------------------------------------------------------------------------------

    async def update_profile(
        self, *, first_name: str | None = None, last_name: str | None = None, about: str | None = None
    ) -> None:
        """Change what is given of one's names and description.

        Raises:
            RpcError: FIRSTNAME_INVALID, ABOUT_TOO_LONG and others.
        """
        change = functions.account.UpdateProfile(first_name=first_name, last_name=last_name, about=about)
        await self(change)

    async def set_username(self, username: str) -> None:
        """Be found by this name; an empty one takes it away.

        Raises:
            RpcError: USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED.
        """
        await self(functions.account.UpdateUsername(username=username))

    async def set_profile_photo(self, photo: FileLike) -> types.Photo:
        """Show this picture of oneself.

        Raises:
            RpcError: PHOTO_CROP_SIZE_SMALL, IMAGE_PROCESS_FAILED and others.
        """

        async def use(file: InputFile) -> types.photos.TypePhoto:
            return await self(functions.photos.UploadProfilePhoto(file=file))

        answer = await self.upload(photo, use)
        if not isinstance(answer.photo, types.Photo):
            raise ProtocolViolation(f"{answer.photo.NAME} where the photo was due")
        return answer.photo

    async def get_sessions(self) -> list[types.Authorization]:
        """The devices that this account is signed in on; the one asking has `current`."""
        return list((await self(functions.account.GetAuthorizations())).authorizations)

    async def end_session(self, session_hash: int | None = None) -> None:
        """Sign a device out by its `hash`, or (None) all but this one.

        Raises:
            RpcError: HASH_INVALID, FRESH_RESET_AUTHORISATION_FORBIDDEN.
        """
        if session_hash is None:
            await self(functions.auth.ResetAuthorizations())
        else:
            await self(functions.account.ResetAuthorization(hash=session_hash))
