"""Parquet in and out: explicit schemas, checked rows, deterministic bytes, never half a file."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables import PARTS, schema

# The row groups of a part are so much smaller than those of the finished table.
PART_SHARE = 8


class TableError(ValueError):
    """Rows that do not fit their table's schema, or a folder that holds no such table."""


def build(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """A table from columns of Python values; the keys must be exactly the schema's (plain strings for categories)."""
    wanted = PARTS[name].names
    if set(columns) != set(wanted):
        lacking, extra = sorted(set(wanted) - set(columns)), sorted(set(columns) - set(wanted))
        raise TableError(f"table {name}: columns lacking {lacking}, unknown {extra}")
    plain = schema(name, plain=True)
    table = pa.table([pa.array(columns[field.name], field.type) for field in plain], schema=plain)
    check_nulls(name, table)
    return table


def empty(name: str) -> pa.Table:
    """The table without rows."""
    return schema(name, plain=True).empty_table()


def check_nulls(name: str, table: pa.Table) -> None:
    """TableError where a required column holds null, or a closed category a value that the schema does not list."""
    for column in PARTS[name].columns:
        array = table.column(column.name)
        if column.required and array.null_count:
            raise TableError(f"table {name}: {array.null_count} nulls in {column.name}, which must be filled")
        if column.values:
            odd = set(pc.unique(array).to_pylist()) - set(column.values) - {None}
            if odd:
                raise TableError(f"table {name}: {column.name} holds {sorted(odd)}, allowed: {list(column.values)}")


class Writer:
    """Writes one table to one file in the order the rows come; the file appears only when it is whole.

    `final`: a finished table, in row groups for readers, and on the disk before it appears. Else a part, which is soon
    read again, a few documents at a time: small row groups, quick compression. Either way the bytes depend on the rows
    alone. Use as a context manager; an exception leaves nothing behind.
    """

    def __init__(self, path: Path, name: str, *, final: bool = False) -> None:
        self.path = path
        self.name = name
        self._final = final
        self._schema = schema(name)
        self._rows = PARTS[name].row_group if final else max(1, PARTS[name].row_group // PART_SHARE)
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(
            self._temporary,
            self._schema,
            compression="zstd" if final else "lz4",
            use_dictionary=_repeated(name),
            version="2.6",
            write_statistics=True,
        )

    def write(self, table: pa.Table) -> None:
        """Add rows; written out in row groups of a fixed size."""
        self._waiting.append(table)
        self._n_waiting += table.num_rows
        if self._n_waiting < self._rows:
            return
        whole = pa.concat_tables(self._waiting)
        done = self._n_waiting - self._n_waiting % self._rows
        for start in range(0, done, self._rows):
            self._write_group(whole.slice(start, self._rows))
        rest = whole.slice(done)
        # A copy: a slice would keep all the rows in memory.
        self._waiting = [rest.take(pa.array(range(rest.num_rows), pa.int64()))]
        self._n_waiting = rest.num_rows

    def _write_group(self, table: pa.Table) -> None:
        """One row group. Categories are encoded anew, so that the dictionary is that of these rows alone."""
        columns = []
        for field in self._schema:
            column = table.column(field.name).combine_chunks()  # where chunks end, pages would
            columns.append(
                column.dictionary_encode().cast(field.type) if pa.types.is_dictionary(field.type) else column
            )
        self._writer.write_table(pa.table(columns, schema=self._schema), row_group_size=self._rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                if self._n_waiting:
                    self._write_group(pa.concat_tables(self._waiting))
                self._writer.close()
                if self._final:
                    to_disk(self._temporary)
                self._temporary.replace(self.path)
        finally:
            with suppress(OSError):  # the disk is full: the first error says so
                self._writer.close()
            self._temporary.unlink(missing_ok=True)


def _repeated(name: str) -> list[str]:
    """The columns whose values come again and again: a dictionary of the others would save nothing."""
    table = PARTS[name]
    return [
        column.name
        for column in table.columns
        if pa.types.is_dictionary(column.type) or (column.name.endswith("_id") and column.name != table.key)
    ]


def to_disk(path: Path) -> None:
    """Wait until a file or the list of a folder is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, name: str, table: pa.Table, *, final: bool = False) -> None:
    """Write a whole table to a file."""
    with Writer(path, name, final=final) as writer:
        writer.write(table)


def files(folder: Path, name: str) -> list[Path]:
    """The Parquet files of a table in a folder: `NAME.parquet` or those in the folder `NAME/`, by name."""
    single = folder / f"{name}.parquet"
    if single.is_file():
        return [single]
    return sorted(path for path in (folder / name).glob("*.parquet") if path.name[0] not in "._")


def read(
    folder: Path, name: str, columns: Sequence[str] | None = None, *, where: pc.Expression | None = None
) -> pa.Table:
    """A table of a folder with categories as plain strings; TableError where it is not there.

    With `where` only the rows for which it holds are read.
    """
    found = files(folder, name)
    if not found:
        raise TableError(f"no table {name!r} in {folder}: run `crs run PATH --out DIR` first, then read DIR/tables")
    parts = [pq.read_table(path, columns=columns, filters=where, partitioning=None) for path in found]
    return decode(pa.concat_tables(parts))


def read_documents(name: str, places: Iterable[tuple[Path, Sequence[str]]]) -> pa.Table:
    """A table's rows of some documents, by file and ids in order, with categories as plain strings.

    Only the row groups that may hold one of them are read, by one thread.
    """
    found = [schema(name).empty_table()]
    for path, doc_ids in places:
        with pq.ParquetFile(path) as file:
            table = file.read_row_groups(groups_with(file.metadata, doc_ids), use_threads=False)
        wanted = pc.is_in(table.column("doc_id"), pa.array(doc_ids, pa.string()))
        found.append(table if pc.all(wanted, min_count=0).as_py() else table.filter(wanted))
    return decode(pa.concat_tables(found)).cast(schema(name, plain=True))


def n_rows(path: Path) -> int:
    """The number of rows of a Parquet file, from its footer alone."""
    return int(pq.read_metadata(path).num_rows)


def groups_with(file: pq.FileMetaData, doc_ids: Sequence[str]) -> list[int]:
    """The row groups that may hold rows of documents, by their ids in order, as far as their statistics tell."""
    if not file.num_row_groups:
        return []
    # Not by `file.schema`: it and the footer would hold each other, and both stay in memory.
    first = file.row_group(0)
    column = next(index for index in range(file.num_columns) if first.column(index).path_in_schema == "doc_id")
    found = []
    for number in range(file.num_row_groups):
        known = file.row_group(number).column(column).statistics
        if known is not None and known.has_min_max:
            place = bisect_left(doc_ids, known.min)
            if place == len(doc_ids) or doc_ids[place] > known.max:
                continue
        found.append(number)
    return found


def decode(table: pa.Table) -> pa.Table:
    """Categories as plain strings."""
    for index, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            plain = field.with_type(field.type.value_type)
            table = table.set_column(index, plain, table.column(index).cast(plain.type))
    return table
