"""Recurring times: `annually`, `every three years`, `each fiscal year`, `twice a month`, `Mondays`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates.grammar import COUNT, SINGULAR, UNIT, Family, Hit, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.times import Cycle, Mention, iso_duration

LIMIT = 10_000
YEARLY = among("month", "month_abbr", "season")
ADVERBS = (CHAR["cycle"], CHAR["cyclic"])
DETERMINERS = among("a", "the", "possessive", "every")
JOINS = among("and", "slash")
# What may follow an adverb, but not the adjective of a noun.
ENDS = among("comma", "dot", "sign", "rparen", "lparen", "in", "prep", "to", "every", "dash", "than")
NO_NOUNS = ("IN", "TO", "CC", "VB", "MD", "RB", "W", "DT", "PRP")


def _mod(hit: Hit) -> str | None:
    return "approx" if hit.before == CHAR["approx"] else None


def read_every(hit: Hit) -> Sequence[Mention]:
    """`every year`, `every other month`, `each fiscal year`, `every 10 years`, `each January`, `every Tuesday`."""
    text, named, span = hit.text, hit.at("named"), hit.at("count")
    if named:
        value = "P1Y" if text.kind(named[0]) in YEARLY else "P1W"
        return [hit.mention(Cycle(value), "dates.set.every", _mod(hit))]
    count = text.number(*span) if span else 2.0 if hit.at("other") else 1.0
    if count is None or not 0 < count < LIMIT:
        return ()
    unit = "2Y" if text.kind(hit["unit"]) == CHAR["congress"] else text.value(hit["unit"])
    return [hit.mention(Cycle(iso_duration(count, unit)), "dates.set.every", _mod(hit))]


def read_adverb(hit: Hit) -> Sequence[Mention]:
    """`annually`; `monthly` where it is an adverb: not before a noun, not after an article."""
    text = hit.text
    if text.kind(hit.first) == CHAR["cyclic"]:
        named = text.page.words[hit.first][0].isupper() and hit.first > text.first
        if named or hit.before in DETERMINERS:
            return ()
        after = hit.last
        while text.kind(after) in JOINS and text.kind(after + 1) in ADVERBS:  # monthly and daily reports
            after += 2
        after += text.kind(after) in JOINS
        if text.kind(after) not in ENDS and not text.page.tag_at(min(after, text.last - 1)).startswith(NO_NOUNS):
            return ()
    return [hit.mention(Cycle(text.value(hit.first)), "dates.set.adverb", _mod(hit))]


def read_prefixed(hit: Hit) -> Sequence[Mention]:
    """`semi-annually`, `bi-weekly`: the word without its hyphen says the period."""
    text = hit.text
    word = text.word(hit.first) + text.word(hit.last - 1)
    value = next((text.lexicon.value(char, word) for char in ADVERBS if text.lexicon.value(char, word)), None)
    return [hit.mention(Cycle(value), "dates.set.adverb", _mod(hit))] if value else ()


def read_times(hit: Hit) -> Sequence[Mention]:
    """`once a year`, `three times per month`."""
    return [hit.mention(Cycle(iso_duration(1, hit.text.value(hit["unit"]))), "dates.set.times", _mod(hit))]


def read_weekdays(hit: Hit) -> Sequence[Mention]:
    """`Mondays`."""
    return [hit.mention(Cycle("P1W"), "dates.set.every")]


_TO_COUNT = f"(?: (?: dash? to | dash ) {COUNT} )"
FAMILIES = (
    Family("semi dash (?: cycle | cyclic )", read_prefixed),
    Family(
        f"every (?: (?: (?P<other> other_every ) | (?P<count> {COUNT} ) {_TO_COUNT}? dash? )? adjective? kind? (?P<unit> {UNIT} | congress )"
        " | (?P<named> month | month_abbr | season | weekday ) )",
        read_every,
    ),
    Family("cycle | cyclic", read_adverb),
    Family(f"(?: times | (?: ones | tens | day ) times_word ) (?: a | per ) kind? (?P<unit> {SINGULAR} )", read_times),
    Family("weekdays", read_weekdays),
)
