"""describe: how far the columns of a folder of tables are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import run, store
from pipeline.cli import main
from pipeline.tables import TABLES
from pipeline.tools.describe import SHOWN, ColumnFill, fill_rates

FIGURES: Mapping[str, Sequence[Any]] = {
    "figure_id": ["a", "b", "c", "d"],
    "doc_id": ["R1", "R1", "R1", "R2"],
    "section_id": ["s", "s", "s", "t"],
    "sentence_id": ["x", "x", "y", "z"],
    "start": [0, 4, 8, 0],
    "end": [2, 6, 10, 2],
    "text": ["64", "1\n  of\t2", "7 " * SHOWN, "9"],
    "kind": ["count"] * 4,
    "value": [64.0, None, 7.0, 64.0],
    "bound": ["exact"] * 4,
    "rule": ["figures.count.noun"] * 4,
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of tables with four figures and two documents and nothing else."""
    folder = tmp_path_factory.mktemp("describe")
    for name, table in TABLES.items():
        rows = store.empty(name)
        if name == "figures":
            rows = store.build(name, {**{column: [None] * 4 for column in table.names}, **FIGURES})
        store.write(folder / name / f"{name}.parquet", name, rows)
    return folder


def fill(folder: Path, table: str, column: str) -> ColumnFill:
    (found,) = [fill for fill in fill_rates(folder) if (fill.table, fill.column) == (table, column)]
    return found


def test_every_column_of_the_contract_is_told_in_its_order(sample: run.Summary) -> None:
    wanted = [(table.name, column) for table in TABLES.values() for column in table.names]
    assert [(found.table, found.column) for found in fill_rates(sample.tables)] == wanted


@pytest.mark.parametrize(
    ("column", "filled", "rate", "distinct"),
    [("text", 4, 1.0, 4), ("value", 3, 0.75, 2), ("kind", 4, 1.0, 1), ("unit", 0, 0.0, 0), ("doc_id", 4, 1.0, 2)],
)
def test_nulls_are_not_filled(made: Path, column: str, filled: int, rate: float, distinct: int) -> None:
    found = fill(made, "figures", column)
    assert (found.rows, found.filled, found.rate, found.distinct) == (4, filled, rate, distinct)


def test_a_table_without_rows_has_a_rate_of_zero(made: Path) -> None:
    found = fill(made, "claims", "cue")
    assert (found.rows, found.filled, found.rate, found.distinct, found.example) == (0, 0, 0.0, 0, "")


def test_a_list_counts_where_it_has_items(sample: run.Summary) -> None:
    lists = store.read(sample.tables, "claims").column("figure_ids").to_pylist()
    found = fill(sample.tables, "claims", "figure_ids")
    assert found.filled == sum(bool(items) for items in lists) < found.rows == len(lists)


def test_an_example_is_a_value_that_occurs(sample: run.Summary) -> None:
    kinds = set(store.read(sample.tables, "figures").column("kind").to_pylist())
    assert fill(sample.tables, "figures", "kind").example in kinds


def test_an_example_is_one_short_line(made: Path, sample: run.Summary) -> None:
    assert fill(made, "figures", "text").example == ("7 " * SHOWN)[:SHOWN]
    for found in fill_rates(sample.tables):
        assert len(found.example) <= SHOWN
        assert "\n" not in found.example


def test_the_command_prints_a_block_a_table(made: Path) -> None:
    result = CliRunner().invoke(main, ["describe", str(made)])
    assert result.exit_code == 0
    lines = result.output.split("\n")
    assert [line for line in lines if line and line[0] != " "] == [
        f"{name}: {4 if name == 'figures' else 0} rows" for name in TABLES
    ]


def test_the_command_prints_a_line_a_column(made: Path) -> None:
    lines = CliRunner().invoke(main, ["describe", str(made)]).output.split("\n")
    block = lines[lines.index("figures: 4 rows") + 1 :][: len(TABLES["figures"].names)]
    assert [line.split()[0] for line in block] == TABLES["figures"].names
    assert [line.split() for line in block if line.split()[0] in ("value", "unit", "bound")] == [
        ["value", "75.0%", "2", "7.0"],
        ["unit", "0.0%"],
        ["bound", "100.0%", "1", "exact"],
    ]


def test_a_folder_without_tables_says_how_to_make_them(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["describe", str(tmp_path)])
    assert result.exit_code == 1
    assert "run `crs run PATH --out DIR` first" in result.output
