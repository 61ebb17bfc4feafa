"""One number with what belongs to it: sign, currency, scale, unit."""

from __future__ import annotations

import re

from pipeline.nlp.figures.currencies import CurrencyReader
from pipeline.nlp.figures.parts import WORDS, PartReader
from pipeline.nlp.figures.passages import MINUS, Draft, Passage
from pipeline.nlp.figures.units import UnitReader
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.numbers import NUMBER, SCALES, SMALL, read_number

# Tokens that may begin a number, beside those that begin with a digit.
ANCHOR_WORDS = frozenset((*SMALL, *SCALES, "half", *WORDS))
NUMERALS = frozenset("0123456789¼½¾⅓⅔⅛⅜⅝⅞")
# What may stand before the point of `.5`, before the sign of `-5`.
BEFORE_POINT = frozenset(" \n($£€-–−")
BEFORE_SIGN = frozenset("([/~<>≥≤=“\"'")
# A token of more characters is no number that anyone reads.
LONGEST = 40
LAST_WORD = re.compile("[^ \u00a0-]*$")


class QuantityReader:
    """Reads the quantity that begins at a token."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.currencies = CurrencyReader(vocabulary)
        self.units = UnitReader(vocabulary)
        self.parts = PartReader(vocabulary, self.units)
        self._number = re.compile(NUMBER)

    def read(self, passage: Passage, token: int) -> Draft | None:
        """The quantity at `token`, with `kind` empty where the number has no unit; None where there is no number."""
        word = passage.lower[token]
        if word in SCALES:
            # `a hundred`: the scale is the anchor, the article counts one
            if passage.word(token - 1) not in ("a", "an"):
                return None
            token -= 1
        draft = self._numeral(passage, token)
        if draft is None:
            return self.parts.spelled(passage, token) if word == "half" or word in WORDS else None
        if not draft.kind:
            self._unit(passage, draft)
        elif draft.kind == "money":
            self.currencies.after(passage, draft)
        draft.hyphen = passage.hyphen_follows(draft)
        return draft

    def _unit(self, passage: Passage, draft: Draft) -> None:
        if (
            0 < draft.raw < 1
            and draft.value < 1
            and (draft.spelled or "." not in passage.text[draft.start : draft.end])
        ):
            self.parts.complete(passage, draft)
        elif not self._bracketed_percent(passage, draft) and self.units.read(passage, draft) and draft.kind == "money":
            draft.plain = False

    def _numeral(self, passage: Passage, token: int) -> Draft | None:
        """The number at `token` with its sign, its currency and what is glued to it."""
        start = passage.starts[token]
        if passage.ends[token] - start > LONGEST:
            return None
        if passage.word(token - 1) == "." and passage.glued(token):
            before = passage.text[start - 2] if start > 1 else " "
            if before in BEFORE_POINT:
                start, token = start - 1, token - 1
        match = self._number.match(passage.text, start)
        if match is None or not self.parts.is_proper(match.group()):
            return None
        surface = match.group()
        last = token + 1
        while last < passage.last and passage.starts[last] < match.end():
            last += 1
        draft = Draft(start, match.end(), token, last, read_number(surface))
        draft.spelled = surface[0].isalpha() and surface[0].isascii()
        draft.plain = surface.isdigit()
        if not draft.plain:
            word = LAST_WORD.search(surface)
            draft.scale = float(SCALES.get(word.group().lower(), 1)) if word else 1.0
            draft.raw = draft.value / draft.scale
        self.currencies.before(passage, draft)
        if passage.ends[last - 1] > match.end():
            # Letters glued to the digits: a scale or a unit; anything else makes a name of them (5G, 21st).
            if not self.currencies.scale_glued(passage, draft) and (draft.kind or not self.units.glued(passage, draft)):
                return None
        self._sign(passage, draft)
        return draft

    def _sign(self, passage: Passage, draft: Draft) -> None:
        """A minus or plus before the number or its currency, or the words `minus` and `negative`."""
        token = draft.first - 1
        if token < passage.first:
            return
        word = passage.words[token]
        if (word in MINUS or word == "+") and passage.glued(draft.first):
            if passage.glued(token) and passage.words[token - 1] not in BEFORE_SIGN:
                return
            draft.first, draft.start = token, passage.starts[token]
        elif passage.lower[token] not in ("minus", "negative") or draft.spelled:
            return
        draft.plain = False
        if word != "+":
            draft.value = -draft.value

    def _bracketed_percent(self, passage: Passage, draft: Draft) -> bool:
        """`(5.2)%`: a negative percentage."""
        last = draft.last
        if passage.word(last) != ")" or passage.word(last + 1) != "%" or passage.word(draft.first - 1) != "(":
            return False
        draft.value = -draft.value
        draft.first, draft.start = draft.first - 1, passage.starts[draft.first - 1]
        draft.last, draft.end = last + 2, passage.ends[last + 1]
        draft.kind, draft.unit, draft.rule, draft.plain = "percent", "%", "figures.percent.sign", False
        return True
