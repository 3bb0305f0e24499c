"""Profile photos for tests: shown, named, and where their sizes are."""

from typing import Any

from mtproto.tl import functions, types
from server.access.hashes import Hashed
from tests.server.client import Client
from tests.server.files.uploading import picture, upload
from tests.server.harness import Harness


async def shown(client: Client, width: int, **fields: bool) -> types.Photo:
    file = await upload(client, picture(width, 200).getvalue())
    answer = await client(functions.photos.UploadProfilePhoto(file=file, **fields))
    photo: types.Photo = answer.photo
    return photo


def of(harness: Harness, viewer: Client, owner: Client) -> tuple[types.InputUser, types.InputPeerUser]:
    user_id = owner.me.id
    access_hash = harness.app.hashes.of(viewer.me.id, Hashed.USER, user_id)
    named = {"user_id": user_id, "access_hash": access_hash}
    return types.InputUser(**named), types.InputPeerUser(**named)


def place(photo: types.Photo, size: str, **fields: Any) -> types.InputPhotoFileLocation:
    named = {"id": photo.id, "access_hash": photo.access_hash, "file_reference": photo.file_reference}
    return types.InputPhotoFileLocation(**{**named, "thumb_size": size, **fields})
