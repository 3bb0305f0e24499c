"""A webhook that delivers codes for us (the `webhook` section of the configuration): one signed POST per code."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import urllib.request

from server.ops.config import WebhookSection

TIMEOUT = 10
"""Seconds."""


async def post(webhook: WebhookSection, phone: str, code: str) -> None:
    """Hand a code to the operator's program.

    Raises:
        OSError: it cannot be reached, or answers with anything but success.
    """
    body = json.dumps({"phone": phone, "code": code}).encode()
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Chappe-Signature"] = hmac.new(str(webhook.secret).encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(webhook.url, body, headers)
    await asyncio.to_thread(_send, request)


def _send(request: urllib.request.Request) -> None:
    # The standard client raises for every answer that is not a success.
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
        answer.read(1024)
