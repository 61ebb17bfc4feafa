"""The header of the text shape: label, title, authors and the line `Month D, YYYY (ID)`, in that order, one a line."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pipeline.sources.authors import authors_of, looks_like_authors
from pipeline.sources.document import Author, SourceError
from pipeline.sources.identity import (
    DATE_LINE,
    LABEL,
    NameClues,
    clues_of_name,
    product_of,
    series_of,
    written_date,
)
from pipeline.sources.inline import unwrap

# The header ends within this many lines that are not blank, and none of them is longer than this.
HEADER_LINES = 16
HEADER_WIDTH = 600
SOURCE_LINE = re.compile(
    r"(?:Source|URL|Web)?:?\s*(https?://\S*(?:congress\.gov|crsreports|everycrsreport)\S*)", re.IGNORECASE
)


# How a body begins, not a title.
OPENING = re.compile(r"Introduction|Overview|Background|Summary|(?:Table of )?Contents", re.IGNORECASE)


class Header(NamedTuple):
    """What the header says, and the number of the first line after it."""

    report_id: str
    version: int | None
    series: str | None
    product_type: str | None
    title: str
    authors: tuple[Author, ...]
    published: date | None
    source_url: str | None
    body: int
    warnings: tuple[str, ...]


def read_header(lines: list[str], name: str) -> Header:
    """The header of a report; SourceError where the file opens like no report of this shape."""
    shown = [number for number, line in enumerate(lines[:200]) if line.strip()][:HEADER_LINES]
    clues = clues_of_name(name)
    label = lines[shown[0]].strip() if shown and LABEL.fullmatch(lines[shown[0]].strip()) else None
    if label:
        shown = shown[1:]
    dated = next((number for number in shown if DATE_LINE.fullmatch(_plain(lines[number]))), None)
    if label is None and dated is None and clues.report_id is None:
        raise SourceError(
            "not_a_report",
            "the file does not open like a CRS report: neither a label line ('CRS Report', 'CRS In Focus' …) nor a line "
            f"'Month D, YYYY (ID)' stands in its first {HEADER_LINES} lines, and its name holds no report number; "
            "remove it from the input, or name it by its number (R12345.txt)",
        )
    if not shown or shown[0] == dated:
        raise SourceError("no_title", "the file has no title line above its text: add the title as the first line")
    title = _plain(lines[shown[0]])
    if label is None and dated is None and (not title or OPENING.fullmatch(title) or title.endswith((".", ",", ";"))):
        raise SourceError(
            "no_title",
            "the file begins with its text: put a title, the authors and a line 'Month D, YYYY (ID)' above it",
        )
    between = [number for number in shown[1:] if dated is not None and number < dated]
    if dated is None:
        between = [number for number in shown[1:3] if authors_of(_plain(lines[number])) and len(lines[number]) < 200]
        between = between[:1] if between and between[0] == shown[1] else []
    body = (dated if dated is not None else between[-1] if between else shown[0]) + 1
    authors, url, warnings = _read_between([_plain(lines[number]) for number in between])
    report_id, version, published, more = _identify(lines[dated] if dated is not None else "", clues, name)
    series = series_of(report_id)
    return Header(
        report_id, version, series, product_of(label, series), title, authors, published, url, body,
        (*warnings, *more),
    )  # fmt: skip


def _plain(line: str) -> str:
    return line[:0] if len(line) > HEADER_WIDTH else " ".join(unwrap(line.strip()).text.split())


def _read_between(lines: list[str]) -> tuple[tuple[Author, ...], str | None, list[str]]:
    """Authors and address from the lines between title and date; what is neither is told, not guessed at."""
    authors: list[Author] = []
    url = None
    warnings = []
    for line in lines:
        source = SOURCE_LINE.fullmatch(line)
        if source:
            url = source.group(1)
        elif looks_like_authors(line):
            authors += [author for author in authors_of(line) if author not in authors]
        elif not LABEL.fullmatch(line):
            warnings.append(f"header line read as neither author nor date: {line[:80]!r}")
    return tuple(authors), url, warnings


def _identify(line: str, clues: NameClues, name: str) -> tuple[str, int | None, date | None, list[str]]:
    """(number, version, date, warnings) from the date line, else from the file's name."""
    warnings = []
    match = DATE_LINE.fullmatch(_plain(line))
    day, own_id, own_version = (match.groups()[:3], match.group(4), match.group(5)) if match else (None, None, None)
    published = written_date(*day) if day else None
    if published is None and clues.published is not None:
        published = clues.published
        warnings.append("no date in the text: taken from the file's name")
    elif published is None:
        warnings.append("no date in the text or the file's name: relative dates stay unresolved")
    report_id = own_id
    version = int(own_version) if own_version else None
    if report_id is None:
        report_id = clues.report_id
        if report_id is not None:
            warnings.append(f"no report number in the text: {report_id} taken from the file's name")
        else:
            report_id = stem_of(name)
            warnings.append(f"no report number in the text or the file's name: the name {report_id!r} stands for it")
    elif clues.report_id and clues.report_id != report_id:
        warnings.append(f"the text says {report_id}, the file's name {clues.report_id}: the text is believed")
    if version is None and clues.report_id == report_id:
        version = clues.version
    return report_id, version, published, warnings


def stem_of(name: str) -> str:
    """The file's name without folder and extensions; what no id may hold, blanks too, as underscores."""
    stem = name.rsplit("/", 1)[-1]
    return re.sub(r"[^\w-]+", "_", stem.partition(".")[0] or stem.strip(".")).strip("_-")[:80] or "report"
