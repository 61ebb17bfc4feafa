"""Overlapping spans become segments that do not overlap and lose nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.spans import DEEPEST, Mark, Segments, segments


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [(0, 10, ())]),
        ([(2, 4)], [(0, 2, ()), (2, 4, (0,)), (4, 10, ())]),
        ([(0, 10), (3, 5)], [(0, 3, (0,)), (3, 5, (1, 0)), (5, 10, (0,))]),
        ([(0, 6), (4, 10)], [(0, 4, (0,)), (4, 6, (0, 1)), (6, 10, (1,))]),
        ([(2, 4), (2, 4)], [(0, 2, ()), (2, 4, (0, 1)), (4, 10, ())]),
        ([(2, 4), (4, 6)], [(0, 2, ()), (2, 4, (0,)), (4, 6, (1,)), (6, 10, ())]),
        ([(3, 3)], [(0, 10, ())]),
    ],
    ids=["none", "one", "nested", "crossing", "same", "touching", "empty"],
)
def test_spans_are_cut_at_every_boundary(
    spans: list[tuple[int, int]], expected: list[tuple[int, int, tuple[int, ...]]]
) -> None:
    marks = [Mark(start, end, row) for row, (start, end) in enumerate(spans)]
    assert [tuple(segment) for segment in segments(10, marks, [])] == expected


def test_the_innermost_row_comes_first() -> None:
    marks = [Mark(0, 9, 0), Mark(1, 3, 1), Mark(1, 5, 2)]
    assert segments(10, marks, [])[1].rows == (1, 2, 0)


def test_cuts_part_plain_text_too() -> None:
    assert [(s.start, s.end) for s in segments(6, [], [2, 4])] == [(0, 2), (2, 4), (4, 6)]


def test_a_piece_between_two_cuts() -> None:
    cut = Segments(10, [Mark(3, 7, 0)], [2, 8])
    assert [(s.start, s.end, s.rows) for s in cut.between(2, 8)] == [(2, 3, ()), (3, 7, (0,)), (7, 8, ())]


def test_a_place_under_very_many_spans_names_the_innermost() -> None:
    marks = [Mark(row, 400 - row, row) for row in range(200)]
    assert max(len(segment.rows) for segment in segments(400, marks, [])) == DEEPEST


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=20), st.lists(st.integers(0, 60), max_size=5)
)
def test_segments_cover_the_text_once_and_know_their_rows(spans: list[tuple[int, int]], cuts: list[int]) -> None:
    marks = [Mark(min(span), max(span), row) for row, span in enumerate(spans)]
    found = segments(60, marks, cuts)
    assert (found[0].start, found[-1].end) == (0, 60)
    assert all(left.end == right.start for left, right in pairwise(found))
    for segment in found:
        over = {m.row for m in marks if m.start < m.end and m.start <= segment.start and segment.end <= m.end}
        assert set(segment.rows) == over
