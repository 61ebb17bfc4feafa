"""Rows of bare numbers that are no figures: the data of a chart, a list of codes."""

from __future__ import annotations

from itertools import pairwise

from pipeline.nlp.figures.passages import Draft, Passage

# So many bare numbers with nothing but commas between them are data.
DATA = 4
# So many numbers in brackets, each the next one or near it, are codes.
CODES = 2


class SeriesReader:
    """Takes out numbers that stand in rows."""

    def thin(self, passage: Passage, drafts: list[Draft]) -> list[Draft]:
        """The drafts without those of data rows and code lists."""
        if len(drafts) < CODES:
            return drafts
        dropped = self._data(passage, drafts) | self._codes(passage, drafts)
        return [draft for number, draft in enumerate(drafts) if number not in dropped] if dropped else drafts

    def _data(self, passage: Passage, drafts: list[Draft]) -> set[int]:
        """`[35056, 35897, 44774, …]`"""
        dropped: set[int] = set()
        run: list[int] = []
        for number, draft in enumerate(drafts):
            bare = draft.rule == "figures.count.bare"
            if bare and run and self._follows(passage, drafts[run[-1]], draft):
                run.append(number)
            else:
                run = [number] if bare else []
            if len(run) >= DATA:
                dropped.update(run)
        return dropped

    def _follows(self, passage: Passage, draft: Draft, following: Draft) -> bool:
        between = passage.words[draft.last : following.first]
        return all(word in (",", "null", "[", "]", ";") for word in between) or (
            draft.plain and following.plain and following.first == draft.last
        )

    def _codes(self, passage: Passage, drafts: list[Draft]) -> set[int]:
        """`Science (251); Space (252); Energy (271)`: each number in brackets of its own, in rising order."""
        alone = [
            number
            for number, draft in enumerate(drafts)
            if draft.plain and passage.word(draft.first - 1) == "(" and passage.word(draft.last) == ")"
        ]
        values = [drafts[number].raw for number in alone]
        if len(alone) == CODES and values[0] < 100:
            return set()
        near = sum(1 for left, right in pairwise(values) if 0 < right - left <= 2)
        rising = all(left < right for left, right in pairwise(values))
        return set(alone) if len(alone) >= CODES and rising and near * 2 >= len(alone) - 1 else set()
