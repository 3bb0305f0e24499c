"""The command line `chappe`: one file per family of verbs, and `main`, which the console script calls.

Rules of this package:

- Importing it must stay cheap, since every verb pays for it: what a verb needs beyond typer is imported inside it.
- A verb only reads its arguments and shows the result. What it does is a function elsewhere, most often an
  administration verb (`server.ops.admin`), which a running server does itself.
- An error says what to do next. Exit codes are those of `ExitCode`.
"""

from __future__ import annotations

from server.ops.cli.main import main

__all__ = ["main"]
