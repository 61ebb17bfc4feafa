"""The recognisers as spaCy components: `crs_sentences`, `crs_citations`, `crs_dates`, `crs_figures`, `crs_entities`,
`crs_claims`, in this order in `nlp.pipe_names` of `pipeline.load()` (spaCy takes no dot in a factory's name).

Each puts its rows into `doc.spans[layer]`; a span's values stand in `span._.row` (a dict by column name, for a claim
with the (start, end) of its cue, source and content in characters). Set `doc._.published` (a `datetime.date`) and
`doc._.report_id` before the pipeline runs to have relative dates resolved: `nlp(make_doc(nlp, text, published=…))`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.nlp.page import Page
from pipeline.nlp.reader import recogniser
from pipeline.nlp.tokens import TOKENIZER

PAGE = "crs.page"
CONFIG = {"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}
LAST = "claims"
BLANK_LINE = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

for _holder, _names in ((Doc, ("published", "report_id")), (Span, ("row",))):
    for _name in _names:
        if not _holder.has_extension(_name):
            _holder.set_extension(_name, default=None)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The stretches of a plain string that blank lines part."""
    found = []
    start = 0
    for stop, after in [match.span() for match in BLANK_LINE.finditer(text)] + [(len(text), len(text))]:
        if text[start:stop].strip():
            found.append((start, stop))
        start = after
    return found


def make_doc(nlp: Language, text: str, *, published: date | None = None, report_id: str | None = None) -> Doc:
    """A Doc that knows its report's date and number, ready for `nlp(doc)`."""
    doc = nlp.make_doc(text)
    doc._.published = published
    doc._.report_id = report_id
    return doc


def page_of(doc: Doc) -> Page:
    """The page that the components of one pipeline share; made by the first of them."""
    page = doc.user_data.get(PAGE)
    if page is None:
        text = doc.text
        page = Page(text, paragraphs(text), vocab=doc.vocab, published=doc._.published, report_id=doc._.report_id)
        doc.user_data[PAGE] = page
    return page


def _put(doc: Doc, layer: str, rows: list[Any], label: str) -> None:
    spans: list[Span] = []
    for row in rows:
        span = doc.char_span(row.start, row.end, label=getattr(row, label), alignment_mode="expand")
        if span is None:
            raise ValueError(f"{row.rule} made a row outside of the text at {row.start}-{row.end}")
        span._.row = row._asdict()
        spans.append(span)
    doc.spans[layer] = spans


def sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  (spaCy asks for both)
    """Marks sentence starts (`doc.sents`)."""

    def component(doc: Doc) -> Doc:
        starts = {sentence.start for sentence in page_of(doc).sentences}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        return doc

    return component


def _layer(layer: str, label: str) -> Callable[[Language, str], Callable[[Doc], Doc]]:
    def factory(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001  (spaCy asks for both)
        find = recogniser(layer, nlp.vocab)

        def component(doc: Doc) -> Doc:
            page = page_of(doc)
            rows = find(page)
            setattr(page, layer, rows)
            _put(doc, layer, rows, label)
            if layer == LAST:
                del doc.user_data[PAGE]  # the doc holds plain data from here on, and can be stored
            return doc

        return component

    factory.__doc__ = f"Puts the rows of `{layer}` into `doc.spans[{layer!r}]`."
    return factory


citations = _layer("citations", "type")
dates = _layer("dates", "type")
figures = _layer("figures", "kind")
entities = _layer("entities", "label")
claims = _layer("claims", "type")

FACTORIES = {
    "crs_sentences": sentences,
    "crs_citations": citations,
    "crs_dates": dates,
    "crs_figures": figures,
    "crs_entities": entities,
    "crs_claims": claims,
}
for _factory_name, _factory in FACTORIES.items():
    Language.factory(_factory_name, func=_factory)
