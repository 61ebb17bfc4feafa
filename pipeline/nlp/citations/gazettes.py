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
    rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}})(?![0-9]|[.,][0-9]|%)(?:{BLANKS}{DASH}{BLANKS}[0-9][0-9,]{{0,6}}(?<!,))?(?![0-9A-Za-z])"
)


def read_gazette(text: str, start: int, volume: str, kind: str, end: int) -> list[Citation]:
    """The page of a gazette whose name ends at `end`; a page range belongs to the span, its first page to the id."""
    page = PAGE.match(text, end)
    if not page or not 0 < int(volume) <= LAST_VOLUME[kind]:
        return []
    norm = f"{NORM[kind]}/{int(volume)}/{plain(page[1])}"
    return [cited(start, page.end(), kind, norm, f"citations.{kind}.page")]
