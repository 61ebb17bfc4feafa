"""Which file holds which document, which documents count, and what is known of files from before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import pieces, store
from pipeline.sources import SourceError
from pipeline.sources.files import Found
from pipeline.sources.pool import sha256
from pipeline.sources.reading import Ingested, failed

# One document in several formats: the best source wins, in this order. The file's name tells the format beforehand.
BEST_FORMATS = ("json", "html", "markdown", "pdf", "text")
SUFFIXES = {".json": "json", ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".pdf": "pdf"}


class Outcome(NamedTuple):
    """What became of a file, as the table `files` has it."""

    source_path: str
    source_sha256: str | None
    record: str | None
    doc_id: str | None
    source_format: str | None
    n_chars: int | None
    error: str | None
    message: str | None


class Kept(NamedTuple):
    """A document that counts, and the piece that holds it."""

    doc_id: str
    piece: str
    source_path: str
    source_sha256: str | None
    n_chars: int


class Shelf:
    """The documents that count, by `doc_id`: the first file that holds a document keeps its place.

    failures  what could not be read, and files that claim a place with other content in the same format
    notes     what other files with the same document add to the warnings of the first, by `doc_id`
    """

    def __init__(self) -> None:
        self.failures: list[Outcome] = []
        self.notes: dict[str, list[str]] = {}
        self.kept: dict[str, Kept] = {}
        self._formats: dict[str, str | None] = {}

    def take(self, told: Outcome, piece: str) -> bool:
        """Whether the file's document counts. Come in the order of `reading_order`."""
        doc_id = told.doc_id
        if doc_id is None:
            self.failures.append(told)
            return False
        if doc_id not in self.kept:
            self.kept[doc_id] = Kept(doc_id, piece, told.source_path, told.source_sha256, told.n_chars or 0)
            self._formats[doc_id] = told.source_format
            return True
        first, form = self.kept[doc_id], self._formats[doc_id]
        if told.source_sha256 == first.source_sha256:
            self.tell(doc_id, [f"the same file stands at {told.source_path} too: read once"])
        elif told.source_format != form:
            self.tell(doc_id, [f"{told.source_path} is the same document as {told.source_format}: {form} was read"])
        else:
            sentence = (
                f"{told.source_path} and {first.source_path} are both {doc_id} with different content; the second was "
                "read: remove one of them, or name their versions (R12345v2.txt)"
            )
            self.failures.append(told._replace(doc_id=None, error="DuplicateDocument", message=sentence))
        return False

    def tell(self, doc_id: str, notes: Sequence[str]) -> None:
        """Add to the warnings of a document."""
        if notes:
            self.notes.setdefault(doc_id, []).extend(notes)


def reading_order(files: Iterable[Found]) -> list[Found]:
    """The files that metadata describes first, then the best formats, then by path."""
    ranks = {form: rank for rank, form in enumerate(BEST_FORMATS)}

    def place(file: Found) -> tuple[bool, int, str]:
        return file.record is None, ranks[SUFFIXES.get(file.path.suffix.lower(), "text")], file.source_path

    return sorted(files, key=place)


def outcome(item: Ingested, file: Found) -> Outcome:
    """What became of a file that was read."""
    document, failure = item.document, item.failure
    return Outcome(
        item.source_path,
        item.source_sha256,
        digest(file),
        document.doc_id if document else None,
        document.source_format if document else None,
        len(document.text) if document else None,
        failure.error if failure else None,
        failure.message if failure else None,
    )


def digest(file: Found) -> str | None:
    """SHA-256 of what metadata tells of a file."""
    return None if file.record is None else hashlib.sha256(repr(file.record).encode()).hexdigest()


def failure(path: str, error: SourceError) -> Outcome:
    """What is told of a path that leads to nothing to read."""
    item = failed(path, None, error)
    return outcome(item, Found(Path(path), path))


Name = tuple[str, str | None, str | None]
Known = dict[Name, tuple[Outcome, str]]


class Today:
    """The files of today, and what they are known by: path, SHA-256 of their bytes (taken once), metadata."""

    def __init__(self, files: Iterable[Found], hashes: Mapping[Path, str] | None = None) -> None:
        self._hashes: dict[Found, str | None] = {}
        self._files: dict[tuple[str, str | None], list[Found]] = {}
        for file in files:
            if hashes and file.path in hashes:
                self._hashes[file] = hashes[file.path]
            self._files.setdefault((file.source_path, digest(file)), []).append(file)

    def name(self, file: Found) -> Name:
        """What a file is known by."""
        if file not in self._hashes:
            self._hashes[file] = sha256(file)
        return file.source_path, self._hashes[file], digest(file)

    def in_order(self, files: Iterable[Found]) -> list[Found]:
        """The files in the order in which they are read; of two that have one path (of two folders) by content."""
        return reading_order(sorted(files, key=lambda file: [part or "" for part in self.name(file)]))

    def has(self, told: Outcome) -> bool:
        """Whether a file that was read before is still there, as it was."""
        files = self._files.get((told.source_path, told.record), ())
        return told.source_sha256 is not None and any(self.name(file) == told[:3] for file in files)


def known(part: Path, key: str | None, today: Today) -> Known:
    """What the pieces of a part that were made with a key know of the files of today, and the piece that holds each."""
    found: Known = {}
    for piece, mark in pieces.marks(part).items() if key else ():
        if mark.key != key:
            continue
        first: dict[str, bool] = {}
        for row in store.read(part / piece, "files").to_pylist():
            told = Outcome(**row)
            here = today.has(told)
            # The rows of a document are those of the first file that holds it: without that file they are nobody's.
            if here and (told.doc_id is None or first.setdefault(told.doc_id, True)):
                found.setdefault(told[:3], (told, piece))
            elif told.doc_id is not None:
                first.setdefault(told.doc_id, False)
    return found
