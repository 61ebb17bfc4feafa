"""HTML pages: EveryCRSReport's fragments, congress.gov and crs.gov pages."""

from __future__ import annotations

import contextlib
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources import Document, SourceError, read
from pipeline.sources.document import Author, Cell, Footnote, Link

FRAGMENT = """<div><div class="ReportHeader">
    <h1>Farm Loans: An&#160;Overview<a name="_GoBack"></a></h1>
    <div>March 3, 2015
            (R99001)
          <br><a href="#Content">Jump to Main Text of Report</a></div>
    </div>
  <hr>
  <div>
    <h2>Contents</h2>
    <ul>
      <li><a href="#_Toc1"><span>Background</span></a></li>
      <li><a href="#_Toc2"><span>Who May Apply</span></a></li>
    </ul>
    <div><h2>Tables</h2><ul><li><a href="#_Toc3"><span>Table 1. Loans by Year</span></a></li></ul></div>
  </div><a name="Summary"></a><div>
    <h2>Summary</h2>
    <p>The agency lends to <a href="https://example.gov/farm"><span>young farmers</span></a> in the 109<sup>th</sup> Congress.</p>
    <hr>
  </div><a name="Content"></a><div>Farm Loans: An&#160;Overview<a name="_GoBack"></a></div>
  <div>
    <a name="_Toc1"></a><h2>Background</h2>
    <p>Loans began in 1946.<sup><a name="ifn1" href="#fn1">1</a></sup> They grew,<sup><a href="#fn2" name="ifn2">2</a></sup> see <a><em>an older report</em></a>.</p>
    <p></p>
    <ul><li>grants; and</li><li><p>loans.</p></li></ul>
    <a name="_Toc2"></a><h3>Who May Apply</h3>
    <p>Anyone may, as <a href="#_Ref1"><strong></strong><strong>Table 1</strong></a> shows.</p>
    <div>
      <div>
        <p><a name="_Toc3"></a>Table 1. Loans by Year</p>
        <p>(millions of dollars)</p>
      </div>
      <table><tbody>
        <tr><td> <p></p></td><td><p>2014</p></td><td><p>2015</p></td></tr>
        <tr><td><p>Loans</p></td><td><p>1,204.5</p></td><td><p>$2</p></td></tr>
      </tbody></table>
      <div><p><strong>Source: </strong>The agency.</p><p><strong>Notes:</strong> Rounded.</p></div>
    </div>
    <p>
      </p><table><tbody>
        <tr><td><p>Figure 1. Loans on a Map</p></td></tr>
        <tr><td><img></td></tr>
        <tr><td><p><strong>Source: </strong>A map.</p></td></tr>
      </tbody></table>
    <p></p>
  </div>
  <div>
    <p>Author Contact Information</p><a name="contactauthors"></a><div>
      <div>Jane Q. Doe, Analyst in Agricultural Policy
        (<span>[email address scrubbed]</span>, [phone number scrubbed])
      </div>
    </div><br><a name="acknowledgments"></a><p>Acknowledgments</p><p>John Roe wrote an earlier report.</p></div>
  <div>
    <h2>Footnotes</h2>
    <table><tbody>
      <tr><td><a name="fn1" href="#ifn1">1</a>.
            </td><td><p> P.L. 79-731.</p></td></tr>
      <tr><td><a name="fn2" href="#ifn2">2</a>.</td><td><p> See <em>Loans</em>.</p><p>More here.</p></td></tr>
    </tbody></table>
  </div>
</div>"""


