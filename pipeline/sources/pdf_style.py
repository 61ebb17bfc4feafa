"""How a document is set: the face and size of its prose and its notes, the pitch of its lines, its gutter, furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.sources.identity import ID
from pipeline.sources.pdf_lines import Gutter, Line, find_gutter, rows_of
from pipeline.sources.pdf_words import Sheet

# Shares of the page's height: above and below these stand running heads and feet, and no lower than the last what
# reads like furniture (a first page has its number and logo above the foot).
HEAD = 0.925
FOOT = 0.075
EDGE = 0.16
MIN_HEAD = 8  # characters
FURNITURE = re.compile(
    rf"Congressional Research Service(?: \S+)?|CRS[- ]\d+|(?:https?://)?(?:www\.)?(?:crsreports\.congress\.gov|crs\.gov)"
    rf"(?: [|·] .*)?|CRS (?:REPORT|INSIGHT|LEGAL SIDEBAR|IN FOCUS)s?|Prepared for Members and|Committees of Congress"
    rf"|(?:INSIGHT|Legal Sidebar|IN FOCUS)i?|Informing the legislative debate since 1914|\d{{1,3}}|[ivxl]{{1,6}}"
    rf"|.{{0,80}}\bVERSION \d+(?: · .*)?|{ID}(?:\.\w+)?|7-5700|www\.crs\.gov|CRS Web",
    re.IGNORECASE,
)
DIGITS = re.compile(r"\d+|\b[ivxl]{1,5}$")
NOTE_LABEL = re.compile(r"\d{1,3}|[*†‡]")


@dataclass(frozen=True, slots=True)
class Style:
    """The typography of a document.

    family, size  of its prose
    note_size     of its footnotes, None where there are none
    gutter        between its two columns, None where it has one
    pitches       the usual distance of two lines by (family, size)
    """

    family: str
    size: float
    note_size: float | None = None
    gutter: Gutter | None = None
    pitches: dict[tuple[str, float], float] = field(default_factory=dict)

    def is_prose(self, line: Line) -> bool:
        """Whether a line is set as running text is."""
        return line.family == self.family and abs(line.size - self.size) <= 1.2

    def pitch(self, line: Line) -> float:
        """The usual distance from a line to the next one of its paragraph."""
        return self.pitches.get((line.family, line.size), 1.16 * line.size)


def measure(pages: Sequence[Sequence[Line]], sheets: Sequence[Sheet]) -> Style:
    """The style of a document from its lines, furniture taken out."""
    sizes: Counter[tuple[str, float]] = Counter()
    labelled: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.family, line.size] += len(line.text)
            first = line.words[0]
            if first.raised and len(line.words) > 1 and NOTE_LABEL.fullmatch(first.text):
                labelled[line.size] += 1
    if not sizes:
        return Style("", 11.0)
    notes = max(labelled, key=lambda size: (labelled[size], -size)) if labelled else None
    (family, size), _ = max(sizes.items(), key=lambda item: (item[1] if item[0][1] != notes else item[1] / 4, item[0]))
    if notes is not None and notes > 0.95 * size:
        notes = None
    style = Style(family, size, notes)
    prose = [[line for line in page if style.is_prose(line)] for page in pages]
    width = sorted(sheet.width for sheet in sheets)[len(sheets) // 2]
    return Style(family, size, notes, find_gutter(prose, width), _pitches(pages))


def _pitches(pages: Sequence[Sequence[Line]]) -> dict[tuple[str, float], float]:
    counts: dict[tuple[str, float], Counter[float]] = {}
    for page in pages:
        above: Line | None = None
        for line in page:
            if above and (above.family, above.size) == (line.family, line.size):
                distance = round(above.base - line.base, 0)
                if line.size < distance < 2.2 * line.size:
                    counts.setdefault((line.family, line.size), Counter())[distance] += 1
            above = line
    return {
        key: min((-number, distance) for distance, number in found.items())[1]
        for key, found in counts.items()
        if sum(found.values()) >= 5
    }


def without_furniture(pages: Sequence[Sequence[Line]], sheets: Sequence[Sheet]) -> tuple[list[list[Line]], list[str]]:
    """The lines of each page without running heads, feet and page numbers, and what these said."""
    seen: Counter[str] = Counter()
    title = _largest(pages[0]) if pages else ""
    for page, sheet in zip(pages, sheets, strict=True):
        seen.update({_key(line) for line in page if _is_outer(line, sheet, HEAD, FOOT)})
    kept: list[list[Line]] = []
    said: list[str] = []
    for page, sheet in zip(pages, sheets, strict=True):
        kept.append([])
        for row in rows_of(line for line in page if _is_outer(line, sheet, HEAD, EDGE)):
            text = " ".join(line.text for line in row)
            outer = _is_outer(row[0], sheet, HEAD, FOOT)
            if FURNITURE.fullmatch(text) or (outer and all(_is_running(line, seen, title) for line in row)):
                said.append(text)
            else:
                kept[-1] += row
        kept[-1] += [line for line in page if not _is_outer(line, sheet, HEAD, EDGE)]
        order = {id(line): number for number, line in enumerate(page)}
        kept[-1].sort(key=lambda line: order.get(id(line), len(order)))
    return kept, said


def _is_outer(line: Line, sheet: Sheet, head: float, foot: float) -> bool:
    return line.base > head * sheet.height or line.base < foot * sheet.height


def _key(line: Line) -> str:
    return DIGITS.sub("#", line.text)


def _is_running(line: Line, seen: Counter[str], title: str) -> bool:
    repeated = seen[_key(line)] > 1 or (line.page > 0 and len(line.text) > MIN_HEAD and line.text in title)
    return repeated or bool(FURNITURE.fullmatch(line.text))


def _largest(page: Sequence[Line]) -> str:
    """The largest lines of a page, its title: a report of two pages has its running head on one of them only."""
    size = max((line.size for line in page if len(line.text) > 1), default=0.0)
    return " ".join(line.text for line in page if line.size > 0.93 * size)
