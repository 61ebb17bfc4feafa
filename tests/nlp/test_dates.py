"""Expressions of time in the spellings that prose has, and what they stand for."""

from __future__ import annotations

from datetime import date

import pytest
import spacy

from pipeline.nlp.dates import DateRecogniser
from pipeline.nlp.page import Page
from pipeline.values import Citation, DateValue

VOCAB = spacy.blank("en").vocab
RECOGNISER = DateRecogniser(VOCAB)
PUBLISHED = date(2015, 4, 28)  # a Tuesday


def read(text: str, published: date | None = PUBLISHED) -> list[DateValue]:
    return RECOGNISER(Page(text, [(0, len(text))], vocab=VOCAB, published=published))


def shown(text: str, row: DateValue) -> str:
    """`surface = value mod`: a day, `first..last` day, a duration or the period of a set."""
    value = row.value or "unknown"
    if row.start_date and row.end_date:
        ends = row.start_date.isoformat(), row.end_date.isoformat()
        value = ends[0] if ends[0] == ends[1] else "..".join(ends)
    return f"{text[row.start : row.end]} = {value}" + (f" {row.mod}" if row.mod else "")


def values(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [shown(text, row) for row in read(text, published)]


def value(text: str) -> str:
    """The value of the one expression of a phrase, wherever it stands."""
    rows = read(f"It was so in {text}.")
    assert len(rows) == 1, [shown(f"It was so in {text}.", row) for row in rows]
    return shown(f"It was so in {text}.", rows[0]).split(" = ")[1]


@pytest.mark.parametrize(
    "text",
    [
        "March 5, 2012", "March 5 2012", "March 5th, 2012", "March 5, of 2012", "March the 5th, 2012", "Mar. 5, 2012",
        "Mar 5, 2012", "5 March 2012", "5 Mar. 2012", "5th of March 2012", "5th of March, 2012", "fifth of March, 2012",
        "Monday, March 5, 2012", "Mon., March 5, 2012", "2012-03-05", "3/5/2012", "03/05/2012",
        "3/5/12", "2012/03/05", "5-Mar-2012", "5 th of March, 2012",
    ],
)  # fmt: skip
def test_a_day(text: str) -> None:
    assert value(text) == "2012-03-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2012", "2012-03-01..2012-03-31"),
        ("March, 2012", "2012-03-01..2012-03-31"),
        ("March of 2012", "2012-03-01..2012-03-31"),
        ("Sept. 2012", "2012-09-01..2012-09-30"),
        ("3/2012", "2012-03-01..2012-03-31"),
        ("2014-02", "2014-02-01..2014-02-28"),
        ("mid-March 2012", "2012-03-01..2012-03-31 mid"),
        ("Q3 2012", "2012-07-01..2012-09-30"),
        ("3Q 2012", "2012-07-01..2012-09-30"),
        ("Q3 of 2012", "2012-07-01..2012-09-30"),
        ("third quarter of 2012", "2012-07-01..2012-09-30"),
        ("third-quarter 2012", "2012-07-01..2012-09-30"),
        ("the third quarter (Q3) of 2012", "2012-07-01..2012-09-30"),
        ("2012's third quarter", "2012-07-01..2012-09-30"),
        ("last quarter of 2012", "2012-10-01..2012-12-31"),
        ("the last quarter of 2012", "2012-10-01..2012-12-31"),
        ("Q1 FY2012", "2011-10-01..2011-12-31"),
        ("FY2012 Q1", "2011-10-01..2011-12-31"),
        ("second quarter of fiscal year 2012", "2012-01-01..2012-03-31"),
        ("February of FY2012", "2012-02-01..2012-02-29"),
        ("November of FY2012", "2011-11-01..2011-11-30"),
        ("spring 2012", "2012-03-01..2012-05-31"),
        ("the autumn of 2012", "2012-09-01..2012-11-30"),
        ("winter 2012", "2011-12-01..2012-02-29"),
        ("winter 2011-2012", "2011-12-01..2012-02-29"),
        ("the winter of 2011-12", "2011-12-01..2012-02-29"),
        ("fall of last year", "2014-09-01..2014-11-30"),
    ],
)
def test_a_part_of_a_year(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012", "2012-01-01..2012-12-31"),
        ("the year 2012", "2012-01-01..2012-12-31"),
        ("calendar year 2012", "2012-01-01..2012-12-31"),
        ("CY2012", "2012-01-01..2012-12-31"),
        ("the 2012 plan year", "2012-01-01..2012-12-31"),
        ("late 2012", "2012-01-01..2012-12-31 late"),
        ("early to mid-2012", "2012-01-01..2012-12-31 mid"),
        ("the first half of 2012", "2012-01-01..2012-12-31 early"),
        ("the latter part of 2012", "2012-01-01..2012-12-31 late"),
        ("the closing months of 2012", "2012-01-01..2012-12-31 late"),
        ("year-end 2012", "2012-01-01..2012-12-31 late"),
        ("yearend 2012", "2012-01-01..2012-12-31 late"),
        ("mid-year 2012", "2012-01-01..2012-12-31 mid"),
        ("the beginning of 2012", "2012-01-01..2012-12-31 early"),
        ("H2 2012", "2012-01-01..2012-12-31 late"),
        ("or around 2012", "2012-01-01..2012-12-31 approx"),
        ("FY2012", "2011-10-01..2012-09-30"),
        ("FY 2012", "2011-10-01..2012-09-30"),
        ("FY12", "2011-10-01..2012-09-30"),
        ("FY'12", "2011-10-01..2012-09-30"),
        ("FY-2012", "2011-10-01..2012-09-30"),
        ("FY75", "1974-10-01..1975-09-30"),
        ("fiscal year 2012", "2011-10-01..2012-09-30"),
        ("fiscal year (FY) 2012", "2011-10-01..2012-09-30"),
        ("fiscal 2012", "2011-10-01..2012-09-30"),
        ("the 2012 fiscal year", "2011-10-01..2012-09-30"),
        ("the end of FY2012", "2011-10-01..2012-09-30 late"),
        ("school year 2012-2013", "2012-09-01..2013-08-31"),
        ("SY2012-13", "2012-09-01..2013-08-31"),
        ("the 2012/13 academic year", "2012-09-01..2013-08-31"),
        ("the 2010s", "2010-01-01..2019-12-31"),
        ("the 1990's", "1990-01-01..1999-12-31"),
        ("the '90s", "1990-01-01..1999-12-31"),
        ("the mid-90s", "1990-01-01..1999-12-31 mid"),
        ("the late nineties", "1990-01-01..1999-12-31 late"),
        ("the 1800s", "1800-01-01..1899-12-31"),
        ("the 21st century", "2001-01-01..2100-12-31"),
        ("the twenty-first century", "2001-01-01..2100-12-31"),
        ("the 21 st century", "2001-01-01..2100-12-31"),
        ("the mid-20th century", "1901-01-01..2000-12-31 mid"),
        ("the first decade of the 20th century", "1901-01-01..1910-12-31"),
        ("the 113th Congress", "2013-01-03..2015-01-03"),
        ("the 113 th Congress", "2013-01-03..2015-01-03"),
        ("the 113 Congress", "2013-01-03..2015-01-03"),
        ("the One Hundred Thirteenth Congress", "2013-01-03..2015-01-03"),
        ("the One Hundred and Thirteenth Congress", "2013-01-03..2015-01-03"),
        ("the Ninety-eighth Congress", "1983-01-03..1985-01-03"),
        ("the 73rd Congress", "1933-03-04..1935-01-03"),
        ("the 1st Congress", "1789-03-04..1791-03-03"),
    ],
)
def test_a_year_and_longer(text: str, expected: str) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010 to 2012", "2010-01-01..2012-12-31"),
        ("2010-2012", "2010-01-01..2012-12-31"),
        ("2010–2012", "2010-01-01..2012-12-31"),
        ("2010-12", "2010-01-01..2012-12-31"),
        ("1999-00", "1999-01-01..2000-12-31"),
        ("2011/12", "2011-01-01..2012-12-31"),
        ("FY2010-FY2012", "2009-10-01..2012-09-30"),
        ("FY2010-2012", "2009-10-01..2012-09-30"),
        ("FY2010-12", "2009-10-01..2012-09-30"),
        ("FYs 2010-2012", "2009-10-01..2012-09-30"),
        ("fiscal years 2010 through 2012", "2009-10-01..2012-09-30"),
        ("2010 to 2012 fiscal years", "2009-10-01..2012-09-30"),
        ("tax years 2010-2012", "2010-01-01..2012-12-31"),
        ("January-March 2012", "2012-01-01..2012-03-31"),
        ("November to February 2012", "2011-11-01..2012-02-29"),
        ("March 2011 through June 2012", "2011-03-01..2012-06-30"),
        ("March 3-5, 2012", "2012-03-03..2012-03-05"),
        ("March 3 to 5, 2012", "2012-03-03..2012-03-05"),
        ("3-5 March 2012", "2012-03-03..2012-03-05"),
        ("March 3-June 5, 2012", "2012-03-03..2012-06-05"),
        ("December 20, 2011-January 5, 2012", "2011-12-20..2012-01-05"),
        ("October 1, 1959, until March 31, 1983", "1959-10-01..1983-03-31"),
        ("Q1-Q3 2012", "2012-01-01..2012-09-30"),
        ("the first through third quarters of 2012", "2012-01-01..2012-09-30"),
        ("spring/summer 2012", "2012-03-01..2012-08-31"),
        ("the 1980s to the 1990s", "1980-01-01..1999-12-31"),
        ("the 110th-113th Congresses", "2007-01-03..2015-01-03"),
        ("the 110 through the 113 Congresses", "2007-01-03..2015-01-03"),
        ("early 2010 until mid-2012", "2010-01-01..2012-12-31"),
        ("2010 through the end of 2012", "2010-01-01..2012-12-31"),
        ("2012 to the present", "2012-01-01..2015-04-28"),
        ("FY2012-Present", "2011-10-01..2015-04-28"),
        ("1998 through January 2012", "1998-01-01..2012-01-31"),
    ],
)
def test_a_range(text: str, expected: str) -> None:
    assert value(text) == expected
    assert [row.type for row in read(f"It was so in {text}.")] == ["range"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 2010 and 2012", ["2010 and 2012 = 2010-01-01..2012-12-31"]),
        ("between late 2010 and June 2012", ["late 2010 and June 2012 = 2010-01-01..2012-06-30"]),
        ("in 2010 and 2012", ["2010 = 2010-01-01..2010-12-31", "2012 = 2012-01-01..2012-12-31"]),
        (
            "the 2011 and 2012 fiscal years",
            ["2011 = 2010-10-01..2011-09-30", "2012 fiscal years = 2011-10-01..2012-09-30"],
        ),
        (
            "in the 18th and 19th centuries",
            ["18th = 1701-01-01..1800-12-31", "19th centuries = 1801-01-01..1900-12-31"],
        ),
        (
            "Bills of the 112th or 113th Congress",
            ["112th = 2011-01-03..2013-01-03", "113th Congress = 2013-01-03..2015-01-03"],
        ),
        ("June 1 and 3, 2012", ["June 1 = 2012-06-01", "3, 2012 = 2012-06-03"]),
        ("in May and June 2012", ["May = 2012-05-01..2012-05-31", "June 2012 = 2012-06-01..2012-06-30"]),
        (
            "absent from2012 and FY2013amounts",
            ["2012 = 2012-01-01..2012-12-31", "FY2013 = 2012-10-01..2013-09-30"],
        ),
        ("by March [2017]", ["March [2017] = 2017-03-01..2017-03-31"]),
        ("from the FY2012 to the FY2013 level", ["FY2012 = 2011-10-01..2012-09-30", "FY2013 = 2012-10-01..2013-09-30"]),
    ],
)
def test_lists_and_ends(text: str, expected: list[str]) -> None:
    assert values(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 years", ["30 years = P30Y"]),
        ("a 30-year term", ["30-year = P30Y"]),
        ("thirty-five years", ["thirty-five years = P35Y"]),
        ("one hundred and twenty days", ["one hundred and twenty days = P120D"]),
        ("2½ years", ["2½ years = P2.5Y"]),
        ("two-and-a-half years", ["two-and-a-half years = P2.5Y"]),
        ("half a century", ["half a century = P50Y"]),
        ("a quarter of a century", ["quarter of a century = P25Y"]),
        ("a dozen years", ["a dozen years = P12Y"]),
        ("3 decades", ["3 decades = P30Y"]),
        ("48 hours and 90 minutes", ["48 hours = PT48H", "90 minutes = PT90M"]),
        ("2 years and 6 months", ["2 years and 6 months = P2Y6M"]),
        ("1 year, 6 months", ["1 year, 6 months = P1Y6M"]),
        ("90 days, 24 hours", ["90 days = P90D", "24 hours = PT24H"]),
        ("a 30- or 60-day delay", ["30 = P30D", "60-day = P60D"]),
        ("30, 60, or 90 days", ["30 = P30D", "60 = P60D", "90 days = P90D"]),
        ("an up-to-six-month stay", ["six-month = P6M"]),
        ("the last two fiscal years", ["last two fiscal years = P2Y"]),
        ("the past decade", ["past decade = P10Y"]),
        ("over the last year", ["last year = P1Y"]),
        ("about 20 years", ["20 years = P20Y approx"]),
        ("more than a decade", ["a decade = P10Y"]),
        ("65 years of age or older", ["65 years of age = P65Y"]),
        ("16- to 24-year-olds", ["16 = P16Y", "24-year-olds = P24Y"]),
        ("adults 65+", ["65 = P65Y"]),
        ("every three to five years", ["every three to five years = P3Y"]),
        ("every other week", ["every other week = P2W"]),
        ("semi-annually", ["semi-annually = P6M"]),
        ("every January 1", ["every January 1 = P1Y"]),
        ("weekly and monthly", ["weekly = P1W", "monthly = P1M"]),
    ],
)
def test_lengths_and_sets(text: str, expected: list[str]) -> None:
    assert values(f"They ran {text}.") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Members may act, and we march on.",
        "The price was $2000, or 2010 percent of 1500 units.",
        "See Section 1983, Rule 1004, Form 1040, Resolution 1929, No. 1996, p. 2012 and §1881.",
        "The bills H.R. 1762, S. 1061, S. 121, S. 1761 were read.",
        "Call (202) 555-2010, or write to 1600 Pennsylvania Avenue, Room 2004.",
        "The 2,000 troops and 2000 soldiers had 1995 pounds of F-2000 fuel.",
        "A total of 1850 people moved 1995 miles; the army had 1200 horses.",
        "A 1915(c) waiver, a 2000-watt plant, 2000 square feet and the March on Washington.",
        "Rev. Proc. 2023-34 and Notice 2016-55 apply.",
        "On February 30, 2012, and 13/32/2012, and June 31 nothing happened.",
        "Under section 5 Congress may act; the 9999th Congress and the 0th Congress may not.",
        "A second look, a third party, the first Congress in which this was so.",
        "It is at https://example.gov/2012/03/05/report-2013.html on the web.",
        "Smith and Lee (2006), Lee et al. (2007), and a model by Lee (2008) agree.",
        "Hearings, 2 vols. (Washington, DC: GPO, 2014), and a work (New York: Smith and Sons, 2011).",
        "It fell recently, currently, in recent years, for decades, in summer, at the end of the day.",
        "Costs are $5 a year, or $60 per month, for each vehicle and every other plan.",
        "The annual, monthly and daily reports; a biennial plan; the Sunday Times; Super Tuesday.",
        "The Five-Year Plan, a two-step plan, a one-time fee and three quarters of the states.",
        "The funds that Congress gave, the part that year-round work plays.",
    ],
)
def test_no_time(text: str) -> None:
    assert values(text) == []


