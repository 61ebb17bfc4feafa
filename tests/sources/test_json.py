"""JSON: GovReport records, the congress.gov API's answers, metadata without text; and what catalogues tell."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from pipeline.sources import Document, SourceError, read
from pipeline.sources.document import Author
from pipeline.sources.records import Record, records_of

GOVREPORT = {
    "id": "R99001",
    "title": "Farm  Loans",
    "released_date": "2015-03-03T00:00:00",
    "summary": ["The agency lends ( P.L. 79-731 )."],
    "reports": {
        "section_title": "",
        "paragraphs": [],
        "subsections": [
            {
                "section_title": "Background",
                "paragraphs": ["F ederal loans began in the 79 th Congress ."],
                "subsections": [{"section_title": "Early Years", "paragraphs": ["", "They grew."], "subsections": []}],
            },
        ],
    },
}
CONGRESS = {
    "CRSReport": {
        "authors": [{"author": "Jane Q. Doe"}, {"author": "John Roe"}, {"author": "Jane Q. Doe"}],
        "contentType": "Posts",
        "currentVersion": 3,
        "formats": [
            {"format": "PDF", "url": "https://www.congress.gov/crs_external_products/IN/PDF/IN99001/IN99001.3.pdf"}
        ],
        "id": "IN99001",
        "publishDate": "2026-03-03T04:00:00Z",
        "summary": "Overview \nThe agency lends to farmers.\nWho Lends\nBanks lend to it. \n",
        "title": "Farm Loans",
        "topics": [{"topic": "Agriculture"}],
        "url": "www.congress.gov/crs-report/IN99001",
    }
}
EVERYCRS: dict[str, Any] = {
    "id": "98-990",
    "number": "98-990",
    "type": "CRS Report",
    "topics": ["Farms"],
    "versions": [
        {
            "id": "98-990_2003Jun13", "date": "2003-06-13", "title": "Farm Loans", "topics": [{"name": "Loans"}],
            "type": "CRS Report", "sourceLink": "https://example.gov/98-990",
            "formats": [{"format": "PDF", "filename": "files/20030613_98-990_a.pdf"},
                        {"format": "HTML", "filename": "files/20030613_98-990_a.html", "source": "pymupdf"}],
        },
        {
            "id": 345573, "date": "2008-08-19T00:00:00", "title": "Farm Loans: An Overview", "topics": [],
            "formats": [{"format": "PDF", "filename": "files/20080819_98-990_c.pdf"},
                        {"format": "HTML", "filename": "files/20080819_98-990_b.html"}],
        },
    ],
}  # fmt: skip


def report(value: object, name: str = "report.json") -> Document:
    return read(json.dumps(value).encode(), name)


def blocks(document: Document) -> list[tuple[str, str, int | None]]:
    return [(block.kind, document.text[block.start : block.end], block.level) for block in document.blocks]


def test_a_govreport_record() -> None:
    document = report(GOVREPORT)
    assert blocks(document) == [
        ("title", "Farm Loans", None),
        ("heading", "Summary", 1),
        ("paragraph", "The agency lends (P.L. 79-731).", None),
        ("heading", "Background", 1),
        ("paragraph", "Federal loans began in the 79th Congress.", None),
        ("heading", "Early Years", 2),
        ("paragraph", "They grew.", None),
    ]
    assert (document.doc_id, document.published) == ("R99001", date(2015, 3, 3))
    assert (document.source_format, document.series, document.warnings) == ("json", "R", ())


def test_an_insight_of_the_congress_gov_api() -> None:
    document = report(CONGRESS)
    assert blocks(document) == [
        ("title", "Farm Loans", None),
        ("line", "Overview", None),
        ("paragraph", "The agency lends to farmers.", None),
        ("line", "Who Lends", None),
        ("paragraph", "Banks lend to it.", None),
    ]
    assert (document.doc_id, document.published) == ("IN99001v3", date(2026, 3, 3))
    assert document.authors == (Author("Jane Q. Doe"), Author("John Roe"))
    assert document.topics == ("Agriculture",)
    assert document.source_url == "https://www.congress.gov/crs-report/IN99001"


def test_an_insight_whose_text_is_marked_up() -> None:
    inner = {**CONGRESS["CRSReport"], "summary": "<p>One.</p>\n<ul><li>Two</li></ul>\n<p>Three.</p>"}
    assert blocks(report({"CRSReport": inner}))[1:] == [
        ("paragraph", "One.", None), ("list_item", "Two", None), ("paragraph", "Three.", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        (EVERYCRS, "metadata", "EveryCRSReport's metadata of 98-990 without its text: give the mirror's folder"),
        ({"CRSReport": {"id": "R99001", "summary": "It lends.\nIt does.\nSo.", "url": "www.congress.gov/x"}}, "metadata", "holds a summary"),
        ({"CRSReport": {"id": "IN99001"}}, "metadata", "holds no text"),
        ({"CRSReports": [{"id": "IN99001"}], "pagination": {}}, "catalogue", "names 1 reports"),
        ([{"id": "R99001"}, 2], "catalogue", "a JSON list of 2 entries"),
        ({"summary": "It lends.", "report_number_guess": "R99001"}, "summary", "holds a summary of R99001"),
        ({"name": "milk"}, "not_a_report", "no record of a CRS report that is known"),
        ({**GOVREPORT, "reports": {}, "summary": []}, "no_text", "no paragraph"),
    ],
)  # fmt: skip
def test_what_is_no_report_says_what_it_is(value: object, kind: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        report(value)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (b'{"id": "R99001", ', "json", "broken at line 1"),
        (b'{"id": "R99001"}\n{"id": "R99002"}', "several", "several JSON records, the second from line 2"),
        (b"[" * 100_000, "json", "cannot be read|broken"),
        (b'{"a":' * 100_000, "json", "cannot be read|broken"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "json", "cannot be read"),
    ],
)
def test_broken_json(data: bytes, kind: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        read(data, "x.json")
    assert caught.value.kind == kind


def test_versions_of_everycrsreport_are_told_apart_newest_first() -> None:
    newest, older = records_of(EVERYCRS)
    assert newest == Record(
        "98-990", None, None, "Farm Loans: An Overview", date(2008, 8, 19), "Report", (), ("Farms",),
        "https://www.everycrsreport.com/reports/98-990.html", ("files/20080819_98-990_b.html", "files/20080819_98-990_c.pdf"),
    )  # fmt: skip
    assert (older.edition, older.topics, older.source_url) == (
        date(2003, 6, 13),
        ("Loans", "Farms"),
        "https://example.gov/98-990",
    )
    assert older.files == ("files/20030613_98-990_a.pdf", "files/20030613_98-990_a.html")


@pytest.mark.parametrize(
    "version",
    [
        {"id": "IN99001_4_2024-03-04", "date": "2024-03-04"},
        {
            "id": "x",
            "formats": [{"filename": "a.pdf", "url": "https://crsreports.congress.gov/product/pdf/IN/IN99001/4"}],
        },
    ],
)
def test_version_of_everycrsreport(version: dict[str, Any]) -> None:
    (record,) = records_of({"number": "IN99001", "versions": [version]})
    assert record.version == 4


def test_a_record_fills_in_what_a_page_lacks() -> None:
    record = records_of(EVERYCRS)[1]
    document = read(b"<div class='ReportContent'><p>Loans grew.</p></div>", "x/20030613_98-990_a.html", record)
    assert document.text == "Farm Loans\n\nLoans grew."
    assert document.doc_id == "98-990_2003-06-13"
    assert (document.title, document.published, document.topics) == (
        "Farm Loans",
        date(2003, 6, 13),
        ("Loans", "Farms"),
    )
    assert document.warnings == ()


def test_the_text_is_believed_where_a_record_differs() -> None:
    record = Record("R99001", published=date(2015, 3, 4), title="Loans")
    document = read(b"<h1>Farm Loans</h1><p>March 3, 2015 (R99001)</p><p>Loans grew.</p>", "x.html", record)
    assert (document.title, document.published) == ("Farm Loans", date(2015, 3, 3))
    assert document.warnings == ("the text is of 2015-03-03, its metadata of 2015-03-04: the text is believed",)
