"""One number with what belongs to it: sign, currency, scale, unit."""

from __future__ import annotations

import re

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Unit, Vocabulary
from pipeline.nlp.numbers import DENOMINATORS, FRACTION, NUMBER, ONES, SCALES, SMALL, read_number

# Tokens that may begin a number, beside those that begin with a digit.
SCALE_WORDS = frozenset(SCALES)
PART_WORDS = frozenset(word for word in DENOMINATORS if word != "half") - {"second"}
ANCHOR_WORDS = frozenset(SMALL) | SCALE_WORDS | {"half"} | PART_WORDS
NUMERALS = frozenset("0123456789¼½¾⅓⅔⅛⅜⅝⅞")
# `1/3` is a number, `9/11` and `24/7` are not.
COMMON_DENOMINATORS = frozenset(("2", "3", "4", "5", "6", "7", "8", "9", "10", "12", "16", "20", "32", "64", "100"))
MINUS = frozenset("-–−‑")
DASHES = frozenset("-–−‑")
# Scales as newspapers glue them to an amount of money; the second set needs no currency.
MONEY_SCALES = {
    "k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6, "mm": 1e6, "MM": 1e6, "mn": 1e6, "mln": 1e6, "mil": 1e6, "b": 1e9, "B": 1e9,
    "bn": 1e9, "bln": 1e9, "bil": 1e9, "t": 1e12, "T": 1e12, "tn": 1e12, "trn": 1e12, "tln": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
}  # fmt: skip
BARE_SCALES = frozenset(("k", "K", "mn", "mln", "bn", "bln", "tn", "trn", "tln"))
ARTICLES = frozenset(("a", "an"))

_NUMBER = re.compile(NUMBER)
_FRACTION = re.compile(FRACTION)


