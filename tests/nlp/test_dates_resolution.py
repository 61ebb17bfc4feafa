"""Relative and partial dates: what they are counted from, and what stays unresolved."""

from __future__ import annotations

from datetime import date

import pytest
import spacy

from pipeline.nlp.dates import DateRecogniser
from pipeline.nlp.page import Page

VOCAB = spacy.blank("en").vocab
RECOGNISER = DateRecogniser(VOCAB)
PUBLISHED = date(2015, 4, 28)  # a Tuesday


def page_of(text: str, published: date | None = PUBLISHED) -> Page:
    paragraphs, position = [], 0
    for block in text.split("\n\n"):
        paragraphs.append((position, position + len(block)))
        position += len(block) + 2
    return Page(text, paragraphs, vocab=VOCAB, published=published)


def resolved(text: str, published: date | None = PUBLISHED) -> dict[str, tuple[str, str | None]]:
    """Surface -> (value, what it was resolved from) of every row that does not speak for itself."""
    found = {}
    for row in RECOGNISER(page_of(text, published)):
        value = row.value or f"{row.start_date}..{row.end_date}"
        if row.start_date and row.start_date == row.end_date:
            value = row.start_date.isoformat()
        if row.resolved_from != "text":
            found[text[row.start : row.end]] = (value, row.resolved_from)
    return found


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("last year", "2014-01-01..2014-12-31"),
        ("this year", "2015-01-01..2015-12-31"),
        ("next year", "2016-01-01..2016-12-31"),
        ("last month", "2015-03-01..2015-03-31"),
        ("next month", "2015-05-01..2015-05-31"),
        ("last week", "2015-04-20..2015-04-26"),
        ("this week", "2015-04-27..2015-05-03"),
        ("last quarter", "2015-01-01..2015-03-31"),
        ("next quarter", "2015-07-01..2015-09-30"),
        ("this decade", "2010-01-01..2019-12-31"),
        ("last century", "1901-01-01..2000-12-31"),
        ("this fiscal year", "2014-10-01..2015-09-30"),
        ("last fiscal year", "2013-10-01..2014-09-30"),
        ("the upcoming fiscal year", "2015-10-01..2016-09-30"),
        ("the current school year", "2014-09-01..2015-08-31"),
        ("this Congress", "2015-01-03..2017-01-03"),
        ("the last Congress", "2013-01-03..2015-01-03"),
        ("last Tuesday", "2015-04-21"),
        ("last Wednesday", "2015-04-22"),
        ("next Tuesday", "2015-05-05"),
        ("this Friday", "2015-05-01"),
        ("last March", "2015-03-01..2015-03-31"),
        ("last May", "2014-05-01..2014-05-31"),
        ("next May", "2015-05-01..2015-05-31"),
        ("next March", "2016-03-01..2016-03-31"),
        ("this past March", "2015-03-01..2015-03-31"),
        ("last fall", "2014-09-01..2014-11-30"),
        ("last spring", "2014-03-01..2014-05-31"),
        ("this summer", "2015-06-01..2015-08-31"),
        ("next winter", "2015-12-01..2016-02-29"),
        ("yesterday", "2015-04-27"),
        ("last night", "2015-04-27"),
        ("this morning", "2015-04-28"),
        ("two days ago", "2015-04-26"),
        ("three weeks ago", "2015-04-07"),
        ("two months ago", "2015-02-01..2015-02-28"),
        ("a year ago", "2014-01-01..2014-12-31"),
        ("year-end", "2015-01-01..2015-12-31"),
        ("end of the decade", "2010-01-01..2019-12-31"),
    ],
)
def test_counted_from_the_report(phrase: str, expected: str) -> None:
    (found,) = resolved(f"It was so in {phrase}, they said.").values()
    assert found == (expected, "report_date")


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("In 2012 it fell, and that year it closed.", "that year", "2012-01-01..2012-12-31"),
        ("In 2012 it fell, and the following year it closed.", "following year", "2013-01-01..2013-12-31"),
        ("In 2012 it fell. It had risen the year before.", "year before", "2011-01-01..2011-12-31"),
        ("In FY2012 it fell, and that year it closed.", "that year", "2011-10-01..2012-09-30"),
        ("On May 5, 2012, it fell. It rose the next day.", "next day", "2012-05-06"),
        ("On May 31, 2012, it fell. It rose the next month.", "next month", "2012-06-01..2012-06-30"),
        ("On May 5, 2012, it fell. It rose that same month.", "that same month", "2012-05-01..2012-05-31"),
        ("On May 5, 2012, it fell, and that summer it rose.", "that summer", "2012-06-01..2012-08-31"),
        ("On May 5, 2012, it fell, and rose the following March.", "following March", "2013-03-01..2013-03-31"),
        ("On May 5, 2012, it fell, after the previous March.", "previous March", "2012-03-01..2012-03-31"),
        ("On May 5, 2012, it fell; two days later it rose.", "two days later", "2012-05-07"),
        ("On May 5, 2012, it fell; three weeks later it rose.", "three weeks later", "2012-05-26"),
        ("On May 5, 2012, it fell; two months later it rose.", "two months later", "2012-07-01..2012-07-31"),
        ("On May 5, 2012, it fell; ten years earlier it rose.", "ten years earlier", "2002-01-01..2002-12-31"),
        ("In Q3 2012 it fell from a year earlier.", "a year earlier", "2011-07-01..2011-09-30"),
        ("In May 2012 it fell from a year earlier.", "a year earlier", "2011-05-01..2011-05-31"),
        ("In 2012 it fell and at the end of the year it closed.", "end of the year", "2012-01-01..2012-12-31"),
        ("In the 110th Congress it failed; it passed in the following Congress.", "following Congress", "2009-01-03..2011-01-03"),
        ("From 2010 to 2012 it fell. Over that period it lost half.", "that period", "2010-01-01..2012-12-31"),
        ("It rose from 5 in 2010 to 9 in 2012, and the rest fell in the same period.", "same period", "2010-01-01..2012-12-31"),
    ],
)  # fmt: skip
def test_counted_from_the_text(text: str, phrase: str, expected: str) -> None:
    assert resolved(text)[phrase] == (expected, "context")


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        # the report's year, unless the clause tells of the past and the day lies ahead
        ("It meets on May 4.", "May 4", ("2015-05-04", "report_date")),
        ("It met on November 4.", "November 4", ("2014-11-04", "report_date")),
        ("It expires on November 4.", "November 4", ("2015-11-04", "report_date")),
        ("The bill is scheduled for November 4.", "November 4", ("2015-11-04", "report_date")),
        ("The bill, passed in December, is law.", "December", ("2014-12-01..2014-12-31", "report_date")),
        ("The panel will meet in March.", "March", ("2016-03-01..2016-03-31", "report_date")),
        ("Sales fell in the third quarter.", "third quarter", ("2014-07-01..2014-09-30", "report_date")),
        # the year of the story that is told
        ("On March 9, 2012, it met. On May 4, it met again.", "May 4", ("2012-05-04", "context")),
        ("In 2012, it met. In May, it met again.", "May", ("2012-05-01..2012-05-31", "context")),
        ("On March 9, 2012, it met.\n\nOn May 4, it met again.", "May 4", ("2012-05-04", "context")),
        ("In December 2014, it met. On March 9, it met again.", "March 9", ("2015-03-09", "report_date")),
        # not a year that only names a thing or bounds a time, nor one at a distance
        ("Since July 2012, it has met. On April 9, it met again.", "April 9", ("2015-04-09", "report_date")),
        ("The Act of 1990 lapsed. On April 9, it was read.", "April 9", ("2015-04-09", "report_date")),
        ("Since 1990, the 2008 farm bill ruled. On April 9, it was read.", "April 9", ("2015-04-09", "report_date")),
        ("On March 9, 2012, it met.\n\nIt rose.\n\nOn April 4, it met.", "April 4", ("2015-04-04", "report_date")),
    ],
)
def test_the_year_of_a_day(text: str, phrase: str, expected: tuple[str, str]) -> None:
    assert resolved(text)[phrase] == expected


