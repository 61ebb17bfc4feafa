"""Numbered products of Congress's agencies and treaty documents: CRS, GAO, CBO, `Treaty Doc. 103-39`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, JOIN, one_of, plain
from pipeline.nlp.citations.urls import official_page
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

CRS, GAO, CBO, TREATY = (f"citations.{kind}.number" for kind in ("crs_report", "gao_report", "cbo_report", "treaty"))
CRS_NUMBER = (
    r"((?:RL|RS|RM|R|IF|IN|LSB|IG|TE|WPD|WMR|HDR|IB|WVB|IP|MM|MB)[0-9]{4,6}|[0-9]{2}-[0-9]{2,4})(?![0-9A-Za-z]|-[0-9])"
)
# The divisions of GAO before 2000 stand after a slash: GAO/NSIAD-96-12.
GAO_NUMBER = re.compile(
    rf"GAO(?:/(?:[A-Z&]{{1,6}}/?){{0,3}}{DASH}?|{DASH})[0-9]{{2}}{DASH}[0-9]{{1,6}}[A-Z]{{0,3}}(?![0-9A-Za-z])"
)
URL_BEFORE = re.compile(r"[^\s]*(?://|www\.)[^\s]*$")


class Reports:
    """Finds CRS, GAO and CBO reports and treaty documents by their numbers."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        product = one_of(rules[CRS].terms["products"])
        self._crs = re.compile(rf"CRS{BLANK}{{1,3}}(?:{product}{BLANKS})?(?:No\.{BLANKS})?[(\[]?{CRS_NUMBER}")
        self._crs_next = re.compile(rf"{JOIN}{CRS_NUMBER}")
        self._cbo = re.compile(rf"{one_of(rules[CBO].terms['names'])}{BLANKS}(?:No\.{BLANKS})?([0-9]{{2,6}})(?![0-9])")
        self._treaty = re.compile(
            rf"{one_of(rules[TREATY].terms['names'])}{BLANKS},?{BLANKS}(?:Nos?\.{BLANKS})?([0-9]{{2,3}}){BLANKS}{DASH}{BLANKS}([0-9]{{1,3}})(?![0-9])"
        )

    def find(self, page: Page) -> list[Citation]:
        """Every numbered report and treaty document on the page."""
        text = page.text
        return [*self._crs_reports(text), *self._gao_reports(text), *self._others(text)]

    def _crs_reports(self, text: str) -> Iterator[Citation]:
        for match in self._crs.finditer(text):
            if match.start() and text[match.start() - 1].isalnum():
                continue
            yield _row(match.start(), match.end(), "crs_report", f"crs/{match[1]}", CRS)
            end = match.end()
            while following := self._crs_next.match(text, end):
                end = following.end()
                yield _row(following.start(1), end, "crs_report", f"crs/{following[1]}", CRS)

    def _gao_reports(self, text: str) -> Iterator[Citation]:
        for match in GAO_NUMBER.finditer(text):
            if match.start() and (
                text[match.start() - 1].isalnum() or URL_BEFORE.search(text, max(0, match.start() - 60), match.start())
            ):
                continue
            yield _row(match.start(), match.end(), "gao_report", f"gao/{plain(match.group())}", GAO)

    def _others(self, text: str) -> Iterator[Citation]:
        for match in self._cbo.finditer(text):
            yield _row(match.start(), match.end(), "cbo_report", f"cbo/{match[1]}", CBO)
        for match in self._treaty.finditer(text):
            yield _row(match.start(), match.end(), "treaty", f"treaty/{match[1]}/{match[2]}", TREATY)


def _row(start: int, end: int, kind: str, norm: str, rule: str) -> Citation:
    return Citation(start, end, kind, norm, official_page(kind, norm), rule)
