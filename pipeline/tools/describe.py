"""`crs describe`: every column of every table with its type, how often it is filled, and values as they occur."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline import store
from pipeline.tables import TABLES

Echo = Callable[[str], Any]
SHOWN = 60


class ColumnFill(NamedTuple):
    """A column of a table: the share of its rows that hold a value (a list counts where it has items)."""

    table: str
    column: str
    rows: int
    filled: int
    distinct: int
    example: str

    @property
    def rate(self) -> float:
        """Filled rows by rows; 0 for a table without rows."""
        return self.filled / self.rows if self.rows else 0.0


def fill_rates(tables: Path) -> list[ColumnFill]:
    """The fill of every column of a folder of tables, in the order of the schema."""
    rates = []
    for name in TABLES:
        table = store.read(tables, name)
        rates += [_fill(name, column.name, table.column(column.name)) for column in TABLES[name].columns]
    return rates


def _fill(table: str, name: str, column: pa.ChunkedArray) -> ColumnFill:
    if pa.types.is_list(column.type):
        filled = column.filter(pc.greater(pc.list_value_length(column), 0))
        distinct = 0
    else:
        filled = column.drop_null()
        distinct = len(pc.unique(filled))
    example = str(filled[len(filled) // 2].as_py()) if len(filled) else ""
    return ColumnFill(table, name, len(column), len(filled), distinct, " ".join(example.split())[:SHOWN])


def print_fill_rates(tables: Path, echo: Echo) -> None:
    """The fill rates as a page of text, a block a table."""
    last = None
    for fill in fill_rates(tables):
        if fill.table != last:
            echo(f"\n{fill.table}: {fill.rows:,} rows")
            last = fill.table
        distinct = f"{fill.distinct:>9,}" if fill.distinct else f"{'':>9}"
        echo(f"  {fill.column:<16}{fill.rate:>7.1%}{distinct}  {fill.example}")
