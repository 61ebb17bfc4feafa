"""Surnames: the person whom a report names in full once, and by the surname from there on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.names import AGAIN, TITLED, Name
from pipeline.nlp.phrases import Phrases, tokens_of

SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV", ".", ","))
RULE = "entities.person.surname"


class Surnames:
    """The surnames of the persons of a page, with their full names."""

    def __init__(self, evidence: Evidence, kept: list[Name]) -> None:
        self.evidence = evidence
        self.full: dict[str, str] = {}
        self._places: dict[str, list[tuple[int, str]]] = {}
        words = evidence.words
        for name in kept:
            if name.label != "PERSON" or name.last - name.first < 2:
                continue
            last = name.last - 1
            while last > name.first and words[last] in SUFFIXES:
                last -= 1
            first = last
            while first - 2 > name.first and words[first - 1] == "-":
                first -= 2
            text = evidence.text(name.first, name.last)
            self._note(evidence.text(first, last + 1), name.first, text)
            if words[name.first] in evidence.knowledge.family_first and name.last - name.first <= 5:
                self._note(words[name.first], name.first, text)

    def _note(self, surname: str, place: int, full: str) -> None:
        self.full.setdefault(surname, full)
        self._places.setdefault(surname, []).append((place, full))

    def full_at(self, surname: str, place: int) -> str | None:
        """The person whom a surname means at a place: the last one named in full before it, else the first one after."""
        named = self._places.get(surname)
        if not named:
            return None
        return named[max(bisect_left(named, (place, "")) - 1, 0)][1]

    def names(self) -> Iterator[Name]:
        """Every place of a surname, but for words that are no names here: those written small, those after `a`."""
        words = self.evidence.words
        places = self.evidence.places
        eponyms = {
            surname
            for surname in self.full
            if any(words[at - 1] in ("a", "an", "A", "An") for at in places.get(surname, ()) if at)
        }
        phrases: Phrases[int] = Phrases()
        for surname in self.full:
            known = self.evidence.knowledge.names.get([surname])
            if surname in eponyms or self.evidence.lower_elsewhere(surname):
                continue
            if known is None or known.label == "LOC" or known.rule == "entities.gpe.city":
                phrases.add(tokens_of(surname), TITLED if known else AGAIN)
        for first, last, rank in phrases.find(words, self.evidence.places):
            if not self._inside(last - 1):
                yield Name(first, last, "PERSON", RULE, rank)

    def _inside(self, at: int) -> bool:
        """Is the word a part of a longer capitalised phrase: the Laffer Center, Hyde Park?"""
        words, page = self.evidence.words, self.evidence.page
        after = words[at + 1] if at + 1 < len(words) else ""
        if not after[:1].isupper() or page.starts[at + 1] - page.ends[at] != 1 or at + 1 in self.evidence.openings:
            return False
        return not (self.evidence.own(at + 1, at + 2) or self.evidence.knowledge.titles.get([after]))
