"""What an expression of time says before it is put on the calendar: the values that the grammar reads.

`Fixed` is a period already; the others wait for a year, for the report's date or for a date named before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period


class Fixed(NamedTuple):
    """A period that the words name in full: `March 2020`, `FY2015`, `the 1990s`."""

    period: Period


class Part(NamedTuple):
    """A part of a year or of a century that lacks its whole: `March 9`, `third quarter`, `fall`, `first decade`.

    unit    month, day (a day of the month `number`), quarter, season, weekday, weekend, decade
    number  of the month, quarter, decade; 0 for Monday; the month in which the season begins
    """

    unit: str
    number: int
    day: int = 0

    def within(self, whole: Period) -> Period | None:
        """This part of a year, a fiscal or school year, or a century; None where the whole has no such part."""
        year = whole.start.year
        if whole.precision == "century":
            return self._of_century(year)
        if whole.precision in ("fiscal_year", "school_year"):
            if self.unit == "quarter":
                return calendar.fiscal_quarter(year + 1, self.number) if whole.precision == "fiscal_year" else None
            month = 12 if self.unit == "season" and self.number == 12 else self.number
            year += month < whole.start.month
        elif whole.precision != "year":
            return None
        return self.of_year(year)

    def of_year(self, year: int) -> Period | None:
        """This part of a calendar year; winter is the one that ends in it."""
        if self.unit == "month":
            return calendar.month(year, self.number)
        if self.unit == "day":
            return calendar.day(year, self.number, self.day)
        if self.unit == "quarter":
            return calendar.quarter(year, self.number)
        if self.unit == "season":
            return calendar.season(year, self.number)
        return None

    def _of_century(self, first: int) -> Period | None:
        if self.unit == "decade" and self.number <= 10:
            return calendar.decade(first + 10 * (self.number - 1))
        if self.unit == "quarter":
            return calendar.span_of_years(first + 25 * (self.number - 1), 25)
        return None


class Relative(NamedTuple):
    """A period counted from another one: `last year`, `that month`, `the following March`, `the next day`.

    unit    the precision of the period, or the one that its `part` repeats with
    steps   how many of them on from the one that holds the anchor; 0 for `this` and `that`
    anchor  report (its date), context (the last date that the text named), either (context, else report)
    part    a month, season or weekday: the one before, in or after the anchor
    """

    unit: str
    steps: int
    anchor: str
    part: Part | None = None


class Shifted(NamedTuple):
    """So many units before or after another date: `two days later`, `a year earlier`, `three weeks ago`."""

    steps: int
    unit: str
    anchor: str


class Within(NamedTuple):
    """A part with the whole that the text names: `the third quarter of FY2020`, `March of last year`."""

    part: Part
    whole: Time


class Joined(NamedTuple):
    """A range from the beginning of one time to the end of another."""

    left: Time
    right: Time


class Present(NamedTuple):
    """The open end of a range: `2012 to the present`."""


class Length(NamedTuple):
    """A duration, as an ISO 8601 value."""

    value: str


class Cycle(NamedTuple):
    """A recurring time, its period as an ISO 8601 value."""

    value: str


class Void(NamedTuple):
    """What looks like a time and is none: `February 30, 2012`. It hides its words and makes no row."""


Time = Fixed | Part | Relative | Shifted | Within | Joined | Present | Length | Cycle | Void


@dataclass(slots=True)
class Mention:
    """An expression found: its tokens (`first` to `last`, end exclusive), its characters, its time and its rule."""

    first: int
    last: int
    start: int
    end: int
    time: Time
    rule: str
    mod: str | None = None


def iso_duration(count: float, unit: str, smaller: tuple[float, str] | None = None) -> str:
    """`P30Y`, `P2.5Y`, `PT24H`, `P1Y6M`: `unit` is one of Y M W D H N (minute) S, or a multiple such as `10Y`, `3M`."""
    days, hours = "", ""
    for number, name in ((count, unit), smaller) if smaller else ((count, unit),):
        letter = name[-1]
        piece = f"{number * int(name[:-1] or 1):.10g}{'M' if letter == 'N' else letter}"
        if letter in "HNS":
            hours += piece
        else:
            days += piece
    return f"P{days}{'T' if hours else ''}{hours}"
