"""Words before a date that say which part of it is meant: `late`, `mid-to-late`, `the end of`, `first half of`, `H1`."""

from __future__ import annotations

import re

from pipeline.nlp.dates.grammar import Text, among
from pipeline.nlp.dates.lexicon import CHAR
from pipeline.nlp.dates.templates import template
from pipeline.nlp.dates.times import Mention

MODIFIER = template(
    "(?: (?: mod dash? (?: to | and ) dash? )? (?P<mod> mod ) (?: dash | in )? the?"
    " | (?P<stage> mod | stage ) (?: half | edge | units | label ) of the?"
    " | (?P<place> ordinal | rel ) half of the?"
    " | (?P<edge> edge ) (?: of | dash ) the?"
    " | (?: yr (?: dash | possessive )? (?P<end> edge ) | (?P<yearend> yearend ) | (?P<midyear> mod ) dash yr ) of?"
    " | (?P<hno> hno ) of? )$"
)
LAST = among("mod", "dash", "in", "of", "the", "edge", "hno", "yr", "yearend")
WINDOW = 8  # tokens before a date in which its modifier stands
PLACES = {"first": "early", "second": "late", "last": "late", "1": "early", "2": "late"}
ATTRIBUTIVE = frozenset(("dates.year", "dates.fiscal_year"))


def extend(text: Text, mention: Mention) -> None:
    """Take the modifier before a mention into its span; `circa` and the like stay outside and set `mod` alone."""
    before = text.kind(mention.first - 1)
    if before in LAST and mention.start == text.page.starts[mention.first] and mention.mod is None:
        found = MODIFIER.search(text.kinds, max(text.first, mention.first - WINDOW), mention.first)
        mod = _mod(text, found) if found else None
        # In `the beginning of the 2025 season` the year is the season's.
        attributive = (
            before == CHAR["the"] and mention.last - mention.first == 1 and text.kind(mention.last) == CHAR["other"]
        )
        if found and mod and not (attributive and mention.rule in ATTRIBUTIVE):
            mention.first, mention.mod = found.start(), mod
            mention.start = text.page.starts[mention.first]
    elif before == CHAR["approx"] and text.word(mention.first - 1) in text.lexicon.sets["approximate"]:
        mention.mod = mention.mod or "approx"


def _mod(text: Text, found: re.Match[str]) -> str | None:
    """early, mid or late, by the words of a modifier; None where they say something else (`third half`)."""
    group = found.lastgroup or ""
    token = found.start(group)
    if group == "place":
        return PLACES.get(text.word(token))
    if group == "hno":
        return PLACES["1" if "1" in text.word(token) else "2"]
    return text.value(token) or None
