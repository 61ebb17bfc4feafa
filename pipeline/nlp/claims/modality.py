"""Modality and polarity: how sure, how binding, denied or not."""

from __future__ import annotations

from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb

MODALS = {
    "would": "probable", "will": "probable", "'ll": "probable", "’ll": "probable", "'d": "probable", "’d": "probable",
    "may": "possible", "might": "possible", "could": "possible", "can": "possible", "cannot": "possible",
    "must": "obligation", "shall": "obligation", "should": "obligation", "ought": "obligation",
}  # fmt: skip


# What an infinitive says by itself (`interpreted the section to require`).
PLAIN = {
    "require": "obligation", "mandate": "obligation", "permit": "permission", "allow": "permission",
    "authorize": "permission", "prohibit": "prohibition", "ban": "prohibition",
}  # fmt: skip


def binding(lemma: str) -> str | None:
    """The modality that a verb of requiring, permitting or prohibiting carries by itself."""
    if lemma in terms("provision.duty_verb", "verbs"):
        return "obligation"
    if lemma in terms("provision.permit_verb", "verbs"):
        return "permission"
    if lemma in terms("provision.prohibit_verb", "verbs"):
        return "prohibition"
    return None


def of_verb(verb: Verb) -> str:
    """The modality of a predicate in its own right."""
    lead = verb.lead or verb
    if lead.modal:
        return MODALS.get(lead.modal, "certain")
    if lead.shape.duty:
        return "obligation"
    return "certain"


def of_content(reading: Reading, first: int, last: int) -> tuple[str, str]:
    """Modality and polarity of attributed content: those of its first finite verb, or of what it is said to be."""
    lower = reading.page.lower
    for verb in reading.verbs:
        if first <= verb.start < last and verb.form == "F" and verb.clause.kind not in "Rsf(":
            modality = of_verb(verb)
            if (
                verb.shape.duty
                and verb.subject is not None
                and reading.noun(verb.subject.head) in terms("provision.duty", "aims")
            ):
                modality = "certain"  # `the purpose was to simplify`
            if modality == "certain":
                if not verb.shape.passive or verb.next in ("T", "") or verb.lemma in PLAIN:
                    modality = binding(verb.lemma) or modality
                if verb.stop < last and lower[verb.stop] in ("likely", "unlikely", "expected", "projected"):
                    modality = "probable"
                if verb.lemma in ("expect", "project", "anticipate") and verb.shape.passive:
                    modality = "probable"
            return modality, "negative" if verb.shape.negated else "positive"
    for verb in reading.verbs:
        if first <= verb.start < last and verb.form == "T":
            return PLAIN.get(verb.lemma, "certain"), "positive"
    window = lower[first:last]
    return ("probable" if "likely" in window else "certain"), "positive"
