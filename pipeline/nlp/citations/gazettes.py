"""Gazettes by volume and page: the Federal Register and the Statutes at Large."""

from __future__ import annotations

import re

from pipeline.nlp.citations.spelling import BLANKS, DASH, plain
from pipeline.nlp.citations.urls import cited
from pipeline.values import Citation

LAST_VOLUME = {"fed_reg": 120, "stat": 170}
NORM = {"fed_reg": "fr", "stat": "stat"}
PAGE = re.compile(
    rf"{BLANKS},?{BLANKS}(?:at{BLANKS}|pp?\.{BLANKS}|No\.{BLANKS}[0-9]{{1,3}},?{BLANKS})?"
    rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}})(?![0-9]|\.[0-9]|%)"
    rf"(?:{BLANKS}{DASH}{BLANKS}([0-9][0-9,]{{0,6}})(?<!,))?(?![0-9A-Za-z])"
)


def read_gazette(text: str, start: int, volume: str, kind: str, end: int) -> list[Citation]:
    """The page of a gazette whose name ends at `end`; a page range belongs to the span, its first page to the id."""
    match = PAGE.match(text, end)
    if not match or not 0 < int(volume) <= LAST_VOLUME[kind]:
        return []
    page = plain(match[1])
    if kind == "stat" and match[2] and _inserted(page, plain(match[2])):
        page = f"{page}-{plain(match[2])}"
    return [cited(start, match.end(), kind, f"{NORM[kind]}/{int(volume)}/{page}", f"citations.{kind}.page")]


def _inserted(page: str, after: str) -> bool:
    """Whether `1321-277` is a page put in after 1321 rather than a range: 277 cannot be short for a page beyond 1321."""
    return len(after) < len(page) and int(after) <= int(page[-len(after) :])
