"""Public laws by number: `P.L. 113-291`, `Pub. L. No. 113–291`, `Public Laws 118-42 and 118-47`, `P.L. 480`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, JOIN, one_of
from pipeline.nlp.citations.urls import official_page
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

RULE = "citations.public_law.number"
SESSION_RULE = "citations.public_law.session"
NUMBER = rf"([0-9]{{1,3}}){BLANKS}{DASH}{BLANKS}([0-9]{{1,4}})(?![0-9])"
# A slip law beyond these is a misprint or something else (a telephone number, a page range).
LAST_CONGRESS, LAST_LAW = 150, 1500
# How far the Congresses of one run lie apart at most: `P.L. 94-142, 101-476, and 108-446`.
RUN_REACH = 60
# Single-letter markup can stand before the letters; a letter, digit or stop cannot.
GLUED = re.compile(r"[\w.]")


class PublicLaws:
    """Finds public laws; the second and later members of a run are rows of their own."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        name = one_of(rules[RULE].terms["names"])
        number = one_of(rules[RULE].terms["number_words"])
        head = rf"{name}{BLANKS}(?:{number}{BLANKS})?"
        self._first = re.compile(head + NUMBER)
        self._next = re.compile(rf"{JOIN}{NUMBER}")
        # A law of before 1957: its number alone, the Congress after it or known by its fame.
        self._session = re.compile(
            rf"(?:{name}|{one_of(rules[SESSION_RULE].terms['names'])}){BLANKS}(?:{number}{BLANKS})?"
            rf"([0-9]{{1,4}}),?{BLANK}{{1,3}}(?:of{BLANK}the{BLANK})?([0-9]{{1,3}}){BLANKS}(?:st|nd|rd|th|d){BLANK}Cong(?:ress|\.)"
        )
        self._famous = re.compile(rf"{head}([0-9]{{1,4}})(?![\w–-]|[.,][0-9])")
        self._fame = dict(pair.split("=") for pair in rules[SESSION_RULE].terms["famous"])

    def find(self, page: Page) -> list[Citation]:
        """Every public law on the page."""
        return [*self._numbered(page.text), *self._sessions(page.text)]

    def _numbered(self, text: str) -> Iterator[Citation]:
        for match in self._first.finditer(text):
            congress, law = int(match[1]), int(match[2])
            if not plausible(congress, law) or (match.start() and GLUED.match(text, match.start() - 1)):
                continue
            yield row(match.start(), match.end(), congress, law, RULE)
            end = match.end()
            while following := self._next.match(text, end):
                other, law = int(following[1]), int(following[2])
                if not plausible(other, law) or abs(other - congress) > RUN_REACH:
                    break
                yield row(following.start(1), following.end(), other, law, RULE)
                end = following.end()

    def _sessions(self, text: str) -> Iterator[Citation]:
        for match in self._session.finditer(text):
            yield row(match.start(), match.end(), int(match[2]), int(match[1]), SESSION_RULE)
        for match in self._famous.finditer(text):
            if match[1] in self._fame:
                yield row(match.start(), match.end(), int(self._fame[match[1]]), int(match[1]), SESSION_RULE)


def plausible(congress: int, law: int) -> bool:
    return 0 < congress <= LAST_CONGRESS and 0 < law <= LAST_LAW


def row(start: int, end: int, congress: int, law: int, rule: str) -> Citation:
    norm = f"pl/{congress}/{law}"
    return Citation(start, end, "public_law", norm, official_page("public_law", norm), rule)
