"""Numbers that are parts of a longer sign, or marks of a list: `§5`, `F-35`, `%20`, `2(a)`, `1.`, `(2)`, a note mark."""

from __future__ import annotations

import re

from pipeline.nlp.figures.passages import DASHES, Draft, Passage

OPENERS = frozenset("([{\"“‘'«<>≥≤~≈±+×÷*•—-–−$€£¥|")
OPERATORS = frozenset("+*×÷=~<>")
QUOTES = frozenset("\"'")
BULLETS = frozenset("-–—•■*·o")
# Words that a hyphen may join to the quantity after them: `up-to-$5`, `one-to-two`.
JOINERS = frozenset(("to", "than", "in", "of", "and", "or", "by", "plus"))
# What stands before the mark of an item: `funds for (1) grants, (2) loans, and (3) …`.
BEFORE_ITEM = frozenset(
    ("", ",", ";", ":", "—", "–", "-", ".", "•", "(", '"', "“", "and", "or", "either", "both", "that", "to")
)
# What stands behind a count in brackets, and never behind the mark of an item.
AFTER_COUNT = frozenset(("", ",", ".", ";", ":", ")", "and", "or", "—", "–", "in"))
# The items of a list stand no farther apart than so many characters.
LIST_REACH = 2000
TELEPHONE = re.compile(r"\d{3}\)? ?\d{3}-\d{4}\b")


def is_glued(passage: Passage, draft: Draft) -> bool:
    """Is the number a part of a longer sign?"""
    start, end, text = draft.start, draft.end, passage.text
    before = text[start - 1] if start else " "
    if not before.isspace() and not _opens(passage, draft, before):
        return True
    after, next_one = text[end : end + 1], text[end + 1 : end + 2]
    if after.isalnum():
        return draft.kind != "percent" or after.isdigit()
    if after == "/":
        return draft.kind in ("", "ratio")
    if not draft.plain:
        return False
    if after in ("(", "’", "'"):
        return next_one.isalnum()
    return (after == ":" and next_one.isdigit()) or (after == "]" and before == "[")


def _opens(passage: Passage, draft: Draft, before: str) -> bool:
    """May a number begin right after this sign?"""
    previous = passage.text[draft.start - 2] if draft.start > 1 else " "
    if before in DASHES:
        joined = previous.isalnum() or previous in ")]%"
        return not joined or passage.word(draft.first - 2) in JOINERS
    if before in OPERATORS and previous.isalnum():
        return False
    if before in QUOTES:
        return previous.isspace() or previous in "([—-"
    if before == "/":
        return draft.kind not in ("", "ratio")
    return before in OPENERS


def is_list_mark(passage: Passage, draft: Draft) -> bool:
    """`1.` and `1)` at the start of a sentence, `(1)` before an item, `five (5)`."""
    first, last = draft.first, draft.last
    after = passage.word(last)
    if after in (".", ")") and first - passage.first < 3 and BULLETS.issuperset(passage.words[passage.first : first]):
        return True
    if after != ")" or passage.word(first - 1) != "(" or draft.raw > 99:
        return False
    before = passage.word(first - 2)
    if passage.tag(first - 2) == "CD" or before in BEFORE_ITEM or draft.raw < 2 or _is_next(passage, draft):
        return True
    if passage.glued(first - 1):
        return True  # 4(a)(2)
    return passage.word(last + 1) not in AFTER_COUNT and passage.tag(first - 2) not in ("NNP", "NNPS", "NNS")


def _is_next(passage: Passage, draft: Draft) -> bool:
    """Does `(1)` stand before this `(2)` in the sentence?"""
    one_less = f"({draft.raw - 1:.0f})"
    return passage.text.rfind(one_less, max(passage.starts[passage.first], draft.start - LIST_REACH), draft.start) >= 0


def is_telephone(passage: Passage, draft: Draft) -> bool:
    """`(202) 707-5000`"""
    return TELEPHONE.match(passage.text, draft.start) is not None
