"""An HTML page as pieces: one walk through the tree, the same for every kind of page.

A piece is a block of text with its links and calls of notes, or a table. What pieces mean (title, contents list,
heading, note) is told by the names of their classes where the page has them; the reader decides the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from pipeline.sources.document import Rich, SourceError

# Deeper than any page is: what lies below is read as plain text.
MAX_DEPTH = 120
# A table that says it spans more columns or rows than this does not.
MAX_SPAN = 60
MAX_CELLS = 400_000

BLOCKS = frozenset(
    "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption blockquote pre hr section article main figure "
    "figcaption header center address details summary fieldset".split()
)
SKIPPED = frozenset(
    "head script style noscript template iframe object embed svg math nav form button input select textarea img video "
    "audio canvas footer aside map link meta".split()
)
STRONG = frozenset(("b", "strong"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLANKS = re.compile(r"[ \t\n\r\f]+")
# Characters that Windows-1252 has in the place of control characters, as `&#150;` names them.
CONTROL = re.compile(r"[\x80-\x9f]")
CONTROLS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}

# Where a call of a note leads, and where the note leads back.
CALL = re.compile(r"#(?:fn|_?ftn|_?edn|ftnt|footnote|endnote|note)[-_]?\w{1,6}$", re.IGNORECASE)
BACK = re.compile(
    r"#(?:ifn|fnref|_?ftnref|_?ednref|ftnt_ref|footnote-?ref|endnote-?ref|note-?ref)[-_]?\w{1,6}$", re.IGNORECASE
)
LABEL = re.compile(r"\s*\[?(\d{1,4}|[A-Za-z]{1,2}|[*†‡§]{1,3})\]?\s*")
RAISED = re.compile(r"\d{1,3}|[*†‡]")
WEB = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)

# What the classes of CRS pages say. The first name that matches counts.
ROLES = (
    (re.compile(r"(?:Report|Cover|Doc)?Title|titleline"), "title"),
    (re.compile(r"CoverDate|ReportDate"), "date"),
    (re.compile(r"ReportHeader"), "header"),
    (re.compile(r"Authors?|authorline"), "author"),
    (re.compile(r"TOC\w*|TableOfContents"), "contents"),
    (re.compile(r"ContentTitle|TitleRepeat|back-to-top"), "furniture"),
    (re.compile(r"(?:Table|Figure|Chart|Box|TextBox|Map|Exhibit)(?:Sub)?Titles?"), "caption"),
    (re.compile(r"(?:Table|Figure|Chart|Box|TextBox|Map|Exhibit)(?:Sources?|Notes?)"), "source"),
    (re.compile(r"Table(?:Text)?(?:Column)?Head(?:ing|er)\w*"), "column"),
    (re.compile(r"\w*Contacts?\w*Heading"), "contacts"),
    (re.compile(r"\w*?Heading(\d)?\w*"), "heading"),
    (re.compile(r"(?:List|Table|Box)\w*(?:Bullet|Number)\w*"), "item"),
    (re.compile(r"Footnotes?|Endnotes?"), "notes"),
)  # fmt: skip
# The containers whose role all that stands in them has.
INHERITED = frozenset(("header", "date", "author", "contents", "furniture", "caption", "source", "notes"))


class Cell(NamedTuple):
    """A cell of a table: its pieces, how many columns and rows it spans, whether it is marked as a header."""

    pieces: list[Piece]
    columns: int
    rows: int
    header: bool


class Piece(NamedTuple):
    """A block of a page.

    tag     the element it stands in; `li` for the first block of an item
    role    what its class or its container's says it is, "" where they say nothing; `framed` in a box or figure
    level   the level of a heading that its tag or class tells
    strong  whether all of it is bold
    bold    the length of the bold text that it begins with
    bolds   where every bold text stands, on printed pages
    note    the label of the note that begins here
    rows    of a table; the text then is empty
    """

    tag: str
    rich: Rich = Rich("")
    role: str = ""
    level: int | None = None
    strong: bool = False
    bold: int = 0
    bolds: tuple[tuple[int, int], ...] = ()
    note: str | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()


def parse(text: str) -> etree._Element:
    """The tree of a page; nothing is fetched, no entity is looked up outside. SourceError where there is none."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise SourceError("html", f"the HTML cannot be read ({error}): save the page again") from error
    if root is None:
        raise SourceError("empty", "the HTML file holds no element: save the page again")
    return root


