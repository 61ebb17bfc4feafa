"""ingest: files -> documents (canonical text), blocks, links, notes, data tables, errors.

`find_files` says which files there are, `ingest_bytes` reads one (a pure function: bytes and a path in, rows out),
`merge` settles what two files with one `doc_id` mean. The result depends on the files alone, not on their order.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import store
from pipeline.ids import row_ids
from pipeline.sources import Document, SourceError, read
from pipeline.tables import PARTS

# A report is below 2 MB of text and below 20 MB as a PDF; a larger file is something else.
MAX_BYTES = 100_000_000
# One document in several formats: the best source wins, in this order.
BEST_FORMATS = ("json", "html", "markdown", "pdf", "text")
OUTPUTS = ("documents", "blocks", "anchors", "footnotes", "table_cells", "errors")


class Failure(NamedTuple):
    """A row of `errors` that this stage makes."""

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


class Found(NamedTuple):
    """A file to read and its path as `source_path` shows it."""

    path: Path
    source_path: str


def find_files(paths: Iterable[Path]) -> tuple[list[Found], list[Failure]]:
    """Every file at or below the paths given, sorted by `source_path`, and a failure for each path that has none.

    Hidden files and folders are passed over. `source_path` is relative to the folder given (for a file given: its
    name), with `/` between its parts, in NFC. A file reached twice is read once.
    """
    found: dict[str, Found] = {}
    failures = []
    for path in paths:
        if path.is_dir():
            here = _walk(path)
            if not here:
                failures.append(
                    Failure(
                        _shown(path.name or "."),
                        None,
                        "NoFiles",
                        f"the folder {path} holds no files to read: put reports into it",
                    )
                )
        elif path.exists():
            here = [Found(path, _shown(path.name))]
        else:
            here = []
            failures.append(
                Failure(
                    _shown(path.name or str(path)),
                    None,
                    "NotFound",
                    f"there is no file or folder {path}: check the path",
                )
            )
        for file in here:
            found.setdefault(os.path.realpath(file.path), file)
    return sorted(found.values(), key=lambda file: (file.source_path, str(file.path))), failures


def _walk(folder: Path) -> list[Found]:
    files = []
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if not name.startswith("."):
                path = Path(here) / name
                files.append(Found(path, _shown(path.relative_to(folder).as_posix())))
    return files


def _shown(path: str) -> str:
    """A path as the tables show it: NFC; bytes that are no characters are replaced."""
    return unicodedata.normalize("NFC", path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def ingest_file(file: Found) -> Ingested:
    """Read a file from the disk; what goes wrong becomes a failure."""
    try:
        if not file.path.is_file():
            return _failed(file.source_path, None, "Unreadable", "it is no regular file: remove it from the input")
        size = file.path.stat().st_size
        if size > MAX_BYTES:
            return _failed(
                file.source_path,
                None,
                "TooLarge",
                f"it has {size:,} bytes, more than the {MAX_BYTES:,} that a report may have: split it or remove it",
            )
        data = file.path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return _failed(
            file.source_path,
            None,
            "Unreadable",
            f"the file cannot be read ({reason}): check that it is there and that you may read it",
        )
    return ingest_bytes(data, file.source_path)


def ingest_bytes(data: bytes, source_path: str) -> Ingested:
    """Read a report from its bytes; `source_path` tells the file's name and goes into the tables."""
    sha = hashlib.sha256(data).hexdigest()
    try:
        document = read(data, source_path)
    except SourceError as error:
        return _failed(source_path, sha, _camel(error.kind), str(error))
    except Exception as error:  # noqa: BLE001  (one file never stops a batch)
        return _failed(
            source_path,
            sha,
            type(error).__name__,
            f"the reader failed on this file ({error}): please report it as a bug",
        )
    return Ingested(source_path, sha, document)


def _failed(source_path: str, sha: str | None, error: str, message: str) -> Ingested:
    return Ingested(source_path, sha, None, Failure(source_path, sha, error, f"{source_path}: {message}"))


def _camel(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))


