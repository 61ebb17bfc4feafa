"""What a percentage or a ratio is a share of: the noun phrase after `of`, with its modifiers, up to the verb."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.tagger import tagger
from pipeline.rules import lexicon

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
INSIDE = NOUNS | frozenset(("JJ", "JJR", "JJS", "CD", "PRP$", "POS", "HYPH", "$", "DT", "PDT", "PRP"))
ARTICLES = frozenset(("the", "a", "an"))
# What may follow a spelled fraction without `of`: `half the budget`.
DETERMINERS = ARTICLES | {"all", "its", "their", "these", "those", "this", "that", "our"}
# Prepositions that carry a noun phrase on; others begin something of their own.
CARRYING = frozenset(
    "of in on for by with among within under between at near outside inside without per during above below over".split()
)
# After a participle or a noun that calls for them, these carry on too.
CALLED = frozenset("to from through into as against toward towards about across before after since until".split())
# With a length of time these belong to the verb.
LASTING = frozenset(("for", "over", "during", "within"))
CALLING = (
    "tion", "tions", "ment", "ments", "ccess", "port", "ports", "sale", "sales", "revenue", "revenues", "income",
    "incomes", "er", "ers", "or", "ors", "transfer", "transfers", "grant", "grants", "loan", "loans", "aid", "assistance", "receipts", "proceeds",
)  # fmt: skip
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# No whole has more tokens than this.
LONGEST = 80
# A past form between one of these and a noun is a participle: `publicly held debt`, `those making restricted reports`.
BEFORE_PARTICIPLE = frozenset(("RB", "VBG", "IN", "DT", "JJ", "PRP$"))
OBJECTS = frozenset(("PRP", "PRP$", "DT"))
JOINING = frozenset(("and", "or", "&"))
MARKS = frozenset("-–’'/&\"“”")


class WholeReader:
    """Reads the whole behind a percentage or ratio."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.peoples = frozenset(lexicon("demonyms"))

    def read(self, passage: Passage, draft: Draft, figures: dict[int, Draft]) -> str | None:
        """The words of the whole, None where there is none; `figures` are the sentence's by their first token."""
        token = self._opening(passage, draft)
        if token is None:
            return None
        if passage.word(token) in ARTICLES:
            token += 1
        last = self._end(passage, token, figures)
        if last <= token:
            return None
        return passage.text[passage.starts[token] : passage.ends[last - 1]]

    def _opening(self, passage: Passage, draft: Draft) -> int | None:
        """The token after `of`, or the noun that follows a proportion at once."""
        token = draft.last
        if draft.hyphen:
            return None
        if passage.word(token) == "(":
            # 41.9% ($3.9 trillion) of
            close = next((t for t in range(token + 1, min(passage.last, token + 12)) if passage.words[t] == ")"), token)
            return close + 2 if passage.word(close + 1) == "of" else None
        if passage.word(token) == ")" and passage.word(draft.first - 1) == "(":
            # 12 (75%) of
            token += 1
        token = self._after_bound(passage, token)  # 20% or more of
        word = passage.word(token)
        if word == "," and passage.word(draft.first - 1) in (",", "or"):
            # one-quarter, 24.6%, of
            token += 1
            word = passage.word(token)
        if word == "of":
            return token + 1
        if draft.rule == "figures.ratio.proportion" and passage.tag(token) in INSIDE:
            return token
        if draft.rule == "figures.ratio.fraction" and word in DETERMINERS:
            return token
        return None

    def _end(self, passage: Passage, first: int, figures: dict[int, Draft]) -> int:
        """Where the noun phrase that begins at `first` ends."""
        last = position = first
        if passage.word(first) in ("that", "this") and passage.tag(first) != "DT":
            last = position = min(first + 2, passage.last)  # half that amount
        while position < min(passage.last, first + LONGEST):
            inner = figures.get(position)
            if inner is not None and position > first:
                if not self._measures(passage, position):
                    break
                position = last = self._after_bound(passage, inner.last)
                continue
            tag = passage.tag(position)
            if position > first and tag == "NN" and self._is_verb(passage, position):
                break
            if tag in INSIDE or (passage.word(position) == "that" and passage.tag(position + 1) == "NN"):
                if passage.word(position) in ("each", "every"):
                    break
                last = position + 1
            elif tag in ("VBN", "VBG") or self._is_participle(passage, position):
                if passage.word(position - 1) == ",":
                    break
                last = position + 1
            elif not self._carries(passage, position, figures):
                break
            position += 1
        return last

    def _after_bound(self, passage: Passage, token: int) -> int:
        """Behind `or more` in `earning $500,000 or more`."""
        found = self.vocabulary.after.longest(passage.lower, token, passage.last)
        return found[0] if found else token

    def _measures(self, passage: Passage, position: int) -> bool:
        """Does a figure belong to the whole: `taxpayers earning less than $25,000`, `incomes above $75,000`?"""
        before = passage.tag(position - 1)
        return before in ("VBG", "VBN", "IN", "DT", "PRP$", "JJR") and passage.word(position - 1) not in ("from", "to")

    def _is_verb(self, passage: Passage, position: int) -> bool:
        """Is the noun a verb after all, behind a people or a plural and before its object: `Japanese think that`?"""
        before = passage.words[position - 1]
        if before not in self.peoples and not before.endswith("s"):
            return False
        if "VB" not in tagger().readings[passage.lower[position]].split("|"):
            return False
        if passage.tag(position + 1) in OBJECTS or passage.word(position + 1) == "that":
            return True
        # `one in five adults lack access`: a sentence that has no other verb
        near = range(max(passage.first, position - LONGEST), min(passage.last, position + LONGEST))
        return not any(passage.tag(token) in FINITE for token in near)

    def _is_participle(self, passage: Passage, position: int) -> bool:
        """`publicly held debt`, `those surveyed said`"""
        if passage.tag(position) != "VBD":
            return False
        if passage.word(position - 1) == "those":
            return any(
                passage.tag(token) in FINITE for token in range(position + 1, min(passage.last, position + LONGEST))
            )
        return passage.tag(position - 1) in BEFORE_PARTICIPLE and passage.tag(position + 1) in NOUNS

    def _carries(self, passage: Passage, position: int, figures: dict[int, Draft]) -> bool:
        """May the phrase go on over this preposition, conjunction, comma, adverb or sign?"""
        tag, word = passage.tag(position), passage.lower[position]
        if tag == "IN":
            following = passage.tag(position + 1)
            if word in ("in", "by", "on", "for") and following == "VBG":
                return word == "for"
            if word in LASTING and self._is_span(passage, position + 1):
                return False  # 1% of GDP for decades
            if word in CARRYING or (word in CALLED and self._calls(passage, position - 1)):
                return following in INSIDE or following in ("VBG", "VBN", "RB") or position + 1 in figures
            return word in ("than", "less", "more") and position + 1 in figures
        if tag == "CC" or word == "&":
            return word in JOINING and self._joins(passage, position, figures)
        if tag == ",":
            return self._lists(passage, position, figures)
        if tag == "RB":
            return passage.tag(position + 1).startswith(("JJ", "VBN", "VBD", "VBG", "RB"))
        if word == ".":
            # President George W. Bush
            return (
                len(passage.words[position - 1]) == 1 and passage.glued(position) and passage.tag(position + 1) in NOUNS
            )
        return word in MARKS

    def _is_span(self, passage: Passage, token: int) -> bool:
        """Does a length of time begin here, with no date in it?"""
        stop = min(token + 5, passage.last)
        while token < stop and passage.tag(token) in ("DT", "CD", "JJ", "PDT"):
            token += 1
        return passage.word(token).removesuffix("s") in self.vocabulary.time or passage.word(token) == "decades"

    def _calls(self, passage: Passage, position: int) -> bool:
        """Does this word call for a preposition: a participle (`paid to`) or a noun of giving and getting?"""
        return passage.tag(position) == "VBN" or passage.word(position).endswith(CALLING)

    def _joins(self, passage: Passage, position: int, figures: dict[int, Draft]) -> bool:
        """Does `and` join two nouns of the whole, rather than clauses or figures?"""
        for token in range(position + 1, min(position + 8, passage.last)):
            if token in figures:
                return False
            tag = passage.tag(token)
            if tag in NOUNS:
                following = passage.tag(token + 1)
                if following in NOUNS or following in ("HYPH", "POS", "CC"):
                    continue
                return following not in ("VBZ", "VBD", "VBP", "MD") or passage.tag(position - 1) in NOUNS
            if passage.word(token) == "that" and passage.tag(token + 1) in NOUNS:
                continue
            if tag not in INSIDE and tag not in ("VBN", "VBG", "RB", "CC"):
                return False
            if tag == "CD" and not passage.tag(token + 1).startswith(("NN", "JJ", "CD")):
                return True  # in 2020 and 2021
        return False

    def _lists(self, passage: Passage, position: int, figures: dict[int, Draft]) -> bool:
        """Does the comma part the items of a list that closes with `and` or `or`: `copper, steel, and aluminum`?"""
        for token in range(position + 1, min(position + 25, passage.last)):
            if token in figures:
                return False
            tag = passage.tag(token)
            if tag == "CC":
                return passage.word(token) in JOINING and self._joins(passage, token, figures)
            if tag not in INSIDE and tag not in (",", "VBG", "VBN"):
                return False
        return False
