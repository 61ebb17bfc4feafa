"""`crs check`: is a folder of tables what it should be? For those who got it from somebody else.

First each file by itself (is it there, whole, of this schema), then its rows with those of the other tables, some
documents at a time: what is held in memory does not grow with the size of the tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import datapackage, invariants, store
from pipeline.invariants import Problem
from pipeline.tables import SCHEMA_VERSION, TABLES, schema

Echo = Callable[[str], Any]

SHARD_CHARS = 4_000_000
SHARD_DOCUMENTS = 500
AGAIN = "copy the file again, or write the tables anew with `crs run`"
NOT_READ = (pa.ArrowException, OSError, ValueError)


class Findings:
    """What is wrong, each kind once with the number of its rows, and what is merely worth knowing."""

    def __init__(self) -> None:
        self.problems: dict[tuple[str, str], Problem] = {}
        self.notes: list[str] = []

    def add(self, problem: Problem) -> None:
        """Take in a problem; a kind that is known has more rows now."""
        known = self.problems.get((problem.table, problem.kind))
        self.problems[problem.table, problem.kind] = (
            known._replace(rows=known.rows + problem.rows) if known else problem
        )

    def file(self, table: str, path: Path | str, what: str, todo: str, kind: str | None = None) -> None:
        """Take in a problem with a file."""
        self.add(Problem(table, str(path), what, todo, kind or what))


class Checked:
    """The files of one table, with the columns that can be looked at."""

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self.name = name
        self.paths = paths
        self.rows = sum(store.n_rows(path) for path in paths)

    def read(self, doc_ids: Sequence[str]) -> pa.Table:
        """The rows of some documents in the order of the files, stored plainly."""
        found = []
        for path in self.paths:
            with pq.ParquetFile(path) as file:
                groups = store.groups_with(file.metadata, doc_ids)
                table = self._plainly(file.read_row_groups(groups, columns=TABLES[self.name].names, use_threads=False))
            found.append(table.filter(pc.is_in(table.column("doc_id"), pa.array(doc_ids, pa.string()))))
        return pa.concat_tables(found)

    def all(self) -> Iterator[pa.Table]:
        """All rows, some at a time, stored plainly."""
        for batch in self.batches(TABLES[self.name].names):
            yield self._plainly(pa.table(batch))

    def _plainly(self, table: pa.Table) -> pa.Table:
        wanted = pa.schema([pa.field(field.name, _plain(field.type)) for field in schema(self.name)])
        return store.decode(table).select(wanted.names).cast(wanted)

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns of all rows, in their order."""
        for path in self.paths:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(columns=columns, use_threads=False)


def check(folder: Path) -> tuple[dict[str, int], Findings]:
    """The rows of each table of a folder, and everything that is wrong with them. ValueError where no table is there."""
    findings = Findings()
    found = {name: store.files(folder, name) for name in TABLES}
    if not any(found.values()):
        inside = folder / "tables"
        hint = f"; those of {inside} may be meant" if any(store.files(inside, name) for name in TABLES) else ""
        raise ValueError(
            f"{folder} holds no tables: {folder / 'claims' / 'claims.parquet'} and others are looked for{hint}"
        )
    tables = {}
    for name, paths in found.items():
        if not paths:
            todo = "ask for the whole folder, or write the tables anew with `crs run`"
            findings.file(name, folder / name, "the table is not there", todo)
            continue
        whole = [_file(name, path, findings) for path in paths]
        if all(whole):
            tables[name] = Checked(name, paths)
    _package(folder, findings)
    rows = {name: table.rows for name, table in tables.items()}
    if "errors" in tables:
        errors = tables.pop("errors")
        with _reading(errors, findings):
            for table in errors.all():
                _look({"documents": store.empty("documents"), "errors": table}, invariants.ALONE, findings)
    if "documents" in tables:
        _rows(tables, findings)
    else:
        findings.notes.append("without the table documents the rows of the others were not looked at")
    return rows, findings


# --- files ------------------------------------------------------------------------------------------------------------


def _file(name: str, path: Path, findings: Findings) -> bool:
    """Look at a file by itself; whether its rows can be looked at."""
    try:
        with pq.ParquetFile(path) as file:
            there, rows = file.schema_arrow, file.metadata.num_rows
    except NOT_READ as error:
        findings.file(name, path, f"it is no whole Parquet file ({_short(error)})", AGAIN, "no Parquet")
        return False
    told = (there.metadata or {}).get(b"schema_version", b"").decode()
    if not told:
        findings.notes.append(f"{path} does not tell the version of its schema: another program wrote it")
    elif told != SCHEMA_VERSION:
        what = f"its schema is of version {told}, this program knows version {SCHEMA_VERSION}"
        findings.file(name, path, what, "use the crs-pipeline that wrote it, or write the tables anew", "version")
    return _columns(name, path, there, rows, findings)


def _columns(name: str, path: Path, there: pa.Schema, rows: int, findings: Findings) -> bool:
    """Compare the columns of a file with the schema's; whether all are there in a form that can be read."""
    readable = True
    for field in schema(name):
        if field.name not in there.names:
            findings.file(name, path, f"the column {field.name} is not there", "write the tables anew with `crs run`")
            readable = False
            continue
        kind = there.field(field.name).type
        if kind == field.type:
            continue
        if _plain(kind) == _plain(field.type):
            findings.notes.append(f"{path}: {field.name} is stored as {kind}, not {field.type}: read all the same")
            continue
        what = f"the column {field.name} is {kind}, it must be {field.type}"
        findings.file(name, path, what, "write the tables anew with `crs run`")
        readable = readable and (rows == 0 or _castable(path, field.name, _plain(field.type)))
    extra = [column for column in there.names if column not in TABLES[name].names]
    if extra:
        findings.notes.append(f"{path} has columns of its own: {', '.join(extra)}")
    return readable


