"""Figures beyond the rules' own examples: every unit and currency, every spelling, any text, linear time."""

from __future__ import annotations

import time
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.figures import FigureRecogniser
from pipeline.nlp.page import Page
from pipeline.rules import gazetteer, rules_for
from pipeline.values import DateValue, Figure


@cache
def recogniser() -> FigureRecogniser:
    return FigureRecogniser(spacy.blank("en").vocab)


def page_of(text: str) -> Page:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return Page(text, paragraphs, vocab=recogniser().vocab)


def figures(text: str) -> list[Figure]:
    return recogniser()(page_of(text))


def only(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, [text[row.start : row.end] for row in found]
    return found[0]


def forms(names: str) -> list[str]:
    return [
        plural or f"{singular}s" for singular, _, plural in (name.partition("/") for name in names.split("|") if name)
    ]


UNITS = [
    pytest.param(form, row["unit"], float(row["factor"] or 1), id=form)
    for row in gazetteer("units")
    for form in forms(row["names"]) + [short for short in row["abbreviations"].split("|") if len(short) > 1]
]
CURRENCIES = [
    pytest.param(form, row["code"], scale, id=f"{row['code']}-{form}")
    for row in gazetteer("currencies")
    for names, scale in ((row["names"], 1.0), (row["minor"], 0.01))
    for form in forms(names)
    if form not in ("won", "¢")
]
SYMBOLS = [
    pytest.param(symbol, row["code"], id=symbol)
    for row in gazetteer("currencies")
    for symbol in row["symbols"].split("|")
    if symbol
]


@pytest.mark.parametrize(("form", "unit", "factor"), UNITS)
def test_every_unit_is_read(form: str, unit: str, factor: float) -> None:
    row = only(f"The load was 12.5 {form} on the whole.")
    assert (row.kind, row.unit) == ("measure", unit)
    assert row.value == pytest.approx(12.5 * factor)


@pytest.mark.parametrize(("form", "code", "scale"), CURRENCIES)
def test_every_currency_is_read_by_name(form: str, code: str, scale: float) -> None:
    row = only(f"The price was 250 {form} on the whole.")
    assert (row.kind, row.unit) == ("money", code)
    assert row.value == pytest.approx(250 * scale)


@pytest.mark.parametrize(("symbol", "code"), SYMBOLS)
def test_every_currency_is_read_by_symbol(symbol: str, code: str) -> None:
    space = " " if symbol[-1].isalpha() or symbol.endswith(".") else ""
    row = only(f"The price was {symbol}{space}250 on the whole.")
    assert (row.kind, row.unit, row.value) == ("money", code, 250)


def test_every_rule_makes_rows_under_its_own_id() -> None:
    assert {rule.kind for rule in rules_for("figures").values()} == {"percent", "money", "count", "measure", "ratio"}


SCALES = {"": 1, " thousand": 1e3, " million": 1e6, " billion": 1e9, " trillion": 1e12}


@given(st.integers(1, 999_999), st.integers(0, 99), st.sampled_from(sorted(SCALES)), st.booleans())
def test_amounts_read_back_in_every_spelling(whole: int, hundredths: int, scale: str, commas: bool) -> None:
    digits = f"{whole:,}" if commas else str(whole)
    number = f"{digits}.{hundredths:02d}{scale}"
    value = float(f"{whole}.{hundredths:02d}") * SCALES[scale]
    for text, kind, unit in (
        (f"${number}", "money", "USD"),
        (f"US${number}", "money", "USD"),
        (f"€{number}", "money", "EUR"),
        (f"USD {number}", "money", "USD"),
        (f"{number} dollars", "money", "USD"),
        (f"{number} Swiss francs", "money", "CHF"),
        (f"{number} kilograms", "measure", "kilogram"),
        (f"{number}%" if not scale else f"{number} percent", "percent", "%"),
        (f"-{number} percent", "percent", "%"),
    ):
        row = only(f"The result was {text} on the whole.")
        assert (row.kind, row.unit) == (kind, unit)
        assert row.value == pytest.approx(-value if text[0] == "-" else value, rel=1e-9)


@given(st.integers(2, 999), st.integers(1, 999), st.sampled_from(["to", "and", "-"]), st.sampled_from(sorted(SCALES)))
def test_ranges_read_back(low: int, more: int, join: str, scale: str) -> None:
    high = low + more
    between = "between " if join == "and" else ""
    joint = join if join == "-" else f" {join} "
    for text in (f"${low}{joint}${high}{scale}", f"{low}{joint}{high}{scale} tons", f"{low}%{joint}{high}%"):
        factor = SCALES[scale] if "%" not in text else 1
        row = only(f"The result was {between}{text} on the whole.")
        assert row.value is None
        assert row.low == pytest.approx(low * factor)
        assert row.high == pytest.approx(high * factor)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(
    "$ € % 5 12 1,345 2.5 ½ 1/2 one two half a an the of to from - – — ( ) , . ; : / per about more than million "
    "billion dollars cents percent points tons miles times doubled vote 232-197 zero Section Table § # \n \t é states "
    "rose fell increase or and between in out every third quarter dozen fold MW US$ USD 10th 2019 ' \" “ ” [ ]".split(" ")
), max_size=60))  # fmt: skip
def test_any_text_is_survived(words: list[str]) -> None:
    text = " ".join(words)
    page = page_of(text)
    rows = recogniser()(page)
    assert rows == recogniser()(page)
    end = 0
    for row in rows:
        assert end <= row.start < row.end <= len(text)
        assert "\n" not in text[row.start : row.end]
        assert not text[row.start].isspace()
        assert not text[row.end - 1].isspace()
        assert row.kind
        assert row.rule in rules_for("figures")
        assert (row.value is None) == (row.low is not None) == (row.high is not None)
        end = row.end


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_survived(text: str) -> None:
    figures(text)


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1,111,", "1-", "(1)", "$1 ", "1 to ", "((((", "----", "1/", "half a ", "one hundred and ", "5 percent of ",
     "12 states and ", "Section 5 and ", "$5-", "a ", "% ", "1.1.1.", "from 5 to "],
)  # fmt: skip
def test_a_megabyte_is_read_in_linear_time(piece: str) -> None:
    page = page_of(piece * (1_000_000 // len(piece)))
    start = time.process_time()
    recogniser()(page)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("piece", ["$1 ", "from 5 to ", "five, ", "12 (5) ", "1 1 ", "5 percent of "])
def test_a_sentence_full_of_numbers_is_read_in_linear_time(piece: str) -> None:
    spent = []
    for count in (100, 200):
        page = page_of((piece * count + "\n") * 20)
        start = time.process_time()
        recogniser()(page)
        spent.append(time.process_time() - start)
    assert spent[1] < 5 * spent[0] + 0.1


def test_dates_hide_their_numbers() -> None:
    text = "In 12 days 15 members met."
    page = page_of(text)
    page.dates = [DateValue(3, 10, "duration", value="P12D")]
    assert [text[row.start : row.end] for row in recogniser()(page)] == ["15"]


def test_a_page_does_not_remember_the_page_before() -> None:
    assert figures("It follows the 15 FYP closely.") == []
    assert [row.unit for row in figures("It sustains 14 FYP efforts.")] == ["effort"]


@pytest.mark.parametrize("text", ["", "\n\n", "No number here.", "One of them left at one point."])
def test_texts_without_figures(text: str) -> None:
    assert figures(text) == []