class QuantityReader:
    """Reads the quantity that begins at a token."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def read(self, passage: Passage, token: int) -> Draft | None:
        """The quantity at `token`, with `kind` empty where the number has no unit; None where there is no number."""
        word = passage.lower[token]
        if word in SCALE_WORDS or word in PART_WORDS:
            return self._after_article(passage, token)
        if word == "half":
            return self._half(passage, token)
        start, token = self._decimal_point(passage, token)
        match = _NUMBER.match(passage.text, start)
        if match is None:
            return None
        draft = self._number(passage, token, start, match.group())
        if draft is None:
            return None
        if draft.raw < 1 and (draft.spelled or "/" in match.group()) and draft.value != 0:
            return self._fraction(passage, draft)
        if draft.kind:
            return self._finish(passage, draft)
        return self._unit(passage, draft)

    # -- the number itself

    def _decimal_point(self, passage: Passage, token: int) -> tuple[int, int]:
        """Where the number begins: at the point of `.5`."""
        start = passage.starts[token]
        before = passage.text[max(start - 2, 0) : start]
        if before.endswith(".") and (len(before) < 2 or before[0] in " \n($£€-–−") and passage.word(token - 1) == ".":
            return start - 1, token - 1
        return start, token

    def _number(self, passage: Passage, token: int, start: int, surface: str) -> Draft | None:
        end = start + len(surface)
        last = token + 1
        while last < passage.last and passage.starts[last] < end:
            last += 1
        value = read_number(surface)
        draft = Draft(start, end, token, last, value)
        first = surface[0]
        draft.spelled = first.isalpha() and first.isascii()
        draft.plain = surface.isdigit()
        draft.raw = value if draft.plain else _before_scale(surface, value)
        draft.scale = value / draft.raw if draft.raw else 1.0
        if "/" in surface and (value >= 1 and surface.isascii() and " " not in surface and "-" not in surface):
            return None
        if "/" in surface and surface.rpartition("/")[2] not in COMMON_DENOMINATORS:
            return None
        self._currency_before(passage, draft)
        if passage.ends[last - 1] > end and not self._glued(passage, draft):
            return None
        self._sign(passage, draft)
        return draft

    def _glued(self, passage: Passage, draft: Draft) -> bool:
        """Letters glued to the digits: a scale (`$5bn`) or a unit (`50MW`); anything else makes a name (`5G`, `21st`)."""
        token = draft.last - 1
        rest = passage.text[draft.end : passage.ends[token]]
        if rest in MONEY_SCALES and (draft.kind == "money" or rest in BARE_SCALES):
            self._scale(draft, MONEY_SCALES[rest])
            draft.end = passage.ends[token]
            return True
        words = [rest, *passage.words[token + 1 : min(token + 4, passage.last)]]
        found = self.vocabulary.abbreviations.match(words, 0, len(words))
        if found is None or draft.kind:
            return False
        count, unit = found
        self._set_unit(draft, unit)
        draft.last = token + count
        draft.end = passage.ends[draft.last - 1]
        return True

    def _scale(self, draft: Draft, scale: float) -> None:
        draft.value = round(draft.value * scale, 12)
        draft.scale *= scale
        draft.plain = False

    def _currency_before(self, passage: Passage, draft: Draft) -> None:
        """`$`, `US$`, `USD` before the number; a bracket or sign may stand between (`$(5) million`, `$-5`)."""
        token = draft.first - 1
        if token < passage.first:
            return
        word = passage.words[token]
        negative = False
        if (word in MINUS or word == "(") and passage.glued(draft.first):
            negative = True
            token -= 1
            word = passage.words[token] if token >= passage.first else ""
        if (
            not word
            or passage.starts[token + 1] - passage.ends[token] > 1
            or (negative and not passage.glued(token + 1))
        ):
            return
        found = self._symbol(passage, token)
        if found is None:
            return
        code, token = found
        if negative:
            if passage.text[draft.first and passage.starts[draft.first] - 1] == "(":
                if passage.word(draft.last) != ")":
                    return
                draft.last += 1
                draft.end = passage.ends[draft.last - 1]
            draft.value = -draft.value
        draft.kind, draft.unit = "money", code
        draft.rule = (
            "figures.money.symbol"
            if not passage.words[token].isalpha() or len(passage.words[token]) < 3
            else "figures.money.code"
        )
        draft.first, draft.start = token, passage.starts[token]
        draft.plain = False

    def _symbol(self, passage: Passage, token: int) -> tuple[str, int] | None:
        """The currency whose sign or code ends at `token`, and the token where it begins."""
        word = passage.words[token]
        symbols = self.vocabulary.symbols
        if word in symbols:
            for width in (2, 1):
                first = token - width
                if first >= passage.first and passage.starts[token] - passage.ends[token - 1] == 0:
                    whole = passage.text[passage.starts[first] : passage.ends[token]]
                    if whole in symbols and (
                        first == passage.first or not passage.glued(first) or not passage.words[first - 1][-1].isalnum()
                    ):
                        return symbols[whole], first
            return symbols[word], token
        if word in self.vocabulary.codes:
            return word, token
        if word in self.vocabulary.letter_symbols:
            return self.vocabulary.letter_symbols[word], token
        if word == "." and passage.glued(token) and passage.words[token - 1] in self.vocabulary.letter_symbols:
            return self.vocabulary.letter_symbols[passage.words[token - 1]], token - 1
        return None

    def _sign(self, passage: Passage, draft: Draft) -> None:
        """A minus or plus before the number or its currency, or the words `minus` and `negative`."""
        token = draft.first - 1
        if token < passage.first:
            return
        word = passage.words[token]
        if (word in MINUS or word == "+") and passage.glued(draft.first) and self._opens(passage, token):
            draft.first, draft.start = token, passage.starts[token]
            draft.plain = False
            if word != "+":
                draft.value = -draft.value
        elif passage.lower[token] in ("minus", "negative") and not draft.spelled:
            draft.value = -draft.value
            draft.plain = False

    def _opens(self, passage: Passage, token: int) -> bool:
        """Does the sign begin a number, rather than join two words?"""
        return not passage.glued(token) or passage.words[token - 1] in "([/~<>≥≤=“\"'"

    # -- fractions

    def _after_article(self, passage: Passage, token: int) -> Draft | None:
        """`a hundred`, `a third of`: the article counts one."""
        if passage.word(token - 1) not in ARTICLES:
            return None
        start = passage.starts[token - 1]
        if passage.lower[token] in SCALE_WORDS:
            match = _NUMBER.match(passage.text, start)
            if match is None:
                return None
            draft = self._number(passage, token - 1, start, match.group())
            return draft and self._unit(passage, draft)
        word = passage.lower[token]
        draft = Draft(start, passage.ends[token], token - 1, token + 1, 1 / DENOMINATORS[word])
        draft.spelled = True
        found = self._fraction(passage, draft)
        if found is not None and found.kind == "ratio" and not self._shares(passage, found):
            return None
        return found

    def _half(self, passage: Passage, token: int) -> Draft | None:
        """`half`, `half a million`, `half a mile`, `half-dozen`; not `the first half`, `half-brother`."""
        start = passage.starts[token]
        match = _NUMBER.match(passage.text, start)
        if match is not None:
            draft = self._number(passage, token, start, match.group())
            return draft and self._unit(passage, draft)
        article = passage.word(token - 1) in ARTICLES
        first = token - 1 if article else token
        draft = Draft(passage.starts[first], passage.ends[token], first, token + 1, 0.5)
        draft.spelled = True
        found = self._fraction(passage, draft)
        if found is not None and found.kind == "ratio" and not self._halves(passage, found):
            return None
        return found

    def _halves(self, passage: Passage, draft: Draft) -> bool:
        before, after = passage.word(draft.first - 1), passage.word(draft.last)
        if (
            draft.hyphen
            or before in ("first", "second", "latter", "other-", "1st", "2nd", "last", "final")
            or passage.lower[draft.first] in ARTICLES
        ):
            return False
        if after in (
            "of",
            "the",
            "a",
            "an",
            "as",
            "that",
            "those",
            "this",
            "these",
            "their",
            "its",
            "his",
            "her",
            "our",
            "what",
        ):
            return True
        cue = self.vocabulary.before.match_back(passage.lower, draft.first, passage.first)
        return cue is not None or before in (
            "by",
            "in",
            "other",
            "one",
            "and",
            "to",
            "than",
            "be",
            "was",
            "were",
            "least",
        )

    def _shares(self, passage: Passage, draft: Draft) -> bool:
        """`a third of the members`, `by a quarter`; not `a third option`."""
        if passage.word(draft.last) == "of":
            return not passage.word(draft.last + 1).isdigit()
        before = passage.word(draft.first - 1)
        cue = self.vocabulary.before.match_back(passage.lower, draft.first, passage.first)
        tag = passage.tag(draft.last)
        return (cue is not None or before in ("by", "than")) and not tag.startswith(("NN", "JJ")) and not draft.hyphen

    def _fraction(self, passage: Passage, draft: Draft) -> Draft | None:
        """A part of a unit (`half a mile`, `three-quarters of one percent`) or of a whole."""
        token = draft.last
        if passage.word(token) == "of":
            token += 1
        if passage.word(token) in ("a", "an", "one", "1"):
            token += 1
        unit = self._unit_at(passage, token + 1 if passage.word(token) in DASHES else token)
        if unit is not None and not (token == draft.last and draft.plain):
            last, found = unit
            self._set_unit(draft, found)
            draft.last, draft.end = last, passage.ends[last - 1]
            return self._finish(passage, draft)
        draft.kind, draft.rule = "ratio", "figures.ratio.fraction"
        draft.hyphen = self._hyphen_follows(passage, draft)
        return draft

    # -- the unit

    def _unit(self, passage: Passage, draft: Draft) -> Draft:
        """What stands after the number: `%`, a unit, a currency, a hyphen."""
        token = draft.last
        if (
            token < passage.last
            and not draft.kind
            and passage.words[draft.first - 1] == "("
            and self._bracketed_percent(passage, draft)
        ):
            return draft
        hyphen = self._hyphen_follows(passage, draft)
        if hyphen:
            token += 1
        if draft.kind == "money":
            if (
                not hyphen
                and passage.words[token : token + 1]
                and passage.words[token] in MONEY_SCALES
                and draft.scale == 1
                and passage.words[token] not in ("t", "T", "K", "k")
            ):
                self._scale(draft, MONEY_SCALES[passage.words[token]])
                draft.last, draft.end = token + 1, passage.ends[token]
            return self._finish(passage, draft)
        unit = self._unit_at(passage, token)
        if unit is not None and self._is_unit(passage, draft, unit, token):
            last, found = unit
            self._set_unit(draft, found)
            draft.last, draft.end = last, passage.ends[last - 1]
            return self._finish(passage, draft)
        draft.hyphen = hyphen
        return draft

    def _unit_at(self, passage: Passage, token: int) -> tuple[int, Unit] | None:
        vocabulary = self.vocabulary
        if token >= passage.last:
            return None
        named = vocabulary.unit_names.match(passage.lower, token, passage.last)
        short = vocabulary.abbreviations.match(passage.words, token, passage.last)
        if short and len(passage.words[token]) == 1 and passage.words[token].isalpha() and short[0] == token + 1:
            short = None
        if named and short:
            return max(named, short, key=lambda found: found[0])
        return named or short

    def _is_unit(self, passage: Passage, draft: Draft, unit: tuple[int, Unit], token: int) -> bool:
        """Is the word after the number its unit here? `the 12 won seats` and `two foot patrols` are no amounts."""
        last, found = unit
        word = passage.lower[token]
        if word == "won" and last == token + 1 and draft.scale == 1 and not draft.hyphen:
            return False
        # An abbreviation that a hyphen or a further letter carries on is part of a name.
        return not (
            found.rule == "figures.measure.abbreviation"
            and passage.word(last) in DASHES
            and passage.glued(last)
            and passage.glued(last + 1)
            and last + 1 < passage.last
            and passage.words[last + 1][0].isdigit()
        )

    def _set_unit(self, draft: Draft, unit: Unit) -> None:
        draft.kind, draft.unit, draft.rule, draft.per = unit.kind, unit.unit, unit.rule, unit.per
        if unit.factor != 1:
            draft.value = round(draft.value * unit.factor, 12)
            draft.factor = unit.factor
        draft.plain = False

    def _finish(self, passage: Passage, draft: Draft) -> Draft:
        """A currency's name after its sign (`$5 million dollars`), the hyphen that joins it to the next word."""
        if draft.kind == "money" and draft.rule != "figures.money.name":
            after = self.vocabulary.unit_names.match(passage.lower, draft.last, passage.last)
            if after and after[1].kind == "money" and after[1].factor == 1 and after[1].unit == draft.unit:
                draft.last, draft.end = after[0], passage.ends[after[0] - 1]
        draft.hyphen = self._hyphen_follows(passage, draft)
        draft.plain = False
        return draft

    def _hyphen_follows(self, passage: Passage, draft: Draft) -> bool:
        token = draft.last
        return (
            token + 1 < passage.last
            and passage.words[token] in DASHES
            and passage.starts[token] == draft.end
            and passage.glued(token + 1)
        )

    def _bracketed_percent(self, passage: Passage, draft: Draft) -> bool:
        """`(5.2)%`: a negative percentage."""
        token = draft.last
        if passage.words[token] != ")" or passage.word(token + 1) != "%" or not passage.glued(token + 1):
            return False
        draft.value = -draft.value
        draft.first, draft.start = draft.first - 1, passage.starts[draft.first - 1]
        draft.last, draft.end = token + 2, passage.ends[token + 1]
        draft.kind, draft.unit, draft.rule, draft.plain = "percent", "%", "figures.percent.sign", False
        return True


def _before_scale(surface: str, value: float) -> float:
    """The number before its scale word: 1.2 in `1.2 billion`, 33 in `33`."""
    word = re.split("[ \u00a0-]", surface.lower())[-1]
    return value / SCALES[word] if word in SCALES else value


__all__ = ["ANCHOR_WORDS", "NUMERALS", "ONES", "QuantityReader"]
