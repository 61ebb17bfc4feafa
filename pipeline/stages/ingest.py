"""ingest: files -> documents (canonical text), blocks, links, notes, data tables, errors.

The files are read piece by piece (`pipeline.pieces`), those of formats that unfold in a process of their own
(`pipeline.sources.pool`); then a `Shelf` settles what two files with one `doc_id` mean. The result depends on the files
alone.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from pipeline import pieces, store
from pipeline.ids import row_ids
from pipeline.pieces import Blame, Mark
from pipeline.pool import Beat, Engine, Inline, Lost, Tell
from pipeline.progress import SILENT, Progress
from pipeline.shelf import Kept, Known, Outcome, Shelf, Today, failure, known, outcome
from pipeline.sources import Document
from pipeline.sources.files import Found, find_files
from pipeline.sources.mirror import Versions, plan
from pipeline.sources.pool import SECONDS, FileReader
from pipeline.sources.reading import Ingested
from pipeline.tables import PARTS

OUTPUTS = ("documents", "blocks", "anchors", "footnotes", "table_cells")
# A piece has about this share of the text to read, so that many workers end at about the same time, within these limits
# (in characters), and no more files than that. How many workers there are changes nothing.
PIECE_SHARE = 1 / 32
PIECE_CHARS = (250_000, 4_000_000)
PIECE_FILES = 200
# How much of a file's bytes is text, by its suffix; of others all of it.
TEXT_SHARE = {".json": 0.4, ".html": 0.25, ".htm": 0.25, ".pdf": 0.05}
# A light text takes a fraction of a second; the others have a process with a clock of its own, which may have to start.
FILE_SECONDS = SECONDS + 240


Columns = dict[str, dict[str, list[Any]]]


def _empty() -> Columns:
    return {name: {column: [] for column in PARTS[name].names} for name in (*OUTPUTS, "files")}


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
    if rows:
        fields = dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))
        for name in names:
            table[name] += fields[name]


class Task(NamedTuple):
    """Files to read into a piece; `lost` says of some, by their paths, why they are not even tried."""

    files: tuple[Found, ...]
    piece: Path
    key: str | None
    lost: Mapping[str, Lost]

    @property
    def reads_files(self) -> tuple[Path, ...]:
        """The files."""
        return tuple(file.path for file in self.files)

    @property
    def reads_folders(self) -> tuple[Path, ...]:
        """None."""
        return ()

    @property
    def makes(self) -> Path:
        """The piece."""
        return self.piece

    def moved(self, move: Callable[[Path], Path]) -> Self:
        """The same task with every path moved."""
        files = tuple(file._replace(path=move(file.path)) for file in self.files)
        return self._replace(files=files, piece=move(self.piece))


def read_piece(task: Task, tell: Tell) -> list[Outcome]:
    """Read the files of a piece and write it; what became of each, in their order."""
    pieces.begin(task.piece)
    tables: Columns = _empty()
    told: list[Outcome] = []
    held: set[str] = set()
    with FileReader() as reader:
        for file in task.files:
            tell(Beat(str(file.path), FILE_SECONDS))
            lost = task.lost.get(str(file.path))
            item = reader.give_up(file, lost) if lost else reader.read(file)
            # Of two files with one document a piece holds the first: no other rows would be told apart.
            if item.document and item.document.doc_id not in held:
                held.add(item.document.doc_id)
                add_document(tables, item, item.document)
            told.append(outcome(item, file))
    tell(Beat(None, FILE_SECONDS))
    for name in Outcome._fields:
        tables["files"][name] += [getattr(row, name) for row in told]
    for name, columns in tables.items():
        store.write(task.piece / f"{name}.parquet", name, store.build(name, columns))
    pieces.finish(task.piece, Mark(None if reader.in_doubt else task.key, sorted(held)))
    return told


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    versions: Versions = "all",
    engine: Engine | None = None,
    key: str | None = None,
    leave: Collection[Path] = (),
    hashes: Mapping[Path, str] | None = None,
    progress: Progress = SILENT,
) -> None:
    """Read files and folders; writes pieces of documents, blocks, anchors, footnotes and table_cells, then `kept` and
    `errors`, to `out`.

    `versions`: of a mirror's reports all versions or the latest. `key`: what pieces made before with this key know of a
    file is not read again; without one everything is. `leave`: folders that are passed over, as what a run writes.
    `hashes`: SHA-256 of files that need not be opened for that.
    """
    files, missing = find_files(paths, leave)
    made = plan(files, versions)
    today = Today([*made.files, *(file for rest in made.others.values() for file in rest)], hashes)
    memory = known(out, key, today)
    shelf = Shelf()
    for path, error in missing:
        shelf.failures.append(failure(path, error))
    queue = today.in_order(made.files)
    while queue:
        # Two files known by the same things (of two folders) are one.
        fresh = list({today.name(file): file for file in queue if today.name(file) not in memory}.values())
        progress.begin("ingest", len(fresh), len(queue))
        memory.update(_read(fresh, today, out, engine or Inline(), key, progress))
        again: list[Found] = []
        for file in queue:
            told, piece = memory[today.name(file)]
            shelf.take(told, piece)
            if told.doc_id:
                shelf.tell(told.doc_id, made.notes(file))
            else:
                again += made.after(file)
        queue = today.in_order(again)
    for path, error in made.untold():
        shelf.failures.append(failure(path, error))
    _write(shelf, out)
    pieces.sweep(out, {piece for _, piece in memory.values()})


def _read(
    files: Sequence[Found], today: Today, out: Path, engine: Engine, key: str | None, progress: Progress
) -> Known:
    """Read files into new pieces; what became of each. A file that its reader dies of is left out the next time."""
    blame = Blame()
    tasks = deque(Task(tuple(group), out / _piece_name(group, today), key, {}) for group in groups(files))
    found: Known = {}
    for task, result in engine.work(read_piece, tasks, lambda _, beat: progress.advance(1 if beat.at else 0)):
        if isinstance(result, Lost):
            guilty = blame.settles(task.piece.name, result, task.lost)
            lost = {guilty: result} if guilty else {}
            tasks.append(task._replace(lost={**task.lost, **lost}))
            continue
        progress.advance(0, errors=sum(told.error is not None for told in result))
        for file, told in zip(task.files, result, strict=True):
            found[today.name(file)] = told, task.piece.name
    return found


def groups(files: Sequence[Found]) -> Iterator[list[Found]]:
    """The files of each piece, in order."""
    sizes = [_chars(file) for file in files]
    limit = piece_chars(sum(sizes))
    group: list[Found] = []
    held = 0.0
    for file, size in zip(files, sizes, strict=True):
        if group and (held + size > limit or len(group) >= PIECE_FILES):
            yield group
            group, held = [], 0.0
        group.append(file)
        held += size
    if group:
        yield group


def piece_chars(chars: float) -> float:
    """How long a piece of so much text is at most, in characters."""
    least, most = PIECE_CHARS
    return min(max(chars * PIECE_SHARE, least), most)


def _chars(file: Found) -> float:
    """About how much text a file holds."""
    try:
        return file.path.stat().st_size * TEXT_SHARE.get(file.path.suffix.lower(), 1.0)
    except OSError:
        return 0.0


def _piece_name(group: Sequence[Found], today: Today) -> str:
    """A name that other files, or the same ones with other content, would not have."""
    return hashlib.sha256(repr([today.name(file) for file in group]).encode()).hexdigest()[:16]


def _write(shelf: Shelf, out: Path) -> None:
    """Which documents count, and every failure."""
    kept = sorted(shelf.kept.values())
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in kept] for name in Kept._fields}
    columns["warnings"] = [shelf.notes.get(row.doc_id, []) for row in kept]
    failures = sorted(shelf.failures, key=lambda row: (row.source_path, row.message or ""))
    errors = {
        **{
            name: [getattr(row, name) for row in failures]
            for name in ("source_path", "source_sha256", "error", "message")
        },
        "stage": ["ingest"] * len(failures),
    }
    store.write(out / "kept.parquet", "kept", store.build("kept", columns))
    store.write(out / "errors.parquet", "errors", store.build("errors", errors))
