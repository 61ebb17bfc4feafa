"""Phrases: sequences asked for at a place, backwards, and over a whole page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.phrases import Phrases, tokens_of

NAMES = ("barn", "barn owl", "barn owl trust", "owl", "U.S. Barn Board")


def phrases(*names: str) -> Phrases[str]:
    made: Phrases[str] = Phrases()
    for name in names:
        made.add(tokens_of(name), name)
    return made


def places(words: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        found.setdefault(word, []).append(index)
    return found


@pytest.mark.parametrize(
    ("name", "tokens"),
    [("U.S.-Japan", ["U.S.", "-", "Japan"]), ("Farmer's Act", ["Farmer", "'s", "Act"]), ("", [])],
)
def test_a_name_has_the_tokens_of_a_page(name: str, tokens: list[str]) -> None:
    assert tokens_of(name) == tokens


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("barn", "barn"),
        ("barn owl", "barn owl"),
        ("barn owl trust", "barn owl trust"),
        ("U.S. Barn Board", "U.S. Barn Board"),
        ("U.S. Barn", None),
        ("barn owl trusts", None),
        ("Barn", None),
        ("", None),
    ],
)
def test_get_wants_the_whole_sequence(asked: str, value: str | None) -> None:
    assert phrases(*NAMES).get(tokens_of(asked)) == value


def test_the_first_value_of_a_sequence_stays() -> None:
    made: Phrases[int] = Phrases()
    made.add(["barn"], 1)
    made.add(["barn"], 2)
    assert made.get(["barn"]) == 1


def test_a_value_may_be_false() -> None:
    made: Phrases[int] = Phrases()
    made.add(["barn"], 0)
    assert made.longest(["barn"], 0, 1) == (1, 0)


@pytest.mark.parametrize(
    ("text", "first", "limit", "found"),
    [
        ("a barn owl trust", 1, 4, (4, "barn owl trust")),
        ("a barn owl trust", 1, 3, (3, "barn owl")),
        ("a barn owl trust", 1, 2, (2, "barn")),
        ("a barn owl trust", 1, 1, None),
        ("a barn owl trust", 0, 4, None),
        ("a barn owl trust", 2, 4, (3, "owl")),
        ("a barn owl", 1, 3, (3, "barn owl")),
        ("the U.S. Barn", 1, 3, None),
    ],
)
def test_longest(text: str, first: int, limit: int, found: tuple[int, str] | None) -> None:
    assert phrases(*NAMES).longest(tokens_of(text), first, limit) == found


@pytest.mark.parametrize(
    ("last", "limit", "found"),
    [(4, 0, (1, "trust owl barn")), (4, 2, (3, "trust")), (3, 0, None), (4, 4, None), (4, 1, (1, "trust owl barn"))],
)
def test_longest_back(last: int, limit: int, found: tuple[int, str] | None) -> None:
    made = phrases("trust owl barn", "trust")
    assert made.longest_back(tokens_of("a barn owl trust fund"), last, limit) == found


def test_find_gives_every_occurrence_in_order_longer_ones_last() -> None:
    words = tokens_of("owl, barn owl trust; barn")
    assert phrases(*NAMES).find(words, places(words)) == [
        (0, 1, "owl"),
        (2, 3, "barn"),
        (2, 4, "barn owl"),
        (2, 5, "barn owl trust"),
        (3, 4, "owl"),
        (6, 7, "barn"),
    ]


def test_find_begins_at_the_places_given_alone() -> None:
    words = tokens_of("barn barn owl")
    assert phrases("barn").find(words, {"barn": [1]}) == [(1, 2, "barn")]


@pytest.mark.parametrize("text", ["", "a farm"])
def test_nothing_is_found_where_nothing_stands(text: str) -> None:
    words = tokens_of(text)
    assert phrases(*NAMES).find(words, places(words)) == []


def test_items_are_what_was_added() -> None:
    assert sorted(value for _, value in phrases(*NAMES).items()) == sorted(NAMES)
    assert all(words == tokens_of(value) for words, value in phrases(*NAMES).items())


def test_openings_are_the_first_words() -> None:
    assert phrases(*NAMES).openings() == {"barn", "owl", "U.S."}


WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=6), st.lists(st.sampled_from("abcd"), max_size=15))
def test_find_is_a_search_for_each_sequence(names: list[list[str]], words: list[str]) -> None:
    made: Phrases[str] = Phrases()
    for name in names:
        made.add(name, "".join(name))
    text = "".join(words)
    wanted = [
        (i, i + len(name), name)
        for name in {"".join(name) for name in names}
        for i in range(len(text))
        if text.startswith(name, i)
    ]
    assert made.find(words, places(words)) == sorted(wanted)
