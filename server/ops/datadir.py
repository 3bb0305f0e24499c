"""The data folder: one folder, mode 0700, that holds everything a server has and everything a backup must take.

    chappe.toml          the configuration, if there is one
    chappe.db            the rows (and its -wal, -shm and -reserve)
    files/               what was uploaded, by content
    staging/             what is being uploaded; not part of a backup
    keys/main.pem        RSA key of the key exchange; main.public.pem is what clients are given
    keys/previous.pem    the main key before the last rotation, still answered
    keys/legacy.pem      RSA key for clients with the old padding, if they are let in
    keys/root.secret     32 random bytes from which every other secret is derived
    admin.sock           where the command line reaches the running server
    chappe.lock          held by the running server

Rules of this file:

- Secrets are generated here at the first start, never shipped (row OP-3).
- A file with a secret has mode 0600 from its first byte on, and is refused when others may read it.
- Nothing is ever generated in place of a secret that got lost while its data is still there.
"""

from __future__ import annotations

import contextlib
import fcntl
import hmac
import os
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mtproto.crypto import RsaPrivateKey
from server.ops.errors import OperatorError

_ROOT_BYTES = 32


class DataDirError(OperatorError):
    """The data folder cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What the key exchange and everything sealed rest on."""

    main: RsaPrivateKey
    previous: RsaPrivateKey | None
    legacy: RsaPrivateKey | None
    root: bytes

    def derive(self, purpose: str) -> bytes:
        """The 32-byte secret for one purpose; different purposes tell nothing about each other."""
        return hmac.digest(self.root, b"chappe/" + purpose.encode(), "sha256")


class DataDir:
    """Paths and secrets of one data folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.database = self.path / "chappe.db"
        self.files = self.path / "files"
        self.staging = self.path / "staging"
        self.socket = self.path / "admin.sock"
        self.keys = self.path / "keys"
        self.main_key = self.keys / "main.pem"
        self.previous_key = self.keys / "previous.pem"
        self.legacy_key = self.keys / "legacy.pem"
        self.root_secret = self.keys / "root.secret"

    @property
    def secret_files(self) -> list[Path]:
        """The files that nobody else may read, of those that exist."""
        paths = (self.main_key, self.previous_key, self.legacy_key, self.root_secret)
        return [path for path in paths if path.exists()]

    @property
    def is_begun(self) -> bool:
        """Whether this is a data folder, and not some other folder or none."""
        return bool(self.secret_files) or self.database.exists()

    def create(self) -> None:
        """Make the folder if it is missing.

        Raises:
            DataDirError: it cannot be made or written, or others can read it.
        """
        for folder in (self.path, self.keys):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise DataDirError(f"cannot make {error.filename}: {error.strerror}") from error
            _refuse_unless_ours(folder)  # before anything is made in it

    def check(self) -> None:
        """Look at what is there of the folder, as `create` does, and make nothing.

        Raises:
            DataDirError: it cannot be written, or others can read it.
        """
        for folder in (self.path, self.keys):
            if folder.exists():
                _refuse_unless_ours(folder)

    def prepare(self, *, legacy: bool) -> Keys:
        """Make the folder and every secret that was never there, whether or not a server follows.

        Args:
            legacy: as of `load_keys`.

        Raises:
            DataDirError: as of `create`, `locked` and `load_keys`.
        """
        self.create()
        with self.locked():
            return self.load_keys(legacy=legacy)

    def load_keys(self, *, legacy: bool) -> Keys:
        """Read every key and secret, generating what was never there.

        Args:
            legacy: whether the legacy key is wanted; without, it is neither made nor read.

        Raises:
            DataDirError: a secret is missing beside its data, is damaged, or can be read by others.
        """
        root = self._load_root()
        wanted = [self.main_key, self.legacy_key] if legacy else [self.main_key]
        # A key takes a tenth of a second, most of it without the interpreter lock.
        with ThreadPoolExecutor(max_workers=len(wanted)) as pool:
            generated = list(pool.map(_load_or_generate, wanted))
        previous = _load_rsa(self.previous_key) if self.previous_key.exists() else None
        return Keys(generated[0], previous, generated[1] if legacy else None, root)

    def rotate_main_key(self) -> RsaPrivateKey:
        """Make a new main key for the next start; the present one becomes the one previous key."""
        key = RsaPrivateKey.generate()
        present = self.main_key.read_bytes()
        _write(self.previous_key, present, 0o600)
        _write_rsa(self.main_key, key)
        return key

    def drop_previous_key(self) -> bool:
        """Stop answering the previous main key, from the next start on; False when there is none."""
        existed = self.previous_key.exists()
        self.previous_key.unlink(missing_ok=True)
        return existed

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder: at most one process works in it.

        Raises:
            DataDirError: another process holds it.
        """
        with (self.path / "chappe.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DataDirError(
                    f"another process works in {self.path}: stop it, or choose another data_dir"
                ) from None
            yield

    def _load_root(self) -> bytes:
        if not self.root_secret.exists():
            if self.database.exists():
                raise DataDirError(f"{self.root_secret} is gone, and its data with it: restore it from a backup")
            _write(self.root_secret, secrets.token_bytes(_ROOT_BYTES), 0o600)
        _refuse_if_open(self.root_secret)
        root = self.root_secret.read_bytes()
        if len(root) != _ROOT_BYTES:
            raise DataDirError(f"{self.root_secret} is damaged: restore it from a backup")
        return root


def public_path(private: Path) -> Path:
    """Where the public half of a key file stands."""
    return private.with_suffix(".public.pem")


def _load_or_generate(path: Path) -> RsaPrivateKey:
    if not path.exists():
        _write_rsa(path, RsaPrivateKey.generate())
    key = _load_rsa(path)
    public, pem = public_path(path), key.public.to_pem()
    if not public.exists() or public.read_bytes() != pem:  # a rotation was killed, or one of the two put back alone
        _write(public, pem, 0o644)
    return key


def _load_rsa(path: Path) -> RsaPrivateKey:
    _refuse_if_open(path)
    try:
        return RsaPrivateKey.from_pem(path.read_bytes())
    except ValueError as error:
        raise DataDirError(f"{path} is not an RSA key: restore it from a backup") from error


def _write_rsa(path: Path, key: RsaPrivateKey) -> None:
    _write(path, key.to_pem(), 0o600)
    _write(public_path(path), key.public.to_pem(), 0o644)


def _write(path: Path, data: bytes, mode: int) -> None:
    """Put a whole file in place, durably, never readable by more people than `mode` says."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _refuse_unless_ours(folder: Path) -> None:
    _refuse_if_open(folder)
    if not os.access(folder, os.W_OK):
        raise DataDirError(f"{folder} cannot be written by this user")


def _refuse_if_open(path: Path) -> None:
    if (others := path.stat().st_mode & 0o077) != 0:
        raise DataDirError(f"{path} can be reached by others (mode {others:03o}): chmod go= {path}")
