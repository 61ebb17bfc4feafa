"""What rules look at: a shard, some documents with all of their rows, and the problems that they find in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.tables import TABLES

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# What stands for null among integers.
NONE = np.iinfo(np.int64).min
# Column -> the table in which a row of that id must stand.
REFERENCES = {"section_id": "sections", "parent_id": "sections", "sentence_id": "sentences"}

BUG = "the rule that made the row is at fault: report it"
MIXED = "the tables are of different runs, or rows were taken out: write them anew with `crs run`"
CHANGED = "a table was changed after it was written, or is of another run: write them anew with `crs run`"


class Problem(NamedTuple):
    """What is wrong with some rows of a table: the first of them, how many there are, what to do about it."""

    table: str
    row: str
    what: str
    todo: str
    kind: str
    rows: int = 1

    def __str__(self) -> str:
        more = f" (and {self.rows - 1:,} more rows)" if self.rows > 1 else ""
        return f"table {self.table}: {self.row}: {self.what}{more}; {self.todo}"


class Span(NamedTuple):
    """Two columns that hold a place in the text, and the column that holds its characters, if there is one."""

    start: str
    end: str
    text: str | None


@cache
def spans(name: str) -> tuple[Span, ...]:
    """The places that the rows of a table hold, the row's own first."""
    names = TABLES[name].names
    found = []
    for start in names:
        head, end, _ = start.rpartition("start")
        if end and start.endswith("start"):
            text = {"": "text", "heading_": "title"}.get(head, head.rstrip("_"))
            found.append(Span(start, f"{head}end", text if text in names else None))
    return tuple(sorted(found, key=lambda span: span.start != "start"))


class Shard:
    """Some documents with all of their rows, categories as plain strings; columns as arrays for the rules."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.tables = tables
        texts = [text or "" for text in tables["documents"].column("text").to_pylist()]
        self.lengths: Ints = np.array([len(text) for text in texts], np.int64)
        self.begins: Ints = np.cumsum(self.lengths) - self.lengths
        self.text = "".join(texts).encode()
        self._documents: dict[str, Ints] = {}

    @cached_property
    def doc_ids(self) -> pa.Array:
        """The documents' ids in order."""
        return self.tables["documents"].column("doc_id").combine_chunks()

    def byte(self, characters: Ints) -> Ints:
        """Where in the bytes of `text` characters begin, by their numbers."""
        return characters + np.searchsorted(self._further, characters, side="right")

    @cached_property
    def _further(self) -> Ints:
        """The number of the character that follows on each byte which begins none, in order."""
        further = np.flatnonzero((np.frombuffer(self.text, np.uint8) & 0xC0) == 0x80)
        return further - np.arange(len(further))

    def ints(self, name: str, column: str) -> Ints:
        """A column of integers; NONE for null."""
        array = self.tables[name].column(column).cast(pa.int64())
        filled: Ints = (array.fill_null(NONE) if array.null_count else array).to_numpy()
        return filled

    def documents(self, name: str) -> Ints:
        """The number of the document of each row; -1 where the shard has no such document."""
        if name not in self._documents:
            self._documents[name] = rows_of(self.tables[name].column("doc_id"), self.doc_ids)
        return self._documents[name]

    def rows(self, name: str, column: str, target: str) -> Ints:
        """The number of the row of another table that each row refers to; -1 where there is none."""
        return rows_of(self.tables[name].column(column), self.tables[target].column(TABLES[target].key))

    def problem(self, name: str, bad: Mask, kind: str, what: str, todo: str = BUG, **more: object) -> Iterator[Problem]:
        """One problem for the rows marked, if any is. `what` may name columns in braces: of the first such row."""
        count = int(np.count_nonzero(bad))
        if count:
            row = self.tables[name].slice(int(np.argmax(bad)), 1).to_pylist()[0]
            key = row[TABLES[name].key]
            shown = f"a row of {row.get('doc_id')}" if key is None else str(key)
            yield Problem(name, shown, what.format(**row, **more), todo, kind, count)


Rule = Callable[[Shard], Iterator[Problem]]


def rows_of(values: pa.ChunkedArray, among: pa.ChunkedArray | pa.Array) -> Ints:
    """Where each value stands first among others; -1 where it does not, and for null."""
    if isinstance(among, pa.ChunkedArray):
        among = among.combine_chunks()
    found: Ints = pc.index_in(values, value_set=among, skip_nulls=True).fill_null(-1).to_numpy().astype(np.int64)
    return found


def pick(values: Ints, rows: Ints) -> Ints:
    """The values of some rows; whatever it is for -1."""
    return values[rows] if len(values) else np.full(len(rows), NONE)


def mask(array: pa.ChunkedArray | pa.Array, *, null: bool = False) -> Mask:
    """Arrow's truth values as an array; `null` is what null means."""
    found: Mask = np.asarray(array.fill_null(null).to_numpy(zero_copy_only=False), bool)
    return found
