"""Which lone lines are headings, and how deep each of them lies.

Plain text has no mark-up for headings: a heading is a short line between paragraphs. So are the sub-titles of
tables, the cells of a table that was flattened, equations, and the words that lead in a quotation. What decides is
the line itself (`Title Case`, a question; no stop, no dangling `of` or `that`, no unit), and its neighbours: text
below it, a finished block above it, no heap of short lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.nlp.heading_levels import YEAR, Heading, levels
from pipeline.rules import from_models, lexicon

# A heading may stand on top of another one, and that on a third; more short lines in a row are a flattened table.
MAX_STACK = 3
SHORT = 60
MAX_WORDS = 30
SENTENCE_CASE_WORDS = 9

WORD = re.compile(r"[^\W\d_][\w'’.-]*")
FINISHED = re.compile(r"[.?!:;…][\"'”’)\]*]*(?:\d{1,3})?$")
RANGE = re.compile(
    r"(?:(?:FYs?|CYs?|Q[1-4])?[ ]?\d{4}|(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December)(?: \d{1,2},)?(?: \d{4})?)(?:[ ]?(?:-|–|—|to|through|and)[ ]?(?:FY|CY)?[ ]?(?:\w+ )?(?:\d{1,2}, )?\d{2,4})?"
    r"(?: \([^)]*\))?"
)
# Equations, addresses, and the label lines of fact sheets (`Statutory Authority: 42 U.S.C. §3149`).
NOT_WORDS = re.compile(r"[=|<>{}§]|https?://|@|\t|^[-–—•*]|^\W*$|\bU\.S\.C\.|\bC\.F\.R\.")
PRODUCT = re.compile(r"\bCRS (?:Report|In Focus|Insight|Legal Sidebar|Infographic|Testimony)s? [A-Z]{1,3}\d{4,5}\b")


class Piece(NamedTuple):
    """A block as headings see it: its kind, its text, and the level that the source tells."""

    kind: str
    text: str
    level: int | None = None


def find_headings(pieces: Sequence[Piece]) -> dict[int, int]:
    """The level of every piece that is a heading, by the piece's index."""
    found = [index for index in range(len(pieces)) if pieces[index].kind == "heading"]
    likely = {
        index for index in range(len(pieces)) if pieces[index].kind == "line" and reads_as_heading(pieces[index].text)
    }
    found += [index for index in _without_heaps(pieces, likely) if _stands_as_heading(pieces, index, likely)]
    return _levels(pieces, sorted(found))


def reads_as_heading(line: str) -> bool:
    """Whether a lone line, by itself, reads as a heading."""
    lower = line.casefold()
    colon = line.endswith(":")
    words = WORD.findall(line)
    if not words and not YEAR.fullmatch(line):
        return False
    if len(line.split()) > MAX_WORDS or NOT_WORDS.search(line) or PRODUCT.search(line):
        return False
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "\"“'‘¿"):
        return False
    if lower.startswith(_openers()) and not (colon or line.endswith("?")):
        return False
    if any(unit in lower for unit in _units()) or (RANGE.fullmatch(line) and not YEAR.fullmatch(line)):
        return False
    if line.rstrip(':!"”’)').rpartition(" ")[2] in _stops():
        return False
    if colon:
        return f"{lower.rstrip(':')} " not in _openers() and len(words) <= 6 and title_case(words) >= 0.8
    return title_case(words) >= 0.6 or line.endswith("?") or len(words) <= SENTENCE_CASE_WORDS


def title_case(words: Sequence[str]) -> float:
    """The share of capitalised words among those that title case writes with a capital."""
    major = [word for word in words[1:] if word.casefold() not in _minor()]
    if not major:
        return 1.0
    return sum(not word[0].islower() or not word.islower() for word in major) / len(major)


def _without_heaps(pieces: Sequence[Piece], likely: set[int]) -> list[int]:
    """The likely lines without those in a run of more than MAX_STACK short ones."""
    kept: list[int] = []
    run: list[int] = []
    for index in range(len(pieces) + 1):
        if index in likely or (index < len(pieces) and _is_short(pieces[index])):
            run.append(index)
        elif run:
            if len(run) <= MAX_STACK:
                kept += [member for member in run if member in likely]
            run = []
    return kept


def _is_short(piece: Piece) -> bool:
    return piece.kind == "line" and len(piece.text) <= SHORT and not _is_finished(piece.text)


def _is_finished(text: str) -> bool:
    return bool(FINISHED.search(text[-16:]))


def _stands_as_heading(pieces: Sequence[Piece], index: int, likely: set[int]) -> bool:
    """Whether the neighbours of a likely line let it be a heading."""
    text = pieces[index].text
    strong = title_case(WORD.findall(text)) >= 0.6
    above = pieces[index - 1] if index else None
    if above and above.kind in ("paragraph", "list_item") and not _is_finished(above.text):
        return False
    if above and above.kind == "line" and index - 1 not in likely and not _is_finished(above.text) and not strong:
        return False
    below = pieces[index + 1] if index + 1 < len(pieces) else None
    if below is None or (
        below.kind == "heading" and below.level == 1 and index + 2 < len(pieces) and pieces[index + 2].kind == "note"
    ):
        return strong
    if below.kind == "source":
        return False
    if below.kind == "line" and index + 1 not in likely:
        return strong
    return below.kind in ("paragraph", "list_item", "table_row", "caption", "heading", "line")


def _levels(pieces: Sequence[Piece], headings: Sequence[int]) -> dict[int, int]:
    """The level of each heading, by its index."""
    found = []
    for index, after in pairwise([*headings, len(pieces)]):
        piece = pieces[index]
        body = [below.text for below in pieces[index + 1 : after] if below.kind in ("paragraph", "list_item", "line")]
        listed = piece.kind == "heading" and piece.level is None
        words = sum(text.count(" ") + 1 for text in body)
        found.append(Heading(piece.text, piece.level, listed, words, body[0] if body else ""))
    return dict(zip(headings, levels(found), strict=True))


@from_models()
def _stops() -> frozenset[str]:
    return frozenset(lexicon("heading_stops"))


@from_models()
def _minor() -> frozenset[str]:
    return frozenset(lexicon("minor_words"))


@from_models()
def _openers() -> tuple[str, ...]:
    return tuple(f"{opener.casefold()} " for opener in lexicon("heading_openers"))


@from_models()
def _units() -> tuple[str, ...]:
    return tuple(lexicon("unit_lines"))
