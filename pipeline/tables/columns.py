"""What tables are made of: columns with type, meaning and unit, and the columns that many tables share."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

STRING = pa.string()
CATEGORY = pa.dictionary(pa.int32(), pa.string())
OFFSET = pa.int32()
COUNT = pa.int32()
NUMBER = pa.float64()
DATE = pa.date32()
STRINGS = pa.list_(pa.field("item", pa.string(), nullable=False))
AUTHORS = pa.list_(
    pa.field("item", pa.struct([pa.field("name", pa.string(), nullable=False), pa.field("title", pa.string())]))
)


class Column(NamedTuple):
    """A column: its name, Arrow type, meaning and unit; `required` columns never hold null."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table: what one row is, its key column, its columns, and the columns it is sorted by.

    `row_group`: rows of a row group of the finished file, a constant, so that its bytes do not depend on how the rows
    arrived. A few MB each: writers hold as much before they write.
    """

    name: str
    row: str
    key: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    row_group: int = 16_384

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]


def doc_id() -> Column:
    """The document that the row is of."""
    return Column("doc_id", STRING, "The report version: `IF10491v14`, else the report's number", required=True)


def section_id() -> Column:
    """The section that the row stands in."""
    return Column("section_id", STRING, "The innermost section that holds the row (`sections`)", required=True)


def sentence_id() -> Column:
    """The sentence that the row begins in."""
    return Column("sentence_id", STRING, "The sentence in which the row begins (`sentences`)", required=True)


def place(what: str) -> tuple[Column, Column, Column]:
    """Where the row stands in the text."""
    return (
        Column("start", OFFSET, f"Where {what} begins in `documents.text`", "code points", required=True),
        Column("end", OFFSET, f"Where {what} ends, exclusive", "code points", required=True),
        Column("text", STRING, f"The characters of {what}: `documents.text[start:end]`", required=True),
    )


def span(name: str, what: str, *, required: bool = False) -> tuple[Column, Column, Column]:
    """A part of the row with a place of its own."""
    return (
        Column(name, STRING, f"{what}: its characters", required=required),
        Column(f"{name}_start", OFFSET, f"{what}: where it begins", "code points", required=required),
        Column(f"{name}_end", OFFSET, f"{what}: where it ends, exclusive", "code points", required=required),
    )


def category(name: str, meaning: str, values: str = "", *, required: bool = False) -> Column:
    """A category; `values` lists what it may hold, parted by blanks, where that is fixed."""
    return Column(name, CATEGORY, meaning, required=required, values=tuple(values.split()))


def rule(layer: str) -> Column:
    """What made the row."""
    return Column("rule", CATEGORY, f"The rule of `models/` that made the row (`{layer}.…`)", required=True)


def mention(name: str, row: str, key: str, what: str, *columns: Column) -> Table:
    """A table of mentions: key, document, section, sentence and place, then the columns of its own, then the rule."""
    head = (Column(key, STRING, f"`{{doc_id}}:{name}:{{start}}-{{end}}`", required=True), doc_id(), section_id())
    return Table(
        name, row, key, (*head, sentence_id(), *place(what), *columns, rule(name)), ("doc_id", "start", "end", key)
    )
