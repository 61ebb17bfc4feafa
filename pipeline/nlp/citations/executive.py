"""Executive orders and proclamations by number, one row a number: `Executive Orders 14154 and 14241`."""

from __future__ import annotations

import re

from pipeline.nlp.citations.spelling import BLANKS, JOIN, one_of, plain
from pipeline.nlp.citations.urls import cited
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

# Kind -> the head of its ids.
PREFIXES = {"executive_order": "eo", "proclamation": "proc"}
NUMBER = re.compile(r"([1-9][0-9]?,?[0-9]{3}|[1-9][0-9]{0,3})(?:-?[A-D])?(?![0-9A-Za-z]|[,.–-][0-9])")
# The later members of a list have as many digits as orders of our time have: no year, no day.
MEMBER = r"([0-9]{2},?[0-9]{3}|[3-9][0-9]{3})(?![0-9A-Za-z]|[,.][0-9]|%)"


class ExecutiveDocuments:
    """Finds executive orders and proclamations."""

    def __init__(self) -> None:
        self._scans = []
        for kind in PREFIXES:
            terms = rules_for("citations")[_rule(kind)].terms
            name, number = one_of(terms["names"]), one_of(terms["number_words"])
            acronym = rf"(?:{BLANKS}\({BLANKS}{name}{BLANKS}\))?"
            head = re.compile(rf"{name}{acronym}{BLANKS}(?:{number}{BLANKS})?(?=[0-9])")
            self._scans.append((kind, head, re.compile(rf"{JOIN}(?:{name}{BLANKS})?{MEMBER}")))

    def find(self, page: Page) -> list[Citation]:
        """Every executive order and proclamation on the page that is cited by number."""
        text = page.text
        found = []
        for kind, scan, members in self._scans:
            for head in scan.finditer(text):
                number = NUMBER.match(text, head.end())
                if not number or (head.start() and text[head.start() - 1].isupper()):
                    continue
                found.append(_order(head.start(), number.end(), kind, number[1]))
                while member := members.match(text, found[-1].end):
                    found.append(_order(member.start(1), member.end(), kind, member[1]))
        return found


def _rule(kind: str) -> str:
    return f"citations.{kind}.number"


def _order(start: int, end: int, kind: str, number: str) -> Citation:
    return cited(start, end, kind, f"{PREFIXES[kind]}/{plain(number)}", _rule(kind))
