"""Bound words: `about`, `more than`, `at least` before a quantity, `or more` after it."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Bound, Vocabulary

# `about another 5%`, `at least an additional $5 million`
ADDITIONS = frozenset(("a", "an", "another", "additional", "extra", "further", "or"))
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
            found = self.vocabulary.before.match_back(passage.lower, token, passage.first)
            if found and self._bounds(passage, draft, *found, token):
                return str(found[1].bound)
            if passage.word(token - 1) not in ADDITIONS:
                break
            token -= 1
        after = draft.last
        if draft.hyphen and passage.word(after + 1) == "plus":
            return "gt"
        if after < passage.last and passage.words[after] == "+" and passage.glued(after):
            return "gt"
        found = self.vocabulary.after.match(passage.lower, after, passage.last)
        if (
            found
            and self._fits(draft, found[1].kinds)
            and not (found[1].kinds and passage.tag(found[0]).startswith(("NN", "JJ")))
        ):
            return str(found[1].bound)
        return "exact"

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
        if end - start > 1 or draft.kind != "count":
            return True
        word = passage.lower[start]
        if word == "some":
            return True
        if (
            word in ("over", "under", "above", "below", "beyond", "around", "near", "about")
            and draft.spelled
            and draft.value <= SMALL
        ):
            return (word == "over" and passage.tag(start - 1).startswith("V")) or (
                word == "about" and not passage.tag(start - 1).startswith(("NN", "VB"))
            )
        return True
