"""Stances: verbs, adjectives and nouns of support and of opposition."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import phrases, terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_verb
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb
from pipeline.rules import from_models, lexicon


def active(reading: Reading, verb: Verb) -> Draft | None:
    """A verb of approval or rejection with its object."""
    for stance in ("support", "oppose"):
        if verb.lemma in terms(f"stance.{stance}", "verbs"):
            break
    else:
        return None
    subject = verb.subject
    if subject is None or (subject.kind in ("self", "program", "other", "report") and subject.label != "pronoun"):
        if subject is None or reading.noun(subject.head) not in terms("stance.support", "statements"):
            return None
    if subject.kind in ("law", "plan") and not (
        subject.kind == "plan" and verb.lemma in ("emphasize", "stress", "underscore", "emphasise")
    ):
        return None
    if verb.lemma in terms("stance.support", "people_only") and subject.kind != "people":
        return None
    if (
        verb.lemma == "support"
        and (subject.label == "ORG" or reading.noun(subject.head) in terms("stance.support", "institutions"))
        and not _of_policy(reading, verb)
    ):
        return None
    if verb.modal in ("may", "could", "might", "can", "should", "must"):
        return None
    content = None
    if verb.lemma == "agree" and reading.page.lower[verb.stop : verb.stop + 1] in (["to"], ["on"], ["upon"]):
        return None
    if verb.lemma not in ("agree", "disagree", "concur", "dissent"):
        antecedent = verb.clause.antecedent
        gap = (
            verb.clause.kind == "R"
            and antecedent is not None
            and verb.actor != antecedent
            and antecedent[1] < verb.clause.begin - 1
        )
        what = verb.next == "f" and reading.page.lower[verb.after_token] == "what"
        if not (gap or what) and (not verb.next or verb.next not in 'NG"ITtw'):
            return None
        start = verb.stop + 1 if verb.next == "t" and reading.codes[verb.stop] == "t" else verb.stop
        content = spans.after(reading, verb, hard=verb.next == "t", start=start)
        if gap and antecedent and verb.next != "N":
            edges = reading.chunks.edges  # `a proposal, which Iran rejected`
            content = reading.span(edges[antecedent[0]], edges[antecedent[1]])
    polarity = "negative" if verb.shape.negated else "positive"
    return Draft(
        "stance",
        f"stance.{stance}",
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, subject),
        content,
        of_verb(verb),
        polarity,
        stance,
    )


def _of_policy(reading: Reading, verb: Verb) -> bool:
    """Whether the object is a law or a proposal: an agency that supports a bill takes a side, one that supports towns pays."""
    edges = reading.chunks.edges
    if verb.next != "N" or verb.chunk + 2 >= len(edges):
        return False
    noun = reading.noun(edges[verb.chunk + 2] - 1)
    return noun in lexicon("claim_subject_law") or noun in terms("stance.support", "proposed")


def doing(reading: Reading, verb: Verb) -> Draft | None:
    """An -ing form after those who oppose or support: `lawsuits challenging the rule`, `groups opposing the bill`."""
    if verb.subject is None or reading.codes[verb.start - 1] not in "NSPL)" or verb.next not in ("N", "G"):
        return None
    for stance in ("support", "oppose"):
        if verb.lemma in terms(f"stance.{stance}", "verbs"):
            break
    else:
        return None
    challenge = reading.noun(verb.subject.head) in terms("stance.oppose", "challenges") and verb.lemma in (
        "challenge",
        "oppose",
        "support",
        "criticize",
        "condemn",
        "contest",
        "question",
    )
    if not challenge and verb.subject.kind != "people":
        return None
    return Draft(
        "stance",
        f"stance.{stance}",
        verb.main,
        verb.main + 1,
        verb,
        spans.source(reading, verb.subject),
        spans.after(reading, verb),
        "certain",
        "positive",
        stance,
    )


def adjective(reading: Reading, verb: Verb) -> Draft | None:
    """`are concerned about`, `remains opposed to`, `is critical of`."""
    lower = reading.page.lower
    at = verb.main if verb.shape.passive else verb.after_token
    if at + 1 >= reading.last:
        return None
    for stance in ("support", "oppose"):
        rests = phrases("stance.adjective", stance).get(lower[at])
        if rests and _follows(reading, at + 1, rests):
            break
    else:
        return None
    if verb.subject is None or (verb.subject.kind not in ("people", "actor") and verb.subject.label != "pronoun"):
        return None
    content = reading.span(at + 2, verb.end)
    return Draft(
        "stance",
        "stance.adjective",
        at,
        at + 1,
        verb,
        spans.source(reading, verb.subject),
        content,
        of_verb(verb),
        "negative" if verb.shape.negated else "positive",
        stance,
    )


def _follows(reading: Reading, at: int, rests: frozenset[str]) -> bool:
    lower = reading.page.lower
    return any(" ".join(lower[at : at + rest.count(" ") + 1]) == rest for rest in rests)


@from_models()
def noun_cues() -> frozenset[str]:
    """The nouns of approval and worry, singular and plural."""
    found = set()
    for stance in ("support", "oppose"):
        for noun in phrases(f"stance.{stance}_noun", "nouns"):
            found |= {noun, noun + "s", noun[:-1] + "ies" if noun.endswith("y") else noun + "es"}
    return frozenset(found)


def nouns(reading: Reading) -> list[Draft]:
    """Nouns of approval and worry with their objects: `concerns about`, `opposition to`, `expressed support for`."""
    kinds, edges = reading.chunks
    lower, _codes = reading.page.lower, reading.codes
    found = []
    for k, kind in enumerate(kinds):
        if kind != "N":
            continue
        head = edges[k + 1] - 1
        if head + 1 >= reading.last:
            continue
        noun = reading.noun(head)
        for stance in ("support", "oppose"):
            rests = phrases(f"stance.{stance}_noun", "nouns").get(noun)
            if rests:
                break
        else:
            continue
        rest = next((r for r in rests if lower[head + 1 : head + 2 + r.count(" ")] == r.split(" ")), None)
        if rest is None:
            continue
        draft = _noun(reading, k, head, rest, stance)
        if draft:
            found.append(draft)
    return found


def _noun(reading: Reading, k: int, head: int, rest: str, stance: str) -> Draft | None:
    edges = reading.chunks.edges
    codes, lower = reading.codes, reading.page.lower
    governor = next((v for v in reading.verbs if v.after == k and v.form in "FGT"), None)
    if any(v.clause.blocked for v in reading.verbs if v.start > edges[k] - 12 and v.start < edges[k]):
        return None
    start = head + 1 + rest.count(" ") + 1
    nearest = [v for v in reading.verbs if v.start < edges[k]]
    own = next(
        (
            v
            for v in reading.verbs
            if v.form == "F"
            and v.subject is not None
            and v.subject.first <= edges[k] < v.start
            and v.subject.last > start
        ),
        None,
    )
    if own is not None and own.subject is not None:
        last = own.subject.last  # the noun phrase is a subject: its object ends before the verb
    else:
        last = nearest[-1].end if nearest and nearest[-1].end > start else reading.last
    content = reading.span(start, spans.tail(reading, start, max(last, start)))
    if content is None:
        return None
    expressing = terms(f"stance.{stance}_noun", "verbs")
    if governor is not None and governor.lemma in expressing and governor.subject is not None:
        if governor.subject.kind in ("people", "actor", "report", "plan") or governor.subject.label == "pronoun":
            return Draft(
                "stance",
                f"stance.{stance}_noun",
                governor.main,
                head + 1,
                governor,
                spans.source(reading, governor.subject),
                content,
                "certain",
                "negative" if governor.shape.negated else "positive",
                stance,
            )
        return None
    if governor is not None and (governor.lemma in terms("stance.oppose_noun", "effects") or rest == "that"):
        return None
    source = None
    mark = codes.rfind("'", edges[k], head)
    if mark > edges[k]:
        source = reading.without_article(edges[k], mark)
    elif stance == "support" or rest in ("that", "for", "of"):
        return None
    if source is None and "shared" in lower[edges[k] : head] and nearest and nearest[-1].subject:
        source = spans.source(reading, nearest[-1].subject)
    return Draft(
        "stance", f"stance.{stance}_noun", head, head + 1, None, source, content, "certain", "positive", stance
    )
