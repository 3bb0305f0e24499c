"""No secret is in the repository (row OP-3): keys are made where they are used."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+(?:[A-Za-z0-9+/=]{16,}\s+)+-----END")

TOKENS = re.compile(
    rb"""\b(?:
        (?:AKIA|ASIA)[0-9A-Z]{16}                    # Amazon Web Services
      | gh[pousr]_[0-9A-Za-z]{36} | github_pat_\w{40,}
      | glpat-[\w-]{20} | pypi-[\w-]{60,} | npm_[0-9A-Za-z]{36}
      | xox[abprs]-[0-9A-Za-z-]{20,}                 # Slack
      | AIza[\w-]{35}                                # Google
      | sk_live_[0-9A-Za-z]{20,}                     # Stripe
      | [0-9]{8,10}:AA[\w-]{33}                      # a bot of Telegram
    )\b""",
    re.VERBOSE,
)
"""Tokens of well-known services, by the forms that these have published."""


@pytest.mark.rows("OP-3")
@pytest.mark.parametrize("secret", [PRIVATE_KEY, TOKENS], ids=["private key", "token"])
def test_no_secret_is_kept_in_the_repository(secret):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    assert files
    assert [str(file) for file in files if file.is_file() and secret.search(file.read_bytes())] == []


def test_the_tokens_that_are_looked_for_would_be_found():
    assert TOKENS.search(b"token = 'gh" + b"p_" + b"a1" * 18 + b"'")
    assert TOKENS.search(b"AK" + b"IA" + b"Z" * 16)
