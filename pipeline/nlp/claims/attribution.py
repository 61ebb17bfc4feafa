"""Assertions: reporting verbs with a clause, a quotation or an object, passives, `according to`, nouns of saying."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_content
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb

SPEAKERS = frozenset(("people", "actor", "report", "plan", "law"))


SUPPOSING = frozenset(("assume", "suppose", "imagine", "note", "remember", "recall", "consider", "see"))


def active(reading: Reading, verb: Verb) -> Draft | None:
    """A reporting verb in the active voice, finite or as an -ing form."""
    lemma = verb.lemma
    subject = verb.subject
    if verb.form == "G" and reading.codes[verb.start - 1] == ",":
        # `rejected the argument that a maker could wait, reasoning that …`: whose sentence it is speaks on
        main = next((v for v in reading.verbs if v.form == "F" and v.clause.kind == "m" and v.start < verb.start), None)
        if main is not None and main.subject is not None and main.subject.kind in SPEAKERS:
            subject = verb.subject = main.subject
    if subject is not None and subject.kind == "self" and reading.page.lower[subject.head] != "it":
        return None
    if subject is None and lemma in SUPPOSING and verb.form == "F" and reading.tags[verb.main] in ("VB", "VBP"):
        return None  # `Assume that …`: the reader is asked to
    if lemma in terms("assertion.clause", "clause") or lemma in terms("assertion.clause", "evidence"):
        start = clause_start(reading, verb)
        if start >= 0:
            return said(reading, verb, "assertion.clause", start, hard=True)
    if lemma in terms("assertion.infinitive", "verbs") and verb.next == "T":
        return said(reading, verb, "assertion.infinitive", verb.stop)
    if (
        subject is None
        or (subject.kind not in SPEAKERS and subject.label != "pronoun")
        or (subject.kind == "law" and lemma == "define")
    ):
        return None
    gap = verb.next == "a" and verb.clause.kind == "R" and verb.form == "F" and subject.kind in ("actor", "people")
    if (
        gap
        and reading.page.lower[verb.after_token] == "as"
        and (lemma == "claim" or lemma in terms("assertion.object", "as"))
    ):
        return said(reading, verb, "assertion.object", verb.stop)  # `islands that both states claim as their own`
    if (
        lemma in terms("assertion.object", "verbs")
        or lemma in terms("assertion.object", "judging")
        or lemma in terms("assertion.object", "as")
    ):
        return with_object(reading, verb)
    return None


def what(reading: Reading, verb: Verb) -> Draft | None:
    """`what critics call a giveaway`: the clause with `what` names somebody's word for it."""
    edges = reading.chunks.edges
    opener = verb.clause.begin - 1
    if reading.page.lower[edges[opener]] != "what" or verb.form != "F" or verb.lead_modal or verb.subject is None:
        return None
    if verb.lemma not in terms("assertion.clause", "clause") and verb.lemma not in terms("assertion.object", "calling"):
        return None
    if verb.subject.kind not in ("people", "actor", "report") or verb.shape.passive:
        return None
    return said(reading, verb, "assertion.object", verb.stop)


def mistagged(reading: Reading, verb: Verb) -> Draft | None:
    """A past tense read as a participle: nothing but a reporting verb stands between a noun and `that`."""
    return active(reading, verb) if verb.next == "t" and verb.subject is not None else None


