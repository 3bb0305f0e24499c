"""What the server says about itself: standard library loggers under ``chappe``, written for people or for collectors.

Rules of this file:

- A log line never holds a phone number, a code, a password, a key or the text of a message (row OP-3). Whoever logs
  keeps to that; `redact` is the net below, over the finished line, tracebacks included.
- `connection_id` and `request_id` say which connection and which request a line belongs to. They are context
  variables: set around a piece of work, they reach everything that work calls or starts.
"""

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

#: The connection being served, numbered from 1 in the order of arrival; empty outside.
connection_id: ContextVar[str] = ContextVar("connection_id", default="")
#: The request being answered: its msg_id; empty outside.
request_id: ContextVar[str] = ContextVar("request_id", default="")


@contextmanager
def about(variable: ContextVar[str], value: object) -> Iterator[None]:
    """Let every line logged inside carry this id."""
    token = variable.set(str(value))
    try:
        yield
    finally:
        variable.reset(token)


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
        ids = " ".join(f"{name}={value}" for name, value in _ids().items())
        line = f"{when} {record.levelname.lower():7} {record.name}: {record.getMessage()}{ids and f' [{ids}]'}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redact(line)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, and `connection`, `request`, `exception` if any."""

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redact(record.getMessage()),
            **_ids(),
        }
        if record.exc_info:
            fields["exception"] = redact(self.formatException(record.exc_info))
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


def _ids() -> dict[str, str]:
    ids = {"connection": connection_id.get(), "request": request_id.get()}
    return {name: value for name, value in ids.items() if value}
