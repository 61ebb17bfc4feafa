"""What a page of a PDF holds, taken from pdfium in bulk: words with place, face and size, boxes of drawings, links.

Places are in points with the origin at the lower left, as PDF has them. The text of a page comes in one call; place
and face are asked for once a word, which is what makes it fast. Nothing is fetched or followed.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.sources.document import SourceError

MAX_PAGES = 3000
MAX_CHARS = 200_000  # of one page
MAX_DRAWINGS = 4000  # of one page; a map may have a hundred thousand
MAX_LINKS = 2000
BLANK = 0.2  # of the size of the letters
WORD = re.compile(r"[^\s\x00]+")
# `\ufffe` is how pdfium writes a hyphen at the end of a line; symbol faces have their bullets in the private area.
ODD = {0xFFFE: "-", 0xAD: None, 0xFEFF: None, 0x200B: None, 0x2010: "-", 0x2011: "-", 0xF0B7: "•", 0xF0A7: "▪"}
LIGATURE = re.compile(r"[\ufb00-\ufb06]")
SUBSET = re.compile(r"^[A-Z]{6}\+")
STYLE = re.compile(r"[-,].*$")
MAKER = re.compile(r"(?:PS)?(?:MT)?$")
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC = re.compile(r"italic|oblique|slanted|\bIt\b", re.IGNORECASE)


class Face(NamedTuple):
    """A type face: its family as the file names it, without style."""

    family: str
    bold: bool
    italic: bool


class Word(NamedTuple):
    """A run of characters without blanks in one face: left, right and base line; `size` in points.

    `space` tells whether a blank stands before it, `raised` whether it is a superscript.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    face: Face
    space: bool
    raised: bool = False


class Box(NamedTuple):
    """The frame of something drawn: an image, a rule, a chart's bar."""

    left: float
    bottom: float
    right: float
    top: float
    image: bool = False


class PageLink(NamedTuple):
    """A link's frame and address."""

    left: float
    bottom: float
    right: float
    top: float
    url: str


@dataclass(slots=True)
class Sheet:
    """A page as drawn. `words` stand in the order in which the file draws them."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)


@contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The file opened; SourceError where it is broken, locked or endless."""
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise SourceError(
            "locked" if locked else "broken_pdf",
            "the PDF is locked with a password: save it without one"
            if locked
            else f"the PDF cannot be opened ({error}): it is cut off or damaged; download it again",
        ) from error
    try:
        if len(file) > MAX_PAGES:
            raise SourceError(
                "too_long", f"the PDF has {len(file):,} pages, more than {MAX_PAGES:,}: this is no report"
            )
        yield file
    finally:
        file.close()


