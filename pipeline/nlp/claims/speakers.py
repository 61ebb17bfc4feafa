"""Assertions by phrase, aside or noun: `according to X`, `in X's view`, `…, the court explained, …`, `the view that`."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.attribution import SPEAKERS
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.modality import of_content
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.verbs import Verb
from pipeline.rules import from_models, rules_for


def parenthetical(reading: Reading, verb: Verb) -> Draft | None:
    """`The exemption applies, the court explained, if …`, `"…," she said`, `"…," said the mayor`, `As the agency notes, …`."""
    subject = verb.subject
    if subject is None or (subject.kind not in SPEAKERS and subject.label != "pronoun"):
        return None
    first, last = reading.sentence.first, reading.last
    before = subject.first - 1
    if subject.first > verb.main:
        goes_on = subject.last < last and any(other.start > subject.last for other in reading.verbs)
        start, end = first, last if goes_on else verb.start
    elif before <= first:
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


def according_to(reading: Reading) -> list[Draft]:
    """`According to X, …`, `…, according to X, …` and `…, according to X.`"""
    lower, _codes = reading.page.lower, reading.codes
    kinds, edges = reading.chunks
    found = []
    for k, first in enumerate(edges[:-1]):
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
        source = reading.without_article(edges[begin], edges[source_end])
        left = next((n for n in range(k - 1, -1, -1) if kinds[n] == ";"), -1) + 1
        opening = not kinds[left:k].strip("rc,")
        if opening:
            start = edges[min(source_end, len(kinds) - 1)]
            content = reading.span(start, spans.tail(reading, start, _sentence_end(reading, source_end)))
            scope = (start, reading.last)
        else:
            start = edges[left]
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
    kinds, edges = reading.chunks
    return edges[kinds.find(";", k)]  # the last edge where there is no semicolon


def noun_clauses(reading: Reading) -> list[tuple[int, int]]:
    """The token ranges of clauses such as `concern that officials may use it`."""
    kinds, edges = reading.chunks
    found = []
    for verb in reading.verbs:
        clause = verb.clause
        opener = clause.begin - 1
        if clause.kind == "t" and opener > 0 and kinds[opener] == "t" and kinds[opener - 1] == "N":
            if reading.noun(reading.subjects.head(reading, opener - 1)) in terms("assertion.noun", "held"):
                end = edges[clause.end]
                found.append((edges[opener], end))
    return found


@from_models()
def noun_cues() -> frozenset[str]:
    """The nouns of saying, singular and plural."""
    return frozenset(form for noun in terms("assertion.noun", "nouns") for form in (noun, noun + "s"))


def nouns(reading: Reading) -> list[Draft]:
    """Nouns of saying with what is said: `voiced the view that …`, `the Administration's claim that …`."""
    kinds, edges = reading.chunks
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
            source = reading.without_article(edges[k + 2], edges[opener])
        governor = next((v for v in reading.verbs if v.after == k and v.form != "V"), None)
        clause = next((v.clause for v in reading.verbs if v.clause.begin == opener + 1), None)
        if clause is None or kinds[opener + 1] == "F" or (governor is not None and governor.clause.blocked):
            continue
        end = edges[clause.end]
        start = edges[opener + 1]
        content = reading.span(start, spans.tail(reading, start, end))
        first = head
        mark = reading.codes.rfind("'", edges[k], head)
        voiced = (
            governor is not None
            and governor.lemma in terms("assertion.noun", "voicing")
            and governor.subject is not None
        )
        if voiced and governor is not None and governor.subject is not None and governor.subject.kind in SPEAKERS:
            first, source = governor.main, spans.source(reading, governor.subject)
        elif mark > edges[k]:
            source = reading.without_article(edges[k], mark)
        elif governor is not None and governor.form == "F" and source is None and governor.lemma in _speaking():
            continue  # `rejected the argument that …`: the verb says it
        if source is None and reading.noun(head) not in terms("assertion.noun", "views"):
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


@from_models()
def _speaking() -> frozenset[str]:
    """The verbs that make a row of what follows them."""
    return terms("assertion.clause", "clause") | terms("stance.support", "verbs") | terms("stance.oppose", "verbs")


@from_models()
def _views() -> frozenset[str]:
    return frozenset(rules_for("claims")["claims.assertion.in_view"].phrases)


def in_view(reading: Reading) -> list[Draft]:
    """`In their view, …`, `in the words of one analyst, …`."""
    kinds, edges = reading.chunks
    lower, codes = reading.page.lower, reading.codes
    found = []
    for k in range(len(kinds) - 2):
        if kinds[k : k + 2] != "IN" or lower[edges[k]] != "in":
            continue
        head = reading.subjects.head(reading, k + 1)
        if lower[head] not in _views():
            continue
        first, stop = edges[k + 1], edges[k + 2]
        mark = codes.rfind("'", first, head)
        if kinds[k + 2] == "o" and k + 3 < len(kinds) and kinds[k + 3] == "N":
            end = spans.phrase_at(reading, k + 3)[1]
            source = reading.without_article(edges[k + 3], edges[end])
            stop = edges[end]
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
                "assertion.in_view",
                edges[k],
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
