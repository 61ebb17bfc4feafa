"""The code of docs/recipes.md runs on the sample, and pandas, DuckDB and polars answer a question alike."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import polars as pl
import pytest

from pipeline import run

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
FIRST, *SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)
TAUGHT = {section.split("\n", 1)[0]: section for section in SECTIONS}
BLOCK = re.compile(r"^\*\*(\w+)\*\*\n\n```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANSWERS = [title for title in TAUGHT if title not in {"Take a table to CSV, Excel, Stata", "R"}]


class Answer(NamedTuple):
    """The rows that a recipe gives, with plain values."""

    columns: list[str]
    rows: list[tuple[Any, ...]]


def blocks(title: str) -> dict[str, str]:
    """The code of a recipe by library."""
    return {library: code for library, _, code in BLOCK.findall(TAUGHT[title])}


@pytest.fixture
def names(sample: run.Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names that the page imports at its top, in a folder where `out` is a run over the sample."""
    (tmp_path / "out").symlink_to(sample.tables.parent)
    monkeypatch.chdir(tmp_path)
    found: dict[str, Any] = {}
    for code in re.findall(r"^```python\n(.*?)^```", FIRST, re.MULTILINE | re.DOTALL):
        exec(code, found)
    return found


def last_value(code: str, names: dict[str, Any]) -> Any:
    """Run a block; what its last line gives."""
    *body, last = ast.parse(code).body
    exec(compile(ast.Module(body, []), "recipes.md", "exec"), names)
    if not isinstance(last, ast.Expr):
        return exec(compile(ast.Module([last], []), "recipes.md", "exec"), names)
    return eval(compile(ast.Expression(last.value), "recipes.md", "eval"), names)


def plain(value: Any) -> Any:
    """A value as all three libraries mean it: missing is None, a date a date, a number a float."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return float(value) if isinstance(value, int | float) else value


def answer(frame: pd.DataFrame | pl.DataFrame) -> Answer:
    rows = frame.rows() if isinstance(frame, pl.DataFrame) else frame.itertuples(index=False, name=None)
    return Answer(list(frame.columns), [tuple(map(plain, row)) for row in rows])


@pytest.mark.parametrize("title", ANSWERS)
def test_three_libraries_answer_alike(title: str, names: dict[str, Any]) -> None:
    code = blocks(title)
    assert list(code) == ["pandas", "DuckDB", "polars"]
    by_pandas = answer(last_value(code["pandas"], names))
    assert by_pandas.rows
    assert answer(names["duckdb"].execute(code["DuckDB"]).df()) == by_pandas
    assert answer(last_value(code["polars"], names)) == by_pandas


def test_files_for_other_programs_hold_every_row(names: dict[str, Any]) -> None:
    code = blocks("Take a table to CSV, Excel, Stata")
    last_value(code["pandas"], names)
    names["duckdb"].execute(code["DuckDB"])
    last_value(code["polars"], names)

    def read(name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
        with Path(name).open(encoding=encoding, newline="") as file:
            return list(csv.DictReader(file))

    claims = names["pipeline"].read("claims", "out")
    assert [row["claim_id"] for row in read("claims.csv", "utf-8-sig")] == list(claims.claim_id)
    assert [row["figure_ids"] for row in read("claims.csv", "utf-8-sig")] == [" ".join(x) for x in claims.figure_ids]
    assert read("claims_from_duckdb.csv") == read("claims_from_polars.csv")
    assert openpyxl.load_workbook("claims.xlsx").worksheets[0].max_row == len(claims) + 1
    stata = pd.read_stata("figures.dta")
    figures = names["pipeline"].read("figures", "out", with_text=True)
    for column in ("figure_id", "sentence", "published"):
        assert list(stata[column]) == list(figures[column])


def test_the_list_at_the_top_names_every_recipe() -> None:
    listed = re.findall(r"^- \[(.+?)\]\(#(.+?)\)$", FIRST, re.MULTILINE)
    assert [name for name, _ in listed] == list(TAUGHT)
    assert [re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name, _ in listed] == [at for _, at in listed]


def test_every_block_of_the_page_is_run() -> None:
    run_here = sum(len(blocks(title)) for title in TAUGHT) + FIRST.count("```python")
    assert run_here == len(re.findall(r"^```(?:python|sql)$", PAGE, re.MULTILINE))
