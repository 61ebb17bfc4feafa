"""Executive orders and proclamations by number, one row a number: `Executive Orders 14154 and 14241`."""

from __future__ import annotations

import re

from pipeline.nlp.citations.spelling import BLANKS, JOIN, one_of, plain
from pipeline.nlp.citations.urls import official_page
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

RULES = {
    "executive_order": ("eo", "citations.executive_order.number"),
    "proclamation": ("proc", "citations.proclamation.number"),
}
NUMBER = r"([0-9]{1,2},?[0-9]{3}|[0-9]{1,4})(?:-?[A-D])?(?![0-9A-Za-z]|,[0-9]|\.[0-9])"
# The later members of a list have as many digits as orders of our time have: no year, no day.
MEMBER = r"([0-9]{2},?[0-9]{3}|[3-9][0-9]{3})(?![0-9A-Za-z]|,[0-9]|\.[0-9]|%)"


class ExecutiveDocuments:
    """Finds executive orders and proclamations."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        self._scans = []
        for kind, (prefix, rule) in RULES.items():
            name, number = (one_of(rules[rule].terms[term]) for term in ("names", "number_words"))
            head = rf"{name}(?:{BLANKS}\({BLANKS}{name}{BLANKS}\))?{BLANKS}(?:{number}{BLANKS})?"
            self._scans.append(
                (kind, prefix, rule, re.compile(head + NUMBER), re.compile(rf"{JOIN}(?:{name}{BLANKS})?{MEMBER}"))
            )

    def find(self, page: Page) -> list[Citation]:
        """Every executive order and proclamation on the page that is cited by number."""
        text = page.text
        found = []
        for kind, prefix, rule, scan, member in self._scans:
            for match in scan.finditer(text):
                start, end = match.span()
                if start and text[start - 1].isalnum():
                    continue
                found.append(_row(start, end, kind, f"{prefix}/{plain(match[1])}", rule))
                while following := member.match(text, end):
                    end = following.end()
                    found.append(_row(following.start(1), end, kind, f"{prefix}/{plain(following[1])}", rule))
        return found


def _row(start: int, end: int, kind: str, norm: str, rule: str) -> Citation:
    return Citation(start, end, kind, norm, official_page(kind, norm), rule)
