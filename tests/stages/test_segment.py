"""Sections and paragraphs of a document's blocks."""

from __future__ import annotations

from pipeline.stages.segment import Block, segment


def test_body_before_the_first_heading_is_a_lead_without_title() -> None:
    text = "Title\n\nA lead.\n\nBackground\n\nA body."
    blocks = [
        Block("title", 0, 5, None),
        Block("paragraph", 7, 14, None),
        Block("line", 16, 26, None),
        Block("paragraph", 28, 35, None),
    ]
    sections, paragraphs = segment(text, blocks)
    assert [(s.title, s.start, s.end, s.heading_start) for s in sections] == [
        (None, 7, 14, None),
        ("Background", 16, 35, 16),
    ]
    assert [(p.start, p.end, p.section) for p in paragraphs] == [(7, 14, 0), (28, 35, 1)]
