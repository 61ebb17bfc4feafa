"""Bound words: `about`, `more than`, `at least` before a quantity, `or more` after it."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Bound, Vocabulary

# `about another 5%`, `at least an additional $5 million`
ADDITIONS = frozenset(("a", "an", "another", "additional", "extra", "further", "or"))
NEGATIVES = frozenset(("no", "not", "cannot", "never", "nor"))
# Before a small number in words these are places: `under two statutes`, `above three levels`.
PLACES = frozenset(("under", "above", "below", "beneath", "beyond", "near", "past"))
SMALL = 12
# `in the range of 5 to 10` is exact; `rounded up to 14` bounds nothing.
RANGE = ["in", "the", "range", "of"]
UP_TO = ["up", "to"]
SUMMING = frozenset("round rounded rounds rounding add adds added adding sum sums totaled".split())


class BoundReader:
    """Finds how exact a figure is meant to be."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(self, passage: Passage, draft: Draft) -> str:
        """`exact`, `approx`, `gt` or `lt`."""
        token = draft.first
        for _ in range(3):
            found = self.vocabulary.before.longest_back(passage.lower, token, passage.first)
            if found and self._bounds(passage, draft, *found, token):
                return self._sense(passage, found[0], found[1].bound)
            if passage.word(token - 1) not in ADDITIONS:
                break
            token -= 1
        after = draft.last
        if draft.hyphen and passage.word(after + 1) == "plus":
            return "gt"
        if after < passage.last and passage.words[after] == "+" and passage.glued(after):
            return "gt"
        end = self._phrase_end(passage, draft)
        found = self.vocabulary.after.longest(passage.lower, end, passage.last) if passage.word(end) == "or" else None
        if found is None:
            found = self.vocabulary.after.longest(passage.lower, after, passage.last)
        if (
            found
            and self._fits(draft, found[1].kinds)
            and not (found[1].kinds and passage.tag(found[0]).startswith(("NN", "JJ")))
            and passage.word(found[0]) != "to"
        ):
            return str(found[1].bound)
        return "exact"

    def _phrase_end(self, passage: Passage, draft: Draft) -> int:
        """Behind the noun phrase of the figure: `10 employees or more`, `25,000 tons of carbon dioxide (CO2) or more`."""
        token = draft.last
        if passage.word(token) == "of" and draft.kind in ("measure", "money"):
            token += 1
        stop = token + 12
        while token < stop and (
            passage.tag(token).startswith(("NN", "JJ", "DT", "HYPH")) or passage.word(token) in ("(", ")")
        ):
            token += 1
        return token

    def _sense(self, passage: Passage, start: int, bound: str) -> str:
        """The bound, turned round where the words before negate it: `no block greater than`, `not be less than`."""
        if bound == "approx" or passage.word(start) in NEGATIVES:
            return bound
        for token in range(start - 1, max(passage.first, start - 8) - 1, -1):
            word = passage.lower[token]
            if word in NEGATIVES:
                return "lt" if bound == "gt" else "gt"
            if not word.isalpha() or passage.tag(token) in ("VBZ", "VBD", "VBP", "DT", "CC"):
                break
        return bound

    def _fits(self, draft: Draft, kinds: frozenset[str]) -> bool:
        return not kinds or draft.kind in kinds

    def _bounds(self, passage: Passage, draft: Draft, start: int, bound: Bound, end: int) -> bool:
        """Is it a bound here? `under two statutes` and `dispute over three islands` are none."""
        if not self._fits(draft, bound.kinds):
            return False
        if draft.low is not None and passage.lower[start:end] == RANGE:
            return False
        if passage.lower[start:end] == UP_TO and passage.word(start - 1) in SUMMING:
            return False
        if passage.word(start - 1) in bound.not_after and passage.word(start - 1):
            return False
        if end - start > 1 or draft.kind != "count" or not draft.spelled or draft.value > SMALL:
            return True
        return passage.lower[start] not in PLACES
