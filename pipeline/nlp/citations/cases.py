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
VERSUS = re.compile(
    rf"{BLANK}{{1,3}}(?:v\.{BLANK}{{1,3}}(?=[\w$])|vs\.{BLANK}{{1,3}}(?=[A-Z]))"
    rf"|{BLANK}v{BLANK}(?=[A-Z])|(?<=[A-Z]{{2}}){BLANK}V\.{BLANK}(?=[A-Z]{{2}})"
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
        found = list(VERSUS.finditer(text))
        for match, following in zip_longest(found, found[1:]):
            start = self._parties.left(text, floor, match.start())
            if start is None:
                continue
            end = self._parties.right(text, match.end(), following.start() if following else None)
            if end is None:
                continue
            floor = end
            parties = (text[start : match.start()], text[match.end() : end])
            yield Case.of(text, start, end, parties, VERSUS_RULE)

    def _proceedings(self, text: str) -> Iterator[Case]:
        for match in self._proceeding.finditer(text):
            if match.start() and text[match.start() - 1].isalnum():
                continue
            end = self._parties.right(text, match.end())
            if end is None or text[match.end() : end].split(maxsplit=1)[0] in self._no_proceeding:
                continue
            yield Case.of(text, match.start(), end, (text[match.end() : end],), PROCEEDING_RULE)
