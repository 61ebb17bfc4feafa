"""Who holds a claim: the kind of its source.

person   organization   government   law (laws, plans, programs)   group (people, not one of them named)
report   the report itself (no source), or a study, a poll, data      unnamed   somebody whom the text does not name
"""

from __future__ import annotations

from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.reading import Reading
from pipeline.rules import lexicon
from pipeline.values import Span

BY_LABEL = {
    "PERSON": "person", "GPE": "government", "NORP": "group", "LAW": "law", "PROGRAM": "law", "EVENT": "report",
    "LOC": "government",
}  # fmt: skip
BY_KIND = {"law": "law", "plan": "law", "program": "law", "actor": "government", "report": "report", "self": "report"}
ONE = frozenset(("he", "she", "i", "someone", "anyone"))
HEAD_ENDS = frozenset("oIy(,;:aR")


def side(reading: Reading, draft: Draft) -> str | None:
    """The stance of what somebody says who is named by it: critics, supporters."""
    if draft.source is None:
        return None
    head = reading.noun(_head(reading, draft.source)[1])
    return next((stance for stance in ("support", "oppose") if head in terms(f"stance.{stance}", "sides")), None)


def _head(reading: Reading, source: Span) -> tuple[int, int, int]:
    """(first token, head, end) of the noun phrase that a source is, its complements left aside."""
    codes = reading.codes
    first, last = reading.page.tokens_in(*source)
    stop = next((t for t in range(first + 1, last) if codes[t] in HEAD_ENDS), last)
    head = stop - 1
    while head > first and codes[head] not in "NSPLYp#d":
        head -= 1
    return first, head, last


def source_kind(reading: Reading, draft: Draft) -> str:
    """The kind of the source of a draft."""
    if draft.source is None:
        return "unnamed" if draft.type in ("assertion", "stance") else "report"
    page, codes = reading.page, reading.codes
    first, head, last = _head(reading, draft.source)
    subject = draft.verb.subject if draft.verb else None
    if subject is not None and subject.head == head and subject.referent >= 0:
        first = head = subject.referent  # `It requires …`: what the pronoun stands for
    kind, label = reading.subjects.kind(reading, first, head, page.lower[head])
    if label in BY_LABEL:
        return BY_LABEL[label]
    if label == "ORG":
        return "government" if kind == "actor" else "organization"
    if page.lower[head] in ONE:
        return "person"
    if kind == "people":
        if reading.noun(head) in lexicon("claim_organizations"):
            return "organization"
        return "group" if reading.tags[head] in ("NNS", "NNPS") or "c" in codes[first:last] else "person"
    return BY_KIND.get(kind, "group" if reading.tags[head] in ("NNS", "NNPS") else "unnamed")
