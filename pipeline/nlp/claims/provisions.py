"""Provisions by what acts: a law, a plan, a program, one who holds public power; passives and participles."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import binding, of_verb
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.sources import POLICY, agent, cited, under
from pipeline.nlp.claims.subjects import Subject
from pipeline.nlp.claims.verbs import Verb
from pipeline.values import Span


def modality_of(verb: Verb) -> str:
    """The modality of a provision: the verb's own force, unless a modal says less."""
    modal = of_verb(verb)
    own = binding(verb.lemma)
    if verb.lemma in terms("provision.permit_verb", "always"):
        return "permission"
    if own and modal in ("certain", "probable"):
        return own
    return modal


def polarity_of(verb: Verb) -> str:
    """Does the surface negate the verb?"""
    return "negative" if verb.shape.negated else "positive"


def _draft(verb: Verb, rule: str, source: Span | None, content: Span | None) -> Draft:
    return Draft("provision", rule, verb.main, verb.stop, verb, source, content, modality_of(verb), polarity_of(verb))


def object_head(reading: Reading, verb: Verb) -> int:
    """The head token of the verb's object, -1 for none."""
    return reading.subjects.noun_head(reading, verb.after) if verb.next == "N" else -1


def decides(reading: Reading, subject: Subject, verb: Verb) -> bool:
    """Is the subject a document that decides, and the verb an operative one? Whatever applies to somebody is a rule."""
    if verb.lemma == "apply" and subject.kind in ("report", "other"):
        at = verb.after_token
        return reading.page.lower[at : at + 1] == ["to"] and reading.noun(subject.head) not in terms(
            "provision.law", "inapplicable"
        )
    return (
        subject.kind in ("report", "other")
        and verb.lemma in terms("provision.act", "verbs")
        and reading.noun(subject.head) in terms("provision.law", "deciding")
    )


def headless(reading: Reading, verb: Verb) -> Draft | None:
    """A verb without subject at the head of a list item or note: `Applies to imports from …`."""
    if verb.subject is not None or verb.form != "F" or reading.tags[verb.main] != "VBZ" or verb.shape.form != "v":
        return None
    if verb.chunk > 1 or verb.clause.kind != "m" or verb.next not in ("N", "G", "I"):
        return None
    operative = terms("provision.act", "verbs") | terms("provision.program", "verbs")
    if verb.lemma not in operative or (
        verb.next == "I" and verb.lemma not in terms("provision.law", "with_preposition")
    ):
        return None
    return _draft(verb, "provision.law", None, spans.after(reading, verb))


def by_law(reading: Reading, verb: Verb) -> Draft | None:
    """A law, plan or program as the subject of an operative verb."""
    subject = verb.subject
    if subject is None or verb.shape.passive or verb.shape.form == "b":
        return None
    if subject.kind not in POLICY and not decides(reading, subject, verb):
        return None
    lead = verb.lead or verb
    if lead.modal in ("may", "could", "might", "can", "should", "must", "shall", "cannot"):
        return None
    if verb.shape.progressive:
        return None
    if subject.kind == "program" and verb.lemma not in terms("provision.program", "verbs"):
        present = reading.tags[verb.main] in ("VBZ", "VBP") or lead.modal in ("would", "will")
        if not present or verb.lemma not in terms("provision.act", "verbs"):
            return None
    if (
        subject.kind == "program"
        and verb.next == "N"
        and reading.codes[reading.chunks.edges[verb.after + 1] - 1] == "#"
    ):
        return None  # a change in a number
    if lead.modal in ("will", "would") and works(reading, subject, verb):
        return None
    if verb.lemma == "make":
        if not makes(reading, verb):
            return None
    elif (
        subject.kind != "program"
        and not (verb.next == "w" and verb.lemma in ("describe", "outline", "list", "govern"))
        and verb.lemma in terms("provision.law", "idle")
        and verb.lemma not in terms("provision.plan", "verbs")
    ):
        return None
    if not verb.next or verb.next not in 'NGtI"jfw':
        return None
    if verb.next == "I" and verb.lemma not in terms("provision.law", "with_preposition"):
        return None
    if (
        verb.next == "I"
        and verb.lemma == "provide"
        and reading.codes[verb.after_token + 1 : verb.after_token + 2] != "#"
    ):
        if reading.page.lower[verb.after_token] not in ("for", "to"):
            return None  # `funding provided under the act`
    return _draft(
        verb,
        f"provision.{subject.kind if subject.kind in POLICY else 'law'}",
        spans.source(reading, subject),
        spans.after(reading, verb),
    )


