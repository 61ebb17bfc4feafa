"""JSON: records of the GovReport corpus, answers of the congress.gov API, and what is no report though it is about one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.sources.document import Document, DocumentBuilder, Rich, SourceError
from pipeline.sources.flattened import mend
from pipeline.sources.header import stem_of
from pipeline.sources.html_report import ReportReader
from pipeline.sources.html_walk import parse, pieces_of
from pipeline.sources.identity import REPORT_ID, clues_of_name, product_of, series_of
from pipeline.sources.records import Record, day_of, items, parse_json, records_of, with_record, words
from pipeline.sources.text import TextReader

TAGS = re.compile(r"</?(?:p|div|br|li|ul|strong|em|a)\b[^<>]*>", re.IGNORECASE)
# Products that are so short that the API's summary is their whole text.
SHORT_SERIES = frozenset(("IN", "IF", "LSB"))
MAX_DEPTH = 12


def read_json(data: bytes, name: str) -> Document:
    """Read a report from a JSON record; SourceError says what a record without a report's text is."""
    value, warnings = parse_json(data)
    document = _read(value, name)
    return with_warnings(document, warnings)


def with_warnings(document: Document, warnings: list[str]) -> Document:
    """A document with warnings before its own."""
    return replace(document, warnings=(*warnings, *document.warnings))


def _read(value: Any, name: str) -> Document:
    if isinstance(value, list):
        raise SourceError(
            "catalogue", f"the file is a JSON list of {len(value)} entries, no report: give each report a file"
        )
    if not isinstance(value, dict):
        raise SourceError("not_a_report", "the JSON holds a single value, no report: remove it from the input")
    if isinstance(value.get("CRSReports"), list):
        raise SourceError(
            "catalogue",
            f"the file is a list of the congress.gov API that names {len(value['CRSReports'])} reports, no report: fetch "
            "the reports that it names",
        )
    records = records_of(value)
    if "CRSReport" in value and records:
        return read_congress(value["CRSReport"], records[0])
    if records:
        files = [file for record in records for file in record.files]
        raise SourceError(
            "metadata",
            f"the file is EveryCRSReport's metadata of {records[0].report_id} without its text: give the mirror's folder, "
            f"where the texts of its versions stand ({', '.join(files[:2]) or 'none is named'})",
        )
    if isinstance(value.get("reports"), dict):
        return read_govreport(value, name)
    if isinstance(value.get("summary"), str):
        number = words(value.get("report_number_guess"))
        number = number if number and REPORT_ID.fullmatch(number) else clues_of_name(name).report_id
        raise SourceError(
            "summary",
            f"the file holds a summary of {number or 'a report'}, not the report: give the file with its text",
        )
    raise SourceError(
        "not_a_report",
        "the JSON is no record of a CRS report that is known (EveryCRSReport, GovReport, congress.gov API): remove it "
        "from the input",
    )


def read_congress(report: dict[str, Any], record: Record) -> Document:
    """A short product from the API's answer about it, whose `summary` is the whole text."""
    summary = report.get("summary")
    summary = summary if isinstance(summary, str) else ""
    series = series_of(record.report_id)
    if series not in SHORT_SERIES or summary.count("\n") < 2:
        what = "a summary" if summary.strip() else "no text"
        raise SourceError(
            "metadata",
            f"the file is the congress.gov API's record of {record.report_id} and holds {what}, not the report: fetch its "
            f"HTML or PDF ({record.source_url or 'www.congress.gov'})",
        )
    if TAGS.search(summary):
        page = ReportReader()
        page.header.known = record.title
        page.read(pieces_of(parse(summary)))
        builder = page.builder
    else:
        reader = TextReader()
        reader.builder.add("title", Rich(record.title or ""))
        # One line a block: a blank line between them keeps a heading from its paragraph.
        reader.read("\n\n".join(line.strip() for line in summary.splitlines()).split("\n"))
        builder = reader.builder
    return with_record(_document(builder, record.report_id, record.title), record)


def read_govreport(report: dict[str, Any], name: str) -> Document:
    """A record of the GovReport corpus: title, date, summary, and the sections as a tree."""
    clues = clues_of_name(name)
    warnings = []
    report_id = words(report.get("id"))
    if not report_id or not REPORT_ID.fullmatch(report_id):
        report_id = clues.report_id
    if report_id is None:
        report_id = stem_of(name)
        warnings.append(f"no report number in the record or the file's name: the name {report_id!r} stands for it")
    title = words(report.get("title"))
    if not title:
        warnings.append("no title in the record")
    published = day_of(report.get("released_date")) or clues.published
    if published is None:
        warnings.append("no date in the record or the file's name: relative dates stay unresolved")
    builder = DocumentBuilder()
    builder.add("title", Rich(title or ""))
    summary = [text for text in map(_paragraph, items(report.get("summary"))) if text]
    if summary:
        builder.add("heading", Rich("Summary"), 1)
    for text in summary:
        builder.add("paragraph", Rich(text))
    for kind, text, level in _sections(report["reports"], 0):
        builder.add(kind, Rich(text), level)
    document = _document(builder, report_id, title)
    return with_record(
        with_warnings(document, warnings),
        Record(report_id, clues.version if clues.report_id == report_id else None, published=published),
    )


def _document(builder: DocumentBuilder, report_id: str, title: str | None) -> Document:
    body = builder.body()
    if not any(block.kind not in ("title", "heading", "line") for block in body.blocks):
        raise SourceError("no_text", "the record has a title but no paragraph: fetch it again")
    series = series_of(report_id)
    return Document(
        report_id=report_id,
        version=None,
        title=title,
        text=body.text,
        source_format="json",
        series=series,
        product_type=product_of(None, series),
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
    )


def _sections(section: dict[str, Any], level: int) -> Iterator[tuple[str, str, int | None]]:
    """(kind, text, level) of the headings and paragraphs of a section and those below it."""
    title = _paragraph(section.get("section_title"))
    if title:
        yield "heading", title, max(level, 1)
    for paragraph in items(section.get("paragraphs")):
        text = _paragraph(paragraph)
        if text:
            yield "paragraph", text, None
    if level < MAX_DEPTH:
        for below in items(section.get("subsections")):
            if isinstance(below, dict):
                yield from _sections(below, level + 1)


def _paragraph(value: object) -> str | None:
    text = words(value)
    return mend(text) if text else None
