"""Dates rendered in any supported spelling are read back; any text is survived, in linear time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from random import Random

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.dates import DateRecogniser
from pipeline.nlp.page import Page
from pipeline.values import DateValue

VOCAB = spacy.blank("en").vocab
RECOGNISER = DateRecogniser(VOCAB)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ENDINGS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
DAYS = st.dates(date(1800, 1, 1), date(2099, 12, 31))
YEARS = st.integers(1800, 2090)


def read(text: str, published: date | None = date(2015, 4, 28)) -> list[DateValue]:
    return RECOGNISER(Page(text, [(0, len(text))], vocab=VOCAB, published=published))


def numeral(number: int) -> str:
    return f"{number}{'th' if 10 < number % 100 < 14 else ENDINGS.get(number % 10, 'th')}"


DAY_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{MONTHS[day.month - 1]} {numeral(day.day)}, {day.year}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"the {numeral(day.day)} of {MONTHS[day.month - 1]}, {day.year}",
    lambda day: f"{day:%A}, {MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{day.month}/{day.day}/{day.year}",
    lambda day: f"{day.month:02}/{day.day:02}/{day.year}",
    lambda day: day.isoformat(),
)


@given(DAYS, st.sampled_from(DAY_SPELLINGS))
def test_days_are_read_back(day: date, spell: Callable[[date], str]) -> None:
    (row,) = read(f"The act of {spell(day)} holds.")
    assert (row.type, row.start_date, row.end_date, row.precision) == ("date", day, day, "day")


@given(DAYS, DAYS, st.sampled_from(DAY_SPELLINGS[:2]), st.sampled_from((" to ", "-", "–", " through ", " until ")))
def test_ranges_of_days_are_read_back(first: date, last: date, spell: Callable[[date], str], link: str) -> None:
    if first < last:
        (row,) = read(f"It ran from {spell(first)}{link}{spell(last)} in vain.")
        assert (row.type, row.start_date, row.end_date) == ("range", first, last)


@given(
    YEARS,
    st.sampled_from(
        (
            "FY{0}",
            "FY {0}",
            "fiscal year {0}",
            "Fiscal Year {0}",
            "fiscal {0}",
            "the {0} fiscal year",
            "fiscal year (FY) {0}",
        )
    ),
)
def test_fiscal_years_are_read_back(year: int, spelling: str) -> None:
    (row,) = read(f"Funds for {spelling.format(year)} rose.")
    assert (row.start_date, row.end_date) == (date(year - 1, 10, 1), date(year, 9, 30))
    assert row.precision == "fiscal_year"


@given(
    YEARS,
    st.integers(1, 9),
    st.sampled_from(("{0}-{1}", "{0}–{1}", "{0} to {1}", "{0} through {1}", "from {0} until {1}")),
)
def test_ranges_of_years_are_read_back(year: int, length: int, spelling: str) -> None:
    (row,) = read(f"It was so in {spelling.format(year, year + length)}.")
    assert (row.type, row.start_date, row.end_date) == ("range", date(year, 1, 1), date(year + length, 12, 31))


@given(
    YEARS,
    st.integers(1, 4),
    st.sampled_from(("Q{1} {0}", "Q{1} of {0}", "{1}Q {0}", "the {2} quarter of {0}", "the {2} quarter {0}")),
)
def test_quarters_are_read_back(year: int, quarter: int, spelling: str) -> None:
    word = ("first", "second", "third", "fourth")[quarter - 1]
    (row,) = read(f"It fell in {spelling.format(year, quarter, word)}.")
    assert row.start_date == date(year, 3 * quarter - 2, 1)
    assert row.precision == "quarter"


@given(st.integers(60, 200), st.sampled_from(("{1} Congress", "{0} Congress", "{0} th Congress")))
def test_congresses_are_read_back(number: int, spelling: str) -> None:
    (row,) = read(f"Bills of the {spelling.format(number, numeral(number))} died.")
    assert row.start_date is not None
    assert row.start_date.year == 1789 + 2 * (number - 1)


@given(st.integers(1, 999), st.sampled_from(("year", "month", "week", "day", "hour")), st.booleans())
def test_lengths_are_read_back(count: int, unit: str, hyphen: bool) -> None:
    text = f"{count}-{unit}" if hyphen else f"{count} {unit}s"
    (row,) = read(f"After a {text} stay he left.")
    assert row.value == ("PT" if unit == "hour" else "P") + f"{count}{unit[0].upper()}"


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("0123456789 -–/,.()'’[]%$§ \n")) | st.text())
def test_any_text_is_survived(text: str) -> None:
    for row in read(text):
        assert 0 <= row.start < row.end <= len(text)
        assert text[row.start : row.end].strip() == text[row.start : row.end]
        assert row.start_date is None or row.end_date is None or row.start_date <= row.end_date


WORDS = st.sampled_from(
    "in the of to and between last this that next past March May 5 15th 2012 FY2012 FY fiscal year years 1990s century third quarter "
    "Q3 fall Congress 113th th early mid late end half a one two twenty hundred every each annually days later ago before - – / , . ( "
    ") ' 's age older children than about present yesterday Tuesday since through".split()
)


@settings(max_examples=300)
@given(st.lists(WORDS, max_size=30), st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_any_run_of_words_of_time_is_survived(words: list[str], published: date | None) -> None:
    rows = read(" ".join(words), published)
    assert rows == sorted(rows, key=lambda row: (row.start, row.end))
    for left, right in pairwise(rows):
        assert left.end <= right.start
    for row in rows:
        assert row.type in ("date", "range", "duration", "set")
        assert (row.value is not None) == (row.type in ("duration", "set"))


def seconds(text: str) -> float:
    """Processor time that the recogniser takes for a text."""
    page = Page(text, [(0, len(text))], vocab=VOCAB, published=date(2015, 4, 28))
    begin = time.process_time()
    RECOGNISER(page)
    return time.process_time() - begin


@pytest.mark.parametrize(
    "piece",
    ["1990, ", "1, ", "1-", "2010-", "(2010) ", "1/2/", "one ", "twenty-", "the ", "early ", "113th, ", "113th-", "March ",
     "May 5, ", "FY2010, ", "5 to ", "last ", "2010 and ", "a year ", "' ", "every ", "the third ", "in May ", "Friday ",
     "two days later ", "that year "],
)  # fmt: skip
def test_time_grows_with_the_text(piece: str) -> None:
    count = 10_000 // len(piece)
    assert seconds(8 * count * piece) < 24 * seconds(count * piece) + 0.2


def test_a_megabyte_of_signs_is_read_at_once() -> None:
    signs = Random(7).choices("0123456789,-–()", k=1_000_000)
    assert seconds("".join(signs)) < 2
