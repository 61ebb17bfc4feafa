"""What stands behind a provision: the law, plan or actor of a by-phrase, of `under X`, of a citation at the clause's end."""

from __future__ import annotations

from pipeline.nlp.claims import spans
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.subjects import Subject
from pipeline.nlp.claims.verbs import Verb
from pipeline.values import Span

POLICY = ("law", "plan", "program")


def agent(reading: Reading, verb: Verb) -> tuple[Subject, str] | None:
    """Who or what stands behind a passive: the noun phrase after by, in, under, through."""
    kinds, edges = reading.chunks
    k = verb.after
    lower = reading.page.lower
    # `authorized from FY2022 through FY2026 as part of the act`: look past dates and other phrases.
    steps = 0
    while k + 1 < len(kinds) and steps < 4:
        kind = kinds[k]
        if kind in "Iy" and kinds[k + 1] == "N":
            word = lower[edges[k]]
            begin, end = spans.phrase_at(reading, k + 1)
            if word in terms("provision.participle", "prepositions") or word == "by":
                who = reading.subjects.of(reading, (begin, end))
                if who is not None and (who.kind in POLICY or (word == "by" and who.kind == "actor")):
                    return who, word
                if word == "by" and who is not None:
                    return who, "other"
            elif word == "as" and kinds[k + 1 : k + 4] == "NoN" and reading.page.lower[edges[k + 1]] == "part":
                who = reading.subjects.of(reading, (k + 3, spans.phrase_at(reading, k + 3)[1]))
                if who is not None and who.kind in POLICY:
                    return who, "in"
            k += 2
        elif kind in "r,":
            k += 1
        else:
            break
        steps += 1
    return None


def cited(reading: Reading, verb: Verb) -> Span | None:
    """The citation in parentheses at the clause's end."""
    codes = reading.codes
    last = verb.cut if verb.cut > verb.stop else verb.end
    while last > verb.stop and codes[last - 1] in ',;:."':
        last -= 1
    if last <= verb.stop or codes[last - 1] != ")":
        return None
    opened = codes.rfind("(", verb.stop, last)
    if opened < 0 or opened + 1 >= last or codes[opened + 1] != "L":
        return None
    return reading.span(opened + 1, last - 1)


DEFINITE = frozenset(("the", "this", "that", "these", "those", "such"))


def under(reading: Reading, verb: Verb, kinds_of: tuple[str, ...] = ("law",)) -> Span | None:
    """The law of a phrase with `under` at the head of the clause or after its verb."""
    kinds, edges = reading.chunks
    lower = reading.page.lower
    begin = verb.clause.begin
    for low, high in ((begin, verb.chunk), (verb.chunk, len(kinds))):
        for k in range(low, min(high, len(kinds) - 1)):
            if kinds[k] == "I" and lower[edges[k]] in ("under", "in") and kinds[k + 1] == "N":
                if lower[edges[k]] == "in" and high != verb.chunk and kinds[k - 1] not in ",N":
                    continue
                if edges[k] >= verb.end:
                    break
                who = reading.subjects.of(reading, (k + 1, k + 2))
                if (
                    who is not None
                    and who.kind in kinds_of
                    and (
                        lower[edges[k]] == "under"
                        or who.label
                        or reading.codes[edges[k + 1]] == "L"
                        or lower[edges[k + 1]] in DEFINITE
                    )
                ):
                    end = spans.phrase_at(reading, k + 1)[1] if lower[edges[k]] == "under" else k + 2
                    return reading.without_article(edges[k + 1], edges[end])
    return None
