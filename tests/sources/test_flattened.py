"""Flattened texts and lists of reports."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.sources import SourceError, read
from pipeline.sources.flattened import mend

TEXT = "\tBackground\n\nF ederal loans began ( P.L. 79-731 ).\n\n\t\tEarly Years\n\nThey grew .\nAnd grew.\n\n\tToday\n\nThey are many.\n"


def test_headings_stand_behind_tabs() -> None:
    document = read(TEXT.encode(), "R99001_2015-03-03.govreport.txt")
    assert [(block.kind, document.text[block.start : block.end], block.level) for block in document.blocks] == [
        ("heading", "Background", 1),
        ("paragraph", "Federal loans began (P.L. 79-731).", None),
        ("heading", "Early Years", 2),
        ("paragraph", "They grew.", None),
        ("paragraph", "And grew.", None),
        ("heading", "Today", 1),
        ("paragraph", "They are many.", None),
    ]
    assert (document.doc_id, document.published, document.title) == ("R99001", date(2015, 3, 3), None)
    assert document.source_format == "text"
    assert document.warnings == ("the text has no title, number or date of its own",)


@pytest.mark.parametrize(
    ("raw", "mended"),
    [
        ("the law ( P.L. 113-67 ) and", "the law (P.L. 113-67) and"),
        ("the 114 th Congress , 1 st session", "the 114th Congress, 1st session"),
        ("St. Louis 's rescue", "St. Louis's rescue"),
        ("see America Burning . The", "see America Burning. The"),
        ("F ederal law. H ere too", "Federal law. Here too"),
        ("A special rule, I think", "A special rule, I think"),
        ("Class B shares and vitamin C tablets", "Class B shares and vitamin C tablets"),
        ("rose by .5 and , then", "rose by .5 and, then"),
        ("he said ... and . . . left", "he said ... and . . . left"),
        ("a [ sic ] of it", "a [sic] of it"),
    ],
)
def test_blanks_that_mark_up_left_are_taken_out(raw: str, mended: str) -> None:
    assert mend(raw) == mended
    assert mend(mended) == mended


@pytest.mark.parametrize(
    "text",
    [
        "number,url,sha1,latestPubDate\nR99001,reports/R99001.json,0a1b,2015-03-03\n",
        'R99001,Farm Loans,https://example.gov/R99001,03/03/2015,"Doe, Jane; Roe, John",\n' * 3,
        "Downloaded on,04/11/2026,18:51:23 EDT,,,\nSearch URL,https://example.gov,,,,\n,,,,,\n",
    ],
)
def test_a_list_of_reports_is_no_report(text: str) -> None:
    with pytest.raises(SourceError, match="a list of reports") as caught:
        read(text.encode(), "reports.csv")
    assert caught.value.kind == "catalogue"
