"""One file in, a document or the reason why there is none out."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from pipeline.sources import Document, Record, SourceError, read
from pipeline.sources.files import Found, read_bytes

# The longest reports have 2 million characters; more than this is a file that unfolds without end.
MAX_TEXT = 20_000_000
# Ids stand in the names of rows, and may stand in names of files.
SAFE_ID = re.compile(r"(?!.*\.\.)[^\W_](?:[\w.-]| (?=\w)){0,119}")


class Failure(NamedTuple):
    """A row of `errors` that reading makes."""

    source_path: str
    source_sha256: str | None
    error: str
    message: str


class Ingested(NamedTuple):
    """A file that was read: a document, or why there is none."""

    source_path: str
    source_sha256: str | None
    document: Document | None
    failure: Failure | None = None


def ingest_file(file: Found) -> Ingested:
    """Read a file from the disk; what goes wrong becomes a failure."""
    try:
        data = read_bytes(file.path)
    except SourceError as error:
        return failed(file.source_path, None, error)
    return ingest_bytes(data, file.source_path, file.record)


def ingest_bytes(data: bytes, source_path: str, record: Record | None = None) -> Ingested:
    """Read a report from its bytes; `source_path` tells the file's name and goes into the tables."""
    sha = hashlib.sha256(data).hexdigest()
    try:
        document = read(data, source_path, record)
        check(document)
    except SourceError as error:
        return failed(source_path, sha, error)
    except MemoryError:
        sentence = "there is not enough memory for what this file holds: remove it, or give it in another format"
        return failed(source_path, sha, SourceError("memory", sentence))
    except Exception as error:  # noqa: BLE001  (one file never stops a batch)
        told = str(error) or type(error).__name__
        message = f"{source_path}: the reader failed on this file ({told}): please report it as a bug"
        return Ingested(source_path, sha, None, Failure(source_path, sha, type(error).__name__, message))
    return Ingested(source_path, sha, document)


def failed(source_path: str, sha: str | None, error: SourceError) -> Ingested:
    """What is told of a file that cannot be read."""
    kind = "".join(word.capitalize() for word in error.kind.split("_"))
    return Ingested(source_path, sha, None, Failure(source_path, sha, kind, f"{source_path}: {error}"))


def check(document: Document) -> None:
    """SourceError where a document is none that the tables can take."""
    if not SAFE_ID.fullmatch(document.doc_id):
        raise SourceError(
            "bad_id",
            f"the report's number {document.doc_id[:80]!r} holds what no number may (letters, digits, '-', '_' and '.' "
            "may): name the file by the report's number",
        )
    if len(document.text) > MAX_TEXT:
        raise SourceError(
            "too_large",
            f"its text has {len(document.text):,} characters, more than the {MAX_TEXT:,} that a report may have: split "
            "it or remove it",
        )
