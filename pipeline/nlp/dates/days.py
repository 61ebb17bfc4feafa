"""Days, months and weekdays: `March 5, 2020`, `15 March 2020`, `3/15/2020`, `June 1-15`, `Sept. 2019`, `Tuesday`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period
from pipeline.nlp.dates.grammar import DAY, MONTH, TO, Family, Hit, Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.templates import template
from pipeline.nlp.dates.times import Cycle, Fixed, Joined, Mention, Part

YEARS = range(1700, 2200)  # of a year written behind a day or a month
PIVOT = 50  # `3/15/49` is 2049, `3/15/51` is 1951
NAMES = among("label", "currency", "dash", "slash", "masked", "cited")
SIGNS = among("dash", "slash")
ON = among("in", "prep", "between")
MONTHS = among("month", "month_abbr")
# What stands before a month that has neither day nor year (`in March`, `the May hearing`).
BEFORE_MONTH = among("in", "prep", "of", "mod", "rel", "every", "than", "approx", "the", "a", "possessive")
LINKS, RANGES, NUMBERS = among("to", "and", "dash", "slash", "comma"), among("to", "dash"), among("day", "year")
NO_WEEKDAY_BEFORE = among("the", "a", "ordinal")  # the Tuesday after the first Monday
OF_THE_YEAR = template("of the yr (?= other )")  # September of the year shown


def _number(text: Text, token: int) -> int:
    """A day or a year in digits, or by its ordinal (`first`)."""
    digits = "".join(sign for sign in text.word(token) if sign in "0123456789")
    return int(digits or text.value(token) or 0)


def _year(hit: Hit) -> int | None:
    """The year of the match; None where there is none or where no report could mean it."""
    span = hit.at("year")
    year = _number(hit.text, span[0]) if span else 0
    return year if year in YEARS else None


def _body(hit: Hit) -> int:
    """Where the match ends without a year that is none."""
    body = hit.at("body")
    return body[1] if body and not _year(hit) else hit.last


def _day(month: int, day: int, year: int | None) -> Fixed | Part | None:
    """The day of a year, or the day that still wants its year; None where the month has no such day."""
    period = calendar.day(year or 2000, month, day)
    if period is None:
        return None
    return Fixed(period) if year else Part("day", month, day)


def _known(text: Text, month: int, day: int) -> str | None:
    """The date of a day that is known by its number alone (`9/11`), in ISO's way."""
    return text.lexicon.meanings.get((CHAR["named_day"], f"{month}/{day}"))


def read_numeric(hit: Hit) -> Sequence[Mention]:
    """`2020-03-15`, `3/15/2020`, `15/3/20`, `3/2020`; of days without a year only the ones that are names (`9/11`)."""
    text = hit.text
    if not text.touching(hit.first, hit.last):
        return ()
    if hit.before in NAMES or hit.after in SIGNS:
        return hit.void()
    numbers = [_number(text, token) for token in range(hit.first, hit.last, 2)]
    if len(numbers) == 2 and text.kind(hit.last - 1) == CHAR["year"]:
        whole = calendar.month(numbers[1], numbers[0])
        return [hit.mention(Fixed(whole), "dates.month")] if whole else hit.void()
    if len(numbers) == 2:
        known = _known(text, *numbers)
        day = date.fromisoformat(known) if known else None
        return [hit.mention(Fixed(Period(day, day, "day")), "dates.day.numeric")] if day else ()
    if text.kind(hit.first) == CHAR["year"]:
        year, month, number = numbers
    else:
        first, number, year = numbers
        month, number = (number, first) if first > 12 else (first, number)
        if year < 100:
            year += 1900 if year > PIVOT else 2000
    period = calendar.day(year, month, number)
    return [hit.mention(Fixed(period), "dates.day.numeric")] if period else hit.void()


def read_each(hit: Hit) -> Sequence[Mention]:
    """`June 30 of each year`, `every September 30`."""
    return [hit.mention(Cycle("P1Y"), "dates.set.every")]


def read_month_day(hit: Hit) -> Sequence[Mention]:
    """`March 5, 2020`, `Tuesday, March 5`, `June 1-15, 2020`."""
    text, year, month = hit.text, _year(hit), int(hit.text.value(hit["month"]))
    number = _number(text, hit["day"])
    known = _known(text, month, number)
    if known and not year and text.word(hit.last) in text.lexicon.sets["known_by"]:  # the September 11 attacks
        year = int(known[:4])
    first = _day(month, number, year)
    last = _day(month, _number(text, hit["last"]), year) if hit.at("last") else first
    if first is None or last is None:
        return hit.void()
    if hit.at("last"):
        return [text.mention(hit.first, _body(hit), Joined(first, last), "dates.range")]
    return [text.mention(hit.first, _body(hit), first, "dates.day")]


def read_day_list(hit: Hit) -> Sequence[Mention]:
    """`June 1, 3, and 5, 2020`: a row each, the first with the month, the last with the year."""
    text, year, month = hit.text, _year(hit), int(hit.text.value(hit["month"]))
    start, stop = hit.at("days") or (hit.last, hit.last)
    days = [token for token in range(start, stop) if _number(text, token)]
    times = [_day(month, _number(text, token), year) for token in days]
    ends = [token + 1 for token in days[:-1]] + [_body(hit)]
    starts = [hit.first, *days[1:]]
    return [
        text.mention(first, last, time, "dates.day")
        for first, last, time in zip(starts, ends, times, strict=True)
        if time
    ]


