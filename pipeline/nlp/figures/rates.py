"""Denominators: `per year`, `a gallon`, `annually`, `per capita`."""

from __future__ import annotations

from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary

ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "quarterly": "quarter", "biannually": "half-year", "semiannually": "half-year", "nightly": "night",
}  # fmt: skip
ARTICLES = frozenset(("a", "an", "each", "every"))
AVERAGES = frozenset(("average", "mean", "median", "typical"))
ADJECTIVES = {
    "annual": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
    "hourly": "hour",
    "quarterly": "quarter",
    "annualized": "year",
}
# `a year earlier`, `a month ago` are dates.
NO_RATE = frozenset(("earlier", "ago", "later", "before", "after", "old", "long", "from", "prior", "previously"))
REACH = 12


class RateReader:
    """Finds what a figure is counted per."""

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader) -> None:
        self.vocabulary = vocabulary
        self.heads = heads

    def after(self, passage: Passage, draft: Draft, limit: int) -> str | None:
        """The denominator right of the figure, before the token `limit` (the next figure)."""
        token = draft.last
        if (
            passage.word(token) in ("-", "/")
            and passage.glued(token)
            and (passage.words[token] == "/" or passage.word(token + 1) == "per")
        ):
            if passage.words[token] == "/":
                return self._slash(passage, token + 1)
            return self._noun(passage, token + 3 if passage.word(token + 2) == "-" else token + 2)
        found = self._at(passage, token)
        if found:
            return found
        inside = 0
        for position in range(token, min(token + REACH, limit, passage.last)):
            word = passage.lower[position]
            if word in "()" and position > token:
                inside += 1 if word == "(" else -1
                continue
            if inside:
                continue
            if word in (",", ";", ":", ".", "(", ")", "that", "which", "and", "or", "but") or passage.tag(position) in (
                "WDT",
                "WP",
                "WRB",
            ):
                break
            if word in ADVERBS and not passage.tag(position + 1).startswith(("NN", "JJ")):
                return ADVERBS[word]
            if word == "per" and passage.tag(position - 1).startswith(("NN", "CD")):
                return self._noun(passage, position + 1)
            if word in ("each", "every") and self.heads.is_time(passage.word(position + 1)):
                return passage.word(position + 1)
        return None

    def _at(self, passage: Passage, token: int) -> str | None:
        word = passage.word(token)
        if word == "per":
            return self._noun(passage, token + 1)
        if word in ADVERBS:
            return ADVERBS[word]
        if word in ARTICLES:
            following = passage.word(token + 1)
            if following in ("fiscal", "calendar"):
                return passage.word(token + 2) or None
            if self.heads.is_time(following):
                return None if passage.word(token + 2) in NO_RATE else following
            unit = self.vocabulary.unit_names.match(passage.lower, token + 1, passage.last)
            if unit and unit[1].kind == "measure":
                return str(unit[1].unit)
            if following in (
                "person",
                "head",
                "piece",
                "household",
                "share",
                "copy",
                "seat",
                "ticket",
                "unit",
                "plate",
            ):
                return following
        return None

    def _slash(self, passage: Passage, token: int) -> str | None:
        word = passage.word(token)
        short = {"yr": "year", "mo": "month", "hr": "hour", "wk": "week", "d": "day", "h": "hour", "person": "person"}
        if word in short:
            return short[word]
        if self.heads.is_time(word):
            return word
        unit = self.vocabulary.unit_names.match(
            passage.lower, token, passage.last
        ) or self.vocabulary.abbreviations.match(passage.words, token, passage.last)
        return str(unit[1].unit) if unit and unit[1].kind == "measure" else None

    def _noun(self, passage: Passage, token: int) -> str | None:
        """The noun phrase after `per`: a unit by its name, else its words up to the head."""
        unit = self.vocabulary.unit_names.match(passage.lower, token, passage.last)
        if unit and unit[1].kind == "measure":
            return str(unit[1].unit)
        last = token
        while last < passage.last and (
            passage.tag(last).startswith(("NN", "JJ", "CD", "VBN", "HYPH")) or passage.words[last] == "-"
        ):
            last += 1
            if passage.tag(last - 1) == "NN" and not passage.tag(last).startswith("NN"):
                break
        if last == token:
            return passage.word(token) or None
        return passage.text[passage.starts[token] : passage.ends[last - 1]]

    def before(self, passage: Passage, draft: Draft) -> str | None:
        """The denominator in the subject: `per capita income was`, `average annual spending of`."""
        if draft.kind not in ("money", "percent", "measure", "count"):
            return None
        for token in range(draft.first - 1, max(passage.first, draft.first - 30) - 1, -1):
            word = passage.lower[token]
            if word in (";", ":"):
                return None
            if word == "capita" and passage.word(token - 1) == "per":
                return "capita" if draft.kind != "percent" else None
            if word in ADJECTIVES and (
                passage.word(token - 1) in AVERAGES
                or passage.word(token + 1) in AVERAGES
                or (
                    draft.kind == "percent"
                    and passage.word(token + 1) in ("rate", "rates", "growth", "increase", "decline")
                )
            ):
                return ADJECTIVES[word]
        return None
