"""Movements: does a quantity rise or fall?"""

from __future__ import annotations

from pipeline.nlp.figures.passages import Draft, Passage
from pipeline.nlp.figures.vocabulary import Vocabulary
from pipeline.nlp.morphology import lemma

PREPOSITIONS = frozenset(("by", "from", "to"))
# What may stand between a quantity and the verb or noun of change that governs it.
SKIPPED = frozenset(("a", "an", "another", "additional", "extra", "further", "the", "its", "their", "only", "just"))
BREAKS = frozenset("; : . ( that which who where while whereas although but when if".split())
REACH = 24
# With a count as direct object only these are changes of it: `lost 300 jobs`, not `raised two questions`.
OBJECTS = frozenset(("add", "gain", "lose", "shed", "cut", "drop"))
# Nouns that a range is of, whatever verb comes before.
RANGES = frozenset(
    "range ranges ranged ranging vary varies varied varying span spans spanning anywhere somewhere between estimates "
    "scale".split()
)
COPULAS = frozenset(
    "be is are was were been being total totaled totals totaling totalled equal equals equaled average averaged "
    "averages averaging reach reached reaches reaching stand stood stands amount amounted amounts cost costs".split()
)
# What an object between a verb and its amount is made of: `raised its dividend 5 cents`.
OBJECT = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "DT", "PRP$", "POS", "HYPH", "CD", "VBN", "VBG"))
# Verbs that `up` and `down` go with: `is up 5%`, but not `makes up 72%`.
MOVING = frozenset("be go move come edge tick inch trend close end finish open remain".split())
# Behind a figure these compare it; `5% or more` only bounds it.
MEASURED = frozenset(
    "more less fewer greater higher lower larger smaller longer shorter bigger wider faster slower".split()
)
# As objects of these verbs amounts of money are no changes: `raise $5 million`.
RAISING = frozenset(("raise", "contract", "advance"))