def _plain(kind: pa.DataType) -> pa.DataType:
    """A type without the ways in which it can be stored: categories and long strings are strings."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_plain(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, _plain(field.type)) for field in kind])
    return kind


def _castable(path: Path, column: str, kind: pa.DataType) -> bool:
    """Whether the values of a column fit a type."""
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(columns=[column], use_threads=False):
                store.decode(pa.table(batch)).column(column).cast(kind)
    except NOT_READ:
        return False
    return True


def _package(folder: Path, findings: Findings) -> None:
    """Compare the files with what datapackage.json tells of them, if it is there."""
    path = folder / datapackage.NAME
    if not path.is_file():
        return
    try:
        resources = {resource["name"]: resource for resource in json.loads(path.read_text("utf-8"))["resources"]}
        for name, resource in resources.items():
            file = folder / resource["path"]
            if file in store.files(folder, name) and datapackage.sha256(file) != resource["hash"]:
                what = f"it is not the file that {datapackage.NAME} tells of: another run's, or changed since"
                findings.file(name, file, what, "take all tables from one run", "hash")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        findings.file(datapackage.NAME, path, f"it cannot be read ({_short(error)})", AGAIN, "datapackage")


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


# --- rows -------------------------------------------------------------------------------------------------------------


def _rows(tables: dict[str, Checked], findings: Findings) -> None:
    """Look at the rows of all tables, some documents at a time."""
    documents: dict[str, int] = {}
    with _reading(tables["documents"], findings) as errors:
        documents = _documents(tables["documents"])
    if errors:
        return
    known = pa.array(sorted(documents), pa.string())
    readable = [table for table in tables.values() if _in_order(table, known, findings)]
    for doc_ids in _shards(documents):
        found = {}
        for table in readable[:]:
            with _reading(table, findings) as errors:
                found[table.name] = table.read(doc_ids)
            if errors:
                readable.remove(table)
        if "documents" not in found:
            return
        _look(found, invariants.RULES, findings)


@contextmanager
def _reading(table: Checked, findings: Findings) -> Iterator[list[str]]:
    """Reading a table; where it cannot be read to the end that is a problem, and the list given is not empty."""
    errors: list[str] = []
    try:
        yield errors
    except NOT_READ as error:
        errors.append(_short(error))
        findings.file(table.name, table.paths[0], f"it cannot be read to the end ({errors[0]})", AGAIN, "damaged")


def _look(tables: dict[str, pa.Table], rules: Sequence[invariants.Rule], findings: Findings) -> None:
    shard = invariants.Shard(tables)
    for rule in rules:
        for problem in rule(shard):
            findings.add(problem)


def _documents(table: Checked) -> dict[str, int]:
    """The documents' ids with the lengths that are told of them."""
    found: dict[str, int] = {}
    for batch in table.batches(["doc_id", "n_chars"]):
        ids, lengths = (column.to_pylist() for column in batch.columns)
        found.update((str(doc_id), int(length or 0)) for doc_id, length in zip(ids, lengths, strict=True) if doc_id)
    return found


def _shards(documents: dict[str, int]) -> Iterator[list[str]]:
    """The ids in order, so many at a time as have about SHARD_CHARS characters."""
    shard: list[str] = []
    size = 0
    for doc_id in sorted(documents):
        if shard and (size + documents[doc_id] > SHARD_CHARS or len(shard) >= SHARD_DOCUMENTS):
            yield shard
            shard, size = [], 0
        shard.append(doc_id)
        size += documents[doc_id]
    if shard:
        yield shard


def _in_order(table: Checked, known: pa.Array, findings: Findings) -> bool:
    """Look at the documents of all rows: whether they are known and stand in order. Whether all rows could be read."""
    last = ""
    with _reading(table, findings) as errors:
        for batch in table.batches(["doc_id"]):
            column = store.decode(pa.table(batch)).column("doc_id").cast(pa.string()).fill_null("").combine_chunks()
            if not len(column):
                continue
            lost = column.filter(pc.invert(pc.is_in(column, known)))
            if len(lost):
                row, what = f"a row of {lost[0]}", "there is no such document"
                findings.add(Problem(table.name, row, what, invariants.MIXED, "lost doc_id", len(lost)))
            turned = pc.less(column[1:], column[:-1])
            if pc.any(turned).as_py() or column[0].as_py() < last:
                row = f"a row of {column[max(pc.index(turned, pa.scalar(True)).as_py() + 1, 0)]}"
                what, todo = "rows do not stand in the order of documents", "sort them, or write the tables anew"
                findings.add(Problem(table.name, row, what, todo, "order"))
            last = column[-1].as_py()
    return not errors


def print_findings(folder: Path, echo: Echo) -> bool:
    """Print what is wrong with a folder of tables; whether nothing is."""
    rows, findings = check(folder)
    for problem in findings.problems.values():
        echo(str(problem))
    for note in findings.notes:
        echo(f"note: {note}")
    total = f"{rows.get('documents', 0):,} documents, {sum(rows.values()):,} rows in {len(rows)} tables"
    if not findings.problems:
        echo(f"{folder}: {total}: all as it should be")
        return True
    kinds = len(findings.problems)
    echo(f"{folder}: {total}: {kinds} {'kinds of problems' if kinds > 1 else 'problem'}")
    return False
