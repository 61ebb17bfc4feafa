"""HTML that was made from a PDF page by page."""

from __future__ import annotations

import time
from datetime import date

import pytest

from pipeline.sources import Document, read
from pipeline.sources.document import Author

COVER = """<div id="page0">
<p><img width="612" height="69" src="data:image/png;base64,iVBORw0K"/></p>
<p><i> </i></p>
<h1><b>Farm Loans: An Overview of Lending</b><b> </b></h1>
<h3>Updated March 3, 2026 </h3>
<p><b>Congressional Research Service </b></p>
<p>https://crsreports.congress.gov </p>
<p>R99001 </p>
</div>
"""
SUMMARY = """<div id="page0">
<h3> </h3>
<p>Congressional Research Service  </p>
<h3><b>SUMMARY</b><b> </b></h3>
<h2><b>Farm Loans: An Overview of Lending </b></h2>
<p>The agency lends to farmers in the 119<sup>th</sup> Congress. </p>
<h3>R99001 </h3>
<p>March 3, 2026 </p>
<p><b>Jane Q. Doe </b>Analyst in Agricultural Policy  <b>John Roe </b>Specialist in Trade </p>
</div>
"""
CONTENTS = """<div id="page0">
<p><i>Farm Loans: An Overview of Lending  </i></p>
<p>Congressional Research Service </p>
<h2><b>Contents</b><b> </b></h2>
<p>Background ............................. 1 Who May Apply ......................... 2 </p>
<h3><b>Tables</b><b> </b></h3>
<p>Table 1. Loans by Year .............................. 2 </p>
<h3><b>Contacts</b><b> </b></h3>
<p>Author Information ................................... 3 </p>
</div>
"""
FIRST = """<div id="page0">
<p><i>Farm Loans: An Overview of Lending  </i></p>
<p>Congressional Research Service   1 </p>
<h2><b>Background</b><b> </b></h2>
<p>Loans began in 1946.<sup>1</sup> They cover 5 km<sup>2</sup> and are second- largest, after two- and three-year loans.<sup>2</sup> See https://example.gov/ farm/loans. </p>
<p>Loans go to &#x2022; ranchers; and &#x2022; farmers, who may apply for them, as the law that was enacted in 1946 says, through every one of the </p>
<h3> </h3><p>1 P.L. 79-731. </p>
<p>2 <i>Loans</i>, a long note that breaks off (continued...) </p>
</div>
"""
SECOND = """<div id="page0">
<p><i>Farm Loans: An Overview of Lending  </i></p>
<p>Congressional Research Service   2 </p>
<p>offices of the agency. </p>
<h3><b>Who May Apply</b><b> </b></h3>
<p><b>Table 1 </b>shows loans. </p>
<p><b>Young Farmers </b>They apply early, and often. </p>
<p><b>Table 1. Loans by Year </b>By state </p>
<p><b>State Loans Share </b></p>
<p>Ohio $5 1.5% </p>
<p>New York $1,204 &#x2014; </p>
<p>Utah (2) 3 </p>
<p><b>Source: </b>The agency. <b>Notes: </b>Rounded. </p>
<p>Others wait.<sup>3</sup> </p>
<h3> </h3><p>and goes on. </p>
<p>3 Most of them. </p>
</div>
"""
BACK = """<div id="page0">
<p>Congressional Research Service  R99001 &#xb7; VERSION 3 &#xb7; UPDATED  3 </p>
<h3><b>Author Information</b><b> </b></h3>
<p>Jane Q. Doe Analyst in Agricultural Policy </p>
<h3><b>Acknowledgments</b></h3>
<p>Many helped. </p>
<h3><b> Disclaimer</b> </h3>
<p>This document was prepared by the Congressional Research Service (CRS). </p>
</div>
"""
REPORT = COVER + SUMMARY + CONTENTS + FIRST + SECOND + BACK
IN_FOCUS = """<div id="page0">
<h3> </h3>
<p>https://crsreports.congress.gov </p>
<p>Updated March 3, 2026</p><h2> <b>Small Loans </b></h2>
<h3><b>Overview </b></h3><p><b></b>Loans are small. They need a lot of paper, which those who want them must fill in, and must </p>
<p><b>Table 1. Loans </b></p>
<p>2014 $5 </p>
<p><b>Source: </b>The agency. </p>
</div>
<div id="page0">
<p>Small Loans </p>
<p>https://crsreports.congress.gov </p>
<p>sign. </p>
<p><b>Who Lends? </b>Banks lend. </p>
<p><b>Jane Q. Doe</b>, Analyst in Agricultural Policy   </p>
<p><b>IF99002</b></p>
</div>
<div id="page0">
<p>Small Loans </p>
<p>https://crsreports.congress.gov | IF99002 &#xb7; VERSION 7 &#xb7; UPDATED </p>
<h3><b> Disclaimer</b> </h3><p>This document was prepared by the Congressional Research Service. </p>
</div>"""


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_report() -> None:
    document = read(REPORT.encode(), "20260303_R99001_0a1b.html")
    assert blocks(document) == [
        ("title", "Farm Loans: An Overview of Lending"),
        ("heading", "Summary"),
        ("paragraph", "The agency lends to farmers in the 119th Congress."),
        ("heading", "Background"),
        (
            "paragraph",
            (
                "Loans began in 1946. They cover 5 km2 and are second-largest, after two- and three-year loans. "
                "See https://example.gov/farm/loans."
            ),
        ),
        ("line", "Loans go to"),
        ("list_item", "ranchers; and"),
        (
            "list_item",
            (
                "farmers, who may apply for them, as the law that was enacted in 1946 says, through every one of the "
                "offices of the agency."
            ),
        ),
        ("heading", "Who May Apply"),
        ("paragraph", "Table 1 shows loans."),
        ("line", "Young Farmers"),
        ("paragraph", "They apply early, and often."),
        ("caption", "Table 1. Loans by Year"),
        ("caption", "By state"),
        ("table_row", "State Loans Share"),
        ("table_row", "Ohio\t$5\t1.5%"),
        ("table_row", "New York\t$1,204\t—"),
        ("table_row", "Utah\t(2)\t3"),
        ("source", "Source: The agency."),
        ("source", "Notes: Rounded."),
        ("paragraph", "Others wait."),
        ("heading", "Footnotes"),
        ("note", "P.L. 79-731."),
        ("note", "Loans, a long note that breaks off and goes on."),
        ("note", "Most of them."),
    ]
    cells = [(cell.row, cell.column, cell.value, cell.unit) for cell in document.cells if cell.value is not None]
    assert cells == [
        (1, 1, 5.0, "USD"), (1, 2, 1.5, "%"), (2, 1, 1204.0, "USD"), (3, 1, -2.0, None), (3, 2, 3.0, None),
    ]  # fmt: skip
    assert {cell.caption for cell in document.cells} == {"Table 1. Loans by Year"}
    assert [document.text[note.ref_start : note.ref_end] for note in document.footnotes] == ["1946.", "loans.", "wait."]
    assert (document.doc_id, document.published, document.source_format) == ("R99001v3", date(2026, 3, 3), "html")
    assert document.authors == (
        Author("Jane Q. Doe", "Analyst in Agricultural Policy"),
        Author("John Roe", "Specialist in Trade"),
    )


