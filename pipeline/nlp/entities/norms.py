"""Norms and keys: the full name that stands in the report for a short form; names found once are found again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.nlp.entities.aliases import Aliases
from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.names import AGAIN, Name
from pipeline.nlp.entities.places import STATE
from pipeline.nlp.entities.surnames import Surnames
from pipeline.nlp.page import Page
from pipeline.nlp.phrases import Phrases, tokens_of
from pipeline.values import Entity

PARENTHESIS = re.compile(r"\s+[(\[][^()\[\]]*[)\]]")
LEADING = re.compile(r"^(?:The\s+)?(?:\d{4}\s+|FY\s?\d{4}\s+)?(?=[A-Z])")
YEAR = re.compile(r"(?: of|,) (?:\d{4}|FY\d{4})$")
# Full names as they stand.
BRACKETED = re.compile(r"\(([A-Z]{2,8})\)")
SPELLED = re.compile(r"(?:(?:[A-Z][\w'’&-]*,?|of|for|and|the|on|to|in|with)\s){2,14}$")
BILL = "entities.law.bill"
CHAMBERS = frozenset(("Congress", "Senate", "House", "House of Representatives"))
LONGER = re.compile(r"(?:U\.S\. |United States |National (?=\w+ \w))(?=[A-Z])")
COMPANY = re.compile(r",? (?:Inc|Incorporated|LLC|LLP|Ltd|Corp|Corporation|Co|PLC|LP)\.?$")
SECTION = re.compile(
    r"(Sections?|Titles?|Articles?) ([\dIVXLC]+[A-Za-z]*(?:\([A-Za-z0-9]+\))*)(?= (?:of|under|in|to) )"
)


class Norms:
    """The names of one page by their text."""

    def __init__(self, page: Page, evidence: Evidence, kept: list[Name], aliases: Aliases) -> None:
        self.page = page
        self.evidence = evidence
        self.knowledge = evidence.knowledge
        self.texts: dict[str, Name] = {}
        words = page.words
        for name in kept:
            if name.label and not name.cut:
                text = words[name.first] if name.last - name.first == 1 else self.text(name.first, name.last)
                self.texts.setdefault(text, name)
        self.full: dict[str, str] = {}
        self.company = self.knowledge.terms("entities.org.head", "company_heads")
        self.labels: dict[str, str] = {}
        begins = {name.first: name for name in kept}
        for short, (first, last) in aliases.full.items():
            if short in aliases.labels:
                longer = begins.get(first)
                law = longer and longer.label == "LAW" == aliases.labels[short]
                end = max(longer.last, last) if longer and law else last
                self.full[short] = full_name(self.text(first, end))
        self._known_acronyms()
        self._headings()
        self._longer_forms(kept)
        self.surnames = Surnames(evidence, kept)

    def text(self, first: int, last: int) -> str:
        """The text of tokens on one line."""
        return self.evidence.text(first, last)

    def _known_acronyms(self) -> None:
        """Listed acronyms whose full name stands in the report."""
        standing: dict[str, tuple[str, Name]] = {}
        for text, name in self.texts.items():
            whole = full_name(text)
            standing.setdefault(whole, (whole, name))
            if whole[-1].isdigit():
                standing.setdefault(YEAR.sub("", whole), (whole, name))
            if whole.startswith("U.S. "):
                standing.setdefault(whole[5:], (whole, name))
        forms = self.evidence.forms
        shorts = {word for word in self.evidence.places if word in self.knowledge.acronyms}
        parted = self.knowledge.parted.items()
        shorts.update(short for short, tokens in parted if tokens <= forms and short in self.page.text)
        for short in sorted(shorts):
            if short in self.full or short in self.evidence.plain:
                continue
            for full in self.knowledge.acronyms[short].full:
                if full in standing:
                    whole, name = standing[full]
                    self.full[short] = whole
                    self.labels[short] = name.label or ""
                    break

    def _headings(self) -> None:
        """Acronyms that the body uses and only a title or a heading spells out: Lake Repair Program (LRP): A Primer."""
        source = self.page.source
        for match in BRACKETED.finditer(source):
            short = match.group(1)
            if short in self.full or short in self.evidence.plain or short not in self.evidence.forms:
                continue
            spelled = SPELLED.search(source, max(0, match.start() - 160), match.start())
            words = spelled.group().split() if spelled else []
            for at in range(len(words) - 2, -1, -1):
                if words[at][0].isupper() and initials(words[at:]) == short:
                    self.full[short] = " ".join(words[at:])
                    break

    def _longer_forms(self, kept: list[Name]) -> None:
        """Short names whose longer form stands in the report: Supreme Court, U.S. Supreme Court."""
        for text, name in self.texts.items():
            longer = LONGER.match(text) if name.label in ("ORG", "LAW") else None
            if longer and text[longer.end() :] not in CHAMBERS:
                self.full.setdefault(text[longer.end() :], text)
            section = SECTION.match(text) if name.label == "LAW" else None
            if section:
                self.full.setdefault(section.group(), text)
            if name.label == "ORG" and COMPANY.search(text):
                short = COMPANY.sub("", text)
                self.full.setdefault(short, text)
                if len(short) > 3:
                    self.labels.setdefault(short, "ORG")
            self._first_word(text, name)
            if name.label == "LOC" and "/" in text:  # Senkaku/Diaoyu Islands: each of the names
                for part in text.rpartition(" ")[0].split("/"):
                    self.labels.setdefault(part, "LOC")
        court = next(
            (
                text
                for text in ("U.S. Supreme Court", "Supreme Court of the United States", "Supreme Court")
                if text in self.texts
            ),
            None,
        )
        if court:
            self.full.setdefault("Court", court)
        if court or self._justices(kept):
            self.labels.setdefault("Court", "ORG")
        corps = next((text for text in self.texts if text.endswith("Corps of Engineers")), None)
        if corps and "Corps" in self.evidence.forms:
            self.full.setdefault("Corps", corps)
            self.labels.setdefault("Corps", "ORG")
        treasury = next(
            (
                text
                for text in (
                    "U.S. Treasury",
                    "Department of the Treasury",
                    "U.S. Department of the Treasury",
                    "Treasury Department",
                )
                if text in self.texts
            ),
            None,
        )
        if treasury:
            self.full.setdefault("Treasury", treasury)
        self._departments()
        parties = [
            text
            for text, name in self.texts.items()
            if name.label == "ORG" and " " in text and ("Party" in text.split())
        ]
        if len(parties) == 1 and "Party" in self.evidence.forms:
            self.full.setdefault("Party", parties[0])
            self.labels.setdefault("Party", "ORG")

    def _justices(self, kept: list[Name]) -> bool:
        """Does the report speak of the Supreme Court without its name: by a case in its reporter, by a justice?"""
        words = self.page.words
        if "Court" not in self.evidence.forms:
            return False
        cited = any(citation.norm.startswith("us/") for citation in self.page.citations if citation.type == "reporter")
        return cited or any(
            name.label == "PERSON" and words[name.first - 1] in ("Justice", "Justices") for name in kept if name.first
        )

    def _departments(self) -> None:
        """Departments by their one word: the Commerce report, Interior's rule."""
        for word in self.knowledge.terms("entities.org.gazetteer", "departments"):
            names = [
                form.format(word)
                for form in ("U.S. Department of {}", "Department of {}", "{} Department", "Department of the {}")
            ]
            if word in self.evidence.forms and word not in self.full:
                full = next((name for name in names if name in self.texts), None)
                if full or f"{word} Secretary" in self.page.text or f"Secretary of {word}" in self.page.text:
                    self.labels[word] = "ORG"
                    if full:
                        self.full[word] = full

    def _first_word(self, text: str, name: Name) -> None:
        """An organization by the first word of its name, where that is no English word: Smithfield Foods, Smithfield."""
        word = self.page.words[name.first]
        if (
            name.label != "ORG"
            or not 2 <= name.last - name.first <= 4
            or self.knowledge.ordinary(word)
            or len(word) < 4
            or word.isupper()
        ):
            return
        if (
            self.evidence.alone[word]
            and self.page.words[name.last - 1] in self.company
            and not self.knowledge.names.get([word])
        ):
            self.full.setdefault(word, text)
            self.labels.setdefault(word, "ORG")

    def again(self) -> Iterator[Name]:
        """Every further occurrence of a name that is known by now."""
        phrases: Phrases[tuple[str, str]] = Phrases()
        words = self.page.words
        for short, label in self.labels.items():
            phrases.add(tokens_of(short), (label, "entities.document.short"))
        for name in self.texts.values():
            if name.last - name.first > 1 and name.label:
                phrases.add(words[name.first : name.last], (name.label, "entities.document.again"))
        for first, last, (label, rule) in phrases.find(words, self.evidence.places):
            if last - first == 1 and self._listed_beside(first):
                continue
            yield Name(first, last, label, rule, AGAIN)
        yield from self.surnames.names()

    def _listed_beside(self, at: int) -> bool:
        """Is a department's word a part of a list or of a longer phrase: Commerce, Justice, Science?"""
        words = self.page.words
        if words[at] not in self.knowledge.terms("entities.org.gazetteer", "departments"):
            return False
        if words[max(0, at - 2) : at] == ["of", "the"]:
            return True
        around = (words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else "")
        return any(word in (",", "and", "-", "/", "of") or word[:1].isupper() for word in around)

    def _beside(self, bill: Name, kept: list[Name]) -> str | None:
        """The law that stands beside a bill in brackets: Agricultural Act of 2014 (2014 farm bill), or the other way round."""
        words = self.page.words
        for name in kept:
            if name.label == "LAW" and name.rule != BILL:
                if name.last + 1 == bill.first and words[name.last] == "(":
                    return full_name(self.text(name.first, name.last))
                if bill.last + 1 == name.first and words[bill.last] == "(":
                    return full_name(self.text(name.first, name.last))
        return None

    def rows(self, kept: list[Name]) -> list[Entity]:
        """The rows of the page."""
        words, starts, ends = self.page.words, self.page.starts, self.page.ends
        found = []
        for name in kept:
            first, last, label, rule, _, norm, cut = name
            if label is None:
                continue
            text = words[first] if last - first == 1 else self.text(first, last)
            if cut:
                text = text[:-cut]
            if norm is None:
                if label == "GPE":
                    norm = self._country(text, rule)
                elif label not in ("LOC", "NORP"):
                    norm = self._norm(text, name, kept)
            if norm == text:
                norm = None
            key = (norm or full_name(text)).lower()
            found.append(Entity(starts[first], ends[last - 1] - cut, label, norm, key, rule))
        return found

    def _country(self, text: str, rule: str) -> str | None:
        """The code of a country that has none by its list."""
        if rule == STATE:
            return None
        return self.knowledge.iso.get(text) or self.knowledge.iso.get(self.full.get(text, ""))

    def _norm(self, text: str, name: Name, kept: list[Name]) -> str | None:
        """The full name that a name stands for, None where it is that itself."""
        norm = self.full.get(text)
        if norm is None and text[0].isdigit() and " " in text:  # 15 FYP
            full = self.full.get(text.partition(" ")[2], "")
            norm = full if full[:2] == text[:2] else None
        if norm is None and name.rule == BILL:
            norm = self.full.get(text.removesuffix("s")) or self._beside(name, kept)
        if norm is None and name.label == "PERSON":
            norm = self.surnames.full_at(text, name.first)
        return norm


def initials(words: list[str]) -> str:
    """The first letters of the capitalised words, parts after a hyphen included."""
    return "".join(part[0] for word in words for part in word.split("-") if part[:1].isupper())


def full_name(text: str) -> str:
    """A name as a norm: without a parenthesis inside and without the year before it."""
    if ")" in text or "]" in text:
        text = PARENTHESIS.sub("", text)
    return LEADING.sub("", text) if text[:1].isdigit() or text[:3] in ("The", "FY2", "FY1", "FY ") else text
