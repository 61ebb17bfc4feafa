"""PDF reports: cover, summary page, contents, text in one or two columns, notes at the feet, authors, disclaimer.

pdfium says where each word stands and how it is set (`pdf_words`); what it is follows from that: lines and rows
(`pdf_lines`), the document's own typography (`pdf_style`), parts (`pdf_blocks`), cells (`pdf_tables`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author, Document, DocumentBuilder, Rich, SourceError, join
from pipeline.sources.header import stem_of
from pipeline.sources.identity import series_of
from pipeline.sources.lines import FURNITURE
from pipeline.sources.pdf_blocks import MAX_HEADING, Part, PartReader, boxed
from pipeline.sources.pdf_contents import Entry, key, listed_levels, split_contents
from pipeline.sources.pdf_cover import (
    BackMatter,
    Cover,
    is_cover,
    is_cover_line,
    read_cover,
    side_authors,
    side_column,
    title_rows,
)
from pipeline.sources.pdf_lines import Line, frames, in_reading_order, lines_of
from pipeline.sources.pdf_notes import FootNote, gather_notes, split_notes
from pipeline.sources.pdf_style import Style, measure, without_furniture
from pipeline.sources.pdf_tables import table_rows
from pipeline.sources.pdf_text import Hyphens, rich_of
from pipeline.sources.pdf_words import PageLink, Sheet, open_pdf, sheets
from pipeline.sources.tables import SENTENCE

SUMMARY_PAGES = 5
NEAR = 4  # times the size of the title: how far below it the date may stand


class Layout(NamedTuple):
    """A PDF taken apart: who it is, its parts, its notes, and the levels that its contents list gives."""

    cover: Cover
    parts: list[Part]
    notes: list[FootNote]
    levels: dict[str, int]
    lines: list[Line]
    links: dict[int, list[PageLink]]


def looks_like_pdf(data: bytes) -> bool:
    """Whether a file is a PDF: its mark stands within the first kilobyte."""
    return b"%PDF-" in data[:1024]


def read_pdf(data: bytes, name: str) -> Document:
    """Read a report from a PDF; SourceError says what is wrong with a file that is none."""
    with open_pdf(data) as file:
        meta = file.get_metadata_dict(skip_empty=True)
        pages = list(sheets(file))
    layout = take_apart(pages, name, meta)
    cover = layout.cover
    writer = Writer(layout)
    writer.write()
    body = writer.builder.body()
    if not any(block.kind in ("paragraph", "list_item") for block in body.blocks):
        raise SourceError(
            "no_text",
            "the PDF holds no text that can be read (a scan, or pictures only): run text recognition on it first",
        )
    report_id = cover.report_id or stem_of(name)
    return Document(
        report_id=report_id,
        version=cover.version,
        title=cover.title,
        text=body.text,
        source_format="pdf",
        series=series_of(report_id),
        product_type=cover.product_type,
        published=cover.published,
        authors=cover.authors,
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
        warnings=cover.warnings,
    )


def take_apart(pages: Sequence[Sheet], name: str, meta: Mapping[str, str]) -> Layout:
    """The layout of a report's pages."""
    drawn = [lines_of(sheet) for sheet in pages]
    kept, said = without_furniture(drawn, pages)
    if not any(kept):
        raise SourceError(
            "no_text",
            "the PDF holds no text that can be read (a scan, or pictures only): run text recognition on it first",
        )
    style = measure(kept, pages)
    heads = title_rows(kept[0], style)
    hyphens = Hyphens(line for page in kept for line in page)
    title = rich_of(heads, hyphens, {}, frozenset()).text or meta.get("Title", "").strip()
    cover = read_cover(kept[0], said, name, title, (), meta.get("Keywords", ""))
    entries: list[Entry] = []
    feet: list[list[Line]] = []
    back = BackMatter(style)
    reader = PartReader(style)
    beside: list[Author] = []
    covered = len(pages) > 1 and is_cover(kept[0], style)
    if covered:
        below = sorted((line for line in kept[0] if line not in heads), key=lambda line: -line.base)
        beside = [author for author in side_authors(below) if author.title]
    for sheet, page in zip(pages, kept, strict=True):
        lines = [line for line in page if line.text != cover.report_id and not FURNITURE.fullmatch(line.text)]
        if sheet.number == 0:
            lines = [] if covered else _below_title(lines, heads)
        elif sheet.number < SUMMARY_PAGES:
            side = side_column(page, sheet, cover.report_id) if style.gutter is None else []
            if side:
                beside = side_authors(side) or beside
                lines = _summary(lines, side, title, style)
                reader.parts.append(Part("heading", label="Summary"))
        lines, found = split_contents(lines, inside=bool(entries))
        entries += found
        lines, foot = split_notes(lines, style)
        feet.append(foot)
        figures = frames(sheet.boxes, sheet.width)
        for column in in_reading_order(lines, style.gutter, style.family):
            rows = back.keep(column, columned=style.gutter is not None)
            if rows:
                reader.read(rows, figures)
        if back.over:
            break
    authors = _authors(beside, back.all_authors(), meta.get("Author", ""))
    return Layout(
        cover._replace(authors=authors),
        boxed(reader.parts, style),
        gather_notes(feet, style),
        listed_levels(entries),
        [line for page in kept for line in page],
        {sheet.number: sheet.links for sheet in pages if sheet.links},
    )


