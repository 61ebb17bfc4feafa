"""Surnames: the person whom a report names in full once, and by the surname from there on."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.names import AGAIN, Name
from pipeline.nlp.entities.phrases import Phrases, tokens_of

SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV", "."))
RULE = "entities.person.surname"


class Surnames:
    """The surnames of the persons of a page, with their full names."""

    def __init__(self, evidence: Evidence, kept: list[Name]) -> None:
        self.evidence = evidence
        self.full: dict[str, str] = {}
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
            self.full.setdefault(evidence.text(first, last + 1), evidence.text(name.first, name.last))

    def names(self) -> Iterator[Name]:
        """Every place of a surname, but for words that are no names here: those written small, those after `a`."""
        words = self.evidence.words
        places = self.evidence.places
        eponyms = {
            surname
            for surname in self.full
            if any(words[at - 1] in ("a", "an", "A", "An") for at in places.get(surname, ()) if at)
        }
        phrases: Phrases[str] = Phrases()
        for surname in self.full:
            known = self.evidence.knowledge.names.get([surname])
            if (
                surname in eponyms
                or self.evidence.lower_elsewhere(surname)
                or (known and known.rule != "entities.gpe.city")
            ):
                continue
            phrases.add(tokens_of(surname), surname)
        for first, last, _ in phrases.find(words, self.evidence.places):
            if not self._inside(last - 1):
                yield Name(first, last, "PERSON", RULE, AGAIN)

    def _inside(self, at: int) -> bool:
        """Is the word a part of a longer capitalised phrase: the Laffer Center, Hyde Park?"""
        words, page = self.evidence.words, self.evidence.page
        after = words[at + 1] if at + 1 < len(words) else ""
        if not after[:1].isupper() or page.starts[at + 1] - page.ends[at] != 1 or at + 1 in self.evidence.openings:
            return False
        return not (self.evidence.own(at + 1, at + 2) or self.evidence.knowledge.titles.get([after]))
