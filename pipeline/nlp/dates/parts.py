"""Quarters, seasons and decades of a century: parts that take their year from the words beside them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.nlp.dates import calendar
from pipeline.nlp.dates.grammar import ORDINAL, TO, Family, Hit, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.times import Fixed, Joined, Mention, Part
from pipeline.nlp.dates.years import digits_of, pair

YEARS = range(1700, 2200)
COMPOUND = among("other", "ones")


def read_quarter(hit: Hit) -> Sequence[Mention]:
    """`Q3`, `3Q`, `third quarter`, `quarter 1`; its year is joined later."""
    text, token = hit.text, hit["number"]
    if hit.after == CHAR["dash"] and text.kind(hit.last + 1) in COMPOUND:  # a quarter-dollar
        return ()
    number = int(digits_of(text.word(token)) or text.value(token) or 0)
    return [hit.mention(Part("quarter", number), "dates.quarter")] if 1 <= number <= 4 else ()


def read_quarters(hit: Hit) -> Sequence[Mention]:
    """`second and third quarters`: a row each; `first through third quarters`: a range."""
    text = hit.text
    spans = [span for group in ("left", "right") if (span := hit.at(group))]
    left, right = (Part("quarter", text.ordinal(*span)) for span in spans)
    if not (1 <= left.number <= 4 and 1 <= right.number <= 4):
        return ()
    if hit.at("range"):
        return [hit.mention(Joined(left, right), "dates.range")]
    return [
        text.mention(hit.first, spans[0][1], left, "dates.quarter"),
        text.mention(spans[1][0], hit.last, right, "dates.quarter"),
    ]


def read_season(hit: Hit) -> Sequence[Mention]:
    """`fall 2015`, `summer of 2020`, `winter 2019-20`; a bare season waits for a year that it shares with another."""
    text = hit.text
    part = Part("season", int(text.value(hit.first)))
    span, link = hit.at("year"), hit.at("link")
    year = int(digits_of(text.word(span[0]))[:4]) if span else 0
    if year not in YEARS:
        return [text.mention(hit.first, hit.first + 1, part, "dates.season")]
    winter = part.number == 12 and link is not None and pair(text, year, link[0]) == year + 1
    period = calendar.season(year + winter, part.number)
    end = link[0] if link and not winter else hit.last
    return [text.mention(hit.first, end, Fixed(period), "dates.season")] if period else ()


def read_decade_part(hit: Hit) -> Sequence[Mention]:
    """`first decade`, which stands for years only where its century follows."""
    text = hit.text
    span = hit.at("number")
    if text.value(hit.last - 1) != "10Y" or span is None:
        return ()
    return [hit.mention(Part("decade", text.ordinal(*span)), "dates.decade")]


FAMILIES = (
    Family(
        f"(?P<left> {ORDINAL} ) (?: (?P<range> {TO} ) | comma? and ) the? (?P<right> {ORDINAL} ) kind? quarters",
        read_quarters,
    ),
    Family("(?P<number> qno )", read_quarter),
    Family("(?P<number> ordinal ) dash? kind? quarter (?: lparen qno rparen )?", read_quarter),
    Family("quarter (?P<number> day )", read_quarter),
    Family(
        "season (?: (?: of the? | comma )? (?P<year> year ) (?: (?P<link> dash | slash ) (?: year | day | int ) )? )?",
        read_season,
    ),
    Family("(?P<number> ordinal ) unit", read_decade_part),
)
