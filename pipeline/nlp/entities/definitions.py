"""Short forms that the text explains: `Food and Drug Administration (FDA)`, `FDA = Food and …`, `(the "Quad")`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.entities.index import Index
from pipeline.nlp.page import Page

# The tokens that definitions stand beside.
BRACKETS = frozenset("([")
EQUALS = frozenset("=:(")
QUOTES = frozenset('"“')
LINKS = frozenset("-/&")  # inside a short form
ROUND = frozenset("(")
OR = frozenset(("or",))
SIGNALS = BRACKETS | EQUALS | QUOTES | OR
LEAD = r"(?:(?:or|the|hereinafter|hereafter|collectively|sometimes|often|also|commonly|formerly|previously|better|called|known\s+as|referred\s+to\s+as|i\.e\.|e\.g\.),?\s+){0,5}"
# An opening bracket with a short form right behind it.
BRACKETED = re.compile(
    rf"[(\[]\s*{LEAD}(?P<quote>[\"“‘']?)(?P<short>[A-Z][\w&./+-]{{0,20}}(?:\s[A-Z][\w&./+-]{{0,20}}){{0,3}}(?:\s(?:19|20)?\d\d)?)(?:['’]s)?\s*(?=[)\];,\"”’]|\s+or\s|\s+in\s)"
)
# … or at the end of what stands in the bracket: (Division D of P.L. 115-254; DRRA).
TRAILING = re.compile(
    r"\((?P<inside>[^()\n]{3,90}?)[;,]\s+(?:the\s+|or\s+|hereinafter\s+)?[\"“]?(?P<short>[A-Z][A-Za-z&/-]{1,11})[\"”]?\)"
)
# What a full name may stand behind.
EQUATION = re.compile(r"[=:(]\s*(?:the\s+)?(?=[A-Z])")
# A name that quotation marks give after a name: often called the "Special Rule".
CALLED = re.compile(r"[\"“](?P<short>[A-Z][\w&.’'-]*(?:\s[A-Z][\w&.’'-]*){0,4}),?[\"”]")
CALLING = re.compile(
    r"(?:called|dubbed|known\s+as|referred\s+to\s+as|hereinafter|nicknamed)(?:\s+(?:simply|as))?\s+(?:the\s+)?$"
)
PLACE = re.compile(r",\s[A-Z]{2}\b")
# An acronym of another language behind a name: Justice and Development Party (AKP).
FOREIGN = re.compile(r"[A-Z]{3,8}")
SKIPPED = frozenset("of for the and on to in with a an by from at or against into as its de la del".split())
SIGNS = frozenset(("-", "–", "&", "/", ",", "'s", "’s", "'", "’", "‑", "."))
CLOSING = frozenset(("'s", "’s", "'", "’", ",", '"', "”"))


class Definition(NamedTuple):
    """A full name at tokens `first:last` and its short form at `short_first:short_last`.

    `first` is -1 where the words do not spell the short form: it belongs to the name that ends at `last`.
    """

    first: int
    last: int
    short_first: int
    short_last: int


def definitions(page: Page, index: Index) -> Iterator[Definition]:
    """The short forms that the page explains, in no order."""
    words, starts = page.words, page.starts
    for opening in index.each(BRACKETS):
        match = BRACKETED.match(page.text, starts[opening])
        if match:
            yield from _bracketed(page, opening, match)
    for opening in index.each(ROUND):
        match = TRAILING.match(page.text, starts[opening])
        if match:
            yield from _trailing(page, opening, match)
    for sign in index.each(EQUALS):
        if sign and not (words[sign - 1].islower() and words[sign - 2] not in LINKS):
            yield from _equation(page, sign)
    yield from _alternatives(page, index)
    yield from _called(page, sorted(index.each(QUOTES)))


def _bracketed(page: Page, opening: int, match: re.Match[str]) -> Iterator[Definition]:
    """Food and Drug Administration (FDA)."""
    last = closing(page, opening)
    if not last or PLACE.match(page.text, match.end()):
        return
    short = match.group("short")
    short_first, short_last = page.tokens_in(*match.span("short"))
    word, _, rest = short.partition(" ")
    bare = word if rest.isdigit() else short  # OPA 90
    found = spelled_out(page, last, bare) if " " not in bare or bare.isupper() else act_of(page, last, short)
    if found is not None:
        yield Definition(found, last, short_first, short_last)
    elif match.group("quote") or FOREIGN.fullmatch(short) or shortens(page, last, short):
        yield Definition(-1, last, short_first, short_last)


def _trailing(page: Page, opening: int, match: re.Match[str]) -> Iterator[Definition]:
    """Disaster Recovery Reform Act (Division D of P.L. 115-254; DRRA)."""
    last = closing(page, opening)
    found = spelled_out(page, last, match.group("short")) if last else None
    if found is not None:
        yield Definition(found, last, *page.tokens_in(*match.span("short")))


def _equation(page: Page, sign: int) -> Iterator[Definition]:
    """FDA (Food and Drug Administration), FDA = Food and Drug Administration."""
    words = page.words
    first = sign - 1
    if not words[first][0].isalnum():
        return
    while first > 0 and words[first - 1] in LINKS and page.ends[first - 1] == page.starts[first]:
        first -= 2
    short = page.text[page.starts[first] : page.ends[sign - 1]] if first >= 0 else ""
    if len(short) > 13 or (short.isalpha() and short[1:].islower()):
        return
    letters = capitals(short)
    if len(letters) < 2 or "\n" in short:
        return
    match = EQUATION.match(page.text, page.starts[sign])
    if match:
        begin = page.token_at(match.end())
        end = spells(page, begin, letters)
        if end is not None:
            yield Definition(begin, end, first, sign)


def _called(page: Page, quotes: list[int]) -> Iterator[Definition]:
    """Often called the "Special Rule"."""
    end = 0
    for quote in quotes:
        start = page.starts[quote]
        match = CALLED.match(page.text, start) if start >= end else None
        if not match:
            continue
        end = match.end()
        calling = CALLING.search(page.text, max(0, start - 40), start)
        if not calling:
            continue
        last = page.token_at(calling.start())
        for back in range(last, max(0, last - 5), -1):
            if page.words[back - 1] in (",", "—", "-", "–", "(", "--"):
                yield Definition(-1, back - 1, *page.tokens_in(*match.span("short")))
                break


def _alternatives(page: Page, index: Index) -> Iterator[Definition]:
    """The National Fire Incident Reporting System or NFIRS."""
    words = page.words
    for link in index.each(OR):
        at = link + 1 + (words[link + 1 : link + 2] == ["the"])
        short = words[at] if at < len(words) else ""
        if link and len(short) > 2 and short in index.places and len(capitals(short)) > 2:
            last = closing(page, link)
            found = spelled_out(page, last, short) if last else None
            if found is not None:
                yield Definition(found, last, at, at + 1)


def capitals(short: str) -> str:
    """The signs of a short form that stand for words."""
    return "".join([sign for sign in short if sign.isupper() or sign.isdigit()])


def closing(page: Page, last: int) -> int:
    """The end of the name before a bracket: neither a possessive sign nor `, as amended` is part of it."""
    while last and page.words[last - 1] in CLOSING:
        last -= 1
    if page.words[last - 2 : last] == ["as", "amended"]:
        return closing(page, last - 2)
    return last


def shortens(page: Page, last: int, short: str) -> bool:
    """Is the short form made of words, or of letters, of what stands before it: RAW FARM, LLC (Raw Farm)?"""
    words = short.split()
    before = page.lower[max(0, last - 12) : last]
    if any(not word[0].isupper() for word in words):
        return False
    if len(words) > 1 and words[-1].lower() in before and words[0].isupper():  # SCM Agreement, GO Zone Act
        initials = iter([word[0] for word in before if word not in SKIPPED])
        return all(sign in initials for sign in words[0].lower())
    if len(words) > 1 or not short.isupper():
        return len(short) > 3 and all(word.lower() in before for word in words)
    if not 3 <= len(short) <= 8 or "-" in short:
        return False
    signs = iter("".join(before[-6:]))
    return all(sign in signs for sign in short.lower())


def act_of(page: Page, last: int, short: str) -> int | None:
    """The first token of a law whose initials make the word before `Act`: … Gulf Coast States Act of 2012 (RESTORE Act)."""
    word, _, rest = short.partition(" ")
    if rest != "Act" or not word.isupper():
        return None
    for end in range(last, max(0, last - 4), -1):
        if page.words[end - 1] == "Act":
            return spelled_out(page, end - 1, word)
    return None


def spelled_out(page: Page, last: int, short: str) -> int | None:
    """The first token of the words before `last` whose initials make `short`; None where they do not."""
    letters = capitals(short)
    if len(letters) < 2:
        return None
    words = page.words
    at, need, skipped = last - 1, len(letters) - 1, 0
    floor = max(0, last - 3 * len(letters) - 4)
    while at >= floor:
        word = words[at]
        if word[0].isalnum():
            upper = word.upper()
            several = _several(upper, letters, need)
            if several and (upper[0] != letters[need] or word.isupper()):
                need -= several
                if need < 0:
                    return at
            elif upper[0] == letters[need] and not (word in SKIPPED and _later(words, at, letters[need])):
                if need == 0:
                    return at
                need -= 1
            elif word.lower() not in SKIPPED:
                skipped += 1
                if skipped > 1:
                    return None
        elif word == ")":  # a bracket inside the name
            while at > floor and words[at] != "(":
                at -= 1
        elif word not in SIGNS or page.text[page.ends[at] : page.starts[at + 1]].count("\n"):
            return None
        at -= 1
    return None


def _later(words: list[str], at: int, letter: str) -> bool:
    """Does the word before a small word give its letter: the O of `Office of`?"""
    for back in range(at - 1, max(-1, at - 4), -1):
        if words[back].lower() not in SKIPPED:
            return words[back][0] == letter
    return False


def _several(word: str, letters: str, need: int) -> int:
    """How many letters of the short form end at `need` inside one word (FinCEN, GusNIP, TSCA's NASA): 0 where one at most."""
    if len(word) > 1 and letters[: need + 1].endswith(word):
        return len(word)
    for size in (4, 3, 2):
        piece = letters[max(0, need + 1 - size) : need + 1]
        if len(piece) == size and word[0] == piece[0]:
            rest = iter(word)
            if all(sign in rest for sign in piece):
                return size
    return 0


def spells(page: Page, begin: int, letters: str) -> int | None:
    """The end of the words from `begin` whose initials make `letters`; None where they do not."""
    need = 0
    if len(letters) < 2:
        return None
    for at in range(begin, min(len(page.words), begin + 3 * len(letters) + 2)):
        word = page.words[at]
        if not word[0].isalnum():
            if word in SIGNS and "\n" not in page.text[page.ends[at - 1] : page.starts[at]]:
                continue
            return None
        if word[0].upper() == letters[need] and (word.lower() not in SKIPPED or word[0].isupper()):
            need += 1
            if need == len(letters):
                return at + 1
        elif word.lower() not in SKIPPED:
            return None
    return None
