"""Words of a page to lines, and lines to rows in reading order: superscripts, drop caps, columns, bands across."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.sources.pdf_words import Box, Sheet, Word

# Shares of a line's size: the gap that parts two pieces, and how far the base lines of one line may lie apart.
GAP = 1.0
LEVEL = 0.3
SMALL = 0.8  # a superscript is at most so large
RAISED = 0.12  # and stands at least so high
DROP_CAP = 2.5
MAX_CALL = 3  # characters
ORDINALS = frozenset({"st", "nd", "rd", "th"})  # `119th`: raised, and never apart from their number
# Points.
GUTTER = 6
BAND = 45


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A run of words on one base line without wide gaps.

    left, right, base, size  in points; `size` and `family` are those of most characters
    bold   whether all its letters are
    text   its words without the superscripts that are no letters
    """

    words: tuple[Word, ...]
    page: int
    left: float
    right: float
    base: float
    size: float
    family: str
    bold: bool
    text: str

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left


# Lines on one base line within a column, left to right.
Row = list[Line]


def make_line(words: Sequence[Word], page: int) -> Line:
    """The line of these words."""
    plain = [word for word in words if not word.raised] or list(words)
    if len(plain) == 1 or len({(word.size, word.face) for word in plain}) == 1:
        main = plain[0]
    else:
        counts: dict[tuple[str, float], int] = {}
        for word in plain:
            key = word.face.family, word.size
            counts[key] = counts.get(key, 0) + len(word.text)
        most = max(counts, key=lambda key: counts[key])
        main = next(word for word in plain if (word.face.family, word.size) == most)
    letters = [word.face.bold for word in plain if any(map(str.isalnum, word.text))]
    return Line(
        tuple(words), page, min(word.left for word in words), max(word.right for word in words), main.base, main.size,
        main.face.family, bool(letters) and all(letters), line_text(words),
    )  # fmt: skip


def line_text(words: Iterable[Word]) -> str:
    """Words as text, without superscript numbers."""
    parts = []
    for word in words:
        if not word.raised or word.text.isalpha():
            parts.append(" " + word.text if word.space and not (word.raised and word.text in ORDINALS) else word.text)
    return "".join(parts).strip()


