"""Unknown names: what stands round them in the whole report tells what they are.

Every place where an unexplained name stands gives votes for labels; the sum over the report decides, so a company
that is named twenty times and never introduced is found twenty times.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Knowledge, ordinary
from pipeline.nlp.entities.names import CONTEXT, Name
from pipeline.nlp.entities.runs import NEVER, POSSESSIVE, Piece, Run

RULE = "entities.document.context"
NAMED = "entities.program.named"
LISTING = frozenset(((",",), ("and",), ("or",), (",", "and"), (",", "or"), ("/",), ("&",)))


class Context:
    """Weighs the context of the names that no list and no head word explains."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.page = evidence.page
        self.programs = knowledge.terms(NAMED, "nouns")
        self.terms = {name: frozenset(words) for name, words in knowledge.rules[RULE].terms.items()}

    def names(self, found: list[Run], kept: list[Name]) -> list[Name]:
        """The names of free pieces whose context throughout the page decides."""
        taken = bytearray(len(self.page.words))
        labels: dict[int, str] = {}
        for name in kept:
            taken[name.first : name.last] = b"\1" * (name.last - name.first)
            if name.label:
                labels[name.first] = name.label
        places: dict[str, list[Piece]] = {}
        votes: dict[str, dict[str, int]] = {}
        for run in found:
            for k, piece in enumerate(run.pieces):
                if taken.find(1, piece.first, piece.last) >= 0 or piece.last - piece.first > 6:
                    continue
                if self.page.words[piece.first] in NEVER:
                    continue
                text = " ".join(self.page.words[piece.first : piece.last])
                places.setdefault(text, []).append(piece)
                tally = votes.setdefault(text, {})
                for label, weight in self._votes(run, k, labels):
                    tally[label] = tally.get(label, 0) + weight
        rows: list[Name] = []
        for text, tally in votes.items():
            decided = self._decide(text, tally, places[text])
            if decided:
                rule = NAMED if decided == "PROGRAM" else RULE
                rows.extend(Name(piece.first, piece.last, decided, rule, CONTEXT) for piece in places[text])
        return rows

    def _decide(self, text: str, tally: dict[str, int], places: list[Piece]) -> str | None:
        if not tally:
            return None
        words = text.split()
        if len(text) < 3 or text in self.evidence.plain:
            return None
        foreign = all(not ordinary(word) for word in words if word[0].isalpha())
        written = any(word.lower() in self.evidence.forms for word in words)
        label, weight = max(tally.items(), key=lambda item: (item[1], item[0]))
        need = 2 if foreign and not written else 3 if not written or len(words) > 1 else 5
        if label == "PROGRAM" and weight >= 2 and all(piece.soft for piece in places):
            return None
        return label if weight >= need else None

    def _votes(self, run: Run, k: int, labels: dict[int, str]) -> Iterator[tuple[str, int]]:
        """What one place says."""
        page, terms = self.page, self.terms
        lower, words = page.lower, page.words
        first, last, _ = run.pieces[k]
        size = len(words)
        before = lower[first - 1] if first else ""
        after = lower[last] if last < size else ""
        if after in POSSESSIVE:
            yield "ORG", 1
            after = lower[last + 1] if last + 1 < size else ""
        if after in self.programs:
            yield "PROGRAM", 2
        if after in terms["org_verbs"]:
            yield "ORG", 1
        if after in terms["org_after"]:
            yield "ORG", 1
        if after in terms["gpe_after"]:
            yield "GPE", 2
        if after in terms["norp_after"]:
            yield "NORP", 2
        if after == "," and last + 1 < size:
            if lower[last + 1] == "who":
                yield "PERSON", 3
            elif lower[last + 1] in ("a", "an", "the", "which") and any(
                word in terms["org_before"] for word in lower[last + 2 : last + 8]
            ):
                yield "ORG", 2
        if (
            after == "("
            and last + 2 < size
            and words[last + 1] in ("D", "R", "I")
            and words[last + 2] in ("-", ")", "–")
        ):
            yield "PERSON", 4
        if before in terms["org_before"]:
            yield "ORG", 2
        if before == "by" and after in (",", "."):
            yield "ORG", 1
        if (
            before == "as"
            and first > 1
            and lower[first - 2] == "such"
            and any(word in terms["org_before"] for word in lower[max(0, first - 6) : first - 2])
        ):
            yield "ORG", 2
        if before == "of" and first > 1 and lower[first - 2] in terms["gpe_before"]:
            yield "GPE", 3
        if before in terms["gpe_prepositions"] and after not in self.programs:
            yield "GPE", 1
        yield from self._neighbours(run, k, labels)

    def _neighbours(self, run: Run, k: int, labels: dict[int, str]) -> Iterator[tuple[str, int]]:
        """The labels of the names that a list joins to this one."""
        pieces, joints = run
        if k and joints[k - 1] in LISTING and pieces[k - 1].first in labels:
            yield labels[pieces[k - 1].first], 1
        if k < len(joints) and joints[k] in LISTING and pieces[k + 1].first in labels:
            yield labels[pieces[k + 1].first], 1