def _below_title(page: Sequence[Line], heads: Sequence[Line]) -> list[Line]:
    """The lines of a first page without its title, and the date, number and logos about it."""
    end = min((line.base - NEAR * line.size for line in heads), default=0.0)
    return [line for line in page if line not in heads and not (line.base >= end and is_cover_line(line.text))]


def _summary(page: Sequence[Line], side: Sequence[Line], title: str, style: Style) -> list[Line]:
    """The lines of a summary page without its side column and the title above it."""
    taken = {id(line) for line in side}
    whole = key(title)
    return [
        line
        for line in page
        if id(line) not in taken
        and not (line.size > 1.3 * style.size and key(line.text) in whole)
        and key(line.text) != "summary"
    ]


def _authors(beside: Sequence[Author], behind: Sequence[Author], told: str) -> tuple[Author, ...]:
    """The authors by the first source that names any, with job titles from the others."""
    titles = {author.name: author.title for author in (*behind, *beside) if author.title}
    named = list(beside) or list(behind) or authors_of(told)
    return tuple(dict.fromkeys(Author(author.name, author.title or titles.get(author.name)) for author in named))


class Writer:
    """Writes the parts of a layout into a builder."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.builder = DocumentBuilder()
        self.hyphens = Hyphens(layout.lines)
        self.labels = frozenset(note.label for note in layout.notes)
        self.levels = _heading_levels(layout)

    def write(self) -> None:
        """Write title, parts and notes."""
        self.builder.add("title", Rich(self.layout.cover.title))
        caption: list[str] = []
        title = key(self.layout.cover.title)
        for number, part in enumerate(self.layout.parts):
            if part.kind == "table":
                self._table(part, caption)
            elif number in self.levels:
                if key(part.text) == title:
                    continue  # older reports print it again above summary and text
                self.builder.add("heading", self._text(part), self.levels[number])
                caption = []
            else:
                rich = self._text(part)
                self.builder.add("paragraph" if part.kind == "heading" else part.kind, rich)
                caption = [*caption, rich.text] if part.kind == "caption" else []
        notes = self.layout.notes
        if notes:
            self.builder.add("heading", Rich("Footnotes"), 1)
            for note in notes:
                self.builder.add_note(note.label, join([self._rich(lines) for lines in note.paragraphs]))

    def _text(self, part: Part) -> Rich:
        if part.label:
            return Rich(part.label)
        rich = self._rich(part.lines)
        shown = FURNITURE.sub("", rich.text)
        return rich if shown == rich.text else Rich(shown)

    def _rich(self, lines: Sequence[Line]) -> Rich:
        return rich_of(lines, self.hyphens, self.layout.links, self.labels)

    def _table(self, part: Part, caption: Sequence[str]) -> None:
        rows, header = table_rows(part.rows)
        if all(len(row) == 1 for row in rows):
            # A frame round text: its sentences are running text, its titles are captions.
            for row in rows:
                rich = self._rich(row[0])
                self.builder.add("paragraph" if SENTENCE.match(rich.text) else "caption", rich)
            return
        self.builder.add_table(
            [[self._rich(cell) for cell in row] for row in rows],
            caption=caption[0] if caption else None,
            header_rows=header,
            about=" ".join(caption),
        )


def _heading_levels(layout: Layout) -> dict[int, int]:
    """The level of each part that is a heading, by its index."""
    found: dict[int, tuple[float, bool, bool]] = {}
    for number, part in enumerate(layout.parts):
        if part.label:
            found[number] = float("inf"), True, False
        elif part.kind == "heading" or (part.kind == "paragraph" and _stands_out(layout, number)):
            line = part.lines[0]
            found[number] = line.size, line.bold, all(word.face.italic for word in line.words)
    listed: dict[tuple[float, bool, bool], Counter[int]] = {}
    for number, style in found.items():
        level = layout.levels.get(key(layout.parts[number].text))
        if level:
            listed.setdefault(style, Counter())[level] += 1
    levels: dict[tuple[float, bool, bool], int] = {}
    deepest = 0
    for style in sorted(set(found.values()), key=lambda style: (-style[0], not style[1], style[2])):
        own = listed[style].most_common(1)[0][0] if style in listed else deepest + (style[0] < float("inf"))
        levels[style] = max(own, 1)
        deepest = max(deepest, own)
    return {
        number: layout.levels.get(key(layout.parts[number].text)) or levels[style] for number, style in found.items()
    }


def _stands_out(layout: Layout, number: int) -> bool:
    """Whether a paragraph is a short bold or slanted line of its own with text below."""
    part = layout.parts[number]
    words = [word for line in part.lines for word in line.words]
    after = layout.parts[number + 1].kind if number + 1 < len(layout.parts) else ""
    return (
        len(words) <= MAX_HEADING
        and (all(line.bold for line in part.lines) or all(word.face.italic for word in words))
        and part.text[:1].isupper()
        and not part.text.endswith((".", ",", ";"))
        and after in ("paragraph", "list_item", "heading", "caption", "table")
    )