def table(caption: str, *rows: str) -> Document:
    cells = "".join(f"<p>{row} </p>" for row in rows)
    body = f"<p><b>Table 1. Loans </b>{caption} </p>{cells}<p><b>Source: </b>The agency. </p>"
    return read(f"{COVER}<div id='page0'><p>Loans grew.</p>{body}</div>".encode(), "R99001.html")


def test_years_name_the_columns_of_a_table() -> None:
    rows = ("State FY2014 FY2015", "Ohio $5 6", "Utah 7 8", "State FY2014 FY2015", "Iowa 9 10")
    document = table("(in millions of dollars)", *rows)
    assert [text for kind, text in blocks(document) if kind == "table_row"] == [
        "State\tFY2014\tFY2015", "Ohio\t$5\t6", "Utah\t7\t8", "Iowa\t9\t10",
    ]  # fmt: skip
    assert [(cell.header, cell.value, cell.unit) for cell in document.cells if cell.row == 1] == [
        ("State", None, None), ("FY2014", 5_000_000.0, "USD"), ("FY2015", 6_000_000.0, "USD"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        ("In millions of dollars", ("State Loans Share", "Ohio 5 1", "Utah 7 8", "Iowa 9 10")),
        ("By state", ("Ohio lends 5", "Utah does not", "Iowa lends", "Maine lends too")),
    ],
)
def test_columns_that_do_not_show_are_not_made_up(caption: str, rows: tuple[str, ...]) -> None:
    document = table(caption, *rows)
    assert [text for kind, text in blocks(document) if kind == "table_row"] == list(rows)
    assert document.cells == ()


def test_an_in_focus() -> None:
    document = read(IN_FOCUS.encode(), "IF99002.html")
    assert blocks(document) == [
        ("title", "Small Loans"),
        ("heading", "Overview"),
        (
            "paragraph",
            "Loans are small. They need a lot of paper, which those who want them must fill in, and must sign.",
        ),
        ("caption", "Table 1. Loans"),
        ("table_row", "2014 $5"),
        ("source", "Source: The agency."),
        ("line", "Who Lends?"),
        ("paragraph", "Banks lend."),
    ]
    assert (document.doc_id, document.product_type) == ("IF99002v7", "In Focus")
    assert document.authors == (Author("Jane Q. Doe", "Analyst in Agricultural Policy"),)


def test_a_drop_cap_is_given_back() -> None:
    text = "oans are given by the agency to those who ask for them. " * 4
    page = f'<div id="page0"><h1><b>Farm Loans</b></h1><p>March 3, 2015</p></div><div id="page1"><h2><b>Start</b></h2><p>{text}</p><p>L</p></div>'
    assert blocks(read(page.encode(), "R99001.html"))[-1] == ("paragraph", "L" + text.strip())


def test_the_newer_of_two_versions_is_believed() -> None:
    document = read(REPORT.encode(), "R99001v4.html")
    assert document.version == 4
    assert document.warnings == ("the text says version 3, the file's name 4: the newer is believed",)


@pytest.mark.parametrize(
    "body",
    [
        "<p><b>Table 1. Loans</b></p><p>x</p>" * 5_000,
        "<h3>Table 1. Loans</h3><p>x</p>" * 5_000,
        "<p>" + "x<sup>1</sup> " * 20_000 + "</p><h3> </h3>" + "<p>1 Note.</p>" * 2_000,
        "<p>" + "http://" * 50_000 + "</p>",
        "<p>" + "a- b " * 50_000 + "</p>",
        "<p>" + ". " * 200_000 + "</p>",
        "<p>" + "<b>Jane Doe</b>, Analyst " * 5_000 + "</p>",
    ],
)  # fmt: skip
def test_hostile_pages_are_read_in_bounded_time(body: str) -> None:
    start = time.process_time()
    read(f"{COVER}<div id='page0'><p>Loans grew.</p>{body}</div>".encode(), "R99001.html")
    assert time.process_time() - start < 4
