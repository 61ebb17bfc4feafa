"""Parquet in and out: schemas, checks, determinism, whole files only."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import store
from pipeline.tables import PARTS, TABLES, schema

LINK: dict[str, list[Any]] = {
    "link_id": ["a:links:0-3", "a:links:4-7"],
    "doc_id": ["a", "a"],
    "section_id": ["a:sections:0-9", "a:sections:0-9"],
    "start": [0, 4],
    "end": [3, 7],
    "text": ["one", "two"],
    "url": ["https://example.gov/1", None],
}
ERROR: dict[str, list[Any]] = {
    "source_path": ["b", "a", "c"],
    "source_sha256": [None, "0", "1"],
    "stage": ["ingest", "extract", "ingest"],
    "error": ["EmptyFile", "ValueError", "EmptyFile"],
    "message": ["x", "y", "z"],
}


@pytest.mark.parametrize("name", PARTS)
def test_an_empty_table_keeps_its_schema(name: str, tmp_path: Path) -> None:
    store.write(tmp_path / f"{name}.parquet", name, store.empty(name))
    assert pq.read_schema(tmp_path / f"{name}.parquet").equals(schema(name), check_metadata=False)


@pytest.mark.parametrize("name", TABLES)
def test_meanings_stand_in_the_parquet_metadata(name: str, tmp_path: Path) -> None:
    store.write(tmp_path / f"{name}.parquet", name, store.empty(name))
    for column in TABLES[name].columns:
        field = pq.read_schema(tmp_path / f"{name}.parquet").field(column.name)
        assert field.metadata[b"description"].decode() == column.meaning


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    store.write(tmp_path / "links.parquet", "links", store.build("links", LINK))
    assert store.read(tmp_path, "links").to_pydict() == LINK


def test_a_folder_of_files_is_one_table(tmp_path: Path) -> None:
    for name in ("a", "b"):
        store.write(tmp_path / "links" / f"{name}.parquet", "links", store.build("links", LINK))
    assert store.read(tmp_path, "links").num_rows == 4


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(store.TableError, match="unknown \\['colour'\\]"):
        store.build("links", {**LINK, "colour": [1, 2]})


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(store.TableError, match="lacking \\['url'\\]"):
        store.build("links", {name: values for name, values in LINK.items() if name != "url"})


def test_null_in_a_required_column_is_refused() -> None:
    with pytest.raises(store.TableError, match="1 nulls in text"):
        store.build("links", {**LINK, "text": ["one", None]})


def test_a_value_outside_of_a_closed_category_is_refused() -> None:
    columns = {column.name: ["x"] for column in TABLES["figures"].columns}
    numbers = {name: [1] for name in ("start", "end", "value", "low", "high")}
    with pytest.raises(store.TableError, match="kind holds \\['x'\\]"):
        store.build("figures", {**columns, **numbers})


def writes(path: Path, steps: list[int], *, final: bool) -> bytes:
    """The bytes of a file to which LINK came several times over, so many rows at a time."""
    table = pa.concat_tables([store.build("links", LINK)] * 20)
    with store.Writer(path, "links", final=final) as writer:
        for start, end in pairwise(steps):
            writer.write(table.slice(start, end - start))
    return path.read_bytes()


@pytest.mark.parametrize("final", [False, True])
@pytest.mark.parametrize("steps", [list(range(41)), [0, 7, 7, 9, 40], [0, 39, 40]])
def test_the_bytes_do_not_depend_on_how_the_rows_arrive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, final: bool, steps: list[int]
) -> None:
    monkeypatch.setitem(PARTS, "links", PARTS["links"]._replace(row_group=6 if final else 48))
    whole = writes(tmp_path / "whole.parquet", [0, 40], final=final)
    assert writes(tmp_path / "steps.parquet", steps, final=final) == whole
    metadata = pq.read_metadata(tmp_path / "steps.parquet")
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [6] * 6 + [4]


@pytest.mark.parametrize("wanted", [["a"], ["b"], ["a", "c"], ["b", "d", "e"], ["d"], []])
def test_only_the_rows_of_some_documents_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: list[str]
) -> None:
    monkeypatch.setitem(PARTS, "links", PARTS["links"]._replace(row_group=24))
    order = ["c", "a", "e", "b"]
    columns = {name: values * 4 for name, values in LINK.items()} | {"doc_id": [d for d in order for _ in range(2)]}
    store.write(tmp_path / "links.parquet", "links", store.build("links", columns))
    found = store.read_documents("links", [(tmp_path / "links.parquet", wanted)])
    assert found.select(["doc_id", "start"]).to_pylist() == [
        {"doc_id": doc_id, "start": start} for doc_id in order if doc_id in wanted for start in (0, 4)
    ]


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> None:
        with store.Writer(tmp_path / "errors.parquet", "errors") as writer:
            writer.write(store.build("errors", ERROR))
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(store, "to_disk", full)
    with pytest.raises(OSError, match="No space left"):
        store.write(tmp_path / "errors.parquet", "errors", store.build("errors", ERROR), final=True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(store.TableError, match="run `crs run PATH"):
        store.read(tmp_path, "claims")


@pytest.mark.parametrize("step", [999, 3000])
def test_the_bytes_of_many_rows_do_not_depend_on_how_they_arrive(tmp_path: Path, step: int) -> None:
    """A data page holds so many rows that a page which ended where a chunk does would show here alone."""
    numbers = range(6000)
    table = store.build("links", {**{name: [f"{n} {name}" * 9 for n in numbers] for name in LINK}, "start": numbers, "end": numbers})  # fmt: skip
    store.write(tmp_path / "whole.parquet", "links", table, final=True)
    pieces = [table.slice(start, step) for start in range(0, 6000, step)]
    store.write(tmp_path / "pieces.parquet", "links", pa.concat_tables(pieces), final=True)
    assert (tmp_path / "pieces.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
