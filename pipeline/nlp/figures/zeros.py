"""`zero` where it is a value: a rate, an amount of money, a count."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary


class ZeroReader:
    """Decides what a spelled `zero` measures."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.rates = vocabulary.terms("figures.percent.zero", "nouns")
        self.money = vocabulary.terms("figures.money.zero", "nouns")
        self.fixed = vocabulary.fixed

    def read(self, passage: Passage, draft: Draft) -> bool:
        """Gives the draft its kind; False where `zero` is part of a term (`net zero`, `zero-sum`)."""
        token = draft.last + (1 if draft.hyphen else 0)
        if (draft.hyphen and passage.word(token) in self.fixed) or passage.word(draft.first - 1) in (
            "net",
            "ground",
            "day",
            "patient",
            "sub",
            "absolute",
        ):
            return False
        last = token
        while last < min(token + 5, passage.last) and passage.tag(last).startswith(("NN", "JJ", "VBG", "HYPH")):
            last += 1
        phrase = passage.lower[token:last]
        if phrase:
            if not self.rates.isdisjoint(phrase):
                return self._percent(draft)
            if not self.money.isdisjoint(phrase):
                return self._money(draft)
            if draft.hyphen or passage.tag(last - 1) not in ("NNS", "NNPS"):
                return False
            draft.kind, draft.rule, draft.unit = "count", "figures.count.noun", None
            return True
        before = passage.lower[max(passage.first, draft.first - 14) : draft.first]
        for word in reversed(before):
            if word in self.rates:
                return self._percent(draft)
            if word in self.money:
                return self._money(draft)
        return False

    def _percent(self, draft: Draft) -> bool:
        draft.kind, draft.unit, draft.rule = "percent", "%", "figures.percent.zero"
        return True

    def _money(self, draft: Draft) -> bool:
        draft.kind, draft.rule = "money", "figures.money.zero"
        return True
