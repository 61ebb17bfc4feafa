"""The reader: every recogniser in its order over one page. The heart of `stages/extract` and of the spaCy components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from spacy import blank
from spacy.vocab import Vocab

from pipeline.nlp.page import Page

# Layer -> where its recogniser lives. The order is what later layers may build on.
RECOGNISERS = {
    "citations": "pipeline.nlp.citations:CitationRecogniser",
    "dates": "pipeline.nlp.dates:DateRecogniser",
    "figures": "pipeline.nlp.figures:FigureRecogniser",
    "entities": "pipeline.nlp.entities:EntityRecogniser",
    "claims": "pipeline.nlp.claims:ClaimRecogniser",
}


def new_vocab() -> Vocab:
    """The vocabulary of a blank English pipeline."""
    return blank("en").vocab


def recogniser(layer: str, vocab: Vocab) -> Callable[[Page], list[Any]]:
    """Build the recogniser of a layer on a spaCy vocabulary."""
    module, name = RECOGNISERS[layer].split(":")
    built: Callable[[Page], list[Any]] = getattr(import_module(module), name)(vocab)
    return built


class Reader:
    """Builds every recogniser once, then reads pages: `reader.read(source, paragraphs, published=…)`."""

    def __init__(self, vocab: Vocab, layers: Sequence[str] = tuple(RECOGNISERS)) -> None:
        self.vocab = vocab
        self._recognisers = [(layer, recogniser(layer, vocab)) for layer in layers]

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
