"""The text shape: header, body, tables, notes, and what is left out."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources import Document, SourceError, read
from pipeline.sources.document import Author

HEADER = """
CRS In Focus

Farm Loans: An Overview

Jane Q. Doe, Analyst in Agricultural Policy (jdoe@example.gov, 7-0000)

Updated March 3, 2026 (IF99001)
"""
BODY = "\nThe program lends to [farmers](https://example.gov/farm) and [ranchers](#).\n"


def report(body: str, header: str = HEADER, name: str = "IF99001v4.txt") -> Document:
    return read(f"{header}\n{body}".encode(), name)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_header() -> None:
    document = report(BODY)
    assert document.report_id == "IF99001"
    assert document.version == 4
    assert document.doc_id == "IF99001v4"
    assert document.series == "IF"
    assert document.product_type == "In Focus"
    assert document.title == "Farm Loans: An Overview"
    assert document.published == date(2026, 3, 3)
    assert document.authors == (Author("Jane Q. Doe", "Analyst in Agricultural Policy"),)
    assert document.warnings == ()


def test_text_is_title_and_body_without_mark_up() -> None:
    document = report(BODY)
    assert document.text == "Farm Loans: An Overview\n\nThe program lends to farmers and ranchers."
    assert [(document.text[link.start : link.end], link.url) for link in document.links] == [
        ("farmers", "https://example.gov/farm"),
        ("ranchers", None),
    ]


@pytest.mark.parametrize(
    ("header", "name", "report_id", "version", "published", "warning"),
    [
        ("Title\n\nDoe, Jane\n\nMarch 3, 2026 (R99001)", "R99001.txt", "R99001", None, date(2026, 3, 3), None),
        ("Title\n\nMarch 3, 2026 (R99001)", "whatever.txt", "R99001", None, date(2026, 3, 3), None),
        ("Title\n\nMarch 3, 2007 (98-246)", "98-246_2007-03-03.seedshape.txt", "98-246", None, date(2007, 3, 3), None),
        ("Title\n\nMarch 3, 2026 (R99001 - Version: 7)", "R99001.txt", "R99001", 7, date(2026, 3, 3), None),
        ("CRS Report\n\nTitle\n\nJane Doe", "R99001v2.txt", "R99001", 2, None, "no date"),
        ("CRS Report\n\nTitle\n\nJane Doe", "folder/R99001_2026-03-03.txt", "R99001", None, date(2026, 3, 3), "taken from the file's name"),
        ("CRS Report\n\nTitle\n\nMarch 3, 2026", "my notes.txt", "my_notes", None, date(2026, 3, 3), "no report number in the text or"),
        ("Title\n\nMarch 3, 2026 (R99001)", "R99002v3.txt", "R99001", None, date(2026, 3, 3), "the file's name R99002"),
        ("CRS Report\n\nTitle\n\nFebruary 30, 2026 (R99001)", "R99001.txt", "R99001", None, None, "no date"),
    ],
)  # fmt: skip
def test_who_the_report_is(
    header: str, name: str, report_id: str, version: int | None, published: date | None, warning: str | None
) -> None:
    document = report("\nA paragraph of text.\n", header, name)
    assert (document.report_id, document.version, document.published) == (report_id, version, published)
    assert document.title == "Title"
    assert any(warning in line for line in document.warnings) if warning else not document.warnings


@pytest.mark.parametrize(
    ("label", "name", "product", "series"),
    [
        ("CRS Report", "R99001.txt", "Report", "R"),
        ("CRS Report for Congress", "RL99001.txt", "Report", "RL"),
        ("CRS Insights", "IN99001.txt", "Insight", "IN"),
        ("CRS Legal Sidebar", "LSB99001.txt", "Legal Sidebar", "LSB"),
        ("", "RS99001.txt", "Report", "RS"),
        ("", "98-246.txt", "Report", None),
        ("", "IN99001.txt", "Insight", "IN"),
    ],
)
def test_product_and_series(label: str, name: str, product: str, series: str | None) -> None:
    document = report("\nA paragraph of text.\n", f"{label}\n\nTitle\n\nMarch 3, 2026", name)
    assert (document.product_type, document.series) == (product, series)


def test_contents_list_names_headings_and_is_left_out() -> None:
    body = """
