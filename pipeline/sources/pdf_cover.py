"""Who a report is, from its cover, its summary page's side column, its last page: title, date, number, authors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.sources.authors import JOB, authors_of
from pipeline.sources.document import Author
from pipeline.sources.identity import DATE_LINE, ID, LABEL, clues_of_name, product_of, series_of, written_date
from pipeline.sources.lines import AUTHORS, DISCLAIMER
from pipeline.sources.pdf_lines import Line, Row, rows_of
from pipeline.sources.pdf_style import FURNITURE, Style
from pipeline.sources.pdf_words import Sheet

NUMBER = re.compile(rf"(?:Order Code )?({ID})(?:\s*[·-]\s*VERSION (\d+)\b.*)?", re.IGNORECASE)
VERSION = re.compile(rf"\b({ID})\s*[·•|-]\s*VERSION (\d+)\b", re.IGNORECASE)
LOGO = re.compile(
    r"CRS Reports? for Congress|Received through the CRS Web|Congressional Research Service.*|INSIGHTi?|IN FOCUSi?"
    r"|Legal Sidebari?|Order Code.*|The Library of Congress|SUMMARY|Prepared for Members.*|Report for Congress",
    re.IGNORECASE,
)
THANKS = re.compile(r"Acknowledge?ments?", re.IGNORECASE)
COVER_WORDS = 150  # a page with fewer words may be a cover
NOT_A_NAME = re.compile(r"@|\d-\d{4}|^Coordinators?$|scrubbed|\b(?:Division|Office|Section)$")
LEADS = re.compile(r",\s*Coordinators?$")
SIDE = 0.6  # of the page's width, where the side column begins at the earliest


class Cover(NamedTuple):
    """What cover and furniture say; None where they do not."""

    title: str
    published: date | None
    report_id: str | None
    version: int | None
    product_type: str | None
    authors: tuple[Author, ...]
    warnings: tuple[str, ...]


def read_cover(
    lines: Sequence[Line], said: Sequence[str], name: str, title: str, authors: Sequence[Author], keywords: str
) -> Cover:
    """The identity of a report from the `lines` of its first page, what its furniture `said`, and the file's name."""
    clues = clues_of_name(name)
    warnings = []
    found = next((match for text in said if (match := VERSION.search(text))), None)
    report_id = found.group(1).upper() if found else None
    version = int(found.group(2)) if found else None
    if report_id is None:
        texts = [*(line.text for line in lines), *said]
        report_id = next((match.group(1) for text in texts if (match := NUMBER.fullmatch(text.strip()))), None)
    if report_id is None:
        report_id = clues.report_id
        if report_id:
            warnings.append(f"no report number in the text: {report_id} taken from the file's name")
    elif clues.report_id and clues.report_id != report_id:
        warnings.append(f"the text says {report_id}, the file's name {clues.report_id}: the text is believed")
    if clues.report_id == report_id and clues.version is not None and clues.version > (version or 0):
        # A page may be issued anew without its PDF: the site's number, which the file is named by, is the newer one.
        if version is not None:
            warnings.append(f"the text says version {version}, the file's name {clues.version}: the newer is believed")
        version = clues.version
    published = next((day for line in lines if (day := _day(line.text))), None) or _day(keywords)
    if published is None:
        published = clues.published
        what = "taken from the file's name" if published else "relative dates stay unresolved"
        warnings.append(f"no date in the text: {what}")
    label = next((line.text for line in lines if LABEL.fullmatch(line.text)), None)
    series = series_of(report_id) if report_id else None
    return Cover(title, published, report_id, version, product_of(label, series), tuple(authors), tuple(warnings))


def _day(text: str) -> date | None:
    match = DATE_LINE.fullmatch(text.strip().removeprefix("Cover Date:").strip())
    return written_date(*match.groups()[:3]) if match else None


def is_cover_line(text: str) -> bool:
    """Whether a line of a first page is its date, its number or a logo."""
    return bool(LOGO.fullmatch(text) or NUMBER.fullmatch(text) or _day(text))


def title_rows(lines: Iterable[Line], style: Style) -> list[Line]:
    """The lines of a page that are its title: the largest ones, logos left out; the first where all are of one size."""
    rows = [row for row in rows_of(lines) if not LOGO.fullmatch(" ".join(line.text for line in row))]
    if not rows:
        return []
    size = max(line.size for row in rows for line in row if len(line.text) > 1)
    if size < 1.1 * style.size:
        return rows[0]
    found: list[Line] = []
    for row in rows:
        for line in row:
            if line.size > 0.93 * size and len(line.text) > 1:
                if found and found[-1].base - line.base > 2.2 * size:
                    return found
                found.append(line)
    return found


