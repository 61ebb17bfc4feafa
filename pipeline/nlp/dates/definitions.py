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
# What stands between a year and its months: `(`, `(i.e., `, `(from `, `, which runs from `.
OPENING = template("lparen (?: other | sign | dot | comma | prep ){0,4} | comma? (?P<verb> other ){1,3} prep?")
LONGEST = 24  # months


def define(text: Text, mentions: Sequence[Mention]) -> None:
    """Give every labelled year of a page the months that the text says it to have."""
    definitions: dict[str, tuple[int, int]] = {}
    labelled = [(i, label) for i, mention in enumerate(mentions) if (label := _label(text, mention))]
    for i, label in labelled:
        if i + 1 < len(mentions) and _opens(text, mentions[i].last, mentions[i + 1].first):
            months = _months(mentions[i], mentions[i + 1])
            if months:
                definitions.setdefault(label, months)
    for i, label in labelled:
        mention = mentions[i]
        if label in definitions and isinstance(mention.time, Fixed):
            period = calendar.stretch(mention.time.period.start.year, *definitions[label])
            mention.time = Fixed(period) if period else mention.time


def _opens(text: Text, last: int, first: int) -> bool:
    """Do the words behind a year say that its months follow?"""
    found = OPENING.fullmatch(text.kinds, last, first) if last < first else None
    return found is not None and (
        found.start("verb") < 0 or text.page.lower[found.start("verb")] in text.lexicon.sets["runs"]
    )


def _label(text: Text, mention: Mention) -> str:
    """The word that says what kind of year a mention is (`award`, `sy`), "" for other mentions."""
    if mention.rule not in RULES:
        return ""
    words, kinds = text.page.lower, text.kinds
    labels = (words[i] for i in range(mention.first, mention.last) if kinds[i] in LABELS)
    return next(labels, "").rstrip("0123456789")


def _months(mention: Mention, definition: Mention) -> tuple[int, int] | None:
    """The months from January of the named year to the begin and the end of a range of whole months."""
    named, time = mention.time, definition.time
    if not isinstance(named, Fixed) or not isinstance(time, Joined):
        return None
    if not isinstance(time.left, Fixed) or not isinstance(time.right, Fixed):
        return None
    year = named.period.start.year
    first, after = time.left.period.start, calendar.move(time.right.period.end, days=1)
    if after is None or first.day != 1 or after.day != 1:
        return None
    months = _since_january(year, first), _since_january(year, after)
    return months if 0 < months[1] - months[0] <= LONGEST else None


def _since_january(year: int, day: date) -> int:
    return (day.year - year) * 12 + day.month - 1
