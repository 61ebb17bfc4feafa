"""Rows of bars (`| a | b`): data tables, and the boxes and figures that the same mark-up frames."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from pipeline.sources.document import DocumentBuilder
from pipeline.sources.inline import unwrap
from pipeline.sources.lines import CAPTION, ITEM, SOURCE

# A cell is its lines, a row its cells.
Row = list[list[str]]

BAR = re.compile(r"(?<!\\)\|")
RULER = re.compile(r"\|(?=[^-]*---)[-|:\s]++")
SENTENCE = re.compile(r"(?:\S+\s+){7}\S.*[.?!:;][\"”)]*$|(?:\S+\s+){14}")
YEAR = re.compile(r"(?:19|20)\d\d\w?")
NUMERIC = re.compile(r"(?=\D*\d)[\d$€£%.,()+\-–—−\s*]++[a-z]?")


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
        elif not rows:
            rows.append([[cell.strip()] for cell in BAR.split(line)])
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
    if max((len(row) for row in rows), default=1) == 1:
        return _box_lines(rows)
    above: list[tuple[str, str]] = []
    while len(rows[0]) == 1 and (not rows[0][0][0] or CAPTION.match(rows[0][0][0])):
        above += [("caption", line) for line in rows[0][0] if line]
        rows = rows[1:]
    for kind, line in above:
        builder.add(kind, unwrap(line, labels))
    caption = caption or [line for _, line in above]
    cells = [[unwrap(cell[0] if len(cell) == 1 else " ".join(cell).strip(), labels) for cell in row] for row in rows]
    builder.add_table(
        cells,
        caption=unwrap(caption[0]).text.strip() if caption else None,
        header_rows=header_rows(rows),
        about=" ".join(unwrap(line).text for line in caption),
    )
    return []


def header_rows(rows: list[Row]) -> int:
    """How many rows at the top hold headers.

    2 where the first leaves cells open that the second fills; 0 where the table begins with numbers, or with a label
    and a colon as forms do.
    """
    first, *rest = ([" ".join(cell) for cell in row] for row in rows[:3])
    if first[0].endswith(":") or _has_numbers(first):
        return 0
    if len(rest) > 1 and (len(first) < len(rest[0]) or "" in first) and all(rest[0][1:]) and not _has_numbers(rest[0]):
        return 2
    return 1


def _has_numbers(row: Sequence[str]) -> bool:
    return any(NUMERIC.fullmatch(cell) and not YEAR.fullmatch(cell) for cell in row[1:])


def _box_lines(rows: list[Row]) -> list[tuple[str, str]]:
    """The lines of a framed box or figure: sentences are running text, labels are captions."""
    found = []
    for row in rows:
        for line in row[0]:
            if not line or line == "-":
                continue
            if ITEM.match(line) or SOURCE.match(line):
                found.append(("line", line))
            else:
                label = CAPTION.match(line) or (line.startswith("(") and line.endswith(")")) or not SENTENCE.match(line)
                found.append(("caption" if label else "paragraph", line))
    return found