def works(reading: Reading, subject: Subject, verb: Verb) -> bool:
    """`The fee would lower prices`: does an instrument of policy have an effect, where a law would decide?"""
    if reading.noun(subject.head) not in terms("provision.law", "working"):
        return False
    if verb.lemma not in terms("assessment.effect", "verbs") and verb.lemma not in terms("assessment.effect", "strong"):
        return False
    head = object_head(reading, verb)
    return head >= 0 and reading.noun(head) not in terms("provision.act", "instruments")


def makes(reading: Reading, verb: Verb) -> bool:
    """`made changes to`, `makes it unlawful`, `made permanent the rates`: does `make` change the law?"""
    kinds, edges = reading.chunks
    head = object_head(reading, verb)
    if head >= 0 and reading.noun(head) in terms("provision.law", "made_changes"):
        return True
    adjective = verb.after if verb.next == "j" else verb.after + 1
    while kinds[adjective : adjective + 2] in ("oN", "IN") and adjective + 2 < len(kinds):
        adjective += 2  # `makes $5 million in grants available`
    return (
        adjective < len(kinds)
        and kinds[adjective] == "j"
        and reading.page.lower[edges[adjective]] in terms("provision.law", "made_adjectives")
    )


def contents(reading: Reading, verb: Verb) -> Draft | None:
    """A law or bill includes appropriations, authority, a ban or a requirement."""
    subject = verb.subject
    if (
        verb.lemma not in terms("provision.contents", "verbs")
        or subject is None
        or subject.kind != "law"
        or verb.lead_modal in ("may", "could")
    ):
        return None
    head = object_head(reading, verb)
    if head < 0:
        return None
    noun = reading.noun(head)
    if noun not in terms("provision.contents", "nouns"):
        return None
    draft = _draft(verb, "provision.contents", spans.source(reading, subject), spans.after(reading, verb))
    return draft._replace(modality="prohibition") if noun in ("ban", "prohibition", "moratorium") else draft


def act(reading: Reading, verb: Verb) -> Draft | None:
    """An operative act of one who holds public power."""
    subject = verb.subject
    if subject is None or verb.shape.passive:
        return None
    if verb.lemma not in terms("provision.act", "verbs") and not (
        verb.lemma == "support" and sovereign(reading, subject)
    ):
        return None
    if subject.kind != "actor" and subject.label not in {"PERSON", "pronoun"}:
        return None
    if verb.lead_modal and verb.lead_modal not in ("would", "will"):
        return None
    if verb.lead_modal and verb.lead_modal == "will":
        return None
    if verb.shape.progressive:
        return None
    head = object_head(reading, verb)
    if verb.clause.kind == "w" or (subject.label == "GPE" and not _policy_object(reading, verb, head)):
        return None
    if verb.lemma == "rule":
        return ruled(reading, verb)
    if (
        head >= 0
        and verb.lemma in ("enact", "adopt", "approve", "ratify", "introduce")
        and reading.subjects.named.get(head, ("", ""))[1] in ("LAW", "PROGRAM", "bill", "public_law")
    ):
        return None
    clause = verb.clause
    if clause.kind == "R" and clause.antecedent and verb.actor != clause.antecedent and verb.next != "N":
        return _gapped(reading, verb)
    if verb.next not in ("N", "G", '"', "y") or (
        head >= 0 and reading.noun(head) in terms("provision.act", "vague_objects")
    ):
        if verb.lemma not in ("require", "prohibit", "permit", "authorize", "allow"):
            return None
    if verb.lemma in terms("provision.act", "weak") and not _policy_object(reading, verb, head):
        if not (sovereign(reading, subject) and verb.lemma in terms("provision.act", "sovereign")):
            return None
    return _draft(verb, "provision.act", spans.source(reading, subject), spans.after(reading, verb))


