"""Persons: names after titles, given names with surnames; and offices, which are read and left out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.index import marked
from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.names import GIVEN, TITLED, Name
from pipeline.nlp.entities.runs import Piece, Run

PARTICLES = frozenset("bin ibn al el da de del la dos van von der ul".split())
SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
LISTING = frozenset(((",",), ("and",), (",", "and"), ("or",)))
TITLE = "entities.person.title"


class People:
    """Finds persons and offices in the runs of a page."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.words = evidence.page.words
        self.portfolios = knowledge.terms(TITLE, "portfolios")
        self.strong = knowledge.terms(TITLE, "strong")
        self.plural = knowledge.terms(TITLE, "plural")
        self.marks = marked(len(self.words), evidence.index.each(knowledge.personal))

    def names(self, run: Run) -> Iterator[Name]:
        """The persons of a run, and its offices as names without a label."""
        pieces, joints = run
        pending = ""
        resume = 0
        several = ""
        for k, piece in enumerate(pieces):
            if resume >= piece.last:
                continue  # inside an office
            at = max(piece.first, resume)
            begin = pending or (several if k and joints[k - 1] in LISTING else "")
            pending = several = ""
            while at < piece.last:
                if not begin:
                    hint = self.marks.find(1, at, piece.last)
                    if hint < 0:
                        break
                    at = hint if at > piece.first else at
                title = self.knowledge.titles.longest(self.words, at, piece.last)
                if title:
                    end = title[0]
                    if end == piece.last and k < len(joints) and joints[k][0] in ("of", "for"):
                        office = self._office(run, k, at)
                        if office:
                            yield office
                            resume = office.last
                            pending = "" if any(office.last == other.last for other in pieces) else "strong"
                    elif (
                        at > piece.first
                        and self.words[at - 1] in self.portfolios
                        and self.words[end - 1] in ("Secretary", "Secretaries")
                    ):
                        yield Name(at - 1, end, None, TITLE, TITLED)
                    begin = "strong" if self.words[end - 1] in self.strong else "weak"
                    several = "strong" if self.words[end - 1] in self.plural else ""
                    if end < piece.last and self.words[end] == ".":
                        end += 1
                    at = end
                    continue
                person = self._person(run, k, at, begin)
                if person:
                    yield person
                    several = several or (begin if k and joints[k - 1] in LISTING else "")
                    at = max(person.last, at + 1)
                else:
                    at += 1
                begin = ""

    def _office(self, run: Run, k: int, first: int) -> Name | None:
        """An office with its department: Secretary of Agriculture. None where an agency's full name follows."""
        pieces, joints = run
        at = k + 1
        complement = pieces[at]
        last = complement.last
        words = self.words
        if words[complement.first] in self.portfolios or words[complement.first] in ("House", "Senate"):
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
        for index in range(pieces[at].first + 1, last - 1):  # … for Science and Technology Dawn Meyer
            if words[index] in self.knowledge.given and words[index + 1][0].isupper():
                last = index
                break
        return Name(first, last, None, TITLE, TITLED)

    def _person(self, run: Run, k: int, first: int, titled: str) -> Name | None:
        """The person whose name begins at `first`."""
        pieces, joints = run
        words = self.words
        piece = pieces[k]
        word = words[first]
        if not titled and (
            (first > piece.first and words[first - 1] in ("-", "/"))
            or not (word in self.knowledge.given or self._family(piece, first) or self._eastern(piece, first))
        ):
            return None
        last = self._end(first, piece.last)
        if last == piece.last and k < len(joints):
            joint = joints[k]
            if all(part in PARTICLES or part == "-" for part in joint):
                last = self._end(pieces[k + 1].first, pieces[k + 1].last)
        if last <= first:
            return None
        name = [part for part in words[first:last] if part[0].isalpha()]
        if len(name[-1]) == 1 or (name[0] in self.knowledge.heads and not (titled and word in self.knowledge.given)):
            return None
        given = word in self.knowledge.given
        known = self.knowledge.names.longest(words, first, piece.last)
        if known and known[1].label != "PERSON" and known[0] >= last and not (len(name) > 1 and given):
            return None
        if titled:
            if (
                len(name) == 1
                and self.knowledge.ordinary(word)
                and (self.evidence.lower_elsewhere(word) or titled == "weak")
            ):
                return None
            if len(name) > 1 and not given and self.knowledge.ordinary(word) and self.knowledge.ordinary(name[-1]):
                return None
            return Name(first, last, "PERSON", TITLE, TITLED)
        if len(name) < 2:
            return None
        if self._cut(last, piece.last):
            return None
        if (
            len(name) > 2
            and not any(len(part) == 1 for part in name)
            and all(self.knowledge.ordinary(part) for part in name[1:])
        ):
            return None  # Bradley Infantry Fighting Vehicle
        surname = name[-2] if name[-1] in SUFFIXES else name[-1]
        if self.evidence.is_place(first, first + 1) and surname not in self.knowledge.family:
            return None
        if self.knowledge.ordinary(word) or self.evidence.is_place(first, first + 1):
            if self.knowledge.ordinary(surname) or (first == piece.first and piece.soft):
                return None
        if (
            self.knowledge.ordinary(surname)
            and self.evidence.lower_elsewhere(surname)
            and len(name) == 2
            and piece.last > last
        ):
            return None
        if first - piece.first > 1 and words[first - 1] == "." and len(words[first - 2]) == 1:
            first -= 2  # L. Paul Bremer
        return Name(first, last, "PERSON", "entities.person.given", GIVEN)

    def _family(self, piece: Piece, first: int) -> bool:
        """Is the whole piece an unknown given name and a listed surname: Xiomara Castro?"""
        words, last = self.words, piece.last
        if first != piece.first or not 2 <= last - first <= 3 or words[last - 1] not in self.knowledge.family:
            return False
        word = words[first]
        if self.knowledge.ordinary(words[last - 1]) or self.knowledge.ordinary(word) or not word[1:].islower():
            return False
        return not self.knowledge.names.longest(words, first, last) and not self.evidence.entry(words[last - 1 : last])

    def _eastern(self, piece: Piece, first: int) -> bool:
        """Is the whole piece a listed family name and a given name after it: Choe Son Hui, Yoon Suk-yeol?"""
        words, last = self.words, piece.last
        if first != piece.first or not 2 <= last - first <= 4 or words[first] not in self.knowledge.family_first:
            return False
        given = [word for word in words[first + 1 : last] if word[0].isalpha()]
        if any(not word[1:].islower() or self.evidence.entry([word]) for word in given):
            return False
        hyphened = (
            words[last : last + 1] == ["-"] and self.evidence.page.ends[last - 1] == self.evidence.page.starts[last]
        )
        return hyphened or (
            not self.knowledge.ordinary(given[-1]) and not any(self.evidence.lower_elsewhere(word) for word in given)
        )

    def _cut(self, last: int, limit: int) -> bool:
        """Does the capitalised phrase go on after the person with what is no office: George Washington Masonic Memorial?"""
        words = self.words
        if last >= limit or not words[last][0].isalpha():
            return False
        return not (
            self.knowledge.titles.longest(words, last, limit) or self.knowledge.names.longest(words, last, limit)
        )

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
            if at > first and word in SUFFIXES:
                return self._suffixed(at)
            if at > first and (
                (word in self.knowledge.heads and at + 1 < limit)
                or (self.knowledge.titles.get([word]) and at + 1 < limit)
                or self._other(at, limit)
            ):
                break
            if not word[0].isupper() or (len(word) > 3 and word.isupper()):
                break
            at += 1
            count += 1
        while at > first and not words[at - 1][0].isalpha() and words[at - 1] != ".":
            at -= 1
        page = self.evidence.page
        if at == limit and words[at : at + 1] == [","] and words[at + 1 : at + 2] in (["Jr"], ["Sr"]):
            return self._suffixed(at + 1)
        if at == limit and words[at : at + 1] == ["-"] and at + 1 < len(words) and words[at + 1].islower():
            if (
                page.ends[at - 1] == page.starts[at]
                and page.ends[at] == page.starts[at + 1]
                and words[first] in self.knowledge.family_first
            ):
                at += 2  # Yoon Suk-yeol
        return at

    def _suffixed(self, at: int) -> int:
        """The end of a name whose suffix stands at `at`: Jr., III."""
        return at + 2 if self.words[at] in ("Jr", "Sr") and self.words[at + 1 : at + 2] == ["."] else at + 1

    def _other(self, at: int, limit: int) -> bool:
        """Does a listed name of another kind begin here?"""
        known = self.knowledge.names.longest(self.words, at, limit)
        return known is not None and known[1].label in ("NORP", "ORG", "LAW", "PROGRAM") and known[0] - at > 1