def clause_start(reading: Reading, verb: Verb) -> int:
    """The token at which the clause or quotation that the verb reports begins, -1 for none."""
    codes = reading.codes
    kinds, edges = reading.chunks
    stop = verb.stop
    if stop < reading.last and codes[stop] == '"':
        return stop
    if stop + 1 < reading.last and codes[stop] in ",:" and codes[stop + 1] == '"':
        return stop + 1
    if verb.next == "N" and verb.form == "F" and verb.lemma in terms("assertion.clause", "clause"):
        end = spans.phrase_at(reading, verb.after)[1]
        if kinds[end : end + 2] == "VN" and reading.lemma(edges[end]) not in terms("assertion.clause", "giving"):
            return edges[verb.after]  # a past tense read as a participle: it has an object
    if verb.next == "N":
        # `told his colleagues, "We …"`
        end = spans.phrase_at(reading, verb.after)[1]
        if end < len(kinds) and kinds[end] == "," and edges[end] + 1 < reading.last and codes[edges[end] + 1] == '"':
            return edges[end] + 1
    clause = verb.complement
    if verb.next == "-" or (verb.next == "t" and kinds[verb.after + 1 : verb.after + 2] == "F"):
        return -1  # `claims that seek`: a noun and a relative clause
    if verb.next == "t" and verb.after + 1 < len(kinds):
        return edges[verb.after + 1]
    if (
        verb.next == "N"
        and verb.lemma in terms("assertion.clause", "never_object")
        and "V" in kinds[verb.after : verb.after + 4]
        and verb.form == "F"
    ):
        return edges[verb.after]
    if clause is None or clause.begin <= verb.chunk or not clause.verbs:
        return -1
    opener = clause.begin - 1
    if kinds[opener] != "t":
        return edges[clause.begin]
    if opener > verb.chunk + 1 and kinds[opener - 1] == "N" and verb.lemma not in terms("assertion.clause", "tell"):
        head = reading.subjects.head(reading, opener - 1)
        direct = kinds[verb.chunk + 1 : opener].strip("r") == "N"
        if (
            reading.codes[head] != "Y"
            and (direct or reading.noun(head) in terms("assertion.clause", "content_nouns"))
            and reading.noun(head) not in terms("assertion.clause", "said_nouns")
        ):
            return -1
    return edges[clause.begin]


def said(reading: Reading, verb: Verb, rule: str, start: int, *, hard: bool = False) -> Draft:
    """The row of a verb whose complement begins at the token `start`."""
    if reading.codes[start] == '"' and verb.end <= start + 1:
        content = reading.span(start, reading.last)
    else:
        content = spans.after(reading, verb, hard=hard, start=start)
    last = reading.page.tokens_in(0, content.end)[1] if content else start
    modality, polarity = of_content(reading, start, last)
    if verb.shape.negated:
        polarity = "negative"
    if verb.modal in ("would", "could", "may", "might") and modality == "certain":
        modality = "probable" if verb.modal == "would" else "possible"
    return Draft(
        "assertion",
        rule,
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, verb.subject),
        content,
        modality,
        polarity,
    )


def with_object(reading: Reading, verb: Verb) -> Draft | None:
    """A verb of judging or describing with its object."""
    kinds, edges = reading.chunks
    if verb.next != "N" or verb.shape.progressive or verb.subject is None or verb.subject.kind == "law":
        return None
    if verb.form != "F" and (
        verb.lemma not in terms("assertion.object", "claiming") or reading.codes[verb.start - 1] != ","
    ):
        return None
    _, end = spans.phrase_at(reading, verb.after)
    if (
        verb.lemma in terms("assertion.object", "judging")
        and end < len(kinds)
        and kinds[end] == "T"
        and not verb.lead_modal
    ):
        return said(reading, verb, "assertion.object", verb.stop)
    if verb.lemma == "call":
        named = end < len(kinds) and (kinds[end] == "j" or (kinds[end] == "N" and reading.codes[edges[end]] in 'd"'))
        return said(reading, verb, "assertion.object", verb.stop) if named else None  # `called the bill a giveaway`
    if verb.lemma not in terms("assertion.object", "verbs") and verb.lemma not in terms("assertion.object", "as"):
        return None
    follows = reading.page.lower[edges[end]] if end < len(kinds) else ""
    as_phrase = follows == "as"
    if verb.lemma in terms("assertion.object", "as"):
        if not as_phrase and verb.lemma not in ("label", "perceive", "consider", "interpret"):
            return None
    if (
        verb.lemma in terms("assertion.object", "findings")
        and verb.subject.kind != "report"
        and verb.subject.label != "pronoun"
    ):
        return None
    if verb.subject.kind == "actor" and not verb.subject.label and verb.lemma not in terms("assertion.object", "blunt"):
        return None
    if verb.lemma == "deny" and reading.noun(reading.subjects.noun_head(reading, verb.after)) not in terms(
        "assertion.object", "denied"
    ):
        return None
    if verb.lemma == "consider" and verb.lead_modal:
        return None
    if verb.lemma == "claim" and reading.noun(reading.subjects.head(reading, verb.after)) in terms(
        "assertion.object", "claimed"
    ):
        return None
    if verb.lemma == "consider" and not (as_phrase or (end < len(kinds) and kinds[end] in "jT")):
        return None
    if verb.lemma == "interpret" and not as_phrase and "T" not in kinds[end : end + 6]:
        return None
    return said(reading, verb, "assertion.object", verb.stop)


