"""Assertions: reporting verbs with a clause, a quotation or an object, passives, `according to`, nouns of saying."""

from __future__ import annotations

from functools import cache

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_content
from pipeline.nlp.claims.reading import Reading, Verb

TELL = frozenset(("tell", "inform", "notify", "assure", "advise", "remind", "warn", "convince", "persuade"))
# Nouns whose own clause follows them, whatever the verb: `noted the concern that …`.
CONTENT_NOUNS = frozenset(
    "concern fact view notion idea belief argument claim evidence possibility risk likelihood assertion contention finding "
    "conclusion assumption allegation fear hope expectation requirement condition proposal recommendation sense sign suggestion "
    "perception opinion theory hypothesis premise principle rule provision language statement promise guarantee doubt".split()
)
# Nouns that are what is said themselves: `formalizes the notion that …`.
SAID = frozenset("notion view idea fact belief argument position possibility conclusion finding opinion".split())
# Verbs that take a clause, not an object: what follows them is a clause although its verb was not seen.
NEVER_OBJECT = frozenset("say argue contend insist believe think hope suspect maintain".split())
# What officials say rather than do.
BLUNT = frozenset(
    "label characterize describe portray depict perceive deny allege dub term claim assert attribute blame credit".split()
)
DENIED = frozenset(
    "allegation charge claim involvement role responsibility accusation report wrongdoing link existence liability".split()
)
# Verbs whose participle may be followed by an object: `students awarded grants`.
GIVING = frozenset("give grant award deny offer pay call name title dub designate assign allot afford send owe".split())
CLAIMED = frozenset("credit deduction exemption benefit refund loss expense amount allowance life".split())
CLAIMING = frozenset(("claim", "assert", "allege"))
SPEAKERS = frozenset(("people", "actor", "report", "plan", "law"))


def active(reading: Reading, verb: Verb) -> Draft | None:
    """A reporting verb in the active voice, finite or as an -ing form."""
    lemma = verb.lemma
    subject = verb.subject
    if subject is not None and subject.kind == "self" and reading.page.lower[subject.head] != "it":
        return None
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
    _kinds, firsts, _ = reading.chunks
    opener = verb.clause.begin - 1
    if reading.page.lower[firsts[opener]] != "what" or verb.form != "F" or verb.lead_modal or verb.subject is None:
        return None
    if verb.lemma not in terms("assertion.clause", "clause") and verb.lemma not in CALLING:
        return None
    if verb.subject.kind not in ("people", "actor", "report") or verb.shape.passive:
        return None
    return said(reading, verb, "assertion.object", verb.stop)


CALLING = frozenset("call term describe consider see view regard label characterize dub deem".split())


def mistagged(reading: Reading, verb: Verb) -> Draft | None:
    """A past tense read as a participle: nothing but a reporting verb stands between a noun and `that`."""
    return active(reading, verb) if verb.next == "t" and verb.subject is not None else None


def parenthetical(reading: Reading, verb: Verb) -> Draft | None:
    """`The exemption applies, the court explained, if …`, `"…," she said`, `As the agency notes, …`."""
    subject = verb.subject
    if subject is None or (subject.kind not in SPEAKERS and subject.label != "pronoun"):
        return None
    first, last = reading.sentence.first, reading.last
    before = subject.first - 1
    if before <= first:
        start, end = verb.stop, last
    else:
        start, end = first, last if verb.stop < last else before
    content = reading.span(start, end)
    modality, polarity = of_content(reading, start, end)
    source = spans.source(reading, subject)
    return Draft(
        "assertion",
        "assertion.parenthetical",
        verb.main,
        verb.main + 1,
        verb,
        source,
        content,
        modality,
        polarity,
        scope=(start, end),
    )


