"""Two numbers that are one figure: `$1.2-$1.5 billion`, `between 5% and 7%`, `60 to 100`; votes and odds."""

from __future__ import annotations

from pipeline.nlp.figures.changes import ChangeReader
from pipeline.nlp.figures.labels import LabelReader
from pipeline.nlp.figures.passages import DASHES, MINUS, Draft, Passage
from pipeline.nlp.figures.quantities import ANCHOR_WORDS, NUMERALS, QuantityReader
from pipeline.nlp.figures.vocabulary import Vocabulary

# How far a vote may stand from its words: `the House … agreed, 315-109`.
REACH = 60


class RangeReader:
    """Joins a quantity with the one after it, where both are the ends of one figure."""

    def __init__(self, vocabulary: Vocabulary, quantities: QuantityReader, changes: ChangeReader) -> None:
        self.vocabulary = vocabulary
        self.quantities = quantities
        self.changes = changes
        self.vote_before = vocabulary.terms("figures.ratio.vote", "before")
        self.vote_after = vocabulary.terms("figures.ratio.vote", "after")
        self.vote_near = vocabulary.terms("figures.ratio.vote", "near")
        self.odds_near = vocabulary.terms("figures.ratio.odds", "near")

    def join(self, passage: Passage, draft: Draft) -> tuple[Draft | None, int]:
        """The figure that begins with `draft`, and the token to go on from; None where the whole is no figure."""
        token = draft.last
        word = passage.word(token)
        if word in DASHES:
            return self._dashed(passage, draft)
        if word == "to":
            return self._to(passage, draft, token + 1)
        if word == "and" and self._opening(passage, draft) == "between":
            second = self._second(passage, token + 1)
            if second and self._unite(passage, draft, second):
                return self._range(draft, second), second.last
        return draft, draft.last

    def colon(self, passage: Passage, draft: Draft) -> Draft | None:
        """`4:1` where the words near it speak of a ratio."""
        token = draft.last
        if not draft.plain or passage.word(token) != ":" or not passage.glued(token) or not passage.glued(token + 1):
            return None
        second = self._second(passage, token + 1)
        near = passage.lower[max(passage.first, token - 5) : token + 4]
        if second is None or not second.plain or not second.raw or self.odds_near.isdisjoint(near):
            return None
        return self._odds(draft, second)

    # -- what stands between

    def _dashed(self, passage: Passage, draft: Draft) -> tuple[Draft | None, int]:
        token = draft.last
        glued = passage.starts[token] == draft.end
        if passage.word(token + 1) in ("to", "or", "and"):
            # `5- to 7-percent`, `two-to-one`
            after = token + 2
            if glued and passage.glued(token + 1) and passage.word(after) in DASHES:
                after += 1
            if passage.word(token + 1) == "to" and glued:
                return self._to(passage, draft, after)
            return draft, draft.last
        if not glued and (draft.kind or passage.starts[token] - draft.end != 1):
            return draft, draft.last
        second = self._second(passage, token + 1)
        if second is None:
            return draft, draft.last
        if (
            glued
            and second.plain
            and draft.plain
            and passage.word(second.last) in DASHES
            and not passage.text[second.end].isspace()
        ):
            after = second.last + 1
            if after < passage.last and passage.words[after][0].isdigit():
                return None, after + 1  # 10-20-30
        if draft.plain and second.plain:
            return self._bare_dashed(passage, draft, second, glued)
        if glued and self._unite(passage, draft, second):
            return self._range(draft, second), second.last
        return draft, draft.last

    def _bare_dashed(self, passage: Passage, draft: Draft, second: Draft, glued: bool) -> tuple[Draft | None, int]:
        """`232-197`, `5-10`: a vote, a range, or no figure at all."""
        if passage.word(draft.first - 1) == "," and passage.word(draft.first - 2).isdigit():
            return None, second.last  # the pages of a case: 68 F. Supp. 3d 454, 470-71
        if self._is_vote(passage, draft, second):
            return self._vote(draft, second), second.last
        left, right = passage.words[draft.last - 1], passage.words[second.last - 1]
        if (
            not glued
            or draft.raw >= second.raw
            or (len(left) == 3 and len(right) == 4)
            or (len(left) == 4 and len(right) == 2)
            or (len(left) == 1 and len(right) == 4)
        ):
            return None, second.last
        return self._range(draft, second), second.last

    def _to(self, passage: Passage, draft: Draft, token: int) -> tuple[Draft | None, int]:
        bound = self.vocabulary.before_forward.longest(passage.lower, token, passage.last)
        second = self._second(passage, bound[0] if bound else token)
        if second is None:
            return draft, draft.last
        if not bound and not draft.kind and not second.kind:
            if self._is_odds(passage, draft, second):
                return self._odds(draft, second), second.last
            if self._is_vote(passage, draft, second, spelled=True):
                return self._vote(draft, second), second.last
        if self.changes.is_movement(passage, draft, second) or not self._unite(passage, draft, second, spaced=True):
            return draft, draft.last
        return self._range(draft, second), second.last

    def _opening(self, passage: Passage, draft: Draft) -> str:
        """The word before the quantity and its bound word."""
        bound = self.vocabulary.before.longest_back(passage.lower, draft.first, passage.first)
        return passage.word((bound[0] if bound else draft.first) - 1)

    def _second(self, passage: Passage, token: int) -> Draft | None:
        """The quantity that begins exactly at `token`."""
        vocabulary = self.vocabulary
        for number in range(token, min(token + 4, passage.last)):
            word = passage.words[number]
            if word[0] in NUMERALS or (passage.lower[number] in ANCHOR_WORDS and number - token < 2):
                found = self.quantities.read(passage, number)
                return found if found and found.first == token and passage.free(found.start, found.end) else None
            if not (
                word in vocabulary.symbols
                or word in vocabulary.codes
                or word in vocabulary.letter_symbols
                or word in MINUS
                or passage.lower[number] in ("a", "an")
                or (number + 1 < passage.last and word + passage.words[number + 1] in vocabulary.symbols)
            ):
                return None
        return None

    # -- one figure of two

    def _unite(self, passage: Passage, draft: Draft, second: Draft, *, spaced: bool = False) -> bool:
        """Give both ends the unit and the scale that only one of them shows; False where they differ."""
        if draft.kind != second.kind:
            if draft.kind == "money" and not second.kind:
                if spaced and second.scale == 1 and passage.tag(second.last).startswith(("NN", "JJ", "VBN")):
                    return False
                second.kind, second.unit, second.factor = draft.kind, draft.unit, draft.factor
            elif not draft.kind and second.kind in ("percent", "measure", "money"):
                if (
                    second.kind == "money"
                    and second.rule in ("figures.money.symbol", "figures.money.code")
                    and second.first != second.last - 1
                    and passage.words[second.first] in self.vocabulary.symbols
                ):
                    return False
                draft.kind, draft.unit, draft.rule, draft.per = second.kind, second.unit, second.rule, second.per
                draft.factor = second.factor
            else:
                return False
        elif draft.unit != second.unit:
            return False
        if draft.scale == 1 and second.scale > 1 and 0 <= draft.raw <= second.raw:
            draft.scale = second.scale
        for end in (draft, second):
            sign = -1 if end.value < 0 else 1
            end.value = round(sign * abs(end.raw) * end.scale * end.factor, 12)
        draft.plain = draft.plain and not draft.kind
        return True

    def _range(self, draft: Draft, second: Draft) -> Draft:
        low, high = draft.value, second.value
        draft.low, draft.high = min(low, high), max(low, high)
        self._cover(draft, second)
        return draft

    def _cover(self, draft: Draft, second: Draft) -> None:
        draft.last, draft.end = second.last, second.end
        draft.hyphen = second.hyphen
        draft.plain = False
        draft.spelled = draft.spelled and second.spelled
        draft.per = draft.per or second.per

    # -- votes and odds

    def _is_vote(self, passage: Passage, draft: Draft, second: Draft, *, spelled: bool = False) -> bool:
        if (draft.spelled or second.spelled) and not spelled:
            return False
        before = passage.word(draft.first - 1)
        after = passage.lower[second.last : min(second.last + 3, passage.last)]
        if after and after[0] in DASHES:
            after = after[1:]
        if any(word in self.vote_after for word in after[:2]):
            return True
        if passage.tag(second.last).startswith("NN") and not passage.words[second.last][0].isupper():
            return False
        near = passage.lower[max(passage.first, draft.first - 4) : draft.first]
        if any(word in self.vote_before for word in near) and before not in ("for", "to"):
            return True
        if spelled and draft.raw <= second.raw:
            return False
        return (
            draft.raw + second.raw >= 2
            and before in (",", "(", "by", "agreed", ":", ";")
            and not self.vote_near.isdisjoint(
                passage.lower[max(passage.first, draft.first - REACH) : min(passage.last, second.last + REACH)]
            )
        )

    def _vote(self, draft: Draft, second: Draft) -> Draft:
        draft.kind, draft.rule = "ratio", "figures.ratio.vote"
        return self._range(draft, second)

    def _is_odds(self, passage: Passage, draft: Draft, second: Draft) -> bool:
        if 1 not in (draft.raw, second.raw) or draft.raw == second.raw:
            return False
        if passage.word(draft.last) in DASHES:
            return True
        near = (
            passage.lower[max(passage.first, draft.first - 4) : draft.first]
            + passage.lower[second.last : min(second.last + 2, passage.last)]
        )
        return not self.odds_near.isdisjoint(near) or (second.raw == 1 and draft.raw > 1)

    def _odds(self, draft: Draft, second: Draft) -> Draft:
        draft.kind, draft.rule = "ratio", "figures.ratio.odds"
        draft.value = round(draft.raw / second.raw, 12)
        self._cover(draft, second)
        return draft


__all__ = ["LabelReader", "RangeReader"]
