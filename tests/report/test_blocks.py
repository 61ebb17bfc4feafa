"""A text's blocks: headings, paragraphs, data tables, notes; nothing is lost, nothing stands twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.blocks import Block, blocks
from pipeline.report.reading import Report

TEXT = "T\n\nIntro.\n\nA\n\nOne\nline.\n\nTable 1\n\nYear\tSum\n2015\t$3\n\nB\n\n• item\n\nNotes\n\nSee this."


def row(words: str, **values: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **values}


def heading(words: str, level: int = 1) -> dict[str, Any]:
    place = row(words)
    return {"title": words, "level": level, "heading_start": place["start"], "heading_end": place["end"], **place}


def cell(words: str, line: int, column: int, **values: Any) -> dict[str, Any]:
    known = {"table_id": "t", "caption": "Table 1", "header": None, "value": None, "row": line, "column": column}
    return {**row(words), **known, **values}


def report(text: str = TEXT, title: str | None = "T", **tables: Any) -> Report:
    document = {"doc_id": "R1", "text": text, "title": title}
    rows: dict[str, Any] = {"sections": [], "mentions": {}, "links": [], "notes": [], "cells": [], **tables}
    return Report(document, **rows)


FULL = report(
    sections=[heading("A"), heading("B", 2), heading("Notes")],
    notes=[row("See this.", label="1", ref_end=None)],
    cells=[
        cell("Year", 0, 0),
        cell("Sum", 0, 1),
        cell("2015", 1, 0, header="Year"),
        cell("$3", 1, 1, header="Sum", value=3.0),
    ],
)


def shown(found: list[Block], text: str = TEXT) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in found]


def test_every_kind_of_block() -> None:
    assert shown(blocks(FULL)) == [
        ("paragraph", "Intro."),
        ("heading", "A"),
        ("paragraph", "One\nline."),
        ("table", "Year\tSum\n2015\t$3"),
        ("heading", "B"),
        ("item", "• item"),
        ("heading", "Notes"),
        ("note", "See this."),
    ]


def test_headings_are_numbered_and_one_below_the_title() -> None:
    assert [(b.number, b.level) for b in blocks(FULL) if b.kind == "heading"] == [(0, 2), (1, 3), (2, 2)]


def test_a_caption_stands_at_its_table_alone() -> None:
    assert ("paragraph", "Table 1") not in shown(blocks(FULL))


def test_the_head_of_a_table_is_told_from_its_body() -> None:
    grid = next(block.grid for block in blocks(FULL) if block.grid)
    assert [len(row) for row in grid.head] == [2]
    assert [[cell.number for cell in row] for row in grid.body] == [[False, True]]


def test_a_lone_cell_spans_its_row_and_gaps_are_blank() -> None:
    found = blocks(report(cells=[cell("Year", 0, 0), cell("2015", 1, 0), cell("$3", 1, 2)]))
    grid = next(block.grid for block in found if block.grid)
    assert [[(cell.place is not None, cell.columns) for cell in row] for row in grid.body] == [
        [(True, 3)],
        [(True, 1), (False, 1), (True, 1)],
    ]


def test_a_text_without_sections_is_all_paragraphs() -> None:
    assert {block.kind for block in blocks(report())} == {"paragraph", "item"}


def test_a_title_that_the_text_does_not_open_with_takes_nothing_away() -> None:
    assert shown(blocks(report("One.\n\nTwo.", title="Other")), "One.\n\nTwo.") == [
        ("paragraph", "One."),
        ("paragraph", "Two."),
    ]


@given(st.text("ab \n\t•-"), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=4))
def test_every_character_is_in_one_block(text: str, places: list[tuple[int, int]]) -> None:
    sections = [
        {"title": "x", "level": 1, "start": s, "end": s + n, "heading_start": s, "heading_end": s + n}
        for s, n in places
    ]
    found = blocks(report(text, title=None, sections=sections))
    inside = [place for block in found for place in range(block.start, block.end)]
    assert len(inside) == len(set(inside))
    assert all(place in set(inside) for place, sign in enumerate(text) if not sign.isspace())
