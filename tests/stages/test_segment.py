"""Sections and paragraphs of a document's blocks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.heading_levels import kind_of
from pipeline.sources.document import KINDS
from pipeline.stages.segment import Block, Paragraph, Section, segment


def cut(*pieces: tuple[str, str] | tuple[str, str, int | None]) -> tuple[str, list[Section], list[Paragraph]]:
    """Segment a text made of (kind, text) or (kind, text, level)."""
    text = ""
    blocks = []
    for kind, piece, *level in pieces:
        text += "\n\n" if text else ""
        blocks.append(Block(kind, len(text), len(text) + len(piece), level[0] if level else None))
        text += piece
    return text, *segment(text, blocks)


PROSE = ("paragraph", "The agency lends to farmers in every state.")


def test_body_before_the_first_heading_is_a_lead_without_title() -> None:
    text, sections, paragraphs = cut(("title", "Title"), PROSE, ("line", "Background"), PROSE)
    assert [(s.title, s.heading_start) for s in sections] == [(None, None), ("Background", text.index("Background"))]
    assert [text[s.start : s.end] for s in sections] == [PROSE[1], f"Background\n\n{PROSE[1]}"]
    assert [paragraph.section for paragraph in paragraphs] == [0, 1]


def test_a_document_without_headings_is_one_section() -> None:
    _, sections, _ = cut(("title", "Title"), PROSE, PROSE)
    assert [(s.title, s.level, s.kind, s.path) for s in sections] == [(None, 1, "body", None)]


def test_told_levels_make_a_tree() -> None:
    text, sections, _ = cut(
        ("heading", "A", 1), PROSE, ("heading", "B", 2), PROSE, ("heading", "C", 3), PROSE, ("heading", "D", 2), PROSE,
        ("heading", "E", 1), PROSE,
    )  # fmt: skip
    assert [(s.title, s.parent, s.path) for s in sections] == [
        ("A", None, "A"), ("B", 0, "A > B"), ("C", 1, "A > B > C"), ("D", 0, "A > D"), ("E", None, "E"),
    ]  # fmt: skip
    assert text[sections[0].start : sections[0].end].endswith(f"D\n\n{PROSE[1]}")
    assert text[sections[1].start : sections[1].end].endswith(f"C\n\n{PROSE[1]}")


def test_repeated_and_empty_sections_are_kept() -> None:
    _, sections, paragraphs = cut(
        ("heading", "Case", 1),
        ("heading", "Overview", 2),
        PROSE,
        ("heading", "Case", 1),
        ("heading", "Overview", 2),
        PROSE,
    )
    assert [s.path for s in sections] == ["Case", "Case > Overview", "Case", "Case > Overview"]
    assert [paragraph.section for paragraph in paragraphs] == [1, 3]


def test_paragraphs_are_running_text_only() -> None:
    _, _, paragraphs = cut(
        ("title", "Title"), ("heading", "A", 1), ("line", "The law states that"), PROSE, ("list_item", "one;"),
        ("caption", "Table 1. Loans"), ("table_row", "2024\t5"), ("source", "Source: The agency."),
        ("heading", "Footnotes", 1), ("note", "See 7 U.S.C. §1."),
    )  # fmt: skip
    assert [paragraph.kind for paragraph in paragraphs] == ["paragraph", "paragraph", "list_item", "source", "note"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Summary", "summary"),
        ("Introduction", "introduction"),
        ("1. Introduction", "introduction"),
        ("Background on Farm Loans", "background"),
        ("Legislative History", "background"),
        ("Issues for Congress", "options"),
        ("Potential Oversight Considerations for Congress", "options"),
        ("Policy Options", "options"),
        ("Concluding Observations", "conclusion"),
        ("Appendix A. Data", "appendix"),
        ("Related CRS Reports:", "appendix"),
        ("Footnotes", "notes"),
        ("Author Contact Information", "authors"),
        ("How the Program Works", "body"),
    ],
)
def test_kind_of(title: str, kind: str) -> None:
    assert kind_of(title) == kind


def test_a_subsection_has_the_kind_of_its_section_unless_it_has_its_own() -> None:
    _, sections, _ = cut(
        ("heading", "Appendix", 1), PROSE, ("heading", "Data", 2), PROSE, ("heading", "Summary", 2), PROSE
    )
    assert [s.kind for s in sections] == ["appendix", "appendix", "summary"]


PIECES = st.lists(
    st.tuples(
        st.sampled_from([kind for kind in KINDS if kind != "title"]),
        st.sampled_from(
            ["Background", "Farm Loans", "A sentence ends.", "2013", "in millions", "Why?", "It said that"]
        ),
        st.none() | st.integers(1, 4),
    ),
    min_size=1,
    max_size=25,
)


@given(PIECES)
def test_sections_nest_cover_the_text_and_do_not_overlap(pieces: list[tuple[str, str, int | None]]) -> None:
    pieces = [(kind, text, level if kind == "heading" else None) for kind, text, level in pieces]
    text, sections, paragraphs = cut(("title", "Title"), *pieces)
    for section in sections:
        if section.title is not None:
            assert text[section.heading_start : section.heading_end] == section.title
            assert section.start == section.heading_start
        if section.parent is not None:
            parent = sections[section.parent]
            assert parent.level < section.level
            assert parent.start < section.start < section.end <= parent.end
    outer = [section for section in sections if section.parent is None]
    assert outer[0].start == len("Title\n\n")
    assert outer[-1].end == len(text)
    assert all(text[left.end : right.start] == "\n\n" for left, right in pairwise(outer))
    for number in range(len(sections)):
        children = [section for section in sections if section.parent == number]
        assert all(left.end < right.start for left, right in pairwise(children))
    for paragraph in paragraphs:
        inner = [n for n, s in enumerate(sections) if s.start <= paragraph.start and paragraph.end <= s.end]
        assert inner[-1] == paragraph.section
