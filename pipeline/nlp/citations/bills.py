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
        said = [congresses.said_of(run[0].start, run[-1].end) for run in runs]
        known = {
            (bill.type, bill.number): of
            for run, of in zip(reversed(runs), reversed(said), strict=True)
            if of
            for bill in run
        }
        found = []
        for run, of in zip(runs, said, strict=True):
            first = run[0]
            shared = (
                of
                or congresses.named_before(first.start)
                or next((known[bill.type, bill.number] for bill in run if (bill.type, bill.number) in known), None)
                or congresses.setting(first.start)
                or congresses.told(first.start)
                or congresses.published()
            )
            found += [_row(bill, shared) for bill in run]
        return found

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


def _row(bill: Bill, congress: int | None) -> Citation:
    norm = f"{bill.type}/{congress}/{bill.number}" if congress else f"{bill.type}/{bill.number}"
    return cited(bill.start, bill.end, "bill", norm, RULE)