def _gapped(reading: Reading, verb: Verb) -> Draft | None:
    """`a power it has delegated`: what is done to stands before the clause."""
    antecedent = verb.clause.antecedent
    if antecedent is None or verb.lemma in terms("provision.act", "weak"):
        return None
    edges = reading.chunks.edges
    content = reading.span(edges[antecedent[0]], edges[antecedent[1]])
    return _draft(verb, "provision.act", spans.source(reading, verb.subject), content)


def ruled(reading: Reading, verb: Verb) -> Draft | None:
    """`ruled against the use of`."""
    if reading.page.lower[verb.stop : verb.stop + 1] != ["against"]:
        return None
    draft = _draft(
        verb,
        "provision.act",
        spans.source(reading, verb.subject),
        spans.after(reading, verb, start=verb.stop + 1),
    )
    return draft._replace(last=verb.stop + 1, modality="prohibition")


def by_phrase(reading: Reading, verb: Verb) -> Draft | None:
    """`Under the agreement, the two countries provide …`: the law in front decides."""
    kinds, edges = reading.chunks
    begin = verb.clause.begin
    if (
        kinds[begin : begin + 2] != "IN"
        or reading.page.lower[edges[begin]] != "under"
        or verb.lead_modal
        or verb.subject is None
    ):
        return None
    if verb.shape.form in "bh" or verb.next not in ("N", "G", "t") or verb.subject.kind == "self":
        return None
    law = under(reading, verb, POLICY)
    return _draft(verb, "provision.under", law, spans.after(reading, verb)) if law else None


def sovereign(reading: Reading, subject: Subject) -> bool:
    """Does the subject decide for the whole, unlike an agency that carries out?"""
    if reading.noun(subject.head) == "administration" and subject.label:
        return subject.head - subject.first <= 2  # `the Obama Administration`, not `the Food and Drug Administration`
    if subject.label == "PERSON":
        return not terms("provision.act", "titles").isdisjoint(reading.page.lower[subject.first : subject.head])
    return reading.noun(subject.head) in terms("provision.act", "sovereigns")


def _policy_object(reading: Reading, verb: Verb, head: int) -> bool:
    """Is the object something that law or policy is made of?"""
    if head < 0:
        return False
    noun = reading.noun(head)
    kinds = reading.chunks.kinds
    if noun in terms("provision.act", "instruments"):
        return True
    # `provided Australia with an exemption`
    if kinds[verb.after + 1 : verb.after + 3] == "IN" and reading.noun(
        reading.subjects.head(reading, verb.after + 2)
    ) in terms("provision.act", "instruments"):
        return True
    kind, _ = reading.subjects.kind(reading, reading.chunks.edges[verb.after], head, noun)
    return kind == "law"


def passive(reading: Reading, verb: Verb) -> Draft | None:
    """A passive operative verb."""
    if verb.lemma not in terms("provision.passive", "verbs") or reading.codes[verb.main - 1] == "~":
        return None
    if verb.clause.kind == "w" or (verb.lemma == "limit" and verb.shape.negated):
        return None  # `includes, but is not limited to`
    lead_modal = verb.lead_modal
    if lead_modal in ("may", "could", "might", "can", "should", "must", "shall", "cannot"):
        return None
    behind = agent(reading, verb)
    citation = cited(reading, verb)
    subject = verb.subject
    if subject is not None and subject.kind == "self":
        return None
    if behind is not None and behind[1] != "other":
        who, _word = behind
        if who.kind == "actor" and verb.lemma in terms("provision.passive", "neutral") | terms(
            "provision.passive", "cited"
        ):
            return None
        content = reading.span(subject.first, subject.last) if subject else None
        return _draft(verb, "provision.passive", reading.without_article(who.first, who.last), content)
    if verb.lemma == "entitle" and reading.page.lower[verb.stop : verb.stop + 1] != ["to"]:
        return None
    if behind is not None and verb.lemma not in ("fund", "finance"):
        return None
    policy = subject is not None and subject.kind in POLICY
    if verb.lemma in terms("provision.passive", "cited") and citation is None:
        return None
    if verb.lemma in terms("provision.passive", "neutral") and citation is None and not policy:
        return None
    return _draft(verb, "provision.passive", citation, spans.whole(reading, verb))


