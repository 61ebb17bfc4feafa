"""Parts: `half of`, `a third of`, `two-thirds`, `half a mile`, `one-quarter of one percent`."""

from __future__ import annotations

import re

from pipeline.nlp.figures.passages import DASHES, Draft, Passage
from pipeline.nlp.figures.units import UnitReader
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.numbers import DENOMINATORS

# Words for a part that stand behind an article; a second is a time.
WORDS = frozenset(word for word in DENOMINATORS if word not in ("half", "second"))
ARTICLES = frozenset(("a", "an"))
# `1/3` is a part, `9/11` is not.
COMMON = frozenset((*range(2, 13), 16, 20, 32, 64, 100))
IN_DIGITS = re.compile(r"(\d+)/(\d+)")
# `half` is a share before these, and behind those; `the first half` is a time.
HALVED = frozenset("of the a an as that those this these their its his her our what".split())
AFTER = frozenset("by in other one and to than be was were least".split())
ORDINALS = frozenset(("first", "second", "latter", "last", "final", "1st", "2nd"))


class PartReader:
    """Reads fractions: of a unit, of a whole, or of nothing (`the first half`)."""

    def __init__(self, vocabulary: Vocabulary, units: UnitReader) -> None:
        self.vocabulary = vocabulary
        self.units = units

    def is_proper(self, surface: str) -> bool:
        """Is `1/3` written as a part would be? True for anything without a stroke."""
        match = IN_DIGITS.search(surface) if "/" in surface else None
        return match is None or (int(match.group(1)) < int(match.group(2)) and int(match.group(2)) in COMMON)

    def spelled(self, passage: Passage, token: int) -> Draft | None:
        """The part at `half`, or at `third` behind an article; None where the word is no share."""
        word = passage.lower[token]
        article = passage.word(token - 1) in ARTICLES
        if word != "half" and not article:
            return None
        first = token - 1 if article else token
        draft = Draft(passage.starts[first], passage.ends[token], first, token + 1, 1 / DENOMINATORS[word])
        draft.spelled = True
        self.complete(passage, draft)
        if draft.kind != "ratio":
            return draft
        shares = self._is_half if word == "half" else self._is_share
        return draft if shares(passage, draft) else None

    def complete(self, passage: Passage, draft: Draft) -> None:
        """Gives a fraction the unit that it is a part of (`half a mile`), else makes it a ratio."""
        token = draft.last
        if passage.word(token) == "of":
            token += 1
        if passage.word(token) in ("a", "an", "one", "1"):
            token += 1
        if passage.word(token) in DASHES:
            token += 1
        found = self.units.at(passage, token)
        if found is not None:
            self.units.give(passage, draft, *found)
            return
        draft.kind, draft.rule = "ratio", "figures.ratio.fraction"
        draft.hyphen = passage.hyphen_follows(draft)

    def _is_half(self, passage: Passage, draft: Draft) -> bool:
        """`half of`, `half the budget`, `more than half`; not `the first half`, `a half-brother`."""
        before = passage.word(draft.first - 1)
        if draft.hyphen or before in ORDINALS or passage.lower[draft.first] in ARTICLES:
            return False
        return passage.word(draft.last) in HALVED or before in AFTER or self._is_bounded(passage, draft)

    def _is_share(self, passage: Passage, draft: Draft) -> bool:
        """`a third of the members`, `by a quarter`; not `a third option`."""
        if passage.word(draft.last) == "of":
            return not passage.word(draft.last + 1).isdigit()
        if draft.hyphen or passage.tag(draft.last).startswith(("NN", "JJ")):
            return False
        return passage.word(draft.first - 1) in ("by", "than") or self._is_bounded(passage, draft)

    def _is_bounded(self, passage: Passage, draft: Draft) -> bool:
        return self.vocabulary.before.longest_back(passage.lower, draft.first, passage.first) is not None
