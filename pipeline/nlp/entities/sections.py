"""Laws by number: sections of named laws, executive orders, bills named by year and subject; Congresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.names import GRAMMAR, Name
from pipeline.nlp.page import Page

NUMBER = r"(?:\d+[A-Za-z]{0,3}(?:[-.–]\d+[A-Za-z]?)*(?:\([A-Za-z0-9]{1,4}\))*|[IVXLC]+(?:-[A-Z0-9]+)?(?:\([a-z0-9]+\))*|[A-Z](?=[\s,)]))"
MORE = r"(?:\s*(?:,\s*(?:and|or)?|and|or|through|to|[-–])\s*"
# The numbers before the word Congress.
CONGRESS = re.compile(
    r"""
    (?<![\w-])\d{2,3}(?:\ ?(?:st|nd|rd|th|d))?(?:\s\(\d{4}[-–]\d{4}\))?
    (?:\s*(?:,(?:\s*and)?|and|or|through(?:\s+the)?|to(?:\s+the)?|-|–)\s*\d{2,3}(?:\ ?(?:st|nd|rd|th|d))?(?:\s\(\d{4}[-–]\d{4}\))?){0,6}
    \s+$
    """,
    re.VERBOSE,
)
# Jackson-Vanik amendment: the last name and the small word, then the names before it.
EPONYM = re.compile(r"-[A-Z][a-z]+\s(?:amendment|act|law|rule)\b")
SURNAMES = re.compile(r"\b[A-Z][a-z]+(?:-[A-Z][a-z]+)*$")
WORDS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth Twentieth Twenty"
ORDINALS = WORDS.split()
AMENDMENT = re.compile(
    rf"(?:(?:{WORDS.replace(' ', '|')})(?:-(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh))?(?:\s*(?:,\s*(?:and|or)?|and|or)\s+|\s+)){{1,4}}Amendments?(?:\s+to\s+the\s+(?:U\.S\.\s+|United\s+States\s+)?Constitution)?\b"
)


class Sections:
    """Finds laws and Congresses that numbers name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.units = sorted(knowledge.terms("entities.law.section", "units"))
        units = sorted(knowledge.terms("entities.law.section", "units"), key=lambda unit: (-len(unit), unit))
        one = rf"(?:{'|'.join(units)})\.?\s+{NUMBER}"
        self.unit = re.compile(rf"{one}{MORE}(?:{'|'.join(units)})?\.?\s*{NUMBER})*")
        self.bare = knowledge.terms("entities.law.section", "bare")
        subjects = sorted(
            knowledge.terms("entities.law.bill", "subjects"), key=lambda subject: (-len(subject), subject)
        )
        bill = rf"\d\d\s+(?:{'|'.join(map(either, subjects))})\s+(?:[Bb]ill|[Aa]ct|[Ll]aw|[Pp]ackage)s?\b"
        self.bills = [re.compile(century + bill) for century in ("19", "20")]  # apart, as `re` finds a fixed start soon

    def numbered(self, page: Page, places: dict[str, list[int]]) -> Iterator[Name]:
        """Congresses, amendments, bills by year, executive orders."""
        text = page.text
        for index in (*places.get("Congress", ()), *places.get("Congresses", ())):
            start = page.starts[index]
            if index and page.words[index - 1][-1] in "0123456789)dhst":
                match = CONGRESS.search(text, max(0, start - 120), start)
                if match:
                    yield _name(page, match.start(), page.ends[index], "ORG", "entities.org.congress")
        for word in ORDINALS:
            for index in places.get(word, ()):
                match = AMENDMENT.match(text, page.starts[index])
                if match:
                    yield _name(page, match.start(), match.end(), "LAW", "entities.law.head")
        for match in chain.from_iterable(bill.finditer(text) for bill in self.bills):
            first, last = page.token_at(match.start()), page.tokens_in(*match.span())[1]
            before = page.lower[first - 1] if first else ""
            if before not in ("a", "-"):
                first -= page.words[first - 1] == "FY"
                yield Name(first, last, "LAW", "entities.law.bill", GRAMMAR)
        for match in EPONYM.finditer(text):
            start = SURNAMES.search(text, max(0, match.start() - 60), match.start())
            if start:
                yield _name(page, start.start(), match.end(), "LAW", "entities.law.head")
        yield from self._orders(page)

    def _orders(self, page: Page) -> Iterator[Name]:
        orders = [citation for citation in page.citations if citation.type == "executive_order"]
        start = end = -1
        for citation in orders:
            if (
                start >= 0
                and re.fullmatch(r"\s*(?:,|and|or|,\s*and)\s*", page.text[end : citation.start])
                and page.text[citation.start].isdigit()
            ):
                end = citation.end
                continue
            if start >= 0:
                yield _name(page, start, end, "LAW", "entities.law.order")
            start, end = citation.start, citation.end
        if start >= 0:
            yield _name(page, start, end, "LAW", "entities.law.order")

    def _units(self, page: Page, places: dict[str, list[int]]) -> list[re.Match[str]]:
        """The sections, titles and parts with their numbers, in order, none inside another."""
        found: list[re.Match[str]] = []
        for index in sorted(index for unit in self.units for index in places.get(unit, ())):
            start = page.starts[index]
            if found and start < found[-1].end():
                continue
            match = self.unit.match(page.text, start)
            if match:
                found.append(match)
        return found

    def parts(self, page: Page, places: dict[str, list[int]], laws: dict[int, int]) -> Iterator[Name]:
        """Sections and titles of the laws found so far (`laws`: last token by first), and the bare ones of the same number."""
        words, lower = page.words, page.lower
        bare = []
        numbers: set[str] = set()
        for first, last in list(laws.items()):  # the Equal Protection Clause of the Fourteenth Amendment
            if (
                words[last - 1] in ("Clause", "Clauses")
                and words[last : last + 2] == ["of", "the"]
                and last + 2 in laws
            ):
                laws[first] = laws[last + 2]
                yield Name(first, laws[first], "LAW", "entities.law.section", GRAMMAR)
        begins = {last: first for first, last in laws.items()}
        for match in reversed(self._units(page, places)):
            first, last = page.tokens_in(*match.span())
            if (
                first in begins and page.starts[first] - page.ends[first - 1] == 1
            ):  # the law first: Clean Air Act Section 111
                yield Name(begins[first], last, "LAW", "entities.law.section", GRAMMAR)
                numbers.update(numbers_of(match.group()))
                continue
            at = last
            if at < len(words) and words[at] == ",":
                at += 1
            if at < len(words) and lower[at] in ("of", "under", "in", "to"):
                at += 1
                if at < len(words) and lower[at] in ("the", "this"):
                    at += 1
                if at in laws:
                    yield Name(first, laws[at], "LAW", "entities.law.section", GRAMMAR)
                    laws[first] = laws[at]
                    numbers.update(numbers_of(match.group()))
                    continue
                if lower[last] != "in":
                    continue
            bare.append((first, last, match.group()))
        if any("Constitution" in page.words[last - 1] for last in laws.values()):
            numbers.update(f"article {number}" for number in ("I", "II", "III", "IV", "V", "VI"))
        titles = any(number.startswith("title ") for number in numbers)
        for first, last, text in bare:
            if titles and text[:6] == "Title " and text[6:].isupper() and not alone(page, first, last):
                yield Name(first, last, "LAW", "entities.law.section", GRAMMAR)
            elif text.split()[0] in self.bare and any(number in numbers for number in numbers_of(text)):
                yield Name(first, last, "LAW", "entities.law.section", GRAMMAR)


def alone(page: Page, first: int, last: int) -> bool:
    """Do these tokens make a paragraph by themselves?"""
    return page.text[page.starts[first] - 1 : page.starts[first]] in ("\n", "") and page.text[
        page.ends[last - 1] : page.ends[last - 1] + 1
    ] in ("\n", "")


def either(subject: str) -> str:
    """An expression of a subject with a small or a capital first letter in each word."""
    return r"\s+".join(f"[{word[0].upper()}{word[0].lower()}]{re.escape(word[1:])}" for word in subject.split())


def _name(page: Page, start: int, end: int, label: str, rule: str) -> Name:
    first, last = page.tokens_in(start, end)
    return Name(first, last, label, rule, GRAMMAR)


def numbers_of(text: str) -> list[str]:
    """The section that a mention names, as unit and bare number: `Sections 5c(1)` -> [`section 5c`]."""
    unit = text.split(maxsplit=1)[0].lower().rstrip(".").rstrip("s")
    return [f"{unit} {number}" for number in re.findall(r"\s(\d+[A-Za-z]*|[IVXLC]+|[A-Z])(?![\w])", text)]
