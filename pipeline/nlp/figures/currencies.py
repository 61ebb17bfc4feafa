"""Currencies before a number: `$5`, `US$5 million`, `EUR 300`, `$(5)`, and the scales that are glued to amounts."""

from __future__ import annotations

from pipeline.nlp import numbers
from pipeline.nlp.figures.passages import MINUS, Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary

# Scales as newspapers write them after an amount of money.
SCALES = {
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mm": 1e6, "MM": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "b": 1e9, "B": 1e9,
    "bn": 1e9, "bln": 1e9, "bil": 1e9, "t": 1e12, "T": 1e12, "tn": 1e12, "trn": 1e12, "tln": 1e12,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
# These need no currency: `50k people`.
BARE = frozenset(("k", "K", "mn", "mln", "bn", "bln", "tn", "trn", "tln"))
# These are read only where nothing parts them from the digits.
GLUED_ONLY = frozenset(("k", "K", "t", "T"))


class CurrencyReader:
    """Reads the currency before a number and the scale behind it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.codes = vocabulary.codes
        self.symbols = vocabulary.symbols
        self.letters = vocabulary.letter_symbols
        self.names = vocabulary.unit_names

    def before(self, passage: Passage, draft: Draft) -> None:
        """Gives the draft the currency before it, if there is one; a bracket or minus between makes it negative."""
        token = draft.first - 1
        if token < passage.first:
            return
        sign = passage.words[token] if passage.glued(draft.first) else ""
        if sign in MINUS or sign == "(":
            token -= 1
            if token < passage.first or not passage.glued(token + 1):
                return
        else:
            sign = ""
        if passage.starts[token + 1] - passage.ends[token] > 1:
            return
        found = self.ending_at(passage, token)
        if found is None or (sign == "(" and passage.word(draft.last) != ")"):
            return
        if sign == "(":
            draft.last, draft.end = draft.last + 1, passage.ends[draft.last]
        if sign:
            draft.value = -draft.value
        draft.unit, draft.first = found
        draft.start = passage.starts[draft.first]
        draft.kind = "money"
        coded = (
            passage.words[draft.first].isalpha() and draft.unit in self.codes and len(passage.words[draft.first]) == 3
        )
        draft.rule = "figures.money.code" if coded else "figures.money.symbol"
        draft.plain = False

    def ending_at(self, passage: Passage, token: int) -> tuple[str, int] | None:
        """The currency whose sign or code ends at `token`, and the token where it begins."""
        word = passage.words[token]
        if word in self.symbols:
            return self._symbol(passage, token)
        if word in self.codes:
            return word, token
        if word in self.letters:
            return self.letters[word], token
        if word == "." and passage.glued(token) and passage.words[token - 1] in self.letters:
            return self.letters[passage.words[token - 1]], token - 1
        return None

    def _symbol(self, passage: Passage, token: int) -> tuple[str, int]:
        """A sign with the letters that are glued to it: `US$`, `U.S.$`, `R$`."""
        for first in (token - 2, token - 1):
            if first < passage.first or not passage.glued(token):
                continue
            whole = passage.text[passage.starts[first] : passage.ends[token]]
            if whole in self.symbols and not passage.joined(first):
                return self.symbols[whole], first
        return self.symbols[passage.words[token]], token

    def scale_glued(self, passage: Passage, draft: Draft) -> bool:
        """Reads the scale glued to the digits (`$5bn`, `50k`); False where the letters are none."""
        rest = passage.text[draft.end : passage.ends[draft.last - 1]]
        if rest not in SCALES or (draft.kind != "money" and rest not in BARE):
            return False
        self._scale(passage, draft, SCALES[rest], draft.last)
        return True

    def after(self, passage: Passage, draft: Draft) -> None:
        """Reads what may follow an amount: a short scale (`$5 bn`), the currency's name (`$5 million dollars`)."""
        word = passage.words[draft.last] if draft.last < passage.last else ""
        if passage.words[draft.last - 1] == ")" and word.lower() in numbers.SCALES:
            self._scale(passage, draft, numbers.SCALES[word.lower()], draft.last + 1)  # $(3) million
        elif word in SCALES and word not in GLUED_ONLY and draft.scale == 1:
            self._scale(passage, draft, SCALES[word], draft.last + 1)
        named = self.names.longest(passage.lower, draft.last, passage.last)
        if named and named[1].kind == "money" and named[1].factor == 1 and named[1].unit == draft.unit:
            draft.last, draft.end = named[0], passage.ends[named[0] - 1]

    def _scale(self, passage: Passage, draft: Draft, scale: float, last: int) -> None:
        draft.value = round(draft.value * scale, 12)
        draft.scale *= scale
        draft.plain = False
        draft.last, draft.end = last, passage.ends[last - 1]
