"""The calendar: the intervals that years, quarters, seasons, fiscal years, Congresses … stand for, and steps between them.

Every function gives a `Period`, both ends included, or None where there is no such interval (30 February, a year out of
the calendar's range). Nothing here reads text.
"""

from __future__ import annotations

from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from typing import NamedTuple


class Period(NamedTuple):
    """A stretch of days, both ends included, and what kind of stretch it is (the `precision` of its row)."""

    start: date
    end: date
    precision: str


# How many months a period of each precision is from the next one of its kind; days and weeks go by days.
MONTHS = {
    "month": 1, "quarter": 3, "season": 3, "year": 12, "fiscal_year": 12, "school_year": 12, "congress": 24,
    "decade": 120, "century": 1200,
}  # fmt: skip
DAYS = {"day": 1, "week": 7}
# From the finest to the coarsest.
FINENESS = (
    "day", "week", "month", "season", "quarter", "year", "fiscal_year", "school_year", "congress", "decade", "century",
)  # fmt: skip
# The first Congress that met from 3 January; before it they met from 4 March on.
FIRST_JANUARY_CONGRESS = 74
LAST_CONGRESS = 255  # begins in 2297: a larger number is no Congress


def is_finer(left: str, right: str) -> bool:
    """Is a period of precision `left` shorter than one of precision `right`?"""
    return FINENESS.index(left) < FINENESS.index(right)


def day(year: int, month: int, number: int) -> Period | None:
    """One day."""
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return Period(found, found, "day")


@lru_cache(maxsize=4096)  # a text names the same years over and over
def _months(year: int, month: int, count: int, precision: str) -> Period | None:
    """`count` whole months from the first of `month` on; months past 12 or before 1 roll over."""
    start = _month_start(year, month)
    after = _month_start(year, month + count)
    return Period(start, after - timedelta(1), precision) if start and after else None


def _month_start(year: int, month: int) -> date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1) if 1 <= year < MAXYEAR else None


def month(year: int, number: int) -> Period | None:
    """A calendar month."""
    return _months(year, number, 1, "month") if 1 <= number <= 12 else None


def quarter(year: int, number: int) -> Period | None:
    """A quarter of a calendar year."""
    return _months(year, 3 * number - 2, 3, "quarter") if 1 <= number <= 4 else None


def fiscal_quarter(year: int, number: int) -> Period | None:
    """A quarter of a US fiscal year: the first is October to December of the year before."""
    return _months(year - 1, 3 * number + 7, 3, "quarter") if 1 <= number <= 4 else None


def stretch(year: int, first: int, last: int) -> Period | None:
    """A year that begins and ends so many months after the January of `year`, such as a program's own."""
    return _months(year, first + 1, last - first, "school_year")


def season(year: int, first_month: int) -> Period | None:
    """The season that begins in March, June, September or December; winter belongs to the year that it ends in."""
    return _months(year - (first_month == 12), first_month, 3, "season")


def year(number: int) -> Period | None:
    """A calendar year."""
    return _months(number, 1, 12, "year")


def fiscal_year(number: int) -> Period | None:
    """A US fiscal year: 1 October of the year before to 30 September."""
    return _months(number - 1, 10, 12, "fiscal_year")


def school_year(number: int) -> Period | None:
    """An academic or program year, named by the year that it begins in: 1 September to 31 August."""
    return _months(number, 9, 12, "school_year")


def span_of_years(first: int, count: int) -> Period | None:
    """`count` years from `first` on, as a part of a century."""
    return _months(first, 1, 12 * count, "decade" if count <= 10 else "century")


def decade(first: int) -> Period | None:
    """Ten years from `first` on: 1990 for the 1990s."""
    return _months(first, 1, 120, "decade")


def hundred(first: int) -> Period | None:
    """A hundred years from `first` on: 1800 for the 1800s."""
    return _months(first, 1, 1200, "century")


def century(number: int) -> Period | None:
    """The nth century: the 21st is 2001 to 2100."""
    return _months(100 * number - 99, 1, 1200, "century")


def congress(number: int) -> Period | None:
    """The nth Congress of the United States, from its first day to the day on which the next one meets."""
    if not 1 <= number <= LAST_CONGRESS:
        return None
    first = 1789 + 2 * (number - 1)
    if number >= FIRST_JANUARY_CONGRESS:
        return Period(date(first, 1, 3), date(first + 2, 1, 3), "congress")
    end = date(first + 2, 1, 3) if number == FIRST_JANUARY_CONGRESS - 1 else date(first + 2, 3, 3)
    return Period(date(first, 3, 4), end, "congress")


def week(day: date) -> Period | None:
    """The week from Monday to Sunday that holds `day`."""
    monday = day.toordinal() - day.weekday()
    if monday < 1 or monday + 6 > date.max.toordinal():
        return None
    return Period(date.fromordinal(monday), date.fromordinal(monday + 6), "week")


def containing(precision: str, day: date) -> Period | None:
    """The period of a precision that holds `day`."""
    if precision == "day":
        return Period(day, day, "day")
    if precision == "week":
        return week(day)
    if precision == "month":
        return month(day.year, day.month)
    if precision == "quarter":
        return quarter(day.year, (day.month + 2) // 3)
    if precision == "season":
        return _months(day.year, day.month // 3 * 3, 3, "season")
    if precision == "fiscal_year":
        return fiscal_year(day.year + (day.month >= 10))
    if precision == "school_year":
        return school_year(day.year - (day.month < 9))
    if precision == "congress":
        number = (day.year - 1789) // 2 + 1
        found = congress(number)
        return congress(number - 1) if found and day < found.start else found
    if precision == "decade":
        return decade(day.year // 10 * 10)
    if precision == "century":
        return century((day.year + 99) // 100)
    return year(day.year)


def step(period: Period, count: int) -> Period | None:
    """The period of the same kind `count` further on, or back where it is negative."""
    if period.precision == "congress":
        return congress((period.start.year - 1789) // 2 + 1 + count)
    if period.precision in DAYS:
        days = DAYS[period.precision] * count
        start, end = move(period.start, days=days), move(period.end, days=days)
        return Period(start, end, period.precision) if start and end else None
    length = MONTHS[period.precision]
    return _months(period.start.year, period.start.month + length * count, length, period.precision)


def move(day: date, *, days: int = 0, months: int = 0) -> date | None:
    """A day so many days and months on; the 31st becomes the last of a shorter month. None out of range."""
    if months:
        first, after = _month_start(day.year, day.month + months), _month_start(day.year, day.month + months + 1)
        if not first or not after:
            return None
        day = min(first + timedelta(day.day - 1), after - timedelta(1))
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None
