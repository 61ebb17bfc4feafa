"""The tense of the clause round a date: what lies ahead of a report that tells of the past was a year earlier."""

from __future__ import annotations

from pipeline.nlp.dates.grammar import Text

VERBS = frozenset(("VBD", "VBN", "VBZ", "VBP", "MD"))
CLAUSE = 40  # tokens to either side in which the verb of a date stands


def tense(text: Text, token: int) -> str:
    """`past` or `future` where the verb nearest to a token of the page says so, else `other`."""
    page, sets = text.page, text.lexicon.sets
    index = page.sentence_at(page.starts[token])
    if index is None:
        return "other"
    first, tags = page.sentences[index].first, page.tags(index)
    place = token - first
    window = range(max(0, place - CLAUSE), min(len(tags), place + CLAUSE))
    verbs = [i for i in window if tags[i] in VERBS]
    if not verbs:
        return "other"
    nearest = min(verbs, key=lambda i: (abs(i - place), i))
    word = page.lower[first + nearest]
    if tags[nearest] in ("VBD", "VBN"):
        return "future" if word in sets["ahead"] else "past"  # what is `scheduled for May` has not happened
    return "future" if word in sets["will"] else "other"
