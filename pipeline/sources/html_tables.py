"""Tables of HTML pages: cells laid out on a grid, their caption, and which rows are headers."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.sources.document import DocumentBuilder, Rich, join
from pipeline.sources.html_walk import Cell, Piece
from pipeline.sources.lines import CAPTION, SOURCE
from pipeline.sources.tables import Row, header_rows

EMPTY = Rich("")


def add_table(builder: DocumentBuilder, table: Piece, caption: Sequence[Rich]) -> list[tuple[str, Rich]]:
    """Add a data table; returns what stood in it and belongs below it (sources and notes), as (kind, text).

    `caption` holds the lines above the table; full-width rows at the top that read as a caption are added as such.
    """
    grid = [row for row in lay_out(table.rows) if any(cell.text for cell, _ in row)]
    above: list[Rich] = []
    while grid and not caption and (text := _only(grid[0])) and CAPTION.match(text.text):
        builder.add("caption", text)
        above.append(text)
        grid = grid[1:]
    below: list[tuple[str, Rich]] = []
    while grid and (text := _only(grid[-1])) and (SOURCE.match(text.text) or _opens_sources(grid)):
        below.insert(0, ("source", text))
        grid = grid[:-1]
    if not grid:
        return below
    lines = [*caption, *above]
    rows = [[cell for cell, _ in row] for row in grid]
    builder.add_table(
        rows,
        caption=lines[0].text.strip() if lines else None,
        header_rows=_header_rows(grid),
        about=" ".join(line.text.strip() for line in lines),
    )
    return below


def lay_out(rows: Sequence[Sequence[Cell]]) -> list[list[tuple[Rich, bool]]]:
    """The cells of each row with empty ones where a cell spans several columns or rows; (text, marked as header)."""
    grid: list[list[tuple[Rich, bool]]] = []
    # How many rows more a column is taken by a cell above.
    taken: dict[int, int] = {}
    for row in rows:
        line: list[tuple[Rich, bool]] = []
        coming: dict[int, int] = {}
        for cell in row:
            _fill(line, taken)
            text = join([piece.rich for piece in cell.pieces]) if cell.pieces else EMPTY
            line += [(strip(text), cell.header), *((EMPTY, cell.header) for _ in range(cell.columns - 1))]
            if cell.rows > 1:
                coming.update((column, cell.rows - 1) for column in range(len(line) - cell.columns, len(line)))
        _fill(line, taken)
        taken = {column: left - 1 for column, left in taken.items() if left > 1} | coming
        grid.append(line)
    # A column that is empty from top to bottom is a gap of the layout.
    filled = {column for line in grid for column, (text, _) in enumerate(line) if text.text}
    return [[cell for column, cell in enumerate(line) if column in filled] for line in grid]


def strip(rich: Rich) -> Rich:
    """A text without blanks at its ends, its marks moved along."""
    text = rich.text.strip()
    shift = len(rich.text) - len(rich.text.lstrip())
    if len(text) == len(rich.text):
        return rich
    links = tuple((max(0, left - shift), min(right - shift, len(text)), url) for left, right, url in rich.links)
    return Rich(text, links, tuple((max(0, offset - shift), label) for offset, label in rich.calls))


def _fill(line: list[tuple[Rich, bool]], taken: dict[int, int]) -> None:
    while len(line) in taken:
        line.append((EMPTY, True))


def _only(line: Sequence[tuple[Rich, bool]]) -> Rich | None:
    """The text of a row that holds nothing but its first cell, in a table of several columns."""
    if len(line) < 2 or not line[0][0].text or any(cell.text for cell, _ in line[1:]):
        return None
    return line[0][0]


def _opens_sources(grid: Sequence[Sequence[tuple[Rich, bool]]]) -> bool:
    """Whether the last rows are the notes below a row that opens the sources."""
    for line in reversed(grid):
        text = _only(line)
        if text is None:
            return False
        if SOURCE.match(text.text):
            return True
    return False


def _header_rows(grid: Sequence[Sequence[tuple[Rich, bool]]]) -> int:
    """How many rows at the top hold headers: those marked so, else those that read so."""
    marked = 0
    for line in grid:
        if not all(header for cell, header in line if cell.text):
            break
        marked += 1
    if 0 < marked < len(grid):
        return marked
    rows: list[Row] = [[[cell.text] for cell, _ in line] for line in grid[:3]]
    return header_rows(rows)
