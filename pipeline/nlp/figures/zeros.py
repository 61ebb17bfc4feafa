"""`zero` where it is a value: a rate, an amount of money, a count."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.morphology import lemma

# `net zero`, `ground zero`
BEFORE = frozenset(("net", "ground", "day", "patient", "sub", "absolute", "near"))


# Without a noun it is a value after these: `rounded down to zero`.
VALUED = frozenset("to is are was were be at as from equals equaled of".split())


class ZeroReader:
    """Decides what a spelled `zero` measures."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.rates = vocabulary.terms("figures.percent.zero", "nouns")
        self.money = vocabulary.terms("figures.money.zero", "nouns")
        self.fixed = vocabulary.fixed
        # The last zero that stood without a noun: its sentence and what it measured.
        self.last: tuple[int, Draft] | None = None

    def read(self, passage: Passage, draft: Draft) -> bool:
        """Gives the draft its kind; False where `zero` is part of a term (`net zero`, `zero-sum`)."""
        token = draft.last + (1 if draft.hyphen else 0)
        if passage.word(token) in self.fixed or passage.word(draft.first - 1) in BEFORE:
            return False
        last = token
        while last < min(token + 5, passage.last) and passage.tag(last).startswith(("NN", "JJ", "VBG", "HYPH")):
            last += 1
        phrase = passage.lower[token:last]
        if phrase:
            return self._before_noun(passage, draft, phrase, last)
        if self.last and self.last[0] == passage.starts[passage.first] and passage.tag(draft.first - 1) == "CC":
            # revenue is zero at … and zero at …
            draft.kind, draft.unit, draft.rule = self.last[1].kind, self.last[1].unit, self.last[1].rule
            return True
        for word in reversed(passage.lower[max(passage.first, draft.first - 14) : draft.first]):
            if word in self.rates or word in self.money:
                self.last = passage.starts[passage.first], draft
                return self._percent(draft) if word in self.rates else self._money(draft)
        if passage.word(draft.first - 1) not in VALUED:
            return False
        draft.kind, draft.rule = "count", "figures.count.bare"
        return True

    def _before_noun(self, passage: Passage, draft: Draft, phrase: list[str], last: int) -> bool:
        if not self.rates.isdisjoint(phrase):
            return self._percent(draft)
        if not self.money.isdisjoint(phrase):
            return self._money(draft)
        if draft.hyphen or passage.tag(last - 1) not in ("NNS", "NNPS"):
            return False
        draft.kind, draft.rule, draft.unit = "count", "figures.count.noun", lemma(passage.words[last - 1], "NNS")
        return True

    def _percent(self, draft: Draft) -> bool:
        draft.kind, draft.unit, draft.rule = "percent", "%", "figures.percent.zero"
        return True

    def _money(self, draft: Draft) -> bool:
        draft.kind, draft.rule = "money", "figures.money.zero"
        return True
