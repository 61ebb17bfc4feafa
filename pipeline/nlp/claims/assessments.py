"""Assessments: judgements of worth, risk, effect and difficulty; causal effects stated as fact."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import phrases, terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_verb
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb

CONSEQUENCES = {"lead": "to", "result": "in", "contribute": "to"}


def _draft(reading: Reading, verb: Verb, rule: str, first: int, last: int) -> Draft | None:
    polarity = "negative" if verb.shape.negated else "positive"
    if verb.lead_modal in ("would", "could", "may", "might", "can", "will"):
        return None
    return Draft("assessment", rule, first, last, verb, None, spans.whole(reading, verb), of_verb(verb), polarity)


def effect(reading: Reading, verb: Verb) -> Draft | None:
    """A policy, an event or a circumstance affects something."""
    perfect = verb.shape.perfect and verb.lemma in terms("assessment.effect", "perfect")
    if not (perfect or verb.lemma in terms("assessment.effect", "strong")) or verb.shape.progressive:
        return None
    if verb.subject is None or verb.subject.kind in ("self", "people", "actor"):
        return None
    if verb.subject.kind in ("law", "plan", "program") and verb.lemma not in terms("assessment.effect", "causal"):
        return None
    tag = reading.tags[verb.main]
    if tag in ("VBZ", "VBP", "VB") and (
        verb.lemma not in terms("assessment.effect", "causal") or verb.clause.kind == "R" or tag == "VB"
    ):
        return None  # what something does in general is no effect stated as fact
    if verb.lemma == "inform" and verb.subject.kind in ("law", "plan", "program") and not verb.shape.perfect:
        return None
    kinds, edges = reading.chunks
    k = verb.after
    intransitive = verb.lemma in CONSEQUENCES
    if intransitive and verb.next == "I" and reading.page.lower[verb.stop] == CONSEQUENCES[verb.lemma]:
        k += 1
    elif intransitive:
        return None
    if k >= len(kinds) or kinds[k] not in 'NG"':
        return None
    heads = [
        reading.noun(reading.subjects.head(reading, n)) for n in range(k, min(k + 3, len(kinds))) if kinds[n] == "N"
    ]
    if (kinds[k] == "N" and reading.codes[edges[k + 1] - 1] == "#") or not terms(
        "assessment.effect", "no_effect"
    ).isdisjoint(heads):
        return None
    return _draft(reading, verb, "assessment.effect", verb.main, verb.stop + (1 if intransitive else 0))


def consequence(reading: Reading, verb: Verb) -> Draft | None:
    """`…, thus ending the era`."""
    lower = reading.page.lower
    if verb.form != "G" or lower[verb.start - 1] not in ("thus", "thereby"):
        return None
    if any(v.lead_modal for v in reading.verbs if v.start < verb.start and v.clause is verb.clause):
        return None  # the consequence of what may be done
    return _draft(reading, verb, "assessment.effect", verb.main, verb.stop)


def cause(reading: Reading, verb: Verb) -> Draft | None:
    """`is driven by`, `is due to`, `…, facilitated by`."""
    lower = reading.page.lower
    if verb.shape.passive or verb.form == "V":
        if not verb.next or verb.next not in "yI":
            return None
        word = lower[verb.after_token] if verb.after_token < reading.last else ""
        if word not in ("by", "with", "to") or (word != "by") != (
            verb.lemma in ("associate", "correlate", "link", "attribute", "tie")
        ):
            return None
        if verb.form == "V" and (word != "by" or reading.codes[verb.start - 1] not in ",r"):
            return None
        if verb.subject is not None and verb.subject.kind in ("people", "actor", "self"):
            return None
        return _draft(reading, verb, "assessment.cause", verb.main, verb.after_token + 1)
    if verb.shape.form != "b":
        return None
    at = verb.after_token
    if at < reading.last and lower[at] == "likely":
        at += 1
    if at < reading.last and lower[at] in ("due", "attributable"):
        # `due, in part, to`
        to = next((t for t in range(at + 1, min(at + 7, reading.last)) if lower[t] == "to"), -1)
        if to > 0 and all(reading.codes[t] in ",rIN" for t in range(at + 1, to)):
            return _draft(reading, verb, "assessment.cause", at, to + 1)
    if at + 1 < reading.last and any(
        lower[at : at + 2 + rest.count(" ")] == [lower[at], *rest.split(" ")]
        for rest in phrases("assessment.cause", "adjectives").get(lower[at], ())
    ):
        return _draft(reading, verb, "assessment.cause", at, at + 2)
    return None


def value(reading: Reading, verb: Verb) -> Draft | None:
    """A valued adjective as predicate: `is unclear`, `remains controversial`."""
    if verb.shape.form != "b" and verb.lemma not in terms("assessment.value", "verbs"):
        return None
    at = verb.after_token
    lower, codes = reading.page.lower, reading.codes
    if (
        at >= reading.last
        or lower[at] not in terms("assessment.value", "adjectives")
        or (at + 1 < reading.last and codes[at + 1] in "NSPjL~")
        or lower[at + 1 : at + 3] in (["to", "note"], ["to", "remember"], ["to", "recall"])
        or (verb.lemma == "become" and lower[at] == "effective")
    ):
        return None
    if verb.subject is not None and verb.subject.kind == "self":
        return None
    return _draft(reading, verb, "assessment.value", verb.start, at + 1)


def noun(reading: Reading, verb: Verb) -> Draft | None:
    """A valued noun as predicate: `is a major challenge`."""
    if (
        verb.shape.form != "b" and verb.lemma not in ("represent", "constitute", "remain", "become")
    ) or verb.next != "N":
        return None
    kinds, edges = reading.chunks
    k = verb.after
    head = reading.subjects.head(reading, k)
    word = reading.noun(head)
    words = reading.chunk_words(k)
    if word in terms("assessment.noun", "nouns") and (
        word in terms("assessment.noun", "bare") or terms("assessment.noun", "qualifiers").intersection(words)
    ):
        return _draft(reading, verb, "assessment.noun", edges[k], head + 1)
    if (
        word in ("source", "point", "matter", "subject", "area", "cause")
        and k + 2 < len(kinds)
        and kinds[k + 1] == "o"
        and kinds[k + 2] == "N"
    ):
        inner = reading.noun(reading.subjects.head(reading, k + 2))
        if inner in terms("assessment.noun", "bare") or inner in (
            "debate",
            "concern",
            "dispute",
            "disagreement",
            "tension",
        ):
            return _draft(reading, verb, "assessment.noun", edges[k], edges[k + 3])
    return None


def raises(reading: Reading, verb: Verb) -> Draft | None:
    """`poses risks`, `raises questions`, `offers opportunities`."""
    if verb.lemma not in terms("assessment.raises", "verbs") or verb.next != "N" or verb.shape.passive:
        return None
    head = reading.subjects.head(reading, verb.after)
    if reading.noun(head) not in terms("assessment.raises", "nouns"):
        return None
    if verb.subject is None or verb.subject.kind == "self":
        return None
    if verb.subject.kind in ("people", "actor") and verb.lemma not in ("pose", "present", "face"):
        return None
    if verb.lemma in ("face", "have") and reading.noun(head) not in terms("assessment.raises", "faced"):
        return None
    if verb.subject.kind in ("law", "plan", "program") and verb.lemma not in (
        "pose",
        "raise",
        "present",
        "face",
        "generate",
        "spark",
        "prompt",
        "draw",
    ):
        return None
    return _draft(reading, verb, "assessment.raises", verb.main, verb.stop)


def role(reading: Reading, verb: Verb) -> Draft | None:
    """`plays an important role`."""
    if verb.lemma not in terms("assessment.role", "verbs") or verb.next != "N":
        return None
    head = reading.subjects.head(reading, verb.after)
    if reading.noun(head) not in terms("assessment.role", "nouns"):
        return None
    return _draft(reading, verb, "assessment.role", verb.main, head + 1)


def open_question(reading: Reading, verb: Verb) -> Draft | None:
    """`questions persist`, `is yet to be determined`."""
    lower = reading.page.lower
    if (
        verb.subject is not None
        and verb.lemma in terms("assessment.open", "verbs")
        and reading.noun(verb.subject.head) in terms("assessment.open", "nouns")
    ):
        return _draft(reading, verb, "assessment.open", verb.main, verb.stop)
    at = verb.stop
    if (verb.shape.form == "b" or verb.lemma == "remain") and (
        lower[at : at + 4] == ["yet", "to", "be", "determined"]
        or lower[at : at + 3] == ["to", "be", "seen"]
        or lower[at : at + 3] == ["to", "be", "determined"]
    ):
        return _draft(reading, verb, "assessment.open", verb.start, at + 3)
    if verb.shape.duty and verb.lemma in ("determine", "see") and "yet" in lower[verb.start : verb.stop]:
        return _draft(reading, verb, "assessment.open", verb.start, verb.stop)
    return None


def appears(reading: Reading, verb: Verb) -> Draft | None:
    """`appears to reflect`."""
    if verb.lemma not in ("appear", "seem") or verb.next != "T" or verb.subject is None or verb.subject.kind == "self":
        return None
    draft = _draft(reading, verb, "assessment.appears", verb.start, reading.chunks.edges[verb.after + 1])
    return draft._replace(modality="probable") if draft else None


def difficulty(reading: Reading, verb: Verb) -> Draft | None:
    """`makes it difficult`."""
    if verb.lemma not in terms("assessment.difficulty", "verbs") or verb.next != "N":
        return None
    kinds, edges = reading.chunks
    k = verb.after + 1
    if (
        k >= len(kinds)
        or kinds[k] != "j"
        or reading.page.lower[edges[k]] not in terms("assessment.value", "adjectives")
    ):
        return None
    return _draft(reading, verb, "assessment.difficulty", verb.main, edges[k] + 1)
