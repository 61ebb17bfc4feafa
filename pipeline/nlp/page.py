"""A page: one document as every recogniser sees it. Tokens, sentences and the layers found so far.

A recogniser is a callable `recogniser(page) -> list[value]`; `Reader` (in `pipeline.nlp`) runs them in order and
puts each list on the page, so that later ones can build on earlier ones (a citation hides its digits from dates).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.sentences import split
from pipeline.nlp.tagger import tagger
from pipeline.nlp.tokens import tokenize
from pipeline.values import Citation, Claim, DateValue, Entity, Figure, Sentence

# Numbers of words are remembered up to this many; then they are looked up anew.
REMEMBERED = 100_000


class Page:
    """One document in reading order.

    source      the whole canonical text
    text        the same length, with everything that is not a body paragraph (title, headings, table rows) blanked
                out by line feeds: an expression run over it sees running text only, offsets are those of `source`
    paragraphs  (start, end) of each body paragraph
    published   the report's date, None where unknown
    report_id   the product's number, None where unknown
    words, lower, starts, ends   one entry a token of the body: its text, its lower case, its offsets
    doc         the tokens as a spaCy Doc, index for index, for PhraseMatcher and Matcher. Its own character offsets
                are NOT those of the text: go through `starts` and `ends`
    sentences   in order; `first:last` are token indices. A sentence never crosses a paragraph
    tags(i), tag_at(token)   Penn Treebank tags of a sentence, of a token, made when first asked for
    citations, dates, figures, entities, claims   the layers, in the order in which they are found
    """

    __slots__ = (
        "_doc", "_sentence_starts", "_tags", "citations", "claims", "dates", "ends", "entities", "figures",
        "lower", "paragraphs", "published", "report_id", "sentences", "source", "starts", "text", "vocab", "words",
    )  # fmt: skip

    def __init__(
        self,
        source: str,
        paragraphs: Sequence[tuple[int, int]],
        *,
        vocab: Vocab,
        published: date | None = None,
        report_id: str | None = None,
    ) -> None:
        self.source = source
        self.paragraphs = list(paragraphs)
        self.text = _body_only(source, self.paragraphs)
        self.vocab = vocab
        self.published = published
        self.report_id = report_id
        self.words, self.starts, self.ends = tokenize(self.text)
        self.lower = list(map(str.lower, self.words))
        self.sentences = self._sentences()
        self._sentence_starts = [sentence.start for sentence in self.sentences]
        self._doc: Doc | None = None
        self._tags: dict[int, list[str]] = {}
        self.citations: list[Citation] = []
        self.dates: list[DateValue] = []
        self.figures: list[Figure] = []
        self.entities: list[Entity] = []
        self.claims: list[Claim] = []

    @property
    def doc(self) -> Doc:
        """The spaCy Doc of the tokens, made when first asked for."""
        if self._doc is None:
            self._doc = _numbers(self.vocab).doc(self.words)
        return self._doc

    def _sentences(self) -> list[Sentence]:
        found = []
        source, starts = self.source, self.starts
        last = 0
        for number, (start, end) in enumerate(self.paragraphs):
            for left, right in split(source, start, end):
                first = bisect_left(starts, left, last)
                last = bisect_left(starts, right, first)
                if last > first:
                    found.append(Sentence(left, right, first, last, number))
        return found

    def tags(self, index: int) -> list[str]:
        """One Penn Treebank tag a token of the sentence `sentences[index]`; see `pipeline.nlp.tagger`."""
        found = self._tags.get(index)
        if found is None:
            sentence = self.sentences[index]
            found = self._tags[index] = tagger().tag(self, sentence.first, sentence.last)
        return found

    def tag_at(self, token: int) -> str:
        """The Penn Treebank tag of a token, by its index on the page."""
        index = bisect_right(self._sentence_starts, self.starts[token]) - 1
        return self.tags(index)[token - self.sentences[index].first]

    def token_at(self, offset: int) -> int:
        """The index of the token that covers `offset`, else of the first one after it."""
        return bisect_right(self.ends, offset)

    def tokens_in(self, start: int, end: int) -> tuple[int, int]:
        """The token indices (first, last exclusive) of the tokens that begin inside `start:end`."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def sentence_at(self, offset: int) -> int | None:
        """The index of the sentence that holds `offset`, None outside of the body."""
        index = bisect_right(self._sentence_starts, offset) - 1
        return index if index >= 0 and offset < self.sentences[index].end else None


class Cover:
    """A set of stretches to test against: is this place already taken? Overlapping stretches are merged."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, start: int, end: int) -> bool:
        """True where any character of `start:end` is taken."""
        index = bisect_right(self._ends, start)
        return index < len(self._starts) and self._starts[index] < end


class _Numbers(dict[str, int]):
    """Word -> its number in a vocabulary's string store: a Doc of numbers is made in a fifth of the time."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        number: int = self._vocab.strings.add(word)
        self[word] = number
        return number

    def doc(self, words: Sequence[str]) -> Doc:
        """A Doc of these words."""
        try:
            return Doc(self._vocab, words=self._of(words))
        except KeyError:  # a number of a memory zone that has ended since
            self.clear()
            return Doc(self._vocab, words=self._of(words))

    def _of(self, words: Sequence[str]) -> list[Any]:
        return list(map(self.__getitem__, words))


@lru_cache(maxsize=1)
def _numbers(vocab: Vocab) -> _Numbers:
    return _Numbers(vocab)


def _body_only(source: str, paragraphs: Sequence[tuple[int, int]]) -> str:
    """`source` with everything outside of the paragraphs replaced by line feeds."""
    parts = []
    position = 0
    for start, end in paragraphs:
        parts.append("\n" * (start - position))
        parts.append(source[start:end])
        position = end
    parts.append("\n" * (len(source) - position))
    return "".join(parts)
