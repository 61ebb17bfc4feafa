"""Denominators: `per year`, `a gallon`, `annually`, `per capita`."""

from __future__ import annotations

from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary

ARTICLES = frozenset(("a", "an", "each", "every"))
AVERAGES = frozenset(("average", "mean", "median", "typical"))
# `an annual rate of 3%` is 3% a year; `an annual appropriation of $3 million` names the thing.
RATES = frozenset(("rate", "rates", "growth", "increase", "decline"))
# `a year earlier`, `a month ago` are dates.
NO_RATE = frozenset(("earlier", "ago", "later", "before", "after", "old", "long", "from", "prior", "previously"))
BREAKS = frozenset((",", ";", ":", ".", "that", "which", "and", "or", "but"))
PARTING = frozenset(("IN", "TO", "VBD", "VBZ", "VBP", "VB", "VBN", "VBG", "MD"))
PRONOUNS = frozenset(("WDT", "WP", "WRB"))
# How far behind the figure its denominator may stand, and how far before it in the subject.
REACH, SUBJECT_REACH = 12, 30


class RateReader:
    """Finds what a figure is counted per."""

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader) -> None:
        self.vocabulary = vocabulary
        self.heads = heads
        self.adverbs = vocabulary.rates["adverb"]
        self.adjectives = vocabulary.rates["adjective"]
        self.short = vocabulary.rates["short"]
        self.nouns = vocabulary.rates["noun"]

    def after(self, passage: Passage, draft: Draft, limit: int) -> str | None:
        """The denominator right of the figure, before the token `limit` (the next figure)."""
        token = draft.last
        if passage.word(token) == "/" and passage.glued(token):
            return self._slash(passage, token + 1)
        if draft.hyphen and passage.word(token + 1) == "per":
            return self._noun(passage, token + 3 if passage.word(token + 2) == "-" else token + 2)
        if passage.word(token) in ARTICLES:
            found = self._article(passage, token + 1)
            if found:
                return found
        return self._phrase(passage, token, min(token + REACH, limit, passage.last))

    def _phrase(self, passage: Passage, start: int, stop: int) -> str | None:
        """`per`, `annually` or `each year`, in the same clause; brackets are passed over."""
        depth = 0
        apart = False  # a preposition or verb stands between
        for token in range(start, stop):
            word = passage.lower[token]
            if word == "or" and self.vocabulary.after.longest(passage.lower, token, passage.last):
                continue  # 25,000 tons or more per year
            if word in "()":
                depth += 1 if word == "(" else -1
            if depth < 0 or word in BREAKS or passage.tag(token) in PRONOUNS:
                return None
            if depth or word == ")":
                continue
            if word in self.adverbs and not passage.tag(token + 1).startswith(("NN", "JJ")):
                return self.adverbs[word]
            if word == "per":
                noun = self._noun(passage, token + 1)
                return noun if not apart or (noun and self.heads.is_time(noun)) else None
            if word in ("a", "an") and not apart and passage.tag(token - 1).startswith("NN"):
                return self._article(passage, token + 1)
            if word in ("each", "every") and self.heads.is_time(passage.word(token + 1)):
                return passage.word(token + 1)
            apart = apart or (passage.tag(token) in PARTING and word != "of")
        return None

    def _article(self, passage: Passage, token: int) -> str | None:
        """What stands behind `a` and `each`: `$3 a gallon`, `$1,500 a month`."""
        word = passage.word(token)
        if word in ("fiscal", "calendar"):
            return passage.word(token + 1) or None
        if self.heads.is_time(word):
            return None if passage.word(token + 1) in NO_RATE else word
        return self._unit(passage, token) or self.nouns.get(word)

    def _slash(self, passage: Passage, token: int) -> str | None:
        """`$5/ton`, `3 Bcf/d`"""
        word = passage.word(token)
        if word in self.short or self.heads.is_time(word):
            return self.short.get(word, word)
        found = self.vocabulary.abbreviations.longest(passage.words, token, passage.last)
        if found and found[1].kind == "measure":
            return str(found[1].unit)
        return self._unit(passage, token) or self.nouns.get(word)

    def _unit(self, passage: Passage, token: int) -> str | None:
        found = self.vocabulary.unit_names.longest(passage.lower, token, passage.last)
        return str(found[1].unit) if found and found[1].kind == "measure" else None

    def _noun(self, passage: Passage, token: int) -> str | None:
        """The noun phrase after `per`: a unit by its name, else its words up to the head."""
        unit = self._unit(passage, token)
        if unit:
            return unit
        last = token
        while last < min(passage.last, token + REACH) and passage.tag(last).startswith(
            ("NN", "JJ", "CD", "VBN", "HYPH")
        ):
            last += 1
            if passage.tag(last - 1) == "NN" and not passage.tag(last).startswith("NN"):
                break
        if last == token:
            return passage.word(token) or None
        return passage.text[passage.starts[token] : passage.ends[last - 1]]

    def before(self, passage: Passage, draft: Draft) -> str | None:
        """The denominator in the subject: `per capita income was`, `average annual spending of`."""
        if draft.kind == "ratio":
            return None
        for token in range(draft.first - 1, max(passage.first, draft.first - SUBJECT_REACH) - 1, -1):
            word = passage.lower[token]
            if word in (";", ":"):
                return None
            if word == "capita" and passage.word(token - 1) == "per":
                return "capita" if draft.kind != "percent" else None
            if word in self.adjectives:
                around = (passage.word(token - 1), passage.word(token + 1))
                if not AVERAGES.isdisjoint(around) or (draft.kind == "percent" and around[1] in RATES):
                    return self.adjectives[word]
        return None
