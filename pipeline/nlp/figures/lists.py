"""What the figures of a sentence share: units at a list's end, nouns that are said once."""

from __future__ import annotations

from pipeline.nlp.figures.changes import ChangeReader
from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.passages import DASHES, Draft, Passage
from pipeline.nlp.figures.subjects import SubjectReader

APPOSED = ([",", "or"], ["or"], [",", "or", "about"], [",", "or", "nearly"], [",", "or", "approximately"], ["("])
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

# How far `the number of …` may stand before its figure.
REACH = 60
ARITHMETIC = frozenset(("multiplied", "multiplying", "multiply", "divided", "dividing", "divide"))
# A bare number after these is a value of what the sentence is about.
VALUED = frozenset("from to by was were is are be totaled reached of ( at over under above below".split())


class ListReader:
    """Gives figures without a unit the one of their neighbours."""

    def __init__(self, changes: ChangeReader, subjects: SubjectReader, heads: HeadReader) -> None:
        self.changes = changes
        self.subjects = subjects
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

    def repeat(self, passage: Passage, draft: Draft, following: Draft) -> None:
        """What a figure takes from the one before it: the change of `fell $1.20, or 2.4%`, the `per` of a list."""
        between = passage.words[draft.last : following.first]
        while draft.kind == "count" and len(between) > 2 and between[0] not in (",", "or"):
            between = between[1:]
        if between in APPOSED or (following.kind != draft.kind and between == ["("]):
            following.change = following.change or draft.change
            following.subject = following.subject or draft.subject
        if (
            draft.per
            and following.per is None
            and (draft.kind, draft.unit) == (following.kind, following.unit)
            and not self.heads.is_time(draft.per)
            and draft.per != "capita"
            and self._parallel(passage, draft.last, following.first)
        ):
            following.per = draft.per

    def _parallel(self, passage: Passage, start: int, end: int) -> bool:
        """Is there no verb and no clause mark between two figures, and a comma or `and` right before the second?"""
        if passage.word(end - 1) not in (",", "and", "or", "to") or end - start > 14:
            return False
        return not any(passage.tag(token)[:2] in ("VB", "MD", "WD", ":") for token in range(start, end))

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
        """The noun of the count before it in the sentence, of `the number of …`, or of the subject that moves."""
        before = passage.word(self.changes.opening(passage, draft))
        if before == "by" and passage.word(self.changes.opening(passage, draft) - 1) in ARITHMETIC:
            return
        numbered = self._numbered(passage, draft) if before in VALUED else None
        nearer = previous is not None and (numbered is None or numbered < previous.first)
        if previous is not None and nearer and (before in PARALLEL or draft.first == passage.first):
            draft.unit, draft.rule = previous.unit, "figures.count.shared"
            return
        if before not in VALUED:
            return
        head = numbered
        if head is None:
            span = self.subjects.span(passage, draft)
            head = self.heads.head(passage, span[0]) if span else None
        if head is None or passage.tag(head) != "NNS":
            return
        lemma = self.heads.lemma(passage, head)
        if self.heads.is_time(lemma):
            draft.kind = ""  # the number of days from … to … was 17
        else:
            draft.unit, draft.rule = lemma, "figures.count.shared"

    def _numbered(self, passage: Passage, draft: Draft) -> int | None:
        """The head of the nearest `number of …` before the figure."""
        for token in range(draft.first - 1, max(passage.first, draft.first - REACH), -1):
            if passage.lower[token] == "of" and passage.lower[token - 1] in ("number", "numbers"):
                return self.heads.head(passage, token + 1)
            if passage.words[token] == ";":
                break
        return None
