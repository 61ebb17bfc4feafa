"""What the rule files list, looked up in a page by spaCy: names and phrases by PhraseMatcher, templates by Matcher.

The listed words are the data of `models/`; which of them stand where is spaCy's work, over `page.doc`, in one pass
however many there are. Grammar begins where these hits end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.tokens import TOKEN
from pipeline.rules import Rule

Value = TypeVar("Value")
PLACE = itemgetter(0, 1)


class PhraseLookup(Generic[Value]):
    """Token sequences with a value each, letter by letter; the first value given to a sequence stays."""

    def __init__(self, vocab: Vocab, phrases: Iterable[tuple[Sequence[str], Value]]) -> None:
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        self._values: dict[int, Value] = {}
        for words, value in phrases:
            name = " ".join(words)
            key = vocab.strings.add(name)
            if key not in self._values:
                self._values[key] = value
                self._matcher.add(name, [Doc(vocab, words=list(words))])

    def find(self, doc: Doc) -> list[tuple[int, int, Value]]:
        """Every occurrence of every sequence: first token, last token (exclusive), value; in order of place."""
        values = self._values
        return sorted(((first, last, values[key]) for key, first, last in self._matcher(doc)), key=PLACE)


class Anchor(NamedTuple):
    """A place where the phrases or patterns of a rule stand: tokens `first` to `last`, exclusive."""

    first: int
    last: int
    rule: str


# A pattern is run over so many tokens at either side of the phrase that calls for it.
WINDOW = 12


class Anchors:
    """The `phrases` and `patterns` of rules, compiled to PhraseMatcher (without regard to case) and Matcher.

    A rule with phrases alone is anchored wherever one of them stands. The patterns of a rule are run on the window
    round its phrases, and it is anchored where one matches: a Matcher over every token of a report would cost more
    than all other rules together. `words` adds single words by rule: those that a layer derives from its terms.
    """

    def __init__(
        self, vocab: Vocab, rules: Mapping[str, Rule], words: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self._strings = vocab.strings
        self._phrases = PhraseMatcher(vocab, attr="LOWER")
        self._patterns: dict[str, Matcher] = {}
        for name, rule in rules.items():
            phrases = [*rule.phrases, *sorted((words or {}).get(name, ()))]
            if phrases:
                self._phrases.add(name, [Doc(vocab, words=TOKEN.findall(phrase)) for phrase in phrases])
            if rule.patterns:
                self._patterns[name] = Matcher(vocab, validate=True)
                self._patterns[name].add(name, rule.patterns)

    def find(self, doc: Doc) -> list[Anchor]:
        """Every anchor of a page, in order of place."""
        anchors = set()
        for key, first, last in self._phrases(doc):
            name = self._strings[key]
            matcher = self._patterns.get(name)
            if matcher is None:
                anchors.add(Anchor(first, last, name))
                continue
            start = max(0, first - WINDOW)
            for _, left, right in matcher(doc[start : last + WINDOW]):
                anchors.add(Anchor(start + left, start + right, name))
        return sorted(anchors)