def test_weekdays_look_back_or_ahead() -> None:
    assert resolved("It closed on Friday.") == {"Friday": ("2015-04-24", "report_date")}
    assert resolved("It will close on Friday.") == {"Friday": ("2015-05-01", "report_date")}


def test_winter_of_january_began_in_december() -> None:
    assert resolved("It closed last winter.", date(2015, 4, 1))["last winter"][0] == "2014-12-01..2015-02-28"


def test_new_congress_meets_on_the_third_of_january() -> None:
    assert resolved("In this Congress, it fails.", date(2015, 1, 2))["this Congress"][0] == "2013-01-03..2015-01-03"
    assert resolved("In this Congress, it fails.", date(2015, 1, 3))["this Congress"][0] == "2015-01-03..2017-01-03"


@pytest.mark.parametrize(
    "text",
    [
        "It fell that year, and rose the following month.",
        "The clerk reads it on the same day, the next day and in the preceding fiscal year.",
        "It rose in the spring and fell in the fall.",
        "It fell in that period.",
    ],
)
def test_without_an_anchor_there_is_no_row(text: str) -> None:
    assert RECOGNISER(page_of(text)) == []


def test_without_an_anchor_a_shift_is_a_length() -> None:
    assert resolved("It rose two years later.") == {"two years later": ("P2Y", None)}
    assert resolved("It rose over 60 years ago.") == {"60 years": ("P60Y", None)}


def test_without_a_report_date_relative_dates_stay_open() -> None:
    rows = RECOGNISER(page_of("It fell last year, on May 4 and on Friday, after 2012.", None))
    assert [(row.start_date, row.precision, row.resolved_from) for row in rows] == [
        (None, "year", None),
        (None, "day", None),
        (None, "day", None),
        (date(2012, 1, 1), "year", "text"),
    ]


def test_the_text_defines_its_own_year() -> None:
    text = "In award year 2010-11, aid fell. Award year 2012-2013 (July 1, 2012, to June 30, 2013) was better."
    rows = RECOGNISER(page_of(text))
    assert [(row.start_date, row.end_date) for row in rows[:2]] == [
        (date(2010, 7, 1), date(2011, 6, 30)),
        (date(2012, 7, 1), date(2013, 6, 30)),
    ]
