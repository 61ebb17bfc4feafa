"""Numbers as English writes them: `1,345`, `2.5`, `2½`, `twenty-five`, `two and a half million`, `a dozen`.

DIGITS, MIXED, FRACTION, WORDS and NUMBER are sources of expressions, to be composed into larger ones: no groups, their
own case flag where letters are concerned, and no word boundary but the ones that number words need. `read_number`
gives the value of what any of them matched. Nothing here knows of currencies, units or dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import numeric

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SMALL = {"zero": 0, **ONES, **TEENS, **TENS}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "quadrillion": 10**15,
}  # fmt: skip
DENOMINATORS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16, "twentieth": 20, "hundredth": 100,
    "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


# A blank inside of a number (never a line feed), or the hyphen of `twenty-five` and `1.7-million`.
_GAP = "[ \u00a0-]"
_BLANK = "[ \u00a0]"

# `1,345,500`, `2.5`, `.75`: commas only where they part thousands, so that a list `5,6` is two numbers.
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_VULGAR = "[¼½¾⅐-⅞]"
# `2½`, `2 1/2`, `2-1/2`, `1/3`
MIXED = (
    rf"(?:\d+{_GAP}?{_VULGAR}|{_VULGAR}|\d+{_GAP}[1-9]/(?:2|3|4|5|8|10|16|32)(?![\d/])"
    r"|[1-9]\d?/[1-9]\d{0,2}(?![\d/]|,\d))"
)
_SCALE = rf"{_any(SCALES)}\b"
_LARGE = rf"{_any(word for word, value in SCALES.items() if value >= 1000)}\b"
_PART = rf"(?:halves|{_any(DENOMINATORS)}s?)\b"
_ONE = _any(ONES)
# `twenty-five`; `twenty five`, but not in `twenty five-year plans`
_BELOW_100 = rf"(?:{_any(TENS)}(?:-{_ONE}\b|{_BLANK}{_ONE}\b(?!-[a-z]))?|{_any(TEENS)}|{_ONE})\b"
_HUNDREDS = rf"(?:{_BELOW_100}|an?\b){_GAP}hundred\b(?:{_GAP}(?:and{_GAP})?{_BELOW_100})?"
_BELOW_1000 = rf"(?:{_HUNDREDS}|{_BELOW_100})"
_AND_A_PART = rf"(?:{_GAP}and{_GAP}(?:(?:an?|{_ONE}){_GAP}{_PART}|{_VULGAR}))"
_OF_A_SCALE = rf"(?:{_GAP}of{_GAP}an?{_GAP}{_SCALE})"

# `one-half`, `two thirds`, `three-quarters`. `half` and `a third` are left to the caller, who knows what follows.
FRACTION = rf"(?i:\b{_any((*ONES, *TEENS, *TENS))}{_GAP}{_PART})"
WORDS = (
    "(?i:"
    r"\bzero\b"
    rf"|\bhalf{_GAP}(?:an?{_GAP})?{_SCALE}"  # half a million, half-billion
    rf"|\ban?{_GAP}half{_GAP}{_SCALE}"  # a half-million
    rf"|\b(?:an?|{_ONE}){_GAP}{_PART}{_OF_A_SCALE}"  # three-quarters of a million
    rf"|\b{_BELOW_100}{_AND_A_PART}(?:{_GAP}{_SCALE})?"  # two and a half million
    # two million three hundred thousand and five
    rf"|\b(?:{_BELOW_1000}|an?\b){_GAP}{_LARGE}"
    rf"(?:,?{_GAP}(?:and{_GAP})?(?:{_BELOW_1000}{_GAP}{_LARGE}|{_HUNDREDS})){{0,4}}(?:{_GAP}(?:and{_GAP})?{_BELOW_100})?"
    rf"|\b(?:an?|{_BELOW_100}){_GAP}dozen\b"
    rf"|\b{_BELOW_1000}"
    ")"
)
# Digits, with a scale word where there is one: `2.5 million`, `1.7-million`, `10 and a half`, `2½ billion`.
SCALED = rf"(?:{MIXED}|{DIGITS})(?i:{_AND_A_PART}?(?:{_GAP}{_SCALE})?)"
# The whole number grammar.
NUMBER = rf"(?:{SCALED}|{FRACTION}(?i:{_OF_A_SCALE}?)|{WORDS})"

_PLAIN = re.compile(rf"({DIGITS})(?:{_GAP}({_SCALE}))?", re.IGNORECASE)
_EXPONENT = {word: f"e{len(str(value)) - 1}" for word, value in SCALES.items() if word != "dozen"}
_PIECE = re.compile(rf"\d+/\d+|{DIGITS}|{_VULGAR}|[a-z]+")
_GLUE = frozenset(("a", "an", "and", "of"))


@lru_cache(maxsize=65536)
def read_number(text: str) -> float:
    """The value of a number written as NUMBER allows, exact to a float's last digit; ValueError for anything else."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        digits, scale = plain.groups()
        if scale is None or scale.lower() in _EXPONENT:
            return float(digits.replace(",", "") + (_EXPONENT[scale.lower()] if scale else ""))
    total = group = 0.0  # what the scales from the thousand on gave; what waits for the next scale
    last = 0.0  # the number word just before: the numerator where a denominator follows
    pieces = _PIECE.findall(text.lower())
    for piece in pieces:
        numerator, last = last, 0.0
        if piece in SMALL:
            last = SMALL[piece]
            group += last
        elif piece in SCALES:
            group = (group or 1) * SCALES[piece]
            if SCALES[piece] >= 1000:
                total, group = total + group, 0.0
        elif (denominator := _denominator(piece)) is not None:
            group += (numerator or 1) / denominator - numerator
        elif piece[0] in ".0123456789":
            upper, _, lower = piece.replace(",", "").partition("/")
            group += float(upper) / float(lower) if lower else float(upper)
        elif not piece.isascii():
            group += numeric(piece)
        elif piece not in _GLUE:
            raise ValueError(f"{text!r} is no number")
    if _GLUE.issuperset(pieces):
        raise ValueError(f"{text!r} is no number")
    return round(total + group, 12)


def _denominator(word: str) -> int | None:
    """2 for `half` and `halves`, 3 for `third` and `thirds`, None for a word that parts nothing."""
    return 2 if word == "halves" else DENOMINATORS.get(word.removesuffix("s"))
