"""What every reader returns: one Document, whatever the format it came from, and the builder that settles its text.

A reader walks through its source once and tells a `DocumentBuilder` what it meets, block by block; the builder joins
the blocks into the canonical text and turns every place (blocks, links, calls of notes, cells) into offsets of it.
Offsets are Unicode code points, end exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pipeline.sources.cells import column_units, read_cell

# What a block is. A `line` stands alone and short, without mark-up that says whether it is a heading: `segment`
# decides. A `source` is the "Source: …" or "Notes: …" below a table or figure, a `note` a footnote.
KINDS = ("title", "heading", "line", "paragraph", "list_item", "caption", "table_row", "source", "note")


class SourceError(ValueError):
    """A file that is no report or cannot be read. `kind` is a short name, the message says what to do."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Block(NamedTuple):
    """A block of the canonical text; `level` is that of a heading where the source tells it."""

    kind: str
    start: int
    end: int
    level: int | None = None


class Link(NamedTuple):
    """A hyperlink: its words and its address, None where the source dropped it."""

    start: int
    end: int
    url: str | None


class Footnote(NamedTuple):
    """A note and the word of the body that calls it (None where the source does not tell)."""

    label: str
    ref_start: int | None
    ref_end: int | None
    start: int
    end: int


class Cell(NamedTuple):
    """A cell of a data table. `table` is the place of the whole table; rows of the header count."""

    table: tuple[int, int]
    caption: str | None
    row: int
    column: int
    header: str | None
    value: float | None
    unit: str | None
    start: int
    end: int


class Author(NamedTuple):
    """A person who wrote the report: `Given Surname`, and the job title where it is told."""

    name: str
    title: str | None = None


class Rich(NamedTuple):
    """Text freed of mark-up, with what the mark-up said: links (start, end, url) and calls of notes (offset, label)."""

    text: str
    links: tuple[tuple[int, int, str | None], ...] = ()
    calls: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read.

    `version` None: unknown. `doc_id` then is the report's number alone, for an older version that is known by its date
    (`edition`) the number and that date. `title` None: the source has the text alone.
    """

    report_id: str
    version: int | None
    title: str | None
    text: str
    source_format: str
    series: str | None = None
    product_type: str | None = None
    published: date | None = None
    authors: tuple[Author, ...] = ()
    topics: tuple[str, ...] = ()
    source_url: str | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    cells: tuple[Cell, ...] = ()
    warnings: tuple[str, ...] = ()
    edition: date | None = None

    @property
    def doc_id(self) -> str:
        """The report's number and, where it is known, its version: `IF10491v14`; else `98-280`, `98-280_2003-06-13`."""
        if self.version is not None:
            return f"{self.report_id}v{self.version}"
        return self.report_id if self.edition is None else f"{self.report_id}_{self.edition}"


