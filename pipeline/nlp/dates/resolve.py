"""From what the words say to days on the calendar: the report's date, and the dates named before in the text.

A small state walks through the mentions in order. It keeps the dates that the paragraph has named, the ones that
tell when something happened apart from the ones that only name a thing (`the Act of 1974`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period, is_finer
from pipeline.nlp.dates.times import Fixed, Joined, Part, Present, Relative, Shifted, Time, Within

REPORT, CONTEXT, TEXT = "report_date", "context", "text"
SHIFT_PRECISION = {"D": "day", "W": "day", "M": "month", "3M": "quarter", "Y": "year", "10Y": "year", "100Y": "year"}
SHIFT_MONTHS = {"M": 1, "3M": 3, "Y": 12, "10Y": 120, "100Y": 1200}
SHIFT_DAYS = {"D": 1, "W": 7}
REACH = 24  # dates back that a paragraph is searched for one to count from
# How many sentences back a day without a year, `that year`, `that day` and `the end of the fiscal year` look.
NEAR = {"story": 5, "context": 2, "either": 2, "day": 1, "sentence": 0}
TOLD = frozenset(("day", "week", "month", "quarter", "season", "year"))


class Named(NamedTuple):
    """A date that the text has named; `narrative` where it tells when something happened."""

    sentence: int
    paragraph: int
    period: Period
    narrative: bool
    dated: bool  # its year stands in the text


class Settled(NamedTuple):
    """A period, and what it was found by; `period` is None where nothing tells it."""

    period: Period | None
    origin: str


class Discourse:
    """The state: `place` says where the walk is, `remember` adds a date, `settle` puts a time on the calendar."""

    def __init__(self, published: date | None, tense: Callable[[int], str]) -> None:
        self.published = published
        self._tense = tense  # of the clause round a token: past, future or other
        self._named: list[Named] = []
        self._ranges: list[Named] = []
        self._before: Named | None = None  # the last day that the paragraph before told of
        self._sentence = self._paragraph = 0
        self._token = 0

    def place(self, token: int, sentence: int, paragraph: int) -> None:
        """Go on to a mention."""
        if paragraph != self._paragraph:
            told = [
                named for named in self._named if named.narrative and named.dated and named.period.precision == "day"
            ]
            self._before = told[-1] if told and paragraph == self._paragraph + 1 else None
            self._named.clear()
            self._ranges.clear()
        self._token, self._sentence, self._paragraph = token, sentence, paragraph

    def remember(self, period: Period, *, narrative: bool, dated: bool) -> None:
        """Keep a date that has been settled."""
        self._named.append(Named(self._sentence, self._paragraph, period, narrative, dated))

    def remember_range(self, period: Period) -> None:
        """Keep a range that has been settled."""
        self._ranges.append(Named(self._sentence, self._paragraph, period, narrative=True, dated=True))

    def settle(self, time: Time) -> Settled:
        """The period that a time stands for here."""
        if isinstance(time, Fixed):
            return Settled(time.period, TEXT)
        if isinstance(time, Part):
            return self._part(time)
        if isinstance(time, Relative):
            return self._relative(time)
        if isinstance(time, Shifted):
            return self._shifted(time)
        if isinstance(time, Within):
            whole, origin = self.settle(time.whole)
            return Settled(time.part.within(whole) if whole else None, origin)
        if isinstance(time, Joined):
            return self._joined(time)
        if isinstance(time, Present) and self.published:
            return Settled(calendar.containing("day", self.published), REPORT)
        return Settled(None, TEXT)

    def _joined(self, time: Joined) -> Settled:
        """A range: an end without a year takes it from the other one."""
        left, right = time.left, time.right
        if isinstance(left, Part) and not isinstance(right, Part | Present):
            last, origin = self.settle(right)
            first = _before(left, last) if last else None
        else:
            first, origin = self.settle(left)
            if isinstance(right, Part):
                last = _after(right, first) if first else None
            else:
                last, other = self.settle(right)
                origin = other if origin == TEXT else origin
        if first is None or last is None or last.end < first.start:
            return Settled(None, origin)
        finer = first.precision if is_finer(first.precision, last.precision) else last.precision
        return Settled(Period(first.start, last.end, finer), origin)

    def _part(self, part: Part) -> Settled:
        """`March 9`, `March`, `the third quarter`, `Tuesday`, without a year."""
        if part.unit in ("season", "decade"):
            return Settled(None, CONTEXT)
        if part.unit == "weekday":
            return self._weekday(part.number)
        story = self._story(part)
        told = part.of_year(story.period.start.year) if story else None
        if self.published is None:
            return Settled(told, CONTEXT if story else REPORT)
        own = part.of_year(self.published.year)
        if story and not (own and told and self._goes_on(own, told, story.period)):
            return Settled(told, CONTEXT)
        if own is None:
            return Settled(None, REPORT)
        tense = self._tense(self._token)
        if own.start > self.published and tense == "past":
            own = part.of_year(self.published.year - 1)
        elif own.end < self.published.replace(day=1) and tense == "future":
            own = part.of_year(self.published.year + 1)
        return Settled(own, REPORT)

    def _goes_on(self, own: Period, told: Period, story: Period) -> bool:
        """`In December 2014, … On March 9, …` in a report of 2015: the story goes on into the report's own year."""
        after = told.end < story.start < own.start and own.start.year == told.start.year + 1
        return after and self.published is not None and own.start <= self.published

    def _story(self, part: Part) -> Named | None:
        """The date near by whose year a part without one belongs to: the last that tells when something happened."""
        for named in reversed(self._named[-REACH:]):
            if self._sentence - named.sentence > NEAR["story" if named.period.precision != "year" else "context"]:
                break
            if named.narrative and named.dated and named.period.precision in TOLD:
                return named
        past = self._before and self.published and self._before.period.start.year < self.published.year - 1
        return self._before if part.unit == "day" or (past and part.unit == "month") else None

    def _anchor(self, unit: str, reach: str = "context") -> Named | None:
        """The last date near by that is fine enough to count `unit`s from."""
        near = NEAR["day" if unit == "day" else reach]
        for wanted in (True, False):
            for named in reversed(self._named[-REACH:]):
                if self._sentence - named.sentence > near:
                    break
                if named.narrative >= wanted and not is_finer(unit, named.period.precision):
                    return named
        return None

    def _relative(self, time: Relative) -> Settled:
        if time.part:
            return self._relative_part(time, time.part)
        if time.anchor == "range":
            return Settled(self._stretch(), CONTEXT)
        named = self._anchor(_coarse(time.unit), time.anchor) if time.anchor != "report" else None
        if named:
            unit = time.unit
            if unit == "year" and named.period.precision in ("fiscal_year", "school_year"):
                unit = named.period.precision
            period = calendar.containing(unit, named.period.start)
            return Settled(calendar.step(period, time.steps) if period else None, CONTEXT)
        if time.anchor in ("context", "sentence"):
            return Settled(None, CONTEXT)
        if self.published is None:
            return Settled(None, REPORT)
        period = calendar.containing(time.unit, self.published)
        return Settled(calendar.step(period, time.steps) if period else None, REPORT)

    def _stretch(self) -> Period | None:
        """The last range near by, or what lies between the two dates that the sentence has named."""
        if self._ranges and self._sentence - self._ranges[-1].sentence <= NEAR["context"]:
            return self._ranges[-1].period
        here = [named.period for named in self._named[-3:] if named.sentence == self._sentence]
        if len(here) == 2 and here[0].precision == here[1].precision and here[0].start < here[1].start:
            return Period(here[0].start, here[1].end, here[0].precision)
        return None

    def _relative_part(self, time: Relative, part: Part) -> Settled:
        """`last March`, `that summer`, `the following Tuesday`."""
        origin = CONTEXT if time.anchor == "context" else REPORT
        if time.anchor == "context":
            named = self._anchor("year")
            anchor = named.period if named else None
        else:
            anchor = calendar.containing("day", self.published) if self.published else None
        if anchor is None:
            return Settled(None, origin)
        if part.unit in ("weekday", "weekend"):
            found = _weekday(part.number, anchor, time.steps)
            if found and part.unit == "weekend":
                sunday = calendar.move(found.start, days=1)
                found = Period(found.start, sunday, "week") if sunday else None
            return Settled(found, origin)
        if time.steps == 0:
            return Settled(part.of_year(anchor.start.year), origin)
        period = _before(part, anchor) if time.steps < 0 else _after(part, anchor)
        return Settled(period, origin)

    def _weekday(self, number: int) -> Settled:
        """A bare weekday: the last one before the report, or the next one where the clause looks ahead."""
        if self.published is None:
            return Settled(None, REPORT)
        today = Period(self.published, self.published, "day")
        if self._tense(self._token) == "future":
            return Settled(_weekday(number, today, 1), REPORT)
        if self.published.weekday() == number:
            return Settled(today, REPORT)
        return Settled(_weekday(number, today, -1), REPORT)

    def _shifted(self, time: Shifted) -> Settled:
        """`two days later`, `a year earlier`, `three weeks ago`."""
        precision = SHIFT_PRECISION[time.unit]
        named = (
            self._anchor(_coarse("month" if precision == "quarter" else precision)) if time.anchor != "report" else None
        )
        anchor, origin = named.period if named else None, CONTEXT
        if named is None and time.anchor != "context":
            anchor, origin = calendar.containing("day", self.published) if self.published else None, REPORT
        if anchor is None:
            return Settled(None, origin)
        if time.unit in SHIFT_DAYS:
            day = calendar.move(anchor.start, days=SHIFT_DAYS[time.unit] * time.steps)
        else:
            day = calendar.move(anchor.start, months=SHIFT_MONTHS[time.unit] * time.steps)
            if precision == "year" and anchor.precision in ("month", "quarter", "season", "fiscal_year", "school_year"):
                precision = anchor.precision
        return Settled(calendar.containing(precision, day) if day else None, origin)


def _coarse(unit: str) -> str:
    """The coarsest precision of a date that a unit can be counted from."""
    return {"year": "school_year", "fiscal_year": "school_year"}.get(unit, unit)


def _before(part: Part, other: Period) -> Period | None:
    """The last such part that begins before another period does (or ends before it, where they are of one kind)."""
    year = other.start.year
    for candidate in (year + 1, year, year - 1):
        period = part.of_year(candidate)
        if period and period.end < other.end and period.start < other.start:
            return period
    return None


def _after(part: Part, other: Period) -> Period | None:
    """The first such part that begins after another period has begun."""
    year = other.start.year
    for candidate in (year, year + 1, year + 2):
        period = part.of_year(candidate)
        if period and period.start > other.start and period.end > other.end:
            return period
    return None


def _weekday(number: int, anchor: Period, steps: int) -> Period | None:
    """The weekday before (-1), in the week of (0) or after (1) a day."""
    distance = number - anchor.start.weekday()
    if steps < 0 and distance >= 0:
        distance -= 7
    if steps > 0 and distance <= 0:
        distance += 7
    day = calendar.move(anchor.start, days=distance)
    return calendar.containing("day", day) if day else None