def page(body: str, name: str = "R99001_2015-03-03.html", title: str = "Farm Loans") -> Document:
    return read(f"<div><h1>{title}</h1><p>March 3, 2015 (R99001)</p>{body}</div>".encode(), name)


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_a_fragment_of_everycrsreport() -> None:
    document = read(FRAGMENT.encode(), "files/20150303_R99001_abc.html")
    assert blocks(document) == [
        ("title", "Farm Loans: An Overview"),
        ("heading", "Summary"),
        ("paragraph", "The agency lends to young farmers in the 109th Congress."),
        ("heading", "Background"),
        ("paragraph", "Loans began in 1946. They grew, see an older report."),
        ("list_item", "grants; and"),
        ("list_item", "loans."),
        ("heading", "Who May Apply"),
        ("paragraph", "Anyone may, as Table 1 shows."),
        ("caption", "Table 1. Loans by Year"),
        ("caption", "(millions of dollars)"),
        ("table_row", "\t2014\t2015"),
        ("table_row", "Loans\t1,204.5\t$2"),
        ("source", "Source: The agency."),
        ("source", "Notes: Rounded."),
        ("caption", "Figure 1. Loans on a Map"),
        ("source", "Source: A map."),
        ("heading", "Author Contact Information"),
        ("heading", "Acknowledgments"),
        ("paragraph", "John Roe wrote an earlier report."),
        ("heading", "Footnotes"),
        ("note", "P.L. 79-731."),
        ("note", "See Loans. More here."),
    ]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 1, 2, 1, 1, 1]
    place = document.text.index
    assert document.links == (
        Link(place("young farmers"), place(" in the 109th"), "https://example.gov/farm"),
        Link(place("an older report"), place(".\n\ngrants"), None),
        Link(place("Table 1 shows"), place(" shows"), None),
    )
    assert document.footnotes == (
        Footnote("1", place("1946."), place(" They"), place("P.L. 79-731."), place("\n\nSee Loans")),
        Footnote("2", place("grew,"), place(" see an"), place("See Loans."), len(document.text)),
    )
    table = place("\t2014"), place("\n\nSource: The agency")
    caption = "Table 1. Loans by Year"
    assert document.cells == (
        Cell(table, caption, 0, 1, None, None, None, place("2014\t"), place("\t2015\n")),
        Cell(table, caption, 0, 2, None, None, None, place("2015\nLoans"), place("\nLoans\t1")),
        Cell(table, caption, 1, 0, None, None, None, place("Loans\t1"), place("\t1,204.5")),
        Cell(table, caption, 1, 1, "2014", 1_204_500_000, "USD", place("1,204.5"), place("\t$2")),
        Cell(table, caption, 1, 2, "2015", 2_000_000, "USD", place("$2"), place("\n\nSource: The agency")),
    )
    assert (document.doc_id, document.published, document.source_format) == ("R99001", date(2015, 3, 3), "html")
    assert (document.series, document.product_type) == ("R", "Report")
    assert document.authors == (Author("Jane Q. Doe", "Analyst in Agricultural Policy"),)
    assert document.warnings == ()


def test_a_page_of_congress_gov() -> None:
    document = read(
        b"""<head><meta charset="utf-8"/></head><div class="Title">Small Loans</div>
        <div style="border-bottom: 1px"><div class="CoverDate">Updated March 3, 2026
            (IF99002)
        </div></div>
        <div class="ReportContent">
        <p class="Heading1">Overview</p>
        <p class="BodyText">Loans are small.</p><ul><li class="ListBullet"><a class="ExternalLink"
        href="https://example.gov"><strong><span class="Hyperlink">One </span></strong><strong>loan</strong></a>; and</li></ul>
        <p class="Heading2">Who Lends</p>
        <p class="BodyText"><strong>Banks.</strong> They lend.</p>
        <div class="TableBox"><div class="TableTitle"><p class="TableTitle">Table 1. Limits</p></div>
        <table class="ReportTable"><tr><td><p class="TableTextHeading">Lender</p></td><td><p class="TableTextHeading">Limit</p></td></tr>
        <tr><td><p class="TableText">Bank</p></td><td><p class="TableText">$350,000</p></td></tr></table>
        <div class="TableNotes"><p class="TableSource"><strong>Source: </strong>Rules.</p></div></div>
        <p class="Figure"><table class="FigureBox"><tr><td><p class="FigureTitle">Figure 1. Shares</p></td></tr>
        <tr><td><img src="x.png"/></td></tr><tr><td><p class="FigureNote"><strong>Notes:</strong> Rounded.</p></td></tr></table></p>
        </div><div data-prod-type="IF" id="prodType"></div>""",
        "IF99002.html",
    )
    assert blocks(document) == [
        ("title", "Small Loans"),
        ("heading", "Overview"),
        ("paragraph", "Loans are small."),
        ("list_item", "One loan; and"),
        ("heading", "Who Lends"),
        ("paragraph", "Banks. They lend."),
        ("caption", "Table 1. Limits"),
        ("table_row", "Lender\tLimit"),
        ("table_row", "Bank\t$350,000"),
        ("source", "Source: Rules."),
        ("caption", "Figure 1. Shares"),
        ("source", "Notes: Rounded."),
    ]
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2]
    assert document.published == date(2026, 3, 3)
    assert document.product_type == "In Focus"


