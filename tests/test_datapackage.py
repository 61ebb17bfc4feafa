"""datapackage.json: valid by the rules of a Data Package and a Table Schema, true to the files, the same every time."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline import datapackage, run, store
from pipeline.tables import TABLES

# What the two specifications (v1) ask for, as far as it applies.
NAME = re.compile(r"[a-z0-9._-]+")
TYPES = {"string", "number", "integer", "boolean", "object", "array", "date", "time", "datetime", "year", "any"}
CONSTRAINTS = {"required", "unique", "minLength", "maxLength", "minimum", "maximum", "pattern", "enum"}
HASH = re.compile(r"([a-z0-9]+:)?[a-fA-F0-9]+")


@pytest.fixture(scope="module")
def package(sample: run.Summary) -> dict[str, Any]:
    return json.loads((sample.tables / datapackage.NAME).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def resources(package: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in package["resources"]}


def test_the_package_says_what_it_is(package: dict[str, Any]) -> None:
    assert package["profile"] == "data-package"
    assert NAME.fullmatch(package["name"])
    assert package["title"]
    assert all(source["title"] and source["path"].startswith("https://") for source in package["sources"])
    assert all(licence.get("name") or licence.get("path") for licence in package["licenses"])


def test_every_table_is_a_resource(resources: dict[str, dict[str, Any]], sample: run.Summary) -> None:
    assert list(resources) == list(TABLES)
    for name, resource in resources.items():
        assert NAME.fullmatch(name)
        path = sample.tables / resource["path"]
        assert path.is_file()
        assert not Path(resource["path"]).is_absolute()
        assert path == store.files(sample.tables, name)[0]
        assert resource["bytes"] == path.stat().st_size
        assert HASH.fullmatch(resource["hash"])
        assert resource["hash"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_fields_are_the_columns_with_meaning_type_and_unit(
    resources: dict[str, dict[str, Any]], sample: run.Summary
) -> None:
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == pq.read_schema(sample.tables / resource["path"]).names
        for field, column in zip(fields, TABLES[name].columns, strict=True):
            assert field["type"] in TYPES
            assert field["description"] == column.meaning
            assert field.get("unit") == column.unit
            assert set(field.get("constraints", {})) <= CONSTRAINTS
            assert field.get("constraints", {}).get("required", False) == column.required


def test_keys_name_fields_that_are_there(resources: dict[str, dict[str, Any]]) -> None:
    names = {name: [field["name"] for field in resource["schema"]["fields"]] for name, resource in resources.items()}
    for name, resource in resources.items():
        keys = resource["schema"].get("primaryKey", [])
        assert keys == ([] if name == "errors" else [TABLES[name].key])
        for foreign in resource["schema"].get("foreignKeys", []):
            target = foreign["reference"]["resource"] or name
            assert len(foreign["fields"]) == len(foreign["reference"]["fields"])
            assert set(foreign["fields"]) <= set(names[name])
            assert foreign["reference"]["fields"] == resources[target]["schema"]["primaryKey"]


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("sections", "parent_id", ""),
        ("sentences", "section_id", "sections"),
        ("claims", "sentence_id", "sentences"),
        ("table_cells", "doc_id", "documents"),
    ],
)
def test_references_lead_to_their_tables(
    resources: dict[str, dict[str, Any]], name: str, column: str, target: str
) -> None:
    found = {key["fields"][0]: key["reference"]["resource"] for key in resources[name]["schema"]["foreignKeys"]}
    assert found[column] == target


def test_the_same_tables_give_the_same_bytes(sample: run.Summary, tmp_path: Path) -> None:
    before = (sample.tables / datapackage.NAME).read_bytes()
    for name in TABLES:
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.parquet").write_bytes(store.files(sample.tables, name)[0].read_bytes())
    datapackage.write(tmp_path)
    assert (tmp_path / datapackage.NAME).read_bytes() == before
