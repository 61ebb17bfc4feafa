"""Sentence boundaries inside a paragraph: closing punctuation, white space and a capital, unless it abbreviates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.rules import from_models, lexicon

# A possible end: the stop, closing quotes and brackets, a note mark; then blank space; then what may open a sentence.
END = re.compile(r"""[.!?…]["'”’)\]]*(?:\[\d{1,3}\])*\s+(?=["'“‘(\[]*[^\W_a-zß-ÿ]|[$€£•■])""")
# The word before a full stop, with the full stops inside it: `U.S`, `Sen`, `e.g`.
LAST_WORD = re.compile(r"[^\s(\[\"“'‘/–—-]*$")
CLOSING = "\"'”’)]"
NEXT_WORD = re.compile(r"[\"'“‘(\[]*([^\W_]+)")


@from_models()
def _openers() -> frozenset[str]:
    return frozenset(lexicon("sentence_openers"))


@from_models()
def _abbreviations() -> dict[str, bool]:
    """Abbreviation, as the list spells it -> True where a sentence may end there all the same."""
    return {term.removesuffix("?").strip(): term.endswith("?") for term in lexicon("abbreviations")}


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The (start, end) of each sentence of the paragraph `text[start:end]`, without white space at either side."""
    left = start
    while left < end and text[left].isspace():
        left += 1
    for match in END.finditer(text, left, end):
        if match.start() < left or not _ends_here(text, left, match.start(), match.end()):
            continue
        right = match.end()
        while text[right - 1].isspace():
            right -= 1
        yield left, right
        left = match.end()
    while end > left and text[end - 1].isspace():
        end -= 1
    if end > left:
        yield left, end


def _ends_here(text: str, left: int, stop: int, after: int) -> bool:
    """True where the sign at `stop` closes the sentence that began at `left`, given what stands at `after`."""
    if text[stop] != "." or (stop > left and text[stop - 1] in CLOSING):
        return True
    word = text[max(left, stop - 24) : stop].rpartition(" ")[2]
    if not word.isalpha():
        tail = LAST_WORD.search(word)
        word = tail.group() if tail else ""
    lower = word.lower()
    known = _abbreviations().get(lower, _abbreviations().get(word))
    if known is None and len(word) > 1 and "." not in word:
        return True
    if known is None and any(len(part) == 1 for part in lower.split(".")[:-1]):
        known = _abbreviations().get(lower.rpartition(".")[2])  # S.Rept.  H.Con.Res.
    initials = "." in word and all(len(part) == 1 for part in word.split("."))
    if known is None and not initials and not (len(word) == 1 and word.isalpha() and word.isupper() and word != "I"):
        return True
    if text[stop + 1] in ")]":
        return text[left] in "(["  # Executive Order (E.O.) 12866: the bracket ends, unless it is the whole sentence
    if text[stop + 1] in CLOSING:
        return True
    if known is False:
        return False
    following = NEXT_WORD.match(text, after)
    return following is not None and following.group(1).lower() in _openers()
