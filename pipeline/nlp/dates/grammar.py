"""The grammar's machinery: families of expressions over token classes, and what a reader sees of a match.

A family is a template (see `templates.py`) and a reader that turns a match into mentions. At every token the families
that may begin with its class are tried in their order: the first whose reader accepts its match wins.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.nlp.dates.lexicon import CHAR, Lexicon
from pipeline.nlp.dates.templates import openings, template
from pipeline.nlp.dates.times import Mention, Time, Void
from pipeline.nlp.numbers import read_number
from pipeline.nlp.page import Page

# Pieces that several families share. Every repetition is bounded: time is linear in the text, whatever it holds.
MONTH = "(?: month (?: dot (?= day comma year ) )? | month_abbr dot? )"
DAY = "(?: day th? | ordinal )"
ORDINAL = "(?: (?: (?: ones | tens | hundred ) (?: dash | and )? ){0,4} ordinal | (?: day | int ) th )"
_BELOW_100 = "(?: tens (?: dash ones | ones (?! dash ) )? | ones )"
WORDS = f"(?: (?: {_BELOW_100} | a ) dash? hundred (?: and? {_BELOW_100} )? | {_BELOW_100} (?: dash? scale )? )"
COUNT = (
    f"(?: (?: (?: day | int | big | year ) (?: dash? scale | dash? day slash day )? | {WORDS} )"
    " (?: dash? and dash? (?: a | ones ) dash? half )? )"
)
SINGULAR = "(?: yr | quarter | century | unit )"
UNIT = "(?: yr | yrs | quarter | quarters | century | centuries | unit | units )"
TO = "(?: dash | to )"

# Tokens that may have lost the blank beside them: `in2024`.
GLUABLE = frozenset((CHAR["year"], CHAR["fynum"]))
LOWER, LETTERS = string.ascii_lowercase, string.ascii_letters
# Citations that a year, or a court and a date, in parentheses may follow: `603 U.S. 369 (2024)`.
DATED = frozenset(("case", "reporter", "usc", "cfr", "stat", "fed_reg"))
# An abbreviation that the text gives to a kind of year: `academic program year (APY)`.
ABBREVIATED = template("(?P<kind> kind ) kind? (?: yr | yrs ) lparen (?P<label> other ) rparen")
ADDRESS = re.compile(r"https?://\S+")  # of a web page: the years in it are no dates


@dataclass(frozen=True)
class Family:
    """Expressions of one kind: their template and the reader of a match."""

    source: str
    read: Callable[[Hit], Sequence[Mention]]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return template(self.source)


class Text:
    """A page as the grammar sees it: one class character a token, and the bounds of the paragraph being read."""

    __slots__ = ("first", "kinds", "labels", "last", "lexicon", "no_years", "page")

    def __init__(self, page: Page, lexicon: Lexicon) -> None:
        self.page = page
        self.lexicon = lexicon
        kinds = list(map(lexicon.__getitem__, page.words))
        for citation in page.citations:
            first, last = page.token_at(citation.start), page.tokens_in(citation.start, citation.end)[1]
            kinds[first:last] = CHAR["cited" if citation.type in DATED else "masked"] * (last - first)
        for address in ADDRESS.finditer(page.text):
            first, last = page.tokens_in(*address.span())
            kinds[first:last] = CHAR["masked"] * (last - first)
        self.kinds = "".join(kinds)
        self.labels = self._abbreviations()
        if self.labels:
            pairs = zip(page.words, kinds, strict=True)
            self.kinds = "".join(CHAR["fy"] if word in self.labels else kind for word, kind in pairs)
        self.first = self.last = 0
        # Tokens that look like a year and are none: what is listed with them is none either.
        self.no_years: set[int] = set()

    def _abbreviations(self) -> dict[str, str]:
        """The text's own abbreviations for kinds of year, with the kind of each."""
        words = self.page.words
        found = ABBREVIATED.finditer(self.kinds)
        named = ((words[match.start("label")], words[match.start("kind")]) for match in found)
        return {label: self.lexicon.value(CHAR["kind"], kind) for label, kind in named if label.isupper()}

    def paragraphs(self) -> Iterator[None]:
        """Walk the paragraphs; `first` and `last` are the tokens of the one at hand."""
        number = -1
        for sentence in self.page.sentences:
            if sentence.paragraph != number:
                if number >= 0:
                    yield
                number, self.first = sentence.paragraph, sentence.first
            self.last = sentence.last
        if number >= 0:
            yield

    def kind(self, token: int) -> str:
        """The class character of a token of the paragraph, a full stop's outside of it."""
        return self.kinds[token] if self.first <= token < self.last else CHAR["dot"]

    def word(self, token: int) -> str:
        """A token of the paragraph in lower case, "" outside of it."""
        return self.page.lower[token] if self.first <= token < self.last else ""

    def value(self, token: int) -> str:
        """What the word of a token stands for."""
        word = self.page.words[token]
        return self.labels[word] if word in self.labels else self.lexicon.value(self.kinds[token], word)

    def touching(self, first: int, last: int) -> bool:
        """Do the tokens follow one another without a blank?"""
        starts, ends = self.page.starts, self.page.ends
        return last <= len(starts) and all(ends[i] == starts[i + 1] for i in range(first, last - 1))

    def number(self, first: int, last: int) -> float | None:
        """The number that the tokens spell, None where they spell none."""
        page = self.page
        try:
            return read_number(page.text[page.starts[first] : page.ends[last - 1]])
        except ValueError:
            return None

    def ordinal(self, first: int, last: int) -> int:
        """The number of `119th`, `119 th`, `119`, `ninety-third`, `One Hundred Fifteenth`; ValueError otherwise."""
        words = [word for word in self.page.lower[first:last] if word not in ("-", "–", "‑", "th", "st", "nd", "rd")]
        tail = self.lexicon.value(CHAR["ordinal"], words[-1]) or words[-1].rstrip("stndrh")
        return int(read_number(" ".join(words[:-1])) if len(words) > 1 else 0) + int(tail)

    def mention(self, first: int, last: int, time: Time, rule: str, mod: str | None = None) -> Mention:
        """A mention of the tokens `first` to `last`, without the words glued to a year at either side."""
        page = self.page
        start, end = page.starts[first], page.ends[last - 1]
        word = page.words[first]
        if self.kinds[first] in GLUABLE and word[0].islower():
            start += len(word) - len(word.lstrip(LOWER))
        word = page.words[last - 1]
        if self.kinds[last - 1] in GLUABLE and word[-1].isalpha():
            end -= len(word) - len(word.rstrip(LETTERS))
        return Mention(first, last, start, end, time, rule, mod)


