"""`crs check`: what is wrong with a folder of tables is said once each, and tables as they are made pass."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from pipeline import datapackage, invariants, run, store
from pipeline.cli import main
from pipeline.tables import TABLES, schema
from pipeline.tools import check

Change = Callable[[pa.Table], pa.Table]


@pytest.fixture
def tables(sample: run.Summary, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample.tables, tmp_path / "tables"))


def crs_check(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["check", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def path_of(tables: Path, name: str) -> Path:
    return tables / name / f"{name}.parquet"


def rewrite(tables: Path, name: str, change: Change, *, own: bool = True) -> None:
    """Write a table anew after a change; `own`: with our schema's metadata, and no datapackage.json to tell."""
    table = change(pq.read_table(path_of(tables, name), partitioning=None))
    table = table if own else table.replace_schema_metadata(None)
    pq.write_table(table, path_of(tables, name))
    (tables / datapackage.NAME).unlink(missing_ok=True)


def column(name: str, value: Any) -> Change:
    """Every row of a column set to a value."""

    def change(table: pa.Table) -> pa.Table:
        index = table.column_names.index(name)
        field = table.schema.field(index)
        plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        return table.set_column(index, field.with_type(plain), pa.array([value] * table.num_rows, plain))

    return change


def cast(name: str, kind: pa.DataType) -> Change:
    def change(table: pa.Table) -> pa.Table:
        index = table.column_names.index(name)
        return table.set_column(index, table.schema.field(index).with_type(kind), table.column(index).cast(kind))

    return change


def test_tables_as_they_are_made_pass(tables: Path) -> None:
    result = crs_check(tables)
    assert result.exit_code == 0
    assert result.output.startswith(f"{tables}: 4 documents, ")
    assert result.output.endswith("all as it should be\n")
    assert result.output.count("\n") == 1


