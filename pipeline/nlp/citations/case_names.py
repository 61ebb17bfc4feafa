"""The short names of cases: after `Louisiana v. Callais`, the text goes on with `Callais`.

A party's name also stands for the party, so a bare mention needs evidence. Some mentions show the case by their own
words (`under Callais`, `the Callais test`, `Callais, 135 F.4th at 12`). Where most bare mentions of a name do, or where the
text knows the name through the case alone, the others count too; where few do (a company that is the subject of the
report), only those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.nlp.citations.spelling import BLANK
from pipeline.nlp.page import Cover
from pipeline.rules import lexicon, rules_for
from pipeline.values import Citation

RULE = "citations.case.short"
# The share of bare mentions that must show the case by their own words for the rest to count.
MOSTLY = 0.5
PARENTHESIS = re.compile(rf"{BLANK}*\([^()]*\)")
SPACE = re.compile(r"\s+")
ALIAS = re.compile(
    rf"(?:,?{BLANK}[0-9]{{1,4}}{BLANK}[^()\n]{{1,60}})?(?:{BLANK}\([^()\n]{{0,30}}[0-9]{{4}}\))?"
    rf"{BLANK}{{1,3}}\((?:hereinafter{BLANK}|the{BLANK})?[\"“]?"
    rf"([A-Z][\w.&’'-]*(?:{BLANK}[A-Z][\w.&’'-]*){{0,4}}){BLANK}?[\"”]?\)"
)
# `Callais, 135 F.4th at 12`: only a case is followed by a volume.
VOLUME_AFTER = re.compile(rf",{BLANK}[0-9]{{1,4}}{BLANK}(?:[A-Z]|Vet)[\w.’' ]{{0,14}}?,?{BLANK}(?:at{BLANK})?[0-9]")
# `the three Gingles preconditions`: a name between an article and a common noun is neither person nor firm.
ATTRIBUTE_BEFORE = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|this|these|its|under|all|no)(?:{BLANK}(?:first|second|third|two|three|four|five|so-called|original)){{0,2}}{BLANK}$"
)
ATTRIBUTE_AFTER = re.compile(rf"{BLANK}(?:[a-z]{{3,}})")
JOINED = re.compile(rf"(?:,?{BLANK}(?:and|or){BLANK}|,{BLANK})")
WINDOW = 48
WORD = re.compile(r"[A-Z]\w*")
# A name ends and begins at these as little as at a letter.
GLUE = "-_"


class Case(NamedTuple):
    """A case cited by its full name."""

    start: int
    end: int
    parties: tuple[str, ...]
    norm: str
    rule: str

    @classmethod
    def of(cls, text: str, start: int, end: int, parties: tuple[str, ...], rule: str) -> Case:
        """The case whose name is `text[start:end]`."""
        return cls(start, end, parties, norm(text[start:end]), rule)


class Mention(NamedTuple):
    """A bare mention of a party's name, and how it speaks: of the case, of the party, or neither."""

    start: int
    end: int
    name: str
    says_case: bool
    says_party: bool


def norm(name: str) -> str:
    """The id of a case: its name without acronyms in parentheses, in lower case."""
    return "case/" + SPACE.sub(" ", PARENTHESIS.sub("", name)).replace("’", "'").strip().lower()


