"""HTML that was made from a PDF page by page: no columns and no places, but headings, bold print and raised numbers.

EveryCRSReport makes such pages for all that CRS publishes as PDF alone. Each page brings its running head and foot, its
footnotes, its part of the contents list; a paragraph that runs over a page or a column stands in two pieces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from lxml import etree

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author, DocumentBuilder, Rich, join
from pipeline.sources.html_grid import grid_of
from pipeline.sources.html_print import (
    LEADERS,
    OPENS,
    Calls,
    Part,
    is_led,
    joined,
    people,
    run_in,
    running_heads,
    split_items,
    split_sources,
    straight,
    with_drop_cap,
    without_title,
)
from pipeline.sources.html_report import DATED, Header
from pipeline.sources.html_tables import strip
from pipeline.sources.html_walk import HEADINGS, Piece, cut, pieces_of
from pipeline.sources.identity import REPORT_ID, written_date
from pipeline.sources.lines import AUTHORS, CAPTION, DISCLAIMER, FINISHED, LETTERED, SOURCE, WIDTH, folded

PAGE = re.compile(r"page\d+")
FURNITURE = re.compile(
    r"Congressional Research Service(?: \S+)?|CRS[- ]\d+|(?:https?://)?(?:www\.)?(?:crsreports\.congress\.gov|crs\.gov)"
    r"(?: [|·] .*)?|CRS (?:REPORT|INSIGHT|LEGAL SIDEBAR|IN FOCUS)s?(?: Prepared for.*)?|Prepared for Members and.*"
    r"|Committees of Congress|(?:INSIGHT|Legal Sidebar|IN FOCUS)i?|Informing the legislative debate since 1914"
    r"|.{0,80}\bVERSION \d+(?: · .*)?|\d{1,3}|[ivxl]{1,6}|CRS Reports? for Congress|The Library of Congress|7-5700",
    re.IGNORECASE,
)
VERSION = re.compile(rf"\b({REPORT_ID.pattern})\s*[·•|-]\s*VERSION (\d+)\b", re.IGNORECASE)
EDGE = 4  # pieces at the top and at the foot of a page that may be furniture
CONTENTS = re.compile(r"(?:Table of )?Contents", re.IGNORECASE)
LISTS = re.compile(r"(?:List of )?(?:Figures|Tables|Maps)|Appendix(?:es)?|Appendices|Contacts", re.IGNORECASE)
CONTINUED = re.compile(r"\(?[. ]*continued[. ]*\)?", re.IGNORECASE)
BREAKS_OFF = re.compile(r"\s*\((?:\.{3})?continued(?:\.{3})?\)$", re.IGNORECASE)
THANKS = re.compile(r"Acknowledge?ments?", re.IGNORECASE)
NOTE = re.compile(r"(\d{1,3}|[*†‡])\s+(?=\S)")
MAX_HEADING = 30  # words
MAX_TABLE = 4000  # pieces between a caption and the source below its table
LONG = 160  # characters of a paragraph that is no cell


def pages_of(root: etree._Element) -> list[etree._Element]:
    """The pages of a document that was made from a PDF; none where it was not."""
    return [div for div in root.iter("div") if PAGE.fullmatch(div.get("id") or "")]


@dataclass(slots=True)
class PagesReader:
    """Reads the pages into a builder; header and authors are what they tell of the report."""

    builder: DocumentBuilder = field(default_factory=DocumentBuilder)
    header: Header = field(default_factory=Header)
    authors: list[Author] = field(default_factory=list)
    contacts: list[Author] = field(default_factory=list)
    contents: set[str] = field(default_factory=set)
    notes: list[tuple[str, list[Rich]]] = field(default_factory=list)
    _called: set[str] = field(default_factory=set)
    _listing: bool = False

    def read(self, pages: Sequence[etree._Element]) -> None:
        """Read a document's pages."""
        printed = [[straight(piece) for piece in pieces_of(page, printed=True)] for page in pages]
        heads = running_heads(printed)
        body: list[Piece] = []
        for number, page in enumerate(printed):
            page = self._without_furniture(with_drop_cap(page), heads if number else frozenset())
            if not self.header.title:
                page = self._without_cover(page)
            page = self._without_notes(self._without_contents(page))
            body += (piece for piece in page if piece.tag != "hr")
        self.header.title = self.header.title or self.header.known
        if self.header.title:
            self.builder.add("title", Rich(self.header.title))
        calls = Calls(label for label, _ in self.notes)
        parts = self._parts(without_title(body, self.header.title))
        self._write(joined(part._replace(rich=calls.settle(part.rich)) for part in parts))
        if self.notes:
            self.builder.add("heading", Rich("Footnotes"), 1)
            for label, texts in self.notes:
                whole = [cut(text, 0, len(BREAKS_OFF.sub("", text.text)))._replace(calls=()) for text in texts]
                self.builder.add_note(label, join(whole))

    def _write(self, parts: Sequence[Part]) -> None:
        """Hand the parts to the builder, rows of a table together."""
        caption: list[str] = []
        for kind, group in groupby(parts, key=lambda part: part.kind):
            found = list(group)
            rows = [part.rich for part in found]
            grid = grid_of(rows, " ".join(caption)) if kind == "table_row" and caption else None
            if grid:
                self.builder.add_table(grid.rows, caption=caption[0], header_rows=grid.header, about=" ".join(caption))
            else:
                for part in found:
                    self.builder.add(part.kind, part.rich, part.level)
            caption = [part.rich.text for part in found] if kind == "caption" else []

    def _without_furniture(self, page: list[Piece], heads: frozenset[str]) -> list[Piece]:
        """The page without running head and foot, which tell number and version."""
        kept = []
        shown = [number for number, piece in enumerate(page) if piece.tag != "hr"]
        outer = {*shown[:EDGE], *shown[-EDGE:]}
        for number, piece in enumerate(page):
            text = piece.rich.text.strip()
            if number not in outer:
                kept.append(piece)
                continue
            version = VERSION.search(text) if "ERSION" in text else None
            if version:
                self.header.report_id, self.header.version = version[1].upper(), int(version[2])
            elif REPORT_ID.fullmatch(text):
                self.header.report_id = self.header.report_id or text
                continue
            if not (FURNITURE.fullmatch(text) or folded(text) in heads or CONTINUED.fullmatch(text)):
                kept.append(piece)
        return kept

    def _without_cover(self, page: list[Piece]) -> list[Piece]:
        """The first page that has a title without it, date and number."""
        found = next((level for level in ("h1", "h2", "h3") if any(p.tag == level for p in page)), None)
        if found is None:
            return [piece for piece in page if not self._take_date(piece)]
        first = next(number for number, piece in enumerate(page) if piece.tag == found)
        end = first + 1
        while end < len(page) and page[end].tag == found and not self._take_date(page[end]):
            if found != "h1" and page[first].rich.text.strip()[-1:] not in ("", ":", "-"):
                break
            end += 1
        self.header.title = " ".join(" ".join(piece.rich.text for piece in page[first:end]).split())
        return [piece for n, piece in enumerate(page) if not first <= n < end and not self._take_date(piece)]

    def _take_date(self, piece: Piece) -> bool:
        text = piece.rich.text.strip()
        match = DATED.fullmatch(text) if len(text) < 80 else None
        if match and self.header.published is None:
            self.header.published = written_date(*match.groups()[:3])
        return match is not None

    def _is_date(self, text: str) -> bool:
        match = DATED.fullmatch(text)
        return match is not None and written_date(*match.groups()[:3]) == self.header.published

    def _without_contents(self, page: list[Piece]) -> list[Piece]:
        """The page without its part of the contents list; what that names is remembered."""
        led = [n for n, piece in enumerate(page) if is_led(piece.rich.text)]
        first = next((n for n, piece in enumerate(page) if CONTENTS.fullmatch(piece.rich.text.strip())), None)
        self._listing = bool(led) and (first is not None or (self._listing and led[0] <= 2))
        if not self._listing:
            return page if first is None or len(page) > first + 6 else page[:first]
        for number in led:
            self.contents.update(folded(entry) for entry in LEADERS.split(page[number].rich.text) if entry.strip())
        end = led[-1] + 1
        while end < len(page) and LISTS.fullmatch(page[end].rich.text.strip()):
            end += 1
        return page[: first or 0] + page[end:]

    def _without_notes(self, page: list[Piece]) -> list[Piece]:
        """The page without the notes at its foot, which are called on it or on the page before."""
        self._called.update(label for piece in page for _, label in piece.rich.calls)
        known = {label for label, _ in self.notes}
        starts: list[tuple[int, str]] = []
        expected = max((int(label) for label in known if label.isdigit()), default=0) + 1
        for number, piece in enumerate(page):
            match = NOTE.match(piece.rich.text.lstrip()) if piece.tag not in HEADINGS and not piece.bold else None
            if match and match[1] in self._called and match[1] not in known:
                if not match[1].isdigit() or int(match[1]) == expected + sum(
                    page_label.isdigit() for _, page_label in starts
                ):
                    starts.append((number, match[1]))
        rules = [number for number, piece in enumerate(page) if piece.tag == "hr"]
        if not starts:
            # Nothing but the rest of a note of the page before may stand below the rule.
            if rules and self.notes and rules[-1] + 1 < len(page) and self._goes_on(page[rules[-1] + 1]):
                self.notes[-1][1].extend(strip(piece.rich) for piece in page[rules[-1] + 1 :] if piece.tag != "hr")
                return page[: rules[-1]]
            return page
        begin = starts[0][0]
        rule = max((number for number in rules if number < begin), default=None)
        if rule is not None and self.notes and begin - rule <= 4:
            above = page[rule + 1 : begin]
            if above and not any(piece.tag in HEADINGS or piece.bold for piece in above):
                self.notes[-1][1].extend(strip(piece.rich) for piece in above)
                begin = rule
        labels = dict(starts)
        for number in range(starts[0][0], len(page)):
            piece = page[number]
            text = strip(piece.rich)
            if number in labels:
                match = NOTE.match(text.text)
                self.notes.append((labels[number], [cut(text, match.end() if match else 0, len(text.text))]))
            elif piece.tag in HEADINGS:
                return page[:begin] + page[number:]
            elif piece.tag != "hr" and text.text:
                self.notes[-1][1].append(text)
        return page[:begin]

    def _goes_on(self, piece: Piece) -> bool:
        """Whether a piece may be the rest of the last note of the page before."""
        note = self.notes[-1][1][-1].text
        if BREAKS_OFF.search(note[-20:]):
            return not piece.bold
        return not piece.bold and not FINISHED.search(note[-8:]) and bool(OPENS.match(piece.rich.text.strip()))

    def _parts(self, body: Sequence[Piece]) -> list[Part]:
        """The pieces of the text as parts; authors' block and disclaimer left out."""
        parts: list[Part] = []
        levels = sorted({int(piece.tag[1]) for piece in body if piece.tag in HEADINGS and piece.bold})
        number = 0
        block = ""
        while number < len(body):
            piece = body[number]
            number += 1
            rich = strip(piece.rich)
            text = rich.text
            if not text:
                continue
            if DISCLAIMER.match(text) and (len(text) < WIDTH or text.startswith("This document was prepared")):
                break
            if len(text) < 40 and (AUTHORS.fullmatch(text) or THANKS.fullmatch(text)):
                block = text
            elif block and piece.tag not in HEADINGS:
                self.contacts += people(rich) if len(text) < WIDTH and AUTHORS.fullmatch(block) else []
            elif len(text) < 40 and (self._is_date(text) or text == self.header.report_id):
                continue
            elif piece.bold and not piece.strong and self._signs(piece, rich):
                continue
            elif CAPTION.match(text) and (piece.bold or piece.tag in HEADINGS):
                number = self._caption(body, number - 1, parts)
            else:
                block = ""
                self._piece(piece, rich, levels, parts)
        return parts

    def _signs(self, piece: Piece, rich: Rich) -> bool:
        """Whether a paragraph is a person's name in bold and the job title; these are kept as authors."""
        if len(rich.text) > 3 * WIDTH:
            return False
        text = piece.rich.text
        starts = [left for left, right in piece.bolds if len(authors_of(text[left:right].strip(" ,"))) == 1]
        if not starts or text[: starts[0]].strip():
            return False
        signed = [text[left:right].strip() for left, right in pairwise([*starts, len(text)])]
        found = [people(Rich(each)) for each in signed]
        if not all(found) or any(FINISHED.search(each) for each in signed):
            return False
        self.contacts += [author for each in found for author in each]
        return True

    def _piece(self, piece: Piece, rich: Rich, levels: Sequence[int], parts: list[Part]) -> None:
        text = rich.text
        words = text.count(" ") + 1
        after = parts[-1].kind if parts else ""
        if piece.tag in HEADINGS and words <= MAX_HEADING and (piece.bold or folded(text) in self.contents):
            level = levels.index(int(piece.tag[1])) + 1 if piece.bold else None
            if text == "SUMMARY":
                rich = Rich("Summary")
            parts.append(Part("heading", rich, level))
        elif SOURCE.match(text) or (LETTERED.match(text) and after == "source"):
            parts.extend(Part("source", each) for each in split_sources(rich))
        elif piece.strong and words <= MAX_HEADING and not FINISHED.search(text):
            parts.append(Part("heading" if folded(text) in self.contents else "line", rich))
        else:
            lead = run_in(rich, piece.bold)
            if lead:
                parts.append(
                    Part("heading" if folded(text[:lead]) in self.contents else "line", strip(cut(rich, 0, lead)))
                )
                rich = strip(cut(rich, lead, len(text)))
            parts.extend(split_items(rich))

    def _caption(self, body: Sequence[Piece], number: int, parts: list[Part]) -> int:
        """A caption and what belongs to it; returns the index of the first piece behind its table or figure."""
        piece = body[number]
        rich = strip(piece.rich)
        lead = piece.bold if 0 < piece.bold < len(rich.text) else len(rich.text)
        again = "ontinued" in rich.text
        if not again:
            parts.append(Part("caption", strip(cut(rich, 0, lead))))
            if rich.text[lead:].strip():
                parts.append(Part("caption", strip(cut(rich, lead, len(rich.text)))))
        end = self._table_end(body, number + 1)
        if not rich.text.startswith("Table"):
            # The words in a figure are no text; those of its title may run over several pieces.
            return end if all(len(each.rich.text) < LONG for each in body[number + 1 : end]) else number + 1
        for below in body[number + 1 : end]:
            text = strip(below.rich)
            if text.text and not (CAPTION.match(text.text) and "ontinued" in text.text):
                parts.append(Part("table_row", text))
        return end

    def _table_end(self, body: Sequence[Piece], start: int) -> int:
        """Where the source below a table or figure stands, else where its cells end."""
        for number in range(start, min(start + MAX_TABLE, len(body))):
            text = body[number].rich.text.strip()
            if SOURCE.match(text):
                return number
            if body[number].tag in HEADINGS and body[number].bold and folded(text) in self.contents:
                break
            marked = body[number].bold or body[number].tag in HEADINGS
            if CAPTION.match(text) and marked and "ontinued" not in text:
                break
        number = start
        while number < len(body):
            text = body[number].rich.text.strip()
            if body[number].tag in HEADINGS or CAPTION.match(text) or (len(text) > LONG and FINISHED.search(text)):
                return number
            number += 1
        return number