def test_shards_make_no_difference(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite(tables, "claims", column("source_kind", "none"))
    rewrite(tables, "figures", column("sentence_id", "IN10265:sentences:0-1"))
    whole = crs_check(tables).output
    monkeypatch.setattr(check, "SHARD_CHARS", 1)
    assert crs_check(tables).output == whole


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_told(tables: Path, name: str) -> None:
    shutil.rmtree(tables / name)
    result = crs_check(tables)
    assert result.exit_code == 1
    assert f"table {name}: {tables / name}: the table is not there" in result.output


@pytest.mark.parametrize("name", ["documents", "claims", "errors"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_file_is_told(tables: Path, name: str, share: float) -> None:
    path = path_of(tables, name)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    result = crs_check(tables)
    assert result.exit_code == 1
    assert f"table {name}: {path}: it is no whole Parquet file" in result.output


def test_a_text_file_for_a_table_is_told(tables: Path) -> None:
    path_of(tables, "links").write_text("link_id,doc_id\n")
    result = crs_check(tables)
    assert result.exit_code == 1
    assert f"{path_of(tables, 'links')}: it is no whole Parquet file" in result.output


def test_damage_inside_of_a_file_is_told(tables: Path) -> None:
    path = path_of(tables, "sentences")
    data = bytearray(path.read_bytes())
    data[200 : len(data) // 2] = b"\xff" * (len(data) // 2 - 200)
    path.write_bytes(bytes(data))
    (tables / datapackage.NAME).unlink()
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "table sentences: " in result.output


def test_another_version_of_the_schema_is_told(tables: Path) -> None:
    rewrite(tables, "dates", lambda t: t.replace_schema_metadata({**t.schema.metadata, b"schema_version": b"0"}))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "its schema is of version 0, this program knows version 1" in result.output


def test_a_missing_column_is_told(tables: Path) -> None:
    rewrite(tables, "claims", lambda t: t.drop_columns(["stance"]))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "the column stance is not there" in result.output


def test_a_column_of_another_type_is_told(tables: Path) -> None:
    rewrite(tables, "figures", cast("start", pa.int64()))
    rewrite(tables, "dates", cast("start_date", pa.string()))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "the column start is int64, it must be int32" in result.output
    assert "the column start_date is string, it must be date32[day]" in result.output


def test_values_that_do_not_fit_their_type_are_no_failure(tables: Path) -> None:
    rewrite(tables, "dates", lambda t: column("start_date", "soon")(cast("start_date", pa.string())(t)))
    rewrite(tables, "figures", lambda t: column("end", 2**40)(cast("end", pa.int64())(t)))
    assert crs_check(tables).exit_code == 1


def test_columns_of_ones_own_are_a_note(tables: Path) -> None:
    rewrite(tables, "claims", lambda t: t.append_column("colour", pa.array(["red"] * t.num_rows)))
    result = crs_check(tables)
    assert result.exit_code == 0
    assert f"note: {path_of(tables, 'claims')} has columns of its own: colour" in result.output


def test_what_another_program_wrote_is_read_all_the_same(tables: Path) -> None:
    def elsewhere(table: pa.Table) -> pa.Table:
        kinds = [
            pa.large_string() if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type) else f.type
            for f in table.schema
        ]
        return table.cast(pa.schema([pa.field(f.name, kind) for f, kind in zip(table.schema, kinds, strict=True)]))

    for name in TABLES:
        rewrite(tables, name, elsewhere, own=False)
    result = crs_check(tables)
    assert result.exit_code == 0, result.output
    assert "another program wrote it" in result.output
    rewrite(tables, "figures", column("kind", "length"), own=False)
    assert "kind is 'length', allowed: percent" in crs_check(tables).output


def test_tables_as_one_file_each_or_in_several_pass(tables: Path) -> None:
    path_of(tables, "dates").rename(tables / "dates.parquet")
    (tables / "dates").rmdir()
    table = store.read(tables, "figures")
    for number, start in enumerate((0, 10)):
        part = table.slice(start, 10 if not start else None)
        store.write(tables / "figures" / f"part-{number}.parquet", "figures", part)
    path_of(tables, "figures").unlink()
    result = crs_check(tables)
    assert result.exit_code == 0, result.output


def test_rows_of_a_document_that_is_not_there_are_told(tables: Path) -> None:
    rewrite(tables, "documents", lambda t: t.slice(1))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "there is no such document" in result.output
    assert "take" in result.output


def test_a_mixture_of_two_runs_is_told(tables: Path) -> None:
    rewrite(tables, "documents", column("text", "Another text"))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "are no place in the text" in result.output


def test_a_file_that_is_not_the_packages_is_told(tables: Path) -> None:
    store.write(path_of(tables, "links"), "links", store.read(tables, "links"))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "it is not the file that datapackage.json tells of" in result.output


@pytest.mark.parametrize("text", ["", "{", "[]", '{"resources": 1}', '{"resources": [{"name": "claims"}]}'])
def test_a_damaged_datapackage_is_told(tables: Path, text: str) -> None:
    (tables / datapackage.NAME).write_text(text)
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "table datapackage.json: " in result.output


def test_a_datapackage_of_other_paths_reads_nothing_outside(tables: Path) -> None:
    package = json.loads((tables / datapackage.NAME).read_text())
    package["resources"][0]["path"] = "../secret"
    (tables.parent / "secret").write_text("secret")
    (tables / datapackage.NAME).write_text(json.dumps(package))
    assert crs_check(tables).exit_code == 0


@pytest.mark.parametrize("name", ["documents", "entities"])
def test_rows_out_of_order_are_told(tables: Path, name: str) -> None:
    rewrite(tables, name, lambda t: t.take(list(reversed(range(t.num_rows)))))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "order" in result.output


def test_every_kind_is_told_once_with_the_number_of_rows(tables: Path) -> None:
    rewrite(tables, "figures", column("unit", ""))
    number = store.read(tables, "figures").num_rows
    lines = crs_check(tables).output.splitlines()
    assert len(lines) == 2
    assert f"unit is '' instead of null (and {number - 1} more rows)" in lines[0]
    assert lines[1].endswith(": 1 problem")


def test_nulls_are_told(tables: Path) -> None:
    def nulls(table: pa.Table) -> pa.Table:
        return table.cast(pa.schema([field.with_nullable(True) for field in table.schema], table.schema.metadata))

    rewrite(tables, "errors", lambda t: column("message", None)(nulls(pa.concat_tables([t, error()]))))
    for name in ("documents", "claims", "sentences"):
        rewrite(tables, name, lambda t: column("doc_id", None)(nulls(t)))
    result = crs_check(tables)
    assert result.exit_code == 1
    assert "table errors: x: message is null and must be filled" in result.output


def error() -> pa.Table:
    row: dict[str, list[Any]] = {
        "source_path": ["x"],
        "source_sha256": [None],
        "stage": ["ingest"],
        "error": ["Odd"],
        "message": ["y"],
    }
    table = store.build("errors", row)
    return pa.table(
        [
            c.dictionary_encode().cast(f.type) if pa.types.is_dictionary(f.type) else c
            for c, f in zip(table.columns, schema("errors"), strict=True)
        ],
        schema=schema("errors"),
    )


def test_a_folder_without_tables_says_where_they_are(tables: Path, tmp_path: Path) -> None:
    result = crs_check(tmp_path)
    assert result.exit_code == 1
    assert f"those of {tables} may be meant" in result.output
    (tmp_path / "empty").mkdir()
    result = crs_check(tmp_path / "empty")
    assert result.exit_code == 1
    assert "holds no tables" in result.output


@pytest.mark.parametrize("name", ["nowhere", "a text.txt"])
def test_what_is_no_folder_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "a text.txt").write_text("text")
    result = crs_check(tmp_path / name)
    assert result.exit_code != 0
    assert name in result.output


def test_many_documents_are_looked_at_a_few_at_a_time(tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    look = invariants.Shard

    def noted(found: dict[str, pa.Table]) -> Any:
        sizes.append(pc.sum(found["documents"].column("n_chars")).as_py() or 0)
        return look(found)

    monkeypatch.setattr(invariants, "Shard", noted)
    monkeypatch.setattr(check, "SHARD_DOCUMENTS", 1)
    assert crs_check(tables).exit_code == 0
    assert len([size for size in sizes if size]) == 4
