"""HTML: EveryCRSReport's fragments, congress.gov and crs.gov pages, and pages made from PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from lxml import etree

from pipeline.sources.decode import decode
from pipeline.sources.document import Author, Document, SourceError
from pipeline.sources.html_pages import PagesReader, pages_of
from pipeline.sources.html_report import Header, ReportReader
from pipeline.sources.html_walk import parse, pieces_of
from pipeline.sources.identity import clues_of_name, product_of, series_of
from pipeline.sources.records import Record

OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?s:.*?)-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p|h1|article|section|main)\b",
    re.IGNORECASE,
)
# The element that holds the report, where a page has more around it.
ROOTS = (
    ".//*[@class='Report']",
    ".//*[@id='Insightsdiv']",
    ".//*[@id='report-content']",
    ".//article",
    ".//main",
    ".//body",
)


def looks_like_html(text: str) -> bool:
    """Whether a text opens like an HTML page or a part of one."""
    return bool(OPENING.match(text))


def read_html(data: bytes, name: str, record: Record | None = None) -> Document:
    """Read a report from an HTML page; `record` may tell the title and number of a page that has none.

    SourceError says what is wrong with a page that holds no report.
    """
    text, warnings = decode(data)
    root = parse(text)
    header = Header(known=record.title if record else None)
    pages = pages_of(root)
    reader: ReportReader | PagesReader
    if pages:
        reader = PagesReader(header=header)
        reader.read(pages)
    else:
        reader = ReportReader(header=header)
        reader.read(pieces_of(main_part(root)))
    return document_of(reader, name, warnings, record)


def main_part(root: etree._Element) -> etree._Element:
    """The element of the page that holds the report."""
    for path in ROOTS:
        found = root.find(path)
        if found is not None and len("".join(str(text) for text in found.itertext())) > 500:
            return found
    return root


def document_of(
    reader: ReportReader | PagesReader, name: str, warnings: Iterable[str], record: Record | None = None
) -> Document:
    """The document that a reader has put together, named by its header, else by the file's name."""
    header = reader.header
    clues = clues_of_name(name)
    more = []
    report_id = header.report_id or (record.report_id if record else clues.report_id)
    if report_id is None:
        raise SourceError(
            "not_a_report",
            "the page names no CRS report: neither a line 'Month D, YYYY (ID)' stands at its top nor a report number in "
            "the file's name; remove it from the input, or name it by its number (R12345.html)",
        )
    body = reader.builder.body()
    if header.title is None:
        more.append("no title in the page")
    if not any(block.kind not in ("title", "heading", "line") for block in body.blocks):
        raise SourceError("no_text", "the page has a title but no paragraph below it: save the whole page")
    if header.report_id and clues.report_id and header.report_id != clues.report_id:
        more.append(f"the text says {header.report_id}, the file's name {clues.report_id}: the text is believed")
    elif header.report_id is None and record is None:
        more.append(f"no report number in the text: {report_id} taken from the file's name")
    version = header.version
    if clues.report_id == report_id and clues.version is not None and clues.version > (version or 0):
        # A page may be issued anew without its PDF: the site's number, which the file is named by, is the newer one.
        if version is not None:
            more.append(f"the text says version {version}, the file's name {clues.version}: the newer is believed")
        version = clues.version
    published, told = (header.published or record.published, []) if record else dated(header, clues.published)
    series = series_of(report_id)
    return Document(
        report_id=report_id,
        version=version,
        title=header.title,
        text=body.text,
        source_format="html",
        series=series,
        product_type=product_of(None, series),
        published=published,
        authors=unique(reader.authors, reader.contacts),
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
        warnings=(*warnings, *more, *told),
    )


def dated(header: Header, named: date | None) -> tuple[date | None, list[str]]:
    """The date of the report and what is to be told about where it comes from."""
    if header.published:
        return header.published, []
    if named:
        return named, ["no date in the text: taken from the file's name"]
    return None, ["no date in the text or the file's name: relative dates stay unresolved"]


def unique(authors: Sequence[Author], contacts: Sequence[Author]) -> tuple[Author, ...]:
    """The authors of header and contacts, each once, with the job title where either tells it."""
    titles: dict[str, str | None] = {}
    for author in (*authors, *contacts):
        titles[author.name] = titles.get(author.name) or author.title
    return tuple(Author(name, title) for name, title in titles.items())
