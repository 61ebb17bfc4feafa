"""THE schema: every table (`finished`, `internal`), its columns, their types, units and meanings. Nothing else names a
column twice.

The Parquet field metadata, the data dictionary, the checks of `tabulate` and the dtypes of `pipeline.read` all come
from here. Adding a column means adding a line here and filling it where its rows are made.
"""

from __future__ import annotations

import pyarrow as pa

from pipeline.tables.columns import STRING, Column, Table
from pipeline.tables.finished import MENTIONS, TABLES
from pipeline.tables.internal import INTERNAL

__all__ = ["MENTIONS", "PARTS", "SCHEMA_VERSION", "TABLES", "Column", "Table", "schema"]

SCHEMA_VERSION = "1"

PARTS: dict[str, Table] = {**TABLES, **INTERNAL}


def schema(name: str, *, plain: bool = False) -> pa.Schema:
    """The Arrow schema of a table, with meanings and units as field metadata.

    `plain` gives categories as strings: the form in which rows travel between the stages.
    """
    table = PARTS[name]
    fields = []
    for column in table.columns:
        kind = STRING if plain and pa.types.is_dictionary(column.type) else column.type
        notes = {"description": column.meaning}
        if column.unit:
            notes["unit"] = column.unit
        if column.values:
            notes["values"] = ", ".join(column.values)
        fields.append(pa.field(column.name, kind, nullable=not column.required, metadata=notes))
    about = {"table": name, "row": f"one row a {table.row}", "key": table.key, "schema_version": SCHEMA_VERSION}
    return pa.schema(fields, metadata=about)
