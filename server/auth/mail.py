"""Mail to people: codes only, through the operator's mail server."""

from __future__ import annotations

from email.message import EmailMessage

from server.auth.undelivered import Undelivered
from server.ops.config import SmtpSection

TIMEOUT = 30
"""Seconds for the whole conversation with the mail server."""


async def send(smtp: SmtpSection, to: str, subject: str, text: str) -> None:
    """Send one message.

    Raises:
        Undelivered: the mail server cannot be reached or does not take it.
    """
    import aiosmtplib  # takes a while to load, and many servers send no mail

    message = EmailMessage()
    message["From"] = smtp.sender
    message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    try:
        await aiosmtplib.send(
            message,
            hostname=smtp.host,
            port=smtp.port,
            username=smtp.username or None,
            password=str(smtp.password) or None,
            use_tls=smtp.security == "tls",
            start_tls=smtp.security == "starttls",
            timeout=TIMEOUT,
        )
    except (aiosmtplib.SMTPResponseException, aiosmtplib.SMTPRecipientsRefused) as error:
        # What mail servers say of an address has the address in it.
        raise Undelivered(f"{type(error).__name__} {getattr(error, 'code', '')}".strip()) from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Undelivered(str(error)) from error


def is_address(text: str) -> bool:
    """Whether a text looks like an address that mail could be sent to; the code sent there shows whether it is one."""
    name, at, domain = text.rpartition("@")
    printable = text.isascii() and text.isprintable() and " " not in text
    return bool(at and name and "." in domain.strip(".") and printable and len(text) <= 254)
