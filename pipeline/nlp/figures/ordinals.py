"""Digits that are ordinals which lost their raised ending, years that no date took, and ages."""

from __future__ import annotations

from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.page import Page
from pipeline.values import Figure

ENDINGS = frozenset(("st", "nd", "rd", "th"))
# `the 119 Congress`, `2 sess.`
NUMBERED = frozenset(("Congress", "Cong", "sess", "Sess", "Amendment", "Circuit"))
HIGHEST = 200
POINTING = frozenset(("the", "its", "their", "his", "her", "this", "that", "("))
OLDER = frozenset(("older", "over", "younger", "under", "above", "up"))
AGES = frozenset(("age", "aged", "ages"))
OLDEST = 120


class OrdinalReader:
    """Tells ordinals, years and ages from counts.

    names   words of this page that ordinals without ending were read before (`the 15 FYP`)
    """

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader) -> None:
        self.vocabulary = vocabulary
        self.heads = heads
        self.names: set[str] = set()

    def turn_page(self) -> None:
        """Start with a new page."""
        self.names = set()

    def is_ordinal(self, passage: Passage, draft: Draft) -> bool:
        """`the 119 Congress`, `the 15 Five-Year Plan`, `the 250 anniversary`, `12 th`: digits before a singular."""
        if not draft.plain or draft.hyphen:
            return False
        following = passage.words[draft.last] if draft.last < passage.last else ""
        if following in ENDINGS:
            return True
        if draft.raw <= HIGHEST and following in NUMBERED:
            return True
        if draft.raw == 1:
            return passage.tag(draft.last) == "NNS"  # Group 1 elements
        if draft.raw > HIGHEST:
            return False
        if not following[:1].isupper() or passage.tag(draft.last) not in ("NNP", "NN", "CD"):
            return False
        head = self.heads.after(passage, draft)
        if head is None or self.heads.is_plural(passage, head) or passage.words[head].endswith("s"):
            return False
        self.names.add(following)
        return True

    def counts_singular(self, passage: Passage, draft: Draft, head: int) -> bool:
        """`the 250 anniversary`: a head noun in the singular that digits point at."""
        if not draft.plain or draft.hyphen or draft.raw == 1 or passage.tag(head) != "NN":
            return False
        if (
            self.heads.is_plural(passage, head)
            or passage.words[head].endswith("s")
            or not passage.words[head].islower()
        ):
            return False
        return passage.word(draft.first - 1) in POINTING or passage.tag(draft.first - 1) == "POS"

    def is_known(self, page: Page, figure: Figure) -> bool:
        """Does the figure stand before a word that ordinals name elsewhere on the page: `14 FYP efforts`?"""
        if figure.kind != "count" or not self.names or not page.text[figure.start : figure.end].isdigit():
            return False
        token = page.token_at(figure.end)
        return token < len(page.words) and page.words[token] in self.names

    def looks_like_year(self, draft: Draft) -> bool:
        """Four digits of the centuries that texts speak of."""
        return draft.plain and 1500 <= draft.raw <= 2100

    def is_year(self, passage: Passage, draft: Draft) -> bool:
        """Four digits without a comma that would be a year, and no bound word that makes a number of them."""
        if not self.looks_like_year(draft):
            return False
        return self.vocabulary.before.longest_back(passage.lower, draft.first, passage.first) is None

    def is_age(self, passage: Passage, draft: Draft) -> bool:
        """`65 and older`, `aged 15 to 64`, `children under five`: ages are durations."""
        if draft.raw > OLDEST:
            return False
        if passage.word(draft.first - 1) in AGES:
            return True
        if passage.word(draft.last) in ("and", "or") and passage.word(draft.last + 1) in OLDER:
            return not passage.tag(draft.last + 2).startswith(("NNS", "JJ"))
        cue = self.vocabulary.before.longest_back(passage.lower, draft.first, passage.first)
        if cue is None or passage.tag(draft.last).startswith(("NN", "JJ")):
            return False
        people = passage.word(cue[0] - 1)
        return people in self.vocabulary.people or people in AGES
