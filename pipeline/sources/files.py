"""Which files there are to read, and their bytes."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.sources.document import SourceError
from pipeline.sources.records import Record

# A report is below 2 MB of text and below 20 MB as a PDF; a larger file is something else.
MAX_BYTES = 100_000_000


class Found(NamedTuple):
    """A file to read, its path as the tables show it, and what metadata tells of the report in it."""

    path: Path
    source_path: str
    record: Record | None = None


class Missing(NamedTuple):
    """A path that leads to no file: how the tables show it, and what to do."""

    source_path: str
    error: SourceError


def find_files(paths: Iterable[Path], leave: Collection[Path] = ()) -> tuple[list[Found], list[Missing]]:
    """Every file at or below the paths given, sorted by `source_path`, and what is missing.

    Hidden files and folders are passed over, and the folders to `leave`. `source_path` is relative to the folder given (for a file given: its
    name), with `/` between its parts, in NFC. A file reached twice is read once.
    """
    found: dict[str, Found] = {}
    missing = []
    left = {os.path.realpath(folder) for folder in leave}
    for path in paths:
        if path.is_dir():
            here = _walk(path, left)
            if not here:
                sentence = f"the folder {path} holds no files to read: put reports into it"
                missing.append(Missing(shown(path.name or "."), SourceError("no_files", sentence)))
        elif path.exists():
            here = [Found(path, shown(path.name))]
        else:
            here = []
            sentence = f"there is no file or folder {path}: check the path"
            missing.append(Missing(shown(path.name or str(path)), SourceError("not_found", sentence)))
        for file in here:
            found.setdefault(os.path.realpath(file.path), file)
    # The sort is stable: of two files with one `source_path` that of the first path given comes first.
    return sorted(found.values(), key=lambda file: file.source_path), missing


def _walk(folder: Path, left: Collection[str]) -> list[Found]:
    files = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if left:
            folders[:] = [name for name in folders if os.path.realpath(Path(here) / name) not in left]
        for name in sorted(names):
            if not name.startswith("."):
                path = Path(here) / name
                files.append(Found(path, shown(path.relative_to(folder).as_posix())))
    return files


def shown(path: str) -> str:
    """A path as the tables show it: NFC; bytes that are no characters are replaced."""
    return unicodedata.normalize("NFC", path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; SourceError where it cannot be read or is none."""
    try:
        if not path.is_file():
            raise SourceError("unreadable", "it is no regular file: remove it from the input")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise SourceError(
                "too_large",
                f"it has {size:,} bytes, more than the {MAX_BYTES:,} that a report may have: split it or remove it",
            )
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            "unreadable",
            f"the file cannot be read ({error.strerror or error}): check that it is there and that you may read it",
        ) from error
