"""tabulate: the pieces of every batch -> the final tables. One document once, rows in order, invariants checked.

`ingest` tells which documents count and in which piece each lies (`kept`). They are taken in the order of their ids, a
shard of a few MB of text at a time: what is held in memory does not grow with their number. The finished tables
replace the old ones in one swap, so that a reader never meets a mixture.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ruamel.yaml import YAML

from pipeline import datapackage, invariants, pieces, store
from pipeline.tables import MENTIONS, TABLES

STAGES = ("ingest", "segment", "extract")
# The stage that makes each table.
MAKERS = {
    **dict.fromkeys(("documents", "footnotes", "table_cells"), "ingest"),
    **dict.fromkeys(("sections", "links"), "segment"),
    **dict.fromkeys(("sentences", *MENTIONS), "extract"),
}
# Documents of about this many characters are in memory at a time.
SHARD_CHARS = 4_000_000


class PartsError(ValueError):
    """Parts that do not belong together: a stage has not run, or not to its end."""


class Kept(NamedTuple):
    """A document that counts: where its rows lie, and what other files add to its warnings."""

    doc_id: str
    batch: str
    piece: str
    source_path: str
    source_sha256: str
    n_chars: int
    warnings: list[str]


def run(parts: Path, keys: Sequence[str], out: Path) -> dict[str, int]:
    """Merge the parts of the batches named into `out`; returns the number of rows of every table.

    PartsError where no batch is named or a stage has not read what counts, InvariantError where rows break the contract; then the tables
    stay as they were.
    """
    if not keys:
        raise PartsError("no batch to take in: name one (--batch), or a file that lists them (--params)")
    recover(out)
    kept, errors = settle(parts, keys)
    check_parts(parts, kept)
    fresh = _beside(out, "new")
    rows = Counter(dict.fromkeys(TABLES, 0))
    try:
        with ExitStack() as stack:
            writers = {
                name: stack.enter_context(store.Writer(fresh / name / f"{name}.parquet", name, final=True))
                for name in TABLES
            }
            for documents in shards(kept):
                tables = _gather(parts, documents)
                invariants.hold(tables)
                errors += _errors_of(parts, documents)
                for name, table in tables.items():
                    writers[name].write(table)
                    rows[name] += table.num_rows
                del tables
            failed = _sort("errors", pa.concat_tables(errors))
            writers["errors"].write(failed)
            rows["errors"] = failed.num_rows
        datapackage.write(fresh)
        swap(fresh, out)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return dict(rows)


def batches_in(params: Path) -> list[str]:
    """The batches that params.yaml lists, in their order. ValueError where there are none."""
    listed = YAML(typ="safe", pure=True).load(params.read_text(encoding="utf-8"))
    keys = listed.get("batches") if isinstance(listed, dict) else None
    if not isinstance(keys, dict) or not keys:
        raise ValueError(
            f"{params} lists no batches; it needs a line such as `sample: {{path: corpus/sample}}` under them"
        )
    return [str(key) for key in keys]


# --- which documents count --------------------------------------------------------------------------------------------


def settle(parts: Path, keys: Sequence[str]) -> tuple[list[Kept], list[pa.Table]]:
    """The documents that count in the order of their ids, and the rows of `errors` so far.

    One `doc_id` in two batches: the first batch's document stays, the other is a warning or an error. Within a batch
    `ingest` has settled this already.
    """
    chosen: dict[str, Kept] = {}
    errors = [store.empty("errors")]
    for key in keys:
        part = parts / "ingest" / key
        if not store.files(part, "kept"):
            raise PartsError(f"{part} does not tell which documents count: run `crs ingest PATH --out {part}` first")
        errors.append(store.read(part, "errors").cast(errors[0].schema))
        repeated = []
        for row in store.read(part, "kept").to_pylist():
            document = Kept(batch=key, **row)
            first = chosen.setdefault(document.doc_id, document)
            if first is document:
                continue
            if first.source_sha256 == document.source_sha256:
                first.warnings.append(f"the same file stands in batch {key} too: {document.source_path}")
            else:
                repeated.append(_two_contents(document, first))
        errors.append(store.build("errors", {c: [row[c] for row in repeated] for c in TABLES["errors"].names}))
    return sorted(chosen.values()), errors


def _two_contents(document: Kept, first: Kept) -> dict[str, str]:
    """The row of `errors` for a document that another batch has with other content."""
    path = document.source_path
    return {
        "source_path": path,
        "source_sha256": document.source_sha256,
        "stage": "tabulate",
        "error": "DuplicateDocument",
        "message": f"{path} (batch {document.batch}) and {first.source_path} (batch {first.batch}) are both "
        f"{document.doc_id} with different content; the first is kept: remove one of them or name its version",
    }


def check_parts(parts: Path, documents: Iterable[Kept]) -> None:
    """PartsError where a stage has not read a document that counts."""
    marks: dict[tuple[str, str], dict[str, set[str]]] = {}
    for document in documents:
        for stage in STAGES:
            part = parts / stage / document.batch
            if (stage, document.batch) not in marks:
                found = pieces.marks(part)
                marks[stage, document.batch] = {name: set(mark.documents) for name, mark in found.items()}
            if document.doc_id not in marks[stage, document.batch].get(document.piece, ()):
                raise PartsError(
                    f"{part} lacks {document.doc_id} in its piece {document.piece}: run `crs {stage}` of this batch again"
                )


def shards(documents: Iterable[Kept]) -> Iterator[list[Kept]]:
    """Documents in order, cut where about SHARD_CHARS characters have come together."""
    shard: list[Kept] = []
    size = 0
    for document in documents:
        if shard and size + document.n_chars > SHARD_CHARS:
            yield shard
            shard, size = [], 0
        shard.append(document)
        size += document.n_chars
    if shard:
        yield shard


# --- the rows of a shard ----------------------------------------------------------------------------------------------


def _gather(parts: Path, documents: Sequence[Kept]) -> dict[str, pa.Table]:
    """Every table's rows of some documents, sorted, with the columns of `documents` that other rows fill."""
    pieces = _by_piece(documents)
    tables = {}
    for name, stage in MAKERS.items():
        places = [
            (parts / stage / batch / piece / f"{name}.parquet", list(own)) for (batch, piece), own in pieces.items()
        ]
        tables[name] = _sort(name, store.read_documents(name, places))
    tables["documents"] = _complete(tables, documents)
    return tables


