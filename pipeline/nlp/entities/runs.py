"""Capitalised runs: stretches of capitalised words, and what joins one to the next.

A piece is a stretch of capitalised words without anything but a full stop, a hyphen or a slash between them; a run is
a row of pieces with small joints (`of the`, `and`, a comma) inside one sentence. Nothing is decided here.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.nlp.entities.index import Index
from pipeline.nlp.page import Page

JOINTS = frozenset(
    "of for on to in against with between and or the & , from by concerning a an at into within under over through among de la del ( ) bin ibn da dos van von der ul al el".split()
)
# Signs that hold two capitalised words together where no blank stands on either side.
GLUE = frozenset(("-", "–", "/", "’", "'", "‑"))
LONGEST = 24  # pieces of one run; no name has as many
BULLETS = frozenset(("-", "–", "*"))
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
APOSTROPHES = frozenset(("'", "’", "‘"))
# What may stand right behind a piece for the run to go on.
BETWEEN = JOINTS | POSSESSIVE | {"-"}
GLUING = GLUE | APOSTROPHES | {".", "&"}
JOINING = BETWEEN | GLUING
# Signs that may open a sentence of their own.
OPENING = BULLETS | frozenset(('"', "“", ":", "•", "■", "—", "(", "["))

ALWAYS = frozenset(("The", "A", "An", "This", "These", "Table", "Tables", "Figure", "Figures", "Appendix"))
MONTHS = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)
PASSED = MONTHS | ALWAYS  # no parts of names


class Piece(NamedTuple):
    """Tokens `first:last`; `soft` where the first word's capital may be the sentence's."""

    first: int
    last: int
    soft: bool


class Run(NamedTuple):
    """Pieces in order, and the words between each and the next in lower case."""

    pieces: list[Piece]
    joints: list[tuple[str, ...]]


def runs(page: Page, index: Index, openings: set[int], openers: frozenset[str]) -> list[Run]:
    """Every capitalised run of the page.

    `openings` are the first tokens of the sentences, `openers` words that open no name.
    """
    words, lower, starts, ends, text = page.words, page.lower, page.starts, page.ends, page.text
    passing = {word for word in index.capitals - PASSED if word[0] != "F" or not is_fiscal(word)}
    found: list[Run] = []
    pieces: list[Piece] = []
    joints: list[tuple[str, ...]] = []
    first, last, soft = -1, -LONGEST, False  # the piece that is being read
    lined = any("\n" in text[start:end] for start, end in page.paragraphs)
    for at in index.tokens:
        word = words[at]
        if word not in passing and not (at == last and _initial(words, at, openings)):
            continue
        opening = at in openings
        if at == last and not opening:
            if starts[at] - ends[at - 1] <= 2 and not (lined and "\n" in text[ends[at - 1] : starts[at]]):
                last = at + 1
                continue
        elif opening:
            if word in openers and word in passing:
                continue
        elif at <= last + 3 and lower[last] in JOINING and starts[at] - ends[at - 1] <= 2:
            if lower[last] in GLUING and _glued(page, last, at):
                last = at + 1
                continue
            joint = _joint(page, last, at)
            if joint and len(pieces) < LONGEST:
                pieces.append(Piece(first, last, soft))
                joints.append(joint)
                first, last, soft = at, at + 1, False
                continue
        if first >= 0:
            pieces.append(Piece(first, last, soft))
            found.append(Run(pieces, joints))
            pieces, joints = [], []
        first, last = at, at + 1
        soft = opening or (words[at - 1] in OPENING and _opens(words, at, openings, openers))
    if first >= 0:
        pieces.append(Piece(first, last, soft))
        found.append(Run(pieces, joints))
    return found


def _glued(page: Page, sign: int, following: int) -> bool:
    """Does the token at `sign` hold its neighbours together?"""
    word = page.words[sign]
    if following > sign + 1:
        return following == sign + 2 and word in APOSTROPHES and _apostrophe(page, sign)
    if word == "&":
        return True
    if page.starts[sign] != page.ends[sign - 1]:
        return False
    if word == ".":
        return len(page.words[sign - 1]) == 1 or page.ends[sign] < page.starts[following]
    return word in GLUE and page.ends[sign] == page.starts[following]


def _apostrophe(page: Page, sign: int) -> bool:
    """Does a name go on in small letters after an apostrophe: Kata'ib Hezbollah?"""
    return (
        page.starts[sign] == page.ends[sign - 1]
        and page.ends[sign] == page.starts[sign + 1]
        and page.words[sign + 1].islower()
    )


def _initial(words: list[str], at: int, openings: set[int]) -> bool:
    """Is the word an initial and no article: William A. Fuller?"""
    return words[at : at + 2] == ["A", "."] and at + 2 not in openings


def _joint(page: Page, first: int, last: int) -> tuple[str, ...] | None:
    """The words between two pieces, where they may join names and stand in one line."""
    joint = tuple(page.lower[first:last])
    if joint == (".", "("):  # William M. (Mac) Thornberry
        joint = ("(",)
    if joint == ("-",) or not BETWEEN.issuperset(joint):
        return None
    if "\n" in page.text[page.ends[first - 1] : page.starts[last]]:
        return None
    return joint


def _opens(words: list[str], at: int, openings: set[int], openers: frozenset[str]) -> bool:
    """Does the word begin a sentence of its own, after a quotation mark, a colon, a bullet?"""
    before = words[at - 1]
    if before in BULLETS:
        return words[at] in openers and at - 1 in openings
    return before not in "([" or words[at + 1 : at + 2] != [")"]


def is_fiscal(word: str) -> bool:
    """Is the word a fiscal year, FY2025, with or without more behind it?"""
    return word[:2] == "FY" and word[2:3].isdigit()