def participle(reading: Reading, verb: Verb) -> Draft | None:
    """`programs established by the act`, `funds provided in that act`."""
    if (
        verb.lemma in terms("provision.participle", "idle")
        or verb.subject is None
        or not verb.next
        or verb.next not in "Iy"
    ):
        return None
    if reading.page.lower[reading.chunks.edges[verb.after]] not in terms("provision.participle", "prepositions"):
        return None
    kinds = reading.chunks.kinds
    if verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "N":
        return None
    begin, end = spans.phrase_at(reading, verb.after + 1)
    who = reading.subjects.of(reading, (begin, end))
    if who is None or not (
        who.kind in ("law", "plan")
        or (
            who.kind == "actor"
            and kinds[verb.after] == "y"
            and verb.lemma in terms("provision.act", "verbs")
            and verb.lemma not in terms("provision.act", "weak") | {"set"}
        )
        or (verb.lemma == "set" and kinds[verb.after] == "y")
    ):
        return None
    content = reading.span(verb.subject.first, verb.subject.last)
    return _draft(verb, "provision.participle", reading.without_article(who.first, who.last), content)


def doing(reading: Reading, verb: Verb) -> Draft | None:
    """An -ing form after a law: `language prohibiting sales`; after an act: `…, creating a district`."""
    subject = verb.subject
    if subject is None or verb.next not in ("N", "G", '"'):
        return None
    codes = reading.codes
    before = codes[verb.start - 1]
    lower = reading.page.lower
    operative = verb.lemma in terms("provision.act", "verbs") or binding(verb.lemma) is not None
    if before == "(" and subject.kind in ("law", "plan", "program", "other") and operative:
        return _draft(verb, "provision.participle", spans.source(reading, subject), spans.after(reading, verb))
    if (
        before == "y"
        and operative
        and (subject.kind == "law" or (subject.kind == "actor" and sovereign(reading, subject)))
    ):
        main = next(
            (v for v in reversed(reading.verbs) if v.form == "F" and v.clause is verb.clause and v.start < verb.start),
            None,
        )
        if main is not None and id(main) not in reading.drafted:
            return _draft(verb, "provision.participle", spans.source(reading, subject), spans.after(reading, verb))
    if lower[verb.start - 1] == "while" and operative and subject.kind in ("law", "plan"):
        return _draft(verb, "provision.participle", spans.source(reading, subject), spans.after(reading, verb))
    if before == "r":
        before = codes[verb.start - 2]
    if (
        (
            before in "NSPL)"
            or (before == "V" and lower[verb.start - 1] in ("enacted", "passed", "issued", "introduced"))
        )
        and subject.kind == "law"
        and verb.lemma not in terms("provision.law", "idle")
        and verb.lemma not in terms("provision.participle", "idle_doing")
    ):
        if binding(verb.lemma) or verb.lemma in terms("provision.act", "verbs"):
            return _draft(verb, "provision.participle", spans.source(reading, subject), spans.after(reading, verb))
    if before == "," and lower[verb.start - 1] not in ("thus", "thereby") and subject.kind in ("law", "actor"):
        if verb.lemma in terms("provision.act", "verbs") or binding(verb.lemma):
            if verb.lemma == "make" and not makes(reading, verb):
                return None
            return _draft(verb, "provision.participle", spans.source(reading, subject), spans.after(reading, verb))
    return None
