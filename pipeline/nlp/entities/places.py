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
STATE = "entities.gpe.state"
NEAR = 6  # tokens; a place so near stands in the same list
BEFORE = frozenset("in at near from of to outside around for and through".split())


def namesakes(evidence: Evidence, kept: list[Name]) -> list[Name]:
    """The names, and of those that a state and a country share (Georgia) the states as states.

    The nearest place beside it decides; one that stands alone is the state, unless the report speaks of the country
    elsewhere or of its people.
    """
    words, shared = evidence.words, evidence.knowledge.namesakes
    mine = [
        at for at, name in enumerate(kept) if name.code and words[name.first] in shared and name.last - name.first == 1
    ]
    if not mine:
        return kept
    others = {
        name.first: name.rule == STATE
        for name in kept
        if words[name.first] not in shared and (name.rule == STATE or name.code not in (None, "USA"))
    }
    states: dict[int, bool] = {}
    for at in mine:
        first = kept[at].first
        near = [place for place in range(first - NEAR + 1, first + NEAR) if place in others]
        if near:
            states[at] = others[min(near, key=lambda place: (abs(place - first), place))]
    foreign = {words[kept[at].first] for at, state in states.items() if not state}
    foreign.update(name for name, people in shared.items() if any(word in evidence.forms for word in people))
    found = list(kept)
    for at in mine:
        if states.get(at, words[kept[at].first] not in foreign):
            found[at] = kept[at]._replace(code=None, rule=STATE)
    return found


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
            if k and joints[k - 1] == COMMA and self.evidence.is_place(pieces[k - 1].first, pieces[k - 1].last):
                return first if code else None  # one place of a list: Bermuda, Guam, and Palau
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
