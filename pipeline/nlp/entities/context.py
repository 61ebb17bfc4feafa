"""Unknown names: what stands round them in the whole report tells what they are.

Every place where an unexplained name stands gives votes for labels; the sum over the report decides, so a company
that is named twenty times and never introduced is found twenty times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.names import CONTEXT, Name
from pipeline.nlp.entities.runs import ALWAYS, POSSESSIVE, Piece, Run

RULE = "entities.document.context"
NAMED = "entities.program.named"
LISTING = frozenset(((",",), ("and",), ("or",), (",", "and"), (",", "or"), ("/",), ("&",)))
INTRODUCING = frozenset(("as", "including", "include", "like", "e.g.", "namely", "are", "were"))
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central former greater upper lower".split()
)
# Those who do something for a living, where no list knows them: ticketers, insurers.
AGENTS = re.compile(r"\w{3}(?:ers|ors)$")
PLURAL = re.compile(r"[A-Z0-9&]{2,}s")
LABELS = {
    "program": "PROGRAM",
    "org": "ORG",
    "gpe": "GPE",
    "person": "PERSON",
    "norp": "NORP",
    "law": "LAW",
    "event": "EVENT",
    "loc": "LOC",
}


class Context:
    """Weighs the context of the names that no list and no head word explains."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.page = evidence.page
        self.programs = knowledge.terms(NAMED, "nouns")
        terms = dict(knowledge.rules[RULE].terms)
        self.publications = frozenset(terms.pop("publications"))
        self.cues: dict[str, dict[str, str]] = {
            "before": {},
            "after": {},
            "verbs": {},
            "speech": {},
            "kinds": {},
            "of": {},
        }
        for name, words in terms.items():
            label, _, place = name.partition("_")
            self.cues[place].update(dict.fromkeys(words, LABELS[label]))
        self.kind = ""

    def names(self, found: list[Run], kept: list[Name]) -> list[Name]:
        """The names of free pieces whose context throughout the page decides."""
        taken = bytearray(len(self.page.words))
        labels: dict[int, str] = {}
        for name in kept:
            taken[name.first : name.last] = b"\1" * (name.last - name.first)
            if name.label:
                labels[name.first] = name.label
        places: dict[str, list[Piece]] = {}
        votes: dict[str, Counter[str]] = {}
        rows: list[Name] = []
        for run in found:
            kind = ""
            for k, piece in enumerate(run.pieces):
                if k == 0:
                    kind = self._introduced(piece.first)
                elif run.joints[k - 1] not in LISTING:
                    kind = ""
                joined = self._joined(run, k, taken)
                if joined is not None:
                    rows.append(Name(joined, piece.last, "PROGRAM", NAMED, CONTEXT))
                if not self._open(piece) or not self._free(piece, taken, labels):
                    continue
                text = self.evidence.text(piece.first, piece.last)
                places.setdefault(text, []).append(piece)
                tally = votes.setdefault(text, Counter())
                if kind:
                    tally[kind] += 3
                for label, weight in self._votes(run, k, labels):
                    tally[label] += weight
        self._surnames(votes)
        for text, tally in votes.items():
            decided = self._decide(text, tally, places[text])
            if decided:
                rule = NAMED if decided == "PROGRAM" else RULE
                common = self.knowledge.ordinary(text) and self.evidence.lower_elsewhere(text)
                rows.extend(
                    Name(piece.first, piece.last, decided, rule, CONTEXT)
                    for piece in places[text]
                    if not common or self._followed(piece)
                )
        return rows

    def _followed(self, piece: Piece) -> bool:
        """Does a noun of a program follow the piece?"""
        return piece.last < len(self.page.lower) and self.page.lower[piece.last] in self.programs

    def _free(self, piece: Piece, taken: bytearray, labels: dict[int, str]) -> bool:
        """Is the piece unexplained? A place inside the name of a program does not explain it: Power Africa initiative."""
        at = taken.find(1, piece.first, piece.last)
        if at < 0:
            return True
        after = self.page.lower[piece.last] if piece.last < len(self.page.lower) else ""
        return (
            at > piece.first
            and after in self.programs
            and labels.get(at) in ("LOC", "GPE")
            and self.page.lower[piece.first] not in DIRECTIONS
            and all(sign.isalpha() for sign in self.page.words[piece.first : piece.last])
        )

    def _joined(self, run: Run, k: int, taken: bytearray) -> int | None:
        """Where a coordinated name begins that one noun of a program closes: Salaries and Expenses account."""
        pieces, joints = run
        last = pieces[k].last
        after = self.page.lower[last] if last < len(self.page.lower) else ""
        if not k or after not in self.programs or after.endswith("s"):
            return None
        if joints[k - 1] not in (("and",), ("&",), (",", "and")):
            return None
        at = k - 1
        while joints[k - 1] == (",", "and") and at and joints[at - 1] == (",",):
            at -= 1
        if joints[k - 1] == (",", "and") and at == k - 1:
            return None
        first = pieces[at].first
        if taken.find(1, first, last) >= 0 or pieces[at].soft or self.page.words[first] in self.knowledge.never:
            return None
        if any(self.evidence.own(piece.first, piece.last) for piece in pieces[at : k + 1]):
            return None
        return first

    def _open(self, piece: Piece) -> bool:
        """May this piece be an unknown name at all?"""
        words = self.page.words
        if piece.last - piece.first > 6 or words[piece.first] in ALWAYS or words[piece.last - 1] in self.publications:
            return False
        if piece.last - piece.first > 1:
            office = self.knowledge.titles.longest(words, piece.first, piece.last)
            return words[piece.first] not in self.knowledge.never and not (office and office[0] == piece.last)
        word = words[piece.first]
        return (
            len(word) > 2
            and word not in self.knowledge.never
            and word not in self.knowledge.heads
            and not self.knowledge.titles.get([word])
        )

    def _surnames(self, votes: dict[str, Counter[str]]) -> None:
        """A name of two or three words whose last stands alone elsewhere is a person: Berta Cáceres … Cáceres."""
        for text, tally in votes.items():
            words = text.split()
            if not 2 <= len(words) <= 4 or words[-1] not in votes or words[0] in votes or words[-1].isupper():
                continue
            if not self.knowledge.ordinary(words[-1]) and (
                words[0] in self.knowledge.given or not any(self.knowledge.ordinary(word) for word in words)
            ):
                tally["PERSON"] += 3

    def _decide(self, text: str, tally: Counter[str], places: list[Piece]) -> str | None:
        words = text.split()
        if not tally or text in self.evidence.plain or PLURAL.fullmatch(text):
            return None
        foreign = not any(self.knowledge.ordinary(word) for word in words if word[0].isalpha())
        common = len(words) == 1 and not foreign and self.evidence.lower_elsewhere(text)
        if foreign and not text.isupper():
            tally["PERSON" if text in self.knowledge.family else "ORG"] += tally["actor"]
        tally.pop("actor", None)
        if any(
            self.knowledge.ordinary(word)
            for word in self.evidence.defined.get(text, "").split()
            if word.isalpha() and len(word) > 2
        ):
            tally = Counter(PROGRAM=tally["PROGRAM"])
        elif text.isupper():
            tally = Counter(ORG=tally["ORG"] - 1, PROGRAM=tally["PROGRAM"])
        elif common:
            tally = Counter(PROGRAM=tally["PROGRAM"] - 1)
        label, weight = max(tally.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if label == "PROGRAM" and all(piece.soft for piece in places):
            return None
        if weight * 4 < len(places):
            return None
        return label if weight >= (2 if foreign else 3) else None

    def _introduced(self, first: int) -> str:
        """What a list that begins here is said to hold: programs such as …, agencies, including …"""
        lower = self.page.lower
        at = first - 1
        while at > 0 and lower[at] in (",", "the", "(", ":"):
            at -= 1
        if at < 1 or lower[at] not in INTRODUCING:
            return self.cues["kinds"].get(lower[at], "") if at > 0 and lower[first - 1] == "," else ""
        if lower[at] == "as":
            at -= 1
            if lower[at] != "such":
                return ""
        at -= 1
        while at > 0 and lower[at] in (",", "(", ";"):
            at -= 1
        if lower[at] == "others":
            return self.kind
        self.kind = self.cues["kinds"].get(lower[at], "ORG" if AGENTS.search(lower[at]) else "")
        return self.kind

    def _votes(self, run: Run, k: int, labels: dict[int, str]) -> Iterator[tuple[str, int]]:
        """What one place says."""
        page, cues = self.page, self.cues
        lower = page.lower
        first, last, _ = run.pieces[k]
        size = len(lower)
        foreign = not any(self.knowledge.ordinary(word) for word in page.words[first:last] if word[0].isalpha())
        before = lower[first - 1] if first else ""
        after = lower[last] if last < size else ""
        if after in POSSESSIVE:
            yield "actor", 1
            after = lower[last + 1] if last + 1 < size else ""
            if after in self.programs:
                after = ""
        if after in self.programs:
            yield "PROGRAM", 3 if last - first > 1 and not after.endswith("s") and not run.pieces[k].soft else 2
        if after in cues["after"]:
            yield cues["after"][after], 2
        if foreign and 2 <= last - first <= 3 and all(word[1:].islower() for word in page.words[first:last]):
            if after in cues["speech"]:
                yield "PERSON", 2
        elif after in cues["verbs"] and last - first > 1 and before not in ("the", "a", "an", "this", "that", "its"):
            yield "ORG", 1
        if after in cues["verbs"]:
            yield "actor", 2 if last - first == 1 else 1
        elif foreign and self._acts(last, after):
            yield "actor", 1
        if after == "et" or (
            after == "("
            and last + 2 < size
            and lower[last + 1].isdigit()
            and len(lower[last + 1]) == 4
            and lower[last + 2] == ")"
        ):
            yield "PERSON", 2
        if after == "," and last + 1 < size:
            yield from self._apposition(last + 1)
        if (
            after == "("
            and last + 2 < size
            and page.words[last + 1] in ("D", "R", "I")
            and lower[last + 2] in ("-", ")", "–")
        ):
            yield "PERSON", 4
        if before == "the" and first > 1 and lower[first - 2] == ",":
            before = lower[first - 3]
        elif before == "," and first > 1:
            before = lower[first - 2]
        if before in cues["before"]:
            yield cues["before"][before], 2
        if before == "of" and first > 1 and lower[first - 2] in cues["of"]:
            yield cues["of"][lower[first - 2]], 3
        if (
            before == "by"
            and first > 1
            and lower[first - 2] in ("led", "headed", "chaired", "founded", "commanded", "written", "authored")
        ):
            yield "PERSON", 2
        yield from self._neighbours(run, k, labels)

    def _acts(self, last: int, after: str) -> bool:
        """Does a finite verb follow?"""
        if not after.isalpha() or not (after.endswith(("ed", "s")) or after in ("has", "had", "will")):
            return False
        page = self.page
        index = page.sentence_at(page.starts[last])
        if index is None:
            return False
        tag = page.tags(index)[last - page.sentences[index].first] if last < page.sentences[index].last else ""
        return tag in ("VBD", "VBZ")

    def _apposition(self, first: int) -> Iterator[tuple[str, int]]:
        """What `, a …` after a name says of it."""
        lower = self.page.lower[first : first + 9]
        if lower[:1] == ["who"]:
            yield "PERSON", 3
        if lower and lower[0] in self.cues["before"]:
            yield self.cues["before"][lower[0]], 2
        if lower[:1] in (["a"], ["an"], ["the"], ["which"]):
            for word in lower[1:]:
                if word in (",", ".", ";", "of", "in", "that", "who"):
                    break
                if word in self.cues["before"]:
                    yield self.cues["before"][word], 2
                    break

    def _neighbours(self, run: Run, k: int, labels: dict[int, str]) -> Iterator[tuple[str, int]]:
        """The labels of the names that a list joins to this one."""
        pieces, joints = run
        if k and joints[k - 1] in LISTING and pieces[k - 1].first in labels:
            yield labels[pieces[k - 1].first], 1
        if k < len(joints) and joints[k] in LISTING and pieces[k + 1].first in labels:
            yield labels[pieces[k + 1].first], 1
