"""ingest: files -> documents (canonical text), blocks, links, notes, data tables, errors.

The files are read in processes of their own (`pipeline.sources.pool`), a `Shelf` settles what two files with one
`doc_id` mean. The result depends on the files alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from pipeline import store
from pipeline.ids import row_ids
from pipeline.sources import Document
from pipeline.sources.files import Found, find_files
from pipeline.sources.mirror import Versions, plan
from pipeline.sources.pool import read_files
from pipeline.sources.reading import Failure, Ingested, failed
from pipeline.tables import PARTS

# One document in several formats: the best source wins, in this order. The file's name tells the format beforehand.
BEST_FORMATS = ("json", "html", "markdown", "pdf", "text")
SUFFIXES = {".json": "json", ".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".pdf": "pdf"}
OUTPUTS = ("documents", "blocks", "anchors", "footnotes", "table_cells", "errors")
# Rows are written whenever about this many characters of text have come together.
GROUP_CHARS = 8_000_000


class Shelf:
    """The documents taken so far, by `doc_id`: the first file that holds a document keeps its place.

    failures  what could not be read, and files that claim a place with other content in the same format
    notes     what later files with the same document add to the warnings of the first, by `doc_id`
    """

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.notes: dict[str, list[str]] = {}
        self._taken: dict[str, tuple[str, str | None, str]] = {}

    def take(self, item: Ingested) -> bool:
        """Whether the file's document is kept. Come in the order of `reading_order`."""
        if item.document is None:
            if item.failure:
                self.failures.append(item.failure)
            return False
        doc_id, form = item.document.doc_id, item.document.source_format
        if doc_id not in self._taken:
            self._taken[doc_id] = (item.source_path, item.source_sha256, form)
            return True
        path, sha, first_form = self._taken[doc_id]
        if item.source_sha256 == sha:
            self.tell(doc_id, [f"the same file stands at {item.source_path} too: read once"])
        elif form != first_form:
            self.tell(doc_id, [f"{item.source_path} is the same document as {form}: {first_form} was read"])
        else:
            self.failures.append(
                Failure(
                    item.source_path,
                    item.source_sha256,
                    "DuplicateDocument",
                    f"{item.source_path} and {path} are both {doc_id} with different content; the second was read: "
                    "remove one of them, or name their versions (R12345v2.txt)",
                )
            )
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


Columns = dict[str, dict[str, list[Any]]]


def _empty() -> Columns:
    return {name: {column: [] for column in PARTS[name].names} for name in OUTPUTS}


def add_document(tables: Columns, item: Ingested, document: Document) -> None:
    """Append the rows of a document to the columns of each table."""
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
    _extend(tables["blocks"], doc_id, document.blocks, ("kind", "start", "end", "level"))
    _extend(tables["anchors"], doc_id, document.links, ("start", "end", "url"))
    notes, cells = document.footnotes, document.cells
    _extend(tables["footnotes"], doc_id, notes, ("label", "ref_start", "ref_end", "start", "end"))
    tables["footnotes"]["footnote_id"] += row_ids(doc_id, "footnotes", [(note.start, note.end) for note in notes])
    tables["footnotes"]["text"] += [text[note.start : note.end] for note in notes]
    names = ("caption", "row", "column", "header", "value", "unit", "start", "end")
    _extend(tables["table_cells"], doc_id, cells, names)
    tables["table_cells"]["cell_id"] += row_ids(doc_id, "table_cells", [(cell.start, cell.end) for cell in cells])
    tables["table_cells"]["table_id"] += [f"{doc_id}:tables:{cell.table[0]}-{cell.table[1]}" for cell in cells]
    tables["table_cells"]["text"] += [text[cell.start : cell.end] for cell in cells]


def _extend(table: dict[str, list[Any]], doc_id: str, rows: Sequence[Any], names: Sequence[str]) -> None:
    table["doc_id"] += [doc_id] * len(rows)
    for name in names:
        table[name] += [getattr(row, name) for row in rows]


def run(paths: Sequence[Path], out: Path, *, workers: int = 1, versions: Versions = "all") -> None:
    """Read files and folders; writes documents, blocks, anchors, footnotes, table_cells and errors to `out`.

    `versions`: of a mirror's reports all versions or the latest.
    """
    files, missing = find_files(paths)
    made = plan(files, versions)
    shelf = Shelf()
    for path, error in missing:
        shelf.take(failed(path, None, error))
    with ExitStack() as stack:
        writers = {name: stack.enter_context(store.Writer(out / f"{name}.parquet", name)) for name in OUTPUTS}

        def write(tables: Columns) -> None:
            for name, columns in tables.items():
                writers[name].write(store.build(name, columns))

        tables, size = _empty(), 0
        queue = reading_order(made.files)
        while queue:
            again: list[Found] = []
            for file, item in zip(queue, read_files(queue, workers=workers), strict=True):
                if shelf.take(item) and item.document:
                    add_document(tables, item, item.document)
                    size += len(item.document.text)
                if item.document:
                    shelf.tell(item.document.doc_id, made.notes(file))
                else:
                    again += made.after(file)
                if size >= GROUP_CHARS:
                    write(tables)
                    tables, size = _empty(), 0
            queue = again
        for path, error in made.untold():
            shelf.take(failed(path, None, error))
        for failure in sorted(shelf.failures, key=lambda failure: (failure.source_path, failure.message)):
            for column, value in {**failure._asdict(), "stage": "ingest"}.items():
                tables["errors"][column].append(value)
        write(tables)
    if shelf.notes:
        _add_notes(out, shelf.notes)


def _add_notes(out: Path, notes: dict[str, list[str]]) -> None:
    """Write `documents` anew with notes added to the warnings of some: what came to light after they were written."""
    table = store.read(out, "documents")
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for doc_id, warnings in zip(columns["doc_id"], columns["warnings"], strict=True):
        warnings += notes.get(doc_id, [])
    store.write(out / "documents.parquet", "documents", store.build("documents", columns))