def passive(reading: Reading, verb: Verb) -> Draft | None:
    """A passive verb of saying or judging: `is estimated to`, `was viewed as`, `it was found that`."""
    if verb.lemma == "refer":
        return referred(reading, verb)
    if (studied := participle(reading, verb)) is not None:
        return studied
    if verb.lemma not in terms("assertion.passive", "verbs") or verb.modal in (
        "can",
        "may",
        "could",
        "might",
        "should",
        "must",
    ):
        return None
    kinds, edges = reading.chunks
    k = verb.after
    agent = None
    if k + 1 < len(kinds) and kinds[k] == "y" and kinds[k + 1] == "N":
        begin, end = spans.phrase_at(reading, k + 1)
        agent = reading.without_article(edges[begin], edges[end])
        k = end
    follows = kinds[k] if k < len(kinds) else ""
    word = reading.page.lower[edges[k]] if follows else ""
    clause = verb.complement
    if follows == "t" and clause is not None:
        content = reading.span(edges[clause.begin], verb.end)
    elif (
        follows == "T"
        or word == "as"
        or (verb.lemma in ("consider", "deem", "label", "call") and follows and follows in "jN")
        or (verb.lemma == "estimate" and word == "at")
    ):
        content = spans.whole(reading, verb)
    else:
        return None
    modality, polarity = of_content(reading, verb.stop, verb.end)
    if verb.shape.negated:
        polarity = "negative"
    return Draft("assertion", "assertion.passive", verb.main, verb.main + 1, verb, agent, content, modality, polarity)


def referred(reading: Reading, verb: Verb) -> Draft | None:
    """`was referred to as "guaranteed"`."""
    lower = reading.page.lower[verb.stop : verb.stop + 3]
    if lower[:2] != ["to", "as"] or reading.codes[verb.stop + 2 : verb.stop + 3] != '"':
        return None
    return Draft(
        "assertion",
        "assertion.passive",
        verb.main,
        verb.stop + 1,
        verb,
        None,
        spans.whole(reading, verb),
        "certain",
        "positive",
    )


def participle(reading: Reading, verb: Verb) -> Draft | None:
    """A past participle with the one who says it: `estimated in some studies`."""
    if verb.lemma not in terms("assertion.passive", "studied") or not verb.next or verb.next not in "Iy":
        return None
    if verb.lead_modal or (verb.lemma == "find" and verb.shape.passive and verb.next == "I"):
        return None  # `can be found in the report`
    kinds, edges = reading.chunks
    if verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "N" or verb.subject is None:
        return None
    if reading.page.lower[edges[verb.after]] not in ("by", "in"):
        return None
    begin, end = spans.phrase_at(reading, verb.after + 1)
    who = reading.subjects.of(reading, (begin, end))
    if who is None or who.kind != "report":
        return None
    content = reading.span(verb.subject.first, verb.subject.last)
    return Draft(
        "assertion",
        "assertion.passive",
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, who),
        content,
        "certain",
        "positive",
    )