[Jump to Main Text of Report](#)

---

Contents

- [Background](#)
- [the state of the 119th program](#)

Tables

- [Table 1. Loans](#)

Summary

A summary.

---

Background

Some text.

The State of the 119 Program

More text.
"""
    assert blocks(report(body))[1:] == [
        ("line", "Summary"),
        ("paragraph", "A summary."),
        ("heading", "Background"),
        ("paragraph", "Some text."),
        ("heading", "The State of the 119 Program"),
        ("paragraph", "More text."),
    ]


def test_a_list_of_links_below_a_heading_is_no_contents_list() -> None:
    body = "\nTables\n\n- [Loans by state](https://example.gov/a)\n- [Loans by year](https://example.gov/b)\n"
    assert [kind for kind, _ in blocks(report(BODY + body))][2:] == ["line", "list_item", "list_item"]


def test_contents_list_without_links() -> None:
    body = "\nContents\n\nWhat Is Lent\n\nTo whom it is lent\n\nWhat Is Lent\n\nText.\n\nTo whom it is lent\n\nText.\n"
    assert [text for kind, text in blocks(report(body)) if kind == "heading"] == ["What Is Lent", "To whom it is lent"]


def test_lists_lose_their_bullets_and_keep_their_numbers() -> None:
    body = "\nThe program includes\n\n- loans;\n- 2. grants; and\n\n• advice.\n"
    assert blocks(report(body))[1:] == [
        ("line", "The program includes"),
        ("list_item", "loans;"),
        ("list_item", "2. grants; and"),
        ("list_item", "advice."),
    ]


TABLE = """
Table 2. Farm Loans

(in millions of dollars)

| Fiscal Year | Loans | Share of Total
| 2024 | 1,204.5 | 12%
| 2025
(estimate) | [$1,300](https://example.gov) |

Source: The agency's [budget](#).

Notes: Loans only.

a. Without guarantees.
"""


def test_table_stands_in_place_one_line_a_row() -> None:
    document = report(BODY + TABLE)
    assert document.text.endswith(
        "Table 2. Farm Loans\n\n(in millions of dollars)\n\nFiscal Year\tLoans\tShare of Total\n2024\t1,204.5\t12%\n"
        "2025 (estimate)\t$1,300\t\n\nSource: The agency's budget.\n\nNotes: Loans only.\n\na. Without guarantees."
    )
    assert [kind for kind, _ in blocks(document)][2:] == [
        "caption", "caption", "table_row", "table_row", "table_row", "source", "source", "source",
    ]  # fmt: skip


def test_cells_have_header_value_and_unit() -> None:
    document = report(BODY + TABLE)
    cells = [cell for cell in document.cells if cell.row > 0]
    assert [(cell.row, cell.column, document.text[cell.start : cell.end]) for cell in cells] == [
        (1, 0, "2024"), (1, 1, "1,204.5"), (1, 2, "12%"), (2, 0, "2025 (estimate)"), (2, 1, "$1,300"),
    ]  # fmt: skip
    assert [(cell.header, cell.value, cell.unit) for cell in cells] == [
        ("Fiscal Year", 2024.0, None),
        ("Loans", 1_204_500_000.0, "USD"),
        ("Share of Total", 12.0, "%"),
        ("Fiscal Year", None, None),
        ("Loans", 1_300_000_000.0, "USD"),
    ]
    assert {cell.caption for cell in document.cells} == {"Table 2. Farm Loans"}
    assert len({cell.table for cell in document.cells}) == 1


def test_a_blank_line_in_a_cell_does_not_cut_the_table() -> None:
    document = report(BODY + "\n| Rule | Effect\n| One | First.\n\nSecond. \n| Two | Third.\n")
    assert document.text.endswith("Rule\tEffect\nOne\tFirst. Second.\nTwo\tThird.")


def test_a_table_whose_bars_were_lost_is_rows() -> None:
    body = "\nTable 1. Limits\n\nProgram\n\nLimit\n\nOne\n\n$5 million\n\nTwo\n\n$7 million\n\nSource: The agency.\n"
    assert [kind for kind, _ in blocks(report(BODY + body))][2:] == ["caption", *["table_row"] * 6, "source"]


def test_a_framed_box_is_running_text_below_its_title() -> None:
    body = "\n| What Is a Farm?\nThe agency defines a farm as a place that sells at least $1,000 of products a year.\n"
    assert blocks(report(BODY + body))[2:] == [
        ("caption", "What Is a Farm?"),
        ("paragraph", "The agency defines a farm as a place that sells at least $1,000 of products a year."),
    ]


def test_a_figure_leaves_caption_alt_text_and_source() -> None:
    body = """
| Figure 1. Loans by Year
(in millions)
| //Based on a template

$(function () {
    var options = { title: { text: null } };
});
ChartLine chart with 2 lines. A line graph shows that loans rose in every year since the program began.
Figure is interactive in the HTML version of this report.
Created with Highcharts 11.4.6LoansGrants20242025
| Source: The agency.
Notes: Nominal dollars.
"""
    assert blocks(report(BODY + body))[2:] == [
        ("caption", "Figure 1. Loans by Year"),
        ("caption", "(in millions)"),
        (
            "paragraph",
            "ChartLine chart with 2 lines. A line graph shows that loans rose in every year since the program began.",
        ),
        ("source", "Source: The agency."),
        ("source", "Notes: Nominal dollars."),
    ]


@pytest.mark.parametrize(
    "notes",
    [
        "| 1. | See 7 U.S.C. §1. \n| 2. | First part. \n\nSecond part.\n",
        "[1](#).\n\nSee 7 U.S.C. §1.\n\n[2](#).\n\nFirst part.\n\nSecond part.\n",
        "1. See 7 U.S.C. §1.\n\n2. First part.\n\nSecond part.\n",
    ],
)
def test_notes_stand_at_the_end_one_paragraph_each(notes: str) -> None:
    document = report(f"\nThe law lends.[1](#) It also grants.[2](#_ftn2)\n\nFootnotes\n\n{notes}")
    assert blocks(document)[1:] == [
        ("paragraph", "The law lends. It also grants."),
        ("heading", "Footnotes"),
        ("note", "See 7 U.S.C. §1."),
        ("note", "First part. Second part."),
    ]
    assert [(note.label, document.text[note.ref_start : note.ref_end]) for note in document.footnotes] == [
        ("1", "lends."),
        ("2", "grants."),
    ]


def test_a_note_that_is_called_nowhere_has_no_call() -> None:
    document = report("\nThe law lends.\n\nFootnotes\n\n| 1. | See the law. \n")
    assert [(note.ref_start, note.ref_end) for note in document.footnotes] == [(None, None)]


def test_the_authors_block_adds_job_titles() -> None:
    header = "CRS Report\n\nTitle\n\nDoe, Jane; Roe, John\n\nMarch 3, 2026 (R99001)"
    document = report(
        BODY + "\nAuthor Information\n\nJane Doe, Analyst in Public Finance (jdoe@example.gov, 7-0000)\n", header
    )
    assert document.authors == (Author("Jane Doe", "Analyst in Public Finance"), Author("John Roe"))


def test_contact_lines_and_disclaimer_are_left_out() -> None:
    body = """
Author Contact Information

Jane Q. Doe, Analyst in Agricultural Policy (jdoe@example.gov, 7-0000)

Acknowledgments

John Roe wrote an earlier version of this report.

Disclaimer

This document was prepared by the Congressional Research Service (CRS). CRS serves as nonpartisan shared staff.
"""
    assert blocks(report(BODY + body))[2:] == [
        ("heading", "Author Contact Information"),
        ("line", "Acknowledgments"),
        ("paragraph", "John Roe wrote an earlier version of this report."),
    ]


def test_a_heading_broken_over_two_lines_is_one() -> None:
    body = "\nLoans and Grants:  \nWhy Do They Differ?\n\nThey differ by law.\n"
    assert ("line", "Loans and Grants: Why Do They Differ?") in blocks(report(BODY + body))


@pytest.mark.parametrize(
    ("text", "name", "kind", "sentence"),
    [
        ("Milk\nEggs\nBread\n", "list.txt", "not_a_report", "does not open like a CRS report"),
        (HEADER, "IF99001.txt", "no_text", "no paragraph below it"),
        ("CRS Report\n\nMarch 3, 2026 (R99001)\n\nText.", "R99001.txt", "no_title", "no title line"),
        ("Introduction\n\nText of a report.", "R99001.txt", "no_title", "begins with its text"),
        (
            HEADER + "\nA line that breaks off\ninside a sentence, and" * 30,
            "IF99001.txt",
            "wrapped",
            "one line a paragraph",
        ),
        (HEADER + "x " * 5_000_000, "IF99001.txt", "too_long", "line 9 has 10,000,000 characters"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(text: str, name: str, kind: str, sentence: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text.encode(), name)
    assert caught.value.kind == kind
    assert sentence in str(caught.value)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "", "Background", "A sentence.", "- item", "| a | b", "| c", "|---|", "Table 1. X", "Source: y", "Contents",
             "- [Background](#)", "Footnotes", "| 1. | n", "[1](#).", "Author Information", "---", "(in millions)", "_e_ [l](u)"]
        ),
        st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@given(LINES)
def test_blocks_tile_the_text_and_everything_lies_in_them(lines: list[str]) -> None:
    document = report("\n".join([*lines, "", "A closing paragraph."]))
    covered = ""
    end = 0
    for block in document.blocks:
        assert document.text[end : block.start] in ("", "\n", "\n\n")
        assert block.start < block.end
        covered += document.text[block.start : block.end]
        end = block.end
    assert end == len(document.text)
    inside = [(block.start, block.end) for block in document.blocks]
    places = [(link.start, link.end) for link in document.links]
    places += [(note.start, note.end) for note in document.footnotes]
    places += [(cell.start, cell.end) for cell in document.cells]
    assert all(any(left <= start < end <= right for left, right in inside) for start, end in places)


@pytest.mark.parametrize("part", ["1", ".", "-", "| 1", "U.S. ", ".'", ")"])
def test_a_megabyte_in_one_line_takes_bounded_time(part: str) -> None:
    begin = time.process_time()
    report(f"\nA paragraph.\n\n{part * (999_000 // len(part))}\n")
    assert time.process_time() - begin < 5


def test_columns_side_by_side_are_refused_for_what_they_are() -> None:
    lines = "".join(f"- the agency lends to              farmers and ranchers in {n}\n" for n in range(30))
    with pytest.raises(SourceError, match="30 of 32 lines hold two columns side by side"):
        read(f"{' ' * 60}Updated March 3, 2026\nFarm Loans: An\n{lines}".encode(), "IF99001v2.txt")