class ChangeReader:
    """Finds the direction of a figure."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        changes = vocabulary.changes
        verbs = {**changes["verb"], **changes["motion"]}
        self.verbs = {word: way for word, way in verbs.items() if " " not in word}
        self.phrasal = {tuple(word.split()): way for word, way in verbs.items() if " " in word}
        self.countable = OBJECTS | frozenset(changes["motion"])
        self.nouns = changes["noun"]
        self.particles = changes["particle"]
        self.comparatives = changes["comparative"]

    # -- direction

    def verb(self, passage: Passage, token: int) -> str | None:
        """`increase`, `decrease` or `move` where the token is a verb of change."""
        tag = passage.tag(token)
        if not tag.startswith(("VB", "JJ")):
            return None
        base = lemma(passage.words[token], tag if tag.startswith("VB") else "VBN")
        way = self.phrasal.get((base, passage.word(token + 1)))
        return way or self.verbs.get(base)

    def noun(self, passage: Passage, token: int) -> str | None:
        """The direction of a noun of change."""
        tag = passage.tag(token)
        if not tag.startswith("NN") and tag not in ("VB", "VBP", "VBZ"):
            return None
        return self.nouns.get(lemma(passage.words[token], tag if tag.startswith("NN") else "NN"))

    def opening(self, passage: Passage, draft: Draft) -> int:
        """The token left of the quantity, its bound word and its article."""
        token = draft.first
        for _ in range(3):
            found = self.vocabulary.before.longest_back(passage.lower, token, passage.first)
            if found:
                token = found[0]
            elif passage.word(token - 1) in SKIPPED:
                token -= 1
            else:
                break
        return token - 1

    def is_movement(self, passage: Passage, draft: Draft, second: Draft) -> bool:
        """Is `X to Y` a movement (two figures), rather than a range (one)?"""
        token = self.opening(passage, draft)
        falls = draft.raw * draft.scale > second.raw * (second.scale if second.scale > 1 else draft.scale)
        if passage.word(token) != "from":
            return falls or self._moves_to(passage, draft, second, token)
        for position in range(token - 1, max(passage.first, token - 16) - 1, -1):
            word = passage.lower[position]
            if word in RANGES:
                return falls
            if word in BREAKS:
                break
            if self.verb(passage, position) or self.noun(passage, position) or self._up(passage, position):
                return True
            if passage.tag(position) in ("VBD", "VBZ", "VBP") and word not in COPULAS:
                break
        return falls

    def _up(self, passage: Passage, token: int) -> bool:
        """`were up at the Academy, from 10 to 13`"""
        return (
            passage.lower[token] in self.particles
            and passage.tag(token - 1).startswith("VB")
            and self._moves(passage, token - 1)
        )

    def _moves_to(self, passage: Passage, draft: Draft, second: Draft, token: int) -> bool:
        """`rose 5% to 30%`, `raised its dividend 5 cents to 50 cents`: how far, then where to."""
        if passage.word(token) in self.particles:
            return self._moves(passage, token - 1)
        if passage.tag(token) == "RB" or passage.word(token) == "by":
            token -= 1
        elif passage.tag(token).startswith("NN"):
            stop = token - REACH
            while token > stop and passage.tag(token) in OBJECT:
                token -= 1
        if self.verb(passage, token) is None:
            return False
        # `adds 40 to 60 counties`, `rose 5 to 10 cents` are ranges.
        return bool(draft.kind) or not (second.kind or passage.tag(second.last).startswith(("NN", "JJ")))

    def direction(self, passage: Passage, draft: Draft, drafts: dict[int, Draft]) -> str | None:
        """`increase` or `decrease` where the text says it of this figure."""
        return self._after(passage, draft) or self._before(passage, draft, drafts)

    def _after(self, passage: Passage, draft: Draft) -> str | None:
        """`5% higher`, `$3 million below`, `a 10% static revenue increase`."""
        token = draft.last
        if passage.word(token) == "(":
            token = next((t + 1 for t in range(token, min(token + 10, passage.last)) if passage.words[t] == ")"), token)
        elif passage.word(token) == ")" and passage.word(draft.first - 1) == "(":
            token += 1
        word = passage.word(token)
        if word in self.comparatives and passage.tag(token + 1) not in ("$", "CD"):
            if word in MEASURED and draft.kind == "count" and passage.word(token + 1) != "than":
                return None
            return self.comparatives[word] if word in MEASURED or draft.kind != "count" else None
        if draft.kind == "count":
            return None
        if draft.hyphen:
            token += 1
        for position in range(token, min(token + 4, passage.last)):
            if not passage.tag(position).startswith(("NN", "JJ", "VBN")):
                return None
            way = self.noun(passage, position)
            if way and not passage.tag(position + 1).startswith("NN"):
                return way
        return None

    def _before(self, passage: Passage, draft: Draft, drafts: dict[int, Draft]) -> str | None:
        token = self.opening(passage, draft)
        word = passage.word(token)
        if word in self.particles and passage.word(token + 1) != "to":
            return self.particles[word] if self._moves(passage, token - 1) else None
        if word == "of":
            return self.noun(passage, token - 1)
        if word not in PREPOSITIONS:
            return self._adjacent(passage, draft, token)
        return self._governor(passage, draft, token, drafts)

    def _moves(self, passage: Passage, token: int) -> bool:
        """Does `up` or `down` stand for a movement after this word?"""
        return not passage.tag(token).startswith("VB") or lemma(passage.words[token], passage.tag(token)) in MOVING

    def _adjacent(self, passage: Passage, draft: Draft, token: int) -> str | None:
        """The verb right before: `rose 5%`, `fell sharply 3 cents`."""
        if passage.tag(token) == "RB":
            token -= 1
        way = self.verb(passage, token)
        if way in (None, "move"):
            return None
        base = lemma(passage.words[token], passage.tag(token))
        if draft.kind == "count":
            return way if base in self.countable else None
        return None if base in RAISING and draft.kind == "money" else way

    def _governor(self, passage: Passage, draft: Draft, token: int, drafts: dict[int, Draft]) -> str | None:
        """The verb or noun of change that `by`, `from` or `to` belongs to."""
        position = token - 1
        preposition = passage.word(token)
        earlier: Draft | None = None
        stop = max(passage.first, token - REACH)
        while position >= stop:
            if position in drafts:
                earlier = drafts[position]
                if earlier.rule == "figures.ratio.verb":
                    return earlier.change
                position = earlier.first - 1
                continue
            word = passage.lower[position]
            if word == ")":
                position = self._before_bracket(passage, position)
                continue
            if word in BREAKS:
                return None
            follows = position == token - 1 or (earlier is not None and position == earlier.first - 1)
            if word in self.particles and (follows or passage.tag(position - 1).startswith("VB")):
                return self.particles[word] if self._moves(passage, position - 1) else None
            way = self.verb(passage, position) or self.noun(passage, position)
            if way == "move":
                return _compare(earlier, draft) if preposition == "to" else None
            if way:
                return way
            tag = passage.tag(position)
            if tag in ("VBD", "VBZ", "VBP", "VB", "MD") and word not in COPULAS:
                return None
            position -= 1
        return None

    def _before_bracket(self, passage: Passage, close: int) -> int:
        """The token before the bracket that closes here: `decreased by $3 billion (-34%) to`."""
        for token in range(close - 1, max(passage.first, close - 12) - 1, -1):
            if passage.words[token] == "(":
                return token - 1
        return close - 1


def _compare(earlier: Draft | None, draft: Draft) -> str | None:
    """The direction of a move from one level to another."""
    if earlier is None or earlier.kind != draft.kind or earlier.value == draft.value:
        return None
    return "increase" if draft.value > earlier.value else "decrease"