def clause_start(reading: Reading, verb: Verb) -> int:
    """The token at which the clause or quotation that the verb reports begins, -1 for none."""
    codes = reading.codes
    kinds, firsts, _ = reading.chunks
    stop = verb.stop
    if stop < reading.last and codes[stop] == '"':
        return stop
    if stop + 1 < reading.last and codes[stop] in ",:" and codes[stop + 1] == '"':
        return stop + 1
    if verb.next == "N" and verb.form == "F" and verb.lemma in terms("assertion.clause", "clause"):
        end = spans.phrase_at(reading, verb.after)[1]
        if kinds[end : end + 2] == "VN" and reading.lemma(firsts[end]) not in GIVING:
            return firsts[verb.after]  # a past tense read as a participle: it has an object
    if verb.next == "N":
        # `told his colleagues, "We …"`
        end = spans.phrase_at(reading, verb.after)[1]
        if end < len(kinds) and kinds[end] == "," and firsts[end] + 1 < reading.last and codes[firsts[end] + 1] == '"':
            return firsts[end] + 1
    clause = verb.predicate.complement
    if verb.next == "-" or (verb.next == "t" and kinds[verb.after + 1 : verb.after + 2] == "F"):
        return -1  # `claims that seek`: a noun and a relative clause
    if verb.next == "t" and verb.after + 1 < len(kinds):
        return firsts[verb.after + 1]
    if (
        verb.next == "N"
        and verb.lemma in NEVER_OBJECT
        and "V" in kinds[verb.after : verb.after + 4]
        and verb.form == "F"
    ):
        return firsts[verb.after]
    if clause is None or clause.begin <= verb.chunk or not clause.verbs:
        return -1
    opener = clause.begin - 1
    if kinds[opener] != "t":
        return firsts[clause.begin]
    if opener > verb.chunk + 1 and kinds[opener - 1] == "N" and verb.lemma not in TELL:
        head = reading.subjects.head(reading, opener - 1)
        direct = kinds[verb.chunk + 1 : opener].strip("r") == "N"
        if (
            reading.codes[head] != "Y"
            and (direct or reading.noun(head) in CONTENT_NOUNS)
            and reading.noun(head) not in SAID
        ):
            return -1
    return firsts[clause.begin]


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
    kinds, firsts, _ = reading.chunks
    if verb.next != "N" or verb.shape.progressive or verb.subject is None or verb.subject.kind == "law":
        return None
    if verb.form != "F" and (verb.lemma not in CLAIMING or reading.codes[verb.start - 1] != ","):
        return None
    _, end = spans.phrase_at(reading, verb.after)
    if (
        verb.lemma in terms("assertion.object", "judging")
        and end < len(kinds)
        and kinds[end] == "T"
        and not verb.lead_modal
    ):
        return said(reading, verb, "assertion.object", verb.stop)
    if verb.lemma not in terms("assertion.object", "verbs") and verb.lemma not in terms("assertion.object", "as"):
        return None
    follows = reading.page.lower[firsts[end]] if end < len(kinds) else ""
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
    if verb.subject.kind == "actor" and not verb.subject.label and verb.lemma not in BLUNT:
        return None
    if verb.lemma == "deny" and reading.noun(reading.subjects.noun_head(reading, verb.after)) not in DENIED:
        return None
    if verb.lemma == "consider" and verb.lead_modal:
        return None
    if verb.lemma == "claim" and reading.noun(reading.subjects.head(reading, verb.after)) in CLAIMED:
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
    kinds, firsts, lasts = reading.chunks
    k = verb.after
    agent = None
    if k + 1 < len(kinds) and kinds[k] == "y" and kinds[k + 1] == "N":
        begin, end = spans.phrase_at(reading, k + 1)
        agent = reading.without_article(firsts[begin], lasts[end - 1])
        k = end
    follows = kinds[k] if k < len(kinds) else ""
    word = reading.page.lower[firsts[k]] if follows else ""
    clause = verb.predicate.complement
    if follows == "t" and clause is not None:
        content = reading.span(firsts[clause.begin], verb.end)
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
    kinds, firsts, _lasts = reading.chunks
    if verb.after + 1 >= len(kinds) or kinds[verb.after + 1] != "N" or verb.subject is None:
        return None
    if reading.page.lower[firsts[verb.after]] not in ("by", "in"):
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