class Hit:
    """A match of a family: the text around it and the tokens of its groups."""

    __slots__ = ("first", "last", "match", "text")

    def __init__(self, text: Text, match: re.Match[str]) -> None:
        self.text = text
        self.match = match
        self.first, self.last = match.span()

    def at(self, group: str) -> tuple[int, int] | None:
        """The tokens (first, last exclusive) of a group, None where it matched nothing."""
        if group not in self.match.re.groupindex:
            return None
        start, end = self.match.span(group)
        return (start, end) if start >= 0 and end > start else None

    def __getitem__(self, group: str) -> int:
        """The first token of a group that has matched."""
        return self.match.start(group)

    @property
    def before(self) -> str:
        """The class character of the token before."""
        return self.text.kind(self.first - 1)

    @property
    def after(self) -> str:
        """The class character of the token behind."""
        return self.text.kind(self.last)

    def mention(self, time: Time, rule: str, mod: str | None = None) -> Mention:
        """A mention of the whole match."""
        return self.text.mention(self.first, self.last, time, rule, mod)

    def void(self) -> list[Mention]:
        """The words of the match hidden: they look like a time and are none."""
        return [self.mention(Void(), "")]


class Grammar:
    """All families, and one expression that finds the next token where a family may begin.

    It looks at two tokens: most of those that a family might begin with (`the`, `that`, `program`) begin none.
    """

    def __init__(self, families: Sequence[Family]) -> None:
        by_lead: dict[str, list[Family]] = {}
        seconds: dict[str, set[str]] = {}
        for family in families:
            for opening in sorted(openings(family.source)):
                lead, second = opening[0], opening[1:]
                seconds.setdefault(lead, set()).add(second)
                listed = by_lead.setdefault(lead, [])
                if family not in listed:
                    listed.append(family)
        self._by_lead = {lead: (_any(listed), listed) for lead, listed in by_lead.items()}
        self._next = re.compile("|".join(_opening(lead, seconds[lead]) for lead in sorted(by_lead)))

    def mentions(self, text: Text) -> Iterator[Mention]:
        """The mentions of the paragraph at hand, from left to right."""
        kinds, position, last = text.kinds, text.first, text.last
        while found := self._next.search(kinds, position, last):
            start = found.start()
            position = start + 1
            union, families = self._by_lead[kinds[start]]
            which = union.match(kinds, start, last)
            for family in families[which.lastindex - 1 :] if which else ():  # type: ignore[operator]
                match = family.pattern.match(kinds, start, last)
                mentions = family.read(Hit(text, match)) if match else ()
                if mentions:
                    yield from (mention for mention in mentions if not isinstance(mention.time, Void))
                    position = mentions[-1].last
                    break


def _opening(lead: str, seconds: set[str]) -> str:
    """A lead, where one of the characters that a family asks for stands behind it; `""` asks for none."""
    return lead if "" in seconds else f"{lead}(?=[{''.join(sorted(seconds))}])"


def _any(families: Sequence[Family]) -> re.Pattern[str]:
    """One expression for several families: which of its groups matched says which of them did."""
    unnamed = (re.sub(r"\(\?P<\w+>", "(?:", family.source) for family in families)
    return re.compile("|".join(f"({template(source).pattern})" for source in unnamed))


def among(*names: str) -> frozenset[str]:
    """The characters of these classes, to test a neighbour against."""
    return frozenset(CHAR[name] for name in names)