def sheets(file: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    """The pages of a file, first to last; a page that cannot be read comes empty."""
    for number in range(len(file)):
        try:
            page = file[number]
        except pypdfium2.PdfiumError:
            yield Sheet(number, 612, 792)
            continue
        try:
            yield _sheet(file, page, number)
        finally:
            page.close()


def _sheet(file: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> Sheet:
    width, height = page.get_size()
    sheet = Sheet(number, width, height)
    textpage = pdfium.FPDFText_LoadPage(page)
    if textpage:
        try:
            _Reader(textpage).read(sheet)
        finally:
            pdfium.FPDFText_ClosePage(textpage)
    sheet.boxes = list(_boxes(page))
    sheet.links = list(_links(file, page))
    return sheet


class _Reader:
    """Reads the words of one page; faces are asked for once a text object."""

    def __init__(self, textpage: Any) -> None:
        self.page = textpage
        self.faces: dict[int, Face] = {}
        self.styles: dict[int, tuple[Face, float, bool]] = {}
        self.numbers = [ctypes.c_double() for _ in range(4)]

    def read(self, sheet: Sheet) -> None:
        text = self._text()
        end = 0
        for match in WORD.finditer(text):
            start = match.start()
            space = start > end or start == 0
            end = match.end()
            for left, right in self._pieces(start, end):
                word = self._word(text, left, right, space)
                if word and not space and left > start and _is_parted(sheet.words[-1], word):
                    # Two faces meet and pdfium sees no blank between them.
                    word = word._replace(space=True)
                space = space and word is None
                if word:
                    sheet.words.append(word)

    def _text(self) -> str:
        count = pdfium.FPDFText_CountChars(self.page)
        if count <= 0:
            return ""
        if count > MAX_CHARS:
            raise SourceError(
                "too_long", f"a page has {count:,} characters, more than {MAX_CHARS:,}: this is no report"
            )
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        pdfium.FPDFText_GetText(self.page, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "replace")[:count]
        if "\x00" in text.rstrip("\x00") or len(text.rstrip("\x00")) != count:
            # Characters of which pdfium counts more or fewer than it writes: ask one by one.
            codes = (pdfium.FPDFText_GetUnicode(self.page, index) for index in range(count))
            text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)
        return text

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A word's parts that are one text object each: a note's call is drawn apart from the word it is glued to."""
        if self._object(start) == self._object(end - 1):
            yield start, end
            return
        begin, current = start, self._object(start)
        for index in range(start + 1, end):
            this = self._object(index)
            if this != current:
                yield begin, index
                begin, current = index, this
        yield begin, end

    def _object(self, index: int) -> int:
        found = pdfium.FPDFText_GetTextObject(self.page, index)
        return ctypes.addressof(found.contents) if found else 0

    def _word(self, text: str, start: int, end: int, space: bool) -> Word | None:
        style = self._style(start)
        if style is None:
            return None
        face, size, turned = style
        if turned:
            return None
        x, y, left, right = self.numbers
        pdfium.FPDFText_GetCharOrigin(self.page, start, x, y)
        origin, base = x.value, y.value
        pdfium.FPDFText_GetCharBox(self.page, end - 1, left, right, x, y)
        chars = plain(text[start:end])
        return Word(chars, origin, max(right.value, origin), base, size, face, space) if chars else None

    def _style(self, index: int) -> tuple[Face, float, bool] | None:
        """(face, size, turned) of the text object that draws a character; None where none does."""
        found = pdfium.FPDFText_GetTextObject(self.page, index)
        if not found:
            return None
        key = ctypes.addressof(found.contents)
        style = self.styles.get(key)
        if style is None:
            size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
            pdfium.FPDFTextObj_GetFontSize(found, size)
            pdfium.FPDFPageObj_GetMatrix(found, matrix)
            scale = math.hypot(matrix.c, matrix.d) or 1.0
            turned = abs(matrix.b) > 0.1 * abs(matrix.a)
            style = self.styles[key] = (self._face(found), round(size.value * scale, 1), turned)
        return style

    def _face(self, found: Any) -> Face:
        font = pdfium.FPDFTextObj_GetFont(found)
        if not font:
            return Face("", False, False)
        key = ctypes.addressof(font.contents)
        face = self.faces.get(key)
        if face is None:
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
            name = SUBSET.sub("", buffer.value.decode("latin-1"))
            weight = pdfium.FPDFFont_GetWeight(font)
            bold = bool(BOLD.search(name)) or weight >= 600
            face = self.faces[key] = Face(MAKER.sub("", STYLE.sub("", name)), bold, bool(ITALIC.search(name)))
        return face


def _is_parted(before: Word, word: Word) -> bool:
    gap = word.left - before.right
    return gap > BLANK * word.size and before.text[-1:].isalpha() and word.text[:1].isalpha()


def plain(chars: str) -> str:
    """A word's characters as text has them: ligatures undone, soft hyphens only where they show, NFC."""
    if chars.isascii():
        return chars
    if chars.endswith("\xad"):
        chars = chars[:-1] + "-"
    chars = LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), chars.translate(ODD))
    return unicodedata.normalize("NFC", chars)


def _boxes(page: pypdfium2.PdfPage) -> Iterator[Box]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MAX_DRAWINGS)):
        found = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(found)
        if kind != pdfium.FPDF_PAGEOBJ_TEXT and pdfium.FPDFPageObj_GetBounds(found, left, bottom, right, top):
            image = kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
            yield Box(left.value, bottom.value, right.value, top.value, image)


def _links(file: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[PageLink]:
    position, found, frame = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(MAX_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, position, found):
            return
        action = pdfium.FPDFLink_GetAction(found)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(file, action, None, 0)
        if not 1 < size < 4096 or not pdfium.FPDFLink_GetAnnotRect(found, frame):
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(file, action, buffer, size)
        url = buffer.value.decode("utf-8", "replace").strip()
        if url.lower().startswith(("http://", "https://")):
            yield PageLink(frame.left, frame.bottom, frame.right, frame.top, url)
