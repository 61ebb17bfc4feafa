"""Court cases by their full names: `Loper Bright Enterprises v. Raimondo`, `In re Gault`, `Ex parte Quirin`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from pipeline.nlp.citations.case_names import Case, ShortNames
from pipeline.nlp.citations.parties import Parties
from pipeline.nlp.citations.spelling import BLANK
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

VERSUS_RULE, PROCEEDING_RULE = "citations.case.versus", "citations.case.proceeding"
# Begins with its letter, not with the blank before it: that is looked at only where the letter stands.
VERSUS = re.compile(
    rf"v(?:\.{BLANK}{{1,3}}(?=[\w$])|s\.{BLANK}{{1,3}}(?=[A-Z])|{BLANK}(?=[A-Z]))|V\.{BLANK}(?=[A-Z]{{2}})"
)
BEFORE = re.compile(rf"{BLANK}{{1,3}}$")
BEFORE_CAPITAL = re.compile(rf"(?<=[A-Z]{{2}}|[A-Z]\.){BLANK}$")
# What shows that `vs.` parts the parties of a case: a court before it, its volume, number, year or holding after it.
COURT_BEFORE = re.compile(r"\b(?:[Cc]ourts?|[Cc]ase|[Dd]ecision|[Rr]uling|[Ll]awsuit|[Ll]itigation|[Oo]pinion)\b")
COURT_AFTER = re.compile(
    rf",?{BLANK}(?:[0-9]+{BLANK}[A-Z]|\([^()\n]{{0,24}}[0-9]{{4}}\)|No\.|the{BLANK}[Cc]ourt|decision|ruling|case)"
)


class Cases:
    """Finds cases by their full names, then by the short names that the text goes on with."""

    def __init__(self) -> None:
        rule = rules_for("citations")[PROCEEDING_RULE]
        names = "|".join(name.replace(" ", f"{BLANK}{{1,3}}") for name in rule.terms["names"])
        self._proceeding = re.compile(rf"(?:{names}):?{BLANK}{{1,3}}(?=[A-Z])")
        self._no_proceeding = frozenset(rule.terms["not"])
        self._parties = Parties()
        self._short_names = ShortNames()

    def find(self, page: Page) -> list[Citation]:
        """Every case on the page."""
        cases = sorted([*self._contested(page.text), *self._proceedings(page.text)])
        if not cases:
            return self._short_names.unnamed(page.text)
        full = [Citation(case.start, case.end, "case", case.norm, None, case.rule) for case in cases]
        return [*full, *self._short_names.find(page.text, cases), *self._short_names.unnamed(page.text)]

    def _contested(self, text: str) -> Iterator[Case]:
        floor = 0
        found = list(_versus(text))
        for (left, right), following in zip_longest(found, found[1:]):
            start = self._parties.left(text, floor, left)
            end = self._parties.right(text, right, following[0] if following else None) if start is not None else None
            if start is None or end is None or ("vs" in text[left:right] and not _of_court(text, start, end)):
                continue
            floor = end
            yield Case.of(text, start, end, (text[start:left], text[right:end]), VERSUS_RULE)

    def _proceedings(self, text: str) -> Iterator[Case]:
        for match in self._proceeding.finditer(text):
            if match.start() and text[match.start() - 1].isalnum():
                continue
            end = self._parties.right(text, match.end())
            if end is None or text[match.end() : end].split(maxsplit=1)[0] in self._no_proceeding:
                continue
            yield Case.of(text, match.start(), end, (text[match.end() : end],), PROCEEDING_RULE)


def _versus(text: str) -> Iterator[tuple[int, int]]:
    """Where each `v.` stands, the blanks round it included."""
    for match in VERSUS.finditer(text):
        blank = (BEFORE_CAPITAL if match.group()[0] == "V" else BEFORE).search(
            text, max(0, match.start() - 5), match.start()
        )
        if blank:
            yield blank.start(), match.end()


def _of_court(text: str, start: int, end: int) -> bool:
    """Whether words or a volume beside a name with `vs.` speak of a court: `Army vs. Navy` is no case."""
    return bool(COURT_BEFORE.search(text, max(0, start - 80), start) or COURT_AFTER.match(text, end))
