"""Court reporters by volume and page: `603 U.S. 369`, `10 F.4th 20`, `22 U.S. (9 Wheat.) 1`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, plain
from pipeline.nlp.citations.urls import cited
from pipeline.values import Citation

RULE = "citations.reporter.page"
# Databases count by year, reporters by volume.
LAST_VOLUME, YEARS = 999, range(1900, 2101)
DATABASE = re.compile(r"wl$|lexis$")
# Early Supreme Court volumes name their reporter in parentheses.
NOMINATIVE = re.compile(
    rf"{BLANKS}\((?:[0-9]{{1,2}}{BLANK})?(?:Dall|Cranch|Wheat|Pet|How|Black|Wall)\.?{BLANKS}(?:[0-9]{{1,2}})?\)"
)
PAGE = re.compile(rf"{BLANKS},?{BLANK}{{1,3}}([0-9]{{1,7}})(?![0-9]|[.,][0-9]|%|{DASH}[A-Za-z])(?![A-Za-z])")
# `the 30 U.S. 5 percent` counts; it cites nothing.
COUNTED = re.compile(rf"{BLANK}(?:percent|million|billion|trillion|years?|months?|days?|states)\b")


# A later mention gives the volume and the page meant, not the first page: `603 U.S. at 400`.
PIN = re.compile(rf"{BLANKS},?{BLANK}{{1,3}}at{BLANK}{{1,3}}\*?([0-9]{{1,5}})(?![0-9])")


class PinCite(NamedTuple):
    """A page inside a case that is cited in full elsewhere."""

    start: int
    end: int
    norm: str
    volume: int
    page: int


def read_pin(text: str, start: int, volume: str, norm: str, end: int) -> PinCite | None:
    """The pin cite of a reporter whose name ends at `end`."""
    page = PIN.match(text, end)
    return PinCite(start, page.end(), norm, int(volume), int(page[1])) if page else None


def resolve(pins: list[PinCite], full: list[Citation]) -> list[Citation]:
    """The pin cites as citations of the case in the same volume that begins last before their page.

    A pin cite whose case the text cites nowhere in full has no id and is left out.
    """
    firsts: dict[str, list[int]] = defaultdict(list)
    for row in full:
        stem, _, page = row.norm.rpartition("/")
        if page.isdigit():
            firsts[stem].append(int(page))
    for pages in firsts.values():
        pages.sort()
    rows = []
    for pin in pins:
        stem = f"{pin.norm}/{pin.volume}"
        pages = firsts.get(stem, [])
        if index := bisect_right(pages, pin.page):
            rows.append(cited(pin.start, pin.end, "reporter", f"{stem}/{pages[index - 1]}", RULE))
    return rows


def read_reporter(text: str, start: int, volume: str, norm: str, end: int) -> list[Citation]:
    """The page of a reporter whose name ends at `end`."""
    if int(volume) not in YEARS if DATABASE.search(norm) else not 0 < int(volume) <= LAST_VOLUME:
        return []
    if norm == "us" and (nominative := NOMINATIVE.match(text, end)):
        end = nominative.end()
    page = PAGE.match(text, end)
    if not page or COUNTED.match(text, page.end()):
        return []
    return [cited(start, page.end(), "reporter", f"{norm}/{int(volume)}/{plain(page[1])}", RULE)]
