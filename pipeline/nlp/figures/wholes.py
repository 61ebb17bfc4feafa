"""What a percentage or a ratio is a share of: the noun phrase after `of`, with its modifiers, up to the verb."""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
INSIDE = NOUNS | frozenset(("JJ", "JJR", "JJS", "CD", "PRP$", "POS", "HYPH", "$", "DT", "PDT", "PRP"))
ARTICLES = frozenset(("the", "a", "an"))
STOPS = frozenset(("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "WRB", "WP$", "TO", "EX", ":", ".", "(", ")", "UH"))
# Prepositions that carry a noun phrase on; others begin something of their own.
CARRYING = frozenset(
    "of in on for by with among within under between at near outside inside without per during".split()
)
# After a participle or a noun that calls for them, these carry on too.
CALLED = frozenset("to from through into over as against toward towards about across than before after since".split())


class WholeReader:
    """Reads the whole behind a percentage or ratio."""

    def read(self, passage: Passage, draft: Draft, limits: frozenset[int]) -> str | None:
        """The words of the whole, None where there is none; `limits` are the first tokens of other figures."""
        token = self._opening(passage, draft)
        if token is None:
            return None
        if passage.word(token) in ARTICLES:
            token += 1
        last = self._end(passage, token, limits, passage.last)
        if last <= token:
            return None
        return passage.text[passage.starts[token] : passage.ends[last - 1]]

    def _opening(self, passage: Passage, draft: Draft) -> int | None:
        """The token after `of`, or the noun that follows a proportion at once."""
        token = draft.last
        if draft.hyphen:
            return None
        if passage.word(token) == "(":
            close = token + 1
            while close < min(passage.last, token + 12) and passage.words[close] != ")":
                close += 1
            if passage.word(close) == ")" and passage.word(close + 1) == "of":
                return close + 2
            return None
        if passage.word(token) == ")" and passage.word(draft.first - 1) == "(" and passage.word(token + 1) == "of":
            return token + 2
        word = passage.word(token)
        if word == "of":
            return token + 1
        if draft.kind == "ratio":
            if draft.rule == "figures.ratio.proportion" and passage.tag(token) in INSIDE:
                return token
            if draft.rule == "figures.ratio.fraction" and (
                word in ARTICLES or word in ("all", "its", "their", "these", "those", "this", "that", "our")
            ):
                return token
        return None

    def _end(self, passage: Passage, token: int, limits: frozenset[int], stop: int) -> int:
        """Where the noun phrase that begins at `token` ends."""
        last = position = token
        seen_noun = False
        while position < stop:
            tag, word = passage.tag(position), passage.lower[position]
            if tag == "VBD" and passage.tag(position - 1) == "RB" and passage.tag(position + 1) in NOUNS:
                tag = "VBN"
            if tag in STOPS:
                break
            if position in limits and position > token and seen_noun:
                break
            if tag in NOUNS or tag in INSIDE:
                seen_noun = seen_noun or tag in NOUNS
                last = position + 1
            elif tag in ("VBN", "VBG"):
                if seen_noun and tag == "VBG" and passage.word(position - 1) == ",":
                    break
                last = position + 1
            elif tag == "IN":
                if word in CARRYING or (word in CALLED and self._called(passage, position)):
                    if not self._noun_ahead(passage, position + 1):
                        break
                else:
                    break
            elif tag == "CC":
                if not self._joins(passage, position, limits):
                    break
            elif tag == ",":
                if not self._lists(passage, position, limits):
                    break
            elif tag == "RB":
                if not passage.tag(position + 1).startswith(("JJ", "VBN", "VBD", "VBG", "RB")):
                    break
            elif passage.words[position] in "-–’'/&%":
                last = position + 1 if passage.words[position] == "%" else last
            else:
                break
            position += 1
        return last

    def _called(self, passage: Passage, position: int) -> bool:
        """Does the word before call for this preposition: a participle (`paid to`) or a noun of giving and getting?"""
        tag = passage.tag(position - 1)
        return tag == "VBN" or passage.word(position - 1).endswith(
            (
                "tion",
                "tions",
                "ment",
                "ments",
                "ess",
                "port",
                "ports",
                "sale",
                "sales",
                "revenue",
                "revenues",
                "come",
                "er",
                "ers",
            )
        )

    def _noun_ahead(self, passage: Passage, position: int) -> bool:
        return passage.tag(position) in INSIDE or passage.tag(position) in ("VBG", "VBN", "RB", "WDT", "WP")

    def _joins(self, passage: Passage, position: int, limits: frozenset[int]) -> bool:
        """Does `and` join two nouns of the whole, rather than clauses or figures?"""
        for token in range(position + 1, min(position + 8, passage.last)):
            if token in limits:
                return False
            tag = passage.tag(token)
            if tag in NOUNS:
                following = passage.tag(token + 1)
                if following in NOUNS or following in ("HYPH", "POS", "CC"):
                    continue
                return following not in ("VBZ", "VBD", "VBP", "MD") or passage.tag(position - 1) in NOUNS
            if tag not in INSIDE and tag not in ("VBN", "VBG", "RB", "CC"):
                return False
        return False

    def _lists(self, passage: Passage, position: int, limits: frozenset[int]) -> bool:
        """Does the comma part the items of a list that closes with `and` or `or`: `copper, steel, and aluminum`?"""
        for token in range(position + 1, min(position + 25, passage.last)):
            if token in limits:
                return False
            tag = passage.tag(token)
            if tag == "CC" and passage.word(token - 1) == ",":
                return self._joins(passage, token, limits)
            if tag == "CC" and passage.word(token) in ("and", "or"):
                return self._joins(passage, token, limits)
            if tag not in INSIDE and tag not in (",", "VBG", "VBN"):
                return False
        return False
