"""The notebooks run from top to bottom on the sample, and show something in every cell that shows anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import jupytext
import nbformat
import pandas as pd
import pytest

from pipeline import run

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
SCRIPTS = sorted(FOLDER.glob("*.py"))


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    """What a notebook sets for its reader does not outlast it."""
    with pd.option_context("display.max_colwidth", 50, "display.float_format", None), alt.renderers.enable("default"):
        yield


def shown(script: Path) -> Iterator[Any]:
    """Run the cells one after the other, giving what each leaves as its last expression, as Jupyter does."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in jupytext.read(script).cells:
        if cell.cell_type != "code":
            continue
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), script.name, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), script.name, "eval"), names)
            if value is not None:
                yield value


def run_notebook(script: Path, tables: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[Any], list[Any]]:
    """The frames and the charts that a notebook shows."""
    monkeypatch.setenv("CRS_TABLES", str(tables))
    values = list(shown(script))
    frames = [value for value in values if isinstance(value, pd.DataFrame)]
    charts = [value for value in values if isinstance(value, alt.TopLevelMixin)]
    assert len(frames) + len(charts) == len(values)
    return frames, charts


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_it_runs_and_what_it_shows_has_rows(script: Path, sample: run.Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    frames, charts = run_notebook(script, sample.tables, monkeypatch)
    assert len(frames) >= 4
    assert all(len(frame) for frame in frames)
    assert len(charts) == 2
    for chart in charts:
        assert all(chart.to_dict()["datasets"].values())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_its_charts_are_drawn_without_a_network(
    script: Path, sample: run.Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    for chart in run_notebook(script, sample.tables, monkeypatch)[1]:
        picture = chart._repr_mimebundle_()["image/svg+xml"]
        assert 'aria-roledescription="' in picture
        assert "href=" not in picture


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_it_is_a_notebook(script: Path) -> None:
    notebook = jupytext.read(script)
    nbformat.validate(notebook)
    assert (
        jupytext.writes(notebook, fmt="py:percent").split("\n# %%", 1)[1]
        == script.read_text("utf-8").split("\n# %%", 1)[1]
    )


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_it_shows_sql(script: Path) -> None:
    assert "/*.parquet'" in script.read_text("utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_its_dollars_are_no_formulas(script: Path) -> None:
    """Jupyter sets what stands between two dollar signs as mathematics."""
    for cell in jupytext.read(script).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"(?<!\\)\$", re.sub(r"`[^`]*`", "", cell.source))


def test_a_topic_that_no_report_speaks_of(sample: run.Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRS_TOPIC", "phlogiston")
    frames, charts = run_notebook(FOLDER / "who_says_what.py", sample.tables, monkeypatch)
    assert frames[0].empty
    assert len(charts) == 2
