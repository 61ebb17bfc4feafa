"""The reader: every recogniser in its order over one page. The heart of `stages/extract` and of the spaCy components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from spacy import blank
from spacy.vocab import Vocab

from pipeline.nlp.page import Page
from pipeline.rules import rules_for

# Layer -> where its recogniser lives. The order is what later layers may build on.
RECOGNISERS = {
    "citations": "pipeline.nlp.citations:CitationRecogniser",
    "dates": "pipeline.nlp.dates:DateRecogniser",
    "figures": "pipeline.nlp.figures:FigureRecogniser",
    "entities": "pipeline.nlp.entities:EntityRecogniser",
    "claims": "pipeline.nlp.claims:ClaimRecogniser",
}


def new_vocab() -> Vocab:
    """The vocabulary of a blank English pipeline; its words have the attributes that phrases and patterns ask for.

    To work out every attribute that spaCy knows (is it like a number? a stop word?) takes six times as long, for
    each word that no report had before.
    """
    asked = {"LOWER"}
    for rule in (rule for layer in RECOGNISERS for rule in rules_for(layer).values()):
        asked.update(name.upper() for pattern in rule.patterns for token in pattern for name in token)
    vocab = blank("en").vocab
    numbers = {vocab.strings[name] for name in asked}
    getters = vocab.lex_attr_getters  # type: ignore[attr-defined]  # spaCy's stub lacks it
    vocab.lex_attr_getters = {  # type: ignore[attr-defined]
        number: getter for number, getter in getters.items() if number in numbers
    }
    return vocab


def recogniser(layer: str, vocab: Vocab) -> Callable[[Page], list[Any]]:
    """Build the recogniser of a layer on a spaCy vocabulary."""
    module, name = RECOGNISERS[layer].split(":")
    built: Callable[[Page], list[Any]] = getattr(import_module(module), name)(vocab)
    return built


# A vocabulary never forgets a word, and each takes half a kilobyte: with more strings than these a reader is full.
MOST_STRINGS = 150_000


class Reader:
    """Builds every recogniser once, then reads pages: `reader.read(source, paragraphs, published=…)`.

    In a long run a new reader is to be built wherever the one at hand `is_full` (a third of a second).
    """

    def __init__(self, vocab: Vocab, layers: Sequence[str] = tuple(RECOGNISERS)) -> None:
        self.vocab = vocab
        self._recognisers = [(layer, recogniser(layer, vocab)) for layer in layers]

    @property
    def is_full(self) -> bool:
        """Has the vocabulary met so many words that a new reader saves memory?"""
        return len(self.vocab.strings) > MOST_STRINGS

    def read(
        self,
        source: str,
        paragraphs: Sequence[tuple[int, int]],
        *,
        published: date | None = None,
        report_id: str | None = None,
    ) -> Page:
        """The page of a text with every layer filled, each sorted by (start, end)."""
        page = Page(source, paragraphs, vocab=self.vocab, published=published, report_id=report_id)
        for layer, find in self._recognisers:
            setattr(page, layer, find(page))
        return page
