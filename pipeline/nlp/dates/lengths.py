"""Lengths of time: `30 years`, `180-day`, `next five years`, `5 to 10 years`, `half a century`, ages."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates.grammar import COUNT, SINGULAR, UNIT, WORDS, Family, Hit, Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.templates import template
from pipeline.nlp.dates.times import Length, Mention, iso_duration

ONE_COUNT = template(COUNT)
LIMIT = 10_000  # a larger number of years or days is a count of something else
OLDEST = 120
YEARS = range(1900, 2101)  # `2015 year` is no length
NAMES = among("label", "currency", "masked", "cited", "month", "month_abbr")
QUARTERS = among("quarter", "quarters")
COUNTED = among("ones", "tens", "hundred", "day", "int", "dash")
PERSONS = among("person", "age")
# How many of a smaller unit may follow a larger one as a part of the same length: `1 year, 6 months`.
SMALLER = {
    ("Y", "M"): 12, ("Y", "W"): 52, ("Y", "D"): 365, ("M", "W"): 5, ("M", "D"): 31, ("W", "D"): 7, ("D", "H"): 24,
    ("H", "N"): 60, ("N", "S"): 60,
}  # fmt: skip


def _mod(hit: Hit) -> str | None:
    return "approx" if hit.before == CHAR["approx"] else None


def read_length(hit: Hit) -> Sequence[Mention]:
    """`30 years`, `five- to ten-year`, `past 30 years`, `2 years and 6 months`: a row for each number."""
    text, unit_token = hit.text, hit["unit"]
    unit = text.value(unit_token)
    spans = [match.span() for match in ONE_COUNT.finditer(text.kinds, hit["counts"], unit_token)]
    counts = [text.number(*span) for span in spans]
    if not spans or hit.before in NAMES or _is_name(text, spans[-1][0], unit_token):
        return ()
    if counts[-1] in YEARS and text.kind(spans[-1][0]) == CHAR["year"]:
        return ()
    if text.kind(unit_token) in QUARTERS and not hit.at("adjective") and not hit.at("rel"):
        return ()  # three quarters of the states
    starts = [_start(hit), *(span[0] for span in spans[1:])]
    ends = [*(span[1] for span in spans[:-1]), hit.last]
    mentions = []
    for first, last, count in zip(starts, ends, counts, strict=True):
        if count is None or not 0 < count < LIMIT:
            return ()
        mentions.append(text.mention(first, last, Length(iso_duration(count, unit)), "dates.duration", _mod(hit)))
    if hit.at("smaller"):
        mentions[-1] = _with_smaller(hit, mentions[-1], counts[-1] or 0, unit)
    return mentions


def _start(hit: Hit) -> int:
    """Where the span begins: with `past`, `next`, `first`, but without `this` or `second`."""
    text = hit.text
    if hit.at("ordinal"):
        return hit.first if text.word(hit["ordinal"]) == "first" else hit["counts"]
    if hit.at("rel") and text.value(hit["rel"]) in ("this", "that", "same"):
        return hit["counts"]
    return hit.first


def _with_smaller(hit: Hit, mention: Mention, count: float, unit: str) -> Mention:
    """`2 years and 6 months` as one length; `90 days, 24 hours` stay two."""
    text = hit.text
    smaller = hit.at("smaller")
    extra = text.number(*smaller) if smaller else None
    name = text.value(hit["smaller_unit"])
    if extra is None or extra >= SMALLER.get((unit, name), 0):
        return text.mention(mention.first, hit["unit"] + 1, mention.time, mention.rule, mention.mod)
    mention.time = Length(iso_duration(count, unit, (extra, name)))
    return mention


def _is_name(text: Text, count: int, unit: int) -> bool:
    """`the Five-Year Plan`, `Five Year Plan`: a modifier in capitals belongs to a name."""
    words = text.page.words
    if count == text.first or unit + 1 >= text.last or not (words[unit][0].isupper() and words[unit + 1][0].isupper()):
        return False
    return text.kind(unit - 1) == CHAR["dash"] or words[count].istitle()


def read_article(hit: Hit) -> Sequence[Mention]:
    """`for a year`, `more than a decade`: an article counts as one where a length is asked for."""
    text, unit = hit.text, hit.text.value(hit["unit"])
    asked = text.word(hit.first - 1) in text.lexicon.sets["asking"] or hit.before == CHAR["approx"]
    if not asked or (unit == "D" and hit.after == CHAR["of"]):
        return ()
    return [hit.mention(Length(iso_duration(1, unit)), "dates.duration.article", _mod(hit))]


def read_long(hit: Hit) -> Sequence[Mention]:
    """`year-long`, `century-old`."""
    if hit.before in COUNTED:
        return ()
    return [hit.mention(Length(iso_duration(1, hit.text.value(hit.first))), "dates.duration.article")]


def read_fraction(hit: Hit) -> Sequence[Mention]:
    """`half a century`, `half-decade`, `quarter of a century`, `a year and a half`."""
    part = 0.25 if hit.at("quarter") else 1.5 if hit.at("more") else 0.5
    unit = hit.text.value(hit["unit"])
    if unit == "Y" and part < 1:
        unit, part = "M", part * 12
    return [hit.mention(Length(iso_duration(part, unit)), "dates.duration.fraction", _mod(hit))]


def read_age(hit: Hit) -> Sequence[Mention]:
    """`age 60`, `ages 3 to 5`, `65 and older`, `children under five`, `older than 18`."""
    text = hit.text
    if hit.before in NAMES:
        return ()
    elder = hit.at("elder")
    if elder and text.value(elder[0]) != "age" and not hit.at("person") and not _of_persons(text, hit.first):
        return ()
    spans = [span for group in ("count", "second") if (span := hit.at(group))]
    mentions: list[Mention] = []
    for first, last in spans:
        years = text.number(first, last)
        if years is None or not 0 <= years <= OLDEST:
            return ()
        start = hit.first if hit.at("age") and not mentions else first
        mentions.append(text.mention(start, last, Length(iso_duration(years, "Y")), "dates.age"))
    if hit.at("years"):
        last_one = mentions[-1]
        mentions[-1] = text.mention(last_one.first, hit.last, last_one.time, last_one.rule)
    return mentions


def _of_persons(text: Text, token: int) -> bool:
    """Do the words before a number speak of persons or of ages? (`adults 65 and over`)"""
    return any(text.kind(i) in PERSONS for i in range(token - 4, token))


_SEPARATOR = "(?: dash? comma? (?: and | to ) dash? | dash | slash | dash? comma )"
_LEFT = f"(?: day | int | big | {WORDS} )"
_AGE = "(?: day | int | tens dash ones | tens | ones )"
_NO_AGE = "(?! dash | percent | measure | unit | units | scale | comma? big )"
_ONE = "(?P<unit> yr | century | unit )"
FAMILIES = (
    Family(
        f"(?P<rel> rel )? (?P<ordinal> ordinal )? (?P<counts> (?: {_LEFT} {_SEPARATOR} ){{0,3}} {COUNT} )"
        f" (?: dash? plus )? dash? (?P<adjective> adjective ){{0,2}} kind? (?P<unit> {UNIT} )"
        f" (?: (?: and | comma (?= day ) )? (?P<smaller> {COUNT} ) (?P<smaller_unit> unit | units ) )?"
        " (?: (?: dash | slash )? long | of age (?! of ) )?",
        read_length,
    ),
    Family(f"a {_ONE} (?P<more> and a half )", read_fraction),
    Family(f"half (?: of? a | dash )? (?P<unit> {SINGULAR} )", read_fraction),
    Family("(?P<quarter> quarter ) (?: of a | dash )? (?P<unit> century )", read_fraction),
    Family(f"a adjective? kind? {_ONE} (?! dash | shift | around )", read_article),
    Family(f"{_ONE} dash long", read_long),
    Family(
        f"(?P<age> age ) (?: of | prep | dash )? (?P<count> {_AGE} ) (?: (?: dash | to | and ) (?P<second> {_AGE} ) )?"
        f" (?P<years> yr | yrs )? {_NO_AGE}",
        read_age,
    ),
    Family(f"(?P<count> {_AGE} ) and (?P<elder> elder ) (?! than )", read_age),
    Family(f"(?P<count> {_AGE} ) (?P<elder> plus ) (?! dash | unit | units | yr | yrs )", read_age),
    Family(f"(?P<elder> elder ) than (?P<count> {_AGE} ) {_NO_AGE} (?! yr | yrs )", read_age),
    Family(f"(?P<person> person ) (?P<elder> elder ) (?P<count> {_AGE} ) {_NO_AGE} (?! yr | yrs )", read_age),
)
