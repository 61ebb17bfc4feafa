"""Which rule is asked when: the order of the rules for each form of verb, and the verbs that each can answer for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.nlp.claims import assessments, attribution, norms, predictions, provisions, recommendations, stances
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb
from pipeline.rules import from_models

Rule = Callable[[Reading, Verb], Draft | None]
COPULAS = frozenset("be remain become seem appear feel stay grow prove represent constitute".split())


class Choice(NamedTuple):
    """A rule, the lists of verbs that it knows (None: any verb), and whether it asks for a modal or forbids one."""

    rule: Rule
    verbs: Callable[[], frozenset[str]] | None = None
    modal: bool | None = None


def _listed(*lists: str, also: str = "") -> Callable[[], frozenset[str]]:
    """The verbs of some lists (`assertion.clause/clause`) and of `also`."""

    def verbs() -> frozenset[str]:
        found = set(also.split())
        for name in lists:
            rule, _, terms_name = name.partition("/")
            found |= {term.partition(" ")[0] for term in terms(rule, terms_name)}
        return frozenset(found)

    return verbs


REPORTING = _listed(
    "assertion.clause/clause", "assertion.clause/evidence", "assertion.infinitive/verbs", "assertion.object/verbs",
    "assertion.object/as", "assertion.object/judging",
)  # fmt: skip
ASKING = _listed(
    "recommendation.verb/verbs", "recommendation.verb/with_particle", "recommendation.verb/ask", also="suggest"
)  # fmt: skip
TAKING_SIDES = _listed("stance.support/verbs", "stance.oppose/verbs")
BEING = _listed(also=" ".join(sorted(COPULAS)))
AIMING = _listed("provision.aim/verbs", "provision.aim/passive", "provision.aim/announcing", also="aim")
CAUSE = _listed("assessment.cause/passive", "assessment.effect/causal")
EFFECT = _listed("assessment.effect/strong", "assessment.effect/perfect")

ORDER: dict[str, tuple[Choice, ...]] = {
    "finite": (
        Choice(norms.duty, None, modal=True),
        Choice(norms.ceiling, _listed(also="exceed"), modal=True),
        Choice(norms.certifies, _listed("provision.permission/certifying"), modal=True),
        Choice(attribution.active, REPORTING),
        Choice(recommendations.should, None, modal=True),
        Choice(recommendations.active, ASKING),
        Choice(stances.active, TAKING_SIDES),
        Choice(stances.adjective, BEING),
        Choice(recommendations.option, None, modal=True),
        Choice(recommendations.contents, _listed("recommendation.noun/verbs")),
        Choice(norms.authority, _listed("provision.authority/verbs", "provision.authority/giving")),
        Choice(norms.status, BEING),
        Choice(norms.aim, AIMING),
        Choice(assessments.role, _listed("assessment.role/verbs"), modal=False),
        Choice(assessments.raises, _listed("assessment.raises/verbs"), modal=False),
        Choice(assessments.open_question, _listed("assessment.open/verbs", also="be remain"), modal=False),
        Choice(assessments.difficulty, _listed("assessment.difficulty/verbs"), modal=False),
        Choice(assessments.effect, EFFECT, modal=False),
        Choice(provisions.by_phrase, None, modal=False),
        Choice(provisions.contents, _listed("provision.contents/verbs")),
        Choice(provisions.by_law),
        Choice(provisions.headless, _listed("provision.act/verbs", "provision.program/verbs"), modal=False),
        Choice(provisions.act, _listed("provision.act/verbs", also="support")),
        Choice(norms.permission, None, modal=True),
        Choice(predictions.likely, BEING),
        Choice(predictions.potential, _listed(also="have")),
        Choice(predictions.modal, None, modal=True),
        Choice(assessments.appears, _listed(also="appear seem"), modal=False),
        Choice(assessments.cause, BEING, modal=False),
        Choice(assessments.value, BEING, modal=False),
        Choice(assessments.noun, BEING, modal=False),
    ),
    "passive": (
        Choice(assessments.open_question, _listed(also="determine see")),
        Choice(norms.duty, None, modal=True),
        Choice(predictions.expected, _listed("prediction.expected/verbs")),
        Choice(attribution.passive, _listed("assertion.passive/verbs", "assertion.passive/studied", also="refer")),
        Choice(recommendations.should, None, modal=True),
        Choice(recommendations.participle, _listed("recommendation.verb/verbs")),
        Choice(recommendations.passive, _listed("recommendation.verb/verbs", "recommendation.verb/ask")),
        Choice(norms.aim, AIMING),
        Choice(norms.permission, None, modal=True),
        Choice(stances.adjective),
        Choice(provisions.passive, _listed("provision.passive/verbs")),
        Choice(predictions.modal, None, modal=True),
        Choice(assessments.cause, CAUSE, modal=False),
    ),
    "participle": (
        Choice(norms.as_required, _listed("provision.as_required/verbs")),
        Choice(attribution.mistagged, REPORTING),
        Choice(attribution.participle, _listed("assertion.passive/studied")),
        Choice(recommendations.participle, _listed("recommendation.verb/verbs")),
        Choice(norms.aim, AIMING),
        Choice(provisions.participle),
        Choice(assessments.cause, CAUSE),
    ),
    "gerund": (
        Choice(attribution.active, REPORTING),
        Choice(recommendations.active, ASKING),
        Choice(stances.doing, TAKING_SIDES),
        Choice(assessments.consequence),
        Choice(
            provisions.doing,
            _listed(
                "provision.act/verbs", "provision.duty_verb/verbs", "provision.permit_verb/verbs",
                "provision.prohibit_verb/verbs",
            ),
        ),
    ),
}  # fmt: skip


@from_models()
def _verbs_of(form: str) -> tuple[tuple[Choice, frozenset[str] | None], ...]:
    return tuple((choice, choice.verbs() if choice.verbs else None) for choice in ORDER[form])


@from_models(maxsize=50_000)
def rules_for_verb(form: str, lemma: str, modal: bool) -> tuple[Rule, ...]:
    """The rules to ask, in order, for a verb of this form (`finite`, `passive`, `participle`, `gerund`)."""
    return tuple(
        choice.rule
        for choice, verbs in _verbs_of(form)
        if (verbs is None or lemma in verbs) and choice.modal in (None, modal)
    )


def decide(reading: Reading, verb: Verb) -> Draft | None:
    """The row of the first rule that answers for a predicate."""
    lead = verb.lead
    if verb.form == "F" or (lead is not None and lead.form == "F"):
        shared = verb.form == "V" and lead is not None and lead.shape.passive
        form = "passive" if verb.shape.passive or shared else "finite"
    elif verb.form in "VG":
        form = "participle" if verb.form == "V" else "gerund"
    else:
        return None
    modal = bool(verb.lead_modal) or (lead or verb).shape.duty
    for rule in rules_for_verb(form, verb.lemma, modal):
        draft = rule(reading, verb)
        if draft is not None:
            return draft
    return None
