"""How deep headings lie where the source does not tell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.heading_levels import Heading, levels


def decided(*headings: Heading) -> list[tuple[int, str]]:
    return list(zip(levels(headings), (heading.text for heading in headings), strict=True))


def long(text: str, **told: int | bool) -> Heading:
    return Heading(text, words=300, opening="The agency lends to farmers.", **told)  # type: ignore[arg-type]


def test_told_levels_stay() -> None:
    assert levels([long("A", level=1), long("B", level=3), long("C", level=2)]) == [1, 3, 2]


def test_without_a_clue_headings_stand_side_by_side() -> None:
    assert levels([long("Wheat"), long("Corn"), long("Rice")]) == [1, 1, 1]


def test_a_heading_right_below_another_is_its_child_and_the_next_its_sibling() -> None:
    assert decided(Heading("Program Activities"), long("Phase 2 Contracts"), long("Phase 3 Contracts")) == [
        (1, "Program Activities"), (2, "Phase 2 Contracts"), (2, "Phase 3 Contracts"),
    ]  # fmt: skip


def test_the_frame_of_a_report_is_at_the_top() -> None:
    headings = [
        Heading("Trade in Farm Products"),
        long("Trade in Wheat"),
        long("Trade in Corn"),
        long("Issues for Congress"),
    ]
    assert levels(headings) == [1, 2, 2, 1]


def test_titles_that_come_again_lie_below() -> None:
    headings = [long("Doe v. Roe"), long("Overview"), long("Roe v. Poe"), long("Overview")]
    assert levels(headings) == [1, 2, 1, 2]


def test_years_lie_below() -> None:
    assert levels([long("Actions by the Agency"), long("2013"), long("2014")]) == [1, 2, 2]


def test_numbers_tell_levels() -> None:
    assert levels([long("1. Loans"), long("1.1 Wheat"), long("1.2 Corn"), long("2. Grants")]) == [1, 2, 2, 1]
    assert levels([long("I. Loans"), long("A. Wheat"), long("B. Corn"), long("II. Grants"), long("A. Rice")]) == [
        1, 2, 2, 1, 2,
    ]  # fmt: skip


def test_what_the_contents_list_leaves_out_lies_below_what_it_names() -> None:
    headings = [
        long("Summary"), long("A Box"), long("Loans", listed=True), long("Wheat"), long("Corn"), long("Appendix", listed=True),
        long("Data"), long("Footnotes", level=1),
    ]  # fmt: skip
    assert levels(headings) == [1, 2, 1, 2, 2, 1, 2, 1]


@given(
    st.lists(
        st.builds(
            Heading,
            st.sampled_from(
                ["Loans", "1. Loans", "1.1.1 Loans", "II. Loans", "2013", "Summary", "Appendix A. Data", "Other"]
            ),
            st.none() | st.integers(1, 6),
            st.booleans(),
            st.integers(0, 400),
            st.sampled_from(["", "The agency lends."]),
        ),
        max_size=30,
    )
)
def test_levels_go_down_one_by_one_where_they_are_not_told(headings: list[Heading]) -> None:
    found = levels(headings)
    assert len(found) == len(headings)
    assert all(level >= 1 for level in found)
    if any(heading.level is None for heading in headings):
        assert all(after <= before + 1 for before, after in zip([0, *found], found, strict=False))
