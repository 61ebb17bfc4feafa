"""The parts of a clause: the stretch of its subject, what a relative pronoun stands for, parentheses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.nlp.claims.verbs import Verb

# What stands before the subject: adverbs and phrases that end with a comma.
FRONTED = re.compile(r"[cr,\":jx]*+(?>(?:[IyoaGTVwsBuY][^,]*+,[cr,\"x]*+)*)")
TWO_NOUNS = re.compile(r"[NY]\"?(?=\"?N)")
NOUN_PHRASE = re.compile(r"\"?N[^,;:tRfwsF-]*+")
LISTED = re.compile(r"(?:,[^,;:tRfwsF-]*+)*(?:,?c|,[^,c;:tRfwsF-]*c)[^,;:tRfwsF-]*+$")


class Clause:
    """One clause: its kind (`m` main, `(` set off, or its opener's code), its place in the tree and its subject."""

    __slots__ = ("antecedent", "begin", "blocked", "end", "governor", "kind", "parent", "subject", "verbs")

    def __init__(self, kind: str, begin: int, parent: Clause | None, end: int) -> None:
        self.kind = kind
        self.begin = begin
        self.parent = parent
        self.end = end
        self.subject: tuple[int, int] | None = None
        self.antecedent: tuple[int, int] | None = None
        self.governor: Verb | None = None
        self.verbs: list[Verb] = []
        self.blocked: bool = kind == "f" or (kind in "tms(" and parent is not None and parent.blocked)


def subject_in(kinds: str, begin: int, end: int, *, interrupted: bool = False) -> tuple[int, int] | None:
    """The range of the subject noun phrase in the chunks `begin:end` before a verb, fronted phrases left out.

    `interrupted`: the verb does not follow at once, so that a phrase with a preposition is no subject.
    """
    match = FRONTED.match(kinds, begin, end)
    start = match.end() if match else begin
    if start < end and kinds[start] in "IyoaGTVwsY":
        twice = TWO_NOUNS.search(kinds, start, end)
        if not twice and interrupted:
            return None
        start = twice.end() if twice else start + 1
    label = kinds.rfind(":", start, end)
    if label >= 0 and "N" in kinds[label:end]:
        start = label + 1  # `Voting: The court held …`
    phrase = NOUN_PHRASE.search(kinds, start, end)
    if not phrase:
        return None
    stop = phrase.end()
    if stop < end and kinds[stop] == ",":
        listed = LISTED.match(kinds, stop, end)
        if listed:
            stop = listed.end()
    while kinds[stop - 1] in 'cr"jxIoya' and stop - 1 > phrase.start():
        stop -= 1
    return phrase.start(), stop


def antecedent_of(kinds: str, opener: int, begin: int) -> tuple[int, int] | None:
    """The chunks that a relative pronoun at `opener` may refer to: the noun phrases before it, back to a verb."""
    stop = opener
    while stop > begin and kinds[stop - 1] in 'Io,"-u':
        stop -= 1
    start = stop
    while start > begin and kinds[start - 1] in 'NYIoyaVGj"c)u':
        start -= 1
    if kinds[start:stop][:1] in ("V", "I") and start > begin and kinds[start - 1] == "," in kinds[stop:opener]:
        return antecedent_of(kinds, start - 1, begin)  # `a provision, called X, that …`
    while start < stop and kinds[start] != "N":
        start += 1
    return (start, stop) if start < stop else None


def closing(kinds: str, opened: int, end: int) -> int:
    """Where the parenthesis opened at `opened` closes, `end` where it does not."""
    close = kinds.find(")", opened, end)
    if close < 0 or kinds.find("(", opened + 1, close) < 0:
        return close if close >= 0 else end
    depth = 0
    for k in range(opened, end):
        if kinds[k] == "(":
            depth += 1
        elif kinds[k] == ")":
            depth -= 1
            if not depth:
                return k
    return end


def masked(kinds: str, begin: int, end: int) -> str:
    """The chunks with everything in parentheses between `begin` and `end` made neutral."""
    opened = kinds.find("(", begin, end)
    while opened >= 0:
        stop = min(closing(kinds, opened, end) + 1, end)
        kinds = kinds[:opened] + "u" * (stop - opened) + kinds[stop:]
        opened = kinds.find("(", stop, end)
    return kinds
