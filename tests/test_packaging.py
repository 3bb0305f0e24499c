"""What is installed is all that the code reads: an editable install, which tests run in, has every file anyway."""

import configparser
import subprocess
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
BUILT = {".py", ".c", ".h"}
"""Modules, and what extensions are compiled from."""


def files_of_packages() -> list[PurePosixPath]:
    packages = ["mtproto", "storage", "server", "client_sdk"]
    listed = subprocess.run(["git", "ls-files", *packages], cwd=ROOT, capture_output=True, text=True, check=True)
    return [PurePosixPath(line) for line in listed.stdout.splitlines()]


def within_package(file: PurePosixPath) -> PurePosixPath:
    """The path of a file from the innermost package that it is in, as setup.cfg names it."""
    return file.relative_to(next(folder for folder in file.parents if (ROOT / folder / "__init__.py").exists()))


def test_every_file_of_a_package_is_installed_with_it():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    patterns = [pattern.strip() for pattern in setup["options.package_data"]["*"].split(",")]

    def is_installed(file: PurePosixPath) -> bool:
        # `*` goes over no slash in either, and both read a pattern as the whole path.
        path = within_package(file)
        return any(len(path.parts) == pattern.count("/") + 1 and path.match(pattern) for pattern in patterns)

    left_out = [str(file) for file in files_of_packages() if file.suffix not in BUILT and not is_installed(file)]
    assert left_out == []
