"""Numbers that name and do not count: sections, phases, notes, products, codes, pages.

What decides is the mechanism: the noun of numbering or the name before the number, the list that it stands in. No
number with a unit of its own is a label.
"""

from __future__ import annotations

import re

from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.marks import is_list_mark, is_telephone
from pipeline.nlp.figures.ordinals import OrdinalReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary

# What may stand between the numbers of a list of labels: `Sections 4(a), 6 and 7`.
CONNECTORS = frozenset((",", ";", "and", "or", "&", "through", "to", "-", "–", "—", "(", ")", ".", "/"))
# A list of labels goes on over so many tokens, brackets included: `Nos. 5 (January 4), 7`.
REACH = 15
# `codes designated as 6.1 and 6.2`
CALLED = frozenset(("designated", "numbered", "coded", "labeled", "labelled"))
NAMES = frozenset(("NNP", "NN", "JJ"))
# `Psychological Services 12, no. 4`
SERIALS = frozenset(("no", "nos", "vol", "issue", "number"))
# `181, no. 1 (2016): 20-27`
PAGES = re.compile(r"\(\w*\s?\d{4}\):\s?$")
# After these a single digit is a value: `from a low of 1`.
VALUED = frozenset("of to from than was were is are by equal equals at".split())
POINTING = frozenset(("the", "a", "this", "that", "each"))


