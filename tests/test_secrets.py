"""No secret is in the repository (row OP-3): keys are made where they are used."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRIVATE_KEY = re.compile(rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+(?:[A-Za-z0-9+/=]{16,}\s+)+-----END")


@pytest.mark.rows("OP-3")
def test_no_private_key_is_kept_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    files = [ROOT / name for name in listed.decode().split("\0") if name]
    assert files
    assert [str(file) for file in files if file.is_file() and PRIVATE_KEY.search(file.read_bytes())] == []
