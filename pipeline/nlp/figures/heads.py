"""What a count counts: the head noun of the phrase to its right, or the one that it shares with its list."""

from __future__ import annotations

from pipeline.nlp.figures.passages import DASHES, Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.morphology import known, lemma, noun_of

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PLURALS = frozenset(("NNS", "NNPS"))
MODIFIERS = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS", "CD"))
QUOTES = frozenset("\"“”‘’'")
# No noun phrase has more tokens than this before its head.
LONGEST = 30
SIGNS = QUOTES | {"&"}


class HeadReader:
    """Finds the noun that a number counts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def after(self, passage: Passage, draft: Draft) -> int | None:
        """The token of the head noun right of a bare number; None where no noun belongs to it."""
        token = draft.last
        if draft.hyphen and passage.word(token + 1) == "plus":
            return self.head(passage, token + 2)
        if draft.hyphen:
            return self._joined(passage, token + 1)
        after = self.vocabulary.after.longest(passage.lower, token, passage.last)
        if after:
            token = after[0]
        token = self._past_brackets(passage, token)
        if passage.word(token) == ")" and passage.word(draft.first - 1) == "(":
            # states (12): the noun before the bracket
            return draft.first - 2 if passage.tag(draft.first - 2) in PLURALS else None
        if passage.word(token) == "of":
            return self._partitive(passage, token + 1)
        return self.head(passage, token)

    def _joined(self, passage: Passage, token: int) -> int | None:
        """The noun that a hyphen joins to the number: `step` in `two-step process`."""
        if (
            token >= passage.last
            or not passage.words[token][0].isalpha()
            or passage.lower[token] in self.vocabulary.fixed
            or len(passage.words[token]) == 1
        ):
            return None
        return token

    def _past_brackets(self, passage: Passage, token: int) -> int:
        """Behind `(5)`, `(75%)`: a bracket with a number in it between the number and its noun."""
        if passage.word(token) == "(":
            for close in range(token + 1, min(token + 6, passage.last)):
                if passage.words[close] == ")":
                    return close + 1 if any(word[0].isdigit() for word in passage.words[token:close]) else token
        return token

    def _partitive(self, passage: Passage, token: int) -> int | None:
        """`two of the five agencies`: the head behind determiners and numbers."""
        stop = token + LONGEST
        while token < stop and (passage.tag(token) in ("DT", "PRP$", "PDT", "CD") or passage.word(token) in QUOTES):
            token += 1
        found = self.head(passage, token)
        return found if found is not None and passage.tag(found) in ("NNS", "NNPS", "NN", "NNP") else None

    def head(self, passage: Passage, token: int) -> int | None:
        """The last noun of the phrase that begins at `token`, the first plural where the phrase might end there."""
        head: int | None = None
        position = token
        while position < min(passage.last, token + LONGEST):
            tag = passage.tag(position)
            if tag in NOUNS:
                if head is not None and self.is_plural(passage, head) and not self._plural_ahead(passage, position):
                    break
                if (
                    len(passage.words[position]) == 1
                    and passage.word(position + 1) == "."
                    and passage.glued(position + 1)
                ):
                    position += 2  # E. coli
                    continue
                head = position
            elif tag == "POS":
                head = None
            elif tag == "(" and self._is_acronym(passage, position):
                position += 2  # the Light Armored Reconnaissance (LAR) Companies
            elif not self._modifies(passage, token, position, head):
                break
            position += 1
        return head

    def _is_acronym(self, passage: Passage, position: int) -> bool:
        """Does a bracket with one acronym stand inside the phrase?"""
        return (
            passage.word(position + 2) == ")"
            and passage.words[position + 1].isupper()
            and passage.tag(position + 3) in NOUNS
        )

    def _modifies(self, passage: Passage, first: int, position: int, head: int | None) -> bool:
        """May the token at `position` stand inside the noun phrase that began at `first`?"""
        tag, word = passage.tag(position), passage.words[position]
        after_plural = head is not None and self.is_plural(passage, head)
        if tag == "HYPH" or passage.tag(position + 1) == "HYPH":
            return True  # on-duty deaths
        if tag == "IN":
            # 50 Department of Defense employees
            named = passage.tag(position - 1) == "NNP" and passage.tag(position + 1) == "NNP"
            return named and word in ("of", "for") and self._noun_follows(passage, position + 1)
        if tag == "VBD":
            before = passage.tag(position - 1)
            joined = before in ("RB", "HYPH") or (position == first and self._inside_phrase(passage, first))
            return joined and not after_plural and self._noun_follows(passage, position)
        if tag == "CC" or word == "&":
            return (
                position > first and not self.is_plural(passage, position - 1) and self._noun_follows(passage, position)
            )
        if tag == ",":
            return head is None and position > first
        if tag in MODIFIERS or tag in ("RB", "RBR", "RBS"):
            if head is None and tag in MODIFIERS:
                return True
            if tag == "VBG" and passage.tag(position - 1) != "HYPH":
                return False
            return not after_plural and self._noun_follows(passage, position)
        return word in QUOTES and (position == first or self._noun_follows(passage, position))

    def _inside_phrase(self, passage: Passage, first: int) -> bool:
        """Does the number stand behind a determiner or preposition, so that it opens no clause?"""
        number = first
        while passage.tag(number - 1) == "CD" and number > first - 6:
            number -= 1
        bound = self.vocabulary.before.longest_back(passage.lower, number, passage.first)
        number = (bound[0] if bound else number) - 1
        return passage.tag(number) in ("DT", "PRP$", "JJ", "POS", "IN")

    def _plural_ahead(self, passage: Passage, position: int) -> bool:
        """After a plural (`appropriations`), does the noun phrase go on to another plural (`acts`)?"""
        for token in range(position, min(position + 4, passage.last)):
            if self.is_plural(passage, token):
                return True
            if passage.tag(token) not in ("NN", "NNP", "HYPH"):
                return False
        return False

    def _noun_follows(self, passage: Passage, position: int) -> bool:
        """Does a plural noun end the phrase that goes on with a modifier here?"""
        for token in range(position + 1, min(position + 9, passage.last)):
            if self.is_plural(passage, token):
                return True
            tag = passage.tag(token)
            if (
                tag not in NOUNS
                and tag not in MODIFIERS
                and tag not in ("CC", "RB")
                and passage.words[token] not in SIGNS
            ):
                return False
        return False

    def lemma(self, passage: Passage, token: int) -> str:
        """The head noun's base form: `county`, `man`, `IC`, `prong` of `two-pronged`."""
        word, tag = passage.words[token], passage.tag(token)
        if word.endswith("s") and len(word) > 2 and word[:-1].isupper():
            return word[:-1]
        if word.isupper() or (tag == "NNP" and not word.endswith("s")):
            return word
        if tag in ("NNS", "NNPS") or (word.endswith("s") and noun_of(word.lower())):
            return lemma(word, "NNS")
        if tag == "NNP" and word.endswith("s") and not word.endswith("ss"):
            return lemma(word, "NNS")
        lower = word.lower()
        if lower.endswith("ed") and passage.word(token - 1) in DASHES:
            return next((base for base in (lower[:-2], lower[:-1]) if known(base, "nouns")), lower)
        return lower

    def is_plural(self, passage: Passage, token: int) -> bool:
        """A plural by its tag or by its ending, an acronym with an s and `personnel` included."""
        word, tag = passage.words[token], passage.tag(token)
        if tag in PLURALS or passage.lower[token] in self.vocabulary.invariant:
            return True
        if len(word) < 3 or word[-1] != "s":
            return False
        return word[:-1].isupper() or (tag == "NN" and not word.endswith(("ss", "us", "is", "ics", "ies")))

    def is_time(self, lemma: str) -> bool:
        """Is it a unit of time, so that the number is a duration or an age?"""
        return lemma in self.vocabulary.time


__all__ = ["DASHES", "HeadReader"]
