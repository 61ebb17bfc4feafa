"""Recommendations: what should be done, who asks for it, options for Congress."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import phrases, terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb

ASKING = frozenset(("people", "actor", "report", "plan", "law", "program"))


def should(reading: Reading, verb: Verb) -> Draft | None:
    """Should or ought with a verb."""
    lead = verb.lead or verb
    if lead.modal not in terms("recommendation.should", "modals") or verb.subject is None:
        return None
    first = verb.start if verb is lead else verb.main
    content = spans.whole(reading, verb) if verb.shape.passive else spans.after(reading, verb)
    polarity = "negative" if verb.shape.negated else "positive"
    return Draft(
        "recommendation",
        "recommendation.should",
        first,
        verb.stop,
        verb,
        None,
        content,
        "obligation",
        polarity,
        "oppose" if polarity == "negative" else "support",
    )


def active(reading: Reading, verb: Verb) -> Draft | None:
    """A verb of asking: recommends, urges, calls for, proposes."""
    lower = reading.page.lower
    last = verb.main + 1
    start = verb.stop
    lemma = verb.lemma
    particle = lower[verb.stop] if verb.stop < reading.last else ""
    if verb.form == "G" and reading.codes[verb.start - 1] not in ",sNSP)r":
        return None
    if particle in phrases("recommendation.verb", "with_particle").get(lemma, ()):
        last, start = verb.stop + 1, verb.stop + 1
    elif (lemma == "suggest" and verb.next == "G") or (
        lemma in terms("recommendation.verb", "ask") and _asks(reading, verb)
    ):
        pass
    elif (
        lemma not in terms("recommendation.verb", "verbs")
        or (verb.next and verb.next not in 'NTtG"I')
        or (verb.next == "I" and lemma != "recommend")
    ):
        return None
    subject = verb.subject
    if subject is None or (subject.kind not in ASKING and subject.label != "pronoun"):
        return None
    if lemma in terms("recommendation.verb", "people_only") and subject.kind not in ("people", "actor"):
        return None
    if lemma == "encourage" and verb.next != "N":
        return None
    if lemma == "encourage" and subject.kind == "law" and reading.noun(subject.head) not in ("language", "resolution"):
        return None
    if verb.modal in ("may", "could", "might", "can", "should", "must"):
        return None
    content = spans.after(reading, verb, hard=True, start=start)
    polarity = "negative" if verb.shape.negated else "positive"
    stance = None if polarity == "negative" else "oppose" if particle == "against" else "support"
    return Draft(
        "recommendation",
        "recommendation.verb",
        verb.main,
        last,
        verb,
        spans.source(reading, subject),
        content,
        "obligation",
        polarity,
        stance,
    )


def _asks(reading: Reading, verb: Verb) -> bool:
    """`asked the agency to review`: an object and an infinitive."""
    kinds = reading.chunks.kinds
    if verb.next != "N":
        return False
    end = spans.phrase_at(reading, verb.after)[1]
    return end < len(kinds) and kinds[end] == "T"


def participle(reading: Reading, verb: Verb) -> Draft | None:
    """`the level requested by the President`, `was recommended by`."""
    if verb.lemma not in terms("recommendation.verb", "verbs") or verb.subject is None:
        return None
    kinds, edges = reading.chunks
    if verb.next != "y" or verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "N":
        return None
    begin, end = spans.phrase_at(reading, verb.after + 1)
    who = reading.subjects.of(reading, (begin, end))
    if who is None or who.kind not in ASKING:
        return None
    content = reading.span(verb.subject.first, verb.subject.last)
    return Draft(
        "recommendation",
        "recommendation.verb",
        verb.main,
        verb.main + 1,
        verb,
        reading.without_article(edges[begin], edges[begin + 1]),
        content,
        "obligation",
        "positive",
        "support",
    )


def passive(reading: Reading, verb: Verb) -> Draft | None:
    """`has been proposed`, `is recommended that`: nobody is named."""
    asked = verb.next == "T" and verb.lemma in ("ask", "urge", "advise", "encourage", "request")
    if (verb.lemma not in ("propose", "recommend") and not asked) or verb.lead_modal or verb.next == "y":
        return None
    if verb.subject is None or verb.subject.kind == "self":
        return None
    return Draft(
        "recommendation",
        "recommendation.verb",
        verb.main,
        verb.main + 1,
        verb,
        None,
        spans.whole(reading, verb),
        "obligation",
        "negative" if verb.shape.negated else "positive",
        "support",
    )


def contents(reading: Reading, verb: Verb) -> Draft | None:
    """`includes proposals to`, `renewed calls for`."""
    if (
        verb.lemma not in terms("recommendation.noun", "verbs")
        or verb.next != "N"
        or verb.subject is None
        or verb.shape.passive
    ):
        return None
    head = reading.subjects.head(reading, verb.after)
    lower = reading.page.lower
    if head + 1 >= reading.last or lower[head + 1] not in phrases("recommendation.noun", "nouns").get(
        reading.noun(head), ()
    ):
        return None
    if verb.subject.kind not in ASKING and verb.subject.label != "pronoun":
        return None
    if lower[head + 1] == "to" and reading.codes[head + 1] != "T":
        return None  # `submit proposals to the agency`
    if lower[head] == "request" and not terms("recommendation.noun", "routine").isdisjoint(lower[head + 2 : head + 4]):
        return None
    start = head + 2 if lower[head + 1] != "to" else head + 1
    content = reading.span(start, spans.tail(reading, start, verb.end))
    return Draft(
        "recommendation",
        "recommendation.noun",
        head,
        head + 1,
        verb,
        spans.source(reading, verb.subject),
        content,
        "obligation",
        "positive",
        "support",
    )


def option(reading: Reading, verb: Verb) -> Draft | None:
    """`Congress may consider …`: an option, not a power."""
    lead = verb.lead or verb
    if lead.modal not in ("may", "might", "could") or verb.shape.perfect or verb.shape.passive or verb.subject is None:
        return None
    # `Should Congress decide to act, it may consider …`
    decider = reading.noun(verb.subject.head if verb.subject.referent < 0 else verb.subject.referent)
    if decider not in terms("recommendation.option", "deciders") or verb.shape.form in "bh":
        return None
    if verb.lemma not in terms("recommendation.option", "verbs") and (decider != "congress" or lead.modal == "may"):
        return None
    first = verb.start if verb is lead else verb.main
    polarity = "negative" if verb.shape.negated else "positive"
    return Draft(
        "recommendation",
        "recommendation.option",
        first,
        verb.stop,
        verb,
        None,
        spans.after(reading, verb, hard=True),
        "possible",
        polarity,
        None,
    )


def calls(reading: Reading) -> list[Draft]:
    """`calls for a ban`, whatever the verb: `prompted calls for`, `amid calls to`."""
    kinds, edges = reading.chunks
    lower = reading.page.lower
    found = []
    for k, kind in enumerate(kinds):
        if (
            kind != "N"
            or lower[edges[k + 1] - 1] != "calls"
            or edges[k + 1] >= reading.last
            or lower[edges[k + 1]] not in ("for", "to")
        ):
            continue
        head = edges[k + 1] - 1
        governor = next((v for v in reading.verbs if v.after == k), None)
        if governor is not None and id(governor) in reading.drafted:
            continue
        start = head + 2 if lower[head + 1] == "for" else head + 1
        nearest = [v for v in reading.verbs if v.start < head]
        last = nearest[-1].end if nearest and nearest[-1].end > start else reading.last
        content = reading.span(start, spans.tail(reading, start, last))
        found.append(
            Draft(
                "recommendation",
                "recommendation.noun",
                head,
                head + 1,
                None,
                None,
                content,
                "obligation",
                "positive",
                "support",
            )
        )
    return found
