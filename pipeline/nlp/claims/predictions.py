"""Predictions: what could, would or may happen, what is likely or expected."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import MODALS, of_verb
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb

# What happens as a rule is not foretold.
ROUTINE = frozenset(("often", "usually", "typically", "normally", "generally", "always", "sometimes", "frequently"))


def modal(reading: Reading, verb: Verb) -> Draft | None:
    """A modal with a verb, for a consequence or course."""
    lead = verb.lead or verb
    word = lead.modal
    if word not in MODALS or word in ("should", "ought", "shall", "must"):
        return None
    if (verb.subject is not None and verb.subject.kind == "self") or verb.lemma == word:
        return None
    if verb.lemma in terms("prediction.modal", "idle") and word in ("can", "may", "cannot"):
        return None
    if verb.lemma == "take" and verb.next == "N" and reading.noun(reading.subjects.head(reading, verb.after)) == "form":
        return None
    if word in ("will", "would", "can") and not ROUTINE.isdisjoint(reading.page.lower[verb.start : verb.stop]):
        return None
    if word == "can" and (
        verb.shape.passive or (verb.subject is not None and verb.subject.kind in ("people", "actor"))
    ):
        return None
    if word in ("can", "could", "may", "might", "would", "will") and verb.shape.form == "b" and word == "can":
        return None
    first = verb.start if verb is lead else verb.main
    polarity = "negative" if verb.shape.negated or word == "cannot" else "positive"
    return Draft(
        "prediction",
        "prediction.modal",
        first,
        verb.stop,
        verb,
        None,
        spans.whole(reading, verb),
        MODALS[word],
        polarity,
    )


def likely(reading: Reading, verb: Verb) -> Draft | None:
    """`is likely to`, `are unlikely to`."""
    if verb.shape.form != "b" and verb.lemma not in ("remain", "seem", "appear", "be"):
        return None
    lower = reading.page.lower
    at = verb.after_token
    if (
        at + 1 >= reading.last
        or lower[at] not in terms("prediction.likely", "probable")
        or reading.codes[at + 1] != "T"
    ):
        return None
    polarity = "negative" if verb.shape.negated or lower[at] == "unlikely" else "positive"
    return Draft(
        "prediction",
        "prediction.likely",
        verb.start,
        at + 2,
        verb,
        None,
        spans.whole(reading, verb),
        "probable",
        polarity,
    )


def expected(reading: Reading, verb: Verb) -> Draft | None:
    """`is expected to`, `are projected to`."""
    if verb.lemma not in terms("prediction.expected", "verbs") or verb.next != "T" or not verb.shape.passive:
        return None
    first, last = verb.start, verb.stop + 1
    return Draft(
        "prediction",
        "prediction.expected",
        first,
        last,
        verb,
        None,
        spans.whole(reading, verb),
        "probable",
        "negative" if verb.shape.negated else "positive",
    )


def potential(reading: Reading, verb: Verb) -> Draft | None:
    """`has the potential to`."""
    kinds, edges = reading.chunks
    if verb.shape.form != "h" or verb.next != "N" or verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "T":
        return None
    head = edges[verb.after + 1] - 1
    if reading.noun(head) not in terms("prediction.potential", "nouns") or reading.page.lower[head] == "capacity":
        return None
    return Draft(
        "prediction",
        "prediction.potential",
        verb.start,
        head + 2,
        verb,
        None,
        spans.whole(reading, verb),
        "possible",
        "negative" if verb.shape.negated else "positive",
    )


__all__ = ["expected", "likely", "modal", "of_verb", "potential"]
