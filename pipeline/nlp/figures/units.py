"""The unit after a number: `%`, `kilograms`, `MW`, `euros`, behind a blank, a hyphen or nothing at all."""

from __future__ import annotations

from pipeline.nlp.figures.passages import DASHES, Draft, Passage
from pipeline.nlp.figures.vocabulary import Unit, Vocabulary


class UnitReader:
    """Reads the unit that follows a number and gives it to the figure."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.names = vocabulary.unit_names
        self.abbreviations = vocabulary.abbreviations

    def read(self, passage: Passage, draft: Draft) -> bool:
        """Gives the draft the unit right behind it; False where there is none."""
        if passage.hyphen_follows(draft):
            token = draft.last + 1
            found = self._hyphened(passage, token) or self.at(passage, token)
        else:
            token = draft.last
            found = self.at(passage, token)
        if found is None or not self._is_unit(passage, draft, found, token):
            return False
        self.give(passage, draft, *found)
        return True

    def glued(self, passage: Passage, draft: Draft) -> bool:
        """Gives the draft a unit that is glued to its digits (`50MW`); False where the letters are none."""
        token = draft.last - 1
        rest = passage.text[draft.end : passage.ends[token]]
        words = [rest, *passage.words[token + 1 : min(token + 4, passage.last)]]
        found = self.abbreviations.longest(words, 0, len(words))
        if found is None:
            return False
        self.give(passage, draft, token + found[0], found[1])
        return True

    def _hyphened(self, passage: Passage, token: int) -> tuple[int, Unit] | None:
        """A unit of several words that hyphens join: `1.7-million-square-mile`."""
        tokens = [t for t in range(token, min(token + 8, passage.last)) if passage.words[t] not in DASHES]
        found = self.names.longest([passage.lower[t] for t in tokens], 0, len(tokens))
        if found is None or found[0] < 2 or tokens[found[0] - 1] - token != 2 * (found[0] - 1):
            return None
        return tokens[found[0] - 1] + 1, found[1]

    def at(self, passage: Passage, token: int) -> tuple[int, Unit] | None:
        """The longest unit that begins at `token`: the token behind it and what it says."""
        if token >= passage.last:
            return None
        named = self.names.longest(passage.lower, token, passage.last)
        short = self.abbreviations.longest(passage.words, token, passage.last)
        if short and short[0] == token + 1 and len(passage.words[token]) == 1 and passage.words[token].isalpha():
            short = None  # `5 m` may be anything
        if named and short:
            return max(named, short, key=lambda found: found[0])
        return named or short

    def give(self, passage: Passage, draft: Draft, last: int, unit: Unit) -> None:
        """Enter a unit that ends before the token `last`."""
        draft.kind, draft.unit, draft.rule, draft.per = unit.kind, unit.unit, unit.rule, unit.per
        draft.factor = unit.factor
        draft.value = round(draft.value * unit.factor, 12)
        draft.plain = False
        draft.last, draft.end = last, passage.ends[last - 1]

    def _is_unit(self, passage: Passage, draft: Draft, found: tuple[int, Unit], token: int) -> bool:
        """Is the word the number's unit here? Not in `the 12 won seats`, nor where a hyphen and digits carry it on."""
        last, unit = found
        if passage.word(token) == "won" and last == token + 1 and draft.scale == 1:
            return False
        if unit.rule != "figures.measure.abbreviation" or passage.word(last) not in DASHES:
            return True
        return not (passage.joined(last) and passage.word(last + 1)[:1].isdigit())
