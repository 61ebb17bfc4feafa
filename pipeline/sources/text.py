"""The text shape: a header (`pipeline.sources.header`), then one line a paragraph, headings as lone lines.

    CRS In Focus
    Farm Loans: An Overview
    Jane Q. Public, Analyst in Agricultural Policy (jpublic@example.gov, 7-0000)
    Updated March 3, 2026 (IF99999)
    Background
    The program lends to [farmers](https://example.gov).[1](#)
    - A list item.
    | Year | Loans
    | 2025 | 1,204

A contents list names headings but is no part of the text; page furniture and the disclaimer are none either. Notes
stand at the end behind a line `Footnotes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author, Document, DocumentBuilder, Rich, SourceError, join
from pipeline.sources.header import read_header
from pipeline.sources.inline import unwrap
from pipeline.sources.lines import (
    ABBREVIATED,
    AUTHORS,
    CAPTION,
    DISCLAIMER,
    FINISHED,
    ITEM,
    LEADER,
    LETTERED,
    MAX_ENTRY,
    SOURCE,
    STOP,
    WIDTH,
    chunks_of,
    folded,
    is_contact,
    is_entry,
    item_text,
    join_broken,
    opens_block,
)
from pipeline.sources.notes import find_notes, read_notes
from pipeline.sources.tables import Row, add_rows, parse_rows

MAX_LINE = 1_000_000  # characters; a longer line is no paragraph of a report
CONTENTS = re.compile(r"(?:Table of )?Contents", re.IGNORECASE)
LISTS = re.compile(r"Figures|Tables|Appendix(?:es)?|Appendices|Contacts", re.IGNORECASE)
MAX_CONTENTS = 200
# Lines that break off inside a sentence: so many, and this share of all, and the text is wrapped.
MAX_BROKEN = 20
BROKEN_SHARE = 0.25
# A caption may have a few sub-titles below it; more short lines are a table of which the bars were lost.
MAX_SUBTITLES = 3

# A line, or the lines of a table.
Item = str | list[str]


def read_text(text: str, name: str, warnings: Iterable[str] = ()) -> Document:
    """Read a report of the text shape; SourceError says what is wrong with a file that is none."""
    lines = text.split("\n")
    if len(text) > MAX_LINE:
        check_lines(lines)
    try:
        header = read_header(lines, name)
    except SourceError as error:
        if error.kind == "no_title":
            check_wrapping(list(chunks_of(lines)))
        raise
    reader = TextReader()
    reader.builder.add("title", Rich(header.title))
    reader.read(lines[header.body :])
    body = reader.builder.body()
    if not any(block.kind not in ("title", "heading", "line") for block in body.blocks):
        raise SourceError("no_text", "the file has a header but no paragraph below it: put the report's text there")
    return Document(
        report_id=header.report_id,
        version=header.version,
        title=header.title,
        text=body.text,
        source_format="text",
        series=header.series,
        product_type=header.product_type,
        published=header.published,
        authors=with_titles(header.authors, reader.contacts),
        source_url=header.source_url,
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
        warnings=(*warnings, *header.warnings),
    )


def check_lines(lines: Sequence[str]) -> None:
    """SourceError where a line is too long to be a paragraph."""
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise SourceError(
                "too_long",
                f"line {number} has {len(line):,} characters, more than the {MAX_LINE:,} that a paragraph may have: "
                "this is no report with one line a paragraph; check how the file was made",
            )


def check_wrapping(chunks: Sequence[list[str]]) -> None:
    """SourceError where the lines are broken at the width of a page: paragraphs and headings are lost then."""
    prose = [chunk for chunk in chunks if not any(line.startswith("|") or ITEM.match(line) for line in chunk)]
    lines = sum(len(chunk) for chunk in prose)
    broken = sum(
        not FINISHED.search(line.rstrip()) and not line.endswith("  ") for chunk in prose for line in chunk[:-1]
    )
    if broken > MAX_BROKEN and broken > lines * BROKEN_SHARE:
        raise SourceError(
            "wrapped",
            f"{broken} of {lines} lines break off inside a sentence, as text taken from a PDF does: give the report as "
            "text with one line a paragraph",
        )
    lines = sum(len(chunk) for chunk in chunks)
    gaps = sum("   " in line.strip() for chunk in chunks for line in chunk if not line.startswith("|"))
    if gaps > MAX_BROKEN and gaps > lines * BROKEN_SHARE:
        raise SourceError(
            "wrapped",
            f"{gaps} of {lines} lines hold two columns side by side, as text taken from a PDF does: give the report as "
            "text with one line a paragraph",
        )


@dataclass(slots=True)
class TextReader:
    """Hands the lines of a body to a builder, block by block.

    contents   the headings that the contents list names, folded
    labels     those of the notes
    caption    the lines of the last caption, for the table below it
    contacts   the persons of the authors' block, which is no part of the text
    """

    builder: DocumentBuilder = field(default_factory=DocumentBuilder)
    contents: set[str] = field(default_factory=set)
    labels: frozenset[str] = frozenset()
    caption: list[str] = field(default_factory=list)
    contacts: list[Author] = field(default_factory=list)
    _after: str = ""

    def read(self, lines: Sequence[str]) -> None:
        """Read the body of a report."""
        chunks = list(chunks_of(lines))
        check_wrapping(chunks)
        chunks = self._take_contents(chunks)
        end = find_notes(chunks)
        notes, rest = read_notes(chunks[end + 1 :])
        self.labels = frozenset(note.label for note in notes)
        self._read_items(self._items([*chunks[:end], *rest]))
        if notes:
            self.builder.add("heading", unwrap(chunks[end][0]), 1)
            for note in notes:
                self.builder.add_note(note.label, join([unwrap(part) for part in note.paragraphs]))

    def _take_contents(self, chunks: list[list[str]]) -> list[list[str]]:
        """Leave the contents list and the lists of figures, tables and appendixes out; remember what they name."""
        kept: list[list[str]] = []
        number = 0
        after_list = False
        while number < len(chunks):
            chunk = chunks[number]
            number += 1
            title = chunk[0].strip()
            # `Tables` and the like are lists only right behind the contents list; elsewhere they are headings.
            opens = LISTS.fullmatch(title) if after_list else not self.contents and CONTENTS.fullmatch(title)
            entries = chunk[1:] if opens else []
            while opens and number < len(chunks) and all(is_entry(line) for line in chunks[number]):
                entries += chunks[number]
                number += 1
            if opens and not entries and not after_list:
                entries, number = plain_contents(chunks, number)
            after_list = bool(entries)
            if entries:
                self.contents.update(folded(LEADER.sub("", item_text(line)[:MAX_ENTRY])) for line in entries)
            else:
                kept.append(chunk)
        return kept

    def _items(self, chunks: Sequence[list[str]]) -> list[Item]:
        """The lines of the body in order, those of a table together; authors' block and disclaimer left out."""
        items: list[Item] = []
        contacts = False
        for chunk in chunks:
            first = chunk[0].strip()
            if DISCLAIMER.fullmatch(first):
                continue
            if AUTHORS.fullmatch(first):
                items.append(first)
                contacts, chunk = True, chunk[1:]
            contacts = contacts and all(is_contact(line) for line in chunk)
            if contacts:
                self.contacts += [author for line in chunk for author in authors_of(line)]
                continue
            position = 0
            # A blank line inside a cell cuts a table in two: the second half begins with the rest of the cell.
            if items and isinstance(items[-1], list) and not first.startswith("|") and not opens_block(first):
                bars = [n for n, line in enumerate(chunk) if line.startswith("|") or " | " in line]
                if bars:
                    items[-1] += chunk[: bars[-1] + 1]
                    position = bars[-1] + 1
            items += self._split(list(join_broken(chunk[position:])))
        return items

    @staticmethod
    def _split(lines: Sequence[str]) -> list[Item]:
        """The lines of a chunk: from the first bar to a source line is a table."""
        items: list[Item] = []
        table: list[str] | None = None
        for line in lines:
            if line.startswith("|") and table is None:
                table = [line]
                items.append(table)
            elif table is not None and not SOURCE.match(line):
                table.append(line)
            else:
                table = None
                items.append(line)
        return items

    def _read_items(self, items: Sequence[Item]) -> None:
        number = 0
        while number < len(items):
            item = items[number]
            number += 1
            if isinstance(item, list):
                self._read_rows(parse_rows(item))
            elif self._is_caption(item):
                self.caption = [item]
                self._add("caption", item)
                number = self._read_below_caption(items, number)
            elif number < len(items) and self._is_bare_title(item, items[number]):
                self.caption = [item]
                self._add("caption", item)
            else:
                self.read_line(item)

    def _is_caption(self, line: str) -> bool:
        return bool(CAPTION.match(line)) and not (STOP.search(line.rstrip()) and len(line) > WIDTH)

    def _is_bare_title(self, line: str, below: Item) -> bool:
        """A lone line right above a data table is its title, unless the contents list knows it as a heading."""
        return (
            isinstance(below, list)
            and not self._is_text(line)
            and folded(line) not in self.contents
            and max((len(row) for row in parse_rows(below)), default=1) > 1
        )

    @staticmethod
    def _is_text(line: str) -> bool:
        text = unwrap(line.rstrip()).text
        return len(text) > WIDTH or bool(FINISHED.search(text)) or opens_block(text)

    def _read_below_caption(self, items: Sequence[Item], number: int) -> int:
        """Sub-titles, or the cells of a table whose bars were lost; returns the index of the item after them."""
        end = number
        while end < len(items):
            item = items[end]
            if (
                isinstance(item, list)
                or opens_block(item)
                or folded(item) in self.contents
                or FINISHED.search(item.rstrip())
            ):
                break
            end += 1
        lines = [item for item in items[number:end] if isinstance(item, str)]
        if end < len(items) and isinstance(items[end], list) and len(lines) <= MAX_SUBTITLES:
            for line in lines:
                self.caption.append(line)
                self._add("caption", line)
            return end
        if len(lines) > MAX_SUBTITLES:
            # The last line belongs to the text below it where that is prose: it may be a heading.
            below = items[end] if end < len(items) else ""
            if isinstance(below, str) and below and not SOURCE.match(below) and folded(below) not in self.contents:
                lines = lines[:-1]
            for line in lines:
                self._add("table_row", line)
            return number + len(lines)
        return number

    def read_line(self, line: str) -> None:
        """Add a line that is no part of a table or caption."""
        item = ITEM.fullmatch(line)
        if item:
            self._add("list_item", item.group(1))
            return
        rich = unwrap(line.strip(), self.labels)
        text = rich.text
        kind, level = "line", None
        if self.contents and len(text) <= WIDTH and folded(text) in self.contents:
            kind = "heading"
        elif AUTHORS.fullmatch(text):
            kind, level = "heading", 1
        elif SOURCE.match(text) or (LETTERED.match(text) and self._after == "source"):
            kind = "source"
        elif len(text) > WIDTH or (STOP.search(text) and not ABBREVIATED.search(text)):
            kind = "paragraph"
        self.builder.add(kind, rich, level)
        self._after = kind

    def _read_rows(self, rows: list[Row]) -> None:
        caption = self.caption if self._after == "caption" else []
        for kind, text in add_rows(self.builder, rows, caption, self.labels):
            if kind == "line":
                self.read_line(text)
            else:
                self._add(kind, text)
        self._after = "table_row"

    def _add(self, kind: str, text: str) -> None:
        self.builder.add(kind, unwrap(text, self.labels))
        self._after = kind


def with_titles(authors: Sequence[Author], contacts: Sequence[Author]) -> tuple[Author, ...]:
    """The authors of the header with the job titles that the authors' block adds; those of the block where none are named."""
    titles = {author.name: author.title for author in contacts}
    named = authors or [author for author in contacts if author.title]
    return tuple(Author(author.name, author.title or titles.get(author.name)) for author in named)


def plain_contents(chunks: Sequence[list[str]], number: int) -> tuple[list[str], int]:
    """The entries of a contents list without links: lone lines up to the second time that the first one stands.

    Returns them and the index of the chunk after them; none where the lines at `number` are no such list.
    """
    if number >= len(chunks) or len(chunks[number]) != 1:
        return [], number
    first = folded(item_text(chunks[number][0]))
    for end in range(number + 1, min(number + MAX_CONTENTS, len(chunks))):
        if len(chunks[end]) != 1 or len(chunks[end][0]) > WIDTH:
            return [], number
        if folded(chunks[end][0]) == first:
            return [chunk[0] for chunk in chunks[number:end]], end
    return [], number
