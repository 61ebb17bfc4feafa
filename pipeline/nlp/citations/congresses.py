"""Which Congress a bill belongs to: what the text near it says, else the report's date.

A bill's number starts again every two years. The evidence, the strongest first:

1. said of the bill itself: `(119th Congress)` or `(115th)` after it, `(P.L. 117-169)` as its law, `Act of 2019 (H.R. 860)`
   or `H.R. 1360 (the FOCUS Act of 2015)` as its title, `introduced in 2007`;
2. a Congress named before it in the same sentence;
3. the same bill with evidence of the first kind elsewhere in the document;
4. `In the 113th Congress` earlier in the paragraph, then in the heading above it;
5. the year in which its sentence places what it tells, where that is past;
6. the same bill with evidence of the second or fifth kind elsewhere;
7. the bill before it, where the story goes on in the past tense;
8. the day of the report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH
from pipeline.nlp.page import Page

# The first Congress whose term begins on 3 January (20th Amendment).
FIRST_OF_JANUARY = 74
NUMBER = r"([0-9]{1,3})"
ORDINAL = rf"{NUMBER}{BLANKS}(?:st|nd|rd|th|d)?{BLANKS}"
MENTION = re.compile(r"Cong(?:ress|\.)(?![a-z])")
NUMBER_BEFORE = re.compile(rf"(?<![0-9.,-]){ORDINAL}$")
LAST_CONGRESS = re.compile(rf"\b(?:last|previous|prior|preceding){BLANK}Congress\b")
# `(119th Congress)`, `, 113 th Cong., 1 st sess.`, `in the 115th Congress`, `(115th)`, each after a title in parentheses.
AFTER = re.compile(
    rf"(?:{BLANKS}\([^()\n]{{0,200}}\))?{BLANKS}[),(\[;]{{0,3}}{BLANKS}(?:(?:in|of|from|during){BLANK})?(?:the{BLANK})?"
    rf"(?:{ORDINAL}Cong(?:ress|\.)|{NUMBER}(?:st|nd|rd|th)[)\],])"
)
PUBLIC_LAW = (
    rf"(?:P\.{BLANKS}L\.|Pub(?:\.|lic){BLANKS}L(?:\.|aw)){BLANKS}(?:No\.{BLANKS})?([0-9]{{2,3}}){DASH}[0-9]{{1,4}}"
)
# `H.R. 5376 (P.L. 117-169)`, `(H.R. 1, P.L. 119-21)`, `H.R. 2156, which was included in P.L. 116-9`.
LAW_AFTER = re.compile(
    rf"{BLANKS}\({BLANKS}{PUBLIC_LAW}|{BLANKS}[,;]{BLANKS}{PUBLIC_LAW}{BLANKS}\)|"
    rf"[^.;\n]{{0,140}}?\b(?:became|enacted{BLANK}(?:as|in)|included{BLANK}in|incorporated{BLANK}into|law{BLANK}as)"
    rf"(?:{BLANK}part{BLANK}of)?{BLANK}{PUBLIC_LAW}"
)
# The title of an act up to its year: capitalised words and what joins them.
TITLE = (
    rf"(?:(?:[A-Z][\w.’'&/-]*|of|the|and|for|to|in|on|a|from|with|by),?{BLANK}){{0,25}}?"
    rf"(?:Act|NDAA|Resolution|Amendments)(?P<kind>{BLANK}of|,|{BLANK}for){BLANK}"
    rf"(?P<fiscal>Fiscal{BLANK}Year{BLANK}|FY{BLANKS})?(?P<year>(?:19|20)[0-9]{{2}})"
)
TITLE_AFTER = re.compile(rf"{BLANKS}[,(]{BLANKS}(?:the{BLANK})?{TITLE}")
IN_BRACKETS = rf"{BLANKS}\((?:[^()\n]{{0,60}}[;,]{BLANK})?$"
TITLE_BEFORE = re.compile(rf"{TITLE}{IN_BRACKETS}")
FISCAL_BEFORE = re.compile(
    rf"FY{BLANKS}(?P<year>(?:19|20)[0-9]{{2}}){BLANK}(?:[A-Za-z][\w’'-]*,?{BLANK}){{0,8}}?(?:Act|NDAA|bill|resolution){IN_BRACKETS}"
)
DATE_BEFORE = re.compile(
    rf"[A-Z][a-z]{{2,8}}\.?{BLANK}(?:[0-9]{{1,2}}{BLANKS},{BLANK})?(?P<year>(?:19|20)[0-9]{{2}}){BLANKS}[—–:-]{{1,2}}{BLANKS}$"
)
INTRODUCED = re.compile(
    rf"[^.;\n]{{0,60}}?\bintroduced{BLANK}(?:in|on)[^.;\n]{{0,20}}?\b(?P<year>(?:19|20)[0-9]{{2}})\b"
)
YEAR = re.compile(r"(?<![0-9,.$-])((?:19|20)[0-9]{2})(?![0-9%]|[.,][0-9])")
# A year that places what is told: after a preposition, a month with its day, or a season.
TOLD = re.compile(
    rf"(?:[Ii]n|[Dd]uring|[Ss]ince|[Ee]arly|[Ll]ate|mid|[Aa]fter|January|February|March|April|May|June|July|August|September|"
    rf"October|November|December|(?:[0-9]{{1,2}}{BLANKS},)|spring|summer|fall|winter){BLANKS}$"
)
PAST = re.compile(
    r"\b(?:was|were|had|would have|passed|introduced|reported|became|failed|signed|approved|agreed|considered|adopted|voted|cleared|rejected|vetoed|died|held|offered|sponsored|stalled)\b"
)
PROSPECT = re.compile(r"\bwould (?!have\b)|\bas introduced\b|\bproposes\b|\bhas been introduced\b")
PLACED = re.compile(r"\b(?:[Ii]n|[Dd]uring|[Oo]f) the $")
# How far back in a paragraph the evidence may stand; how far after a bill the year that its sentence tells of.
REACH, AFTERWARDS = 1500, 140
THAT_YEAR = re.compile(r"\bthat (?:same )?year\b")


def congress_on(day: date) -> int:
    """The number of the Congress that sits on a day."""
    number = (day.year - 1789) // 2 + 1
    opening = date(1789 + 2 * (number - 1), 1, 3) if number >= FIRST_OF_JANUARY else date(1789 + 2 * (number - 1), 3, 4)
    return number if day >= opening else number - 1


class Congresses:
    """The Congresses named on a page, and the answer for each run of bills."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._text = page.text
        self._starts: list[int] = []
        self._numbers: list[int] = []
        self._latest = congress_on(page.published) + 1 if page.published else 150
        self._headings = _headings(page)
        for match in MENTION.finditer(page.source):
            number = NUMBER_BEFORE.search(page.source, max(0, match.start() - 9), match.start())
            if number and 0 < int(number[1]) <= self._latest:
                self._starts.append(number.start())
                self._numbers.append(int(number[1]))

    def said_of(self, start: int, end: int) -> int | None:
        """What the text says of the run of bills at `start:end` itself."""
        text, floor = self._text, max(0, start - 160)
        for match in (AFTER.match(text, end), LAW_AFTER.match(text, end)):
            number = next((int(group) for group in match.groups() if group), 0) if match else 0
            if number and number <= self._latest:
                return number
        for match in (TITLE_AFTER.match(text, end), TITLE_BEFORE.search(text, floor, start)):
            if match:
                # Appropriations and authorizations carry the fiscal year that they provide for.
                return self._of_year(int(match["year"]) - bool(match["fiscal"] or not match["kind"].endswith("of")))
        if match := FISCAL_BEFORE.search(text, floor, start):
            return self._of_year(int(match["year"]) - 1)
        for match in (DATE_BEFORE.search(text, floor, start), INTRODUCED.match(text, end)):
            if match:
                return self._of_year(int(match["year"]))
        return None

    def named_before(self, start: int) -> int | None:
        """The Congress that the sentence names before `start`."""
        index = self._page.sentence_at(start)
        floor = max(self._page.sentences[index].start, start - REACH) if index is not None else start
        found = self._last_between(floor, start)
        if found is None and LAST_CONGRESS.search(self._text, floor, start) and (now := self.published()):
            return now - 1
        return found

    def setting(self, start: int) -> int | None:
        """The Congress of the paragraph so far or of the heading above it."""
        index = self._page.sentence_at(start)
        if index is None:
            return None
        number = self._page.sentences[index].paragraph
        floor = max(self._page.paragraphs[number][0], start - REACH)
        found = self._last_between(floor, start, setting=True)
        return found if found is not None else self._last_between(*self._headings[number])

    def narrates(self, start: int) -> bool:
        """Whether the sentence at `start` tells of the past rather than of what a bill would do."""
        index = self._page.sentence_at(start)
        if index is None:
            return False
        sentence = self._page.sentences[index]
        opening, closing = max(sentence.start, start - REACH), min(sentence.end, start + REACH)
        return bool(PAST.search(self._text, opening, closing)) and not PROSPECT.search(self._text, start, closing)

    def told(self, start: int, end: int) -> int | None:
        """The Congress of the year in which the sentence of the bills at `start:end` places what it tells."""
        text, page = self._text, self._page
        index = page.sentence_at(start)
        if index is None or not self.narrates(start):
            return None
        sentence = page.sentences[index]
        before = self._told_years(max(page.paragraphs[sentence.paragraph][0], start - REACH), start)
        if before and (before[-1].start() >= sentence.start or THAT_YEAR.search(text, sentence.start, start)):
            return self._of_year(int(before[-1][1]))
        after = self._told_years(end, min(sentence.end, end + AFTERWARDS))
        return self._of_year(int(after[0][1])) if after else None

    def _told_years(self, floor: int, end: int) -> list[re.Match[str]]:
        found = YEAR.finditer(self._text, floor, end)
        return [year for year in found if TOLD.search(self._text, year.start() - 12, year.start())]

    def published(self) -> int | None:
        """The Congress that sits on the day of the report."""
        return congress_on(self._page.published) if self._page.published else None

    def _of_year(self, year: int) -> int | None:
        found = congress_on(date(year, 6, 30))
        return found if 60 < found <= self._latest - 1 else None

    def _last_between(self, floor: int, end: int, setting: bool = False) -> int | None:
        """The Congress named last in `floor:end`; for a `setting` one that the text is placed in (`In the 113th …`)."""
        index = bisect_right(self._starts, end - 1) - 1
        while index >= 0 and self._starts[index] >= floor:
            start = self._starts[index]
            if not setting or PLACED.search(self._page.source, max(floor, start - 12), start):
                return self._numbers[index]
            index -= 1
        return None


def _headings(page: Page) -> list[tuple[int, int]]:
    """For each paragraph the stretch of the source between it, or those that follow each other, and the one before."""
    found: list[tuple[int, int]] = []
    before = 0
    for start, end in page.paragraphs:
        blank = bool(found) and not page.source[before:start].strip()
        found.append(found[-1] if blank else (before, start))
        before = end
    return found
