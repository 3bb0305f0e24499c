"""The certificate of the TLS doors: read at the start, and again when its files have changed.

Certificates are renewed every few weeks by programs that know nothing of this one. A connection gets the newest that
could be read; one that is open keeps the one it has.
"""

from __future__ import annotations

import logging
import ssl
from pathlib import Path

from server.ops.errors import OperatorError

log = logging.getLogger("chappe.ops")


class CertificateError(OperatorError):
    """The certificate or its key cannot be used; the message says which and why."""


class Certificate:
    """A certificate and its key, by the paths of their PEM files.

    Attributes:
        context: For listeners; it hands each connection over to the newest certificate.

    Raises:
        CertificateError: they cannot be used.
    """

    def __init__(self, certificate: str, key: str) -> None:
        self._certificate = Path(certificate)
        self._key = Path(key)
        self._stamp = self._stamp_of_files()
        self.context = self._newest = load(self._certificate, self._key)
        self.context.sni_callback = self._hand_over  # which is called whether or not the client names a host

    def look(self) -> None:
        """Read the files again if they have changed. What cannot be used is logged, and the old one goes on."""
        stamp = self._stamp_of_files()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._newest = load(self._certificate, self._key)
        except CertificateError as error:  # the other file may follow
            log.error("the certificate stays as it was: %s", error)
        else:
            log.info("the certificate was renewed")

    def _hand_over(self, connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        connection.context = self._newest

    def _stamp_of_files(self) -> list[tuple[int, int, int] | None]:
        """What changes when a file does, or a link to it."""
        return [_stamp(path) for path in (self._certificate, self._key)]


def load(certificate: Path, key: Path) -> ssl.SSLContext:
    """A context with this certificate.

    Raises:
        CertificateError: they cannot be used.
    """

    def refuse() -> str:  # or OpenSSL asks whoever sits at the terminal
        raise CertificateError(f"{key} is encrypted: take the pass phrase away")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        for path in (certificate, key):
            path.open("rb").close()  # OpenSSL does not say which of them it cannot read
        context.load_cert_chain(certificate, key, refuse)
    except ssl.SSLError as error:
        raise CertificateError(f"{certificate} and {key} are no certificate with its key: {error.reason}") from error
    except OSError as error:
        raise CertificateError(f"cannot read {error.filename}: {error.strerror}") from error
    return context


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
