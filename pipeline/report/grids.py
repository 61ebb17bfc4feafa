"""Data tables of a report: cells by row and column, which rows are its head, which columns hold numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

WIDEST = 200  # columns; a cell further out would make a grid of blanks


class Cell(NamedTuple):
    """A cell of a grid; `place` is None where the report has none there."""

    place: tuple[int, int] | None
    number: bool
    columns: int = 1


class Grid(NamedTuple):
    """A data table: where it lies in the text, its caption, the rows of its head and those of its body."""

    start: int
    end: int
    caption: str | None
    head: list[list[Cell]]
    body: list[list[Cell]]


def grids(cells: Sequence[dict[str, Any]]) -> list[Grid]:
    """The tables that these cells (sorted by place) make up, in order."""
    return [_grid(list(rows)) for _, rows in groupby(cells, key=lambda cell: cell["table_id"])]


def _grid(cells: list[dict[str, Any]]) -> Grid:
    width = 1 + min(max(cell["column"] for cell in cells), WIDEST)
    rows = [list(row) for _, row in groupby(sorted(cells, key=_position), key=lambda cell: cell["row"])]
    n_head = next((index for index, row in enumerate(rows) if any(cell["header"] is not None for cell in row)), 0)
    grid = [list(_row(row, width)) for row in rows]
    start, end = min(cell["start"] for cell in cells), max(cell["end"] for cell in cells)
    return Grid(start, end, cells[0]["caption"], grid[:n_head], grid[n_head:])


def _position(cell: dict[str, Any]) -> tuple[int, int]:
    return cell["row"], cell["column"]


def _row(cells: list[dict[str, Any]], width: int) -> Iterator[Cell]:
    """The cells of a row with blanks between them; a lone first cell spans the row."""
    if len(cells) == 1 and cells[0]["column"] == 0:
        yield Cell((cells[0]["start"], cells[0]["end"]), number=False, columns=width)
        return
    column = 0
    for cell in cells:
        wanted = min(cell["column"], width - 1)
        while column < wanted:
            yield Cell(None, number=False)
            column += 1
        yield Cell((cell["start"], cell["end"]), number=cell["value"] is not None)
        column += 1
    while column < width:
        yield Cell(None, number=False)
        column += 1
