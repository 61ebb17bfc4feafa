"""datapackage.json: what a folder of tables holds, for people and programs that know nothing of this package.

A Frictionless Data Package (https://specs.frictionlessdata.io): each table's file with its size and hash, its columns
with meanings and units, its keys. Made from the schema and the files alone, so that the same tables give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.tables import SCHEMA_VERSION, TABLES, Column, Table

NAME = "datapackage.json"

ABOUT = {
    "profile": "data-package",
    "name": "crs-reports",
    "title": "Figures, dates, entities, citations and policy claims of Congressional Research Service reports",
    "description": "Tables made by crs-pipeline. Offsets are Unicode code points into documents.text, end exclusive: "
    "text[start:end] is the text of every row. The column rule names the rule that made a row.",
    "schema_version": SCHEMA_VERSION,
    "sources": [{"title": "Congressional Research Service reports", "path": "https://www.congress.gov/crs-products"}],
    "licenses": [
        {
            "name": "other-pd",
            "title": "Reports of the Congressional Research Service are works of the United States government without "
            "copyright (17 U.S.C. 105); what they take from others may be protected",
        }
    ],
}
# Column -> the table in which a row of that id stands.
REFERENCES = {"doc_id": "documents", "section_id": "sections", "parent_id": "sections", "sentence_id": "sentences"}


# One file may fail in several ways.
WITHOUT_KEY = frozenset({"errors"})


def write(folder: Path) -> None:
    """Describe a folder of finished tables, `NAME/NAME.parquet` each."""
    package = {**ABOUT, "resources": [_resource(folder, table) for table in TABLES.values()]}
    (folder / NAME).write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """A file's hash as the package tells it: `sha256:…`."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    """A table's file."""
    path = f"{table.name}/{table.name}.parquet"
    return {
        "name": table.name,
        "description": f"One row a {table.row}, sorted by {', '.join(table.order)}",
        "path": path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": (folder / path).stat().st_size,
        "hash": sha256(folder / path),
        "profile": "data-resource",
        "schema": {"fields": [_field(table, column) for column in table.columns], **_keys(table)},
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    """A column."""
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.name == table.key and table.name not in WITHOUT_KEY:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": _type(column.type),
        "description": column.meaning,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _type(kind: pa.DataType) -> str:
    """An Arrow type as a Table Schema calls it."""
    if pa.types.is_integer(kind):
        return "integer"
    if pa.types.is_floating(kind):
        return "number"
    if pa.types.is_date(kind):
        return "date"
    return "array" if pa.types.is_list(kind) else "string"


def _keys(table: Table) -> dict[str, Any]:
    """The key of a table, if it has one, and the columns that name rows of others."""
    foreign = [
        {
            "fields": [column],
            "reference": {"resource": "" if target == table.name else target, "fields": [TABLES[target].key]},
        }
        for column, target in REFERENCES.items()
        if column in table.names and column != table.key
    ]
    return {
        **({"primaryKey": [table.key]} if table.name not in WITHOUT_KEY else {}),
        **({"foreignKeys": foreign} if foreign else {}),
    }
