"""The words of time: which class a token is of and what it stands for. The vocabulary lies in the rule files.

A rule of the layer lists words under `terms`, each list under a class and a value: `month 3: [March]`. Every token of
a page becomes the one character of its class, and the grammar (`grammar.py`) is a set of expressions over these
characters: it reads as English (`ordinal dash? quarter`), costs little and never looks at letters.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from pipeline.nlp.numbers import SCALES, SMALL, TENS
from pipeline.rules import Rule

# Classes that rule files fill.
LISTED = (
    "month", "month_abbr", "weekday", "weekdays", "weekend", "season", "named_day", "decade_word", "dayword", "daypart",
    "fy", "kind", "yr", "yrs", "quarter", "quarters", "century", "centuries", "unit", "units", "congress", "congresses",
    "mod", "stage", "edge", "yearend", "rel", "shift", "around", "period", "present", "document",
    "every", "other_every", "cycle", "cyclic", "semi", "times", "times_word", "per", "adjective", "long", "plus",
    "age", "elder", "person", "label", "measure",
    "to", "and", "between", "of", "the", "a", "in", "prep", "approx", "than",
)  # fmt: skip
# Classes that a token shows by itself.
SHOWN = (
    "other", "sign", "masked", "cited", "dash", "slash", "comma", "dot", "lparen", "rparen", "bracket", "apostrophe",
    "possessive", "currency", "percent", "day", "int", "year", "big", "ones", "tens", "hundred", "scale", "half",
    "ordinal", "th", "decade", "fynum", "qno", "hno",
)  # fmt: skip
_CHARACTERS = string.ascii_letters + string.digits + "".join(map(chr, range(0xC0, 0x100)))
CHAR = dict(zip((*LISTED, *SHOWN), _CHARACTERS, strict=False))
# Words of these classes are names: as they are listed or in capitals, never in lower case (`may`, `march`).
NAMES = frozenset(("month", "month_abbr", "weekday", "weekdays", "congress", "congresses", "fy"))
SIGNS = {
    "-": "dash", "–": "dash", "‑": "dash", "‒": "dash", "/": "slash", ",": "comma", ".": "dot", "(": "lparen",
    ")": "rparen", "'": "apostrophe", "’": "apostrophe", "‘": "apostrophe", "'s": "possessive", "’s": "possessive",
    "$": "currency", "€": "currency", "£": "currency", "¥": "currency", "%": "percent", "#": "label", "§": "label",
    "&": "and", "[": "bracket",
}  # fmt: skip
# Words that the lexicon remembers before it classes them anew each time: a long run's memory stays bounded.
MEMORY = 100_000

_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)", re.IGNORECASE)
_DECADE = re.compile(r"(?:[12]\d)?\d0s")
_QUARTER = re.compile(r"Q[1-4]|[1-4]Q")
_HALF = re.compile(r"H[12]|[12]H")
_BIG = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d*[¼½¾⅐-⅞]|\d+")
# A year that has lost the blank beside it: `in2024`, `2017The`.
_GLUED = re.compile(r"(?P<before>[a-z]+)?(?P<year>[12]\d{3})(?P<after>[A-Za-z][a-z]*|[A-Z]{2,})?")


class Lexicon(dict[str, str]):
    """Token -> class character.

    meanings  what a listed word stands for, by its class character and its lower case
    sets      words that one reader asks for by themselves, from the terms `set NAME`
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__({sign: CHAR[name] for sign, name in SIGNS.items()})
        self.meanings: dict[tuple[str, str], str] = {}
        self.sets: dict[str, frozenset[str]] = {}
        labels = []
        for word in SMALL:
            self._add("tens" if word in TENS else "ones", word, "")
        for word in SCALES:
            self._add("hundred" if word in ("dozen", "hundred") else "scale", word, "")
        self._add("half", "half", "")
        for rule in rules:
            for key, terms in rule.terms.items():
                name, _, value = key.partition(" ")
                if name == "set":
                    self.sets[value] = frozenset(terms)
                    continue
                for term in terms:
                    self._add(name, term, value)
                    if name == "fy":
                        labels.append(term)
        longest_first = sorted(labels, key=len, reverse=True)
        self._listed = frozenset(self)
        self._labelled = re.compile(rf"[a-z]*?({'|'.join(map(re.escape, longest_first))})(\d{{4}}|\d{{2}})([a-z]*)")

    def _add(self, name: str, term: str, value: str) -> None:
        self.meanings[CHAR[name], term.lower()] = value
        forms = [term] if name in NAMES else [term, term[0].upper() + term[1:]]
        if len(term) > 3 or name not in NAMES:
            forms.append(term.upper())
        for form in forms:
            self[form] = CHAR[name]

    def __missing__(self, word: str) -> str:
        found = CHAR[self._shape(word)]
        if len(self) < MEMORY:
            self[word] = found
        return found

    def value(self, char: str, word: str) -> str:
        """What a word of a class stands for, `""` where its list gives no value."""
        return self.meanings.get((char, word.lower()), "")

    def labelled_year(self, word: str) -> tuple[str, str]:
        """The label and the digits of `FY2015`, `CY12`; the digits of a bare label are empty."""
        found = self._labelled.fullmatch(word)
        return (found.group(1), found.group(2)) if found else (word, "")

    def _shape(self, word: str) -> str:
        """The class of a token that no list holds."""
        if word.isalpha():
            return "other"
        if not any(sign.isdigit() or sign in "½¼¾" for sign in word):
            return "other" if word[0].isalpha() else "sign"
        if word.isdecimal() and word.isascii():
            number = int(word[:5])
            if len(word) == 4 and 1000 <= number < 3000:
                return "year"
            return "day" if len(word) < 3 and 1 <= number <= 31 else "int" if len(word) <= 3 else "big"
        if _BIG.fullmatch(word):
            return "big"
        if _ORDINAL.fullmatch(word):
            return "ordinal"
        if _DECADE.fullmatch(word):
            return "decade"
        if _QUARTER.fullmatch(word):
            return "qno"
        if _HALF.fullmatch(word):
            return "hno"
        if self._labelled.fullmatch(word):
            return "fynum"
        glued = _GLUED.fullmatch(word)
        if glued and self._may_follow(glued["after"]) and (not glued["before"] or glued["before"] in self._listed):
            return "year"
        return "other"

    def _may_follow(self, word: str | None) -> bool:
        """May a word stand glued behind a year? `The` and `and` may, `s` and the unit of `2000MW` may not."""
        if word is None or self.get(word) == CHAR["measure"]:
            return word is None
        return word[0].isupper() or word in self._listed