def test_a_whole_page_of_crs_gov_is_read_for_its_report() -> None:
    text = "The agency lends to farmers. " * 30
    document = read(
        f"""\ufeff<!DOCTYPE html><html><head><title>Farm Loans</title><script>var x = "<p>no</p>";</script></head><body>
        <div class="nav"><ul><li><a href="/iap/farms">Farms</a></li></ul></div><div class="Report">
        <div class="ReportHeader"><div class="Title">Farm Loans</div>
        <div class="CoverDate">March 3, 2015 (RL99003)<br><a href="#Content">Jump to Main Text of Report</a></div>
        <div class="Authors"><div class="Author">Jane Doe, Specialist in Trade (<a href="mailto:j@example.gov">j@example.gov</a>, 7-0000)
        </div></div></div>
        <div class="TOC"><h1>Contents</h1><ul><li class="TOC1"><a href="#a"><span>Background</span></a></li></ul></div>
        <div class="ReportSummary"><p class="SummaryHeading">Summary</p><p class="BodyText">{text}</p></div>
        <a name="Content"></a><div class="ContentTitle">Farm Loans</div>
        <div class="ReportContent"><p class="Heading1">Background</p><p class="BodyText">See.<sup><a class="FootnoteLink"
        name="ifn1" href="#fn1" title="A law.">1</a></sup></p></div>
        <div class="Footnotes"><h1>Footnotes</h1><table><tr><td><a name="fn1" href="#ifn1" class="FootnoteBL">1</a>.</td>
        <td><p class="FootnoteText"> A law.</p></td></tr></table></div></div>
        <footer><p>CRS tel: 7-7777</p></footer></body></html>""".encode(),
        "page.html",
    )
    assert blocks(document) == [
        ("title", "Farm Loans"),
        ("heading", "Summary"),
        ("paragraph", text.strip()),
        ("heading", "Background"),
        ("paragraph", "See."),
        ("heading", "Footnotes"),
        ("note", "A law."),
    ]
    assert document.report_id == "RL99003"
    assert document.authors == (Author("Jane Doe", "Specialist in Trade"),)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One &amp; two&nbsp;three &#150; four.</p>", [("paragraph", "One & two\u00a0three – four.")]),
        ("<p>cafe&#769;s open</p>", [("paragraph", "cafés open")]),
        ("<p>One<br>two.</p>", [("paragraph", "One two.")]),
        ("<p>One.<br><br>Two.</p>", [("paragraph", "One."), ("paragraph", "Two.")]),
        ("<p>\u2022 Typed bullet.</p>", [("list_item", "Typed bullet.")]),
        ("<p><b>Who Lends</b></p><p>Banks.</p>", [("line", "Who Lends"), ("paragraph", "Banks.")]),
        ("<p><b>Banks lend.</b> They do.</p>", [("paragraph", "Banks lend. They do.")]),
        ("<p>Log<sub>2</sub> of 10<sup>6</sup>.</p>", [("paragraph", "Log2 of 106.")]),
        ("<ul><li>One<ul><li>Two</li></ul></li></ul>", [("list_item", "One"), ("list_item", "Two")]),
        ("<p>One.</p><script>two()</script><style>p {}</style><!-- three -->", [("paragraph", "One.")]),
        (
            "<table><tr><td><p>A Box</p><p>The agency lends to all farmers who ask for it.</p><ul><li>One</li></ul></td></tr></table>",
            [
                ("caption", "A Box"),
                ("paragraph", "The agency lends to all farmers who ask for it."),
                ("list_item", "One"),
            ],
        ),
        ("<p>One.</p><h1>Two</h1><p>Three.</p>", [("paragraph", "One."), ("heading", "Two"), ("paragraph", "Three.")]),
        ("<p>One.</p><h2>Disclaimer</h2><p>No text.</p>", [("paragraph", "One.")]),
    ],
)
def test_blocks(body: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(page(body)) == [("title", "Farm Loans"), *expected]


def test_cells_that_span_keep_the_columns() -> None:
    document = page(
        "<table><tr><th rowspan='2'>State</th><th colspan='2'>Loans</th></tr><tr><th>2014</th><th>2015</th></tr>"
        "<tr><td>Ohio</td><td>5</td><td></td></tr><tr><td rowspan='2'>Utah</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    )
    assert [text for kind, text in blocks(document) if kind == "table_row"] == [
        "State\tLoans\t", "\t2014\t2015", "Ohio\t5\t", "Utah\t1\t2", "\t3\t4",
    ]  # fmt: skip
    assert [(cell.header, cell.value) for cell in document.cells if cell.row == 2] == [("State", None), ("2014", 5)]


def test_number_and_date_come_from_the_name_where_the_page_has_none() -> None:
    document = read(b"<div><h1>Farm Loans</h1><p>Loans grew.</p></div>", "20150303_R99001_0a1b2c.html")
    assert (document.report_id, document.published) == ("R99001", date(2015, 3, 3))
    assert len(document.warnings) == 2


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (b"<html><body><h1>Loans</h1><p>Loans grew.</p></body></html>", "not_a_report", "names no CRS report"),
        (b"<div><h1>Loans</h1><p>March 3, 2015 (R99001)</p></div>", "no_text", "no paragraph"),
        (b"<p></p>", "not_a_report", "names no CRS report"),
    ],
)
def test_what_is_no_report(data: bytes, kind: str, sentence: str) -> None:
    with pytest.raises(SourceError, match=sentence) as caught:
        read(data, "page.html")
    assert caught.value.kind == kind