def read_day_month(hit: Hit) -> Sequence[Mention]:
    """`15 March 2020`, `the 15th of March`, `15-20 March 2020`, `15-Mar-2020`."""
    text, year, month = hit.text, _year(hit), int(hit.text.value(hit["month"]))
    if hit.before in NAMES or not (year or hit.at("of") or hit.before in ON):
        return ()
    if text.word(hit["day"]).isalpha() and not hit.at("of"):  # the second March hearing
        return ()
    last = _day(month, _number(text, hit["day"]), year)
    first = _day(month, _number(text, hit["from"]), year) if hit.at("from") else last
    if first is None or last is None:
        return hit.void()
    if hit.at("from"):
        return [text.mention(hit.first, _body(hit), Joined(first, last), "dates.range")]
    return [text.mention(hit.first, _body(hit), last, "dates.day")]


def read_month(hit: Hit) -> Sequence[Mention]:
    """`March 2020`, `Sept. of 2019`; `March` alone where the words beside it show that it is the month."""
    text, number = hit.text, int(hit.text.value(hit["body"]))
    year, end = _year(hit), (hit.at("body") or (0, hit.last))[1]
    if year and not (hit.at("dash") and not text.touching(hit.first, hit.last)):
        period = calendar.month(year, number)
        return [hit.mention(Fixed(period), "dates.month")] if period else ()
    if _is_month(hit, end) and not OF_THE_YEAR.match(text.kinds, end, text.last):
        return [text.mention(hit.first, end, Part("month", number), "dates.month")]
    return ()


def _is_month(hit: Hit, end: int) -> bool:
    """Do the words beside a month show that it is one, and no name or verb?"""
    text = hit.text
    if hit.before == CHAR["the"] and text.word(end) == "on":  # the March on Washington
        return False
    if hit.before == CHAR["lparen"] and text.kind(end) == CHAR["rparen"]:
        return True
    if hit.before in BEFORE_MONTH or text.word(hit.first - 1) in text.lexicon.sets["before_month"]:
        return True
    second = text.kind(hit.first - 2)
    if hit.before in LINKS and second in MONTHS:  # April and May
        return True
    if hit.before in RANGES and second in NUMBERS:  # March 5 to April
        return True
    if hit.before == CHAR["dash"] and second == CHAR["mod"]:  # mid-May
        return True
    return text.kind(end) in LINKS and text.kind(end + 1) in MONTHS


def read_weekday(hit: Hit) -> Sequence[Mention]:
    """`Tuesday`; not in a name such as `Super Tuesday` or `Sunday Times`."""
    text, words = hit.text, hit.text.page.words
    if hit.before in NO_WEEKDAY_BEFORE:
        return ()
    opens = hit.first - 1 == text.first  # a capital there says nothing
    if hit.before == CHAR["other"] and words[hit.first - 1][0].isupper() and not opens:
        return ()
    if hit.after == CHAR["other"] and words[hit.last][0].isupper():
        return ()
    return [hit.mention(Part("weekday", int(text.value(hit.first))), "dates.weekday")]


_EACH = "(?: of )? every yr"
_NO_DAY_BEFORE = "yr | yrs | unit | units | quarters | centuries | percent | measure | scale"
FAMILIES = (
    Family(
        "year dash day dash day | year slash day slash day"
        " | (?: day | int ) slash (?: day | int ) slash (?: year | day | int ) | day slash (?: year | day )",
        read_numeric,
    ),
    Family(f"{MONTH} the? (?: {DAY} )? {_EACH} | every {MONTH} the? {DAY}", read_each),
    Family("(?P<body> (?P<day> day ) dash (?P<month> month | month_abbr ) dash ) (?P<year> year )", read_day_month),
    Family(
        f"(?P<body> (?P<month> {MONTH} ) (?P<days> {DAY} (?: comma {DAY} ){{0,6}} comma? and {DAY} ) )"
        f" (?: comma? (?P<year> year ) | (?! other | dash | slash | {_NO_DAY_BEFORE} ) )",
        read_day_list,
    ),
    Family(
        f"(?P<body> (?P<month> {MONTH} ) (?P<days> {DAY} (?: comma {DAY} ){{1,6}} ) ) comma (?P<year> year )",
        read_day_list,
    ),
    Family(
        f"(?P<body> (?: weekday dot? comma? )? (?P<month> {MONTH} ) the? (?P<day> {DAY} )"
        f" (?: {TO} the? (?P<last> {DAY} ) )? (?! dash? (?: {_NO_DAY_BEFORE} ) ) ) (?: comma? of? (?P<year> year ) )?",
        read_month_day,
    ),
    Family(
        f"(?P<body> (?: (?P<from> {DAY} ) {TO} )? (?P<day> {DAY} ) (?P<of> of )? (?P<month> {MONTH} ) )"
        " (?: comma? (?P<year> year ) )?",
        read_day_month,
    ),
    Family(f"(?P<body> {MONTH} ) (?: (?: comma | of the? | (?P<dash> dash ) )? (?P<year> year ) )?", read_month),
    Family("weekday", read_weekday),
)