def according_to(reading: Reading) -> list[Draft]:
    """`According to X, …`, `…, according to X, …` and `…, according to X.`"""
    lower, _codes = reading.page.lower, reading.codes
    kinds, firsts, lasts = reading.chunks
    found = []
    for k, first in enumerate(firsts):
        per = lower[first] == "per" and not kinds[:k].strip("r,")
        if not per and (lower[first] != "according" or first + 1 >= reading.last or lower[first + 1] != "to"):
            continue
        begin = next((n for n in range(k + 1, len(kinds)) if kinds[n] == "N"), -1)
        if begin < 0:
            continue
        who = reading.subjects.of(reading, (begin, begin + 1))
        if who is None or (
            who.kind in ("other", "law", "program") and not who.label and reading.codes[who.head] not in "PL"
        ):
            continue
        comma = kinds.find(",", begin)
        stop = comma if comma >= 0 else len(kinds)
        source_end = stop
        # The source runs to its comma; dates and places may hold one.
        phrase_end = spans.phrase_at(reading, begin)[1]
        if phrase_end < source_end and kinds[phrase_end] == "F":
            source_end = phrase_end
        source = reading.without_article(firsts[begin], lasts[source_end - 1])
        left = next((n for n in range(k - 1, -1, -1) if kinds[n] == ";"), -1) + 1
        opening = not kinds[left:k].strip("rc,")
        if opening:
            start = firsts[min(source_end, len(kinds) - 1)]
            content = reading.span(start, spans.tail(reading, start, _sentence_end(reading, source_end)))
            scope = (start, reading.last)
        else:
            start = firsts[left]
            end = first if stop >= len(kinds) - 1 else reading.last
            content = reading.span(start, end)
            scope = (start, end)
        modality, polarity = of_content(reading, *scope)
        found.append(
            Draft(
                "assertion",
                "assertion.according_to",
                first,
                first + (1 if per else 2),
                None,
                source,
                content,
                modality,
                polarity,
                scope=scope,
            )
        )
    return found


def _sentence_end(reading: Reading, k: int) -> int:
    kinds, firsts, _ = reading.chunks
    semicolon = kinds.find(";", k)
    return firsts[semicolon] if semicolon >= 0 else reading.last


# Nouns whose clause somebody thinks, fears or says, so that a modal in it is theirs.
HELD = frozenset(
    "concern fear worry belief view argument claim allegation assertion contention argument expectation hope suspicion perception".split()
)


def noun_clauses(reading: Reading) -> list[tuple[int, int]]:
    """The token ranges of clauses such as `concern that officials may use it`."""
    kinds, firsts, _ = reading.chunks
    found = []
    for verb in reading.verbs:
        clause = verb.clause
        opener = clause.begin - 1
        if clause.kind == "t" and opener > 0 and kinds[opener] == "t" and kinds[opener - 1] == "N":
            if reading.noun(reading.subjects.head(reading, opener - 1)) in HELD:
                end = firsts[clause.end] if clause.end < len(kinds) else reading.last
                found.append((firsts[opener], end))
    return found


VOICING = frozenset("voice express offer articulate advance make share state convey put take hold present".split())


@cache
def noun_cues() -> frozenset[str]:
    """The nouns of saying, singular and plural."""
    return frozenset(form for noun in terms("assertion.noun", "nouns") for form in (noun, noun + "s"))


