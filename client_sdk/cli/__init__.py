"""The command line `chappe-cli`: a person's account, for terminals and for scripts.

Rules of this package

- A verb reads its arguments, calls the SDK and shows the result, nothing more.
- Results go to standard output: tables on a terminal, lines with tabs into a pipe, JSON lines with `--json`. Everything
  else (questions, progress, errors) goes to standard error.
- An error says what to do next. Exit codes are those of `ExitCode`.
"""

from __future__ import annotations

from client_sdk.cli.main import main

__all__ = ["main"]
