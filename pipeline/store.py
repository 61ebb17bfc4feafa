"""Parquet in and out: explicit schemas, checked rows, deterministic bytes, never half a file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.tables import PARTS, schema

ROW_GROUP = 65_536  # rows; a constant, so that the bytes do not depend on how the rows arrived
COMPRESSION = "zstd"


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

    Use as a context manager; an exception leaves nothing behind.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._waiting: list[pa.Table] = []
        self._n_waiting = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(
            self._temporary, schema(name), compression=COMPRESSION, version="2.6", write_statistics=True
        )

    def write(self, table: pa.Table) -> None:
        """Add rows; written out in row groups of a fixed size."""
        self._waiting.append(table)
        self._n_waiting += table.num_rows
        while self._n_waiting >= ROW_GROUP:
            whole = pa.concat_tables(self._waiting)
            self._write_group(whole.slice(0, ROW_GROUP))
            rest = whole.slice(ROW_GROUP)
            self._waiting, self._n_waiting = [rest], rest.num_rows

    def _write_group(self, table: pa.Table) -> None:
        """One row group. Categories are encoded anew, so that the dictionary is that of these rows alone."""
        columns = []
        for field in schema(self.name):
            column = table.column(field.name)
            if pa.types.is_dictionary(field.type):
                column = column.combine_chunks().dictionary_encode().cast(field.type)
            columns.append(column)
        self._writer.write_table(pa.table(columns, schema=schema(self.name)), row_group_size=ROW_GROUP)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and self._n_waiting:
                self._write_group(pa.concat_tables(self._waiting))
        finally:
            self._writer.close()
            if kind is not None:
                self._temporary.unlink(missing_ok=True)
        if kind is None:
            self._temporary.replace(self.path)


def write(path: Path, name: str, table: pa.Table) -> None:
    """Write a whole table to a file."""
    with Writer(path, name) as writer:
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


def decode(table: pa.Table) -> pa.Table:
    """Categories as plain strings."""
    for index, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            plain = field.with_type(field.type.value_type)
            table = table.set_column(index, plain, table.column(index).cast(plain.type))
    return table
