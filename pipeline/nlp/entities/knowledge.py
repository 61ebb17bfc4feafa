"""What the layer knows before it reads: gazetteers, head words, titles, given names, ordinary English words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.nlp.phrases import Phrases, tokens_of
from pipeline.rules import Rule, gazetteer, lexicon, rules_for

# Plurals of those who do something: growers, employees, physicians.
AGENTS = re.compile(r"\w{2}(?:ers|ors|ees|ists|ants|ents|ians)$")


class Entry(NamedTuple):
    """A known name: what it is, its ISO code, the full names that an acronym may stand for."""

    label: str
    rule: str
    code: str | None = None
    full: tuple[str, ...] = ()


class Head(NamedTuple):
    """A head word of a label.

    weak     English has it in many capitalised phrases that are no names: more must speak for the name
    proper   it makes a name only together with a word that English has not (Kyoto Protocol, Duke Energy)
    """

    label: str
    rule: str
    weak: bool
    proper: bool = False


# The label of a name that needs a number after it: Executive Order, DOD Directive.
ORDER = ""
PREPOSITIONS = ("of", "for", "on", "to", "against", "in", "between", "concerning", "with")
HEAD_RULES = (
    "entities.law.head", "entities.program.head", "entities.org.head", "entities.event.head",
    "entities.gpe.head", "entities.loc.head",
)  # fmt: skip
# The lexicons of the tagger that say what an English word is.
ENGLISH = ("nouns", "adjectives", "verbs", "adverbs", "function_words")
# Endings of inflected forms and what the word may have in their place.
ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("ly", ("", "le")),
)
# An acronym that stands for several names is read as the first of them where the text does not say.
LISTS = (
    ("organizations", "entities.org.gazetteer"),
    ("laws", "entities.law.gazetteer"),
    ("programs", "entities.program.gazetteer"),
    ("events", "entities.event.gazetteer"),
)


class Knowledge:
    """The compiled data of the layer; built once, read only."""

    def __init__(self) -> None:
        self.rules = rules_for("entities")
        self.names: Phrases[Entry] = Phrases()
        self.acronyms: dict[str, Entry] = {}
        self.never = frozenset(lexicon("entities_openers"))
        self.modifiers = frozenset(lexicon("entities_modifiers"))
        self._english = frozenset(line.split()[0].lower() for name in ENGLISH for line in lexicon(name))
        self.terms = cache(self._terms)
        self.ordinary = lru_cache(maxsize=50_000)(self._ordinary)
        self.glued = lru_cache(maxsize=50_000)(self._glued)
        self.forms = self.terms("entities.org.head", "company_forms")
        self._people()
        self._places()
        self._lists()
        self._heads()
        for name in self.rules["entities.law.order"].terms["names"]:
            self.names.add(tokens_of(name), Entry(ORDER, "entities.law.order"))
        # words in small letters that open a listed name: al Qaeda, sub-Saharan Africa
        self.small = frozenset(word for word in self.names.openings() if not word[0].isupper())

    def _terms(self, rule: str, name: str) -> frozenset[str]:
        """A word list of a rule. (`terms`: the same, kept.)"""
        return frozenset(self.rules[rule].terms.get(name, ()))

    def add(self, name: str, entry: Entry) -> None:
        """Add a name, with either apostrophe."""
        self.names.add(tokens_of(name), entry)
        if "'" in name:
            self.names.add(tokens_of(name.replace("'", "’")), entry)
        if entry.label == "GPE" and len(name) > 3 and not name.isupper():
            self.names.add(tokens_of(name.upper()), entry)  # LONDON, in a dateline

    def _places(self) -> None:
        self.iso: dict[str, str] = {}
        self.states: set[str] = set()
        self.state_codes: set[str] = set()
        demonym = "entities.norp.demonym"
        demonyms: dict[str, list[str]] = {}
        for row in gazetteer("countries"):
            entry = Entry("GPE", "entities.gpe.country", row["iso"])
            for name in (row["name"], *split(row["variants"])):
                self.add(name, entry)
                self.iso.setdefault(name, row["iso"])
            demonyms[row["iso"]] = split(row["demonyms"])
            for name in demonyms[row["iso"]]:
                self.add(name, Entry("NORP", demonym))
        for row in gazetteer("us_states"):
            self.states.add(row["name"])
            self.state_codes.add(row["postal"])
            self.state_codes.update(split(row["abbreviation"]))
            for name in (row["name"], *split(row["abbreviation"])):
                self.add(name, Entry("GPE", "entities.gpe.state"))
            for name in split(row["demonyms"]):
                self.add(name, Entry("NORP", demonym))
        for row in gazetteer("cities"):
            self.add(row["name"], Entry("GPE", "entities.gpe.city"))
        for row in gazetteer("regions"):
            self.add(row["name"], Entry("LOC", "entities.loc.gazetteer"))
        self.namesakes = {state: demonyms[self.iso[state]] for state in sorted(self.states & self.iso.keys())}
        self.languages = self.terms("entities.norp.group", "languages")
        for row in gazetteer("groups"):
            self.add(row["name"], Entry("NORP", "entities.norp.group"))

    def _lists(self) -> None:
        stand_alone = self.terms("entities.org.gazetteer", "short_acronyms")
        for name, rule in LISTS:
            label = self.rules[rule].kind or ""
            for row in gazetteer(name):
                self.add(row["name"], Entry(label, rule))
                for acronym in split(row["acronyms"]):
                    known = self.acronyms.get(acronym)
                    if known:
                        self.acronyms[acronym] = known._replace(full=(*known.full, row["name"]))
                    else:
                        self.acronyms[acronym] = Entry(label, rule, None, (row["name"],))
        # acronyms of several tokens, with these
        self.parted = {acronym: frozenset(tokens_of(acronym)) for acronym in self.acronyms if not acronym.isalnum()}
        for acronym, entry in self.acronyms.items():
            if entry.label and (len(acronym) > 2 or acronym in stand_alone):
                self.names.add(tokens_of(acronym), entry)

    def _people(self) -> None:
        self.surnames: set[str] = set()
        for row in gazetteer("people"):
            self.add(row["name"], Entry("PERSON", "entities.person.gazetteer"))
            if row["alone"]:
                self.surnames.add(row["alone"])
                self.names.add(
                    tokens_of(row["alone"]), Entry("PERSON", "entities.person.gazetteer", None, (row["name"],))
                )
        self.given = frozenset(lexicon("entities_given_names"))
        self.family_first = self.terms("entities.person.given", "family_first")
        self.family = frozenset(lexicon("entities_surnames"))
        self.titles: Phrases[str] = Phrases()
        for title in self.rules["entities.person.title"].terms["titles"]:
            self.titles.add(tokens_of(title), title)
        # the words that persons by their names and titles have one of
        self.personal = self.given | self.family_first | self.family | self.titles.openings()

    def _heads(self) -> None:
        self.heads: dict[str, Head] = {}
        self.pairs: dict[tuple[str, ...], Head] = {}
        self.openers: dict[tuple[str, str], Head] = {}
        self.firsts: dict[str, Head] = {}
        for name in HEAD_RULES:
            rule = self.rules[name]
            weak, proper = set(rule.terms.get("weak_heads", ())), set(rule.terms.get("proper_heads", ()))
            head = Head(rule.kind or "", name, False)
            for word in rule.terms.get("heads", ()):
                one = head._replace(weak=word in weak, proper=word in proper)
                if " " in word:
                    self.pairs.setdefault(tuple(word.split()), one)
                else:
                    self.heads.setdefault(word, one)
            for word in rule.terms.get("first", ()):
                self.firsts.setdefault(word, head)
            for preposition, word in _openers(rule):
                self.openers.setdefault((word, preposition), head)
        self.opening_words = frozenset(word for word, _ in self.openers)
        # the words that names by structure have one of
        self.numbered = self.terms("entities.law.order", "numbered")
        last = (pair[-1] for pair in self.pairs)
        self.hints = frozenset((*self.heads, *last, *self.opening_words, *self.firsts, *self.numbered))

    def people(self, word: str) -> bool:
        """Does the word mean people by what they do, many of them: Growers, Physicians?"""
        return bool(AGENTS.search(word)) and self.ordinary(word) and word not in self.heads

    def head_at(self, words: Sequence[str], end: int) -> Head | None:
        """The head of the phrase that ends at `end`: of its last two words, else of its last word."""
        return self.pairs.get((words[end - 2], words[end - 1])) or self.heads.get(words[end - 1])

    def _ordinary(self, word: str) -> bool:
        """Is this an ordinary English word or a form of one, however it is written here? (`ordinary`: the same, kept.)"""
        known = self._english
        lower = word.lower()
        if lower in known:
            return True
        for ending, stems in ENDINGS:
            if lower.endswith(ending):
                stem = lower[: -len(ending)]
                if len(stem) > 2 and any(stem + addition in known for addition in stems):
                    return True
        return False

    def _glued(self, word: str) -> tuple[Head, int] | None:
        """The head that a word begins with which has lost its blank (Programfunds), and how many signs are too many."""
        if len(word) < 7:
            return None
        for size in range(len(word) - 2, 2, -1):
            head = self.heads.get(word[:size])
            if (
                head
                and not head.weak
                and not head.proper
                and word[size:].islower()
                and self.ordinary(word[size:])
                and not self.ordinary(word)
            ):
                return head, len(word) - size
        return None


def _openers(rule: Rule) -> Iterator[tuple[str, str]]:
    for preposition in PREPOSITIONS:
        for word in rule.terms.get(preposition, ()):
            yield preposition, word


def split(cell: str | None) -> list[str]:
    """The values of a cell that holds several, parted by a bar."""
    return [value for value in (cell or "").split("|") if value]
