"""The recogniser of claims: reads each sentence once and asks the rules in order, the first that answers wins."""

from __future__ import annotations

from collections.abc import Callable

from spacy.vocab import Vocab

from pipeline.nlp.claims import (
    assessments,
    attribution,
    norms,
    predictions,
    provisions,
    recommendations,
    spans,
    stances,
)
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import MODALS
from pipeline.nlp.claims.reading import Reading, Verb
from pipeline.nlp.claims.skeleton import skeleton
from pipeline.nlp.claims.subjects import Subjects
from pipeline.nlp.page import Page
from pipeline.values import Claim, Span

Rule = Callable[[Reading, Verb], Draft | None]
FINITE: tuple[Rule, ...] = (
    norms.duty, norms.ceiling, norms.certifies, attribution.active, recommendations.should, recommendations.active, stances.active, stances.adjective,
    recommendations.option, recommendations.contents, norms.authority, norms.status, norms.aim,
    assessments.role, assessments.raises, assessments.open_question, assessments.difficulty,
    assessments.effect, provisions.by_phrase, provisions.contents, provisions.by_law, provisions.headless, provisions.act, norms.permission,
    predictions.likely, predictions.potential, predictions.modal,
    assessments.appears, assessments.cause, assessments.value, assessments.noun,
)  # fmt: skip
PASSIVE: tuple[Rule, ...] = (
    assessments.open_question, norms.duty, predictions.expected, attribution.passive, recommendations.should, recommendations.participle, recommendations.passive, norms.aim, norms.permission,
    stances.adjective, provisions.passive, predictions.modal, assessments.cause,
)  # fmt: skip
PARTICIPLE: tuple[Rule, ...] = (
    norms.as_required, attribution.mistagged, attribution.participle, recommendations.participle, norms.aim, provisions.participle, assessments.cause,
)  # fmt: skip
GERUND: tuple[Rule, ...] = (
    attribution.active,
    recommendations.active,
    stances.doing,
    assessments.consequence,
    provisions.doing,
)


class ClaimRecogniser:
    """Finds the claims of a page (table `claims`); needs the citations, dates and entities found before."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, page: Page) -> list[Claim]:
        tags = [tag for index in range(len(page.sentences)) for tag in page.tags(index)]
        codes = skeleton(page, tags)
        subjects = Subjects(page)
        claims: list[Claim] = []
        for sentence in page.sentences:
            subjects.begin(sentence.paragraph)
            reading = Reading(page, codes, tags, sentence, subjects)
            claims.extend(claim(page, draft) for draft in read(reading))
        return sorted(claims, key=lambda row: (row.start, row.end, row.cue))


def read(reading: Reading) -> list[Draft]:
    """The rows of one sentence."""
    if reading.page.words[reading.sentence.last - 1] == "?":
        return []
    drafts = attribution.according_to(reading) + attribution.in_view(reading) + attribution.nouns(reading)
    scopes = [draft.scope for draft in drafts if draft.scope] + attribution.noun_clauses(reading)
    asides = [draft for verb in reading.asides if (draft := attribution.parenthetical(reading, verb))]
    drafts += asides
    scopes += [draft.scope for draft in asides if draft.scope]
    drafted: dict[int, Draft] = {}
    for verb in reading.verbs:
        if verb.clause.blocked and not (verb.form in "VG" and verb.lead is None):
            continue
        draft = shared(reading, verb, drafted) or decide(reading, verb)
        if draft is None:
            continue
        if draft.rule in BY_MODAL and told(verb, reading):
            continue
        drafted[id(verb)] = draft
        reading.drafted.add(id(verb))
        inside = any(first <= draft.first < last for first, last in scopes)
        if (
            inside
            and draft.type != "assertion"
            and draft.rule not in ("recommendation.verb", "prediction.potential", "stance.oppose")
        ):
            continue
        drafts.append(draft)
        if draft.type == "assertion" and draft.content:
            scopes.append(reading.page.tokens_in(*draft.content))
    for draft in stances.nouns(reading) + recommendations.calls(reading):
        if not any(first <= draft.first < last for first, last in scopes):
            drafts.append(draft)
    return drafts


BINDING_BY = frozenset(("provision.law", "provision.act", "provision.plan", "provision.program"))


def told(verb: Verb, reading: Reading) -> bool:
    """Does the verb stand in a that-clause of a predicate that has a row?"""
    clause = verb.clause
    return clause.kind == "t" and any(
        v.predicate is clause.governor and id(v) in reading.drafted for v in reading.verbs
    )


# Rules by modal: a verb that shares the modal shares the type.
BY_MODAL = frozenset(
    ("provision.duty", "provision.permission", "prediction.modal", "recommendation.should", "recommendation.option", "provision.aim")
)  # fmt: skip


def shared(reading: Reading, verb: Verb, drafted: dict[int, Draft]) -> Draft | None:
    """A verb that shares the modal of one before it: `shall continue the order and provide instruction`."""
    draft = drafted.get(id(verb.lead)) if verb.lead is not None else None
    if draft is None or verb.form == "F" or draft.rule not in BY_MODAL or draft.rule == "provision.aim":
        return None
    content = spans.whole(reading, verb) if draft.type == "prediction" else spans.after(reading, verb)
    return draft._replace(first=verb.main, last=verb.stop, verb=verb, content=content)


def decide(reading: Reading, verb: Verb) -> Draft | None:
    """The first rule that answers for a predicate."""
    lead = verb.lead
    if verb.lemma in MODALS:
        return None
    if verb.form == "F" or (lead is not None and lead.form == "F"):
        rules = (
            PASSIVE if verb.shape.passive or (verb.form == "V" and lead is not None and lead.shape.passive) else FINITE
        )
    elif verb.form == "V":
        rules = PARTICIPLE
    elif verb.form == "G":
        rules = GERUND
    else:
        return None
    for rule in rules:
        draft = rule(reading, verb)
        if draft is not None:
            return draft
    return None


def rule_of(draft: Draft) -> str:
    """The rule that a row names: a verb of requiring, permitting or prohibiting by its own list."""
    if draft.verb is not None and draft.rule in BINDING_BY:
        for rule in ("duty_verb", "permit_verb", "prohibit_verb"):
            if draft.verb.lemma in terms(f"provision.{rule}", "verbs"):
                return f"claims.provision.{rule}"
    return f"claims.{draft.rule}"


def claim(page: Page, draft: Draft) -> Claim:
    """The row of a draft."""
    cue = Span(page.starts[draft.first], page.ends[draft.last - 1])
    lemma = draft.verb.lemma if draft.verb is not None else page.lower[draft.last - 1]
    return Claim(
        type=draft.type, cue=cue, cue_lemma=lemma, source=draft.source, source_kind="unnamed", content=draft.content,
        modality=draft.modality, polarity=draft.polarity, stance=draft.stance, rule=rule_of(draft),
    )  # fmt: skip
