"""Capitalised runs: stretches of capitalised words, and what joins one to the next.

A piece is a stretch of capitalised words without anything but a full stop, a hyphen or a slash between them; a run is
a row of pieces with small joints (`of the`, `and`, a comma) inside one sentence. Nothing is decided here.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

from pipeline.nlp.page import Page

JOINTS = frozenset(
    "of for on to in against with between and or the & , from by concerning a an at into within under over through among de la del ( ) bin ibn da dos van von der ul al el".split()
)
# Signs that hold two capitalised words together where no blank stands on either side.
GLUE = frozenset(("-", "–", "/", "’", "'", "‑"))
LONGEST = 24  # pieces of one run; no name has as many
BULLETS = frozenset(("-", "–", "*"))
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))


ALWAYS = frozenset(("The", "A", "An", "This", "These", "Table", "Tables", "Figure", "Figures", "Appendix"))
MONTHS = frozenset(
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


class Piece(NamedTuple):
    """Tokens `first:last`; `soft` where the first word's capital may be the sentence's."""

    first: int
    last: int
    soft: bool


class Run(NamedTuple):
    """Pieces in order, and the words between each and the next in lower case."""

    pieces: list[Piece]
    joints: list[tuple[str, ...]]


def places_of(words: list[str], others: frozenset[str]) -> dict[str, list[int]]:
    """Where each capitalised word stands, and each of `others`, in order."""
    places: dict[str, list[int]] = {}
    for index in [index for index, word in enumerate(words) if word[0].isupper() or word in others]:
        places.setdefault(words[index], []).append(index)
    return places


def runs(page: Page, places: dict[str, list[int]], openings: set[int], openers: frozenset[str]) -> list[Run]:
    """Every capitalised run of the page.

    `places` says where the capitalised words stand, `openings` are the first tokens of the sentences, `openers` words
    that open no name.
    """
    words, starts, ends = page.words, page.starts, page.ends
    text = page.text
    special = openers | MONTHS | ALWAYS
    found: list[Run] = []
    pieces: list[Piece] = []
    joints: list[tuple[str, ...]] = []
    first = last = -1
    soft = False
    for index in sorted(itertools.chain.from_iterable(at for word, at in places.items() if word[0].isupper())):
        word = words[index]
        opening = index in openings
        if word in special and (word in MONTHS or opening or word in ALWAYS):
            if word != "A" or last != index or index + 2 in openings or words[index + 1 : index + 2] != ["."]:
                continue  # but William A. Fuller
        if word[:2] == "FY" and word[2:3].isdigit():
            continue
        gap = index - last
        if first >= 0 and not opening and starts[index] - ends[index - 1] <= 2:
            if gap == 0 and "\n" not in text[ends[last - 1] : starts[index]]:
                last = index + 1
                continue
            if (gap == 1 and _glued(words, starts, ends, last)) or (
                gap == 2 and _apostrophe(words, starts, ends, last)
            ):
                last = index + 1
                continue
            joint = _joint(page, last, index) if gap <= 3 else None
            if joint and len(pieces) < LONGEST:
                pieces.append(Piece(first, last, soft))
                joints.append(joint)
                first, last, soft = index, index + 1, False
                continue
        if first >= 0:
            pieces.append(Piece(first, last, soft))
            found.append(Run(pieces, joints))
        pieces, joints = [], []
        first, last = index, index + 1
        soft = (
            opening
            or _opens(words, index)
            or (word in openers and index - 1 in openings and words[index - 1] in BULLETS)
        )
    if first >= 0:
        pieces.append(Piece(first, last, soft))
        found.append(Run(pieces, joints))
    return found


def _glued(words: list[str], starts: list[int], ends: list[int], sign: int) -> bool:
    """Does the one token at `sign` hold its neighbours together?"""
    word = words[sign]
    if word in GLUE:
        return starts[sign] == ends[sign - 1] and ends[sign] == starts[sign + 1]
    if word == "&":
        return True
    return (
        word == "." and starts[sign] == ends[sign - 1] and (len(words[sign - 1]) == 1 or ends[sign] < starts[sign + 1])
    )


def _apostrophe(words: list[str], starts: list[int], ends: list[int], sign: int) -> bool:
    """Does a name go on in small letters after an apostrophe: Kata'ib Hezbollah?"""
    return (
        words[sign] in ("'", "’", "‘")
        and starts[sign] == ends[sign - 1]
        and ends[sign] == starts[sign + 1]
        and words[sign + 1].islower()
    )


def _joint(page: Page, first: int, last: int) -> tuple[str, ...] | None:
    """The words between two pieces, where they may join names and stand in one line."""
    lower = page.lower[first:last]
    if lower == [".", "("]:  # William M. (Mac) Thornberry
        lower = ["("]
    if not all(word in JOINTS or word in POSSESSIVE or word == "-" for word in lower) or (
        lower[-1:] == ["-"] and len(lower) == 1
    ):
        return None
    if "\n" in page.text[page.ends[first - 1] : page.starts[last]]:
        return None
    return tuple(lower)


def _opens(words: list[str], index: int) -> bool:
    """Does the word stand after a sign that opens a sentence of its own: a quotation mark, a colon, a bullet?"""
    if index == 0:
        return True
    before = words[index - 1]
    return before in ('"', "“", ":", "•", "■", "—", "(", "[") and (
        before not in "([" or words[index + 1 : index + 2] != [")"]
    )
