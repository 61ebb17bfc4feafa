"""Bills and resolutions: `H.R. 1346`, `S.J.Res. 7`, `S. 4035/H.R. 7942`, `House Resolution 757`, each with its Congress."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.citations.congresses import Congresses
from pipeline.nlp.citations.spelling import BLANK, BLANKS, JOIN, key, one_of
from pipeline.nlp.citations.urls import cited
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

RULE = "citations.bill.number"
# What cannot stand right before: a capital or digit, another initial (`U.S. 121`, `J. S. 5`). A word that lost its
# blank can.
GLUED = re.compile(rf"(?:[A-Z0-9&’'-]|(?<![A-Za-z])[A-Z]\.{BLANK}?)$")
# `Smith, S. 2019`: an author's initial and the year of a publication.
YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
SURNAME = re.compile(rf"[A-Z][a-z’'-]+,?{BLANK}$")
# What a number is not followed by: more digits, an ordinal's ending, a reporter (`75 S. 4`).
NUMBER = r"([0-9]{1,5})(?![0-9]|[.,][0-9]|(?:st|nd|rd|th)\b)"
# Between bills of one run, the Congress of which is said once.
RUN = re.compile(
    rf"{BLANKS}(?:[,;/&(]|and|or|with|its{BLANK}companion(?:{BLANK}bill)?,?|Senate|House|companion|bill|{BLANK}){{0,6}}{BLANKS}$"
)
RUN_REACH = 40
# How far after a bill another one may belong to the same story.
STORY = 600
# Bare members of a list: `H.R. 3803, 4018, and 5000`.
BARE = re.compile(rf"{JOIN}{NUMBER}(?={BLANKS}(?:[),;.:\]]|(?:and|or|would|were|have|had|are)\b|\())")


class Bill(NamedTuple):
    """A bill where it stands, before its Congress is known."""

    start: int
    end: int
    type: str
    number: int


class Bills:
    """Finds bills and resolutions of both chambers; committee reports and amendments are none."""

    def __init__(self) -> None:
        types = rules_for("citations")[RULE].terms
        self._types = {key(name): type_ for type_, names in types.items() for name in names}
        names = one_of(name for names in types.values() for name in names)
        self._scan = re.compile(rf"({names}){BLANKS}(?:No\.{BLANKS})?{NUMBER}")

    def find(self, page: Page) -> list[Citation]:
        """Every bill and resolution on the page."""
        bills = list(self._bills(page.text))
        if not bills:
            return []
        congresses = Congresses(page)
        runs = list(_runs(bills, page.text))
        return [_row(bill, of) for run, of in zip(runs, _resolve(runs, congresses), strict=True) for bill in run]

    def _bills(self, text: str) -> Iterator[Bill]:
        for match in self._scan.finditer(text):
            start, end = match.span()
            if start and GLUED.search(text, max(0, start - 4), start):
                continue
            if int(match[2]) == 0 or (YEAR.match(match[2]) and SURNAME.search(text, max(0, start - 24), start)):
                continue
            type_ = self._types[key(match[1])]
            yield Bill(start, end, type_, int(match[2]))
            while following := BARE.match(text, end):
                if 1789 <= int(following[1]) <= 2100 or len(following[1]) < 3:
                    break
                end = following.end()
                yield Bill(following.start(1), end, type_, int(following[1]))


def _runs(bills: list[Bill], text: str) -> Iterator[list[Bill]]:
    """The bills that are named in one breath."""
    run = [bills[0]]
    for bill in bills[1:]:
        gap = text[run[-1].end : bill.start]
        if len(gap) <= RUN_REACH and RUN.match(gap):
            run.append(bill)
        else:
            yield run
            run = [bill]
    yield run


def _resolve(runs: list[list[Bill]], congresses: Congresses) -> Iterator[int | None]:
    """The Congress of each run by the order of evidence that `congresses` sets out."""
    places = [(run[0].start, run[-1].end) for run in runs]
    said = [congresses.said_of(start, end) for start, end in places]
    named = [of or congresses.named_before(start) for of, (start, _) in zip(said, places, strict=True)]
    told = [of or congresses.told(start, end) for of, (start, end) in zip(named, places, strict=True)]
    known_by_say, known_by_tale = _known(runs, said), _known(runs, told)
    last, reach = None, 0
    for run, (start, end), by_name, by_tale in zip(runs, places, named, told, strict=True):
        of = (
            by_name
            or _recall(run, known_by_say)
            or congresses.setting(start)
            or by_tale
            or _recall(run, known_by_tale)
            or (last if start <= reach and congresses.narrates(start) else None)
        )
        last, reach = of, end + STORY
        yield of or congresses.published()


def _known(runs: list[list[Bill]], found: list[int | None]) -> dict[tuple[str, int], int]:
    """The Congress of each bill by its first mention with evidence."""
    known: dict[tuple[str, int], int] = {}
    for run, of in zip(runs, found, strict=True):
        for bill in run if of else ():
            known.setdefault((bill.type, bill.number), of or 0)
    return known


def _recall(run: list[Bill], known: dict[tuple[str, int], int]) -> int | None:
    return next((known[bill.type, bill.number] for bill in run if (bill.type, bill.number) in known), None)


def _row(bill: Bill, congress: int | None) -> Citation:
    norm = f"{bill.type}/{congress}/{bill.number}" if congress else f"{bill.type}/{bill.number}"
    return cited(bill.start, bill.end, "bill", norm, RULE)
