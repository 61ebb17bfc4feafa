"""Values as a reader sees them: numbers, days, words. The same on every machine: no locale."""

from __future__ import annotations

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# How people call what a citation leads to.
CITED = {
    "public_law": "public law", "usc": "U.S. Code", "cfr": "C.F.R.", "fed_reg": "Federal Register",
    "stat": "Statutes at Large", "executive_order": "executive order", "crs_report": "CRS report",
    "gao_report": "GAO report", "cbo_report": "CBO report", "reporter": "law reporter",
}  # fmt: skip
# What a browser drops or shows as nothing, one sign for each: control characters as their pictures.
PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def visible(text: str) -> str:
    """The text with something to see for each control character; no character moves."""
    return text.translate(PICTURES) if CONTROL.search(text) else text


def number(value: float) -> str:
    """A number in full: `1,250,000`, `0.003`."""
    return f"{value:,.15g}"


def day(value: date) -> str:
    """A day in words: `April 28, 2015`."""
    return f"{MONTHS[value.month - 1]} {value.day}, {value.year}"


def days(start: date | None, end: date | None) -> str | None:
    """A day or a period, ISO 8601: `2014-10-01 to 2015-09-30`."""
    if start is None or end is None or start == end:
        known = start or end
        return known.isoformat() if known else None
    return f"{start.isoformat()} to {end.isoformat()}"


def plain(name: str | None) -> str | None:
    """The name of a category as words: `fiscal_year` is `fiscal year`."""
    return name.replace("_", " ") if name else None


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `2 claims`, `12,000 claims`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def address(url: str | None) -> str | None:
    """The address, if it is one that a page may link to: nothing but http and https, never `javascript:`."""
    return url if url and WEB.fullmatch(url) else None
