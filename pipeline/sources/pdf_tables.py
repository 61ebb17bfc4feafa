"""Rows of a data table on a page: which words make a cell, which lines a row, which rows the header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.sources.pdf_lines import Line, Row, make_line
from pipeline.sources.pdf_words import Word

# Shares of the letters' size: a gap that may part cells, the narrowest strip between columns, a blank.
CHUNK = 0.5
STRIP = 0.25
BLANK = 0.35
# A row of the table may run over the strip between two columns, in this share of its lines.
OVER = 0.1
# A line so much farther below than the lines of one cell begins a row; where so few do, every line is a row.
NEW_ROW = 1.07
FEW = 0.05
PARAGRAPH = 1.5  # times that distance: so far below, words alone in one column are a further paragraph of its cell
LOOSE = 1.45  # times the size of the letters: lines of one cell stand closer
# So many lines begin what no line of a cell can begin, and this share of all: then every line is a row, too.
MIN_BEGUN = 2
SHARE_BEGUN = 0.2
NUMBER = re.compile(r"[\d$€£(–—−-][\d$€£%.,()+–—−\s*-]*[a-z]?|N/?A|—|-")

# A cell is its lines.
Cell = list[Line]


def table_rows(rows: Sequence[Row]) -> tuple[list[list[Cell]], int]:
    """The cells of a table, row by row, and how many rows at the top are its header."""
    strips = _strips(rows)
    lines = [_cells(row, strips) for row in rows]
    pitch, tight = _spacing(rows, lines)
    found: list[list[Cell]] = []
    header = 0
    bold_above = False
    above: Row | None = None
    repeated: set[str] = set()  # the lines of the header, which stand again on every page
    for row, cells in zip(rows, lines, strict=True):
        text = " ".join(line.text for line in row)
        if row[0].page != rows[0][0].page and text in repeated:
            continue
        bold = all(line.bold for line in row)
        in_header = bold and bold_above and header == len(found) == 1
        if above is not None and (in_header or _same_row(cells, above, row, pitch, tight)):
            for cell, more in zip(found[-1], cells, strict=True):
                cell += more
        else:
            found.append(list(cells))
            header += bold and len(found) == 1
        if header == len(found) == 1:
            repeated.add(text)
        bold_above = bold
        above = row
    return found, header


def _same_row(cells: Sequence[Cell], above: Row, row: Row, pitch: float, tight: bool) -> bool:
    """Whether a line goes on with the row above it. `tight`: no gaps part the rows of this table."""
    if above[0].page != row[0].page:
        return False
    distance = above[0].base - row[0].base
    if distance < 0.8 * row[0].size:
        return True
    filled = _filled(cells)
    if len(filled) == 1 and filled[0] > 0 and distance < PARAGRAPH * pitch and not _is_number(cells[filled[0]]):
        return True
    if distance > NEW_ROW * pitch:
        return False
    if not tight:
        return True
    if 0 in filled:
        return filled == [0] and cells[0][0].text[:1].islower()
    return not any(_is_number(cells[column]) for column in filled)


def _spacing(rows: Sequence[Row], lines: Sequence[Sequence[Cell]]) -> tuple[float, bool]:
    """The distance of two lines within a cell, and whether rows follow each other in that same distance.

    They do where cells begin below open ones and numbers stand right below numbers: lines of one cell do neither.
    """
    pairs = [
        (above[0].base - row[0].base, upper, lower)
        for (above, row), (upper, lower) in zip(pairwise(rows), pairwise(lines), strict=True)
        if above[0].page == row[0].page
        and 0.8 * row[0].size < above[0].base - row[0].base < 3 * row[0].size
        and not (above[0].bold and row[0].bold)
    ]
    if not pairs:
        return 12.0, False
    distances = sorted(distance for distance, _, _ in pairs)
    pitch = distances[len(distances) // 10]
    close = [(upper, lower) for distance, upper, lower in pairs if distance <= NEW_ROW * pitch]
    begun = sum(
        not set(_filled(lower)) <= set(_filled(upper))
        or bool(
            lower[0] and any(_is_number(up) and _is_number(low) for up, low in zip(upper[1:], lower[1:], strict=True))
        )
        for upper, lower in close
    )
    wider = len(pairs) - len(close)
    if wider < FEW * len(pairs) or pitch > LOOSE * rows[0][0].size:
        return pitch, True
    return pitch, (begun >= MIN_BEGUN and begun > SHARE_BEGUN * len(close))


def _filled(cells: Sequence[Cell]) -> list[int]:
    return [number for number, cell in enumerate(cells) if cell]


def _is_number(cell: Cell) -> bool:
    return bool(cell) and bool(NUMBER.fullmatch(" ".join(line.text for line in cell)))


def _chunks(line: Line) -> list[list[Word]]:
    """The words of a line, parted at wide gaps."""
    chunks: list[list[Word]] = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.left - before.right > CHUNK * line.size:
            chunks.append([word])
        else:
            chunks[-1].append(word)
    return chunks


def _strips(rows: Sequence[Row]) -> list[float]:
    """The middles of the strips between the columns, left to right."""
    lines = [[(chunk[0].left, chunk[-1].right) for line in row for chunk in _chunks(line)] for row in rows]
    plain = [spans for spans, row in zip(lines, rows, strict=True) if not all(line.bold for line in row)]
    if sum(len(spans) > 1 for spans in plain) < 2:
        plain = lines
    wide = [spans for spans in plain if len(spans) > 1] or plain
    size = rows[0][0].size if rows else 9.0
    events = sorted(
        [(left, 1) for spans in wide for left, _ in spans] + [(right, -1) for spans in wide for _, right in spans]
    )
    allowed = int(OVER * len(wide))
    strips = []
    depth, open_at = 0, None
    seen = False
    for place, step in events:
        depth += step
        if depth > allowed:
            if open_at is not None and seen and place - open_at >= STRIP * size:
                strips.append((place + open_at) / 2)
            open_at, seen = None, True
        elif open_at is None:
            open_at = place
    return strips


def _cells(row: Row, strips: Sequence[float]) -> list[Cell]:
    """The words of a line in their columns."""
    cells: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
    for line in row:
        for chunk in _chunks(line):
            for part in _cut(chunk, strips, line.size):
                middle = (part[0].left + part[-1].right) / 2 if len(part) == 1 else part[0].left + 1
                column = sum(strip < middle for strip in strips)
                cells[column] += part
    return [[make_line(words, row[0].page)] if words else [] for words in cells]


def _cut(chunk: list[Word], strips: Sequence[float], size: float) -> list[list[Word]]:
    """A chunk cut where a strip lies in one of its gaps; a header that spans columns stays whole."""
    parts = [chunk]
    for strip in strips:
        words = parts[-1]
        for number, (before, word) in enumerate(pairwise(words), 1):
            if before.right - 1 <= strip <= word.left + 1 and word.left - before.right > BLANK * size:
                parts[-1:] = [words[:number], words[number:]]
                break
    return parts
