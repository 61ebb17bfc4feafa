"""Which of several names stay: the longest, then the better known; names that come later find their place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.entities.names import GRAMMAR, HEAD, LISTED, Name
from pipeline.nlp.entities.resolve import added, resolve

SIZE = 30
NAMES = st.lists(
    st.builds(
        lambda first, length, rank: Name(first, first + length, "ORG", f"rule.{rank}", rank),
        st.integers(0, SIZE - 6),
        st.integers(1, 5),
        st.integers(0, 7),
    ),
    max_size=15,
)
CLOSED = st.lists(st.integers(0, 1), min_size=SIZE, max_size=SIZE).map(bytearray)


def test_the_longest_name_stays() -> None:
    short, long = Name(3, 4, "ORG", "a", GRAMMAR), Name(2, 5, "LAW", "b", HEAD)
    assert resolve([short, long], bytearray(9)) == [long]


def test_of_names_of_the_same_tokens_the_better_known_stays() -> None:
    listed, grown = Name(2, 4, "ORG", "a", LISTED), Name(2, 4, "PROGRAM", "b", HEAD)
    assert resolve([grown, listed], bytearray(9)) == [listed]


def test_no_name_stands_on_closed_tokens() -> None:
    assert resolve([Name(2, 4, "ORG", "a", LISTED)], bytearray([0, 0, 0, 1, 0])) == []


@given(NAMES, NAMES, CLOSED)
def test_names_that_come_later_are_weighed_as_if_they_had_come_at_once(
    first: list[Name], later: list[Name], closed: bytearray
) -> None:
    kept = resolve(first, closed)
    assert added(kept, later, closed) == resolve([*kept, *later], closed)
