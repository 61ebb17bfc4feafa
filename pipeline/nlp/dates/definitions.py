"""Years that a text defines itself: `award year 2013-2014 (July 1, 2013-June 30, 2014)`, for this year and all later ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.grammar import Text, among
from pipeline.nlp.dates.templates import template
from pipeline.nlp.dates.times import Fixed, Joined, Mention

RULES = frozenset(("dates.school_year", "dates.calendar_year"))
LABELS = among("kind", "fy", "fynum")
OPENING = template("lparen (?: other | sign | dot | comma | prep ){0,4}")  # `(`, `(i.e., `, `(from `
LONGEST = 24  # months


def define(text: Text, mentions: Sequence[Mention]) -> None:
    """Give every labelled year the months that the text has said it to have."""
    for i, mention in enumerate(mentions):
        label = _label(text, mention)
        if not label or not isinstance(mention.time, Fixed):
            continue
        year = mention.time.period.start.year
        if i + 1 < len(mentions) and OPENING.fullmatch(text.kinds, mention.last, mentions[i + 1].first):
            months = _months(year, mentions[i + 1])
            if months:
                text.definitions[label] = months
        if label in text.definitions:
            period = calendar.stretch(year, *text.definitions[label])
            mention.time = Fixed(period) if period else mention.time


def _label(text: Text, mention: Mention) -> str:
    """The word that says what kind of year a mention is (`award`, `sy`), "" for other mentions."""
    if mention.rule not in RULES:
        return ""
    labels = (text.word(i) for i in range(mention.first, mention.last) if text.kind(i) in LABELS)
    return next(labels, "").rstrip("0123456789")


def _months(year: int, definition: Mention) -> tuple[int, int] | None:
    """The months from January of the named year to the begin and the end of a range of whole months."""
    time = definition.time
    if not isinstance(time, Joined) or not isinstance(time.left, Fixed) or not isinstance(time.right, Fixed):
        return None
    first, after = time.left.period.start, calendar.move(time.right.period.end, days=1)
    if after is None or first.day != 1 or after.day != 1:
        return None
    months = _since_january(year, first), _since_january(year, after)
    return months if 0 < months[1] - months[0] <= LONGEST else None


def _since_january(year: int, day: date) -> int:
    return (day.year - year) * 12 + day.month - 1
