"""Names of files: what reaches another person's machine (row FI-3)."""

import re
from pathlib import Path

import pytest

from mtproto.tl import functions, types
from server.files.names import clean
from tests.server.files.uploading import upload
from tests.server.harness import Harness

OF_OUR_OWN_MAKING = re.compile(r"files/([0-9a-f]{2})/\1[0-9a-f]{62}(\.xxh3)?|staging/[0-9a-f]{32}(\.parts)?")
"""The digest of a content, or a random number."""

HOSTILE = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\cmd.exe": "cmd.exe",
    "/absolute/name.txt": "name.txt",
    "C:\\boot.ini": "boot.ini",
    "name.txt\0.png": "name.txt.png",
    "line\nbreak\r\n.txt": "linebreak.txt",
    "photo\u202egpj.exe": "photogpj.exe",
    "zero\u200bwidth\ufeff.txt": "zerowidth.txt",
    "a<b>c:d|e?f*.txt": "a_b_c_d_e_f_.txt",
    "CON": "_CON",
    "nul.txt": "_nul.txt",
    "Com1.tar.gz": "_Com1.tar.gz",
    "  spaced . ": "spaced",
    "trailing...": "trailing",
    "..": "",
    ".": "",
    "/": "",
    "\0\0": "",
    "": "",
    "file:///etc/shadow": "shadow",
    "%2e%2e%2fpasswd": "%2e%2e%2fpasswd",
    "Ünïcödé 文件 👪.txt": "Ünïcödé 文件 👪.txt",
    ".hidden": ".hidden",
}


@pytest.mark.rows("FI-3")
@pytest.mark.parametrize(("given", "kept"), HOSTILE.items(), ids=[str(at) for at in range(len(HOSTILE))])
def test_hostile_names(given: str, kept: str) -> None:
    """No folder, no control character, no device, no reversed text is left; a good name is left alone."""
    assert clean(given) == kept


@pytest.mark.rows("FI-3")
def test_long_names_keep_their_extension() -> None:
    """255 bytes, whatever the script; never half a character."""
    for letter in ("a", "é", "文", "👪"):
        kept = clean(letter * 300 + ".tar.xz")
        assert kept.endswith(".xz")
        assert 250 <= len(kept.encode()) <= 255
    assert len(clean("x." + "y" * 300).encode()) == 255


@pytest.mark.rows("FI-3")
async def test_what_others_are_shown(harness: Harness) -> None:
    """A document carries the cleaned name, or none."""
    alice = await harness.client("9996621001")
    for given, kept in (("../../.bashrc", [".bashrc"]), ("..", [])):
        media = types.InputMediaUploadedDocument(
            file=await upload(alice, b"content"),
            mime_type="text/plain",
            attributes=[types.DocumentAttributeFilename(file_name=given)],
        )
        answer = await alice(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
        names = [
            one.file_name for one in answer.document.attributes if isinstance(one, types.DocumentAttributeFilename)
        ]
        assert names == kept


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.rows("F4", "FI-3")
async def test_nothing_a_client_sends_names_a_file_on_disk(harness: Harness) -> None:
    """Names, kinds and numbers of a client's choosing, uploaded and asked for: every path is one of our own making."""
    alice = await harness.client("9996621001")
    folder = Path(harness.app.config.data_dir)
    before = files_below(folder)
    for number, name in enumerate((*HOSTILE, "admin.sock", "chappe.db", "x" * 300), 1):
        file_id = (-1) ** number * (2**62 + number)
        await alice(functions.upload.SaveFilePart(file_id=file_id, file_part=0, bytes=b"content %d" % number))
        file = types.InputFile(id=file_id, parts=1, name=name, md5_checksum="")
        attributes = [types.DocumentAttributeFilename(file_name=name)]
        media = types.InputMediaUploadedDocument(file=file, mime_type="../../" + name[:60], attributes=attributes)
        await alice(functions.messages.UploadMedia(peer=types.InputPeerSelf(), media=media))
    await alice(functions.upload.SaveFilePart(file_id=-1, file_part=0, bytes=b"left lying"))
    made = files_below(folder) - before
    assert len(made) > 2 * len(HOSTILE)
    assert [path for path in made if not OF_OUR_OWN_MAKING.fullmatch(path)] == []
    assert all(path.startswith(f"{folder.name}/") for path in files_below(folder.parent))
