"""From the pieces of an HTML page to a report: header, contents list, body, authors' block, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author, DocumentBuilder, Rich, join
from pipeline.sources.html_tables import add_table, strip
from pipeline.sources.html_walk import HEADINGS, Piece, cut
from pipeline.sources.identity import DAY, ID, written_date
from pipeline.sources.lines import (
    ABBREVIATED,
    AUTHORS,
    CAPTION,
    DISCLAIMER,
    FINISHED,
    FURNITURE,
    ITEM,
    LETTERED,
    RULE,
    SOURCE,
    STOP,
    WIDTH,
    is_contact,
    opens_block,
)
from pipeline.sources.notes import HEADING as NOTES
from pipeline.sources.tables import SENTENCE
from pipeline.sources.text import CONTENTS, LISTS

MAX_HEADER = 12  # pieces
DATED = re.compile(
    rf"(?:(?:Updated|Revised|Published|Last updated)[:,]? )?{DAY}(?:\s*[–-]?\s*\(?({ID})(?:\s*[-–·,]\s*[Vv]ersion:?\s*(\d+))?\)?)?"
)
ACKNOWLEDGED = re.compile(r"Acknowledge?ments?", re.IGNORECASE)
PAGE_FURNITURE = re.compile(r"Jump to Main Text of Report|(?:Back|Return) to (?:Top|Contents)", re.IGNORECASE)


@dataclass(slots=True)
class Header:
    """What the top of a page tells of a report, None where it does not; `known` is a title told from elsewhere."""

    title: str | None = None
    published: date | None = None
    report_id: str | None = None
    version: int | None = None
    known: str | None = None


@dataclass(slots=True)
class ReportReader:
    """Reads the pieces of a page into a builder.

    authors   the persons of the header, contacts those of the authors' block
    """

    builder: DocumentBuilder = field(default_factory=DocumentBuilder)
    header: Header = field(default_factory=Header)
    authors: list[Author] = field(default_factory=list)
    contacts: list[Author] = field(default_factory=list)
    _caption: list[Rich] = field(default_factory=list)
    _after: str = ""
    _top: int = 1

    def read(self, pieces: Sequence[Piece]) -> None:
        """Read a page: the header first, then the text, then the notes."""
        body = without_contents(self._read_header(pieces))
        body, notes, heading = take_notes(body)
        self._top = min((piece.level for piece in body if piece.level and is_heading(piece)), default=1)
        self.header.title = self.header.title or self.header.known
        if self.header.title:
            self.builder.add("title", Rich(self.header.title))
        self._read_body(body)
        if notes:
            self.builder.add("heading", Rich(heading), 1)
            for label, parts in notes:
                self.builder.add_note(label, join(parts))

    def _read_header(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Take title, date and authors from the top of the page; returns the pieces that are no part of them."""
        header, rest, body = self.header, [], False
        for number, piece in enumerate(pieces):
            text = " ".join(piece.rich.text.split())
            own = piece.role in ("title", "header", "date", "author")
            heads = piece.tag == "h1" and not body and not CONTENTS.fullmatch(text)
            if header.title is None and text and (piece.role == "title" or heads):
                header.title = text
            elif piece.role == "title" or (own and self._take_date(text)):
                continue
            elif piece.role == "author":
                people = authors_of(text)
                (self.contacts if body else self.authors).extend(people)
            elif not body and number < MAX_HEADER and len(text) < WIDTH and self._take_date(text):
                continue
            elif piece.role == "header" and not is_heading(piece):
                if not PAGE_FURNITURE.fullmatch(text):
                    self.authors += authors_of(text)
            elif piece.role != "furniture":
                body = body or bool(text)
                rest.append(piece)
        return rest

    def _take_date(self, text: str) -> bool:
        match = DATED.match(text)
        if not match or (match.end() != len(text) and len(text) > 60 + match.end()):
            return False
        header = self.header
        if header.published is None:
            header.published = written_date(*match.groups()[:3])
            header.report_id = match[4]
            header.version = int(match[5]) if match[5] else None
        return True

    def _read_body(self, pieces: Sequence[Piece]) -> None:
        contacts = False
        for number, piece in enumerate(pieces):
            if piece.rows:
                self._read_table(piece)
                contacts = False
                continue
            rich = strip(piece.rich)
            text = rich.text
            if not text or self._is_furniture(piece, text):
                continue
            if DISCLAIMER.fullmatch(text) and len(text) < WIDTH and number >= len(pieces) // 2:
                return
            if AUTHORS.fullmatch(text) or ACKNOWLEDGED.fullmatch(text):
                contacts = bool(AUTHORS.fullmatch(text))
                self._add("heading", rich, 1)
                continue
            if contacts and not is_heading(piece) and is_contact(text):
                self.contacts += authors_of(text)
                continue
            contacts = False
            if self._titles_table(piece, text, pieces[number + 1 : number + 4]):
                self._add("caption", rich)
            else:
                self._read_piece(piece, rich)

    def _is_furniture(self, piece: Piece, text: str) -> bool:
        if PAGE_FURNITURE.fullmatch(text) or (len(text) < 80 and RULE.fullmatch(text)):
            return True
        if ("nteractive" in text or "ighcharts" in text) and not FURNITURE.sub("", text).strip(" |-"):
            return True
        # The title stands once more above the text.
        return " ".join(text.split()) == self.header.title and not is_heading(piece)

    def _titles_table(self, piece: Piece, text: str, below: Sequence[Piece]) -> bool:
        """Whether a short line between a caption and its table is a sub-title, or a bold one above a table its title."""
        if piece.role or piece.tag == "li" or is_heading(piece) or len(text) > WIDTH or FINISHED.search(text):
            return False
        if opens_block(text):
            return False
        if self._after != "caption":
            return piece.strong and bool(below) and bool(below[0].rows)
        lines = list(takewhile(lambda each: not each.rows, below))
        return len(lines) < len(below) and all(len(line.rich.text) <= WIDTH for line in lines)

    def _read_piece(self, piece: Piece, rich: Rich) -> None:
        text = rich.text
        kind, level = "paragraph", None
        framed = piece.role == "framed" and piece.tag != "li" and not SENTENCE.match(text) and not SOURCE.match(text)
        if piece.role == "caption" or framed or (CAPTION.match(text) and not (STOP.search(text) and len(text) > WIDTH)):
            kind = "caption"
        elif is_heading(piece) and len(text) <= 2 * WIDTH:
            kind, level = "heading", max(1, (piece.level or 1) - self._top + 1)
        elif piece.role == "source" or SOURCE.match(text) or (LETTERED.match(text) and self._after == "source"):
            kind = "source"
        elif piece.tag == "li" or piece.role == "item" or ITEM.match(text):
            kind, rich = "list_item", without_bullet(rich)
        elif piece.strong and len(text) <= WIDTH and not (STOP.search(text) and not ABBREVIATED.search(text)):
            kind = "line"
        self._add(kind, rich, level)

    def _read_table(self, piece: Piece) -> None:
        caption = self._caption if self._after == "caption" else []
        below = add_table(self.builder, piece, caption)
        self._after, self._caption = "table_row", []
        for kind, rich in below:
            self._add(kind, rich)

    def _add(self, kind: str, rich: Rich, level: int | None = None) -> None:
        self.builder.add(kind, rich, level)
        if kind == "caption":
            fresh = self._after != "caption" or bool(CAPTION.match(rich.text))
            self._caption = [rich] if fresh else [*self._caption, rich]
        self._after = kind


