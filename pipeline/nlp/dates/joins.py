"""Neighbours joined: a quarter and its year, a list that shares its year, the two ends of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period
from pipeline.nlp.dates.grammar import Text
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.modifiers import extend
from pipeline.nlp.dates.templates import template
from pipeline.nlp.dates.times import (
    Cycle,
    Fixed,
    Joined,
    Length,
    Mention,
    Part,
    Present,
    Relative,
    Shifted,
    Time,
    Within,
)

# What may stand between two neighbours that belong together.
QUARTER_OF = template("of? the? | comma")
MONTH_OF = template("of the? | bracket")  # `March of last year`, `March [2027]`
BEHIND = template("possessive?")  # `2020's third quarter`, `FY2020 Q3`
ADJACENT = template("")
LIST = template("comma? and (?: in | prep )? the? | slash")
COMMA = template("comma the?")
RANGE = template("dash | to (?: in | prep )? the?")
RANGE_AFTER_DAY = template("comma to (?: in | prep )? the?")  # `October 1, 1959, until March 31, 1983`
AND = template("and the?")
SLASH = template("slash")
OPEN_END = template("(?: dash | to ) (?: the present | present (?! other | the | a | of | ones ) )")
MOST_LINKS = 5  # tokens between two mentions that may still be joined
LONGEST_LIST = 12
WHOLES = frozenset(("year", "fiscal_year", "school_year", "century"))
NO_ENDS = (Length, Cycle, Joined)
DATED = frozenset(("day", "month", "quarter", "season"))


def join(text: Text, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a paragraph after all that belongs together has been put together."""
    for mention in mentions:
        if not isinstance(mention.time, (Length, Cycle)):
            extend(text, mention)
    if len(mentions) > 1:
        mentions = _with_wholes(text, mentions)
        _share_kind(text, mentions)
        _share_year(text, mentions)
    return _ranges(text, mentions)


def _linked(text: Text, left: Mention, right: Mention, link: re.Pattern[str]) -> bool:
    """Are the tokens between two mentions such a link?"""
    if not 0 <= right.first - left.last <= MOST_LINKS:
        return False
    return bool(link.fullmatch(text.kinds, left.last, right.first))


def _listed(text: Text, mentions: Sequence[Mention], position: int) -> bool:
    """Do a mention and the next one stand in a list that ends with `and`: `2015 and 2016`, `2015, 2016, and 2017`?"""
    for i in range(position, min(position + LONGEST_LIST, len(mentions) - 1)):
        if _linked(text, mentions[i], mentions[i + 1], LIST):
            return True
        if not _linked(text, mentions[i], mentions[i + 1], COMMA):
            return False
    return False


