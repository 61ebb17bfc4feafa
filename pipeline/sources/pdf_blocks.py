"""Rows in reading order to the parts of a report: headings, paragraphs, items, captions, tables, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.sources.lines import CAPTION, LETTERED, SOURCE
from pipeline.sources.pdf_lines import Line, Row, make_line
from pipeline.sources.pdf_style import Style
from pipeline.sources.pdf_words import Box

BULLET = re.compile(r"[•▪■○●◦·–—o➢►✓□❖\uf000-\uf0ff]|-")
NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]")
FINISHED = re.compile(r"[.?!:][\"'”’)\]]*$")
# Shares of the usual pitch: from here on a gap parts paragraphs, sources, captions from sub-titles.
APART = 1.15
FAR = 2.6
MAX_HEADING = 40  # words
MAX_SUBTITLES = 3
SHORT = 40


@dataclass(slots=True)
class Part:
    """A piece of a report: its kind (as of a block; `table` holds rows), its lines or rows.

    `label` is the text of a heading that the page draws as a picture or not at all.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    label: str = ""

    @property
    def text(self) -> str:
        """Its lines, roughly."""
        return self.label or " ".join(line.text for line in self.lines)


def one_line(row: Row) -> Line:
    """A row as one line."""
    if len(row) == 1:
        return row[0]
    words = list(row[0].words)
    for line in row[1:]:
        words += (line.words[0]._replace(space=True), *line.words[1:])
    return make_line(words, row[0].page)


def marker_of(row: Row) -> str | None:
    """The bullet or number that opens a list item, None where the row opens none."""
    first = row[0].words[0]
    if len(row) > 1 or len(row[0].words) > 1:
        second = row[0].words[1] if len(row[0].words) > 1 else row[1].words[0]
        gap = second.left - first.right
        if BULLET.fullmatch(first.text) and gap > 0.2 * row[0].size:
            return first.text
        if NUMBERED.fullmatch(first.text) and gap > 0.6 * row[0].size:
            return first.text
    return None


