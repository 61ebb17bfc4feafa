"""The fingerprint of the code: what rows depend on besides input and rules, so that a later run knows what to keep."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# What looks at finished tables, and how commands are spelled, changes no row.
APART = (
    "cli.py",
    "cluster.py",
    "remote.py",
    "stores.py",
    "tools",
    "report",
    "stages/report.py",
    "stages/evaluate.py",
    "datapackage.py",
)
# Libraries whose versions may change a row or a byte.
LIBRARIES = ("ftfy", "lxml", "pyarrow", "pypdfium2", "spacy")


@cache
def code() -> str:
    """Of the package's source files, and of the versions of Python and of the libraries that read."""
    digest = hashlib.sha256(f"python={sys.version_info.major}.{sys.version_info.minor}\0".encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(APART):
            digest.update(f"{name}\0".encode() + path.read_bytes() + b"\0")
    for library in LIBRARIES:
        digest.update(f"{library}={_version(library)}\0".encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # run from a copy without metadata
        return "unknown"
