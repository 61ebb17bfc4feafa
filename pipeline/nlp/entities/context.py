"""Unknown names: what stands round them in the whole report tells what they are.

Every place where an unexplained name stands gives votes for labels; the sum over the report decides, so a company
that is named twenty times and never introduced is found twenty times.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from pipeline.nlp.entities.cues import NAMED, RULE, Cues
from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.names import CONTEXT, Name
from pipeline.nlp.entities.runs import ALWAYS, POSSESSIVE, Piece, Run

LISTING = frozenset(((",",), ("and",), ("or",), (",", "and"), (",", "or"), ("/",), ("&",)))
INTRODUCING = frozenset(("as", "including", "include", "like", "e.g.", "namely", "are", "were"))
# Before a list, between its first name and what introduces it.
BEFORE = frozenset((",", "the", "(", ":"))
LEADING = BEFORE | INTRODUCING
DETERMINERS = frozenset(("the", "a", "an", "this", "that", "its"))
LEADERS = frozenset(("led", "headed", "chaired", "founded", "commanded", "written", "authored"))
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central former greater upper lower".split()
)
# Those who do something for a living, where no list knows them: ticketers, insurers.
AGENTS = re.compile(r"\w{3}(?:ers|ors)$")
PLURAL = re.compile(r"[A-Z0-9&]{2,}s")


# Piece `k` of a run, and what the list is said to hold that it stands in.
Place = tuple[Run, int, str]


class Votes:
    """What the places of one text say.

    tally    votes by label; `actor` for what acts, a person or an organization
    foreign  English has none of its words
    acting   the tokens behind it that may be finite verbs: a vote each for an actor
    """

    __slots__ = ("acting", "foreign", "tally")

    def __init__(self, *, foreign: bool) -> None:
        self.tally: defaultdict[str, int] = defaultdict(int)
        self.foreign = foreign
        self.acting: list[int] = []


class Context:
    """Weighs the context of the names that no list and no head word explains."""

    def __init__(self, knowledge: Knowledge, cues: Cues, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.cues = cues
        self.evidence = evidence
        self.page = evidence.page
        self.lower = [*evidence.page.lower, ""]  # the last one for what stands outside of the page
        self.labels: dict[int, str] = {}
        self.kind = ""

    def names(self, found: list[Run], kept: list[Name]) -> list[Name]:
        """The names of free pieces whose context throughout the page decides."""
        taken = bytearray(len(self.page.words))
        for name in kept:
            first, last, label = name[:3]
            taken[first:last] = b"\1" * (last - first)
            if label:
                self.labels[first] = label
        rows: list[Name] = []
        unknown: dict[str, list[Place]] = {}
        lower, words = self.lower, self.page.words
        for run in found:
            pieces, joints = run
            kind = self._introduced(pieces[0].first) if lower[pieces[0].first - 1] in LEADING else ""
            for k, (first, last, _) in enumerate(pieces):
                if k and joints[k - 1] not in LISTING:
                    kind = ""
                free = taken.find(1, first, last) < 0
                if lower[last] in self.cues.programs:
                    free = free or self._inside(first, last, taken)
                    joined = self._joined(run, k, taken) if k else None
                    if joined is not None:
                        rows.append(Name(joined, last, "PROGRAM", NAMED, CONTEXT))
                if free:
                    text = words[first] if last - first == 1 else self.evidence.text(first, last)
                    unknown.setdefault(text, []).append((run, k, kind))
        unknown = {text: places for text, places in unknown.items() if self._open(places[0])}
        for text, places in unknown.items():
            decided = self._decide(text, places, " " in text and self._surname(text, unknown))
            if decided:
                rule = NAMED if decided == "PROGRAM" else RULE
                common = self.knowledge.ordinary(text) and self.evidence.lower_elsewhere(text)
                for run, k, _ in places:
                    first, last, _ = run.pieces[k]
                    if not common or lower[last] in self.cues.programs:
                        rows.append(Name(first, last, decided, rule, CONTEXT))
        return rows

    def _inside(self, first: int, last: int, taken: bytearray) -> bool:
        """Is only a place taken inside the name of a program, which it does not explain: Power Africa initiative?"""
        at = taken.find(1, first, last)
        return (
            at > first
            and self.labels.get(at) in ("LOC", "GPE")
            and self.lower[first] not in DIRECTIONS
            and all(sign.isalpha() for sign in self.page.words[first:last])
        )

    def _joined(self, run: Run, k: int, taken: bytearray) -> int | None:
        """Where a coordinated name begins that one noun of a program closes: Salaries and Expenses account."""
        pieces, joints = run
        last = pieces[k].last
        if self.lower[last].endswith("s") or joints[k - 1] not in (("and",), ("&",), (",", "and")):
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

    def _open(self, place: Place) -> bool:
        """May this be an unknown name at all?"""
        words = self.page.words
        run, k, _ = place
        first, last, _ = run.pieces[k]
        word = words[first]
        if word in self.knowledge.never or word in ALWAYS or words[last - 1] in self.cues.publications:
            return False
        if last - first > 1:
            office = self.knowledge.titles.longest(words, first, last)
            return last - first <= 6 and not (office and office[0] == last)
        return len(word) > 2 and word not in self.knowledge.heads and not self.knowledge.titles.get((word,))

    def _surname(self, text: str, unknown: Collection[str]) -> bool:
        """A name of two or three words whose last stands alone elsewhere is a person: Berta Cáceres … Cáceres."""
        words = text.split()
        if not 2 <= len(words) <= 4 or words[-1] not in unknown or words[0] in unknown or words[-1].isupper():
            return False
        return not self.knowledge.ordinary(words[-1]) and (
            words[0] in self.knowledge.given or not any(self.knowledge.ordinary(word) for word in words)
        )

    def _decide(self, text: str, places: list[Place], person: bool) -> str | None:
        """The label that the places of a text speak for; `person` where its last word alone does."""
        if text in self.evidence.plain or PLURAL.fullmatch(text):
            return None
        words = text.split()
        foreign = not any(map(self.knowledge.ordinary, words))
        votes = Votes(foreign=foreign)
        for place in places:
            self._vote(votes, place)
        tally: dict[str, int] = votes.tally
        if person:
            tally["PERSON"] += 3
        if not tally and not votes.acting:
            return None
        if foreign and not text.isupper():
            actor = "PERSON" if text in self.knowledge.family else "ORG"
            tally[actor] += tally["actor"]
            if tally[actor] + len(votes.acting) > 1:  # fewer decide nothing, whatever the tags are
                tally[actor] += sum(map(self._acts, votes.acting))
        tally.pop("actor", None)
        full = self.evidence.defined.get(text, "").split()
        if any(word.isalpha() and len(word) > 2 and self.knowledge.ordinary(word) for word in full):
            tally = {"PROGRAM": tally["PROGRAM"]}
        elif text.isupper():
            tally = {"ORG": tally["ORG"] - 1, "PROGRAM": tally["PROGRAM"]}
        elif len(words) == 1 and not foreign and self.evidence.lower_elsewhere(text):
            tally = {"PROGRAM": tally["PROGRAM"] - 1}
        weight, label = max((weight, label) for label, weight in tally.items()) if tally else (0, "")
        if weight < (2 if foreign else 3) or weight * 4 < len(places):
            return None
        if label == "PROGRAM" and all(run.pieces[k].soft for run, k, _ in places):
            return None
        return label

    def _introduced(self, first: int) -> str:
        """What a list that begins here is said to hold: programs such as …, agencies, including …"""
        lower = self.lower
        at = first - 1
        while at > 0 and lower[at] in BEFORE:
            at -= 1
        if at < 1 or lower[at] not in INTRODUCING:
            return self.cues.kinds.get(lower[at], "") if at > 0 and lower[first - 1] == "," else ""
        if lower[at] == "as":
            at -= 1
            if lower[at] != "such":
                return ""
        at -= 1
        while at > 0 and lower[at] in (",", "(", ";"):
            at -= 1
        if lower[at] == "others":
            return self.kind
        self.kind = self.cues.kinds.get(lower[at], "ORG" if AGENTS.search(lower[at]) else "")
        return self.kind

    def _vote(self, votes: Votes, place: Place) -> None:
        """Count what one place says."""
        (pieces, joints), k, kind = place
        piece = pieces[k]
        after = self.lower[piece.last]
        if after in self.cues.following or (votes.foreign and verbal(after)):
            self._behind(votes, piece, after)
        if self.lower[piece.first - 1] in self.cues.preceding:
            self._ahead(votes.tally, piece.first)
        if kind:
            votes.tally[kind] += 3
        if k and joints[k - 1] in LISTING and pieces[k - 1].first in self.labels:
            votes.tally[self.labels[pieces[k - 1].first]] += 1
        if k < len(joints) and joints[k] in LISTING and pieces[k + 1].first in self.labels:
            votes.tally[self.labels[pieces[k + 1].first]] += 1

    def _behind(self, votes: Votes, piece: Piece, after: str) -> None:
        """Count what the words behind a name say."""
        cues, tally, foreign = self.cues, votes.tally, votes.foreign
        lower, words = self.lower, self.page.words
        first, last, soft = piece
        if after in POSSESSIVE:
            tally["actor"] += 1
            after = lower[last + 1]
            if after in cues.programs:
                after = ""
        if after in cues.programs:
            tally["PROGRAM"] += 3 if last - first > 1 and not after.endswith("s") and not soft else 2
        if after in cues.after:
            tally[cues.after[after]] += 2
        if foreign and 2 <= last - first <= 3 and all(word[1:].islower() for word in words[first:last]):
            if after in cues.speech:
                tally["PERSON"] += 2
        elif after in cues.verbs and last - first > 1 and lower[first - 1] not in DETERMINERS:
            tally["ORG"] += 1
        if after in cues.verbs:
            tally["actor"] += 2 if last - first == 1 else 1
        elif foreign and verbal(after):
            votes.acting.append(last)
        if after == "et":
            tally["PERSON"] += 2
        elif after == ",":
            self._apposition(tally, last + 1)
        elif after == "(" and last + 2 < len(words):
            if lower[last + 1].isdigit() and len(lower[last + 1]) == 4 and lower[last + 2] == ")":
                tally["PERSON"] += 2
            if words[last + 1] in ("D", "R", "I") and lower[last + 2] in ("-", ")", "–"):
                tally["PERSON"] += 4

    def _ahead(self, tally: dict[str, int], first: int) -> None:
        """Count what the words before a name say."""
        cues, lower = self.cues, self.lower
        before = lower[first - 1]
        if before == "the" and lower[first - 2] == ",":
            before = lower[first - 3]
        elif before == ",":
            before = lower[first - 2]
        if before in cues.before:
            tally[cues.before[before]] += 2
        if before == "of" and lower[first - 2] in cues.of:
            tally[cues.of[lower[first - 2]]] += 3
        elif before == "by" and lower[first - 2] in LEADERS:
            tally["PERSON"] += 2

    def _acts(self, last: int) -> bool:
        """Does a finite verb follow?"""
        page = self.page
        index = page.sentence_at(page.starts[last])
        if index is None or last >= page.sentences[index].last:
            return False
        return page.tags(index)[last - page.sentences[index].first] in ("VBD", "VBZ")

    def _apposition(self, tally: dict[str, int], first: int) -> None:
        """Count what `, a …` after a name says of it."""
        cues = self.cues.before
        lower = self.lower[first : first + 9]
        if lower[0] == "who":
            tally["PERSON"] += 3
        if lower[0] in cues:
            tally[cues[lower[0]]] += 2
        if lower[0] in ("a", "an", "the", "which"):
            for word in lower[1:]:
                if word in (",", ".", ";", "of", "in", "that", "who"):
                    break
                if word in cues:
                    tally[cues[word]] += 2
                    break


def verbal(word: str) -> bool:
    """May the word be a finite verb in the third person?"""
    return (word.endswith(("ed", "s")) and word.isalpha()) or word in ("has", "had", "will")
