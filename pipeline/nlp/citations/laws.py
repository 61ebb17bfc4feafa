"""Public laws by number: `P.L. 113-291`, `Pub. L. No. 113–291`, `Public Laws 118-42 and 118-47`, `P.L. 480`."""

from __future__ import annotations

import re

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH, JOIN, one_of
from pipeline.nlp.citations.urls import cited
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

NUMBER_RULE, SESSION_RULE = "citations.public_law.number", "citations.public_law.session"
NUMBER = re.compile(rf"([0-9]{{1,3}}){BLANKS}{DASH}{BLANKS}([0-9]{{1,4}})(?![0-9])")
NEXT_NUMBER = re.compile(JOIN + NUMBER.pattern)
# A law of before 1957 by its own number: the Congress stands after it, or everyone knows it.
SESSION = re.compile(
    rf"([0-9]{{1,4}}),?{BLANK}{{1,3}}(?:of{BLANK}the{BLANK})?([0-9]{{1,3}}){BLANKS}(?:st|nd|rd|th|d){BLANK}Cong(?:ress|\.)"
)
FAMOUS = re.compile(rf"{DASH}?([0-9]{{1,4}})(?![\w–-]|[.,][0-9])")
# A slip law beyond these is a misprint or something else (a telephone number, a page range).
LAST_CONGRESS, LAST_LAW = 150, 1500
# How far the Congresses of one run lie apart at most: `P.L. 94-142, 101-476, and 108-446`.
RUN_REACH = 60


class PublicLaws:
    """Finds public laws; the second and later members of a run are rows of their own."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        terms, session = rules[NUMBER_RULE].terms, rules[SESSION_RULE].terms
        name, number = one_of([*terms["names"], *session["names"]]), one_of(terms["number_words"])
        self._head = re.compile(rf"{name}(?:{BLANKS}\({name}\))?{BLANKS}(?:{number}:?{BLANKS})?(?={DASH}?[0-9])")
        self._famous = dict(pair.split("=") for pair in session["famous"])

    def find(self, page: Page) -> list[Citation]:
        """Every public law on the page."""
        text = page.text
        found: list[Citation] = []
        for head in self._head.finditer(text):
            start = head.start()
            if not (start and text[start - 1].isupper()):
                found += _numbered(text, start, head.end()) or self._of_session(text, start, head.end())
        return found

    def _of_session(self, text: str, start: int, position: int) -> list[Citation]:
        if match := SESSION.match(text, position):
            return [_law(start, match.end(), match[2], match[1], SESSION_RULE)]
        match = FAMOUS.match(text, position)
        if match and match[1] in self._famous:
            return [_law(start, match.end(), self._famous[match[1]], match[1], SESSION_RULE)]
        return []


def _numbered(text: str, start: int, position: int) -> list[Citation]:
    """The run of laws whose first number stands at `position`."""
    match = NUMBER.match(text, position)
    if not match or not _plausible(match):
        return []
    found = [_law(start, match.end(), match[1], match[2], NUMBER_RULE)]
    while following := NEXT_NUMBER.match(text, found[-1].end):
        if not _plausible(following) or abs(int(following[1]) - int(match[1])) > RUN_REACH:
            break
        found.append(_law(following.start(1), following.end(), following[1], following[2], NUMBER_RULE))
    return found


def _plausible(match: re.Match[str]) -> bool:
    return 0 < int(match[1]) <= LAST_CONGRESS and 0 < int(match[2]) <= LAST_LAW


def _law(start: int, end: int, congress: str, number: str, rule: str) -> Citation:
    return cited(start, end, "public_law", f"pl/{int(congress)}/{int(number)}", rule)
