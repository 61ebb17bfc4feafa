"""Rows of printed tables that came out as plain lines: their columns, where every row ends in as many numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.sources.cells import SCALE_WORD
from pipeline.sources.document import Rich
from pipeline.sources.html_walk import cut

NUMBER = re.compile(
    r"[($€£¥~<>+−–-]{0,4}\d[\d,.]*(?:%|x|bps)?\)?[a-z*†‡]{0,2}|[—–-]{1,2}|N/?A|n\.?a\.?|(?:FY|CY)?(?:19|20)\d\d(?:[-–]\d{2,4})?[a-z]?",
)
MIN_ROWS = 3
SHARE = 0.5
WORD = re.compile(r"\S+")


class Grid(NamedTuple):
    """Rows in cells, and how many of them at the top are headers."""

    rows: list[list[Rich]]
    header: int


def grid_of(rows: Sequence[Rich], caption: str) -> Grid | None:
    """The rows in cells: a label and its numbers; rows of another shape are one cell.

    None where no columns show, or where the numbers stand for thousands or more in columns that cannot be named.
    """
    words = [list(WORD.finditer(row.text)) for row in rows]
    counts = [_numbers([word.group() for word in found]) for found in words]
    shapes = Counter(count for count in counts if count)
    if not shapes:
        return None
    width, number = max(shapes.items(), key=lambda item: (item[1], item[0]))
    if number < MIN_ROWS or number < SHARE * len(rows) or (width == 1 and number < 0.8 * len(rows)):
        return None
    grid: list[list[Rich]] = []
    header = rows[0].text if counts[0] == width else None
    for at, (row, found, count) in enumerate(zip(rows, words, counts, strict=True)):
        # A table that goes on over the page repeats its header.
        if at and row.text == header:
            continue
        if count != width:
            grid.append([row])
            continue
        starts = [word.start() for word in found[len(found) - width :]]
        ends = [*starts[1:], len(row.text)]
        cells = [cut(row, 0, starts[0]), *(cut(row, start, end) for start, end in zip(starts, ends, strict=True))]
        grid.append([Rich(cell.text.strip(), (), cell.calls) for cell in cells])
    top = header_rows(grid)
    named = top > 0 and len(grid[top - 1]) > 1
    about = " ".join([caption, *(row[0].text for row in grid if len(row) == 1)])
    return Grid(grid, top) if named or not SCALE_WORD.search(about) else None


def header_rows(grid: Sequence[Sequence[Rich]]) -> int:
    """How many rows stand above the first row of numbers; years in a row are headers too."""
    for at, row in enumerate(grid):
        if len(row) > 1:
            years = all(re.search(r"(?:19|20)\d\d", cell.text) for cell in row[1:])
            return at + (1 if years and not re.search(r"\d{4}", row[0].text) else 0)
    return 0


def _numbers(words: Sequence[str]) -> int:
    """How many numbers a row ends in, its first word left out."""
    count = 0
    for word in reversed(words[1:]):
        if not NUMBER.fullmatch(word):
            break
        count += 1
    return count