def test_nothing_is_fetched_from_elsewhere(tmp_path: object) -> None:
    document = page(
        "<p>One &xxe; two.</p><iframe src='file:///etc/passwd'></iframe><object data='/etc/passwd'></object>"
        "<a href='javascript:alert(1)'>click</a>"
    )
    assert "root:" not in document.text
    assert [link.url for link in document.links] == [None]


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + "deep",
        "<ul><li>" * 5_000 + "deep",
        "<b>" * 20_000 + "x",
        "<p>" + "x<sup><a href='#fn1'>1</a></sup> " * 20_000 + "</p>",
        "<p>" + "word " * 200_000 + "</p>",
        "<table>" + "<tr><td colspan='99999' rowspan='9999'>x</td><td>y</td></tr>" * 300 + "</table>",
        "<table><tr><td>" * 300 + "x",
        "<p>" + "<br>" * 100_000 + "</p>",
        "<a href='#ifn1'>1</a>" * 20_000,
    ],
)
def test_hostile_pages_are_read_in_bounded_time(body: str) -> None:
    start = time.process_time()
    with contextlib.suppress(SourceError):
        page(f"<p>Loans grew.</p>{body}")
    assert time.process_time() - start < 3


@given(st.lists(st.sampled_from(["<p>", "</p>", "<b>", "<td>", "<table>", "<tr>", "</table>", "<li>", "<br>", "a b", "<a href='#fn1'>1</a>",
    "<sup>", "<h2>", "</h2>", "<a href='http://x.gov'>", "</a>", " ", "&nbsp;", "Source: x", "Table 1. y"]), max_size=40))  # fmt: skip
def test_places_stand_in_the_text_whatever_the_mark_up(tags: list[str]) -> None:
    document = page("<p>Loans grew.</p>" + "".join(tags))
    ends = [0]
    for block in document.blocks:
        assert ends[-1] <= block.start < block.end <= len(document.text)
        assert (
            document.text[block.start : block.end].strip() == document.text[block.start : block.end]
            or block.kind == "table_row"
        )
        ends.append(block.end)
    for link in document.links:
        assert 0 <= link.start < link.end <= len(document.text)
    for cell in document.cells:
        assert document.text[cell.start : cell.end].strip()