def _by_piece(documents: Sequence[Kept]) -> dict[tuple[str, str], dict[str, Kept]]:
    """The documents of each piece of each batch by their ids."""
    pieces: dict[tuple[str, str], dict[str, Kept]] = {}
    for document in documents:
        pieces.setdefault((document.batch, document.piece), {})[document.doc_id] = document
    return pieces


def _errors_of(parts: Path, documents: Sequence[Kept]) -> Iterator[pa.Table]:
    """What stages after `ingest` met in some documents."""
    for (batch, piece), own in _by_piece(documents).items():
        paths = pa.array([document.source_path for document in own.values()])
        for stage in STAGES[1:]:
            piece_folder = parts / stage / batch / piece
            if store.n_rows(piece_folder / "errors.parquet"):
                table = store.read(piece_folder, "errors").cast(store.empty("errors").schema)
                yield table.filter(pc.is_in(table.column("source_path"), paths))


def _complete(tables: dict[str, pa.Table], kept: Sequence[Kept]) -> pa.Table:
    """`documents` with its counts of other rows, and with what other files add to the warnings."""
    documents = tables["documents"]
    ids = documents.column("doc_id").to_pylist()
    lacking = {document.doc_id for document in kept} - set(ids)
    if lacking:
        raise PartsError(f"no piece holds the document {min(lacking)}: run `crs ingest` of its batch again")
    for column, name in (("n_sections", "sections"), ("n_sentences", "sentences")):
        counts = {row["values"]: row["counts"] for row in pc.value_counts(tables[name].column("doc_id")).to_pylist()}
        documents = _with_column(documents, column, [counts.get(doc_id, 0) for doc_id in ids])
    more = {document.doc_id: document.warnings for document in kept if document.warnings}
    if more:
        own = zip(documents.column("warnings").to_pylist(), ids, strict=True)
        documents = _with_column(documents, "warnings", [[*told, *more.get(doc_id, [])] for told, doc_id in own])
    return documents


def _with_column(table: pa.Table, name: str, values: Sequence[Any]) -> pa.Table:
    index = table.column_names.index(name)
    return table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))


def _sort(name: str, table: pa.Table) -> pa.Table:
    """The rows in the order of their table; they often come in it."""
    order = pc.sort_indices(table, [(column, "ascending") for column in TABLES[name].order])
    return table if np.array_equal(order, np.arange(len(order))) else table.take(order)


# --- one set of tables for another ------------------------------------------------------------------------------------


def swap(fresh: Path, out: Path) -> None:
    """Put a finished folder of tables in the place of the old one. `recover` mends what a kill leaves behind."""
    for path in (*fresh.iterdir(), fresh):
        store.to_disk(path)
    old = _beside(out, "old")
    had = out.exists()
    if had:
        _discard(out)
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if had:
            old.rename(out)
        raise
    store.to_disk(out.parent)
    _discard(out)


def recover(out: Path) -> None:
    """Bring a folder of tables in order after a swap that was killed: the old set is put back or cleared away."""
    old = _beside(out, "old")
    if old.exists() and not out.exists():
        old.rename(out)
    _discard(out)
    shutil.rmtree(_beside(out, "new"), ignore_errors=True)


def _discard(out: Path) -> None:
    """Remove the old set, in one step as far as `recover` can see: half of it must never be put back."""
    old, gone = _beside(out, "old"), _beside(out, "gone")
    shutil.rmtree(gone, ignore_errors=True)
    if old.exists():
        old.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")
