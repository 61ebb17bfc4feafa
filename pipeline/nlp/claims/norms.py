"""Provisions by what they say: duties, permissions, authority, status, aims, `as required by`."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_verb
from pipeline.nlp.claims.provisions import modality_of, polarity_of
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.sources import cited, under
from pipeline.nlp.claims.verbs import Verb
from pipeline.values import Span

# `other projects may be eligible`: what needs no `for`.
OPEN_ENDED = frozenset(("eligible", "ineligible", "exempt"))
# `some firms may choose to wait`: what some may do is foretold, not allowed.
SOME = frozenset(("some", "many", "several", "other", "most", "few"))
PEOPLE_NAMES = frozenset(("GPE", "NORP", "PERSON"))


def _law_of(reading: Reading, verb: Verb) -> Span | None:
    return cited(reading, verb) or under(reading, verb)


def duty(reading: Reading, verb: Verb) -> Draft | None:
    """Must, shall, is to, has to."""
    lead = verb.lead or verb
    if not (lead.modal in terms("provision.duty", "modals") or lead.shape.duty) or verb.subject is None:
        return None
    if verb.subject.kind == "self" or (
        lead.shape.duty
        and verb.clause.kind != "R"
        and reading.noun(verb.subject.head) in terms("provision.duty", "aims")
    ):
        return None
    first = verb.start if verb is lead else verb.main
    content = spans.whole(reading, verb) if verb.shape.passive else spans.after(reading, verb)
    polarity = polarity_of(verb)
    return Draft(
        "provision",
        "provision.duty",
        first,
        verb.stop,
        verb,
        _law_of(reading, verb),
        content,
        "prohibition" if polarity == "negative" else "obligation",
        polarity,
    )


def certifies(reading: Reading, verb: Verb) -> Draft | None:
    """`may self-certify that`, `may determine whether`: an act that a rule permits, not a report."""
    return (
        permission(reading, verb)
        if verb.lemma in terms("provision.permission", "certifying") and verb.lead_modal == "may"
        else None
    )


def permission(reading: Reading, verb: Verb) -> Draft | None:
    """May, can and cannot for what rules allow."""
    lead = verb.lead or verb
    modal = lead.modal
    subject = verb.subject
    if subject is None or subject.kind == "self":
        return None
    past = modal == "could" and subject.kind == "people" and verb.lemma in terms("provision.permission", "could")
    if modal not in terms("provision.permission", "modals") and not past:
        return None
    if verb.shape.perfect or verb.shape.progressive or verb.shape.form in "bh":
        return None
    if "always" in reading.page.lower[verb.start : verb.stop]:
        return None
    if modal in ("can", "cannot") and verb.clause.kind == "R" and subject.kind == "people" and not verb.shape.passive:
        return None  # `people who cannot pay`
    polarity = "negative" if verb.shape.negated or modal == "cannot" else "positive"
    law = _law_of(reading, verb)
    if verb.shape.passive:
        if verb.lemma in terms("provision.permission", "affected") or (modal == "can" and law is None):
            return None
        content = spans.whole(reading, verb)
    else:
        if subject.kind not in ("people", "actor") and not (subject.label == "pronoun" and (law or subject.plural)):
            return None
        if subject.label in PEOPLE_NAMES and law is None:
            return None
        if verb.lemma in terms("provision.permission", "stative"):
            return None
        if law is None and reading.page.lower[subject.first] in SOME:
            return None
        if (
            modal == "can"
            and law is None
            and polarity == "positive"
            and verb.lemma not in terms("provision.permission", "can")
        ):
            if subject.kind != "actor" or verb.lemma not in terms("provision.act", "verbs"):
                return None
        content = spans.after(reading, verb)
    first = verb.start if verb is lead else verb.main
    return Draft(
        "provision",
        "provision.permission",
        first,
        verb.stop,
        verb,
        law,
        content,
        "prohibition" if polarity == "negative" else "permission",
        polarity,
    )


def ceiling(reading: Reading, verb: Verb) -> Draft | None:
    """`may not exceed`, `could not exceed`: a limit set by law."""
    if (
        verb.lemma != "exceed"
        or not (verb.shape.negated or verb.lead_modal == "cannot")
        or verb.subject is None
        or verb.lead_modal not in ("may", "could", "can", "cannot", "shall", "must")
    ):
        return None
    content = spans.after(reading, verb)
    return Draft(
        "provision",
        "provision.permission",
        verb.start,
        verb.stop,
        verb,
        _law_of(reading, verb),
        content,
        "prohibition",
        "negative",
    )


def authority(reading: Reading, verb: Verb) -> Draft | None:
    """`has the authority to`, `gives the agency power to`."""
    kinds = reading.chunks.kinds
    if verb.next != "N" or verb.subject is None or verb.shape.passive:
        return None
    k = verb.after
    nouns = terms("provision.authority", "nouns")
    if verb.lemma in terms("provision.authority", "verbs"):
        head = reading.subjects.head(reading, k)
        if reading.noun(head) not in nouns or (
            verb.subject.kind not in ("actor", "people", "law") and verb.subject.label != "pronoun"
        ):
            return None
        follows = kinds[k + 1] if k + 1 < len(kinds) else ""
        if follows not in ("T", "I", "o") and reading.noun(head) not in ("authority", "jurisdiction"):
            return None
        if verb.lemma == "exercise" or (
            reading.noun(head) in ("ability", "responsibility", "flexibility") and follows != "T"
        ):
            return None
        law = cited(reading, verb) or under(reading, verb)
        return Draft(
            "provision",
            "provision.authority",
            verb.start,
            head + 1,
            verb,
            law,
            reading.span(head + 1, spans.tail(reading, head + 1, verb.cut)),
            "permission",
            polarity_of(verb),
        )
    if verb.lemma in terms("provision.authority", "giving") and _gives(reading, verb):
        if verb.subject.kind in ("law", "plan", "program", "actor") or verb.subject.label == "pronoun":
            source = under(reading, verb) if verb.subject.kind == "actor" else None
            return Draft(
                "provision",
                "provision.authority",
                verb.main,
                verb.stop,
                verb,
                source or spans.source(reading, verb.subject),
                spans.after(reading, verb),
                "permission",
                polarity_of(verb),
            )
    return None


def _gives(reading: Reading, verb: Verb) -> bool:
    """Is authority what is given: the object, the second object, or what stands after `with`?"""
    kinds, edges = reading.chunks
    lower = reading.page.lower
    for k in range(verb.after, min(verb.after + 4, len(kinds))):
        if kinds[k] == "N":
            head = reading.subjects.head(reading, k)
            if reading.noun(head) in terms("provision.authority", "given") and lower[head - 1] not in terms(
                "provision.authority", "money"
            ):
                return True
        elif kinds[k] not in "Ir" or (kinds[k] == "I" and lower[edges[k]] not in ("with", "to")):
            return False
    return False


def status(reading: Reading, verb: Verb) -> Draft | None:
    """`is subject to`, `are eligible for`, `remains exempt from`."""
    if verb.shape.form != "b" and verb.lemma not in ("remain", "become"):
        return None
    at = verb.after_token
    lower = reading.page.lower
    if at >= reading.last or verb.subject is None or verb.subject.kind == "self":
        return None
    word = lower[at]
    for modality in ("certain", "permission", "obligation"):
        if word in terms("provision.status", modality):
            break
    else:
        return None
    after = at + 1
    while after < reading.last and reading.codes[after] == "r":
        after += 1
    following = lower[after] if after < reading.last else ""
    open_ended = (
        word in OPEN_ENDED and after == at + 1 and (after >= reading.last or reading.codes[after] not in "NSPj~#")
    )
    if not (open_ended and verb.lead_modal) and following not in {
        "subject": ("to",),
        "exempt": ("from",),
        "eligible": ("for", "to"),
        "entitled": ("to",),
        "applicable": ("to",),
        "responsible": ("for",),
        "free": ("to",),
        "able": (),
    }.get(word, ("to", "for", "from")):
        return None
    return Draft(
        "provision",
        "provision.status",
        at,
        at + 1,
        verb,
        cited(reading, verb),
        spans.whole(reading, verb),
        of_verb(verb) if modality == "certain" else modality,
        polarity_of(verb),
    )


def aim(reading: Reading, verb: Verb) -> Draft | None:
    """`seeks to`, `plans to`, `is intended to`, `laid out plans to`."""
    kinds = reading.chunks.kinds
    subject = verb.subject
    if subject is None:
        return None
    if verb.shape.passive or verb.form == "V":
        aimed = verb.lemma == "aim" and reading.page.lower[verb.stop : verb.stop + 1] == ["at"]
        to_do = verb.lemma in terms("provision.aim", "passive") and verb.next == "T"
        if not (aimed or to_do) or subject.kind in ("self", "people"):
            return None
        if (
            verb.lemma != "plan"
            and subject.kind not in ("law", "plan", "program", "actor")
            and (subject.label != "pronoun" or verb.lemma == "design")
        ):
            return None
    elif verb.lemma == "aim" and reading.page.lower[verb.stop : verb.stop + 1] == ["at"]:
        if subject.kind not in ("law", "plan", "program", "actor"):
            return None
    elif verb.next == "T":
        if verb.lemma not in terms("provision.aim", "verbs") or (
            subject.kind not in ("law", "plan", "program", "actor") and subject.label not in ("PERSON", "pronoun")
        ):
            return None
        if verb.lead_modal in ("may", "could", "might", "would", "can", "should"):
            return None
    else:
        k = verb.after
        if (
            verb.next == "N"
            and k + 1 < len(kinds)
            and kinds[k + 1] == "T"
            and subject.kind in ("actor", "plan", "people")
        ):
            head = reading.subjects.head(reading, k)
            if reading.noun(head) in ("plan", "intention", "intent") and verb.lemma in terms(
                "provision.aim", "announcing"
            ):
                return Draft(
                    "provision",
                    "provision.aim",
                    verb.main,
                    head + 1,
                    verb,
                    spans.source(reading, subject),
                    reading.span(head + 1, verb.end),
                    "certain",
                    polarity_of(verb),
                )
        return None
    return Draft(
        "provision",
        "provision.aim",
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, subject),
        spans.after(reading, verb),
        "certain",
        polarity_of(verb),
    )


def as_required(reading: Reading, verb: Verb) -> Draft | None:
    """`As required by the act, …`."""
    kinds, edges = reading.chunks
    lower = reading.page.lower
    if (
        verb.form != "V"
        or lower[verb.start - 1] != "as"
        or verb.lemma not in terms("provision.as_required", "verbs")
        or verb.lemma == "amend"
    ):
        return None
    if not verb.next or verb.next not in "Iy" or verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "N":
        return None
    who = reading.subjects.of(reading, (verb.after + 1, spans.phrase_at(reading, verb.after + 1)[1]))
    if who is None or who.kind != "law":
        return None
    comma = kinds.find(",", verb.after)
    if verb.start - 1 == reading.sentence.first and comma > 0:
        content = reading.span(edges[comma], reading.last)
    else:
        content = reading.span(reading.sentence.first, verb.start - 1)
    return Draft(
        "provision",
        "provision.as_required",
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, who),
        content,
        modality_of(verb),
        "positive",
    )
