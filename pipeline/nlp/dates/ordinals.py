"""Congresses and centuries: what an ordinal numbers, alone, in lists and in ranges."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.calendar import Period
from pipeline.nlp.dates.grammar import ORDINAL, Family, Hit, Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.times import Fixed, Joined, Mention

CONGRESSES = among("congress", "congresses")
NAMES = among("label", "currency", "masked", "cited")
NUMBER_WORDS = among("ones", "tens", "hundred")
NUMERALS = among("day", "int", "ordinal")
RANGES, AND = among("to", "dash"), CHAR["and"]
# A bare number before a singular noun: `119 Congress` has lost its `th`, `section 5 Congress` never had one.
FIRST_BARE = {CHAR["congress"]: 60, CHAR["century"]: 10}
LAST_CENTURY = 40
FIRST_ELIDED = 1900  # `the 95th` may be a Congress; `the 12th` is more often a day or a place in a row
BEFORE_ELISION = among("the", "and", "comma", "to")
AFTER_ELISION = among("other", "dash", "unit", "units", "yr", "yrs", "month", "ordinal")


def read_ordinals(hit: Hit) -> Sequence[Mention]:
    """`the 21st century`, `18th and 19th centuries`, `112th through the 119th Congresses`: a row each, or a range."""
    text, head = hit.text, hit["head"]
    if hit.before in NAMES:
        return ()
    congress = text.kind(head) in CONGRESSES
    spans = _ordinals(text, hit.first, head)
    least = FIRST_BARE.get(text.kind(head), 1)
    if len(spans) == 1 and _is_bare(text, *spans[0]) and text.ordinal(*spans[0]) < least:
        return ()
    if congress and len(spans) == 1 and spans[0][1] - spans[0][0] == 1 and text.page.words[spans[0][0]].islower():
        if text.page.words[spans[0][0]].isalpha():  # the first Congress in which that was so
            return ()
    periods = [_period(text.ordinal(*span), congress=congress) for span in spans]
    mentions: list[Mention] = []
    position = 0
    while position < len(spans):
        (first, last), left = spans[position], periods[position]
        right = None
        if position + 1 < len(spans) and _is_range(text, last, spans[position + 1][0]):
            position += 1
            last, right = spans[position][1], periods[position]
            if right is None:
                return ()
        if left is None or (right and right.start <= left.start):
            return ()
        position += 1
        time = Joined(Fixed(left), Fixed(right)) if right else Fixed(left)
        rule = "dates.range" if right else "dates.congress" if congress else "dates.century"
        mod = text.value(first - 1) if mentions and text.kind(first - 1) == CHAR["mod"] else None
        end = hit.last if position == len(spans) else last
        mentions.append(text.mention(first - 1 if mod else first, end, time, rule, mod))
    return mentions


def read_elided(hit: Hit) -> Sequence[Mention]:
    """`from the 95th through the 115th`, `in the 114th,`: Congresses whose noun stands elsewhere in the paragraph."""
    text = hit.text
    if hit.after in AFTER_ELISION or not any(text.kinds.find(head, text.first, text.last) >= 0 for head in CONGRESSES):
        return ()
    periods = [calendar.congress(text.ordinal(*span)) for span in _ordinals(text, hit.first, hit.last)]
    sides = [Fixed(period) for period in periods if period and period.start.year >= FIRST_ELIDED]
    if len(sides) < len(periods):
        return ()
    if len(sides) == 1:
        return [hit.mention(sides[0], "dates.congress")] if hit.before in BEFORE_ELISION else ()
    return [hit.mention(Joined(*sides), "dates.range")] if sides[0].period.start < sides[1].period.start else ()


def _period(number: int, *, congress: bool) -> Period | None:
    if congress:
        return calendar.congress(number)
    return calendar.century(number) if 1 <= number <= LAST_CENTURY else None


def _is_bare(text: Text, first: int, last: int) -> bool:
    """A number in digits without its `th`."""
    return last == first + 1 and text.kind(first) != CHAR["ordinal"]


def _ordinals(text: Text, first: int, last: int) -> list[tuple[int, int]]:
    """The tokens of each ordinal between `first` and `last`: `119 th`, `One Hundred Fifteenth`, `117`."""
    found: list[tuple[int, int]] = []
    start = None
    for token in range(first, last):
        kind = text.kind(token)
        if kind in NUMBER_WORDS:
            start = token if start is None else start
        elif kind in NUMERALS:
            found.append((token if start is None else start, token + 1))
            start = None
        elif kind == CHAR["th"] and found:
            found[-1] = (found[-1][0], token + 1)
    return found


def _is_range(text: Text, first: int, last: int) -> bool:
    """Do the tokens between two ordinals make them the ends of a range? Not in `19th- and 20th-century`."""
    kinds = {text.kind(token) for token in range(first, last)}
    return not kinds.isdisjoint(RANGES) and AND not in kinds


_NUMERAL = "(?: ordinal | (?: day | int ) th )"
_BARE = f"(?: {ORDINAL} | day | int )"
_LINK = "(?: comma? (?: and | to | slash ) | dash (?: and | to )? | comma ) the? (?: mod dash? )?"
FAMILIES = (
    Family(f"{_BARE} (?> (?: {_LINK} {_BARE} ){{1,8}} ) (?P<head> congresses )", read_ordinals),
    Family(f"{ORDINAL} (?> (?: {_LINK} {ORDINAL} ){{0,8}} ) (?P<head> congress )", read_ordinals),
    Family(f"{ORDINAL} (?> (?: {_LINK} {ORDINAL} ){{0,4}} ) dash? (?P<head> century | centuries )", read_ordinals),
    Family("(?: day | int ) dash? (?P<head> congress | century )", read_ordinals),
)
ELIDED = (Family(f"{_NUMERAL} (?: (?: dash | to ) the? {_NUMERAL} )?", read_elided),)
