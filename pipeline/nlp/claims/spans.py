"""The stretches of a claim: content after a cue, a whole clause, a source by phrase or citation."""

from __future__ import annotations

from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.subjects import Subject
from pipeline.nlp.claims.verbs import Verb
from pipeline.values import Span

ASIDE = frozenset(("see", "e", "figure", "table"))


REMARKS = frozenset("e.g. i.e. all and formerly hereinafter including or see some such that which who".split())


def tail(reading: Reading, first: int, last: int) -> int:
    """`last` moved before a closing parenthesis that holds a citation or a pointer (`(42 U.S.C. …)`, `(see Table 1)`)."""
    codes, lower = reading.codes, reading.page.lower
    while last > first and codes[last - 1] in ",;:":
        last -= 1
    if last > first and codes[last - 1] == ")":
        opened = codes.rfind("(", first, last)
        if opened > first and ("L" in codes[opened:last] or lower[opened + 1] in ASIDE):
            return opened
    return last


def after(reading: Reading, verb: Verb, *, hard: bool = False, start: int = -1) -> Span | None:
    """What follows a cue up to the end of its clause; `hard` runs on over non-restrictive additions."""
    first = verb.stop if start < 0 else start
    last = verb.end if hard else verb.cut
    if last <= first:
        last = verb.end
    return reading.span(first, tail(reading, first, last))


def whole(reading: Reading, verb: Verb) -> Span | None:
    """The clause of a predicate with its subject."""
    first = verb.subject.first if verb.subject else verb.start
    last = verb.cut if verb.cut > verb.stop else verb.end
    return reading.span(first, tail(reading, first, max(last, verb.stop)))


def source(reading: Reading, subject: Subject | None) -> Span | None:
    """A subject as a source: without leading article and without remarks in parentheses at its end (`(e.g., …)`)."""
    if subject is None:
        return None
    last = subject.last
    if reading.codes[last - 1] == ")":
        opened = reading.codes.rfind("(", subject.first, last)
        if opened > subject.first and reading.page.lower[opened + 1] in REMARKS:
            last = opened
    return reading.without_article(subject.first, last)


def phrase_at(reading: Reading, k: int) -> tuple[int, int]:
    """The chunks of the noun phrase that begins at chunk `k`, with the phrases that belong to it."""
    kinds = reading.chunks.kinds
    end = k + 1
    while end < len(kinds):
        if (kinds[end] in "Io" and end + 1 < len(kinds) and kinds[end + 1] == "N") or (
            kinds[end] == "c"
            and end + 1 < len(kinds)
            and kinds[end + 1] == "N"
            and (end + 2 >= len(kinds) or kinds[end + 2] != "F")
        ):
            end += 2
        else:
            break
    return k, end
