"""Court cases by name: `Loper Bright Enterprises v. Raimondo`, `In re Gault`, `Ex parte Quirin`, and short names after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from pipeline.nlp.citations.parties import left_party, right_party, vocabulary
from pipeline.nlp.citations.spelling import BLANK
from pipeline.nlp.page import Page
from pipeline.rules import lexicon, rules_for
from pipeline.values import Citation

VERSUS_RULE, PROCEEDING_RULE, SHORT_RULE = "citations.case.versus", "citations.case.proceeding", "citations.case.short"
VERSUS = re.compile(rf"{BLANK}{{1,3}}(?:vs?|V)\.{BLANK}{{1,3}}(?=[\w$])|{BLANK}v{BLANK}(?=[A-Z])")
PARENTHESIS = re.compile(rf"{BLANK}*\([^()]*\)")
SPACE = re.compile(r"\s+")
ALIAS = re.compile(
    rf"(?:,?{BLANK}[0-9]{{1,4}}{BLANK}[^()\n]{{1,60}})?(?:{BLANK}\([^()\n]{{0,30}}[0-9]{{4}}\))?"
    rf"{BLANK}{{1,3}}\((?:hereinafter{BLANK}|the{BLANK})?[\"“]?([A-Z][\w.&’'-]*(?:{BLANK}[A-Z][\w.&’'-]*){{0,4}}){BLANK}?[\"”]?\)"
)


class Case(NamedTuple):
    """A case cited by its full name."""

    start: int
    end: int
    parties: tuple[str, ...]
    norm: str


class Cases:
    """Finds cases by their full names, then by the short names that the text goes on with."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        self._words = vocabulary()
        self._proceeding = re.compile(
            "(?:"
            + "|".join(name.replace(" ", f"{BLANK}{{1,3}}") for name in rules[PROCEEDING_RULE].terms["names"])
            + f"){BLANK}{{1,3}}(?=[A-Z])"
        )
        self._not_proceeding = frozenset(rules[PROCEEDING_RULE].terms["not"])
        terms = rules[SHORT_RULE].terms
        self._before = re.compile(rf"(?:^|[\s(\"“])(?:{'|'.join(terms['before'])})(?:{BLANK}the)?{BLANK}$")
        self._after = re.compile(rf"(?:['’]s?)?{BLANK}(?:{'|'.join([*terms['nouns'], *terms['verbs']])})\b")
        self._titles = re.compile(
            rf"(?:{'|'.join(re.escape(title) for title in terms['titles'])}){BLANK}(?:[A-Z][\w.]*{BLANK})?$"
        )
        self._generic = frozenset(name.lower() for name in lexicon("citations_generic_parties"))

    def find(self, page: Page) -> list[Citation]:
        """Every case on the page."""
        cases = list(self._full(page.text))
        found = [
            Citation(
                case.start, case.end, "case", case.norm, None, VERSUS_RULE if len(case.parties) > 1 else PROCEEDING_RULE
            )
            for case in cases
        ]
        return [*found, *self._short(page.text, cases)]

    def _full(self, text: str) -> Iterator[Case]:
        floor = 0
        found = list(VERSUS.finditer(text))
        for match, following in zip_longest(found, found[1:]):
            start = left_party(text, floor, match.start(), self._words)
            if start is None:
                continue
            end = right_party(text, match.end(), self._words, following.start() if following else None)
            if end is None:
                continue
            floor = end
            yield Case(start, end, (text[start : match.start()], text[match.end() : end]), _norm(text[start:end]))
        for match in self._proceeding.finditer(text):
            if match.start() and text[match.start() - 1].isalnum():
                continue
            end = right_party(text, match.end(), self._words)
            if end is None or text[match.end() : end].split(maxsplit=1)[0] in self._not_proceeding:
                continue
            yield Case(match.start(), end, (text[match.end() : end],), _norm(text[match.start() : end]))

    def _short(self, text: str, cases: list[Case]) -> Iterator[Citation]:
        """The short names, from the place on where the case is first named in full."""
        names: dict[str, Case] = {}
        for case in sorted(cases):
            for name in self._names(text, case):
                names.setdefault(name, case)
        if not names:
            return
        pattern = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        scan = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")
        hits = list(scan.finditer(text))
        taken = [(case.start, case.end) for case in cases]
        persons = {
            match.group() for match in hits if self._titles.search(text, max(0, match.start() - 30), match.start())
        }
        for match in hits:
            case = names[match.group()]
            if match.start() < case.end or any(start <= match.start() < end for start, end in taken):
                continue
            if self._cued(text, match, match.group() in persons):
                yield Citation(match.start(), match.end(), "case", case.norm, None, SHORT_RULE)

    def _names(self, text: str, case: Case) -> Iterator[str]:
        """The names by which a text goes on calling a case: its alias, else a party's name that is not a government's."""
        alias = ALIAS.match(text, case.end)
        if alias and all(word in text[case.start : case.end] for word in alias[1].split()) and not alias[1].isupper():
            yield alias[1]
        for party in case.parties:
            name = SPACE.sub(" ", PARENTHESIS.sub("", party)).strip()
            name = re.sub(r",? (?:et al\.?|Inc\.?|LLC|L\.L\.C\.|Ltd\.?|Corp\.?|Co\.?|Enterprises)$", "", name)
            if len(name) > 3 and not name.isupper() and name.lower() not in self._generic and not self._public(name):
                yield name

    def _public(self, name: str) -> bool:
        words = name.lower().split()
        return words[0] in self._generic or words[-1] in self._generic or "of" in words

    def _cued(self, text: str, match: re.Match[str], person: bool) -> bool:
        if self._titles.search(text, max(0, match.start() - 30), match.start()):
            return False
        after = self._after.match(text, match.end())
        before = self._before.search(text, max(0, match.start() - 24), match.start())
        return bool(after) or bool(before and not person)


def _norm(name: str) -> str:
    return "case/" + SPACE.sub(" ", PARENTHESIS.sub("", name)).replace("’", "'").strip().lower()
