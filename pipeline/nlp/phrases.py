"""Noun phrases over the tags of a sentence: base phrases, the longest one at a place, the subject of a verb.

    noun_phrases(page, index)   base phrases of a sentence (`the new rates`, `Japan's forces`), without what hangs on
    phrase_after(page, token)   the longest phrase that begins at a token: `funds provided in that act`
    phrase_before(page, token)  the longest phrase that ends before a token
    subject_of(page, token)     the subject of a finite verb or modal, over relative clauses and coordinated verbs

All offsets are token indices of the page, the last one exclusive. A phrase keeps its article; `bare` takes it off.

The grammar is a regular one over a string with one letter a token (`LETTERS`), so that a whole sentence is read by
one compiled expression.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pipeline.nlp.clause import BE, DASHES, HALF_SUBORDINATORS, HAVE, PLURAL_PRONOUNS, REACH, SUBORDINATORS

if TYPE_CHECKING:
    from pipeline.nlp.page import Page

# A letter a tag: capitals, d, n, g, p and $ may stand inside of a noun phrase. Told apart by the word: `o` is `of`, `s`
# a conjunction of clauses, `d` a determiner that may stand alone, `u` a participle with its auxiliary, `:` also a dash.
LETTERS = {
    "NN": "N", "NNS": "N", "NNP": "N", "NNPS": "N", "FW": "N", "CD": "C", "$": "$", "JJ": "J", "JJR": "J", "JJS": "J",
    "RB": "A", "RBR": "A", "RBS": "A", "RP": "A", "DT": "D", "PDT": "D", "PRP$": "D", "WP$": "D", "PRP": "p",
    "EX": "e", "POS": "P", "IN": "i", "TO": "t", "MD": "m", "VBZ": "v", "VBP": "v", "VBD": "v", "VB": "b", "VBN": "n",
    "VBG": "g", "CC": "c", ",": ",", "WDT": "r", "WP": "r", "WRB": "w", "HYPH": "H", "SYM": "H", '"': "q",
    "(": "(", ")": ")", ":": ":", ".": ".",
}  # fmt: skip
ARTICLES = frozenset(("the", "a", "an"))
# Determiners that are no noun phrase by themselves.
NO_PRONOUN = ARTICLES | frozenset(("no", "every", "his", "its", "our", "their", "my", "your", "whose"))
AUXILIARIES = BE | HAVE
FLOATING = frozenset(("both", "all", "each"))
# What follows a comma and still belongs to the phrase: states, as well as tribes, ….
AS_WELL = (["as", "well"], ["such", "as"], ["along", "with"], ["together", "with"])

FIRST = attrgetter("first")

# Words before the noun: (adverb) adjective, number, participle; a sum of money; `existing` behind a determiner.
_PRE = r"(?:q?A{0,2}[JCn](?:H[\w$])*+|q?\$C*+|(?<=[DdJPC])g(?:H[\w$])*+)"
_NOUN = r"(?:q?N(?:H[\w$])*+|C(?:H[\w$])*+)"
_SIMPLE = rf"(?:{_PRE}*+(?:(?<=J),N(?=,?cJ)|(?:,c?|c){_PRE}(?=[JCnN,c]))*+{_NOUN}*+)"
BASE = re.compile(rf"p|(?=[DdJCn$NA])[Dd]{{0,2}}+{_SIMPLE}(?:P{_SIMPLE})*+")


class Phrase(NamedTuple):
    """A noun phrase: token indices, the last one exclusive, and the index of its head noun."""

    first: int
    last: int
    head: int


def noun_phrases(page: Page, index: int) -> list[Phrase]:
    """The base noun phrases of a sentence in order, pronouns and numbers that stand for one included."""
    sentence = page.syntax(index)
    return [sentence.on_page(phrase) for phrase in sentence.phrases]


def phrase_after(page: Page, token: int, *, coordinated: bool = True) -> Phrase | None:
    """The longest noun phrase that begins at `token`, None where none does.

    Takes in what hangs on it: prepositional phrases, participles, brackets; coordinated phrases unless `coordinated`
    is False. It ends before a finite verb, an infinitive, a relative clause, a comma.
    """
    found = _sentence(page, token)
    phrase = found and found.grow(token - found.first, coordinated)
    return found.on_page(phrase) if found and phrase else None


def phrase_before(page: Page, token: int) -> Phrase | None:
    """The longest noun phrase that ends right before `token`, None where none does."""
    found = _sentence(page, token)
    phrase = found and found.reach(token - found.first)
    return found.on_page(phrase) if found and phrase else None


def subject_of(page: Page, token: int) -> Phrase | None:
    """The subject of the finite verb or modal at `token`; None for an order, a heading, a subject that is a clause.

    For the verb of a relative clause it is what the clause describes (`waivers` in `waivers that allow`), for a
    coordinated verb the subject of the first one. Relative clauses and asides behind it are left out.
    """
    found = _sentence(page, token)
    phrase = found and found.subject(token - found.first)
    return found.on_page(phrase) if found and phrase else None


def bare(page: Page, phrase: Phrase) -> Phrase:
    """The phrase without a leading article."""
    if phrase.last - phrase.first > 1 and page.lower[phrase.first] in ARTICLES:
        return phrase._replace(first=phrase.first + 1)
    return phrase


def _sentence(page: Page, token: int) -> Syntax | None:
    index = page.sentence_at(page.starts[token])
    return None if index is None else page.syntax(index)


class Syntax:
    """A sentence as letters, with the base phrases in it; token indices are relative to the sentence.

    `page.syntax(index)` gives the one of a sentence; the functions of this module are the way to ask it.
    """

    __slots__ = ("_by_first", "_by_last", "_opened", "first", "letters", "lower", "phrases")

    def __init__(self, page: Page, index: int) -> None:
        sentence = page.sentences[index]
        self.first = sentence.first
        self.lower = page.lower[sentence.first : sentence.last]
        self.letters = _letters(page.tags(index), self.lower)
        self.phrases = list(self._base())
        self._opened = _brackets(self.letters)
        self._by_first = {phrase.first: phrase for phrase in self.phrases}
        self._by_last = {phrase.last: phrase for phrase in self.phrases}

    def on_page(self, phrase: Phrase) -> Phrase:
        """The phrase with token indices of the page."""
        return Phrase(*(index + self.first for index in phrase))

    def _base(self) -> Iterator[Phrase]:
        letters = self.letters
        for match in BASE.finditer(letters):
            first, last = match.span()
            if letters[first] == "p":
                yield Phrase(first, last, first)
                continue
            while first < last and letters[first] in "Aq" and letters[first + 1 : first + 2] != "C":
                first += 1
            head = letters.rfind("N", first, last)
            if head >= 0:
                yield Phrase(first, last if set(letters[head + 1 : last]) <= {"C", "H"} else head + 1, head)
            elif "C" in letters[first:last]:
                head = letters.rfind("C", first, last)
                yield Phrase(first, head + 1, head)
            elif last > first and (letters[first] == "d" or (letters[first] == "D" and letters[last - 1] in "Jn")):
                yield Phrase(first, last, last - 1)

    # -- to the right

    def grow(self, start: int, coordinated: bool) -> Phrase | None:
        """The longest phrase that begins at `start`."""
        base = self._starting(start)
        if base is None:
            return None
        letters = self.letters
        end = base.last
        while end < len(letters):
            letter = letters[end]
            after = None
            if letter in "oin":
                after = self._hanging(end)
            elif letter == "g":
                after = self._object(end + 1)
            elif letter == "c" and coordinated:
                after = self._object(end + 1)
                if after and letters[after : after + 1] in ("v", "m"):
                    after = None
            elif letter == "(" and ")" in letters[end:]:
                after = letters.index(")", end) + 1
            if after is None:
                break
            end = after
        return Phrase(start, end, base.head)

    def _starting(self, start: int) -> Phrase | None:
        """The base phrase at `start`, also where it begins a few words earlier."""
        for first in range(start, start - 4, -1):
            base = self._by_first.get(first)
            if base:
                return base if base.last > start else None
        return None

    def _object(self, start: int) -> int | None:
        """Where the base phrase that begins at `start` ends."""
        base = self._by_first.get(start)
        return base.last if base else None

    def _hanging(self, start: int) -> int | None:
        """Where the prepositional phrase or participle at `start` ends; None where nothing hangs on it."""
        letters = self.letters
        end = start + 1
        while letters[end : end + 1] in ("A", "i", "o", "q") and end < start + 3:
            end += 1
        if letters[end : end + 1] == "g":
            return self._object(end + 1) or end + 1
        after = self._object(end)
        return start + 1 if after is None and letters[start] == "n" else after

    # -- to the left

    def reach(self, end: int) -> Phrase | None:
        """The longest phrase that ends right before `end`: over prepositions, participles, coordination, brackets."""
        stop = end
        if self.letters[end - 1 : end] == "q":
            end -= 1
        base = self._ending(end)
        if base is None:
            return None
        if base.last < end and not self._acronym(base.last, end):
            stop = base.last
        first, head = base.first, base.head
        while first > 0 and end - first < REACH:
            left = self._attached(first, end)
            if left is None:
                break
            first, head = left.first, left.head
        if stop > end and "q" not in self.letters[first:end]:
            stop = end
        return Phrase(first, stop, head)

    def _ending(self, end: int) -> Phrase | None:
        """The base phrase right before `end`, brackets skipped."""
        while end > 1 and self.letters[end - 1] == ")":
            end = self._opened.get(end - 1, end - 1)
        return self._by_last.get(end)

    def _acronym(self, start: int, end: int) -> bool:
        """Do brackets with a short name fill `start:end`?"""
        return self.letters[start:end] in ("(N)", "(qNq)", "(NP)", "(C)")

    def _attached(self, first: int, end: int) -> Phrase | None:
        """The base phrase on which the one that begins at `first` hangs or with which it is coordinated."""
        letters = self.letters
        i = first - 1
        if i > 0 and letters[i] == "q":
            i -= 1
        letter = letters[i]
        if letter == ")":
            return self._ending(i + 1)
        if letter == "c":
            if letters[i - 1 : i] != ",":
                return self._ending(i)
            # `grants, loans, and other aid`, but `…, and the agency`
            left = self._ending(i - 1) if self.lower[i] != "but" else None
            return (
                left if left and letters[left.first - 1 : left.first] == "," and self._ending(left.first - 1) else None
            )
        if letter == ",":
            joint = letters.find(",c", first, end)
            listed = joint >= 0 and set(letters[first:joint]) <= set("NJCDdnHPA$,oiq()")
            return self._ending(i) if listed else None
        if letter == "b" and letters[i - 1 : i] == "t":
            return self._ending(i - 1)
        while i > 0 and letters[i] in "oignA" and i > first - 5:
            if letters[i] == "i" and self.lower[i] in HALF_SUBORDINATORS:
                return None
            found = self._ending(i)
            if found:
                return found
            i -= 1
        return None

    # -- subjects

    def subject(self, verb: int, chain: int = 6) -> Phrase | None:
        """The subject of the finite verb at `verb`, over at most `chain` coordinated verbs before it."""
        if chain == 0:
            return None
        letters, lower = self.letters, self.lower
        i = verb - 1
        while i >= 0 and verb - i < REACH:
            letter = letters[i]
            if letter in "Abnut" or (letter == "d" and lower[i] in FLOATING):
                # adverbs; the verb before `and` may be an infinitive or participle: its auxiliary is further left
                i -= 1
            elif letter == "q":
                if self._ending(i):
                    return self.reach(i + 1)
                i -= 1
            elif letter == ":" and lower[i] in DASHES:
                opening = next((j for j in range(i - 1, max(-1, i - REACH), -1) if lower[j] in DASHES), -1)
                if opening < 0:
                    return None
                i = opening - 1
            elif letter == ")":
                if self._ending(i + 1):
                    return self._whole(i + 1)
                i = self._opened.get(i, i) - 1
            elif letter == "c":
                return self._coordinated(i, chain)
            elif letter == ",":
                return self._beside(i)
            elif letter in "rw" or (letter == "i" and lower[i] == "that"):
                return self._antecedent(i)
            elif letter in "vm":
                return self.subject(i, chain - 1)
            else:
                covering = self.phrases[bisect_right(self.phrases, i, key=FIRST) - 1] if self.phrases else None
                return self._whole(covering.last) if covering and covering.first <= i < covering.last else None
        return None

    def _whole(self, end: int) -> Phrase | None:
        """The phrase before `end`; what its relative clause describes, or what it stands beside (`a bill, H.R. 1`)."""
        phrase = self.reach(end)
        if phrase:
            relative = phrase.first - 1
            while relative > max(0, phrase.first - 12) and self.letters[relative] in "Abmvntug":
                relative -= 1
            if 0 < relative < phrase.first - 1 and self.letters[relative] == "r":
                return self._antecedent(relative)
        if phrase and self.letters[phrase.first - 1 : phrase.first] == "," and phrase.first > 1:
            other = self.reach(phrase.first - 1)
            if other and self.letters[other.first - 1 : other.first] in (",", "s") and self.letters[phrase.last] == ",":
                return other
        return phrase

    def _coordinated(self, joint: int, chain: int) -> Phrase | None:
        """The subject of the verb that a conjunction at `joint` joins to an earlier finite one."""
        tried = 0
        for i in range(joint - 1, max(-1, joint - REACH), -1):
            if self.letters[i] in "vm":
                found = self.subject(i, chain - 1)
                tried += 1
                if found or tried == 2:
                    return found
            elif self.letters[i] == ":" and self.lower[i] not in DASHES:
                return None
        return None

    def _antecedent(self, relative: int) -> Phrase | None:
        """What the relative clause at `relative` describes."""
        end = relative
        while end > 0 and self.letters[end - 1] in "io,":
            end -= 1
        return self.reach(end)

    def _beside(self, comma: int) -> Phrase | None:
        """The subject before an aside that the comma at `comma` closes (`the bill, introduced in May, would`)."""
        letters, lower = self.letters, self.lower
        fallback: Phrase | None = None
        for i in range(comma - 1, max(0, comma - REACH), -1):
            if letters[i] == ":":
                break
            if letters[i] != "," or not self._ending(i):
                continue
            phrase = self._whole(i)
            if phrase and (lower[i + 1] in ("including", "like") or lower[i + 1 : i + 3] in AS_WELL):
                return phrase._replace(last=comma)
            if letters[i + 1] in "ngrwisA":
                return phrase
            if phrase and lower[i + 1] == "and" and fallback is None:
                phrase = phrase._replace(last=comma)
            fallback = phrase
        return fallback


def _brackets(letters: str) -> dict[int, int]:
    """Closing brackets, each with the index of the one that it closes."""
    opened: dict[int, int] = {}
    waiting: list[int] = []
    for i, letter in enumerate(letters):
        if letter == "(":
            waiting.append(i)
        elif letter == ")" and waiting:
            opened[i] = waiting.pop()
    return opened


def _letters(tags: list[str], lower: list[str]) -> str:
    """One letter a token; see LETTERS."""
    letters = [LETTERS.get(tag, "x") for tag in tags]
    for i, letter in enumerate(letters):
        word = lower[i]
        if letter == "i":
            if word == "of":
                letters[i] = "o"
            elif word in SUBORDINATORS:
                letters[i] = "s"
        elif letter == "D":
            if word not in NO_PRONOUN:
                letters[i] = "d"
        elif letter == "J":
            if word in PLURAL_PRONOUNS:
                letters[i] = "d"
        elif letter == "c":
            if word == "&":
                letters[i] = "H"
        elif letter == "n":
            if i and (lower[i - 1] in AUXILIARIES or (letters[i - 1] == "A" and lower[i - 2] in AUXILIARIES)):
                letters[i] = "u"
        elif letter == "." and 0 < i < len(letters) - 1 and letters[i - 1] == "N":
            letters[i] = "H"
    return "".join(letters)