def _with_wholes(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """A part and its whole become one mention: `third quarter` and `of FY2020`, `2020's` and `third quarter`."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and _is_part(last) and _is_whole(mention) and _linked(text, last, mention, _of(last, mention)):
            _merge(text, last, mention, part=last.time, whole=mention.time)
        elif last and _is_whole(last) and _is_quarter(mention) and _linked(text, last, mention, BEHIND):
            _merge(text, last, mention, part=mention.time, whole=last.time)
            last.rule = mention.rule
        else:
            joined.append(mention)
    return joined


def _is_part(mention: Mention) -> bool:
    time = mention.time
    return isinstance(time, Part) or (isinstance(time, Joined) and isinstance(time.left, Part))


def _is_quarter(mention: Mention) -> bool:
    return isinstance(mention.time, Part) and mention.time.unit == "quarter"


def _is_whole(mention: Mention) -> bool:
    time = mention.time
    if isinstance(time, Fixed):
        return time.period.precision in WHOLES
    return isinstance(time, Relative | Shifted) and time.unit in (*WHOLES, "Y")


def _of(part: Mention, whole: Mention) -> re.Pattern[str]:
    """The link that a part asks for: a quarter may stand right before its year, `fall next year` is a verb and a year."""
    named = isinstance(whole.time, Fixed) and whole.mod is None
    unit = part.time.unit if isinstance(part.time, Part) else "quarter"
    if unit == "quarter" or (unit == "season" and named):
        return QUARTER_OF
    fiscal = isinstance(whole.time, Fixed) and whole.time.period.precision == "fiscal_year"
    return ADJACENT if fiscal and part.last == whole.first else MONTH_OF


def _merge(text: Text, left: Mention, right: Mention, *, part: Time, whole: Time) -> None:
    """Let the left of two neighbours stand for both."""
    if isinstance(part, Joined) and isinstance(part.left, Part) and isinstance(part.right, Part):
        left.time = Joined(Within(part.left, whole), Within(part.right, whole))
    elif isinstance(part, Part):
        left.time = Within(part, whole)
    left.mod = left.mod or right.mod
    left.last, left.end = right.last, right.end
    if text.kind(right.first - 1) == CHAR["bracket"] and text.word(right.last) == "]":
        left.last, left.end = right.last + 1, right.end + 1


def _ends(mention: Mention) -> list[Period]:
    """The fixed periods of a mention: one, or the two ends of its range."""
    time = mention.time
    sides = (time.left, time.right) if isinstance(time, Joined) else (time,)
    return [side.period for side in sides if isinstance(side, Fixed)]


def _share_kind(text: Text, mentions: Sequence[Mention]) -> None:
    """`fiscal years 2015 and 2016`, `2015 and 2016 fiscal years`: the years beside a fiscal one are fiscal too."""
    for i in range(len(mentions) - 1):
        left, right = mentions[i], mentions[i + 1]
        near = right.first - left.last <= MOST_LINKS
        if (
            near
            and _is_fiscal(left)
            and _is_bare(right)
            and (_linked(text, left, right, RANGE) or _listed(text, mentions, i))
        ):
            _make_fiscal(right)
    for i in range(len(mentions) - 2, -1, -1):
        left, right = mentions[i], mentions[i + 1]
        if text.kind(right.last - 1) == CHAR["yrs"] and _is_bare(left) and _is_fiscal(right):
            if _linked(text, left, right, RANGE) or _linked(text, left, right, LIST):
                _make_fiscal(left)


def _is_fiscal(mention: Mention) -> bool:
    return any(period.precision == "fiscal_year" for period in _ends(mention))


def _is_bare(mention: Mention) -> bool:
    periods = _ends(mention)
    bare = mention.rule in ("dates.year", "dates.range")
    return bare and bool(periods) and all(period.precision == "year" for period in periods)


def _make_fiscal(mention: Mention) -> None:
    years = [calendar.fiscal_year(period.start.year) for period in _ends(mention)]
    sides = [Fixed(year) for year in years if year]
    if len(sides) == 2:
        mention.time = Joined(*sides)
    elif sides:
        mention.time, mention.rule = sides[0], "dates.fiscal_year"


def _share_year(text: Text, mentions: Sequence[Mention]) -> None:
    """`March, April, and May 2020`, `the first and second quarters of FY2020`: the year at the end is that of all."""
    for i in range(len(mentions) - 2, -1, -1):
        left, right = mentions[i], mentions[i + 1]
        part = left.time
        if not isinstance(part, Part) or part.unit == "weekday" or not _listed(text, mentions, i):
            continue
        periods = _ends(right)
        if isinstance(right.time, Within):
            left.time = Within(part, right.time.whole)
        elif periods and periods[0].precision in DATED:
            period = part.of_year(periods[0].start.year)
            left.time = Fixed(period) if period else part


def _ranges(text: Text, mentions: Sequence[Mention]) -> list[Mention]:
    """Two dates with a dash or `to` between them, or `and` after `between`, become one range; `2012-present`."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last and _are_ends(text, last, mention):
            last.time = Joined(last.time, mention.time)
            last.rule, last.mod = "dates.range", None
            last.last, last.end = mention.last, mention.end
        else:
            joined.append(mention)
    for mention in joined:
        found = OPEN_END.match(text.kinds, mention.last, text.last)
        if found and not isinstance(mention.time, NO_ENDS):
            mention.time = Joined(mention.time, Present())
            mention.rule, mention.mod = "dates.range", None
            mention.last = found.end()
            mention.end = text.page.ends[mention.last - 1]
    return joined


def _are_ends(text: Text, left: Mention, right: Mention) -> bool:
    """Are two neighbours the ends of one range?"""
    if right.first - left.last > MOST_LINKS:
        return False
    if isinstance(left.time, NO_ENDS) or isinstance(right.time, NO_ENDS):
        return False
    first, last = _ends(left), _ends(right)
    if first and last and first[0].start >= last[0].start:
        return False
    after_day = bool(first) and first[0].precision == "day"
    if _linked(text, left, right, RANGE) or (after_day and _linked(text, left, right, RANGE_AFTER_DAY)):
        # `from FY2025 to the FY2026 request` names two years, `through the end of 2026` one stretch.
        return (
            text.kind(right.first - 1) != CHAR["the"] or bool(right.mod) or not (_is_bare(right) or _is_fiscal(right))
        )
    if _linked(text, left, right, SLASH):  # March/April 2020
        return bool(first) and calendar.step(first[0], 1) in last
    before = left.first - 2 if text.kind(left.first - 1) == CHAR["the"] else left.first - 1
    return text.kind(before) == CHAR["between"] and _linked(text, left, right, AND)
