"""Places by their neighbours: a town with its state (Groton, CT), storms in a row (Hurricanes Irma and Maria)."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.names import GRAMMAR, HEAD, Name
from pipeline.nlp.entities.runs import Piece, Run

COMMA = (",",)
LISTING = frozenset(((",",), ("and",), (",", "and")))
STORMS = frozenset(("Hurricanes", "Typhoons", "Cyclones"))
BEFORE = frozenset("in at near from of to outside around for and through".split())


class Places:
    """Finds towns with their states, and storms, in the runs of a page."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence) -> None:
        self.knowledge = knowledge
        self.evidence = evidence
        self.page = evidence.page
        self.words = evidence.words

    def names(self, run: Run) -> Iterator[Name]:
        """The names of a run."""
        pieces, joints = run
        for k, piece in enumerate(pieces):
            if k and joints[k - 1] == COMMA and self._state(piece):
                town = self._town(run, k - 1)
                if town is not None:
                    yield Name(town, piece.last, "GPE", "entities.gpe.city", GRAMMAR)
            if self.words[piece.first] in STORMS and piece.last - piece.first == 2:
                at = k
                while at < len(joints) and joints[at] in LISTING and pieces[at + 1].last - pieces[at + 1].first == 1:
                    at += 1
                if at > k:
                    yield Name(piece.first, pieces[at].last, "EVENT", "entities.event.head", HEAD)

    def _state(self, piece: Piece) -> bool:
        """Is the piece a state, by its name or its postal code?"""
        text = self.evidence.text(piece.first, piece.last)
        return text in self.knowledge.state_codes or text in self.knowledge.states

    def _town(self, run: Run, k: int) -> int | None:
        """Where the town begins whose state follows piece `k`; None where it is no town."""
        pieces, joints = run
        first, last, _ = pieces[k]
        if last - first > 4:
            return None
        state = pieces[k + 1]
        code = self.evidence.text(state.first, state.last) in self.knowledge.state_codes
        entry = self.evidence.entry(self.words[first:last])
        if entry:
            return first if code or entry.rule == "entities.gpe.city" else None
        if code and self.words[last - 1] not in self.knowledge.forms:
            return first
        if self.evidence.own(first, last) and self.words[last - 1] != "County":
            return None
        before = self.page.lower[first - 1] if first else ""
        after = self.words[state.last] if state.last < len(self.words) else ""
        if k + 1 < len(joints) and joints[k + 1][0] in (",", "and") and joints[k + 1] != COMMA:
            return None
        return first if before in BEFORE and not after[:1].isupper() else None
