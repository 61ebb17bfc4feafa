"""The parties of a case: where the name on either side of `v.` begins and ends."""

from __future__ import annotations

import re

from pipeline.nlp.citations.spelling import BLANK
from pipeline.rules import lexicon, rules_for

RULE = "citations.case.versus"
# How far a party's name reaches at most, in characters and in words.
REACH, WORDS = 160, 14
WORD = re.compile(r"\S+")
# A word without the brackets, quotation marks, commas and dashes round it; what follows a comma without a blank is cut.
CORE = re.compile(r"[^\s,;:?!\"“”()\[\]{}…—–]+")
ACRONYM = re.compile(r"\([A-Z][\w.&/-]*\),?$")
OPENING = "\"“‘'([{"
INITIALS = re.compile(r"(?:[A-Za-z]\.)+$")
POSSESSIVE = re.compile(r"['’]s$")


class Parties:
    """Reads parties' names by the vocabulary of the rule file and the lexicons."""

    def __init__(self) -> None:
        terms = rules_for("citations")[RULE].terms
        self._connectors = frozenset(terms["connectors"])
        self._joined = frozenset(terms["joined"])
        self._openers = frozenset(terms["openers"])
        self._holders = frozenset(terms["holders"])
        self._nouns = frozenset(terms["nouns"])
        self._signals = frozenset(lexicon("citations_signals"))
        self._suffixes = frozenset(terms["suffixes"])
        stopped = {*terms["suffixes"], *lexicon("citations_abbreviations"), "al."}
        self._stopped = frozenset(word.lower() for word in stopped)
        suffixes = "|".join(re.escape(suffix) for suffix in sorted(terms["suffixes"], key=len, reverse=True))
        self._suffix = re.compile(rf",?{BLANK}{{1,2}}(?:{suffixes}|{suffixes.upper()})(?![a-z])")
        self._bracketed = re.compile(rf"{BLANK}\([A-Z][\w.&/-]*\)(?=,?{BLANK}(?:{suffixes})(?![a-z]))")

    def left(self, text: str, floor: int, end: int) -> int | None:
        """Where the party that ends at `end` begins, not before `floor`; None where no name stands there."""
        floor = max(0, floor, end - REACH)
        floor = max(floor, text.rfind("\n", floor, end) + 1)
        start: int | None = None
        right = ""
        for match in reversed([*WORD.finditer(text, floor, end)][-WORDS:]):
            word = match.group()
            if match.start() == floor and floor and (text[floor - 1].isalnum() or text[floor - 1] in "'’."):
                break
            if ACRONYM.match(word):
                right = word
                continue
            core = word.lstrip(OPENING)
            bare = core.rstrip(",'’")
            if self._before_name(core, bare, right):
                break
            if bare[:1].isupper():
                start = match.start() + len(word) - len(core)
            elif bare not in self._connectors or (
                bare in ("and", "&") and not self._joins(text, floor, match.start(), right)
            ):
                break
            right = bare
            if core != word:
                break
        return start

    def _before_name(self, core: str, bare: str, right: str) -> bool:
        """Whether the name begins only after this word."""
        if not bare or bare in self._signals or bare[-1] in ';:!?)]”"—–':
            return True
        if core.endswith(",") and right and right not in self._suffixes and right not in ("et", "al", "al."):
            return True
        if bare.endswith(".") and bare.lower() not in self._stopped and not INITIALS.match(bare):
            return True
        return bool(POSSESSIVE.search(bare)) and POSSESSIVE.sub("", bare) in self._holders

    def _joins(self, text: str, floor: int, position: int, right: str) -> bool:
        """Whether this `and` is inside a name: `Department of Health and Human Services`, `Crawford and Sons`."""
        if text[position] == "&" or right in self._joined:
            return True
        for word in reversed(text[floor:position].split()[-5:]):
            if word in ("of", "for"):
                return True
            if not word[:1].isupper():
                return False
        return False

    def right(self, text: str, start: int, next_versus: int | None = None) -> int | None:
        """Where the party that begins at `start` ends; None where no name stands there.

        `next_versus` is where the next `v.` stands: of `Ohio and Roe v. Wade` only `Ohio` is ours.
        """
        end, next_is_other = self._run(text, start, next_versus)
        if end is None or next_is_other:
            return end
        if bracketed := self._bracketed.match(text, end):
            end = bracketed.end()
        while suffix := self._suffix.match(text, end):
            end = suffix.end()
        return end

    def _goes_on(self, following: str) -> bool:
        """Whether the word after an abbreviation continues the name rather than opens a sentence."""
        return (following[:1].isupper() or following in self._connectors) and following.strip(",.") not in self._openers

    def _run(self, text: str, start: int, next_versus: int | None) -> tuple[int | None, bool]:
        """The end of the run of capitalised words and connectors, and whether the next case cut it."""
        limit = text.find("\n", start, start + REACH)
        limit = min(len(text), start + REACH) if limit < 0 else limit
        end: int | None = None
        before_and: int | None = None
        institution = False
        found = [*WORD.finditer(text, start, limit)][:WORDS]
        for index, match in enumerate(found):
            following = found[index + 1].group() if index + 1 < len(found) else ""
            found_core = CORE.match(match.group())
            if not found_core or found_core.group() in self._nouns:
                break
            core = found_core.group()
            closed = core != match.group()
            if core.endswith("."):
                # A comma after the stop shows an abbreviation as well as any list does.
                comma = text.startswith(",", match.start() + len(core))
                if core.lower() in self._stopped or INITIALS.match(core) or comma:
                    closed = closed or not self._goes_on(following)
                else:
                    core, closed = core.rstrip("."), True
            if core[:1].isupper() or (core[:1].isdigit() and end is None and not core.isdigit()):
                if next_versus is not None and match.end() >= next_versus:
                    return before_and, True
                if POSSESSIVE.search(core) and not following[:1].isupper():
                    core, closed = POSSESSIVE.sub("", core), True
                end = match.start() + len(core)
            elif core in ("and", "&"):
                if not (core == "&" or institution or following.strip(",") in self._joined):
                    break
                before_and = end
            elif core in self._connectors:
                institution = institution or core in ("of", "for")
            else:
                break
            if closed:
                break
        return end, False
