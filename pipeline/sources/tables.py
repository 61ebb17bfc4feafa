"""Rows of bars (`| a | b`): data tables, and the boxes and figures that the same mark-up frames."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pipeline.sources.document import DocumentBuilder, Rich, join
from pipeline.sources.inline import unwrap

# A cell is its lines, a row its cells.
Row = list[list[str]]

BAR = re.compile(r"(?<!\\)\|")
RULER = re.compile(r"\|?(?:\s*:?-{3,}:?\s*\|?)+")
CAPTION = re.compile(r"(?:Table|Figure)\s(?:[A-Z]{1,2}-)?\d+")
SENTENCE = re.compile(r"(?:\S+\s+){7}\S.*[.?!:;][\"”)]*$|(?:\S+\s+){20}")
NUMERIC = re.compile(r"[\d$€£%.,()+\-–—−\s*]*\d[\d$€£%.,()+\-–—−\s*]*[a-z]?")


def parse_rows(lines: Sequence[str]) -> list[Row]:
    """The rows of a run of lines: a line that opens with a bar begins one, any other goes on with the last cell."""
    rows: list[Row] = []
    for line in lines:
        if line.startswith("|"):
            if RULER.fullmatch(line.strip()):
                continue
            text = line[1:]
            if len(text) > 1 and text.endswith("|"):
                text = text[:-1]
            rows.append([[cell.strip()] for cell in BAR.split(text)])
        else:
            first, *more = (cell.strip() for cell in BAR.split(line))
            rows[-1][-1].append(first)
            rows[-1] += [[cell] for cell in more]
    return rows


def add_rows(
    builder: DocumentBuilder, rows: list[Row], caption: Sequence[str], labels: Container[str]
) -> list[tuple[str, str]]:
    """Add a data table to the builder, or return the lines (kind, text) of a box or figure for the reader to add.

    `caption` holds the caption's lines above the table. Rows with one cell on top of a table may hold it too.
    """
    if max(len(row) for row in rows) == 1:
        return _box_lines(rows)
    above: list[tuple[str, str]] = []
    while len(rows[0]) == 1 and (not rows[0][0][0] or CAPTION.match(rows[0][0][0])):
        above += [("caption", line) for line in rows[0][0] if line]
        rows = rows[1:]
    for kind, line in above:
        builder.add(kind, unwrap(line, labels))
    caption = caption or [line for _, line in above]
    cells = [[join([unwrap(line, labels) for line in cell if line]) for cell in row] for row in rows]
    builder.add_table(
        cells,
        caption=unwrap(caption[0]).text.strip() if caption else None,
        header_rows=_header_rows(rows),
        about=" ".join(unwrap(line).text for line in caption),
    )
    return []


def _header_rows(rows: list[Row]) -> int:
    """1, or 2 where the first row leaves cells open that the second names; 0 for a table that begins with numbers."""
    first = [" ".join(cell) for cell in rows[0]]
    if len(first) > 1 and any(
        NUMERIC.fullmatch(cell) and not re.fullmatch(r"(?:19|20)\d\d\w?", cell) for cell in first[1:]
    ):
        return 0
    if len(rows) > 2 and (len(first) < len(rows[1]) or "" in first[1:] or not first[0]):
        second = [" ".join(cell) for cell in rows[1]]
        if not any(
            NUMERIC.fullmatch(cell) and not re.fullmatch(r"(?:19|20)\d\d\w?", cell) for cell in second[1:]
        ) and all(second[1:]):
            return 2
    return 1


def _box_lines(rows: list[Row]) -> list[tuple[str, str]]:
    """The lines of a framed box or figure: sentences are running text, labels are captions."""
    found = []
    for row in rows:
        for line in row[0]:
            if not line or line == "-":
                continue
            if SENTENCE.match(line) or line.startswith(("- ", "• ")) or re.match(r"(?:Sources?|Notes?)\s?:", line):
                found.append(("line", line))
            else:
                found.append(("caption", line))
    return found


def plain(cell: Rich) -> str:
    """A cell's words."""
    return " ".join(cell.text.split())
