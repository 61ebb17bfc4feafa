"""PDF reports, on small files that the tests draw themselves: text in the standard faces at given places."""

from __future__ import annotations

import contextlib
import re
import time
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.sources import Document, SourceError
from pipeline.sources.document import Author
from pipeline.sources.pdf import looks_like_pdf, read_pdf

FACES = {
    "T": "Times-Roman",
    "B": "Times-Bold",
    "I": "Times-Italic",
    "H": "Helvetica",
    "HB": "Helvetica-Bold",
    "C": "Courier-Bold",
}


class Put(NamedTuple):
    """Words at a place of a page: left, base line, face, size."""

    text: str
    left: float
    base: float
    face: str = "T"
    size: float = 11


Page = list[Put]


def draw(
    pages: list[Page],
    *,
    links: tuple[tuple[int, tuple[int, int, int, int], str], ...] = (),
    width: int = 612,
    height: int = 792,
) -> bytes:
    """A PDF file with these pages; `links` are (page, frame, address)."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = ""
    for key, name in FACES.items():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode())
        fonts += f"/{key} {len(objects)} 0 R "
    kids = []
    for number, page in enumerate(pages):
        stream = b""
        for put in page:
            shown = re.sub(rb"([()\\])", rb"\\\1", put.text.encode("cp1252"))
            stream += f"BT /{put.face} {put.size} Tf 1 0 0 1 {put.left} {put.base} Tm (".encode() + shown + b") Tj ET\n"
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        content = len(objects)
        notes = ""
        for _, frame, url in (link for link in links if link[0] == number):
            rect = " ".join(map(str, frame))
            objects.append(f"<< /Type /Annot /Subtype /Link /Rect [{rect}] /A << /S /URI /URI ({url}) >> >>".encode())
            notes += f"{len(objects)} 0 R "
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources << /Font << {fonts}>> >> "
            f"/Contents {content} 0 R /Annots [{notes}] >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content_bytes in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content_bytes)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def prose(lines: str, left: float, base: float, face: str = "T", size: float = 11) -> Page:
    """Lines of a paragraph, one below the other."""
    pitch = round(1.15 * size, 1)
    return [Put(line, left, base - pitch * n, face, size) for n, line in enumerate(lines.split("\n"))]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def head(number: int) -> Page:
    return [
        Put("Farm Loans: An Overview", 400, 750, "H", 8),
        Put("Congressional Research Service", 90, 37, "H", 8),
        Put(str(number), 517, 37, "H", 8),
    ]


COVER = [
    Put("Farm Loans:", 72, 590, "B", 22),
    Put("An Overview", 72, 560, "B", 22),
    Put("Updated March 3, 2026", 72, 515, "T", 14),
    Put("Congressional Research Service", 395, 109, "B", 10),
    Put("https://crsreports.congress.gov", 404, 92, "T", 10),
    Put("R99999", 510, 77, "T", 10),
]
SUMMARY = [
    Put("SUMMARY", 480, 717, "HB", 14),
    Put("Farm Loans: An Overview", 54, 673, "HB", 20),
    *prose("The agency lends to farmers who get no loan elsewhere. It\nhas done so since 1946, and the administration likes it.", 54, 650, "T", 10),
    Put("R99999", 460, 687, "H", 14),
    Put("March 3, 2026", 460, 662, "T", 10),
    Put("Jane Q. Public", 460, 640, "HB", 9),
    Put("Analyst in Agricultural", 460, 629, "H", 9),
    Put("Policy", 460, 618, "H", 9),
    Put("John R. Sample", 460, 590, "HB", 9),
    Put("Legislative Attorney", 460, 579, "H", 9),
]  # fmt: skip
CONTENTS = [
    *head(1),
    Put("Contents", 90, 690, "B", 18),
    Put("Background ............................................ 1", 90, 660),
    Put("Who May Apply ..................................... 1", 107, 645),
    Put("Tables", 90, 615, "B", 14),
    Put("Table 1. Loans by Year ............................. 2", 90, 595),
]
BODY = [
    *head(1),
    Put("Background", 90, 700, "B", 18),
    *prose("Loans began in 1946 under an admin-\nistration.", 90, 678),
    Put("1", 138, 670, "T", 7),
    Put("They serve the Asia-", 145, 665.4),
    *prose("Pacific, as it says\nin the 119", 90, 652.8),
    Put("th", 134, 644.6, "T", 7),
    Put("Congress.", 142, 640.2),
    Put("Who May Apply", 90, 610, "B", 14),
    *prose("Anyone who farms may apply, as the table on the next page shows, and\nthose who apply", 90, 590),
    Put("1", 90, 103, "T", 6),
    *prose("7 U.S.C. §1922, as amended by the act of that year, which is long and has\nmany parts.", 95, 100, "T", 9),
]
TABLE = [
    *head(2),
    Put("must say why. These", 90, 700),
    Put("•", 108, 682),
    *prose("land and buildings; and", 126, 682),
    Put("•", 108, 666),
    *prose("machines of every kind that a farm needs and that no other lender\nwould pay for.", 126, 666),
    Put("Table 1. Loans by Year", 200, 620, "HB", 11),
    Put("(millions of dollars)", 215, 606, "H", 10),
    *[Put(text, left, 580, "HB", 9) for text, left in (("Kind", 90), ("2024", 300), ("2025", 400))],
    *[Put(text, left, 560, "H", 9) for text, left in (("Land and", 90), ("1,204", 300), ("1,310", 400))],
    Put("buildings", 90, 549.6, "H", 9),
    *[Put(text, left, 532, "H", 9) for text, left in (("Machines", 90), ("2.5", 300), ("3.5", 400))],
    Put("Source:", 90, 510, "HB", 9),
    Put("The agency.", 130, 510, "H", 9),
    *prose("The table leaves out what was never paid, which is not much and need\nnot worry anyone.", 90, 480),
    Put("Author Information", 90, 400, "B", 14),
    Put("Jane Q. Public", 90, 370, "T", 10),
    Put("Analyst in Agricultural Policy", 90, 358, "T", 10),
    Put("Disclaimer", 90, 300, "B", 14),
    *prose("This document was prepared by the Congressional Research Service (CRS).", 90, 280, "T", 10),
    Put("R99999 · VERSION 4 · UPDATED", 250, 37, "HB", 8),
]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Document:
    """A report with a cover, a summary page, a contents list, a note, a table and back matter."""
    return read_pdf(draw([COVER, SUMMARY, CONTENTS, BODY, TABLE]), "farm.pdf")


def test_cover_and_last_page_say_who_the_report_is(report: Document) -> None:
    assert (report.doc_id, report.title) == ("R99999v4", "Farm Loans: An Overview")
    assert (report.series, report.product_type, report.published) == ("R", "Report", date(2026, 3, 3))
    assert report.authors == (
        Author("Jane Q. Public", "Analyst in Agricultural Policy"),
        Author("John R. Sample", "Legislative Attorney"),
    )
    assert report.warnings == ()


def test_blocks(report: Document) -> None:
    assert blocks(report) == [
        ("title", "Farm Loans: An Overview"),
        ("heading", "Summary"),
        (
            "paragraph",
            "The agency lends to farmers who get no loan elsewhere. It has done so since 1946, and the administration likes it.",
        ),
        ("heading", "Background"),
        (
            "paragraph",
            "Loans began in 1946 under an administration. They serve the Asia-Pacific, as it says in the 119th Congress.",
        ),
        ("heading", "Who May Apply"),
        (
            "paragraph",
            "Anyone who farms may apply, as the table on the next page shows, and those who apply must say why. These",
        ),
        ("list_item", "land and buildings; and"),
        ("list_item", "machines of every kind that a farm needs and that no other lender would pay for."),
        ("caption", "Table 1. Loans by Year"),
        ("caption", "(millions of dollars)"),
        ("table_row", "Kind\t2024\t2025"),
        ("table_row", "Land and buildings\t1,204\t1,310"),
        ("table_row", "Machines\t2.5\t3.5"),
        ("source", "Source: The agency."),
        (
            "paragraph",
            "The table leaves out what was never paid, which is not much and need not worry anyone.",
        ),
        ("heading", "Footnotes"),
        ("note", "7 U.S.C. §1922, as amended by the act of that year, which is long and has many parts."),
    ]


def test_headings_have_the_levels_of_the_contents_list(report: Document) -> None:
    levels = [block.level for block in report.blocks if block.kind == "heading"]
    assert levels == [1, 1, 2, 1]


def test_a_note_knows_the_word_that_calls_it(report: Document) -> None:
    (note,) = report.footnotes
    assert note.label == "1"
    assert note.ref_start is not None
    assert report.text[note.ref_start : note.ref_end] == "administration."


def test_cells_have_numbers_headers_and_units(report: Document) -> None:
    found = [(cell.row, cell.column, cell.header, cell.value, cell.unit) for cell in report.cells if cell.value]
    assert found == [
        (1, 1, "2024", 1_204e6, "USD"),
        (1, 2, "2025", 1_310e6, "USD"),
        (2, 1, "2024", 2.5e6, "USD"),
        (2, 2, "2025", 3.5e6, "USD"),
    ]
    assert {cell.caption for cell in report.cells} == {"Table 1. Loans by Year"}


def test_the_same_file_gives_the_same_document(report: Document) -> None:
    assert read_pdf(draw([COVER, SUMMARY, CONTENTS, BODY, TABLE]), "farm.pdf") == report


LEFT = "\n".join(f"Line {number} of the left column has words enough to be" for number in range(1, 21))
RIGHT = "\n".join(f"line {number} of the right column that goes on and on as" for number in range(1, 21))


def in_focus() -> bytes:
    first = [
        Put("Updated March 3, 2026", 460, 690, "T", 10),
        Put("Farm Loans: An Overview", 57, 670, "B", 18),
        *prose(LEFT, 57, 640, "T", 9),
        *prose(RIGHT + "\nit ends.", 313, 640, "T", 9),
        Put("https://crsreports.congress.gov", 240, 27, "H", 9),
    ]
    second = [
        Put("Farm Loans: An Overview", 400, 758, "H", 9),
        *prose("Left above the table there is one paragraph of the text.", 57, 730, "T", 9),
        *prose("Right above the table there is another paragraph of it.", 313, 730, "T", 9),
        Put("Table 1. Loans by Year of the Calendar and Kind of the Loan", 150, 690, "HB", 9.5),
        *[Put(text, left, 670, "HB", 8.5) for text, left in (("Kind", 57), ("What", 200), ("Loans", 500))],
        *[Put(text, left, 655, "H", 8.5) for text, left in (("Land", 57), ("Anything that a person stands on or walks across, or may", 200), ("12", 500))],
        *[Put(text, left, 640, "H", 8.5) for text, left in (("Seed", 57), ("Anything that grows where a person has put it down, or may", 200), ("7", 500))],
        Put("Source: The agency.", 57, 620, "H", 8.5),
        *prose("Left below the table the text goes on with a paragraph.", 57, 590, "T", 9),
        Put("Jane Q. Public", 313, 590, "B", 9),
        Put(", Analyst in Agricultural", 373, 590, "T", 9),
        Put("Policy", 313, 579, "T", 9),
        Put("IF99999", 520, 735, "HB", 8.5),
        Put("https://crsreports.congress.gov | IF99999 · VERSION 2 · NEW", 170, 27, "H", 9),
    ]  # fmt: skip
    return draw([first, second], links=((0, (50, 635, 130, 650), "https://example.gov/left"),))


def test_two_columns_are_read_one_after_the_other() -> None:
    document = read_pdf(in_focus(), "x.pdf")
    assert (document.doc_id, document.product_type) == ("IF99999v2", "In Focus")
    assert document.authors == (Author("Jane Q. Public", "Analyst in Agricultural Policy"),)
    shown = [text for kind, text in blocks(document) if kind in ("paragraph", "source", "table_row")]
    assert shown[0] == f"{LEFT} {RIGHT} it ends.".replace("\n", " ")
    assert [text.split()[0] for text in shown] == ["Line", "Left", "Right", "Kind", "Land", "Seed", "Source:", "Left"]


def test_links_carry_their_address() -> None:
    document = read_pdf(in_focus(), "x.pdf")
    (link,) = document.links
    assert (document.text[link.start : link.end], link.url) == ("Line 1 of the left", "https://example.gov/left")


def insight(*rest: Put) -> bytes:
    return draw([
        [
            Put("INSIGHTi", 487, 666, "HB", 18),
            Put("Farm Loans at a Glance", 72, 585, "B", 22),
            Put("March 3, 2026", 72, 540, "T", 14),
            *prose("The agency lends to farmers. It asks each of them what the loan is\nfor and when it comes back.", 72, 515),
            *rest,
            Put("CRS INSIGHT", 73, 53, "HB", 8),
            Put("Prepared for Members and", 73, 44, "H", 8),
            Put("IN99999", 503, 77, "T", 10),
        ]
    ])  # fmt: skip


def test_labels_within_a_figure_are_no_text() -> None:
    document = read_pdf(
        insight(
            Put("Figure 1. Loans on a Map", 200, 470, "HB", 11),
            Put("$150", 90, 440, "H", 9),
            Put("FY1995   FY2025", 150, 400, "H", 9),
            Put("Source:", 90, 380, "HB", 9),
            Put("A map.", 130, 380, "H", 9),
            *prose("The map has no legend, and the agency has said that it never had one.", 72, 350),
        ),
        "x.pdf",
    )
    assert [text for _, text in blocks(document)[2:]] == [
        "Figure 1. Loans on a Map",
        "Source: A map.",
        "The map has no legend, and the agency has said that it never had one.",
    ]


@pytest.mark.parametrize(
    ("name", "doc_id"),
    [("IN99999.pdf", "IN99999"), ("IN99999v3.pdf", "IN99999v3"), ("other.pdf", "IN99999"), ("R11111v2.pdf", "IN99999")],
)
def test_number_comes_from_the_text_and_the_version_from_the_name(name: str, doc_id: str) -> None:
    assert read_pdf(insight(), name).doc_id == doc_id


def test_a_drop_capital_goes_back_to_its_word() -> None:
    document = read_pdf(
        draw(
            [
                [
                    Put("Farm Loans", 90, 720, "B", 20),
                    Put("March 3, 2026", 90, 700),
                    *prose("ongress has lent to farmers since 1946, and it will go on\nto do so.", 120, 650),
                    Put("C", 90, 640, "T", 40),
                ]
            ]
        ),
        "R99999.pdf",
    )
    assert blocks(document)[1] == ("paragraph", "Congress has lent to farmers since 1946, and it will go on to do so.")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "broken_pdf"),
        (draw([COVER])[:200], "broken_pdf"),
        (draw([[]]), "no_text"),
    ],
)
def test_files_without_a_report_are_refused_with_a_sentence(data: bytes, kind: str) -> None:
    assert looks_like_pdf(data)
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "x.pdf")
    assert caught.value.kind == kind
    assert len(str(caught.value).split()) > 5


@given(st.integers(0, 4000), st.binary(min_size=1, max_size=8))
@settings(max_examples=40, deadline=None)
def test_damaged_files_raise_nothing_else(place: int, junk: bytes) -> None:
    data = bytearray(insight())
    data[place : place + len(junk)] = junk
    try:
        document = read_pdf(bytes(data), "x.pdf")
    except SourceError:
        return
    for block in document.blocks:
        assert document.text[block.start : block.end].strip()


def test_a_page_full_of_words_is_read_in_linear_time() -> None:
    rows = [Put("word " * 20, 72, 700 - row * 0.05, "T", 11) for row in range(2000)]
    data = draw([rows])
    start = time.process_time()
    with contextlib.suppress(SourceError):
        read_pdf(data, "R99999.pdf")
    assert time.process_time() - start < 5
