"""The parties of a case: where the name on either side of `v.` begins and ends."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.rules import lexicon, rules_for

RULE = "citations.case.versus"
# How far a party's name reaches at most, in characters and in words.
REACH, WORDS = 160, 14
WORD = re.compile(r"\S+")
ACRONYM = re.compile(r"\([A-Z][\w.&/-]*\),?$")
OPENING, CLOSING = "\"“‘'([{", "\"”’')]}"
INITIALS = re.compile(r"(?:[A-Za-z]\.)+$")
POSSESSIVE = re.compile(r"['’]s$")


class Vocabulary(NamedTuple):
    """The words that the boundaries of parties turn on."""

    connectors: frozenset[str]
    suffixes: frozenset[str]
    joined: frozenset[str]
    signals: frozenset[str]
    openers: frozenset[str]
    abbreviations: frozenset[str]
    holders: frozenset[str]
    nouns: frozenset[str]


def vocabulary() -> Vocabulary:
    """The vocabulary as it stands in the rule file and the lexicons."""
    terms = rules_for("citations")[RULE].terms
    return Vocabulary(
        connectors=frozenset(terms["connectors"]),
        suffixes=frozenset(terms["suffixes"]),
        joined=frozenset(terms["joined"]),
        signals=frozenset(lexicon("citations_signals")),
        openers=frozenset(terms["openers"]),
        abbreviations=frozenset(lexicon("citations_abbreviations")),
        holders=frozenset(terms["holders"]),
        nouns=frozenset(terms["nouns"]),
    )


def left_party(text: str, floor: int, end: int, words: Vocabulary) -> int | None:
    """Where the party that ends at `end` begins, not before `floor`; None where no name stands there."""
    floor = max(floor, end - REACH, text.rfind("\n", 0, end) + 1)
    start: int | None = None
    right = ""
    for match in reversed([*WORD.finditer(text, floor, end)][-WORDS:]):
        word = match.group()
        if match.start() == floor and floor and not text[floor - 1].isspace() and text[floor - 1] not in "/—–":
            break
        core = word.lstrip(OPENING)
        bare = core.rstrip(",").removesuffix("’").removesuffix("'")
        if ACRONYM.match(word):
            right = word
            continue
        if _stops_left(core, bare, right, words):
            break
        if bare[:1].isupper():
            start = match.start() + len(word) - len(core)
        elif bare not in words.connectors or (
            bare in ("and", "&") and not _joins(text, floor, match.start(), right, words, bare)
        ):
            break
        right = bare
        if core != word:
            break
    return start


def _stops_left(core: str, bare: str, right: str, words: Vocabulary) -> bool:
    """Whether the name begins only after this word."""
    if not bare or bare in words.signals or bare[-1] in ';:!?)]”"—–':
        return True
    if (
        core.endswith(",")
        and right not in words.suffixes
        and bare not in words.suffixes
        and bare not in ("al.", "al")
        and right
    ):
        return True
    if (
        bare.endswith(".")
        and bare not in words.abbreviations
        and bare not in words.suffixes
        and not INITIALS.match(bare)
        and bare != "al."
    ):
        return True
    return bool(POSSESSIVE.search(bare)) and POSSESSIVE.sub("", bare) in words.holders


def _joins(text: str, floor: int, position: int, right: str, words: Vocabulary, sign: str) -> bool:
    """Whether this `and` is inside a name: `Department of Health and Human Services`, `Crawford and Sons`."""
    if sign == "&" or right in words.joined:
        return True
    before = text[floor:position].split()[-5:]
    for index in range(len(before) - 1, -1, -1):
        if before[index] in ("of", "for"):
            return True
        if not before[index][:1].isupper():
            return False
    return False


def right_party(text: str, start: int, words: Vocabulary, following_versus: int | None = None) -> int | None:
    """Where the party that begins at `start` ends; None where no name stands there.

    `following_versus` is where the next `v.` stands: of `Ohio and Roe v. Wade` only `Ohio` is ours.
    """
    limit = text.find("\n", start, start + REACH)
    limit = min(len(text), start + REACH) if limit < 0 else limit
    end: int | None = None
    before_and: int | None = None
    institution = False
    found = [*WORD.finditer(text, start, limit)][:WORDS]
    for index, match in enumerate(found):
        word = match.group()
        following = found[index + 1].group() if index + 1 < len(found) else ""
        if word[0] in OPENING:
            if not (ACRONYM.match(word) and following.strip(",.;") + "." in words.suffixes and end):
                break
            continue
        core = word.rstrip(CLOSING + ",;:?!—–")
        closed = core != word
        if core.endswith("."):
            if not (core in words.abbreviations or core in words.suffixes or INITIALS.match(core)):
                core, closed = core.rstrip("."), True
            elif not following[:1].isupper() or following.strip(",.") in words.openers:
                closed = closed or end is not None or core[:1].isupper()
        if core in words.nouns:
            break
        if core[:1].isupper() or (core[:1].isdigit() and end is None and not core.isdigit()):
            if following_versus is not None and match.end() >= following_versus:
                return before_and
            name = POSSESSIVE.sub("", core)
            if name != core and not following[:1].isupper():
                core, closed = name, True
            end = match.start() + len(core)
        elif core in ("and", "&"):
            if not (core == "&" or institution or following.strip(",") in words.joined):
                break
            before_and = end
        elif core in words.connectors:
            institution = institution or core in ("of", "for")
        else:
            break
        if closed and not (word.endswith(",") and following.rstrip(",;:)") in words.suffixes):
            break
    return end
