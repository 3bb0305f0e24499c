"""Errors that the operator can mend: the message says what is wrong and what to do next.

OperatorError
├── ConfigError      the configuration cannot be used      (server.ops.resolve)
├── DataDirError     the data folder cannot be used        (server.ops.datadir)
├── StartError       a door cannot be opened               (server.ops.lifecycle)
├── AdminError       a verb cannot do what was asked       (server.ops.admin.verb)
└── CommandError     the command line itself               (server.ops.cli.verb)
"""

from __future__ import annotations


class OperatorError(Exception):
    """Base of what the command line shows as one sentence instead of a traceback."""
