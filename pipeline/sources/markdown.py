"""Markdown: the pages of congress.gov as they are saved, and plain Markdown with a report in it.

    # Farm Loans: An Overview

    **Report No.:** IF99999
    **Publication Date:** 03/03/2026
    …
    [Listen](https://…)Farm Loans: An OverviewUpdated March 3, 2026             (IF99999)

    Background

    The program lends to [farmers](https://…).

No Markdown library fits: headings are lone lines, rows of tables have neither ruler nor closing bar, a blank line inside
a cell breaks its row, and emphasis has swallowed blanks. What stands below the header is the text shape with marks, so
the marks are taken off line by line (`markdown_marks`) and the text reader does the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pipeline.sources.authors import authors_of
from pipeline.sources.document import Author, Document, Rich, SourceError
from pipeline.sources.identity import DAY, ID, REPORT_ID, clues_of_name, product_of, safe_date, series_of, written_date
from pipeline.sources.inline import unwrap
from pipeline.sources.lines import DISCLAIMER, ITEM, opens_block
from pipeline.sources.markdown_marks import plain_emphasis, plain_line
from pipeline.sources.markdown_pages import is_paged, page_lines
from pipeline.sources.text import TextReader, check_lines, with_titles

# The header of a page ends within this many lines: the list of versions may be long.
HEADER_LINES = 300
DATED_WIDTH = 2000
TITLE = re.compile(r"#\s+(\S.*)")
HEADING = re.compile(r"(#{1,6})\s+(\S.*?)(?:\s+#+)?\s*")
# `**Report No.:** IF12106`, `| **Topics:** | Foreign Affairs`, `report_number: "98-280"`.
FIELD = re.compile(r"\|?\s*\*\*([A-Z][\w.() ]{1,40}):\s?\*\*\s*\|?\s*(.*?)\s*\|?\s*")
YAML_FIELD = re.compile(r"([A-Za-z]\w{1,40}):\s*[\"']?(.*?)[\"']?\s*")
FRONT = re.compile(r"---\s*")
DATED = re.compile(rf"{DAY}\s*\(({ID})(?:\s*-\s*[Vv]ersion:?\s*(\d+))?\)\s*$")
PDF_VERSION = re.compile(rf"/(?:{ID})\.(\d{{1,3}})\.pdf")
VERSION = re.compile(r"\d{1,3}")
# Lines of a page's header that are neither title nor field.
FURNITURE = re.compile(r"\[|\||#+ CRS PRODUCT|---|- \[")
NUMERIC_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d\d)-(\d\d)")
# Headings of the page that the text shape writes as lone lines.
LISTS = re.compile(
    r"#+\s+((?:Table of )?Contents|Figures|Tables|Appendix(?:es)?|Appendices|Footnotes|Contacts)\s*", re.IGNORECASE
)
# Links within the site came out as links to another host, those within the page with a mark of it alone.
WRONG_HOST = "https://crsreports.congress.gov"
RIGHT_HOST = "https://www.congress.gov"

# What the fields are called, by what they mean.
NAMES = {
    "report no.": "report_id", "crs product number": "report_id", "report_number": "report_id", "number": "report_id",
    "version": "version", "crs_version": "version", "publication date": "published", "publication_date": "published",
    "date": "published", "author(s)": "authors", "author": "authors", "authors": "authors", "topics": "topics",
    "topic": "topics", "product type": "product", "crs product type": "product", "source": "source_url",
    "official_page": "source_url", "source_url": "source_url", "title": "title",
}  # fmt: skip


class Header(NamedTuple):
    """What the top of the file says, and the number of the first line after it.

    `page`: the file is a page of congress.gov, where each line is a paragraph.
    """

    title: str | None
    report_id: str | None
    version: int | None
    published: date | None
    fields: Mapping[str, str]
    body: int
    page: bool


def looks_like_markdown(text: str) -> bool:
    """Whether a text opens like Markdown: with a heading, or with fields between two rules."""
    lines = [line for line in text[:4000].split("\n") if line.strip()][:8]
    if not lines:
        return False
    fields = bool(FRONT.fullmatch(lines[0])) and len(lines) > 1 and bool(YAML_FIELD.fullmatch(lines[1]))
    return fields or bool(TITLE.fullmatch(lines[0])) or any(FIELD.fullmatch(line) for line in lines)


def read_markdown(text: str, name: str, warnings: Iterable[str] = ()) -> Document:
    """Read a report in Markdown; SourceError says what is wrong with a file that is none."""
    lines = text.split("\n")
    check_lines(lines)
    header = read_header(lines)
    clues = clues_of_name(name)
    report_id = header.report_id or clues.report_id
    if report_id is None:
        raise SourceError(
            "not_a_report",
            "the file is Markdown, but no CRS report: neither a field '**Report No.:**' nor a line 'Month D, YYYY (ID)' "
            "stands at its top, and its name holds no report number; remove it from the input, or name it by its number "
            "(R12345.md)",
        )
    if header.title is None:
        raise SourceError("no_title", "the file has no title: put '# ' and the title above its text")
    told = []
    if header.report_id is None:
        told.append(f"no report number in the text: {report_id} taken from the file's name")
    elif clues.report_id and clues.report_id != report_id:
        told.append(f"the text says {report_id}, the file's name {clues.report_id}: the text is believed")
    published = header.published or clues.published
    if header.published is None:
        told.append(
            "no date in the text: taken from the file's name"
            if published
            else "no date in the text or the file's name: relative dates stay unresolved"
        )
    version = header.version
    if version is None and clues.report_id == report_id:
        version = clues.version
    reader = MarkdownReader()
    reader.builder.add("title", Rich(header.title))
    text_lines = lines[header.body :]
    if is_paged(text_lines):
        reader.read(page_lines(text_lines, header.title))
    else:
        reader.read(body_lines(text_lines, page=header.page))
    body = reader.builder.body()
    if not any(block.kind not in ("title", "heading", "line") for block in body.blocks):
        raise SourceError("no_text", "the file has a header but no paragraph below it: put the report's text there")
    series = series_of(report_id)
    product = header.fields.get("product")
    return Document(
        report_id=report_id,
        version=version,
        title=header.title,
        text=body.text,
        source_format="markdown",
        series=series,
        product_type=product_of(f"CRS {product}", series) if product else product_of(None, series),
        published=published,
        authors=with_titles(_authors(header.fields.get("authors", "")), reader.contacts),
        topics=tuple(dict.fromkeys(topic for topic in re.split(r"\s*;\s*", header.fields.get("topics", "")) if topic)),
        source_url=header.fields["source_url"].partition("?")[0] if "source_url" in header.fields else None,
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
        warnings=(*warnings, *told),
    )


def read_header(lines: Sequence[str]) -> Header:
    """The fields, the title and the dated line at the top of a file; `body` is the number of the line after them."""
    fields: dict[str, str] = {}
    title = pdf = None
    front = _front_matter(lines, fields)
    dated, body = _dated_line(lines)
    for number in range(front, body if dated else min(len(lines), HEADER_LINES)):
        line = lines[number]
        field = FIELD.fullmatch(line)
        heading = TITLE.fullmatch(line) if title is None else None
        if field:
            _keep(fields, field[1], field[2])
        elif heading:
            title = _plain(heading[1])
        elif line.startswith("[Download PDF"):
            pdf = PDF_VERSION.search(line)
        elif not dated and line.strip() and not FURNITURE.match(line):
            break
        if not dated:
            body = number + 1
    report_id = dated[4] if dated else fields.get("report_id", "")
    version = fields.get("version") or (dated[5] if dated else None) or (pdf[1] if pdf else "")
    return Header(
        title or fields.get("title"),
        report_id if REPORT_ID.fullmatch(report_id) else None,
        int(version) if VERSION.fullmatch(version) else None,
        written_date(*dated.groups()[:3]) if dated else _day(fields.get("published", "")),
        fields,
        max(front, body),
        page=dated is not None,
    )


def _dated_line(lines: Sequence[str]) -> tuple[re.Match[str] | None, int]:
    """The line that ends the header of a page (`…Updated March 3, 2026 (IF99999)`) and the number of the next."""
    for number, line in enumerate(lines[:HEADER_LINES], 1):
        dated = DATED.search(line) if len(line) < DATED_WIDTH and not ITEM.match(line) and line[:1] != "|" else None
        if dated:
            return dated, number
    return None, 0


def _front_matter(lines: Sequence[str], fields: dict[str, str]) -> int:
    """Read the fields between two rules at the very top; the number of the line after them."""
    if not lines or not FRONT.fullmatch(lines[0]):
        return 0
    for number, line in enumerate(lines[1:HEADER_LINES], 1):
        if FRONT.fullmatch(line):
            return number + 1
        field = YAML_FIELD.fullmatch(line)
        if field:
            _keep(fields, field[1], field[2])
    return 0


def _keep(fields: dict[str, str], name: str, value: str) -> None:
    meaning = NAMES.get(name.lower().strip())
    if meaning and value:
        fields.setdefault(meaning, _plain(value))


def _plain(line: str) -> str:
    return " ".join(unwrap(plain_emphasis(line)).text.split())


def _day(text: str) -> date | None:
    match = NUMERIC_DATE.fullmatch(text)
    if match and match[1]:
        return safe_date(int(match[3]), int(match[1]), int(match[2]))
    if match:
        return safe_date(int(match[4]), int(match[5]), int(match[6]))
    words = re.fullmatch(DAY, text)
    return written_date(*words.groups()) if words else None


def _authors(line: str) -> tuple[Author, ...]:
    return tuple(dict.fromkeys(authors_of(line)))


def body_lines(lines: Sequence[str], *, page: bool) -> list[str]:
    """The lines of the body in the text shape."""
    found: list[str] = []
    for line in lines if page else joined(lines):
        if DISCLAIMER.fullmatch(line.strip()):
            found.append("")
        opening = LISTS.fullmatch(line)
        found.append(opening[1] if opening else plain_line(line, moved))
    return found


def joined(lines: Sequence[str]) -> list[str]:
    """The lines of Markdown that breaks its paragraphs at a width, one line a paragraph."""
    found: list[str] = []
    going_on = False
    for line in lines:
        text = line.strip()
        opens = not text or text.startswith(("|", "#", ">")) or opens_block(line) or FRONT.fullmatch(text)
        if going_on and not opens:
            found[-1] = f"{found[-1].rstrip()} {text}"
        else:
            found += ["", line, ""] if text.startswith("#") else [line]
        going_on = bool(text) and not text.startswith(("|", "#")) and not line.endswith("  ")
    return found


def moved(address: str) -> str:
    """An address with the host that it is about; `#` where it leads to a place of the page itself."""
    if not address.startswith(WRONG_HOST):
        return address
    rest = address[len(WRONG_HOST) :]
    if rest.startswith("#") or rest in ("", "/"):
        return "#"
    return address if rest.startswith("/product/") else RIGHT_HOST + rest


@dataclass(slots=True)
class MarkdownReader(TextReader):
    """The text reader, with headings that say so: `## Background` stands one level below the title."""

    def read_line(self, line: str) -> None:
        """Add a line that is no part of a table or caption."""
        heading = HEADING.fullmatch(line) if line.startswith("#") else None
        if heading:
            self.builder.add("heading", unwrap(heading[2], self.labels), max(1, len(heading[1]) - 1))
            self._after = "heading"
        else:
            TextReader.read_line(self, line)