def is_heading(piece: Piece) -> bool:
    """Whether a piece is marked as a heading."""
    return piece.role in ("heading", "contacts") or piece.tag in HEADINGS


def without_contents(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the contents list and the lists of figures and tables behind it."""
    kept: list[Piece] = []
    within = False
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        number += 1
        text = " ".join(piece.rich.text.split())
        if piece.role == "contents":
            within = True
            continue
        opens = not piece.rows and (CONTENTS.fullmatch(text) or (within and LISTS.fullmatch(text)))
        end = number
        while opens and end < len(pieces) and _is_entry(pieces[end]):
            end += 1
        within = bool(opens) and end > number
        if within:
            number = end
        else:
            kept.append(piece)
    return kept


def _is_entry(piece: Piece) -> bool:
    """A line of a contents list: nothing but a link into the page."""
    text = piece.rich.text.strip()
    if piece.rows or is_heading(piece) or not text:
        return False
    links = piece.rich.links
    return bool(links) and all(url is None for *_, url in links) and sum(b - a for a, b, _ in links) >= 0.8 * len(text)


def take_notes(pieces: Sequence[Piece]) -> tuple[list[Piece], list[tuple[str, list[Rich]]], str]:
    """(the rest, the notes as (label, paragraphs), the words of their heading)."""
    rest: list[Piece] = []
    notes: list[tuple[str, list[Rich]]] = []
    heading = "Footnotes"
    for number, piece in enumerate(pieces):
        label = piece.note
        if piece.rows and any(cell.pieces and cell.pieces[0].note for row in piece.rows for cell in row[:1]):
            for row in piece.rows:
                first = row[0].pieces[0].note if row[0].pieces else None
                parts = [strip(part.rich) for cell in row[1:] for part in cell.pieces]
                if first is None and not notes:
                    continue
                if first is not None:
                    notes.append((first, parts))
                else:
                    notes[-1][1].extend(parts)
        elif label is not None:
            text = strip(piece.rich)
            notes.append((label, [without_stop(text)]))
        elif notes and piece.role == "notes" and not is_heading(piece) and not piece.rows:
            notes[-1][1].append(strip(piece.rich))
        elif is_heading(piece) and NOTES.fullmatch(piece.rich.text.strip()) and _notes_follow(pieces[number + 1 :]):
            heading = piece.rich.text.strip()
        else:
            rest.append(piece)
    return rest, [note for note in notes if any(part.text for part in note[1])], heading


def _notes_follow(pieces: Sequence[Piece]) -> bool:
    piece = next((piece for piece in pieces[:3] if piece.rows or piece.rich.text.strip()), None)
    return piece is not None and (
        piece.note is not None or any(cell.pieces and cell.pieces[0].note for row in piece.rows for cell in row[:1])
    )


def without_bullet(rich: Rich) -> Rich:
    """An item without the bullet that is typed into it."""
    match = ITEM.fullmatch(rich.text)
    return cut(rich, match.start(1), len(rich.text)) if match and match[1] else rich


def without_stop(rich: Rich) -> Rich:
    """A note without the stop behind its label."""
    text = rich.text
    start = len(text) - len(text.lstrip(". \u00a0"))
    return cut(rich, start, len(text)) if start else rich
