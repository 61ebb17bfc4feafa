"""Part-of-speech tags: an open lexicon says what a word may be, one pass from left to right says what it is here.

    page.tags(index)    one Penn Treebank tag a token of the sentence `page.sentences[index]`, worked out once a page
    page.tag_at(token)  the tag of one token
    tagger().tag_words(words)   the same for a sentence given as words

Tags are those of the Penn Treebank (DT, NN, VBZ …). Punctuation is tagged as `,` `.` `:` `(` `)` `"`, a hyphen inside
a word as HYPH, a currency sign as `$`, other signs as SYM, `%` and `§` as NN.

The pass keeps what a clause has and lacks; the rules that decide between two readings stand in
`pipeline.nlp.tagging_rules`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.nlp.readings import Readings
from pipeline.nlp.tagging_rules import TaggedSentence
from pipeline.rules import from_models

if TYPE_CHECKING:
    from pipeline.nlp.page import Page


class Tagger:
    """Tags sentences; one instance serves any number of pages."""

    def __init__(self) -> None:
        self.readings = Readings()

    def tag(self, page: Page, first: int, last: int) -> list[str]:
        """One tag a token of the sentence `page.words[first:last]`."""
        return self._tag(page.words[first:last], page.lower[first:last])

    def tag_words(self, words: Sequence[str]) -> list[str]:
        """One tag a token of a sentence."""
        return self._tag(words, [word.lower() for word in words])

    def _tag(self, words: Sequence[str], lower: list[str]) -> list[str]:
        readings = self.readings
        tags = list(map(readings.__getitem__, words))
        for i, word in enumerate(words):
            if word[0].isalpha():
                month = word == "May" and i + 1 < len(words) and (words[i + 1][0].isdigit() or words[i + 1] == "of")
                tags[i] = "NNP" if month else readings.initial(word)
                break
        if "Focus" in words:
            # a product of the publisher: `This In Focus discusses`
            at = words.index("Focus")
            if at and words[at - 1] == "In":
                tags[at - 1] = "NNP"
        return TaggedSentence(lower, tags, readings).decide()


@from_models()
def tagger() -> Tagger:
    """The one tagger that pages share."""
    return Tagger()
