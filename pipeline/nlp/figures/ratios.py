"""Proportions and multiples: `one in five`, `four out of five`, `three times as much`, `tenfold`, `doubled`."""

from __future__ import annotations

from pipeline.nlp.figures.passages import DASHES, Draft, Passage
from pipeline.nlp.figures.quantities import ANCHOR_WORDS, NUMERALS, QuantityReader
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.numbers import SCALES, SMALL

# What one counts out of: `three in 10`, but not `three in 14`.
ROUND = frozenset((*range(2, 11), 12, 15, 20, 25, 50, 100, 1000, 10_000, 100_000, 1_000_000))
LINKS = (("in", "every"), ("out", "of", "every"), ("out", "of"), ("of", "every"), ("in",))
DETERMINERS = frozenset("the that those this these its their his her our what".split())
FOLD = "fold"


class RatioReader:
    """Reads what makes a ratio of a bare number, and the words that are multiples by themselves."""

    def __init__(self, vocabulary: Vocabulary, quantities: QuantityReader) -> None:
        self.quantities = quantities
        self.comparatives = vocabulary.terms("figures.ratio.multiple", "comparatives")
        self.twice = {"twice": 2.0, "thrice": 3.0}
        terms = vocabulary.rules["figures.ratio.verb"].terms
        self.verbs = {word: float(value) for value, words in terms.items() for word in words}
        self.folds = {word + FOLD: float(value) for word, value in {**SMALL, **SCALES}.items() if value}
        self.words = frozenset((*self.twice, *self.verbs, *self.folds))

    def bare(self, passage: Passage, draft: Draft) -> Draft | None:
        """The ratio that begins with this bare number, None where it begins none."""
        token = draft.last
        if draft.hyphen or passage.word(token) in DASHES:
            token += 1
        word = passage.word(token)
        if word == FOLD:
            return self._end(passage, draft, token + 1, draft.raw * draft.scale, "figures.ratio.multiple")
        if word == "times":
            return self._times(passage, draft, token)
        return self._proportion(passage, draft)

    def _end(self, passage: Passage, draft: Draft, last: int, value: float, rule: str) -> Draft:
        draft.kind, draft.rule, draft.value = "ratio", rule, round(value, 12)
        draft.last, draft.end = last, passage.ends[last - 1]
        draft.plain = draft.hyphen = False
        return draft

    def _times(self, passage: Passage, draft: Draft, token: int) -> Draft | None:
        after = passage.word(token + 1)
        if (
            "by" in passage.lower[max(passage.first, draft.first - 3) : draft.first]
            or after in self.comparatives
            or after in DETERMINERS
            or passage.tag(token + 1) in ("JJR", "RBR", "$")
            or passage.words[token + 1 : token + 2] == ["$"]
        ):
            return self._end(passage, draft, token + 1, draft.value, "figures.ratio.multiple")
        return None

    def _proportion(self, passage: Passage, draft: Draft) -> Draft | None:
        if draft.raw != draft.value or draft.value < 1:
            return None
        token = draft.last
        dashed = draft.hyphen
        for link in LINKS:
            position = token
            for word in link:
                if dashed and passage.word(position) in DASHES:
                    position += 1
                if passage.word(position) != word:
                    break
                position += 1
            else:
                if dashed and passage.word(position) in DASHES:
                    position += 1
                return self._out_of(passage, draft, position, loose=link == ("in",) and not dashed)
        return None

    def _out_of(self, passage: Passage, draft: Draft, token: int, *, loose: bool) -> Draft | None:
        if token >= passage.last or not (passage.words[token][0] in NUMERALS or passage.lower[token] in ANCHOR_WORDS):
            return None
        second = self.quantities.read(passage, token)
        if second is None or second.kind or second.first != token or not passage.free(second.start, second.end):
            return None
        if second.value <= draft.value or (loose and (second.value not in ROUND or second.hyphen)):
            return None
        if loose and draft.raw > 9:
            return None
        return self._end(passage, draft, second.last, draft.value / second.value, "figures.ratio.proportion")

    def word(self, passage: Passage, token: int) -> Draft | None:
        """`twice as many`, `tenfold`, `doubled`, `more than double the`."""
        word = passage.lower[token]
        after = passage.word(token + 1)
        value = self.twice.get(word)
        rule = "figures.ratio.multiple"
        change = None
        if value:
            if (
                after not in self.comparatives
                and after not in DETERMINERS
                and passage.tag(token + 1) not in ("JJR", "RBR")
            ):
                return None
        elif word in self.folds:
            if passage.word(token - 1) in ("is", "are", "was", "were"):
                return None  # the purpose is twofold
            value = self.folds[word]
        else:
            value, rule = self.verbs[word], "figures.ratio.verb"
            if after in DASHES or (after == "down") or passage.word(token - 1) in DASHES:
                return None
            tag = passage.tag(token)
            inflected = word.endswith(("ed", "ing")) or word in ("halves", "halve")
            if not inflected and tag not in ("VB", "VBP", "VBZ") and after not in DETERMINERS:
                return None
            if (
                tag in ("JJ", "NN", "VBN", "VBG")
                and passage.tag(token + 1).startswith("NN")
                and after not in DETERMINERS
            ):
                return None
            if inflected or tag == "VB" or (tag.startswith("VB") and after not in DETERMINERS):
                change = "decrease" if value < 1 else "increase"
        draft = Draft(passage.starts[token], passage.ends[token], token, token + 1, value)
        draft.kind, draft.rule, draft.change, draft.spelled = "ratio", rule, change, True
        return draft