def test_nothing_inside_a_citation_is_a_date() -> None:
    text = "The bill (H.R. 2012) and Case v. Board, 301 U.S. 2010 (2012), were read in 2014."
    page = Page(text, [(0, len(text))], vocab=VOCAB, published=PUBLISHED)
    for cited, kind in (("H.R. 2012", "bill"), ("301 U.S. 2010", "reporter")):
        start = text.index(cited)
        page.citations.append(Citation(start, start + len(cited), kind, cited.lower()))
    assert [text[row.start : row.end] for row in RECOGNISER(page)] == ["2014"]


def test_a_match_does_not_cross_a_paragraph() -> None:
    text = "- The law of March\n\n- 5 states in FY2012\n\n- FY2014 levels"
    paragraphs = [(0, 18), (20, 40), (42, len(text))]
    page = Page(text, paragraphs, vocab=VOCAB, published=PUBLISHED)
    assert [text[row.start : row.end] for row in RECOGNISER(page)] == ["March", "FY2012", "FY2014"]


def test_every_row_names_its_rule_and_precision() -> None:
    for row in read("In May 2012, the 112th Congress met; in FY2013, from 2010 to 2012 and last week, it did not."):
        assert row.rule.startswith("dates.")
        assert row.precision
        assert row.resolved_from in ("text", "report_date")
