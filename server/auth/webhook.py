"""A webhook that delivers codes for us (the `webhook` section of the configuration): one signed POST per code."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from server.auth.undelivered import Undelivered
from server.ops.config import WebhookSection

TIMEOUT = 10
"""Seconds."""


async def post(webhook: WebhookSection, phone: str, code: str) -> None:
    """Hand a code to the operator's program.

    Raises:
        Undelivered: it cannot be reached, or answers with anything but success.
    """
    body = json.dumps({"phone": phone, "code": code}).encode()
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Chappe-Signature"] = hmac.new(str(webhook.secret).encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(webhook.url, body, headers)
    try:
        await asyncio.to_thread(_send, request)
    except HTTPError as error:
        raise Undelivered(f"the answer was {error.code}") from error
    except (OSError, HTTPException) as error:
        raise Undelivered(str(error.reason if isinstance(error, URLError) else error)) from error


def _send(request: urllib.request.Request) -> None:
    # The standard client raises for every answer that is not a success.
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        answer.read(1024)
