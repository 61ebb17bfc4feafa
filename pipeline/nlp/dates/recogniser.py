"""The recogniser of dates: every expression of time of a page, put on the calendar."""

from __future__ import annotations

from functools import partial

from spacy.vocab import Vocab

from pipeline.nlp.dates import cycles, days, lengths, ordinals, parts, relative, years
from pipeline.nlp.dates.definitions import define
from pipeline.nlp.dates.grammar import Grammar, Text, among
from pipeline.nlp.dates.joins import join
from pipeline.nlp.dates.lexicon import Lexicon
from pipeline.nlp.dates.resolve import Discourse
from pipeline.nlp.dates.tense import tense
from pipeline.nlp.dates.times import Cycle, Joined, Length, Mention, Part, Relative, Shifted, Within, iso_duration
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import DateValue

# Longer and surer expressions first: at one token the first family that accepts its match wins.
FAMILIES = (
    *years.LABELLED, *ordinals.FAMILIES, *days.FAMILIES, *parts.FAMILIES, *cycles.FAMILIES, *relative.FAMILIES,
    *lengths.FAMILIES, *ordinals.ELIDED, *years.BARE,
)  # fmt: skip
NARRATIVE = among("in")
SKIPPED = among("the")
SHOWN_PRECISION = {"school_year": "year", "weekday": "day", "week": "day", "weekend": "day"}


class DateRecogniser:
    """Finds the dates, ranges, durations and recurring times of a page.

    Reads the words of the rule files of the layer once, when it is built.
    """

    def __init__(self, vocab: Vocab) -> None:
        del vocab  # no pattern of spaCy's is needed: the grammar reads classes of tokens
        self._lexicon = Lexicon(rules_for("dates").values())
        self._grammar = Grammar(FAMILIES)

    def __call__(self, page: Page) -> list[DateValue]:
        """The rows of the page, sorted by (start, end)."""
        text = Text(page, self._lexicon)
        paragraphs = []
        for _ in text.paragraphs():
            mentions = list(self._grammar.mentions(text))
            if mentions:
                paragraphs.append((text.first, text.last, join(text, mentions)))
        define(text, [mention for _, _, mentions in paragraphs for mention in mentions])
        discourse = Discourse(page.published, partial(tense, text))
        rows = []
        for text.first, text.last, mentions in paragraphs:
            rows += [row for mention in mentions if (row := _row(text, discourse, mention))]
        return rows


def _row(text: Text, discourse: Discourse, mention: Mention) -> DateValue | None:
    """The row of a mention; None where nothing tells which time it means."""
    start, end, time, rule, mod = mention.start, mention.end, mention.time, mention.rule, mention.mod
    if isinstance(time, Length):
        return DateValue(start, end, "duration", value=time.value, mod=mod, rule=rule)
    if isinstance(time, Cycle):
        return DateValue(start, end, "set", value=time.value, mod=mod, rule=rule)
    page = text.page
    index = page.sentence_at(start) or 0
    discourse.place(mention.first, index, page.sentences[index].paragraph)
    period, origin = discourse.settle(time)
    if period is None:
        return _unsettled(discourse, mention)
    ranged = isinstance(time, Joined) or (isinstance(time, Relative) and time.anchor == "range")
    if ranged:
        discourse.remember_range(period)
    else:
        dated = origin == "text" or (origin == "context" and isinstance(time, Part))
        discourse.remember(period, narrative=_narrates(text, mention, period.precision), dated=dated)
    kind = "range" if ranged else "date"
    precision = SHOWN_PRECISION.get(period.precision, period.precision)
    return DateValue(start, end, kind, period.start, period.end, None, mod, precision, origin, rule)


def _narrates(text: Text, mention: Mention, precision: str) -> bool:
    """Does a date tell when something happened (`in 2012`, `on May 5`)? A name (`Act of 1990`) and a bound do not."""
    if isinstance(mention.time, Relative | Shifted):
        return True
    before = mention.first - 2 if text.kind(mention.first - 1) in SKIPPED else mention.first - 1
    if text.kind(before) in NARRATIVE:
        return True
    return precision in ("day", "month", "quarter") and text.word(before) not in text.lexicon.sets["bound"]


def _unsettled(discourse: Discourse, mention: Mention) -> DateValue | None:
    """What is left of a mention that nothing resolves: a length, a date without days, or no row at all."""
    start, end, time, rule, mod = mention.start, mention.end, mention.time, mention.rule, mention.mod
    if isinstance(time, Shifted):
        return DateValue(start, end, "duration", value=iso_duration(abs(time.steps), time.unit), mod=mod, rule=rule)
    if discourse.published is not None:
        return None
    if isinstance(time, Within):
        time = time.part
    if isinstance(time, Part) and time.unit not in ("season", "decade"):
        return DateValue(start, end, "date", mod=mod, precision=SHOWN_PRECISION.get(time.unit, time.unit), rule=rule)
    if isinstance(time, Relative) and time.anchor in ("report", "either"):
        return DateValue(start, end, "date", mod=mod, precision=SHOWN_PRECISION.get(time.unit, time.unit), rule=rule)
    return DateValue(start, end, "range", mod=mod, rule=rule) if isinstance(time, Joined) else None
