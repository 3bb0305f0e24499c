"""What the server says about itself: standard library loggers, written for people or for collectors.

Rules of this file:

- A log line never holds a phone number, a code, a password, a key or the text of a message (row OP-3). Whoever logs
  keeps to that; `redact` is the net below.
- The text of an exception may hold what a user wrote, so of an exception only its type and its places are written.
- A line says which connection, session and request it belongs to, where whoever logs gives
  `extra={"connection": ..., "session": ..., "request": ...}`: numbers of this process, and the msg_id of the request.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

_SECRETS = (
    # name='value', name="value", name=b'value': as our objects, TL objects and keyword arguments show themselves.
    re.compile(
        r"""(?P<keep>\b(?:phone\w*|\w*code\w*|\w*password\w*|\w*secret\w*|\w*token\w*|auth_key|message|text|email\w*|"""
        r"""first_name|last_name|about)["']?\s*[=:]\s*)(?:b?'(?:[^'\\]|\\.)*'|b?"(?:[^"\\]|\\.)*"|\d+)""",
        re.IGNORECASE,
    ),
    # An international phone number, and a test number in any writing.
    re.compile(r"(?P<keep>)\+\d[\d ()-]{5,}\d|\b99966\d{5}\b"),
    # Sixteen bytes or more in hexadecimal, or as Python shows them: keys, hashes, nonces.
    re.compile(r"""(?P<keep>)\b[0-9a-fA-F]{32,}\b|\bb'(?:[^'\\]|\\.){16,}'|\bb"(?:[^"\\]|\\.){16,}\""""),
)


def redact(line: str) -> str:
    """Take out what looks like a secret."""
    for pattern in _SECRETS:
        line = pattern.sub(r"\g<keep>[redacted]", line)
    return line


#: Whose loggers follow the configured level. Libraries stay at warnings: at debug level some write what they handle.
_OURS = ("chappe", "mtproto", "server", "storage")


class TextFormatter(logging.Formatter):
    """One line for a person: time, level, logger, ids, words."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S.%f")[:-3]
        ids = " ".join(f"{name}={value}" for name, value in _ids(record).items())
        line = f"{when} {record.levelname.lower():7} {record.name}: {record.getMessage()}{ids and f' [{ids}]'}"
        if record.exc_info and record.exc_info[1]:
            line += "\n" + places(record.exc_info[1])
        return redact(line)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, and the ids and `exception` if there are any."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
            **_ids(record),
        }
        if record.exc_info and record.exc_info[1]:
            fields["exception"] = redact(places(record.exc_info[1]))
        return json.dumps(fields, ensure_ascii=False)


def configure(form: str, level: str, stream: TextIO | None = None) -> None:
    """Send everything logged to `stream` (standard error), as `form` says: `text`, `json`, or `auto`."""
    stream = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(stream)
    as_text = form == "text" or (form == "auto" and stream.isatty())
    handler.setFormatter(TextFormatter() if as_text else JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())


def places(error: BaseException) -> str:
    """The type and the stack of an exception and of what caused it, without their texts."""
    chain: list[str] = []
    link: BaseException | None = error
    while link is not None:
        frames = traceback.extract_tb(link.__traceback__)
        where = " > ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
        chain.append(f"{type(link).__qualname__} at {where}")
        link = link.__cause__
    return "; caused by ".join(chain)


def _ids(record: logging.LogRecord) -> dict[str, int]:
    return {name: getattr(record, name) for name in ("connection", "session", "request") if hasattr(record, name)}
