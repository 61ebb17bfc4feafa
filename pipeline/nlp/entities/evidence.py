"""The whole report as evidence: how each word is written elsewhere, which names stand alone, what it defines."""

from __future__ import annotations

import itertools
from collections import Counter

from pipeline.nlp.entities.definitions import SKIPPED, Definition
from pipeline.nlp.entities.index import Index
from pipeline.nlp.entities.knowledge import Entry, Head, Knowledge
from pipeline.nlp.entities.runs import MONTHS, Run
from pipeline.nlp.page import Page

# What follows a demonym that is a language.
LANGUAGE = frozenset(
    ("language", "languages", "speakers", "proficiency", "learners", "translation", "version", "learner")
)
SPEAKING = frozenset(("speaking", "language", "speakers", "speaker"))
# What a name may go on with that is none by itself: Congress.gov, Ohio-class, Columbia (SSBN-826) class.
GOING_ON = frozenset((".", "-", "(", "class", "Class"))


class Evidence:
    """What one page says about its own words."""

    def __init__(
        self,
        page: Page,
        knowledge: Knowledge,
        known: list[tuple[int, int, Entry]],
        runs: list[Run],
        index: Index,
        openings: set[int],
    ) -> None:
        self.page = page
        self.words = page.words
        self.knowledge = knowledge
        self.index = index
        self.forms = index.forms
        self.places = index.places
        self.known = known
        self.openings = openings
        self.defined: dict[str, str] = {}
        self.plain: set[str] = set()
        self.spelled: dict[int, int] = {}
        self.explained: set[int] = set()
        self.owners = knowledge.terms("entities.program.head", "owners")
        self.councils = knowledge.terms("entities.org.head", "councils")
        self._pairs: dict[tuple[str, str], bool] = {}
        self._neighbours: set[tuple[str, str]] = set()
        self.pairs: set[tuple[str, str]] = set()
        self._own: dict[tuple[str, ...], bool] = {}
        self.soft: set[int] = set()
        alone: list[str] = []
        words = page.words
        for pieces, joints in runs:
            for first, last, soft in pieces:
                if soft:
                    self.soft.add(first)
                if last - first - soft > 1:
                    self.pairs.update(itertools.pairwise(words[first + soft : last]))
            if not joints and not soft:
                alone.append(words[first] if last - first == 1 else " ".join(words[first:last]))
        self.alone = Counter(alone)

    def text(self, first: int, last: int) -> str:
        """The text of tokens on one line."""
        if last - first == 1:
            return self.words[first]
        page = self.page
        return " ".join(page.text[page.starts[first] : page.ends[last - 1]].split())

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
            head = self.knowledge.head_at(words, len(words))
            if head and not head.weak and not head.proper:
                return True
            if words[0].isupper() and len(words[0]) > 2 and self.entry(words[:1]) and self.entry(words[1:]):
                return True
            if self.alone.get(" ".join(words), 0) >= 2 and not self.knowledge.ordinary(words[-1]):
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

    def body(self, last: int) -> bool:
        """Do these words name a legislative body, which is no subject of appropriations?"""
        return self.words[last - 1] in ("Congress", "Committee", "House", "Senate", "Representatives", "Subcommittee")

    def owner(self, first: int, last: int, label: str, *, inside: bool) -> bool:
        """May the possessive of these words be part of a name: Cattlemen's Association, America's FOCUS Act?

        Those whom a body or a program is for or made of, in the plural (Police Officers' Association), and the
        President before a council of advisers. What stands `inside` of a name may belong to that: the Corps of
        Engineers' Program.
        """
        word, sign = self.words[last - 1], self.words[last]
        if word in self.owners or (word.endswith("men") and not self.own(last - 1, last)):
            return True
        if sign in ("'", "’"):  # Police Officers' Association, but the Democrats' Program, the Centers' Board
            return not inside and self.knowledge.people(word) and not self.own(first, last)
        if word == "President":
            return self.words[last + 1] in self.councils
        return word == "America" and label in ("LAW", "PROGRAM") and last - first == 1

    def distinct(self, first: int, last: int, head: Head) -> bool:
        """Does a phrase with a weak head look like a name?

        A word in it that English has not, or three words and more, or the phrase again and again; never one that the
        report writes small elsewhere.
        """
        words = [word for word in self.words[first:last] if word[0].isalnum() and word not in SKIPPED]
        if len(words) < 2 or self.lower_pair(words[-2], words[-1]):
            return False
        if first and self.words[first - 1] in ("a", "an"):
            return False  # an Armored Brigade Combat Team: one of many
        explained = last in self.explained and (head.label == "ORG" or not head.proper)
        if explained or not all(self.knowledge.ordinary(word) for word in words[:-1]):
            return True
        if head.proper:
            return False
        return (len(words) > 2 and first not in self.soft) or self.alone[" ".join(self.words[first:last])] > 2

    def lower_pair(self, word: str, following: str) -> bool:
        """Does the report write these two words side by side in lower case?"""
        pair = (word.lower(), following.lower())
        found = self._pairs.get(pair)
        if found is None:
            if pair[0] not in self.forms:
                return False
            if len(self._pairs) < 64:  # a search of the text each; many of them, and one pass over the words is cheaper
                found = f" {pair[0]} {pair[1]}" in self.page.text
            else:
                if not self._neighbours:
                    words = self.page.words
                    self._neighbours = set(itertools.pairwise(words))
                found = pair in self._neighbours
            self._pairs[pair] = found
        return found

    def common_opening(self, first: int, last: int, soft: bool) -> bool:
        """Is a single word at a sentence's start an ordinary word?"""
        if last - first > 1:
            return False
        lower = self.words[first].lower()
        return (soft and (lower in self.forms or self.knowledge.ordinary(lower))) or lower in (
            "members",
            "secretary",
            "president",
        )

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
        if lower in self.knowledge.modifiers or (word.endswith("ly") and self.knowledge.ordinary(word)):
            return True
        if self.knowledge.ordinary(word) and self.own(first + 1, last) and self.entry(self.words[first + 1 : last]):
            return True
        return (
            lower in self.forms
            and self.own(first + 1, last)
            and self.alone.get(" ".join(self.words[first + 1 : last]), 0) > 0
        )

    def define(self, definition: Definition) -> None:
        """Note a short form that the text explains; `plain` are those of ordinary words (gas centrifuge facility)."""
        first, last, short_first, short_last = definition
        short = self.text(short_first, short_last)
        if first >= 0:
            self.spelled[short_first] = first
            self.explained.add(last)
        if first < 0 or short in self.defined:
            return
        capitals = sum(word[0].isupper() for word in self.words[first:last])
        if capitals * 2 <= sum(word not in SKIPPED for word in self.words[first:last]):
            self.plain.add(short)
        else:
            self.defined[short] = " ".join(self.words[first:last])

    def _beside(self, last: int) -> bool:
        """Does a capitalised word that is no name by itself follow at once?"""
        words, page = self.words, self.page
        if last >= len(words) or last in self.openings or page.starts[last] - page.ends[last - 1] != 1:
            return False
        word = words[last]
        if not word[0].isupper() or word in MONTHS or word in self.knowledge.heads:
            return False
        return not (
            self.knowledge.names.longest(words, last, last + 6) or self.knowledge.titles.longest(words, last, last + 3)
        )

    def _compound(self, first: int, last: int) -> bool:
        """Is a city's name part of a longer phrase, or a word that has other uses: Mobile Reconnaissance, Lincoln?"""
        words, page = self.words, self.page
        after = words[last] if last < len(words) else ""
        state = (
            after == ","
            and last + 1 < len(words)
            and (words[last + 1] in self.knowledge.states or words[last + 1] in self.knowledge.state_codes)
        )
        if state:
            return False
        if self._beside(last):
            return True
        if (
            first
            and words[first - 1][0].isupper()
            and page.starts[first] - page.ends[first - 1] == 1
            and first not in self.openings
            and words[first - 1] in ("USS", "Fort", "Mount", "Lake")
        ):
            return True
        word = words[first]
        if last - first > 1 or not (
            self.knowledge.ordinary(word) or word in self.knowledge.given or word in self.knowledge.surnames
        ):
            return False
        return not (first and page.lower[first - 1] in ("in", "at", "near", "from", "to", "outside", "around"))

    def _language(self, first: int, last: int) -> bool:
        """Does a demonym mean a language here: Spanish-speaking, in Arabic, English language?"""
        after = self.page.lower[last] if last < len(self.words) else ""
        if after == "-" and last + 1 < len(self.words):
            return self.page.lower[last + 1] in SPEAKING
        if after in LANGUAGE:
            return True
        if self.words[first] not in self.knowledge.languages:
            return False
        return not after.isalpha() or after in SKIPPED or after in ("is", "are", "was", "or", "but")

    def _ship(self, last: int) -> bool:
        """Is the name a class of ships: Ohio-class, Columbia (SSBN-826) class?"""
        words = self.words[last : last + 8]
        if words[:1] == ["("] and ")" in words:
            words = words[words.index(")") + 1 :]
        return words[:1] in (["class"], ["Class"]) or words[:2] in (["-", "class"], ["-", "Class"])

    def _dotted(self, last: int) -> bool:
        """Does an address go on behind the name: Congress.gov?"""
        page = self.page
        return (
            self.words[last] == "."
            and last + 1 < len(self.words)
            and self.words[last + 1].islower()
            and page.ends[last - 1] == page.starts[last]
            and page.ends[last] == page.starts[last + 1]
        )

    def refuted(self, first: int, last: int, entry: Entry) -> bool:
        """Is a listed name at a place where its capital says nothing, or an acronym that means something else here?"""
        words = self.words
        word, single = words[first], last - first == 1
        if last < len(words) and words[last] in GOING_ON and (self._dotted(last) or self._ship(last)):
            return True
        if entry.label in ("GPE", "NORP"):
            if entry.rule == "entities.gpe.city" and self._compound(first, last):
                return True
            if entry.label == "NORP" and self._language(first, last):
                return True
            if entry.rule == "entities.norp.group" and single and self._beside(last):
                return True
            if word == "American" and single and self._beside(last):
                return True
        if not single:
            return False
        if word in self.plain:
            return True
        full = self.defined.get(word)
        if full is not None and entry.code is None:
            return not any(known in full for known in entry.full)
        return first in self.openings and word.lower() in self.forms and self.knowledge.ordinary(word)
