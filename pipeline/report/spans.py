"""Spans that overlap, cut into segments that do not: each segment knows every row that lies over it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

# Rows named on one segment: the innermost ones. Only made-up input nests deeper; it must not blow the page up.
DEEPEST = 24


class Mark(NamedTuple):
    """A span of the text, `start` to `end` in code points, and the number of its row on the page."""

    start: int
    end: int
    row: int


class Segment(NamedTuple):
    """A stretch of text with the rows over it, the smallest span first; no rows: plain text."""

    start: int
    end: int
    rows: tuple[int, ...]


class Segments:
    """A text of `length` code points, cut at every boundary of its marks and at the `cuts` given."""

    def __init__(self, length: int, marks: Iterable[Mark], cuts: Iterable[int]) -> None:
        self._segments = segments(length, marks, cuts)
        self._starts = [segment.start for segment in self._segments]

    def between(self, start: int, end: int) -> list[Segment]:
        """The segments from `start` to `end`, which must be cuts or boundaries."""
        return self._segments[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def segments(length: int, marks: Iterable[Mark], cuts: Iterable[int]) -> list[Segment]:
    """The whole text in order, cut wherever a mark begins or ends and at the cuts; empty marks are left out."""
    begins: dict[int, list[Mark]] = defaultdict(list)
    ends: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.start < mark.end:
            begins[mark.start].append(mark)
            ends[mark.end].append(mark)
    places = sorted({0, length, *begins, *ends, *cuts})
    over: dict[int, tuple[int, int]] = {}  # of each row over the place: the length of its span, and the row
    found = []
    for place, following in pairwise(places):
        for mark in ends.get(place, ()):
            del over[mark.row]
        for mark in begins.get(place, ()):
            over[mark.row] = (mark.end - mark.start, mark.row)
        found.append(Segment(place, following, innermost(over)))
    return found


def innermost(over: dict[int, tuple[int, int]]) -> tuple[int, ...]:
    """The rows over one place, the shortest span first."""
    if len(over) < 2:  # nearly always
        return tuple(over)
    return tuple(row for _, row in sorted(over.values())[:DEEPEST])


def boundaries(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Every start and end."""
    return [place for span in spans for place in span]
