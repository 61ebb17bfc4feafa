"""The tables, document by document: never more than one report's rows and a few batches are in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import store
from pipeline.tables import MENTIONS, TABLES

Row = dict[str, Any]

TEXTS_AT_ONCE = 16  # documents, whose texts are long
ROWS_AT_ONCE = 8_192
READ_BUFFER = 1 << 20  # bytes; without it a whole column chunk of texts is read at once

# What a page shows of each table.
COLUMNS: dict[str, Sequence[str]] = {
    "documents": [
        "doc_id", "report_id", "version", "series", "product_type", "title", "published", "authors", "topics",
        "source_path", "source_format", "source_url", "text", "n_words", "warnings",
    ],
    "sections": ["doc_id", "ordinal", "level", "title", "kind", "start", "end", "heading_start", "heading_end"],
    "figures": [
        "doc_id", "start", "end", "text", "kind", "value", "low", "high", "unit", "bound", "of", "per", "change",
        "subject", "rule",
    ],
    "dates": [
        "doc_id", "start", "end", "text", "type", "start_date", "end_date", "value", "mod", "precision",
        "resolved_from", "rule",
    ],
    "entities": ["doc_id", "start", "end", "text", "label", "norm", "rule"],
    "citations": ["doc_id", "start", "end", "text", "type", "norm", "url", "rule"],
    "claims": [
        "doc_id", "start", "end", "type", "cue", "cue_start", "cue_end", "source", "source_kind", "content", "modality",
        "polarity", "stance", "rule",
    ],
    "links": ["doc_id", "start", "end", "text", "url"],
    "footnotes": ["doc_id", "label", "ref_start", "ref_end", "start", "end"],
    "table_cells": ["doc_id", "table_id", "caption", "row", "column", "header", "start", "end", "text", "value"],
}  # fmt: skip


class Report(NamedTuple):
    """One document with its rows, each table's sorted as `pipeline.tables` says."""

    document: Row
    sections: list[Row]
    mentions: dict[str, list[Row]]
    links: list[Row]
    notes: list[Row]
    cells: list[Row]

    @property
    def doc_id(self) -> str:
        """The id of the report's version."""
        return str(self.document["doc_id"])

    @property
    def text(self) -> str:
        """The canonical text that every offset indexes."""
        return str(self.document["text"])


def reports(tables: Path) -> Iterator[Report]:
    """Every document of a folder of tables, in the order of `doc_id`.

    TableError where a table lacks, or is not sorted by `doc_id`.
    """
    others = {name: _Rows(tables, name) for name in COLUMNS if name != "documents"}
    for doc_id, [document] in _by_document(tables, "documents", TEXTS_AT_ONCE):
        found = {name: rows.of(doc_id) for name, rows in others.items()}
        mentions = {name: found[name] for name in MENTIONS}
        yield Report(
            document, found["sections"], mentions, found["links"], found["footnotes"], found["table_cells"]
        )  # fmt: skip


class _Rows:
    """The rows of one table, asked for by document in ascending order."""

    def __init__(self, tables: Path, name: str) -> None:
        self._groups = _by_document(tables, name, ROWS_AT_ONCE)
        self._next = next(self._groups, None)

    def of(self, doc_id: str) -> list[Row]:
        while self._next is not None and self._next[0] < doc_id:  # rows of a document that is not there
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != doc_id:
            return []
        rows = self._next[1]
        self._next = next(self._groups, None)
        return rows


def _by_document(tables: Path, name: str, at_once: int) -> Iterator[tuple[str, list[Row]]]:
    """(doc_id, its rows), a table's batches read one after the other."""
    waiting: tuple[str, list[Row]] | None = None
    for rows in _batches(tables, name, at_once):
        for doc_id, group in groupby(rows, key=lambda row: row["doc_id"]):
            if waiting is None:
                waiting = (doc_id, list(group))
            elif waiting[0] == doc_id:
                waiting[1].extend(group)
            elif waiting[0] < doc_id:
                yield waiting
                waiting = (doc_id, list(group))
            else:
                raise store.TableError(
                    f"table {name} in {tables} is not sorted by doc_id ({doc_id!r} stands after {waiting[0]!r}): "
                    "read the tables as `crs run` or `crs tabulate` wrote them"
                )
    if waiting is not None:
        yield waiting


def _batches(tables: Path, name: str, at_once: int) -> Iterator[list[Row]]:
    columns = list(COLUMNS[name])
    found = store.files(tables, name)
    if not found:
        raise store.TableError(
            f"no table {name!r} in {tables}: run `crs run PATH --out DIR` first, then read DIR/tables"
        )
    for path in found:
        with pq.ParquetFile(path, buffer_size=READ_BUFFER, pre_buffer=False) as file:
            lacking = [column for column in columns if column not in file.schema_arrow.names]
            if lacking:
                raise store.TableError(
                    f"table {name} in {tables} lacks the columns {lacking} (of {TABLES[name].names})"
                )
            for batch in file.iter_batches(batch_size=at_once, columns=columns):
                table = store.decode(pa.Table.from_batches([batch]))
                values = [table.column(column).to_pylist() for column in columns]
                yield [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