def merge(items: Iterable[Ingested]) -> tuple[list[Ingested], list[Failure]]:
    """One file a `doc_id`, sorted by it, with what was odd in its warnings; and the failures, sorted by path.

    Same bytes: one document and a warning. Several formats: the best one, the others in its warnings. Other content
    in the same format: the first path stays, the other is a failure that names both.
    """
    ordered = sorted(items, key=lambda item: (item.source_path, item.source_sha256 or ""))
    failures = [item.failure for item in ordered if item.failure]
    groups: dict[str, list[Ingested]] = {}
    for item in ordered:
        if item.document:
            groups.setdefault(item.document.doc_id, []).append(item)
    kept = []
    for doc_id in sorted(groups):
        best, *others = sorted(groups[doc_id], key=_rank)
        notes = []
        for other in others:
            if other.source_sha256 == best.source_sha256:
                notes.append(f"the same file stands at {other.source_path} too: read once")
            elif _format(other) != _format(best):
                notes.append(f"{other.source_path} is the same document as {_format(other)}: {_format(best)} was read")
            else:
                failures.append(
                    Failure(
                        other.source_path, other.source_sha256, "DuplicateDocument",
                        f"{other.source_path} and {best.source_path} are both {doc_id} with different content; the second "
                        "was read: remove one of them, or name their versions (R12345v2.txt)",
                    )
                )  # fmt: skip
        kept.append(_with_warnings(best, notes))
    return kept, sorted(failures)


def _rank(item: Ingested) -> tuple[int, str, str]:
    return BEST_FORMATS.index(_format(item)), item.source_path, item.source_sha256 or ""


def _format(item: Ingested) -> str:
    return item.document.source_format if item.document else ""


def _with_warnings(item: Ingested, notes: list[str]) -> Ingested:
    if not notes or item.document is None:
        return item
    return item._replace(document=replace(item.document, warnings=(*item.document.warnings, *notes)))


def columns_of(items: Sequence[Ingested], failures: Sequence[Failure]) -> dict[str, dict[str, list[Any]]]:
    """The rows of every table of this stage as columns of plain values."""
    tables: dict[str, dict[str, list[Any]]] = {name: {column: [] for column in PARTS[name].names} for name in OUTPUTS}
    for item in items:
        if item.document:
            _add(tables, item, item.document)
    errors = tables["errors"]
    for failure in failures:
        for column, value in {**failure._asdict(), "stage": "ingest"}.items():
            errors[column].append(value)
    return tables


def _add(tables: dict[str, dict[str, list[Any]]], item: Ingested, document: Document) -> None:
    doc_id, text = document.doc_id, document.text
    row = {
        "doc_id": doc_id,
        "report_id": document.report_id,
        "version": document.version,
        "series": document.series,
        "product_type": document.product_type,
        "title": document.title,
        "published": document.published,
        "authors": [author._asdict() for author in document.authors],
        "topics": list(document.topics),
        "source_path": item.source_path,
        "source_format": document.source_format,
        "source_sha256": item.source_sha256,
        "source_url": document.source_url,
        "text": text,
        "n_chars": len(text),
        "n_words": len(text.split()),
        # `tabulate` counts these when the rows are there.
        "n_sections": 0,
        "n_sentences": 0,
        "warnings": list(document.warnings),
    }
    for column, value in row.items():
        tables["documents"][column].append(value)
    for name, places in (("blocks", document.blocks), ("anchors", document.links)):
        _extend(tables[name], doc_id, places, places[0]._fields if places else ())
    notes, cells = document.footnotes, document.cells
    _extend(tables["footnotes"], doc_id, notes, ("label", "ref_start", "ref_end", "start", "end"))
    tables["footnotes"]["footnote_id"] += row_ids(doc_id, "footnotes", [(note.start, note.end) for note in notes])
    tables["footnotes"]["text"] += [text[note.start : note.end] for note in notes]
    _extend(
        tables["table_cells"], doc_id, cells, ("caption", "row", "column", "header", "value", "unit", "start", "end")
    )
    tables["table_cells"]["cell_id"] += row_ids(doc_id, "table_cells", [(cell.start, cell.end) for cell in cells])
    tables["table_cells"]["table_id"] += [f"{doc_id}:tables:{cell.table[0]}-{cell.table[1]}" for cell in cells]
    tables["table_cells"]["text"] += [text[cell.start : cell.end] for cell in cells]


def _extend(table: dict[str, list[Any]], doc_id: str, rows: Sequence[Any], names: Sequence[str]) -> None:
    table["doc_id"] += [doc_id] * len(rows)
    for name in names:
        table[name] += [getattr(row, name) for row in rows]


def run(paths: Sequence[Path], out: Path) -> None:
    """Read files and folders; writes documents, blocks, anchors, footnotes, table_cells and errors to `out`."""
    files, missing = find_files(paths)
    items, failures = merge(ingest_file(file) for file in files)
    for name, columns in columns_of(items, [*failures, *missing]).items():
        store.write(out / f"{name}.parquet", name, store.build(name, columns))