class LabelReader:
    """Tells labels from quantities.

    last, plural   the token behind the last label of the sentence, and whether its noun stood in the plural, so that
                   the rest of its list is known
    """

    def __init__(self, vocabulary: Vocabulary, heads: HeadReader, ordinals: OrdinalReader) -> None:
        self.nouns = vocabulary.labels
        self.dotted_nouns = vocabulary.dotted_labels
        self.heads = heads
        self.ordinals = ordinals
        self.last = -1
        self.plural = False

    def forget(self) -> None:
        """Start with a new sentence."""
        self.last = -1

    def is_label(self, passage: Passage, draft: Draft) -> bool:
        """Is this bare number a label? Remembers it for the rest of its list."""
        if draft.plain and (is_list_mark(passage, draft) or is_telephone(passage, draft)):
            return True
        if self.ordinals.is_ordinal(passage, draft) or self.ordinals.is_year(passage, draft):
            plural: bool | None = False
        elif PAGES.search(passage.text, max(0, draft.start - 12), draft.start):
            plural = True
        elif draft.raw != draft.value or "," in passage.text[draft.start : draft.end]:
            return False
        elif self._continues_list(passage, draft):
            plural = self.plural
        elif draft.spelled:
            plural = False if self._inside_name(passage, draft) else None
        else:
            plural = self._named(passage, draft)
        if plural is None:
            return False
        self.last, self.plural = draft.last, plural
        return True

    def skip(self, passage: Passage, draft: Draft) -> None:
        """Remember a label that is glued to its sign (`§5`, `102(b)`), so that its list is known."""
        if passage.words[draft.first - 1] in ("§", "#"):
            self.last, self.plural = draft.last, True
        elif passage.word(draft.last) == "(" and self.is_label(passage, draft):
            while self.last < min(passage.last, draft.last + REACH) and passage.words[self.last] == "(":
                self.last += 3

    def _named(self, passage: Passage, draft: Draft) -> bool | None:
        """None for a quantity; for a label, whether the noun before it is in the plural."""
        words, first = passage.words, draft.first
        before = passage.word(first - 1)
        if not before or not passage.free(passage.starts[first - 1], passage.ends[first - 1]):
            return None
        if before == "." and passage.glued(first - 1):
            return self._noun(passage.word(first - 2), self.dotted_nouns)
        if before == "of" and f"{passage.word(first - 2)} of" in self.nouns:
            return False if words[first - 2][0].isupper() else None  # the Group of 77
        plural = self._noun(before, self.nouns)
        if plural is None and not words[first - 1].islower():
            plural = self._noun(_last_part(words[first - 1]), self.nouns)
        if plural is not None:
            return plural
        if before == "as" and passage.word(first - 2) in CALLED:
            return True
        if passage.word(draft.last) == "," and passage.word(draft.last + 1) in SERIALS:
            return False
        if draft.plain and before == "at" and passage.word(first - 2) == ",":
            return None if passage.tag(draft.last).startswith("NN") else False  # 74 Federal Register 28755, at 28766
        if not draft.plain and "." in passage.text[draft.start : draft.end] and passage.tag(first - 1) == "NNPS":
            return True  # Budget Activities 6.7 and 6.8
        return False if self._after_name(passage, draft) else None

    def _noun(self, word: str, nouns: frozenset[str]) -> bool | None:
        """Is the word a noun of numbering in the singular (False) or the plural (True)?"""
        if word in nouns:
            return False
        return True if word.endswith("s") and word[:-1] in nouns else None

    def _after_name(self, passage: Passage, draft: Draft) -> bool:
        """`Web 2.0`, `Apollo 11`, `the Falcon 9 rockets`; not `In Ohio 12 counties`, `gave Ukraine 31 tanks`."""
        name = draft.first - 1
        tag = passage.tag(name)
        if passage.words[name].islower() or tag not in NAMES or (name == passage.first and tag != "NNP"):
            return False
        if not passage.tag(draft.last).startswith(("NNS", "JJ")):
            return True
        return name > passage.first and passage.tag(name - 1) in ("DT", "NN", "NNP", "JJ", "POS", ",", "CC")

    def _continues_list(self, passage: Passage, draft: Draft) -> bool:
        """Does the number go on with the list of the last label?"""
        if draft.spelled or not passage.first <= self.last < draft.first <= self.last + REACH:
            return False
        depth = 0
        for word in passage.lower[self.last : draft.first]:
            depth += (word == "(") - (word == ")")
            if depth <= 0 and word not in CONNECTORS and len(word) > 1:
                return False
        if depth > 0 and draft.first - self.last > 2:
            return False
        if self.plural or not passage.tag(draft.last).startswith(("NN", "JJ", "VBN")):
            return True
        # `Phase 3 and 4 Detailed Design`, but not `Section 232 and 12 states`
        return draft.first - self.last == 1 and passage.words[draft.last][0].isupper()

    def _inside_name(self, passage: Passage, draft: Draft) -> bool:
        """`Phase Two`, `the Little Rock Nine`, `Three Gorges`: a capital where none is due."""
        first = draft.first
        if not passage.words[first][0].isupper():
            return False
        opening = first - 1
        while opening >= passage.first and not passage.words[opening][0].isalnum():
            opening -= 1
        if opening >= passage.first and passage.words[opening + 1 : first] != [":"]:
            return True
        following = passage.words[draft.last] if draft.last < passage.last else ""
        return following[:1].isupper() and not following.endswith("s") and not following.isupper() and following != "U"

    def may_stand_alone(self, passage: Passage, draft: Draft) -> bool:
        """May this number without a noun be a quantity? A year or a code mostly stands so."""
        if draft.spelled or not draft.plain:
            return True
        if self._is_code(passage, draft) or self.ordinals.looks_like_year(draft):
            return False
        return passage.word(draft.first - 1) not in ("(", "[") or passage.tag(draft.first - 2).startswith("NN")

    def _is_code(self, passage: Passage, draft: Draft) -> bool:
        """`(02158)`, `(46113)`, `the 2)`: digits that a quantity would not be written with."""
        if passage.tag(draft.last).startswith(("NN", "JJ", "VBN")):
            return False
        surface, before = passage.text[draft.start : draft.end], passage.word(draft.first - 1)
        if (len(surface) > 1 and surface[0] == "0") or (len(surface) > 4 and before == "("):
            return True
        return before not in VALUED if draft.raw < 2 else draft.raw < 10 and before in POINTING


def _last_part(word: str) -> str:
    """The last word of a run-together one, in lower case: `inFigure` -> figure."""
    start = next((i for i in range(len(word) - 1, 0, -1) if word[i].isupper()), 0)
    return word[start:].lower()
