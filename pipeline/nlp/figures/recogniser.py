"""All figures of a page: anchors, quantities, what they join to, and then what stands around them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.vocab import Vocab

from pipeline.nlp.figures.bounds import BoundReader
from pipeline.nlp.figures.changes import ChangeReader
from pipeline.nlp.figures.heads import HeadReader
from pipeline.nlp.figures.labels import LabelReader
from pipeline.nlp.figures.lists import ListReader
from pipeline.nlp.figures.marks import is_glued
from pipeline.nlp.figures.ordinals import OrdinalReader
from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.quantities import ANCHOR_WORDS, NUMERALS, QuantityReader
from pipeline.nlp.figures.ranges import RangeReader
from pipeline.nlp.figures.rates import RateReader
from pipeline.nlp.figures.ratios import RatioReader
from pipeline.nlp.figures.series import SeriesReader
from pipeline.nlp.figures.subjects import SubjectReader
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.figures.wholes import WholeReader
from pipeline.nlp.figures.zeros import ZeroReader
from pipeline.nlp.page import Cover, Page
from pipeline.values import Figure

# `The chart has 1 X axis`: every chart has, and says so.
CHART = "axis"
# A sentence of more numbers than this is data, not prose.
CROWD = 300


class FigureRecogniser:
    """Finds the quantities of a page; citations and dates must stand on it already, their text is taken.

    recogniser = FigureRecogniser(vocab)
    figures = recogniser(page)      # sorted by (start, end), no two overlap
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.vocabulary = vocabulary = Vocabulary()
        self.quantities = QuantityReader(vocabulary)
        self.changes = ChangeReader(vocabulary)
        self.ranges = RangeReader(vocabulary, self.quantities, self.changes)
        self.ratios = RatioReader(vocabulary, self.quantities)
        self.heads = HeadReader(vocabulary)
        self.ordinals = OrdinalReader(vocabulary, self.heads)
        self.labels = LabelReader(vocabulary, self.heads, self.ordinals)
        self.zeros = ZeroReader(vocabulary)
        self.series = SeriesReader()
        self.subjects = SubjectReader(self.changes)
        self.lists = ListReader(self.changes, self.subjects, self.heads)
        self.bounds = BoundReader(vocabulary)
        self.wholes = WholeReader(vocabulary)
        self.rates = RateReader(vocabulary, self.heads)
        self.anchors = ANCHOR_WORDS | self.ratios.words

    def __call__(self, page: Page) -> list[Figure]:
        """The figures of the page's body."""
        found: list[Figure] = []
        self.ordinals.turn_page()
        taken = Cover([(row.start, row.end) for row in page.citations] + [(row.start, row.end) for row in page.dates])
        for index, tokens in self._anchors(page):
            if len(tokens) > CROWD:
                continue
            passage = Passage(page, index, taken)
            drafts = self.series.thin(passage, self._drafts(passage, tokens))
            if drafts:
                self._surroundings(passage, drafts)
                found.extend(draft.figure() for draft in drafts if draft.kind)
        return [figure for figure in found if not self.ordinals.is_known(page, figure)]

    def _anchors(self, page: Page) -> Iterator[tuple[int, list[int]]]:
        """The tokens of each sentence where a figure may begin."""
        anchors, numerals = self.anchors, NUMERALS
        tokens = [token for token, word in enumerate(page.lower) if word in anchors or word[0] in numerals]
        if not tokens:
            return
        sentences = iter(enumerate(page.sentences))
        index, sentence = next(sentences)
        group: list[int] = []
        for token in tokens:
            while token >= sentence.last:
                if group:
                    yield index, group
                    group = []
                index, sentence = next(sentences)
            group.append(token)
        if group:
            yield index, group

    def _drafts(self, passage: Passage, tokens: list[int]) -> list[Draft]:
        """The sentence's figures by themselves, each with span, kind, value and unit where they show it."""
        drafts: list[Draft] = []
        position = passage.first
        self.labels.forget()
        for token in tokens:
            if token < position or not passage.free(passage.starts[token], passage.ends[token]):
                continue
            draft, position = self._draft(passage, token)
            position = max(position, token + 1)
            if draft is None or not passage.free(draft.start, draft.end):
                continue
            if drafts and draft.start < drafts[-1].end:
                continue
            drafts.append(draft)
        return drafts

    def _draft(self, passage: Passage, token: int) -> tuple[Draft | None, int]:
        """The figure at an anchor (None where there is none) and the token to go on from."""
        if passage.lower[token] in self.ratios.words:
            return self.ratios.word(passage, token), token + 1
        draft = self.quantities.read(passage, token)
        if draft is None:
            return None, token + 1
        if not passage.free(draft.start, draft.end):
            return None, draft.last
        odds = self.ranges.colon(passage, draft)
        if odds is not None:
            return odds, odds.last
        if is_glued(passage, draft):
            self.labels.skip(passage, draft)
            return None, draft.last
        if not draft.kind:
            if self.labels.is_label(passage, draft):
                return None, draft.last
            ratio = self.ratios.bare(passage, draft)
            if ratio is not None:
                return ratio, ratio.last
        joined, last = self.ranges.join(passage, draft)
        if joined is None:
            return None, last
        if not joined.kind and not self._counts(passage, joined):
            return None, last
        return joined, last

    def _counts(self, passage: Passage, draft: Draft) -> bool:
        """Is the bare number a count? Gives it its noun where it has one to its right."""
        if draft.value == 0 and draft.spelled:
            return self.zeros.read(passage, draft)
        if (draft.value == 1 and draft.spelled) or self.ordinals.is_age(passage, draft):
            return False
        head = self.heads.after(passage, draft)
        if draft.hyphen and head is None:
            return False
        if head is None:
            draft.rule = "figures.count.bare"
        else:
            lemma = self.heads.lemma(passage, head)
            if self.heads.is_time(lemma) or lemma == CHART or self.ordinals.counts_singular(passage, draft, head):
                return False
            unit = self.vocabulary.measured(lemma)
            if unit is not None and not draft.hyphen:
                draft.kind, draft.unit, draft.rule = "measure", unit, "figures.measure.unit"
                return True
            draft.unit = lemma
            draft.rule = "figures.count.modifier" if draft.hyphen else "figures.count.noun"
        draft.kind = "count"
        return head is not None or self.labels.may_stand_alone(passage, draft)

    def _surroundings(self, passage: Passage, drafts: list[Draft]) -> None:
        """What each figure takes from its sentence."""
        self.lists.share(passage, drafts)
        previous: Draft | None = None
        firsts = {draft.first: draft for draft in drafts}
        inside = {token: draft for draft in drafts for token in range(draft.first, draft.last)}
        for number, draft in enumerate(drafts):
            following = drafts[number + 1].first if number + 1 < len(drafts) else passage.last
            if draft.bound == "exact":
                draft.bound = self.bounds.read(passage, draft)
            if draft.per is None and draft.kind != "ratio":
                draft.per = self.rates.after(passage, draft, following) or self.rates.before(passage, draft)
            if draft.kind in ("percent", "ratio"):
                draft.of = self.wholes.read(passage, draft, firsts)
            if draft.change is None:
                draft.change = self.changes.direction(passage, draft, inside)
            draft.subject = self.subjects.read(passage, draft)
            if previous is not None:
                self.lists.repeat(passage, previous, draft)
            previous = draft
