"""A text's blocks as a page shows them: headings, paragraphs, data tables, notes. Every character is in one block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.report.grids import Grid, grids
from pipeline.report.reading import Report

PARTING = re.compile(r"\n[ \t]*\n\s*")
LIST_MARKS = ("• ", "- ", "– ", "* ", "◦ ", "o ")
LOWEST_HEADING = 6


class Block(NamedTuple):
    """A piece of the page: `kind` is heading, paragraph, item, table or note; `number` is that of its section
    (heading) or note, `level` that of an HTML heading.
    """

    kind: str
    start: int
    end: int
    number: int = -1
    level: int = 0
    grid: Grid | None = None


def blocks(report: Report) -> list[Block]:
    """The blocks of a report in order, without the title at its head."""
    text = report.text
    found: list[Block] = []
    at = _after_title(report)
    for block in _fixed(report):
        if block.start < at:  # overlaps what stands before it: its words are shown there
            continue
        found += _paragraphs(text, at, block.start)
        caption = block.grid.caption if block.grid else None
        if caption and found and text[found[-1].start : found[-1].end] == caption:
            found.pop()  # the table shows it
        found.append(block)
        at = block.end
    found += _paragraphs(text, at, len(text))
    return found


def _after_title(report: Report) -> int:
    """Where the text goes on behind the title that it opens with."""
    title = report.document["title"]
    return len(title) if title and report.text.startswith(title) else 0


def _fixed(report: Report) -> list[Block]:
    """The blocks whose places the tables give."""
    length = len(report.text)
    found = [
        Block("heading", row["heading_start"], row["heading_end"], index, min(row["level"] + 1, LOWEST_HEADING))
        for index, row in enumerate(report.sections)
        if row["heading_start"] is not None
    ]
    found += [Block("table", grid.start, grid.end, grid=grid) for grid in grids(report.cells)]
    found += [Block("note", row["start"], row["end"], index) for index, row in enumerate(report.notes)]
    return sorted(
        (block for block in found if block.start < block.end <= length), key=lambda block: (block.start, block.end)
    )


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    """What blank lines part between two places."""
    at = start
    places = [(gap.start(), gap.end()) for gap in PARTING.finditer(text, start, end)]
    for left, right in [*places, (end, end)]:
        words = text[at:left]
        inner = words.strip()
        if inner:
            begin = at + words.index(inner[0])
            kind = "item" if inner.startswith(LIST_MARKS) else "paragraph"
            yield Block(kind, begin, begin + len(inner))
        at = right
