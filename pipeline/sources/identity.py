"""Who a report is: its number, version, date and kind, from its header and its file's name."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# `R48908`, `IF10753`, `RL30857`, `98-317`: letters and digits, or the older year and number (with office letters).
REPORT_ID = re.compile(r"(?:RL|RS|R|IF|IN|IG|LSB|TE|IB|HR|MM|MR|WD|WPD|IP|RV|IE)\d{4,5}|\d{2}-\d{1,4}(?: ?[A-Z]{2,4})?")
ID = REPORT_ID.pattern
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAY = rf"({'|'.join(MONTHS)}) (\d{{1,2}}), (\d{{4}})"
# The line that closes the header: `Updated April 20, 2026 (IF10753)`, `… (R48908 - Version: 2)`.
DATE_LINE = re.compile(
    rf"(?:(?:Updated|Revised|Published|Last updated|Order Code \S+)[:,]? )?{DAY}"
    rf"(?:\s*\(({ID})(?:\s*[-–·,]\s*[Vv]ersion:?\s*(\d+))?\))?"
)
NAME_ID = re.compile(rf"(?<![A-Za-z0-9-])({ID})(?:[ ._-]?[vV](?:ersion)?[ ._-]?(\d{{1,3}}))?(?![A-Za-z0-9])")
NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")

# The label line that opens the file, and the kind of product that it says the report is.
PRODUCTS = {
    "report": "Report", "reports": "Report", "report for congress": "Report", "insight": "Insight",
    "insights": "Insight", "in focus": "In Focus", "legal sidebar": "Legal Sidebar", "infographic": "Infographic",
    "infographics": "Infographic", "testimony": "Testimony", "issue brief": "Issue Brief", "resource": "Resource",
}  # fmt: skip
LABEL = re.compile(rf"(?:CRS|Congressional Research Service) ({'|'.join(PRODUCTS)})(?: for Congress)?", re.IGNORECASE)
SERIES_PRODUCTS = {
    "R": "Report", "RL": "Report", "RS": "Report", "IF": "In Focus", "IN": "Insight", "LSB": "Legal Sidebar",
    "IG": "Infographic", "TE": "Testimony", "IB": "Issue Brief",
}  # fmt: skip


class NameClues(NamedTuple):
    """What a file's name tells: number, version, date; None where it does not."""

    report_id: str | None
    version: int | None
    published: date | None


def clues_of_name(name: str) -> NameClues:
    """The clues in a file's name: `IF10753v6.seedshape.txt`, `98-246_2007-09-14.txt`, `R48908 v2.txt`."""
    stem = name.rsplit("/", 1)[-1]
    found = NAME_ID.search(stem.replace("_", " "))
    day = NAME_DATE.search(stem)
    return NameClues(
        found.group(1) if found else None,
        int(found.group(2)) if found and found.group(2) else None,
        safe_date(int(day.group(1)), int(day.group(2)), int(day.group(3))) if day else None,
    )


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def written_date(month: str, day: str, year: str) -> date | None:
    """`April`, `28`, `2015` as a date, None where the calendar has no such day."""
    return safe_date(int(year), MONTHS.index(month) + 1, int(day))


def series_of(report_id: str) -> str | None:
    """The letters of a report's number; None for the older numbers, which have none."""
    match = re.match(r"[A-Z]+(?=\d)", report_id)
    return match.group() if match else None


def product_of(label: str | None, series: str | None) -> str | None:
    """The kind of product, from the label line, else from the series; the older numbers are reports."""
    match = LABEL.fullmatch(label) if label else None
    if match:
        return PRODUCTS[match.group(1).lower()]
    return SERIES_PRODUCTS.get(series) if series else "Report"
