"""Numbers in digits and words are read back to their value."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.numbers import NUMBER, ONES, TEENS, TENS, read_number

WHOLE = re.compile(NUMBER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("1,345", 1345),
        ("1,345,500.25", 1345500.25),
        (".75", 0.75),
        ("2.5 million", 2.5e6),
        ("1.7-million", 1.7e6),
        ("62.8\u00a0billion", 62.8e9),
        ("3 dozen", 36),
        ("10 and a half", 10.5),
        ("2½", 2.5),
        ("2 1/2", 2.5),
        ("2-1/2", 2.5),
        ("1/3", 1 / 3),
        ("zero", 0),
        ("Twenty-five", 25),
        ("TWENTY FIVE", 25),
        ("a hundred", 100),
        ("fifteen hundred", 1500),
        ("two hundred and fifty thousand", 250_000),
        ("two thousand and five", 2005),
        ("two million three hundred thousand", 2_300_000),
        ("ninety-nine trillion", 99e12),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("half a billion", 5e8),
        ("half-million", 5e5),
        ("a half-million", 5e5),
        ("three-quarters of a million", 750_000),
        ("two and a half", 2.5),
        ("two and three-quarters", 2.75),
        ("one and a half million", 1.5e6),
        ("two-thirds", 2 / 3),
        ("one half", 0.5),
        ("three fifths", 0.6),
    ],
)
def test_reads(text: str, value: float) -> None:
    match = WHOLE.match(text)
    assert match is not None
    assert match.group() == text
    assert read_number(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("5,6", "5"),
        ("1,3456", "1"),
        ("five million, three states", "five million"),
        ("twenty five-year plans", "twenty"),
        ("twenty-one-year", "twenty-one"),
        ("one hundred\ntwenty", "one hundred"),
        ("seventh", None),
        ("a year", None),
        ("tennis", None),
    ],
)
def test_stops_where_the_number_ends(text: str, first: str | None) -> None:
    match = WHOLE.match(text)
    assert (match and match.group()) == first


@pytest.mark.parametrize("text", ["", "a", "many", "of a", "ten cats"])
def test_refuses_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        read_number(text)


def in_words(number: int, conjunction: str = " ") -> str:
    """`number` spelled out, `conjunction` between the hundreds and the rest."""
    ones = {value: word for words in (ONES, TEENS, TENS) for word, value in words.items()}
    if number < 100:
        return ones.get(number) or f"{ones[number - number % 10]}-{ones[number % 10]}"
    for scale, word in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            rest = in_words(number % scale, conjunction) if number % scale else ""
            return f"{in_words(number // scale, conjunction)} {word} {rest}".rstrip()
    rest = conjunction + in_words(number % 100) if number % 100 else ""
    return f"{ones[number // 100]} hundred{rest}"


@given(
    st.integers(1, 10**15 - 1), st.sampled_from([" ", " and "]), st.sampled_from([str.lower, str.upper, str.capitalize])
)
def test_number_words_read_back(number: int, conjunction: str, case: object) -> None:
    text = case(in_words(number, conjunction))  # type: ignore[operator]
    assert WHOLE.match(text).group() == text  # type: ignore[union-attr]
    assert read_number(text) == number


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["", " thousand", " million", " Billion", "-trillion"]))
def test_digits_read_back(number: object, scale: str) -> None:
    factor = {"": 1, " thousand": 1e3, " million": 1e6, " Billion": 1e9, "-trillion": 1e12}[scale]
    for text in (f"{number}{scale}", f"{number:,}{scale}"):
        assert WHOLE.match(text).group() == text  # type: ignore[union-attr]
        assert read_number(text) == pytest.approx(float(number) * factor, rel=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize("piece", ["1", "1,111,", "1-", "one hundred and ", "two million ", "half a ", "a ", "1 1/2 "])
def test_long_runs_are_read_in_linear_time(piece: str) -> None:
    text = piece * (250_000 // len(piece))
    start = time.process_time()
    for _ in WHOLE.finditer(text):
        pass
    assert time.process_time() - start < 2