def lines_of(sheet: Sheet) -> list[Line]:
    """The lines of a page in the order in which it draws them."""
    pieces: list[list[Word]] = []
    capitals: list[Word] = []
    sizes = sorted(word.size for word in sheet.words)
    large = DROP_CAP * sizes[len(sizes) // 2] if sizes else 0.0
    main: Word | None = None  # the last word of the piece that is no superscript
    for word in sheet.words:
        last = pieces[-1][-1] if pieces else None
        if word.size > large and len(word.text) == 1 and word.text.isalpha():
            capitals.append(word)
        elif last and main and _goes_on(last, main, word):
            if word.size < SMALL * main.size and word.base > main.base + RAISED * main.size:
                word = word._replace(raised=True)
            elif main.size < SMALL * word.size and main.base > word.base + RAISED * word.size:
                pieces[-1] = [small._replace(raised=True) for small in pieces[-1]]
                main = word
            else:
                main = word
            pieces[-1].append(word)
        else:
            pieces.append([word])
            main = word
    lines = [make_line(piece, sheet.number) for piece in pieces]
    for capital in capitals:
        _add_drop_cap(lines, capital)
    return lines


def _goes_on(last: Word, main: Word, word: Word) -> bool:
    """Whether a word stands right behind the last one on its line, raised or not."""
    size = max(main.size, word.size)
    gap = word.left - last.right
    if not -0.5 * size <= gap <= GAP * size:
        return False
    rise = word.base - main.base
    if abs(rise) <= LEVEL * min(main.size, word.size):
        return True
    if word.size < SMALL * main.size:
        return -0.2 * size <= rise <= 0.7 * size
    return main.size < SMALL * word.size and -0.7 * size <= rise <= 0.2 * size and len(main.text) <= 4


def _add_drop_cap(lines: list[Line], capital: Word) -> None:
    """Give a drop cap back to the first line beside it."""
    beside = [
        line
        for line in lines
        if 0 <= line.left - capital.left <= 1.2 * capital.size
        and capital.base - line.size <= line.base <= capital.base + capital.size
    ]
    if beside:
        first = max(beside, key=lambda line: line.base)
        words = [first.words[0]._replace(text=capital.text + first.words[0].text), *first.words[1:]]
        lines[lines.index(first)] = make_line(words, first.page)


def rows_of(lines: Iterable[Line]) -> list[Row]:
    """Lines to rows, top to bottom; lines that touch on one base line become one."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: (-line.base, line.left)):
        if rows and _is_level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.left)
        _raise_small(row)
        number = 1
        while number < len(row):
            before, line = row[number - 1], row[number]
            if line.left - before.right <= 0.5 * line.size:
                space = line.words[0].space or line.left - before.right > 0.25 * line.size
                words = (*before.words, line.words[0]._replace(space=space), *line.words[1:])
                row[number - 1 : number + 1] = [make_line(words, line.page)]
            else:
                number += 1
    return rows


def _raise_small(row: Row) -> None:
    """Mark what stands small and high beside the other lines of a row as superscript."""
    main = max(row, key=lambda line: line.size)
    for number, line in enumerate(row):
        if line.size < SMALL * main.size and line.base > main.base + RAISED * main.size and len(line.text) <= MAX_CALL:
            row[number] = make_line([word._replace(raised=True) for word in line.words], line.page)


def _is_level(first: Line, second: Line) -> bool:
    """Whether two lines stand on one base line; the call of a note may be all that a cell holds."""
    small, large = sorted((first, second), key=lambda line: line.size)
    raised = small.size < SMALL * large.size and len(small.text) <= MAX_CALL
    return abs(first.base - second.base) <= (0.5 * large.size if raised else LEVEL * small.size)


@dataclass(frozen=True, slots=True)
class Gutter:
    """The strip between two columns."""

    left: float
    right: float

    def side(self, line: Line) -> int | None:
        """0 left of it, 1 right of it, None across."""
        if line.right <= self.right:
            return 0
        return 1 if line.left >= self.left else None


def find_gutter(pages: Sequence[Sequence[Line]], width: float) -> Gutter | None:
    """The strip between the two columns of a document, None where it has one column. `pages` hold prose only."""
    lines = [line for page in pages for line in page if line.width > 0.25 * width]
    left = [line for line in lines if line.right < 0.52 * width]
    right = [line for line in lines if line.left > 0.48 * width]
    if len(left) < 15 or len(right) < 8 or len(left) + len(right) < 0.8 * len(lines):
        return None
    edge = max(line.right for line in left)
    begin = sorted(line.left for line in right)[len(right) // 10]
    return Gutter(min(edge, begin - GUTTER), begin - GUTTER / 2) if begin - edge > -GUTTER else None


def in_reading_order(lines: Sequence[Line], gutter: Gutter | None, prose: str) -> Iterator[list[Row]]:
    """The columns of a page in reading order, each as rows from top to bottom.

    What runs across the gutter parts the page into bands; text of another face than that of the `prose` beside it
    belongs to the band.
    """
    if gutter is None:
        yield rows_of(lines)
        return
    bands = _bands(lines, gutter, prose)
    across = [
        line
        for line in lines
        if gutter.side(line) is None or any(bottom - 1 <= line.base <= top for bottom, top in bands)
    ]
    taken = {id(line) for line in across}
    rest = [line for line in lines if id(line) not in taken]
    for bottom, top in [*sorted(bands, reverse=True), (float("-inf"), float("-inf"))]:
        above = [line for line in rest if line.base > top]
        rest = [line for line in rest if line.base <= top]
        for side in (0, 1):
            column = [line for line in above if gutter.side(line) == side]
            if column:
                yield rows_of(column)
        band = [line for line in across if bottom - 1 <= line.base <= top]
        if band:
            yield rows_of(band)


def _bands(lines: Sequence[Line], gutter: Gutter, prose: str) -> list[tuple[float, float]]:
    """The stretches (bottom, top) of a page that run across the gutter."""
    columns = [line.base for line in lines if gutter.side(line) is not None and line.family == prose]
    bands: list[tuple[float, float]] = []
    for line in sorted((line for line in lines if gutter.side(line) is None), key=lambda line: -line.base):
        bottom = bands[-1][0] if bands else 0.0
        if bands and bottom - line.base <= BAND and not any(line.base < base < bottom for base in columns):
            bands[-1] = line.base, bands[-1][1]
        else:
            bands.append((line.base, line.base))
    # The last row of a table may have short cells only.
    grown: list[tuple[float, float]] = []
    for bottom, top in bands:
        for line in sorted(lines, key=lambda line: -line.base):
            if line.family != prose and bottom - 2 * line.size <= line.base < bottom:
                bottom = line.base
        for line in sorted(lines, key=lambda line: line.base):
            if line.family != prose and top < line.base <= top + 2 * line.size:
                top = line.base
        if grown and top >= grown[-1][0]:
            grown[-1] = min(bottom, grown[-1][0]), grown[-1][1]
        else:
            grown.append((bottom, top))
    return grown


def frames(boxes: Iterable[Box], width: float) -> list[Box]:
    """The boxes that may frame a figure: neither rules nor the whole page."""
    return [
        box
        for box in boxes
        if box.right - box.left > 0.15 * width and box.top - box.bottom > 40 and box.right - box.left < 0.98 * width
    ]
