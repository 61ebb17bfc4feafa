"""Pages of congress.gov saved as Markdown, and plain Markdown."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources import Document, SourceError, read
from pipeline.sources.document import Author
from pipeline.sources.markdown_marks import plain_line

HEADER = """\
# Ferry Grants: An Overview

**Product Type:** In Focus
**Report No.:** IF99999
**Version:** 4
**Publication Date:** 03/03/2026
**Topics:** Transportation; Budget
**Source:** https://www.congress.gov/crs-product/IF99999?s=1&r=9

---
[Citation](https://crsreports.congress.gov#citation)[Home](https://crsreports.congress.gov/) > IF99999

# Ferry Grants: An Overview

## CRS PRODUCT (LIBRARY OF CONGRESS)

[Hide Overview](https://crsreports.congress.gov#)

| **CRS Product Type:** | In Focus 
| **CRS Product Number:** | IF99999 
| **Authors:** | Public, Jane Q.; Doe, John 

[Download PDF (246KB)](https://crsreports.congress.gov/crs_external_products/IF/PDF/IF99999/IF99999.4.pdf)

- [March 3, 2026 (IF99999 - Version: 4)](https://crsreports.congress.gov/crs_external_products/IF/PDF/IF99999.4.pdf)
- [May 5, 2024 (IF99999 - Version: 3)](https://crsreports.congress.gov/crs_external_products/IF/PDF/IF99999.3.pdf)
[Listen](https://app.example.com/cgi-bin/rsent?lang=en_us&url=x)Ferry Grants: An OverviewUpdated March 3, 2026             (IF99999)           
"""  # noqa: W291

BODY = """
---

# Contents

- [Background](https://crsreports.congress.gov#_Toc1)
- [How Grants Are Made](https://crsreports.congress.gov#_Toc2)


# Tables

- [Table 1. Grants by State](https://crsreports.congress.gov#_Toc3)


Background

The act ([31 U.S.C. §5302](https://uscode.house.gov/view.xhtml?req=(title:31%20section:5302)%20OR%20(granuleid:x)&f=tree)) helps [ferries](https://crsreports.congress.gov/bill/119th-congress/house-bill/1)that run all year.

- **Docks.******A grant may pay for a _landing__ stage_.

How Grants Are Made

Table 1. Grants by State

In millions of dollars

|  | FY2024 | FY2025 
| Alaska | 1.5 | 2.0 
| Maine

second line | 3.0 | — 

**Source****s****: **Compiled by the author.

# Footnotes

| 1. | First note. 
| 2. | Second note, page one.

Second paragraph. 


                              Disclaimer:  
 These documents were prepared by the Congressional Research Service (CRS). CRS serves as shared staff.
"""  # noqa: W291


def page(body: str = BODY, name: str = "IF99999v4.md") -> Document:
    return read((HEADER + body).encode(), name)


def test_a_page_of_congress_gov() -> None:
    document = page()
    assert document.doc_id == "IF99999v4"
    assert document.title == "Ferry Grants: An Overview"
    assert document.published == date(2026, 3, 3)
    assert document.series == "IF"
    assert document.product_type == "In Focus"
    assert document.authors == (Author("Jane Q. Public"), Author("John Doe"))
    assert document.topics == ("Transportation", "Budget")
    assert document.source_url == "https://www.congress.gov/crs-product/IF99999"
    assert document.source_format == "markdown"
    assert document.warnings == ()
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("title", "Ferry Grants: An Overview"),
        ("heading", "Background"),
        ("paragraph", "The act (31 U.S.C. §5302) helps ferries that run all year."),
        ("list_item", "Docks. A grant may pay for a landing stage."),
        ("heading", "How Grants Are Made"),
        ("caption", "Table 1. Grants by State"),
        ("caption", "In millions of dollars"),
        ("table_row", "\tFY2024\tFY2025"),
        ("table_row", "Alaska\t1.5\t2.0"),
        ("table_row", "Maine second line\t3.0\t—"),
        ("source", "Sources: Compiled by the author."),
        ("heading", "Footnotes"),
        ("note", "First note."),
        ("note", "Second note, page one. Second paragraph."),
    ]


def test_numbers_of_a_table_take_the_unit_of_its_caption() -> None:
    cells = {cell.value: cell.unit for cell in page().cells if cell.value is not None}
    assert cells == {1_500_000: "USD", 2_000_000: "USD", 3_000_000: "USD"}


def test_links_keep_their_address_on_the_right_host() -> None:
    document = page()
    assert [(document.text[link.start : link.end], link.url) for link in document.links] == [
        (
            "31 U.S.C. §5302",
            "https://uscode.house.gov/view.xhtml?req=(title:31%20section:5302)%20OR%20(granuleid:x)&f=tree",
        ),
        ("ferries", "https://www.congress.gov/bill/119th-congress/house-bill/1"),
    ]


def test_a_link_within_the_page_has_no_address() -> None:
    document = page("\nSee [Table 1](https://crsreports.congress.gov#_Ref22) for the states.\n")
    assert [link.url for link in document.links] == [None]


def test_notes_are_numbered() -> None:
    assert [note.label for note in page().footnotes] == ["1", "2"]


def test_the_text_is_the_same_with_fields_missing_from_the_top() -> None:
    slim = "\n".join(line for line in HEADER.split("\n") if not line.startswith(("**Product", "**Version", "**Pub")))
    document = read((slim + BODY).encode(), "page.md")
    assert (document.doc_id, document.published) == ("IF99999v4", date(2026, 3, 3))
    assert document.text == page().text


def test_the_text_is_believed_before_the_name() -> None:
    document = page(name="R12345v2.md")
    assert document.doc_id == "IF99999v4"
    assert document.warnings == ("the text says IF99999, the file's name R12345: the text is believed",)


PLAIN = """\
---
report_number: "98-999"
title: "Ferry Grants"
publication_date: "2008-08-19"
crs_version: "2"
official_page: "https://www.congress.gov/crs-product/98-999"
---

# Ferry Grants

## Background

The program lends to ferries
that run all year.

### Who May Apply

- States
- Cities, and
  counties

| State | Grants |
|-------|--------|
| Maine | 12     |
"""


def test_plain_markdown() -> None:
    document = read(PLAIN.encode(), "ferry.md")
    assert (document.doc_id, document.title, document.published) == ("98-999v2", "Ferry Grants", date(2008, 8, 19))
    assert document.product_type == "Report"
    assert document.source_url == "https://www.congress.gov/crs-product/98-999"
    assert [(block.kind, document.text[block.start : block.end], block.level) for block in document.blocks] == [
        ("title", "Ferry Grants", None),
        ("heading", "Background", 1),
        ("paragraph", "The program lends to ferries that run all year.", None),
        ("heading", "Who May Apply", 2),
        ("list_item", "States", None),
        ("list_item", "Cities, and counties", None),
        ("table_row", "State\tGrants", None),
        ("table_row", "Maine\t12", None),
    ]


def test_headings_need_no_blank_line() -> None:
    parts = "".join(f"## Part {number}\nIt lends\nto part {number}.\n" for number in range(40))
    document = read(f"# Ferry Grants\n{parts}".encode(), "R12345.md")
    assert [block.kind for block in document.blocks[1:5]] == ["heading", "paragraph"] * 2
    assert document.text.endswith("Part 39\n\nIt lends to part 39.")


def test_markdown_named_by_its_number() -> None:
    document = read(b"# Ferry Grants\n\nThe program lends to ferries, and it has done so for years.\n", "R12345v3.md")
    assert (document.doc_id, document.title) == ("R12345v3", "Ferry Grants")
    assert document.warnings == (
        "no report number in the text: R12345 taken from the file's name",
        "no date in the text or the file's name: relative dates stay unresolved",
    )


PAGED = """\
---
report_number: "98-999"
publication_date: "2008-08-19"
crs_version: "2"
---

## Page 1

Ferry Grants

Updated August 19, 2008

                                 Congressional Research Service
                                 https://crsreports.congress.gov
                                                    98-999

## Page 2

Ferry Grants


      he program lends to ferries
        that run all year. They carry many people, includingT
those of the islands.1

          Table 1. Grants by State

 State           Number of
                 Grants

 Maine and       12
 Vermont (2)


1 See the list of the agency, which is
printed in May.


Congressional Research Service                               1

## Page 3

Ferry Grants

 Alaska          30

Author Information

Jane Q. Public
Analyst in Transportation Policy

Disclaimer

This document was prepared by the Congressional Research Service (CRS) for
all.
"""


def test_pages_of_a_pdf() -> None:
    document = read(PAGED.replace("---\n\n", "---\n\n# Ferry Grants\n\n", 1).encode(), "a.md")
    assert (document.doc_id, document.title) == ("98-999v2", "Ferry Grants")
    assert document.authors == (Author("Jane Q. Public", "Analyst in Transportation Policy"),)
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("title", "Ferry Grants"),
        (
            "paragraph",
            "The program lends to ferries that run all year. They carry many people, including those of the islands.",
        ),
        ("caption", "Table 1. Grants by State"),
        ("table_row", "State\tNumber of Grants"),
        ("table_row", "Maine and Vermont (2)\t12"),
        ("table_row", "Alaska\t30"),
        ("heading", "Author Information"),
        ("heading", "Footnotes"),
        ("note", "See the list of the agency, which is printed in May."),
    ]
    (note,) = document.footnotes
    assert note.ref_start is not None
    assert document.text[note.ref_start : note.ref_end] == "islands."


def test_the_title_of_paged_markdown_may_stand_in_its_fields() -> None:
    document = read(PAGED.replace('crs_version: "2"', 'crs_version: "2"\ntitle: "Ferry Grants"').encode(), "a.md")
    assert document.title == "Ferry Grants"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("# My tools\n\nA folder of reports, with a list of them in it.\n", "README.md", "not_a_report"),
        ("# Ferry Grants\n\n## Background\n", "R12345.md", "no_text"),
        ("---\nreport_number: R12345\n---\n\nThe program lends to ferries.\n", "a.md", "no_title"),
        ("# A\n\n" + "b " * 600_000, "R12345.md", "too_long"),
    ],
)
def test_refused(text: str, name: str, kind: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text.encode(), name)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("**Market ****R****esearch** costs", "Market Research costs"),
        ("by data****from the report", "by data from the report"),
        ("**Purposes.******The evidence", "Purposes. The evidence"),
        ("**General (Under********Honorable Conditions)****.**", "General (Under Honorable Conditions)."),
        ("in the list.******************Figure 1****** shows", "in the list. Figure 1 shows"),
        ("(see** Figure 1**)", "(see Figure 1)"),
        ("(see **Figure 1******).", "(see Figure 1)."),
        ("**Source:****** **[P.L. 1-1](#)", "Source: [P.L. 1-1](#)"),
        ("_Case Law on the __Scope of __Section 4____As Applied_", "Case Law on the Scope of Section 4 As Applied"),
        ("of a _brand__-__name_ drug", "of a brand-name drug"),
        ("exempts such firms__from rules", "exempts such firms from rules"),
        ("a snake_case_word and _Smith v. Doe_, 1 U.S. 1", "a snake_case_word and Smith v. Doe, 1 U.S. 1"),
        ("at https://example.gov/a_b__c today", "at https://example.gov/a_b__c today"),
        ("[the _Rule_](https://example.gov/_a_)", "[the Rule](https://example.gov/_a_)"),
        ("A[2025](#)report [often](#)says", "A [2025](#) report [often](#) says"),
        (
            "two [bills](#)[failed](#), the [rule](#)s and [report](#)'s",
            "two [bills](#) [failed](#), the [rule](#)s and [report](#)'s",
        ),
        ("([P.L. 1-1](#)), §[404](#)", "([P.L. 1-1](#)), §[404](#)"),
    ],
)
def test_marks(raw: str, plain: str) -> None:
    assert plain_line(raw) == plain


@given(st.text("*_[]()# a|./:\n", max_size=200))
def test_any_marks_are_read(text: str) -> None:
    document = page("\nThe program lends to ferries.\n\n" + text)
    assert all(0 <= block.start < block.end <= len(document.text) for block in document.blocks)
    assert all(0 <= link.start < link.end <= len(document.text) for link in document.links)


@pytest.mark.parametrize("part", ["**", "__", "_a", "**a", "[a](", "](", "[a](#)b", "https://a_(", "((", "](("])
def test_a_megabyte_of_marks_takes_linear_time(part: str) -> None:
    raw = part * (1_000_000 // len(part))
    begin = time.process_time()
    plain_line(raw)
    assert time.process_time() - begin < 3
