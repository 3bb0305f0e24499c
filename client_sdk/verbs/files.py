"""Files: send, upload, download (core.telegram.org/api/files)."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar, overload

from client_sdk.files.download import PART, Download
from client_sdk.files.locations import Content, NothingToDownload, content_of
from client_sdk.files.media import Kind, input_media, kind_of
from client_sdk.files.sources import FileLike, Source
from client_sdk.files.upload import InputFile, Progress, Upload
from client_sdk.peers import id_of
from client_sdk.store.uploads import Uploads
from client_sdk.text import ParseMode
from client_sdk.verbs.base import PeerLike, Verbs, messages_in, new_random_id, only_message, reply
from mtproto import rpc_errors
from mtproto.tl import TLObject, functions, types

Media = types.MessageMediaPhoto | types.MessageMediaDocument | types.Photo | types.Document
R = TypeVar("R")


class FileVerbs(Verbs):
    """What people do with files."""

    async def send_file(
        self,
        peer: PeerLike,
        file: FileLike | Media,
        *,
        caption: str = "",
        parse_mode: ParseMode | None = None,
        kind: Kind | None = None,
        name: str | None = None,
        duration: float = 0,
        size: tuple[int, int] = (0, 0),
        spoiler: bool = False,
        reply_to: int | None = None,
        silent: bool = False,
        progress: Progress | None = None,
    ) -> types.Message:
        """Send a file; the message as the server stored it.

        A file on disk whose upload was interrupted goes on from the parts that the server has.

        Args:
            peer: To whom.
            file: A path, bytes, an open file, or media of another message, which is not uploaded again.
            caption: The text below it.
            parse_mode: Read markup in the caption.
            kind: Show it as a photo, document, voice message, audio or video; None decides by its name.
            name: What to call it; a path has a name of its own.
            duration: Seconds of sound or video.
            size: Width and height of a video.
            spoiler: Hide it until it is asked for.
            reply_to: The id of the message that this one answers.
            silent: Without a sound at the other side.
            progress: Called with the bytes sent and the bytes in all, after every part.

        Raises:
            EmptyFile: there is nothing in it.
            OSError: it cannot be read.
            RpcError: PHOTO_INVALID_DIMENSIONS, IMAGE_PROCESS_FAILED, FILE_PART_TOO_BIG and others.
        """
        target = await self.input_peer(peer)
        text, entities = self.formatted(caption, parse_mode, None)
        random_id = new_random_id()

        async def send(media: types.TypeInputMedia) -> types.TypeUpdates:
            return await self(
                functions.messages.SendMedia(
                    peer=target,
                    media=media,
                    message=text,
                    entities=entities,
                    random_id=random_id,
                    reply_to=reply(reply_to),
                    silent=silent,
                )
            )

        if isinstance(file, TLObject):
            return only_message(await send(again(file)))
        with Source.open(file, name) as source:
            shown = kind or kind_of(source.name)

            async def use(uploaded: InputFile) -> types.TypeUpdates:
                media = input_media(uploaded, source.name, shown, duration=duration, size=size, spoiler=spoiler)
                return await send(media)

            return only_message(await self._uploaded(source, use, progress))

    async def send_album(
        self,
        peer: PeerLike,
        files: Sequence[FileLike | Media],
        *,
        caption: str = "",
        parse_mode: ParseMode | None = None,
        kind: Kind | None = None,
        reply_to: int | None = None,
        silent: bool = False,
        progress: Progress | None = None,
    ) -> list[types.Message]:
        """Send two to ten files as one album; the messages as the server stored them.

        Args:
            peer: To whom.
            files: Photos and videos, or files of one other kind.
            caption: The text below the first of them.
            parse_mode: Read markup in the caption.
            kind: As in `send_file`, for all of them.
            reply_to: The id of the message that the album answers.
            silent: Without a sound at the other side.
            progress: Called as in `send_file`, for one file after another.

        Raises:
            RpcError: MULTI_MEDIA_TOO_LONG, MEDIA_INVALID and others, and what `send_file` raises.
        """
        target = await self.input_peer(peer)
        text, entities = self.formatted(caption, parse_mode, None)
        album: list[types.InputSingleMedia] = []
        for file in files:
            media = await self._stored(target, file, kind, progress)
            first = not album
            album.append(
                types.InputSingleMedia(
                    media=media,
                    random_id=new_random_id(),
                    message=text if first else "",
                    entities=entities if first else None,
                )
            )
        answer = await self(
            functions.messages.SendMultiMedia(
                peer=target, multi_media=list(album), reply_to=reply(reply_to), silent=silent
            )
        )
        return messages_in(answer)

    async def upload(
        self,
        file: FileLike,
        use: Callable[[InputFile], Awaitable[R]],
        *,
        name: str | None = None,
        progress: Progress | None = None,
    ) -> R:
        """Upload a file and use it in a call; what the call answers.

        Args:
            file: The content.
            use: Makes the call. It is made again where the server misses a part.
            name: What to call the file.
            progress: Called after every part.

        Raises:
            EmptyFile, OSError: as in `send_file`.
            RpcError: what the call raises.
        """
        with Source.open(file, name) as source:
            return await self._uploaded(source, use, progress)

    @overload
    async def download(
        self, what: TLObject, to: None = None, *, thumb: str | None = None, progress: Progress | None = None
    ) -> bytes: ...
    @overload
    async def download(
        self, what: TLObject, to: str | Path, *, thumb: str | None = None, progress: Progress | None = None
    ) -> Path: ...
    @overload
    async def download(
        self, what: TLObject, to: BinaryIO, *, thumb: str | None = None, progress: Progress | None = None
    ) -> None: ...
    async def download(
        self,
        what: TLObject,
        to: str | Path | BinaryIO | None = None,
        *,
        thumb: str | None = None,
        progress: Progress | None = None,
    ) -> bytes | Path | None:
        """Download a file: to a path, into an open file, or (None) as bytes.

        On its way to a path the file is called `NAME.….part`; an interrupted download goes on with it.

        Args:
            what: A message, its media, a document, a photo, or a user or chat for its picture.
            to: A file or an existing folder, an open binary file, or None.
            thumb: Take this size of a photo, or of a document's preview.
            progress: Called with the bytes that are here and the bytes in all (0 while unknown), after every part.

        Returns:
            The path, the bytes, or None after an open file.

        Raises:
            NothingToDownload: there is no file, or no such size.
            RpcError: FILE_REFERENCE_EXPIRED, LOCATION_INVALID and others.
            OSError: it cannot be written.
        """
        content = await self._content(what, thumb)
        if isinstance(to, str | Path):
            return await self._to_path(what, content, _place(to, content.name), thumb, progress)
        whole = io.BytesIO()  # gives out what it holds without a copy
        done = 0
        async for part in self._download(what, content, thumb).parts():
            (to or whole).write(part)
            done += len(part)
            if progress is not None:
                progress(done, content.size)
        return whole.getvalue() if to is None else None

    async def iter_download(self, what: TLObject, *, thumb: str | None = None) -> AsyncIterator[bytes]:
        """The content of a file, part after part, for whoever streams it. Raises what `download` raises."""
        content = await self._content(what, thumb)
        async for part in self._download(what, content, thumb).parts():
            yield part

    # -- up ------------------------------------------------------------------------------------------------------------

    async def _uploaded(self, source: Source, use: Callable[[InputFile], Awaitable[R]], progress: Progress | None) -> R:
        upload = Upload(source, self, Uploads(self.store.db), progress)
        file = await upload.run()
        try:
            answer = await use(file)
        except rpc_errors.FILE_PART_X_MISSING as error:
            answer = await use(await upload.resend(error.parameter))
        except rpc_errors.FILE_PART_0_MISSING:
            answer = await use(await upload.resend(0))
        upload.used()
        return answer

    async def _stored(
        self, target: types.TypeInputPeer, file: FileLike | Media, kind: Kind | None, progress: Progress | None
    ) -> types.TypeInputMedia:
        """A file that the server has, as an album takes it."""
        if isinstance(file, TLObject):
            return again(file)
        with Source.open(file) as source:
            shown = kind or kind_of(source.name)

            async def use(uploaded: InputFile) -> types.TypeMessageMedia:
                media = input_media(uploaded, source.name, shown)
                return await self(functions.messages.UploadMedia(peer=target, media=media))

            return again(await self._uploaded(source, use, progress))

    # -- down ----------------------------------------------------------------------------------------------------------

    async def _content(self, what: TLObject, thumb: str | None) -> Content:
        chat = types.User | types.Chat | types.Channel
        peer = await self.input_peer(what) if isinstance(what, chat) else None
        return content_of(what, peer, thumb)

    def _download(self, what: TLObject, content: Content, thumb: str | None) -> Download:
        async def refresh() -> Content:
            assert isinstance(what, types.Message)
            return content_of(await self._message_again(what), None, thumb)

        return Download(content, self.call_at, refresh if isinstance(what, types.Message) else None)

    async def _message_again(self, message: types.Message) -> TLObject:
        """A message with new file references."""
        peer = await self.input_peer(id_of(message.peer_id))
        wanted: list[types.TypeInputMessage] = [types.InputMessageID(id=message.id)]
        if isinstance(peer, types.InputPeerChannel):
            channel = types.InputChannel(channel_id=peer.channel_id, access_hash=peer.access_hash)
            page = await self(functions.channels.GetMessages(channel=channel, id=wanted))
        else:
            page = await self(functions.messages.GetMessages(id=wanted))
        for found in getattr(page, "messages", ()):
            if isinstance(found, types.Message) and found.media is not None:
                return found
        raise NothingToDownload("the message is gone")

    async def _to_path(
        self, what: TLObject, content: Content, path: Path, thumb: str | None, progress: Progress | None
    ) -> Path:
        partial = path.with_name(f"{path.name}.{content.key}.part")
        with partial.open("ab") as file:
            done = file.tell() // PART * PART if content.size else 0
            file.truncate(done)
            async for part in self._download(what, content, thumb).parts(done):
                file.write(part)
                done += len(part)
                if progress is not None:
                    progress(done, content.size)
        os.replace(partial, path)
        return path


def _place(to: str | Path, name: str) -> Path:
    """Where to put a file: at the path, or in the folder that it is."""
    path = Path(to)
    return path / name if path.is_dir() else path


def again(media: TLObject) -> types.TypeInputMedia:
    """Media that the server has, as a method takes it.

    Raises:
        NothingToDownload: it is no photo or document.
    """
    match media:
        case types.MessageMediaPhoto(photo=types.Photo() as photo, spoiler=spoiler):
            return _photo(photo, spoiler)
        case types.Photo():
            return _photo(media, False)
        case types.MessageMediaDocument(document=types.Document() as document, spoiler=spoiler):
            return _document(document, spoiler)
        case types.Document():
            return _document(media, False)
    raise NothingToDownload(f"{media.NAME} has no file")


def _photo(photo: types.Photo, spoiler: bool) -> types.InputMediaPhoto:
    name = types.InputPhoto(id=photo.id, access_hash=photo.access_hash, file_reference=photo.file_reference)
    return types.InputMediaPhoto(id=name, spoiler=spoiler)


def _document(document: types.Document, spoiler: bool) -> types.InputMediaDocument:
    name = types.InputDocument(id=document.id, access_hash=document.access_hash, file_reference=document.file_reference)
    return types.InputMediaDocument(id=name, spoiler=spoiler)
