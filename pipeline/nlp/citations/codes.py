"""Citations of the two codes by title: `42 U.S.C. §7545(c)(4)`, `40 C.F.R. Part 80`, `50 U.S.C. App. 595`."""

from __future__ import annotations

import re

from pipeline.nlp.citations.sections import Target, read_targets
from pipeline.nlp.citations.spelling import BLANK, BLANKS
from pipeline.nlp.citations.urls import cited
from pipeline.values import Citation

# Titles in force, with room for those that are still to be enacted.
LAST_TITLE = {"usc": 56, "cfr": 50}
# Between the code's name and the target: the annotated edition, the appendix, a comma, a lost bracket.
EDITION = re.compile(rf"{BLANKS}(?:Ann(?:otated|\.)|Supp\.{BLANKS}[IVX]{{1,4}}|A\.|S\.)?")
APPENDIX = re.compile(rf"{BLANKS},?{BLANKS}App(?:\.|endix\b)")
GAP = re.compile(rf"{BLANKS},?{BLANKS}(?:at{BLANK})?")
TITLE_WORD = re.compile(rf"(?:[Tt]itle|TITLE){BLANK}{{1,3}}$")


def read_code(text: str, start: int, title: str, code: str, end: int) -> list[Citation]:
    """The citations that follow a title and a code's name ending at `end`; the first begins at `start`."""
    if not 0 < int(title) <= LAST_TITLE[code]:
        return []
    end = EDITION.match(text, end).end()  # type: ignore[union-attr]
    if code == "usc" and (appendix := APPENDIX.match(text, end)):
        title, end = f"{title}-app", appendix.end()
    position = GAP.match(text, end).end()  # type: ignore[union-attr]
    targets, _ = read_targets(text, position, code)
    if before := TITLE_WORD.search(text, max(0, start - 9), start):
        start = before.start()
    return rows(targets, title, code, start)


def rows(targets: list[Target], title: str, code: str, start: int | None = None) -> list[Citation]:
    """One row a target; the first one's span begins at `start`, where the title stands."""
    found = []
    for index, target in enumerate(targets):
        norm = "/".join((code, title, *target.path))
        begin = target.start if index or start is None else start
        rule = f"citations.{code}.{'section' if target.unit == 'section' else 'unit'}"
        found.append(cited(begin, target.end, code, norm, rule))
    return found
