"""Which Congress a bill belongs to: what the text near it says, else the report's date.

A bill's number starts again every two years. The evidence, the strongest first:

1. said of the bill itself: `(119th Congress)` or `(115th)` after it, `(P.L. 117-169)` as its law, `Act of 2019 (H.R. 860)`
   or `H.R. 1360 (the FOCUS Act of 2015)` as its title, `introduced in 2007`;
2. a Congress named before it in the same sentence;
3. the same bill with evidence of the first kind elsewhere in the document;
4. `In the 113th Congress` earlier in the paragraph, then in the heading above it;
5. a past year before it in the paragraph, where the sentence tells of the past;
6. the day of the report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from pipeline.nlp.citations.spelling import BLANK, BLANKS, DASH
from pipeline.nlp.page import Page

# The first Congress whose term begins on 3 January (20th Amendment).
FIRST_OF_JANUARY = 74
ORDINAL = rf"([0-9]{{1,3}}){BLANKS}(?:st|nd|rd|th|d)?{BLANKS}"
MENTION = re.compile(r"Cong(?:ress|\.)(?![a-z])")
NUMBER_BEFORE = re.compile(rf"(?<![0-9.,-]){ORDINAL}$")
AFTER = re.compile(
    rf"(?:{BLANKS}\([^()\n]{{0,200}}\))?{BLANKS}[,(\[;]{{0,2}}{BLANKS}(?:(?:in|of|from|during){BLANK})?(?:the{BLANK})?{ORDINAL}(?:Cong(?:ress|\.)|[)\],])"
)
LAW_AFTER = re.compile(
    rf"{BLANKS}[,(;]{{0,2}}{BLANKS}(?:(?:which{BLANK})?(?:was{BLANK})?(?:enacted{BLANK}as|became|now|later|signed{BLANK}into{BLANK}law{BLANK}as){BLANK})?"
    rf"(?:P\.{BLANKS}L\.|Pub(?:\.|lic){BLANKS}L(?:\.|aw)){BLANKS}(?:No\.{BLANKS})?([0-9]{{2,3}}){DASH}[0-9]"
)
TITLE_AFTER = re.compile(
    rf"(?:{BLANK}\(|,{BLANK})the{BLANK}([^().;\n]{{0,160}}?(?:Act|Resolution)(?:{BLANK}of|,|{BLANK}for){BLANK}(?:Fiscal{BLANK}Year{BLANK}|FY{BLANKS})?((?:19|20)[0-9]{{2}}))"
)
TITLE_BEFORE = re.compile(
    rf"((?:Act|Amendments|Resolution)(?:{BLANK}of|,|{BLANK}for){BLANK}(?:Fiscal{BLANK}Year{BLANK}|FY{BLANKS})?((?:19|20)[0-9]{{2}}))"
    rf"{BLANKS}\((?:[^()\n]{{0,60}}[;,]{BLANK})?$"
)
INTRODUCED = re.compile(rf"[^.;\n]{{0,60}}?\bintroduced{BLANK}(?:in|on)[^.;\n]{{0,20}}?\b((?:19|20)[0-9]{{2}})\b")
FISCAL = re.compile(r"Act,|Act for|Fiscal|FY|Appropriations")
YEAR = re.compile(r"(?<![0-9,.$-])((?:19|20)[0-9]{2})(?![0-9%]|[.,][0-9])")
# A year that places what is told: after a preposition, a month with its day, or a season.
TOLD = re.compile(
    rf"(?:[Ii]n|[Dd]uring|[Ss]ince|[Oo]f|[Bb]y|[Ee]arly|[Ll]ate|mid|[Aa]fter|and|January|February|March|April|May|June|July|August|September|"
    rf"October|November|December|(?:[0-9]{{1,2}}{BLANKS},)|spring|summer|fall|winter){BLANKS}$"
)
PAST = re.compile(
    r"\b(?:was|were|had|would have|passed|introduced|reported|became|failed|signed|approved|agreed|considered|adopted)\b"
)
PROSPECT = re.compile(r"\bwould (?!have\b)|\bas introduced\b|\bproposes\b|\bhas been introduced\b")
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
        for match in MENTION.finditer(page.source):
            number = NUMBER_BEFORE.search(page.source, max(0, match.start() - 9), match.start())
            if number and 0 < int(number[1]) <= self._latest:
                self._starts.append(number.start())
                self._numbers.append(int(number[1]))

    def said_of(self, start: int, end: int) -> int | None:
        """What the text says of the run of bills at `start:end` itself."""
        text, latest = self._text, self._latest
        if (match := AFTER.match(text, end)) and 60 < int(match[1]) <= latest:
            return int(match[1])
        if (match := LAW_AFTER.match(text, end)) and 60 < int(match[1]) <= latest:
            return int(match[1])
        floor = max(0, start - 120)
        for match in (TITLE_AFTER.match(text, end), TITLE_BEFORE.search(text, floor, start)):
            if match:
                return self._of_year(int(match[2]) - bool(FISCAL.search(match[1])))
        if match := INTRODUCED.match(text, end):
            return self._of_year(int(match[1]))
        return None

    def named_before(self, start: int) -> int | None:
        """The Congress that the sentence names before `start`."""
        index = self._page.sentence_at(start)
        floor = self._page.sentences[index].start if index is not None else start
        return self._last_between(floor, start)

    def setting(self, start: int) -> int | None:
        """The Congress of the paragraph so far or of the heading above it."""
        page = self._page
        index = page.sentence_at(start)
        if index is None:
            return None
        floor, _ = page.paragraphs[page.sentences[index].paragraph]
        if (found := self._last_between(floor, start, introduced=True)) is not None:
            return found
        number = page.sentences[index].paragraph
        while number > 0 and not page.source[page.paragraphs[number - 1][1] : page.paragraphs[number][0]].strip():
            number -= 1
        above = page.paragraphs[number - 1][1] if number else 0
        return self._last_between(above, page.paragraphs[number][0])

    def told(self, start: int) -> int | None:
        """The Congress of the last past year before `start` in the paragraph, where the sentence tells of the past."""
        page = self._page
        index = page.sentence_at(start)
        if index is None:
            return None
        sentence = page.sentences[index]
        if PROSPECT.search(self._text, start, sentence.end) or not PAST.search(
            self._text, sentence.start, sentence.end
        ):
            return None
        floor, _ = page.paragraphs[sentence.paragraph]
        years = [
            m
            for m in YEAR.finditer(self._text, floor, start)
            if TOLD.search(self._text, max(floor, m.start() - 10), m.start())
        ]
        if not years:
            return None
        last = years[-1]
        same = last.start() >= sentence.start or THAT_YEAR.search(self._text, sentence.start, start)
        return self._of_year(int(last[1])) if same else None

    def published(self) -> int | None:
        """The Congress that sits on the day of the report."""
        return congress_on(self._page.published) if self._page.published else None

    def _of_year(self, year: int) -> int | None:
        found = congress_on(date(year, 6, 30))
        return found if 60 < found <= self._latest - 1 else None

    def _last_between(self, floor: int, end: int, introduced: bool = False) -> int | None:
        index = bisect_right(self._starts, end - 1) - 1
        while index >= 0 and self._starts[index] >= floor:
            before = self._page.source[max(floor, self._starts[index] - 12) : self._starts[index]].lower()
            if not introduced or re.search(r"\b(?:in|during|of) the $", before):
                return self._numbers[index]
            index -= 1
        return None
