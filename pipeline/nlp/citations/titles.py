"""Code citations in words, led by their title: `section 1168 of title 10, United States Code`,
`Title 38, Section 3.12, of the Code of Federal Regulations`.
"""

from __future__ import annotations

import re

from pipeline.nlp.citations.codes import LAST_TITLE, rows
from pipeline.nlp.citations.sections import SIGN, Target, read_targets, subdivisions
from pipeline.nlp.citations.spelling import BLANK, BLANKS, one_of
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Citation

RULE = "citations.{}.spelled"
# `itle` and not `title`: an expression that begins with fixed letters is found twenty times faster.
TITLE = re.compile(rf"itle{BLANK}{{1,3}}([0-9]{{1,2}})(?![0-9A-Za-z]|[.,-][0-9])")
OPENING = re.compile(r"[Tt]$")
# How far before a title its section may begin: a list of sections with subdivisions.
REACH = 160
LINK = re.compile(rf"(?:,?{BLANK}{{1,3}}(?:of|in|under)|,){BLANK}{{1,3}}$")
SUBSECTION = re.compile(rf"[Ss]ub(?:section|paragraph)s?{BLANK}((?:\([0-9A-Za-z]{{1,4}}\)){{1,5}}){BLANK}of{BLANK}$")
# `section 5 of title 2 of the Act`: that title is no title of the Code.
OF_AN_ACT = re.compile(rf",?{BLANK}of{BLANK}(?:the|that|this|such|an)\b")


class CodeTitles:
    """Finds code citations whose title is written out."""

    def __init__(self) -> None:
        rules = rules_for("citations")
        names = {code: one_of(rules[RULE.format(code)].terms["names"]) for code in LAST_TITLE}
        code = "|".join(f"(?P<{code}>{names})" for code, names in names.items())
        self._code_after = re.compile(rf",?{BLANKS}(?:(?:of|in|to){BLANK}(?:the{BLANK})?|the{BLANK})?(?:{code})")
        self._code_before = re.compile(rf"(?:{code}),?{BLANKS}$")
        self._comma = re.compile(rf",?{BLANKS}(?:at{BLANK})?")

    def find(self, page: Page) -> list[Citation]:
        """Every code citation on the page that spells its title."""
        text = page.text
        found: list[Citation] = []
        for match in TITLE.finditer(text):
            if OPENING.search(text, max(0, match.start() - 1), match.start()):
                found += self._before(text, match) or self._after(text, match)
        return found

    def _before(self, text: str, title: re.Match[str]) -> list[Citation]:
        """`sections 5 and 6 of title 10, United States Code`: the sections stand before the title."""
        begin = title.start() - 1
        floor = max(0, begin - REACH)
        floor = max(floor, text.rfind("\n", floor, begin) + 1)
        link = LINK.search(text, floor, begin)
        if not link:
            return []
        named = self._code_after.match(text, title.end())
        code = named.lastgroup if named else "usc"
        for sign in SIGN.finditer(text, floor, link.start()):
            if sign.start() and text[sign.start() - 1].isalnum():
                continue
            targets, end = read_targets(text, sign.start(), str(code))
            if targets and end == link.start():
                break
        else:
            return []
        if not named and (OF_AN_ACT.match(text, title.end()) or targets[0].unit != "section"):
            return []
        targets = _within_subsection(text, targets)
        close = named.end() if named else title.end()
        return self._rows([*targets[:-1], targets[-1]._replace(end=close)], title[1], str(code))

    def _after(self, text: str, title: re.Match[str]) -> list[Citation]:
        """`Title 10, Section 1168, of the U.S. Code`, `Title 10 of the U.S. Code, Section 1168`."""
        begin = title.start() - 1
        named = self._code_after.match(text, title.end())
        before = named or self._code_before.search(text, max(0, begin - 40), begin)
        position = self._comma.match(text, named.end() if named else title.end()).end()  # type: ignore[union-attr]
        if not SIGN.match(text, position):
            return []
        targets, end = read_targets(text, position, str(before.lastgroup) if before else "cfr")
        if not targets:
            return []
        if not before:
            named = self._code_after.match(text, end)
            if not named:
                return []
            if named.lastgroup == "usc":
                targets, end = read_targets(text, position, "usc")
            targets[-1] = targets[-1]._replace(end=named.end())
            before = named
        targets[0] = targets[0]._replace(start=begin)
        return self._rows(targets, title[1], str(before.lastgroup))

    def _rows(self, targets: list[Target], title: str, code: str) -> list[Citation]:
        if not 0 < int(title) <= LAST_TITLE[code]:
            return []
        return [row._replace(rule=RULE.format(code)) for row in rows(targets, title, code)]


def _within_subsection(text: str, targets: list[Target]) -> list[Target]:
    """`subsection (a) of section 5`: the subdivisions before the section belong to it."""
    first = targets[0]
    prefix = SUBSECTION.search(text, max(0, first.start - 60), first.start)
    if not prefix or len(targets) > 1:
        return targets
    path, _ = subdivisions(text, prefix.start(1))
    return [first._replace(start=prefix.start(), path=(first.path[0], *path, *first.path[1:]))]
