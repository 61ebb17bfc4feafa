"""Numbered products of Congress's agencies and treaty documents: CRS, GAO, CBO, `Treaty Doc. 103-39`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, JOIN, one_of, plain
from pipeline.nlp.citations.urls import cited
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

CRS, GAO, CBO, TREATY = (f"citations.{kind}.number" for kind in ("crs_report", "gao_report", "cbo_report", "treaty"))
# The series in letters, or the older numbers by year: 98-305, 95-1209.
CRS_NUMBER = rf"([A-Z]{{1,3}}[0-9]{{4,6}}|[0-9]{{2}}{DASH}[0-9]{{2,4}})(?![0-9A-Za-z]|-[0-9])"
# The divisions of GAO before 2000 stand after a slash: GAO/NSIAD-96-12.
GAO_NUMBER = re.compile(
    rf"GAO(?:/[A-Z&]{{1,6}}(?:[/-][A-Z&]{{1,6}}){{0,2}})?{DASH}[0-9]{{2}}{DASH}[0-9]{{1,6}}[A-Z]{{0,3}}(?![0-9A-Za-z])"
)
CBO_NUMBER = rf"{BLANKS}(?:No\.{BLANKS})?([0-9]{{2,6}})(?![0-9])"
TREATY_HEAD = rf"{BLANKS},?{BLANKS}(?:Nos?\.{BLANKS})?"
TREATY_NUMBER = rf"([0-9]{{2,3}}){BLANKS}{DASH}{BLANKS}([0-9]{{1,3}})(?![0-9])"
# The chamber before `Treaty Doc.`; looked for from there, as `S.` and `Senate` are everywhere.
CHAMBER = re.compile(rf"(?:S\.|Sen(?:ate|\.)){BLANKS}$")
# CBO's publications have their numbers in their addresses alone.
CBO_ADDRESS = re.compile(r"cbo\.gov/publication/([0-9]{2,6})(?![0-9])")
IN_ADDRESS = re.compile(r"(?://|www\.)\S*$")


class Reports:
    """Finds CRS, GAO and CBO reports and treaty documents by their numbers."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        product = one_of(rules[CRS].terms["products"])
        self._crs = re.compile(rf"CRS{BLANK}{{1,3}}(?:{product}{BLANKS})?(?:No\.{BLANKS})?[(\[]?{CRS_NUMBER}")
        self._crs_next = re.compile(JOIN + CRS_NUMBER)
        self._cbo = re.compile(one_of(rules[CBO].terms["names"]) + CBO_NUMBER)
        self._treaty = re.compile(one_of(rules[TREATY].terms["names"]) + TREATY_HEAD + TREATY_NUMBER)
        self._treaty_next = re.compile(JOIN + TREATY_NUMBER)

    def find(self, page: Page) -> list[Citation]:
        """Every numbered report and treaty document on the page."""
        return [*self._crs_reports(page.text), *_gao_reports(page.text), *self._others(page.text)]

    def _crs_reports(self, text: str) -> Iterator[Citation]:
        for match in self._crs.finditer(text):
            if match.start() and text[match.start() - 1].isupper():
                continue
            yield cited(match.start(), match.end(), "crs_report", f"crs/{plain(match[1])}", CRS)
            end = match.end()
            while following := self._crs_next.match(text, end):
                end = following.end()
                yield cited(following.start(1), end, "crs_report", f"crs/{plain(following[1])}", CRS)

    def _others(self, text: str) -> Iterator[Citation]:
        for match in (*self._cbo.finditer(text), *CBO_ADDRESS.finditer(text)):
            yield cited(match.start(), match.end(), "cbo_report", f"cbo/{match[1]}", CBO)
        for match in self._treaty.finditer(text):
            chamber = CHAMBER.search(text, max(0, match.start() - 9), match.start())
            start = chamber.start() if chamber else match.start()
            yield cited(start, match.end(), "treaty", f"treaty/{match[1]}/{match[2]}", TREATY)
            end = match.end()
            while following := self._treaty_next.match(text, end):
                end = following.end()
                yield cited(following.start(1), end, "treaty", f"treaty/{following[1]}/{following[2]}", TREATY)


def _gao_reports(text: str) -> Iterator[Citation]:
    for match in GAO_NUMBER.finditer(text):
        start = match.start()
        if IN_ADDRESS.search(text, max(0, start - 80), start) or (start and text[start - 1].isupper()):
            continue
        yield cited(start, match.end(), "gao_report", f"gao/{plain(match.group())}", GAO)
