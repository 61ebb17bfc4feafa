"""The whole report as evidence: how each word is written elsewhere, which names stand alone, what it defines."""

from __future__ import annotations

from collections import Counter

from pipeline.nlp.entities.definitions import SKIPPED, Definition
from pipeline.nlp.entities.knowledge import Entry, Knowledge, ordinary
from pipeline.nlp.entities.runs import Run
from pipeline.nlp.page import Page

# Adjectives and participles that open a sentence before a name: Senior Defense Department officials.
MODIFIERS = frozenset(
    "recent current former new old senior proposed additional previous prior past future subsequent major many key initial "
    "early late other similar original existing select selected potential possible final total annual enacted amended federal "
    "several various specific related continued continuing increased increasing opposing supporting following regarding using "
    "critics proponents opponents supporters advocates observers analysts experts members lawmakers congressional presidential".split()
)
NAMELIKE = frozenset(
    "national federal international american united general public civil clean social joint special".split()
)


class Evidence:
    """What one page says about its own words."""

    def __init__(self, page: Page, knowledge: Knowledge, runs: list[Run]) -> None:
        self.page = page
        self.words = page.words
        self.knowledge = knowledge
        self.forms = Counter(page.words)
        self.known = knowledge.names.find(page.words)
        self.openings = {sentence.first for sentence in page.sentences}
        self.stops = {sentence.last - 1 for sentence in page.sentences}
        self.defined: dict[str, str] = {}
        self.plain: set[str] = set()
        self.alone: Counter[str] = Counter()
        self.pairs: set[tuple[str, str]] = set()
        self._own: dict[tuple[str, ...], bool] = {}
        for pieces, _ in runs:
            for piece in pieces:
                first = piece.first + piece.soft
                for index in range(first, piece.last - 1):
                    self.pairs.add((self.words[index], self.words[index + 1]))
            if len(pieces) == 1 and not pieces[0].soft:
                self.alone[" ".join(self.words[pieces[0].first : pieces[0].last])] += 1

    def own(self, first: int, last: int) -> bool:
        """Are these words a name by themselves?"""
        key = tuple(self.words[first:last])
        found = self._own.get(key)
        if found is None:
            found = self._own[key] = self._is_own(key)
        return found

    def _is_own(self, words: tuple[str, ...]) -> bool:
        if len(words) == 1 and words[0] in self.defined:
            return True
        if self.entry(words):
            return True
        if len(words) >= 2:
            head = self.knowledge.heads.get(words[-1])
            if head and not head.weak:
                return True
            if words[0].isupper() and len(words[0]) > 2 and self.entry(words[:1]) and self.entry(words[1:]):
                return True
            if self.alone.get(" ".join(words), 0) >= 2 and not ordinary(words[-1]):
                return True
        return False

    def entry(self, words: tuple[str, ...] | list[str]) -> Entry | None:
        """The gazetteer's entry of exactly these words."""
        return self.knowledge.names.get(words)

    def is_place(self, first: int, last: int) -> bool:
        """Are these words a listed place?"""
        entry = self.entry(self.words[first:last])
        return entry is not None and entry.label in ("GPE", "LOC")

    def office(self, first: int, last: int) -> bool:
        """Do these words end in a title or an office?"""
        words = self.words
        return any(self.knowledge.titles.get(words[start:last]) for start in range(max(first, last - 3), last))

    def lower_elsewhere(self, word: str) -> bool:
        """Does the report write this word in lower case?"""
        return word.lower() in self.forms

    def common_opening(self, first: int, last: int, soft: bool) -> bool:
        """Is a single word at a sentence's start an ordinary word?"""
        if last - first > 1:
            return False
        lower = self.words[first].lower()
        return (soft and (lower in self.forms or ordinary(lower))) or lower in ("members", "secretary", "president")

    def stripped(self, first: int, last: int) -> bool:
        """Is the first word of a piece at a sentence's start only the sentence's own?"""
        if last - first < 2:
            return False
        word, following = self.words[first], self.words[first + 1]
        if (word, following) in self.pairs or not following[0].isalpha():
            return False
        if self.knowledge.names.longest(self.words, first, last):
            return False
        lower = word.lower()
        if lower in MODIFIERS or (word.endswith("ly") and ordinary(word)):
            return True
        if lower in NAMELIKE:
            return False
        if ordinary(word) and self.own(first + 1, last) and self.entry(self.words[first + 1 : last]):
            return True
        return (
            lower in self.forms
            and self.own(first + 1, last)
            and self.alone.get(" ".join(self.words[first + 1 : last]), 0) > 0
        )

    def define(self, definition: Definition) -> None:
        """Note a short form that the text explains; `plain` are those of ordinary words (gas centrifuge facility)."""
        first, last, short_first, short_last = definition
        short = " ".join(self.words[short_first:short_last])
        if first < 0 or short in self.defined:
            return
        capitals = sum(word[0].isupper() for word in self.words[first:last])
        if capitals * 2 <= sum(word not in SKIPPED for word in self.words[first:last]):
            self.plain.add(short)
        else:
            self.defined[short] = " ".join(self.words[first:last])

    def refuted(self, first: int, last: int, entry: Entry) -> bool:
        """Is a listed name at a place where its capital says nothing, or an acronym that means something else here?"""
        if last - first > 1:
            return False
        word = self.words[first]
        if word in self.plain:
            return True
        full = self.defined.get(word)
        if full is not None and entry.code is None:
            return not any(known in full for known in entry.full)
        return bool(first in self.openings and word.lower() in self.forms and ordinary(word))
