"""Persons: names after titles, given names with surnames; and offices, which are read and left out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Knowledge, ordinary
from pipeline.nlp.entities.names import GIVEN, TITLED, Name
from pipeline.nlp.entities.runs import Run

PORTFOLIOS = frozenset(
    "Agriculture Commerce Defense War Education Energy State Treasury Interior Labor Transportation Justice Army Navy Health "
    "Housing Homeland Veterans HHS HUD".split()
)
PARTICLES = frozenset("bin ibn al el da de del la dos van von der ul".split())
SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
TITLE = "entities.person.title"


class People:
    """Finds persons and offices in the runs of a page."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.words = evidence.page.words

    def names(self, run: Run) -> Iterator[Name]:
        """The persons of a run, and its offices as names without a label."""
        pieces, joints = run
        pending = False
        for k, piece in enumerate(pieces):
            at = piece.first
            begin = pending
            pending = False
            while at < piece.last:
                title = self.knowledge.titles.longest(self.words, at, piece.last)
                if title:
                    end = title[0]
                    if end == piece.last and k < len(joints) and joints[k][0] in ("of", "for"):
                        office = self._office(run, k, at)
                        if office:
                            yield office
                            pending = office.last < pieces[min(k + 1, len(pieces) - 1)].last
                    elif end - at >= 1 and at > piece.first and self.words[at - 1] in PORTFOLIOS:
                        yield Name(at - 1, end, None, TITLE, TITLED)
                    if end < piece.last and self.words[end] == ".":
                        end += 1
                    at = end
                    begin = True
                    continue
                person = self._person(run, k, at, begin)
                if person:
                    yield person
                    at = max(person.last, at + 1)
                else:
                    at += 1
                begin = False

    def _office(self, run: Run, k: int, first: int) -> Name | None:
        """An office with its department: Secretary of Agriculture. None where an agency's full name follows."""
        pieces, joints = run
        at = k + 1
        complement = pieces[at]
        last = complement.last
        words = self.words
        if words[complement.first] in PORTFOLIOS or words[complement.first] in ("House", "Senate"):
            end = complement.first + 1
            while (end < last and words[end] in ("Security", "Affairs", "Services")) or words[end - 1 : end + 1] == [
                "Human",
                "Services",
            ]:
                end += 1
            if end < last and words[end] not in self.knowledge.heads:
                return Name(first, end, None, TITLE, TITLED)
            if end < last:
                return None
        elif self.evidence.own(complement.first, last):
            return None
        while (
            at < len(joints)
            and joints[at] in (("and",), (",", "and"), ("for",))
            and not self.evidence.own(pieces[at + 1].first, pieces[at + 1].last)
        ):
            if joints[at] == (",", "and"):
                break
            at += 1
            last = pieces[at].last
        return Name(first, last, None, TITLE, TITLED)

    def _person(self, run: Run, k: int, first: int, titled: bool) -> Name | None:
        """The person whose name begins at `first`."""
        pieces, joints = run
        words = self.words
        piece = pieces[k]
        word = words[first]
        if not titled and (
            word not in self.knowledge.given or (first > piece.first and words[first - 1] in ("-", "/"))
        ):
            return None
        last = self._end(first, piece.last)
        if last == piece.last and k < len(joints):
            joint = joints[k]
            if all(part in PARTICLES or part == "-" for part in joint):
                last = self._end(pieces[k + 1].first, pieces[k + 1].last)
        if last <= first:
            return None
        if titled:
            entry = self.evidence.entry(words[first:last])
            known = self.knowledge.names.longest(words, first, piece.last)
            if (
                known
                and known[1].label != "PERSON"
                and known[0] >= last
                and not (last - first >= 2 and word in self.knowledge.given)
            ):
                return None
            if words[first:last] == ["General"] or word in self.knowledge.heads or (entry and entry.label != "PERSON"):
                return None
            if last - first == 1 and ordinary(word) and self.evidence.lower_elsewhere(word):
                return None
            return Name(first, last, "PERSON", TITLE, TITLED)
        if last - first < 2:
            return None
        surname = words[last - 1]
        if ordinary(word) or self.evidence.is_place(first, first + 1):
            if ordinary(surname) or (first == piece.first and piece.soft):
                return None
        if ordinary(surname) and self.evidence.lower_elsewhere(surname) and last - first == 2 and piece.last > last:
            return None
        return Name(first, last, "PERSON", "entities.person.given", GIVEN)

    def _end(self, first: int, limit: int) -> int:
        """Where a person's name ends that begins at `first`."""
        words = self.words
        at = first
        count = 0
        while at < limit and count < 4:
            word = words[at]
            if (word == "." and len(words[at - 1]) == 1) or (word in ("-", "’", "'", "‑") and at > first):
                at += 1
                continue
            if at > first and (word in SUFFIXES):
                return at + 1
            if at > first and (
                word in self.knowledge.heads or self.knowledge.titles.get([word]) or self._other(at, limit)
            ):
                break
            if not word[0].isupper() or (len(word) > 3 and word.isupper()):
                break
            at += 1
            count += 1
        while at > first and not words[at - 1][0].isalpha() and words[at - 1] != ".":
            at -= 1
        return at

    def _other(self, at: int, limit: int) -> bool:
        """Does a listed name of another kind begin here?"""
        known = self.knowledge.names.longest(self.words, at, limit)
        return known is not None and known[1].label in ("NORP", "ORG", "LAW", "PROGRAM") and known[0] - at > 1