class PartReader:
    """Reads the columns of a report one after the other and keeps what it found in `parts`."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.parts: list[Part] = []
        self.mode = "prose"
        self.open: Part | None = None  # the paragraph that the next prose may go on with
        self.above: Line | None = None
        self.left = self.right = 0.0

    def read(self, rows: Sequence[Row], figures: Sequence[Box]) -> None:
        """Read a column; `figures` are the frames on its page."""
        self.above = None
        prose = [line for row in rows for line in row if self.style.is_prose(line)]
        self.left = min((line.left for line in prose), default=0.0)
        self.right = max((line.right for line in prose), default=0.0)
        number = 0
        while number < len(rows):
            number = self._step(rows, number, figures)

    def _step(self, rows: Sequence[Row], number: int, figures: Sequence[Box]) -> int:
        row = rows[number]
        line = one_line(row)
        if CAPTION.match(line.text) and (line.bold or line.words[0].face.bold or not self.style.is_prose(line)):
            return self._caption(rows, number)
        if SOURCE.match(line.text) and (
            self.mode != "prose" or not self.style.is_prose(line) or line.words[0].face.bold
        ):
            self._add("source", line)
            self.mode = "source"
        elif self.mode in ("table", "figure") and not self._leaves(row, line, figures):
            if self.mode == "table":
                self.parts[-1].rows.append(row)
        elif self.mode == "source" and self._goes_on_source(line):
            self._source(row, line)
        else:
            self.mode = "prose"
            length = self._bare_table(rows, number)
            if length:
                self._add("table", None)
                self.parts[-1].rows += rows[number : number + length]
                self.above = one_line(rows[number + length - 1])
                return number + length
            self._prose(row, line)
        self.above = line
        return number + 1

    def _add(self, kind: str, line: Line | None) -> Part:
        self.parts.append(Part(kind, [line] if line else []))
        return self.parts[-1]

    def _caption(self, rows: Sequence[Row], number: int) -> int:
        """A caption with its further lines and sub-titles; sets the mode for what is below."""
        line = one_line(rows[number])
        label = line.text.split(".")[0].split(":")[0]
        continued = self.mode == "table" and bool(re.search(r"\(?continued\)?|\bcont[.'’]", line.text, re.IGNORECASE))
        if not continued:
            self._add("caption", line)
        self.mode = "figure" if re.match(r"(?:Figure|Chart|Map|Graph|Exhibit)", label) else "table"
        above = line
        subtitles = 0
        number += 1
        while number < len(rows):
            row = rows[number]
            line = one_line(row)
            distance = above.base - line.base
            if len(row) > 1 or SOURCE.match(line.text) or CAPTION.match(line.text):
                break
            same = (line.family, line.bold) == (above.family, above.bold) and abs(line.size - above.size) < 0.6
            if (
                same
                and distance <= 1.35 * self.style.pitch(line)
                and (subtitles == 0 or not FINISHED.search(above.text))
            ):
                if not continued:
                    self.parts[-1].lines.append(line)
            elif (
                subtitles < MAX_SUBTITLES
                and not line.bold
                and line.family == above.family
                and distance <= 1.6 * line.size
                and (line.text.startswith("(") or abs(_middle(line) - _middle(above)) < 12 or line.left == above.left)
                and not same
            ):
                subtitles += 1
                if not continued:
                    self._add("caption", line)
            else:
                break
            above = line
            number += 1
        if self.mode == "table" and not continued:
            self._add("table", None)
        elif self.mode == "table" and self.parts[-1].kind != "table":
            self._add("table", None)
        self.above = above
        return number

    def _leaves(self, row: Row, line: Line, figures: Sequence[Box]) -> bool:
        """Whether a row is no part of the table or figure any more."""
        if any(box.bottom <= line.base <= box.top and box.left <= _middle(line) <= box.right for box in figures):
            return self.mode == "table" and self.is_heading(line) and line.size > self.style.size + 0.4
        if self.is_heading(line) and line.size > self.style.size + 0.4:
            return True
        if not self.style.is_prose(line):
            return False
        table = self.parts[-1].rows if self.mode == "table" else []
        own = [line for row in table for line in row]
        if self.mode == "table" and not own:
            return len(row) == 1 and line.width > 0.6 * (self.right - self.left) and not line.bold
        if own and sum(self.style.is_prose(other) for other in own) * 2 > len(own):
            # The table is set like the text: only a line as wide as the column, apart from the table, leaves it.
            far = self.above is None or self.above.base - line.base > 1.3 * self.style.pitch(line)
            return len(row) == 1 and line.width > 0.6 * (self.right - self.left) and far
        return len(line.text) > SHORT or marker_of(row) is not None or self.mode == "table"

    def _goes_on_source(self, line: Line) -> bool:
        last = self.parts[-1].lines[-1] if self.parts and self.parts[-1].lines else None
        if last is None or self.is_heading(line):
            return False
        if line.family != last.family or abs(line.size - last.size) > 0.6:
            return False
        if self.above is None:
            return not self.style.is_prose(line)
        distance = self.above.base - line.base
        return distance < (FAR if not self.style.is_prose(line) else 1.3) * self.style.pitch(line)

    def _source(self, row: Row, line: Line) -> None:
        apart = self.above is not None and self.above.base - line.base > APART * self.style.pitch(line)
        if marker_of(row) or LETTERED.match(line.text) or (apart and FINISHED.search(self.parts[-1].text)):
            self._add("source", line)
        else:
            self.parts[-1].lines.append(line)

    def _bare_table(self, rows: Sequence[Row], number: int) -> int:
        """How many rows from here on are a table without a caption; 0 where they are none."""
        end = number
        count = 0
        while end < len(rows):
            row = rows[end]
            pieces = len(row) - (1 if marker_of(row) and len(row) > 1 else 0)
            if pieces >= 2:
                count += 1
            elif not (count and end + 1 < len(rows) and len(rows[end + 1]) > 1 and not self.style.is_prose(row[0])):
                break
            end += 1
        if count < 3:
            return 0
        starts = [round(row[1].left / 4) for row in rows[number:end] if len(row) > 1]
        return end - number if max(starts.count(start) for start in set(starts)) * 2 >= count else 0

    def _prose(self, row: Row, line: Line) -> None:
        style = self.style
        last = self.parts[-1] if self.parts else None
        marker = marker_of(row)
        if self.above is None or last is None or last.kind not in ("paragraph", "list_item", "heading"):
            if self.open and self._resumes(self.open, line, marker):
                self.open.lines.append(line)
                return
            self._start(line, marker)
            return
        above = last.lines[-1]
        distance = above.base - line.base
        if marker or self._is_new(last, above, line, distance, style):
            self._start(line, marker)
        else:
            last.lines.append(line)

    def _is_new(self, last: Part, above: Line, line: Line, distance: float, style: Style) -> bool:
        """Whether a line below another one begins a new paragraph."""
        heading, now = self.is_heading(above), self.is_heading(line)
        if heading != now and (abs(above.size - line.size) > 0.4 or above.family != line.family):
            return True
        if heading and now:
            return abs(above.size - line.size) > 0.4 or above.family != line.family or distance > 1.5 * line.size
        if distance > APART * style.pitch(line) or distance < 0:
            return True
        if abs(above.size - line.size) > 0.6:
            return True
        if last.kind == "list_item":
            return line.left < last.lines[0].left - 2
        if above.bold and not line.bold and all(other.bold for other in last.lines):
            return above.right < self.right - 0.15 * (self.right - self.left)
        if line.bold and not above.bold and FINISHED.search(above.text) and above.right < 0.85 * self.right:
            return True
        indent = line.left - above.left
        return indent > 8 and FINISHED.search(above.text) is not None and len(last.lines) > 1

    def _start(self, line: Line, marker: str | None) -> None:
        if marker and not self.is_heading(line):
            if BULLET.fullmatch(marker):
                line = make_line(line.words[1:], line.page)
            self.open = self._add("list_item", line)
        else:
            part = self._add("heading" if self.is_heading(line) else "paragraph", line)
            if part.kind == "paragraph":
                self.open = part

    def _resumes(self, part: Part, line: Line, marker: str | None) -> bool:
        """Whether the first line of a column, or below a float, goes on with the paragraph that was open."""
        last = part.lines[-1]
        if marker or self.is_heading(line) or abs(last.size - line.size) > 0.6 or last.family != line.family:
            return False
        if part is not self.parts[-1] and self.parts[-1].kind == "heading":
            return False
        return not FINISHED.search(last.text) or line.text[:1].islower()

    def is_heading(self, line: Line) -> bool:
        """Whether a line is set as a heading is."""
        if not any(map(str.isalpha, line.text)) or len(line.words) > MAX_HEADING:
            return False
        if line.bold:
            return line.size > self.style.size + 0.4 or (
                line.family != self.style.family and line.size >= self.style.size - 0.1
            )
        return line.size > 1.25 * self.style.size and not line.text.endswith(".")


def boxed(parts: list[Part], style: Style) -> list[Part]:
    """The parts with the titles of boxes as captions: set in the face of the small print right below them."""
    for part, below in pairwise(parts):
        first = below.lines[0] if below.lines else below.rows[0][0] if below.rows else None
        if (
            part.kind == "heading"
            and part.lines
            and first
            and below.kind in ("paragraph", "list_item", "table", "caption")
            and first.family == part.lines[-1].family != style.family
            and not style.is_prose(first)
        ):
            part.kind = "caption"
    return parts


def _middle(line: Line) -> float:
    return (line.left + line.right) / 2