def pieces_of(root: etree._Element, *, printed: bool = False) -> list[Piece]:
    """The pieces below an element, in the order of the page.

    `printed`: the page was made from a printed one. Its calls of notes are raised numbers, which are noted and stay in
    the text; its blank headings are rules and stay too.
    """
    walker = Walker(printed=printed)
    walker.walk(root)
    walker.flush()
    return walker.pieces


@lru_cache(maxsize=4096)
def role_of(classes: str) -> tuple[str, int | None]:
    """(role, heading level) that the names of an element's classes tell."""
    for name in classes.split():
        for pattern, role in ROLES:
            match = pattern.fullmatch(name)
            if match:
                return role, int(match[1] or 1) if role == "heading" else None
    return "", None


@dataclass(slots=True)
class Walker:
    """Goes through a tree and collects pieces; `flush` closes the piece under way."""

    printed: bool = False
    pieces: list[Piece] = field(default_factory=list)
    _tag: str = "body"
    _role: str = ""
    _level: int | None = None
    _item: bool = False
    _cells: int = 0
    _depth: int = 0
    # The piece under way: texts and their length, marks, how much of it is bold.
    _texts: list[str] = field(default_factory=list)
    _length: int = 0
    _links: list[tuple[int, int, str | None]] = field(default_factory=list)
    _calls: list[tuple[int, str]] = field(default_factory=list)
    _note: str | None = None
    _bold: int = 0
    _plain: int = 0
    _in_bold: int = 0
    _lead: int = 0
    _bolds: list[tuple[int, int]] = field(default_factory=list)

    def walk(self, element: etree._Element) -> None:
        """Take up an element and all that stands in it, without its tail."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED:
            return
        if self._depth > MAX_DEPTH:
            self._add(" ".join(str(text) for text in element.itertext()))
            return
        self._depth += 1
        if tag in BLOCKS:
            self._walk_block(element, tag)
        elif tag == "a":
            self._walk_link(element)
        elif tag == "br":
            self._texts.append("\n")
            self._length += 1
        elif tag in STRONG:
            self._in_bold += 1
            start = self._length
            self._walk_inside(element)
            self._in_bold -= 1
            if self.printed:
                self._bolds.append((start, self._length))
            if not self._plain:
                self._lead = self._length
        elif tag == "sup" and self.printed:
            start, begun = self._length, len(self._texts)
            self._walk_inside(element)
            words = "".join(self._texts[begun:])
            self._calls += [(start, label) for label in words.strip().split(",") if RAISED.fullmatch(label)]
        else:
            self._walk_inside(element)
        self._depth -= 1

    def flush(self) -> None:
        """Close the piece under way, if there is one."""
        if not self._texts:
            if self.printed and self._tag in HEADINGS:
                self.pieces.append(Piece("hr"))
            return
        rich = Rich("".join(self._texts), tuple(self._links), tuple(self._calls))
        note, strong, bold = self._note, self._bold > 0 and not self._plain, self._lead
        bolds = tuple(self._bolds)
        self._texts, self._links, self._calls, self._bolds = [], [], [], []
        self._length = self._bold = self._plain = self._lead = 0
        self._note = None
        if note is None and (not rich.text or rich.text.isspace()):
            return
        for part in self._parts(rich):
            tag = "li" if self._item else self._tag
            self._item = False
            self.pieces.append(Piece(tag, part, self._role, self._level, strong, bold, bolds, note))
            note = None

    def _walk_inside(self, element: etree._Element) -> None:
        if element.text:
            self._add(element.text)
        for child in element:
            self.walk(child)
            if child.tail:
                self._add(child.tail)

    def _walk_block(self, element: etree._Element, tag: str) -> None:
        self.flush()
        before = self._tag, self._role, self._level, self._item
        role, level = role_of(element.get("class") or "")
        if self._role not in INHERITED or (role and self._role == "header") or role in ("heading", "contacts"):
            self._role, self._level = role, level
        if tag in HEADINGS:
            self._level = level or int(tag[1])
        self._tag = tag
        self._item = self._item or tag == "li"
        if tag == "table":
            self._walk_table(element)
        else:
            self._walk_inside(element)
        self.flush()
        item = self._item and tag != "li"
        self._tag, self._role, self._level, self._item = before
        # An item whose mark was taken by a block inside it has none any more.
        self._item = self._item and item

    def _walk_link(self, element: etree._Element) -> None:
        href = (element.get("href") or "").strip()
        begun, start, bold, plain = len(self._texts), self._length, self._bold, self._plain
        self._walk_inside(element)
        words = "".join(self._texts[begun:])
        if not words or words.isspace():
            return
        label = LABEL.fullmatch(words)
        if label and href.startswith("#"):
            called = CALL.search(href) and not BACK.search(href)
            first = not bold and not plain and self._note is None
            if called or (first and BACK.search(href)):
                del self._texts[begun:]
                self._length, self._bold, self._plain = start, bold, plain
                if called:
                    self._calls.append((start, label[1]))
                else:
                    self._note = label[1]
                return
        if element.get("href") is None and (element.get("name") or element.get("id")):
            return
        left, right = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
        self._links.append((left, right, href if WEB.match(href) else None))

    def _walk_table(self, table: etree._Element) -> None:
        """Read the rows of a table; a frame around text or figures is no table and gives up what stands in it."""
        pieces, self.pieces = self.pieces, []
        rows: list[tuple[Cell, ...]] = []
        depth, self._depth = self._depth, self._depth + 1
        for row in rows_of(table):
            cells = []
            head = row.getparent() is not None and row.getparent().tag == "thead"
            for cell in row:
                if cell.tag in ("td", "th"):
                    cells.append(self._read_cell(cell, head))
            if cells:
                rows.append(tuple(cells))
            self._cells += len(cells)
            if self._cells > MAX_CELLS:
                raise SourceError("too_long", f"the page has more than {MAX_CELLS:,} cells of tables: it is no report")
        # A caption and what was wrongly put between the rows.
        above = self.pieces
        self.pieces, self._depth = pieces, depth
        for element in table:
            if element.tag == "caption":
                self._tag, self._role = "caption", "caption"
                self._walk_inside(element)
                self.flush()
        self.pieces += above
        if is_frame(rows):
            inner = (piece for row in rows for cell in row for piece in cell.pieces)
            self.pieces += (piece if piece.role or piece.rows else piece._replace(role="framed") for piece in inner)
        elif rows:
            self.pieces.append(Piece("table", role=self._role, rows=tuple(rows)))

    def _read_cell(self, cell: etree._Element, head: bool) -> Cell:
        before, self.pieces = self.pieces, []
        tag, role, level, item = self._tag, self._role, self._level, self._item
        self._tag, self._item = cell.tag, False
        # A row without end tags holds what follows it: libxml2 puts that right in most cases.
        self._walk_inside(cell)
        self.flush()
        found, self.pieces = self.pieces, before
        self._tag, self._role, self._level, self._item = tag, role, level, item
        marked = head or cell.tag == "th" or (bool(found) and all(piece.role == "column" for piece in found))
        return Cell(found, _span(cell.get("colspan")), _span(cell.get("rowspan")), marked)

    def _add(self, text: str) -> None:
        text = BLANKS.sub(" ", text)
        if not text.isascii():
            if CONTROL.search(text):
                text = text.translate(CONTROLS)
            text = unicodedata.normalize("NFC", text)
        if text[:1] == " " and (not self._texts or self._texts[-1][-1] in " \n"):
            text = text[1:]
        if not text:
            return
        self._texts.append(text)
        self._length += len(text)
        if not text.isspace():
            if self._in_bold:
                self._bold += 1
            else:
                self._plain += 1

    def _parts(self, rich: Rich) -> Iterator[Rich]:
        """The piece cut at line breaks where they part lines: two in a row, or one in a heading block of a page."""
        if "\n" not in rich.text:
            yield rich
            return
        pattern = r"\s*\n\s*" if self._role in ("header", "date", "author", "contents") else r"\s*\n\s*\n\s*"
        start = 0
        for match in [*re.finditer(pattern, rich.text), None]:
            end = match.start() if match else len(rich.text)
            if rich.text[start:end].strip():
                yield cut(rich, start, end)
            start = match.end() if match else end


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, not those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def is_frame(rows: list[tuple[Cell, ...]]) -> bool:
    """Whether a table is a frame: one column of text, or a table or several paragraphs of prose in a cell."""
    if any(piece.rows for row in rows for cell in row for piece in cell.pieces):
        return True
    return max((sum(1 for cell in row if cell.pieces) for row in rows), default=0) <= 1 and (
        max((len(row) for row in rows), default=0) <= 1 or any(len(cell.pieces) > 1 for row in rows for cell in row)
    )


def cut(rich: Rich, start: int, end: int) -> Rich:
    """A stretch of a text with its marks; single line breaks in it become blanks."""
    links = tuple((max(left, start) - start, min(right, end) - start, url)
                  for left, right, url in rich.links if left < end and right > start)  # fmt: skip
    calls = tuple((offset - start, label) for offset, label in rich.calls if start <= offset <= end)
    return Rich(rich.text[start:end].replace("\n", " "), links, calls)


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isdecimal() and len(value) < 4 and int(value) else 1
