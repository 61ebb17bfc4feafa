"""What catalogues say of a report's versions: EveryCRSReport's `reports/<number>.json`, the congress.gov API's answer."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from pipeline.sources.authors import authors_of
from pipeline.sources.decode import decode
from pipeline.sources.document import Author, Document, SourceError
from pipeline.sources.identity import REPORT_ID, product_of, safe_date, series_of

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
OPENING = re.compile(r"\s*[{\[]\s*(?:[\"{\[\]}]|$)")
# `IN12328_1_2024-03-04` and `…/product/pdf/IN/IN12328/1` both tell the version.
VERSION_ID = re.compile(r"_(\d{1,3})_\d{4}-\d\d-\d\d")
VERSION_URL = re.compile(r"/(\d{1,3})(?:\.pdf)?/?")
EVERYCRS = "https://www.everycrsreport.com/reports/{}.html"


class Record(NamedTuple):
    """What is known of a version of a report beside its text; None and empty where it is not told.

    edition  the date, for an older version without a number
    files    the files that hold its text, the best first, as the catalogue names them
    """

    report_id: str
    version: int | None = None
    edition: date | None = None
    title: str | None = None
    published: date | None = None
    product_type: str | None = None
    authors: tuple[Author, ...] = ()
    topics: tuple[str, ...] = ()
    source_url: str | None = None
    files: tuple[str, ...] = ()


def looks_like_json(text: str) -> bool:
    """Whether a text opens like a JSON object or list."""
    return bool(OPENING.match(text[:2000]))


def parse_json(data: bytes) -> tuple[Any, list[str]]:
    """The value of a JSON file and warnings about its characters; SourceError where it is broken."""
    text, warnings = decode(data)
    try:
        return json.loads(text), warnings
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise SourceError(
                "several",
                f"the file holds several JSON records, the second from line {error.lineno} on: give each a file of its own",
            ) from error
        raise SourceError(
            "json",
            f"the JSON is broken at line {error.lineno}, column {error.colno} ({error.msg}): fetch the file again",
        ) from error
    except (RecursionError, ValueError) as error:
        raise SourceError("json", f"the JSON cannot be read ({error}): fetch the file again") from error


def records_of(value: Any) -> list[Record]:
    """The versions of a report that a catalogue's record names, the newest first; none where it is no such record."""
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("CRSReport"), dict):
        return (
            [_congress_record(value["CRSReport"])]
            if REPORT_ID.fullmatch(words(value["CRSReport"].get("id")) or "")
            else []
        )
    number = words(value.get("number")) or words(value.get("id")) or ""
    versions = [version for version in items(value.get("versions")) if isinstance(version, dict)]
    if not versions or not REPORT_ID.fullmatch(number):
        return []
    records = [_everycrs_record(number, value, version) for version in versions]
    records.sort(key=lambda record: record.published or date.min, reverse=True)
    return _told_apart(records)


def with_record(document: Document, record: Record) -> Document:
    """A document with what its text did not tell filled in from a record; what they tell differently is told."""
    warnings = list(document.warnings)
    published = document.published or record.published
    if record.published and document.published and record.published != document.published:
        warnings.append(
            f"the text is of {document.published}, its metadata of {record.published}: the text is believed"
        )
    elif document.published is None and record.published:
        warnings = [warning for warning in warnings if not warning.startswith("no date")]
    if document.report_id != record.report_id:
        warnings.append(f"the text says {document.report_id}, its metadata {record.report_id}: the text is believed")
        return replace(document, warnings=tuple(warnings))
    version = document.version if document.version is not None else record.version
    return replace(
        document,
        version=version,
        edition=record.edition if version is None else None,
        title=document.title or record.title,
        published=published,
        product_type=record.product_type or document.product_type,
        authors=document.authors or record.authors,
        topics=document.topics or record.topics,
        source_url=document.source_url or record.source_url,
        warnings=tuple(warnings),
    )


def words(value: object) -> str | None:
    """A text of a JSON record in NFC with single blanks; None where there is none."""
    if isinstance(value, str):
        return " ".join(unicodedata.normalize("NFC", value).split()) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def items(value: object) -> list[Any]:
    """A list of a JSON record; empty where there is none."""
    return value if isinstance(value, list) else []


def day_of(value: object) -> date | None:
    """The day of `2016-09-15T00:00:00`; None where there is none."""
    match = DATE.match(value) if isinstance(value, str) else None
    return safe_date(*map(int, match.groups())) if match else None


def _congress_record(record: dict[str, Any]) -> Record:
    report_id = words(record.get("id")) or ""
    version = record.get("currentVersion")
    people = [words(entry.get("author")) for entry in items(record.get("authors")) if isinstance(entry, dict)]
    topics = [words(entry.get("topic")) for entry in items(record.get("topics")) if isinstance(entry, dict)]
    url = words(record.get("url"))
    return Record(
        report_id=report_id,
        version=version if isinstance(version, int) and version > 0 else None,
        title=words(record.get("title")),
        published=day_of(record.get("publishDate")),
        product_type=product_of(None, series_of(report_id)),
        authors=tuple(dict.fromkeys(author for name in people if name for author in authors_of(name))),
        topics=tuple(dict.fromkeys(topic for topic in topics if topic)),
        source_url=url if not url or "://" in url else f"https://{url}",
    )


def _everycrs_record(number: str, report: dict[str, Any], version: dict[str, Any]) -> Record:
    formats = [entry for entry in items(version.get("formats")) if isinstance(entry, dict)]
    # The HTML that CRS wrote; then the PDF; then the HTML that was made from it, which holds less.
    formats.sort(key=lambda entry: 2 if entry.get("source") else entry.get("format") != "HTML")
    topics = [words(entry.get("name")) for entry in items(version.get("topics")) if isinstance(entry, dict)]
    topics += [words(entry) for entry in items(report.get("topics"))]
    files = [words(entry.get("filename")) for entry in formats]
    return Record(
        report_id=number,
        version=_version_of(version, [words(entry.get("url")) or "" for entry in formats], number),
        title=words(version.get("title")),
        published=day_of(version.get("date")),
        product_type=product_of(words(version.get("type")) or words(report.get("type")), series_of(number)),
        topics=tuple(dict.fromkeys(topic for topic in topics if topic)),
        source_url=words(version.get("sourceLink")) or EVERYCRS.format(number),
        files=tuple(file for file in files if file),
    )


def _version_of(version: dict[str, Any], urls: Iterable[str], number: str) -> int | None:
    own = words(version.get("id")) or ""
    if own.startswith(number):
        match = VERSION_ID.fullmatch(own, len(number))
        if match:
            return int(match[1])
    for url in urls:
        _, found, rest = url.partition(f"/pdf/{series_of(number) or ''}/{number}")
        match = VERSION_URL.fullmatch(rest) if found else None
        if match:
            return int(match[1])
    return None


def _told_apart(records: list[Record]) -> list[Record]:
    """The versions, the newest first; those without a number but the newest of them are told apart by their dates."""
    newest = next((n for n, record in enumerate(records) if record.version is None), None)
    return [
        record._replace(edition=record.published) if record.version is None and n != newest else record
        for n, record in enumerate(records)
    ]