def is_cover(lines: Sequence[Line], style: Style) -> bool:
    """Whether the first page holds nothing but title, authors, date and logos."""
    words = sum(len(line.words) for line in lines)
    return words < COVER_WORDS and not any(
        style.is_prose(line) and len(line.words) > 8 and line.text.endswith((".", ",")) for line in lines
    )


def side_column(lines: Sequence[Line], sheet: Sheet, report_id: str | None) -> list[Line]:
    """The column beside a summary: number, date and authors; empty where the page has none."""
    top = next(
        (
            line
            for line in lines
            if line.left > SIDE * sheet.width and line.base > SIDE * sheet.height and line.text == report_id
        ),
        None,
    )
    return [line for line in lines if line.left >= top.left - 3] if top else []


def side_authors(lines: Sequence[Line]) -> list[Author]:
    """The authors of a side column or a block: a name, and below it a job title."""
    names: list[str] = []
    titles: list[list[str]] = []
    above: Line | None = None
    for line in lines:
        text = LEADS.sub("", line.text).strip(" ,")
        parted = above is None or above.base - line.base > 1.6 * line.size or line.bold
        if NOT_A_NAME.search(text) or NUMBER.fullmatch(text) or _day(text) or FURNITURE.fullmatch(text):
            pass
        elif parted and len(authors_of(text)) == 1 and not JOB.search(text):
            names.append(authors_of(text)[0].name)
            titles.append([])
        elif names and (JOB.search(text) or (titles[-1] and not parted)):
            titles[-1].append(text)
        above = line
    return [Author(name, " ".join(title) or None) for name, title in zip(names, titles, strict=True)]


def columns(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines by their left edges: the columns of a block of authors, each from top to bottom."""
    found: dict[int, list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.page, -line.base)):
        place = next((left for left in found if abs(left - line.left) < 12), round(line.left))
        found.setdefault(place, []).append(line)
    yield from (found[left] for left in sorted(found))


class BackMatter:
    """Takes the authors' block, their thanks and the disclaimer out of the rows of a report.

    authors  the lines of the block
    over     whether the disclaimer was met: nothing of the report comes after it
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self.authors: list[Author] = []
        self.block: list[Line] = []
        self.over = False
        self._inside = False
        self._thanks = False
        self._signed = False

    def keep(self, rows: Iterable[Row], *, columned: bool) -> list[Row]:
        """The rows of a column that belong to the text."""
        kept: list[Row] = []
        self._signed = False
        signature = ""
        for row in rows:
            text = " ".join(line.text for line in row)
            heading = row[0].bold or row[0].size > 1.2 * self.style.size
            if (
                self.over
                or (heading and DISCLAIMER.fullmatch(text))
                or text.startswith("This document was prepared by the Congressional Research Service")
            ):
                self.over = True
                break
            if heading and THANKS.fullmatch(text):
                self._inside = self._thanks = True
            elif heading and AUTHORS.fullmatch(text):
                self._inside, self._thanks = True, False
            elif self._inside and heading and row[0].size > 1.1 * self.style.size:
                self._inside = False
            if self._inside:
                if not AUTHORS.fullmatch(text) and not self._thanks:
                    self.block += row
            elif columned and row[0].words[0].face.bold and _signs(row[0]):
                self._sign(signature)
                self._signed, signature = True, text
            elif self._signed and self.style.is_prose(row[0]) and len(row) == 1:
                signature += f" {text}"
            else:
                self._signed = False
                kept.append(row)
        self._sign(signature)
        return kept

    def _sign(self, signature: str) -> None:
        self.authors += authors_of(signature)

    def all_authors(self) -> list[Author]:
        """Those of the block and those who signed at the end of the text."""
        found = list(self.authors)
        for column in columns(self.block):
            found += side_authors(column)
        return found


def _signs(line: Line) -> bool:
    """Whether a line reads `**Jane Q. Public**, Analyst in …`."""
    bold = [word.text for word in line.words if word.face.bold]
    return (
        2 <= len(bold) <= 8
        and len(bold) < len(line.words)
        and bool(authors_of(line.text))
        and bool(JOB.search(line.text))
    )
