"""Lone lines: headings or not, and how deep."""

from __future__ import annotations

import pytest

from pipeline.nlp.headings import Piece, find_headings, reads_as_heading

PROSE = Piece("paragraph", "The agency lends to farmers in every state, by law and by rule.")


@pytest.mark.parametrize(
    "line",
    [
        "Background",
        "Loans for Ties with the United States",
        "How are the loans being used today?",
        "Recent legislative activities",
        "Example v. Board: Redistricting and the Rule",
        "What Does the Act Require of Companies?",
        "CARES Act, P.L. 116-136",
        "2013",
        "FY2027 Budget Request",
        "Related Loan Programs:",
        "Latest Action: United States v. Example Farms, Inc.",
        "1. Introduction",
        "“Buy Local” Rules",
    ],
)
def test_headings(line: str) -> None:
    assert reads_as_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "in millions of dollars",
        "(in millions)",
        "Constant (inflation-adjusted) FY2025 dollars",
        "Outlays in billions of dollars",
        "January 2020 to January 2025",
        "FY2016-FY2026",
        "The major loans, included in several statutes, were",
        "According to the 2024 Program Acquisition Costs by System",
        "On June 26, 2023, the Agency announced",
        "The second part of the section is a clause. It states that",
        "CRS Report R99001, Farm Loans: A Primer on Eligibility and Benefits",
        "Statutory Authority: 42 U.S.C. §3149",
        "(7) t = 1/ (1+e)",
        "Services include the following:",
        "Notes:",
        "https://example.gov/Loans",
        "$350,000",
        "and",
        "—",
    ],
)
def test_no_headings(line: str) -> None:
    assert not reads_as_heading(line)


def found(*pieces: Piece | str) -> list[str]:
    """The texts of the headings among the pieces; a string is a lone line."""
    blocks = [Piece("line", piece) if isinstance(piece, str) else piece for piece in pieces]
    return [blocks[index].text for index in find_headings(blocks)]


def test_a_line_between_paragraphs_is_a_heading() -> None:
    assert found(PROSE, "Farm Loans", PROSE) == ["Farm Loans"]


def test_a_line_below_an_unfinished_paragraph_goes_on_with_it() -> None:
    assert found(Piece("paragraph", "Two instructions apply, Instruction 1 and"), "Instruction 2, Loans", PROSE) == []


def test_a_heap_of_short_lines_is_a_flattened_table() -> None:
    assert found(PROSE, "Division C", "Division D", "Division E, Title I", "Division F", PROSE) == []


def test_headings_may_stand_on_top_of_each_other() -> None:
    assert found(PROSE, "Program Activities", "Phase 2 Contracts", PROSE) == ["Program Activities", "Phase 2 Contracts"]


def test_a_heading_above_a_lead_in() -> None:
    assert found(PROSE, "Phase 3 Contracts", "On June 26, 2023, the Agency announced", PROSE) == ["Phase 3 Contracts"]


def test_a_line_above_a_source_is_the_end_of_a_table() -> None:
    assert found(PROSE, "Title X", Piece("source", "Source: The agency."), PROSE) == []


def test_a_last_heading_without_a_body() -> None:
    assert found(PROSE, "Issues for Congress") == ["Issues for Congress"]


def test_what_the_source_calls_a_heading_is_one() -> None:
    assert found(Piece("heading", "in millions", 2), PROSE) == ["in millions"]