@dataclass(frozen=True, slots=True)
class Body:
    """The canonical text and what stands where in it."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    footnotes: tuple[Footnote, ...]
    cells: tuple[Cell, ...]


# A note is called by the end of a longer word than this.
LONGEST_WORD = 500


@dataclass(slots=True)
class DocumentBuilder:
    r"""Joins blocks into the canonical text: `\n\n` between blocks, `\n` between the rows of a table.

    >>> builder = DocumentBuilder()
    >>> builder.add("title", Rich("Farm Loans"))
    (0, 10)
    >>> builder.add("paragraph", Rich("See the rule.", links=((4, 12, None),)))
    (12, 25)
    >>> builder.body().links
    (Link(start=16, end=24, url=None),)
    """

    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _links: list[Link] = field(default_factory=list)
    _calls: dict[str, tuple[int, int]] = field(default_factory=dict)
    _notes: list[tuple[str, int, int]] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)

    def add(self, kind: str, rich: Rich, level: int | None = None) -> tuple[int, int] | None:
        """Append a block; returns its place, None where there was nothing but blanks."""
        place = self._write(rich, "\n\n")
        if place:
            self._blocks.append(Block(kind, *place, level))
        return place

    def add_note(self, label: str, rich: Rich) -> tuple[int, int] | None:
        """Append a footnote: a block of its own, joined to the place where its label was called."""
        place = self.add("note", rich)
        if place:
            self._notes.append((label, *place))
        return place

    def add_table(
        self, rows: Sequence[Sequence[Rich]], *, caption: str | None = None, header_rows: int = 1, about: str = ""
    ) -> None:
        """Append a data table, one line a row, cells parted by tabs.

        `about` is what caption and sub-caption say of the unit ("in millions of dollars"); `header_rows` rows at the
        top hold headers, the last of them names the column.
        """
        written: list[tuple[list[str], int]] = []
        headers: dict[int, str] = {}
        for row in rows:
            texts = [" ".join(cell.text.split()) for cell in row]
            if not any(texts):
                continue
            if len(written) < header_rows:
                headers.update((column, text) for column, text in enumerate(texts) if text)
            written.append((texts, self._write_row(row, texts, "\n" if written else "\n\n")))
        if not written:
            return
        place = written[0][1], self._length
        units = column_units(headers, about)
        for number, (texts, begin) in enumerate(written):
            body = number >= header_rows
            end = begin - 1
            for column, text in enumerate(texts):
                start, end = end + 1, end + 1 + len(text)
                if not text:
                    continue
                header, value, unit = None, None, None
                if body:
                    header = headers.get(column)
                    value, unit = read_cell(text, units.get(column))
                self._cells.append(Cell(place, caption, number, column, header, value, unit, start, end))

    def body(self) -> Body:
        """What has been added so far."""
        notes = []
        for label, start, end in self._notes:
            ref_start, ref_end = self._calls.get(label, (None, None))
            notes.append(Footnote(label, ref_start, ref_end, start, end))
        return Body("".join(self._parts), tuple(self._blocks), tuple(self._links), tuple(notes), tuple(self._cells))

    def _write(self, rich: Rich, gap: str) -> tuple[int, int] | None:
        text = rich.text.strip()
        if not text:
            return None
        start = self._length + len(gap) if self._parts else 0
        self._parts += (gap, text) if self._parts else (text,)
        self._length = start + len(text)
        if rich.links or rich.calls:
            self._keep_marks(rich, text, start)
        return start, self._length

    def _write_row(self, row: Sequence[Rich], texts: Sequence[str], gap: str) -> int:
        """Append a row of cells; returns where it begins."""
        begin = start = self._length + len(gap) if self._parts else 0
        for cell, text in zip(row, texts, strict=True):
            if (cell.links or cell.calls) and text == cell.text.strip():
                self._keep_marks(cell, text, start)
            start += len(text) + 1
        self._parts += (gap, "\t".join(texts)) if self._parts else ("\t".join(texts),)
        self._length = start - 1
        self._blocks.append(Block("table_row", begin, self._length))
        return begin

    def _keep_marks(self, rich: Rich, text: str, start: int) -> None:
        """Carry a block's links and calls of notes over to the canonical text."""
        shift = start - (len(rich.text) - len(rich.text.lstrip()))
        end = start + len(text)
        for left, right, url in rich.links:
            left, right = max(left + shift, start), min(right + shift, end)
            if left < right:
                self._links.append(Link(left, right, url))
        for offset, label in rich.calls:
            before = rich.text[max(0, offset - LONGEST_WORD) : offset].rstrip()
            words = before.rsplit(maxsplit=1)
            if words and label not in self._calls:
                right = max(0, offset - LONGEST_WORD) + len(before)
                self._calls[label] = (max(right - len(words[-1]) + shift, start), min(right + shift, end))


def join(pieces: Iterable[Rich], gap: str = " ") -> Rich:
    """Several pieces as one, parted by `gap`."""
    texts: list[str] = []
    links: list[tuple[int, int, str | None]] = []
    calls: list[tuple[int, str]] = []
    length = 0
    for piece in pieces:
        if texts:
            texts.append(gap)
            length += len(gap)
        texts.append(piece.text)
        links += [(start + length, end + length, url) for start, end, url in piece.links]
        calls += [(offset + length, label) for offset, label in piece.calls]
        length += len(piece.text)
    return Rich("".join(texts), tuple(links), tuple(calls))
