"""The rows of one sentence: phrases and asides that name a speaker first, then predicates, then nouns."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from pipeline.nlp.claims import attribution, recommendations, spans, speakers, stances
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import MODALS
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.rulebook import decide
from pipeline.nlp.claims.verbs import Verb

# Rules by modal: a verb that shares the modal shares the type.
BY_MODAL = frozenset(
    ("provision.duty", "provision.permission", "prediction.modal", "recommendation.should", "recommendation.option")
)  # fmt: skip
# What stands between the first verb and the last of a list with one object.
LISTED = re.compile(r"(?:,[rx]*[iVGNSj])?,?c?[rx]*")
# What is a row of its own inside of what somebody says: another speaker, another's wish.
NESTED = frozenset(("recommendation.verb", "prediction.potential", "stance.oppose"))
BY_PHRASE = "claims.assertion.according_to"
BY_VIEW = "claims.assertion.in_view"
BY_NOUN = "claims.assertion.noun"
STANCE_NOUN = "claims.stance.oppose_noun"
CALLS = "claims.recommendation.noun"


def anchor_words() -> dict[str, frozenset[str]]:
    """The nouns, by rule, without which a look at the nouns of a sentence is in vain."""
    return {BY_NOUN: speakers.noun_cues(), STANCE_NOUN: stances.noun_cues()}


def rows(reading: Reading, anchors: AbstractSet[str]) -> list[Draft]:
    """The rows of one sentence; `anchors`: the rules whose phrases, patterns or nouns stand in it."""
    if reading.page.words[reading.sentence.last - 1] == "?":
        return []
    drafts = _named_speakers(reading, anchors) if anchors else []
    drafts += [draft for verb in reading.asides if (draft := speakers.parenthetical(reading, verb))]
    scopes = [draft.scope for draft in drafts if draft.scope]
    if "Nt" in reading.chunks.kinds:
        scopes += speakers.noun_clauses(reading)
    drafted: dict[int, Draft] = {}
    for verb in reading.verbs:
        clause, lead = verb.clause, verb.lead
        if clause.kind == "f" and (named := attribution.what(reading, verb)):
            drafts.append(named)
            continue
        if (clause.blocked and not (verb.form in "VG" and lead is None)) or verb.lemma in MODALS:
            continue
        if clause.kind == "t" and _denied(verb):
            continue
        shared = None
        if lead is not None and id(lead) in drafted:
            if _one_object(reading, lead, verb):
                continue
            shared = _shared(reading, verb, drafted[id(lead)])
        draft = shared or decide(reading, verb)
        if draft is None or (draft.rule in BY_MODAL and _told(reading, verb)):
            continue
        drafted[id(verb)] = draft
        reading.drafted.add(id(verb))
        if draft.type != "assertion" and draft.rule not in NESTED and _inside(draft, scopes):
            continue
        drafts.append(draft)
        if draft.type == "assertion" and draft.content:
            scopes.append(reading.page.tokens_in(*draft.content))
    nouns = stances.nouns(reading) if STANCE_NOUN in anchors else []
    if CALLS in anchors:
        nouns += recommendations.calls(reading)
    return drafts + [draft for draft in nouns if not _inside(draft, scopes)]


def _named_speakers(reading: Reading, anchors: AbstractSet[str]) -> list[Draft]:
    found = speakers.according_to(reading) if BY_PHRASE in anchors else []
    if BY_VIEW in anchors:
        found += speakers.in_view(reading)
    return found + speakers.nouns(reading) if BY_NOUN in anchors else found


def _inside(draft: Draft, scopes: list[tuple[int, int]]) -> bool:
    return any(first <= draft.first < last for first, last in scopes)


def _told(reading: Reading, verb: Verb) -> bool:
    """Does the verb stand in a that-clause of a predicate that has a row?"""
    clause = verb.clause
    return clause.kind == "t" and clause.governor is not None and id(clause.governor) in reading.drafted


def _denied(verb: Verb) -> bool:
    """Does the verb stand in what something is said not to mean: `This does not mean that states must pay`?"""
    governor = verb.clause.governor
    return governor is not None and governor.lemma in ("mean", "imply") and governor.shape.negated


def _one_object(reading: Reading, lead: Verb, verb: Verb) -> bool:
    """`may be holding, processing, or distributing the food`: does a list of verbs share the last one's object?"""
    if lead.next != "," or lead.shape.passive:
        return False
    return LISTED.fullmatch(reading.codes, lead.stop, verb.start) is not None


def _shared(reading: Reading, verb: Verb, draft: Draft) -> Draft | None:
    """A verb that shares the modal of the one with this draft: `shall continue the order and provide instruction`."""
    if verb.form == "F" or draft.rule not in BY_MODAL:
        return None
    content = spans.whole(reading, verb) if draft.type == "prediction" else spans.after(reading, verb)
    return draft._replace(first=verb.main, last=verb.stop, verb=verb, content=content)