def nouns(reading: Reading) -> list[Draft]:
    """Nouns of saying with what is said: `voiced the view that …`, `the Administration's claim that …`."""
    kinds, firsts, _ = reading.chunks
    found = []
    for k in range(len(kinds) - 2):
        if kinds[k] != "N" or kinds[k + 1] not in "to":
            continue
        head = reading.subjects.head(reading, k)
        if reading.noun(head) not in terms("assertion.noun", "nouns"):
            continue
        opener, source = k + 1, None
        if kinds[k + 1] == "o":  # `the view of critics that …`
            opener = spans.phrase_at(reading, k + 2)[1] if kinds[k + 2] == "N" else len(kinds)
            if opener + 1 >= len(kinds) or kinds[opener] != "t":
                continue
            source = reading.without_article(firsts[k + 2], firsts[opener])
        governor = next((v for v in reading.verbs if v.after == k and v.form != "V"), None)
        clause = next((v.clause for v in reading.verbs if v.clause.begin == opener + 1), None)
        if clause is None or kinds[opener + 1] == "F" or (governor is not None and governor.clause.blocked):
            continue
        end = firsts[clause.end] if clause.end < len(kinds) else reading.last
        start = firsts[opener + 1]
        content = reading.span(start, spans.tail(reading, start, end))
        first = head
        mark = reading.codes.rfind("'", firsts[k], head)
        voiced = governor is not None and governor.lemma in VOICING and governor.subject is not None
        if voiced and governor is not None and governor.subject is not None and governor.subject.kind in SPEAKERS:
            first, source = governor.main, spans.source(reading, governor.subject)
        elif mark > firsts[k]:
            source = reading.without_article(firsts[k], mark)
        elif governor is not None and governor.form == "F" and source is None and governor.lemma in _speaking():
            continue  # `rejected the argument that …`: the verb says it
        if source is None and reading.noun(head) not in HELD_VIEWS:
            continue
        modality, polarity = of_content(reading, start, end)
        found.append(
            Draft(
                "assertion",
                "assertion.noun",
                first,
                head + 1,
                governor,
                source,
                content,
                modality,
                polarity,
                scope=(start, end),
            )
        )
    return found


@cache
def _speaking() -> frozenset[str]:
    """The verbs that make a row of what follows them."""
    return terms("assertion.clause", "clause") | terms("stance.support", "verbs") | terms("stance.oppose", "verbs")


# Nouns that say by themselves that somebody holds it.
HELD_VIEWS = frozenset("view argument contention assertion belief opinion perception notion sentiment".split())
VIEWS = frozenset("view opinion judgment judgement estimation assessment words eyes telling reading".split())


def in_view(reading: Reading) -> list[Draft]:
    """`In their view, …`, `in the words of one analyst, …`."""
    kinds, firsts, lasts = reading.chunks
    lower, codes = reading.page.lower, reading.codes
    found = []
    for k in range(len(kinds) - 2):
        if kinds[k : k + 2] != "IN" or lower[firsts[k]] != "in":
            continue
        head = reading.subjects.head(reading, k + 1)
        if lower[head] not in VIEWS:
            continue
        first, stop = firsts[k + 1], lasts[k + 1]
        mark = codes.rfind("'", first, head)
        if kinds[k + 2] == "o" and k + 3 < len(kinds) and kinds[k + 3] == "N":
            end = spans.phrase_at(reading, k + 3)[1]
            source = reading.without_article(firsts[k + 3], lasts[end - 1])
            stop = lasts[end - 1]
        elif mark > first:
            source = reading.without_article(first, mark)
        elif lower[first] in ("their", "his", "her", "its", "our"):
            source = reading.span(first, first + 1)
        else:
            continue
        opening = not kinds[:k].strip("rc,")
        scope = (stop, reading.last) if opening else (reading.sentence.first, reading.last)
        content = reading.span(*scope)
        modality, polarity = of_content(reading, *scope)
        found.append(
            Draft(
                "assertion",
                "assertion.according_to",
                firsts[k],
                head + 1,
                None,
                source,
                content,
                modality,
                polarity,
                scope=scope,
            )
        )
    return found
