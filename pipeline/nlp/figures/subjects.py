"""What is measured, where the sentence says it plainly: `imports` in `imports rose 5%`, `tariff` in `a 15% tariff`."""

from __future__ import annotations

from pipeline.nlp.figures.changes import BREAKS, COPULAS, PREPOSITIONS, ChangeReader
from pipeline.nlp.figures.passages import Draft, Passage

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PHRASE = NOUNS | frozenset(("JJ", "JJR", "JJS", "DT", "PRP$", "POS", "HYPH", "CD", "VBN", "VBG", "IN", "CC", "PDT"))
OPENING = NOUNS | frozenset(("JJ", "JJR", "JJS", "PRP$", "CD"))
SUBORDINATORS = frozenset("that if because while since than whether although though unless until when after".split())
AUXILIARIES = frozenset(("MD", "VB", "VBZ", "VBD", "VBP", "VBN", "RB", "VBG"))
# Where the phrase to the left of the verb begins behind one of these, the subject began before it.
UNFINISHED = frozenset(("VBD", "VBZ", "VBP", "VB", "MD", "WDT", "WP", "WP$", "TO"))
# How far the predicate may stand before the figure.
REACH = 24
# A subject of more words is none that is said plainly.
LONGEST = 16


class SubjectReader:
    """Finds the noun phrase that a figure measures."""

    def __init__(self, changes: ChangeReader) -> None:
        self.changes = changes
        self.time = changes.vocabulary.time

    def read(self, passage: Passage, draft: Draft) -> str | None:
        """The words of the subject."""
        span = self.span(passage, draft)
        return passage.text[passage.starts[span[0]] : passage.ends[span[1] - 1]] if span else None

    def span(self, passage: Passage, draft: Draft) -> tuple[int, int] | None:
        """The tokens of the subject."""
        token = self.changes.opening(passage, draft)
        if draft.kind in ("percent", "money", "measure"):
            following = self._modified(passage, draft)
            if following is not None:
                return following if following[0] < following[1] else None
            if passage.word(token) == "of":
                return self._phrase(passage, token, prepositions=False)
        stop = token - REACH
        while token > stop and self._skippable(passage, token):
            token -= 1
        if not self._is_predicate(passage, token):
            return None
        while token > stop and passage.tag(token - 1) in AUXILIARIES:
            token -= 1
        return self._phrase(passage, token, prepositions=True)

    def _modified(self, passage: Passage, draft: Draft) -> tuple[int, int] | None:
        """The noun phrase that the figure modifies (`tariff` in `a 15% tariff`), empty where it is a change."""
        first = last = draft.last + (1 if draft.hyphen else 0)
        while last < first + LONGEST and (
            passage.tag(last) in NOUNS
            or (passage.tag(last) in ("JJ", "HYPH", "VBN") and passage.tag(last + 1) in NOUNS)
        ):
            last += 1
        if last > first and passage.lower[last - 1] == "worth":
            last -= 1
        if last == first or passage.lower[first] in self.time:
            return None
        if not passage.free(passage.starts[first], passage.ends[first]):
            return None
        return (first, first) if self.changes.noun(passage, last - 1) else (first, last)

    def _skippable(self, passage: Passage, token: int) -> bool:
        """What may stand between the predicate and its figure: prepositions, adverbs, other figures."""
        word = passage.word(token)
        if word in PREPOSITIONS:
            return True
        if word in BREAKS or self._is_predicate(passage, token):
            return False
        return passage.tag(token) in ("RB", "RP", "IN", "CD", "NN", "NNS", "$", ",")

    def _is_predicate(self, passage: Passage, token: int) -> bool:
        if not passage.tag(token).startswith("VB"):
            return False
        return passage.word(token) in COPULAS or self.changes.verb(passage, token) is not None

    def _phrase(self, passage: Passage, last: int, *, prepositions: bool) -> tuple[int, int] | None:
        """The noun phrase that ends before `last`, without its article."""
        if prepositions:
            last = self._before_apposition(passage, last)
        if passage.tag(last - 1) not in NOUNS or passage.words[last - 1] == "%":
            return None
        first = last
        while first > passage.first and last - first < LONGEST:
            if (passage.tag(first - 1) not in PHRASE and passage.words[first - 1] != "&") or passage.words[
                first - 1
            ] == "%":
                break
            if passage.tag(first - 1) in ("IN", "CC", "VBG", "VBN") and not prepositions:
                break
            if passage.word(first - 1) in SUBORDINATORS:
                break
            first -= 1
        if prepositions and passage.tag(first - 1) in UNFINISHED:
            return None
        if passage.tag(first) == "CD" and passage.tag(first + 1) == "CC":
            first += 2
        while first < last and not passage.free(passage.starts[first], passage.ends[first]):
            first += 1
        while first < last and passage.tag(first) not in OPENING:
            first += 1
        if first == last or (last - first == 1 and self.changes.noun(passage, first)):
            return None
        return first, last

    def _before_apposition(self, passage: Passage, last: int) -> int:
        """Before the commas of `the Academy in Annapolis, MD, increased`."""
        if passage.word(last - 1) == ",":
            for token in range(last - 2, max(passage.first, last - 6), -1):
                if passage.words[token] == ",":
                    return token
                if passage.tag(token) not in NOUNS:
                    break
        return last
