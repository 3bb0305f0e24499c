"""Sending and fetching files of secret chats.

A file is encrypted into a temporary file first, so that its parts can be sent in parallel and again; that one is
ciphertext and can be read by nobody.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from typing import BinaryIO, cast

from client_sdk.client import Client
from client_sdk.files.download import Download
from client_sdk.files.locations import Content, NothingToDownload
from client_sdk.files.sources import FileLike, Source
from client_sdk.files.upload import Progress, Upload
from client_sdk.secret.chats import SecretChats
from client_sdk.secret.file_cipher import FileKey, WrongFileKey, decrypt_parts, encrypt_parts
from client_sdk.secret.media import About, media_of
from client_sdk.secret.receiving import SecretMessage
from client_sdk.store.uploads import Uploads
from mtproto.tl import secret, types

CHUNK = 1 << 20
"""Bytes that are encrypted in one go."""

DOCUMENT = About()
"""A file of which nothing is told."""

WITH_KEY = (
    secret.DecryptedMessageMediaDocument,
    secret.DecryptedMessageMediaPhoto,
    secret.DecryptedMessageMediaVideo,
    secret.DecryptedMessageMediaAudio,
)
"""Media whose file is encrypted with a key in the message."""


async def send_file(
    secrets: SecretChats,
    client: Client,
    chat_id: int,
    file: FileLike,
    *,
    name: str | None = None,
    about: About = DOCUMENT,
    ttl: int | None = None,
    reply_to: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Send a file; the random_id of its message.

    Args:
        secrets: The chats.
        client: Their client.
        chat_id: To which of them.
        file: A path, bytes or an open file.
        name: What to call it; a path has a name of its own.
        about: What to show it as, and what is told of it.
        ttl: Seconds after which it vanishes; the chat's, if not given.
        reply_to: The random_id of the message that it answers.
        progress: Called with the bytes sent and the bytes in all.

    Raises:
        EmptyFile, OSError: there is nothing in it, or it cannot be read.
        NotOpen, RpcError: as `SecretChats.send`.
    """
    key = FileKey.new(os.urandom)
    with tempfile.TemporaryFile() as hidden:
        called, size = await asyncio.to_thread(_hide, file, name, hidden, key)
        with Source.open(cast("BinaryIO", hidden), called) as source:
            uploaded = await Upload(source, client, Uploads(client.store.db), progress).run()
    media = media_of(about, called, size, key)
    return await secrets.send_media(chat_id, media, _encrypted(uploaded, key), ttl=ttl, reply_to=reply_to)


async def download(client: Client, message: SecretMessage) -> AsyncIterator[bytes]:
    """The content of a message's file, part by part.

    Raises:
        NothingToDownload: it has none.
        WrongFileKey: the server has another file than the message is about.
        RpcError: LOCATION_INVALID and others.
    """
    media = getattr(message.message, "media", None)
    file = message.file
    if file is None or not isinstance(media, WITH_KEY):
        raise NothingToDownload("no file came with this message")
    key = FileKey(media.key, media.iv)
    if key.fingerprint != file.key_fingerprint:
        raise WrongFileKey("the file has another key")
    location = types.InputEncryptedFileLocation(id=file.id, access_hash=file.access_hash)
    content = Content(location, file.size, file.dc_id, f"secret{file.id}", str(file.id))
    async for part in decrypt_parts(Download(content, client.call_at, None).parts(), media.size, key):
        yield part


def _hide(file: FileLike, name: str | None, hidden: BinaryIO, key: FileKey) -> tuple[str, int]:
    """Encrypt a file into another; what it is called, and its size."""
    with Source.open(file, name) as source:
        parts = (source.read(at, CHUNK) for at in range(0, source.size, CHUNK))
        for cipher in encrypt_parts(parts, key, os.urandom):
            hidden.write(cipher)
        return source.name, source.size


def _encrypted(uploaded: types.InputFile | types.InputFileBig, key: FileKey) -> types.TypeInputEncryptedFile:
    if isinstance(uploaded, types.InputFileBig):
        return types.InputEncryptedFileBigUploaded(
            id=uploaded.id, parts=uploaded.parts, key_fingerprint=key.fingerprint
        )
    return types.InputEncryptedFileUploaded(
        id=uploaded.id, parts=uploaded.parts, md5_checksum=uploaded.md5_checksum, key_fingerprint=key.fingerprint
    )
