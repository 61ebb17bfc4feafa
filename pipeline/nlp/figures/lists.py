"""What the figures of a sentence share: units at a list's end, nouns that are said once."""

from __future__ import annotations

from pipeline.nlp.figures.changes import ChangeReader
from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.quantities import DASHES

COORDINATORS = frozenset(("and", "or"))
PARALLEL = frozenset(
    (
        ",",
        "and",
        "or",
        "to",
        "from",
        "by",
        "only",
        "then",
        "also",
        "another",
        "but",
        "than",
        "(",
        "while",
        "whereas",
        ";",
    )
)


class ListReader:
    """Gives figures without a unit the one of their neighbours."""

    def __init__(self, changes: ChangeReader, heads: HeadReader) -> None:
        self.changes = changes
        self.heads = heads

    def share(self, passage: Passage, drafts: list[Draft]) -> None:
        """Forwards for units at the end (`20, 30, and 40 percent`), backwards for nouns said before."""
        for number in range(len(drafts) - 2, -1, -1):
            draft, following = drafts[number], drafts[number + 1]
            if draft.rule == "figures.count.bare" and self._coordinated(passage, draft, following):
                self._take(draft, following)
        previous: Draft | None = None
        for draft in drafts:
            if draft.kind != "count":
                continue
            if draft.rule == "figures.count.bare" and draft.unit is None:
                self._inherit(passage, draft, previous)
            if draft.unit:
                previous = draft

    def _coordinated(self, passage: Passage, draft: Draft, following: Draft) -> bool:
        """Do only a comma, `and`, `or`, a hyphen and bound words stand between the two?"""
        between = passage.lower[draft.last : following.first]
        words = [word for word in between if word not in DASHES]
        if not words or len(words) > 4:
            return False
        if words[0] == "to":
            return len(words) == 1 or self.changes.opening(passage, following) == draft.last
        if words[0] not in (",", "and", "or"):
            return False
        rest = [word for word in words if word not in (",", "and", "or")]
        return not rest or self.changes.opening(passage, following) < draft.last + 2

    def _take(self, draft: Draft, following: Draft) -> None:
        if following.kind == "count":
            draft.unit = following.unit
            if following.unit:
                draft.rule = "figures.count.shared"
            return
        if following.kind not in ("percent", "measure", "money") or (
            following.kind == "money" and following.rule == "figures.money.symbol"
        ):
            return
        draft.kind, draft.unit, draft.rule = following.kind, following.unit, following.rule
        if draft.scale == 1 and following.scale > 1 and draft.raw <= following.raw:
            draft.scale = following.scale
        draft.value = round((-1 if draft.value < 0 else 1) * draft.raw * draft.scale * following.factor, 12)
        draft.factor = following.factor

    def _inherit(self, passage: Passage, draft: Draft, previous: Draft | None) -> None:
        """The noun of the count before it in the sentence, or of the subject whose number moves."""
        before = passage.word(self.changes.opening(passage, draft))
        if previous is not None and (before in PARALLEL or draft.first == passage.first):
            draft.unit, draft.rule = previous.unit, "figures.count.shared"
            return
        if before not in ("from", "to", "by", "was", "were", "is", "are", "totaled", "reached", "of"):
            return
        span = self.changes.subject_span(passage, draft)
        if span is None:
            return
        first, last = span
        lower = passage.lower[first:last]
        if "number" in lower and "of" in lower:
            head = self.heads.head(passage, first + lower.index("of") + 1)
        else:
            head = self.heads.head(passage, first)
        if head is not None and passage.tag(head) == "NNS":
            draft.unit, draft.rule = self.heads.lemma(passage, head), "figures.count.shared"
