"""The calendar of quarters, seasons, fiscal years and Congresses, and steps on it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period

STEPPED = (
    "day",
    "week",
    "month",
    "quarter",
    "season",
    "year",
    "fiscal_year",
    "school_year",
    "decade",
    "century",
    "congress",
)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (calendar.month(2012, 2), "2012-02-01", "2012-02-29"),
        (calendar.quarter(2012, 4), "2012-10-01", "2012-12-31"),
        (calendar.fiscal_quarter(2012, 1), "2011-10-01", "2011-12-31"),
        (calendar.season(2012, 12), "2011-12-01", "2012-02-29"),
        (calendar.fiscal_year(2015), "2014-10-01", "2015-09-30"),
        (calendar.school_year(2015), "2015-09-01", "2016-08-31"),
        (calendar.century(21), "2001-01-01", "2100-12-31"),
        (calendar.congress(119), "2025-01-03", "2027-01-03"),
        (calendar.congress(74), "1935-01-03", "1937-01-03"),
        (calendar.congress(73), "1933-03-04", "1935-01-03"),
        (calendar.congress(1), "1789-03-04", "1791-03-03"),
        (calendar.week(date(2015, 4, 28)), "2015-04-27", "2015-05-03"),
    ],
)
def test_period(period: Period, start: str, end: str) -> None:
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "period",
    [
        calendar.day(2012, 2, 30),
        calendar.month(2012, 13),
        calendar.quarter(2012, 5),
        calendar.congress(0),
        calendar.congress(9999),
        calendar.year(0),
        calendar.year(9999),
        calendar.century(100),
        calendar.week(date.max),
        calendar.step(Period(date(9000, 1, 1), date(9000, 12, 31), "year"), 5000),
    ],
)
def test_no_such_period(period: Period | None) -> None:
    assert period is None


@given(st.dates(date(1810, 1, 1), date(2200, 12, 31)), st.sampled_from(STEPPED), st.integers(-9, 9))
def test_steps_keep_the_kind_and_come_back(day: date, precision: str, count: int) -> None:
    period = calendar.containing(precision, day)
    assert period is not None
    assert period.start <= day <= period.end
    assert period.precision == precision
    there = calendar.step(period, count)
    assert there is not None
    assert there.precision == precision
    assert calendar.step(there, -count) == period
    assert (there.start > period.start) == (count > 0)


@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)), st.integers(-600, 600))
def test_months_on_keep_the_day_or_the_last_of_the_month(day: date, months: int) -> None:
    moved = calendar.move(day, months=months)
    assert moved is not None
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day <= day.day