class ShortNames:
    """Finds the short names of the cases that a text names in full."""

    def __init__(self) -> None:
        terms = rules_for("citations")[RULE].terms
        before, opening = "|".join(terms["before"]), "|".join(terms["opening"])
        self._before = re.compile(
            rf"(?:(?:^|[\s(\"“—])(?:{before})|(?:{'|'.join(terms['rulings'])}){BLANK}(?:in|of|from|under)){BLANK}(?:e\.g\.,{BLANK})?$"
        )
        self._opening = re.compile(rf"(?:^|[.;”\")\]\n]{BLANK}?|,{BLANK})(?:{opening}){BLANK}$")
        adverb = rf"(?:[a-z]+ly{BLANK}|also{BLANK})?"
        self._after = re.compile(
            rf"(?:['’]s?)?{BLANK}(?:{'|'.join(terms['nouns'])})\b|{BLANK}{adverb}(?:{'|'.join(terms['verbs'])})\b"
        )
        self._party_after = re.compile(rf"{BLANK}{adverb}(?:{'|'.join(terms['party_verbs'])}|[a-z]+ed)\b|['’]s?\b")
        self._titled = re.compile(
            rf"(?:{'|'.join(re.escape(title) for title in terms['titles'])}){BLANK}(?:[A-Z][\w.]*{BLANK})?$"
        )
        self._suffix = re.compile(rf",?{BLANK}(?:{'|'.join(re.escape(suffix) for suffix in terms['suffixes'])})$")
        self._generic = frozenset(name.lower() for name in lexicon("citations_generic_parties"))
        self._landmark = re.compile(
            rf"(?:Court|Circuit)['’]s{BLANK}(?:(?:[12][0-9]{{3}}|{'|'.join(terms['adjectives'])}){BLANK}){{0,2}}"
            rf"([A-Z][a-z]{{2,}}(?:-[A-Z][a-z]+)?){BLANK}(?:{'|'.join(terms['rulings_only'])})\b"
        )
        self._no_landmark = frozenset(terms["not_names"])

    def find(self, text: str, cases: list[Case]) -> list[Citation]:
        """The bare mentions of the cases' parties that stand for the case."""
        owners, public = self._owners(text, cases)
        if not owners:
            return []
        mentions = list(self._mentions(text, cases, owners, public))
        by_name: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_name[mention.name].append(mention)
        usual = {
            name
            for name, found in by_name.items()
            if not any(mention.says_party for mention in found)
            and (_mostly_case(found) or _introduced(name, found, owners[name], cases))
        }
        rows: list[Citation] = []
        for mention in mentions:
            joined = JOINED.match(text, rows[-1].end) if rows else None
            beside = joined is not None and joined.end() == mention.start
            if mention.says_case or (not mention.says_party and (beside or mention.name in usual)):
                rows.append(Citation(mention.start, mention.end, "case", owners[mention.name].norm, None, RULE))
        return rows

    def unnamed(self, text: str) -> list[Citation]:
        """Cases that a text calls by a short name alone: `the Supreme Court's Olmstead decision`."""
        return [
            Citation(match.start(1), match.end(1), "case", norm(match[1]), None, RULE)
            for match in self._landmark.finditer(text)
            if match[1] not in self._no_landmark
        ]

    def _owners(self, text: str, cases: list[Case]) -> tuple[dict[str, Case], set[str]]:
        """Each short name's case, and the names that are a government's or a body's own."""
        owners: dict[str, Case] = {}
        public: set[str] = set()
        for case in cases:
            alias = ALIAS.match(text, case.end)
            if (
                alias
                and all(word in text[case.start : case.end] for word in alias[1].split())
                and not alias[1].isupper()
            ):
                owners.setdefault(alias[1], case)
            for party in case.parties:
                name = SPACE.sub(" ", PARENTHESIS.sub("", party)).strip()
                while shorter := self._suffix.search(name):
                    name = name[: shorter.start()]
                if len(name) < 3:
                    continue
                owners.setdefault(name, case)
                words = name.lower().split()
                if name.isupper() or words[0] in self._generic or words[-1] in self._generic or "of" in words:
                    public.add(name)
        return owners, public

    def _mentions(self, text: str, cases: list[Case], owners: dict[str, Case], public: set[str]) -> Iterator[Mention]:
        by_first: dict[str, list[str]] = defaultdict(list)
        for name in sorted(owners, key=lambda name: (-len(name), name)):
            if first := WORD.match(name):
                by_first[first.group()].append(name)
        taken = Cover((case.start, case.end) for case in cases)
        position = 0
        for word in WORD.finditer(text):
            start = word.start()
            if start < position or word.group() not in by_first or (start and text[start - 1] in GLUE):
                continue
            name = next((name for name in by_first[word.group()] if text.startswith(name, start)), "")
            position = end = start + len(name)
            if (
                not name
                or (end < len(text) and (text[end].isalnum() or text[end] in GLUE))
                or taken.overlaps(start, end)
            ):
                continue
            cited = bool(VOLUME_AFTER.match(text, end))
            if name in public and not cited:
                continue
            floor = max(0, start - WINDOW)
            says_party = bool(self._titled.search(text, floor, start)) or bool(self._party_after.match(text, end))
            says_case = cited or bool(self._after.match(text, end))
            if not says_case and not says_party:
                says_case = bool(
                    self._before.search(text, floor, start)
                    or self._opening.search(text, floor, start)
                    or (ATTRIBUTE_BEFORE.search(text, floor, start) and ATTRIBUTE_AFTER.match(text, end))
                )
            yield Mention(start, end, name, says_case, says_party and not says_case)


def _mostly_case(mentions: list[Mention]) -> bool:
    said = sum(mention.says_case for mention in mentions)
    return said >= max(1, MOSTLY * len(mentions))


def _introduced(name: str, mentions: list[Mention], owner: Case, cases: list[Case]) -> bool:
    """Whether the text knows a single-word name through one case alone: the party of no other, never met before it."""
    alone = name.isalpha() and name in owner.parties
    once = all(name not in case.parties for case in cases if case.norm != owner.norm)
    return alone and once and mentions[0].start > owner.start
