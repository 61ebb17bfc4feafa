"""Part-of-speech tags: an open lexicon says what a word may be, one pass from left to right says what it is here.

    tagger = Tagger()
    tagger.tag(page, first, last)   # one Penn Treebank tag a token of `page.words[first:last]`, a sentence
    page.tags(index)                # the same for a sentence by its index, worked out once a page
    page.tag_at(token)

Tags are those of the Penn Treebank (DT, NN, VBZ …); punctuation is tagged as `,` `.` `:` `(` `)` `"`, a hyphen
inside a word as HYPH, `$` as `$`, other signs as SYM.

What decides between noun and verb, in this order: what must follow (a base form after `to` and a modal, a participle
after `have` and `be`, a noun after a determiner), agreement with the noun before, and the rule that every clause has
one finite verb: a word that may be one is one where its clause would have none otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pipeline.nlp.readings import Readings

if TYPE_CHECKING:
    from pipeline.nlp.page import Page

BE = frozenset("be am is are was were been being 's ’s 're ’re 'm ’m".split())
HAVE = frozenset("have has had having 've ’ve".split())
DO = frozenset("do does did don doesn didn".split())
# Determiners that stand for a noun phrase of their own, by the number of the verb they govern.
SINGULAR_PRONOUNS = frozenset("this that each another neither either one".split())
PLURAL_PRONOUNS = frozenset("these those some many most all both several few others".split())
# `to` after these is the preposition: what follows is a noun.
TO_PREPOSITION = frozenset(
    "access according addition applied apply applicable approach approaches attributable barrier barriers close "
    "closer commitment committed compared comparable contribute contributed contributes contribution contributions "
    "contrary damage dedicated due equal equivalent exception exceptions exposed exposure key lead leading leads led "
    "limited lower next opposed opposition owing pertaining pertinent pertains point prior proportional pursuant "
    "reference referred refers relate related relates relating relation relative relevant respect respond responding "
    "response responses restricted risk risks shift similar solution solutions subject subsequent support susceptible "
    "thanks threat threats tied transition unrelated up vulnerable".split()
)
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PLURALS = frozenset(("NNS", "NNPS"))
FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))
BEFORE_NOUN = frozenset(("DT", "PRP$", "POS", "WP$", "JJ", "JJR", "JJS", "CD", "PDT", "$"))
CLAUSE_ENDS = frozenset((".", ":"))
SUBORDINATORS = frozenset(
    "although because if lest since though unless until whereas whether while whilst as after before than that "
    "once".split()
)


class Tagger:
    """Tags sentences of a page; one instance serves any number of pages."""

    def __init__(self) -> None:
        self.readings = Readings()

    def tag(self, page: Page, first: int, last: int) -> list[str]:
        """One tag a token of the sentence `page.words[first:last]`."""
        return self.tag_words(page.words[first:last])

    def tag_words(self, words: Sequence[str]) -> list[str]:
        """One tag a token of a sentence."""
        if not words:
            return []
        readings = self.readings
        tags = [readings[word] for word in words]
        start = next((i for i, word in enumerate(words) if word[0].isalpha()), 0)
        tags[start] = readings.initial(words[start])
        return _Sentence(words, [word.lower() for word in words], tags, readings).decide()


@cache
def tagger() -> Tagger:
    """The one tagger that pages share."""
    return Tagger()


class _Sentence:
    """The pass over one sentence: `tags` holds readings right of `position` and decided tags left of it."""

    __slots__ = ("awaited", "finite", "lower", "readings", "size", "tags", "words")

    def __init__(self, words: Sequence[str], lower: list[str], tags: list[str], readings: Readings) -> None:
        self.words = words
        self.lower = lower
        self.tags = tags
        self.size = len(tags)
        self.readings = readings
        # The form that an auxiliary awaits: `VB` after a modal, do, to; `VBN` after have and be; '' for none.
        self.awaited = ""
        # Has the clause a finite verb already?
        self.finite = False

    def decide(self) -> list[str]:
        tags, lower = self.tags, self.lower
        for i in range(self.size):
            tag = tags[i]
            if "|" in tag or tag == "VB":
                tag = tags[i] = self.choose(i, tag)
            elif self.awaited == "VB" and tag in ("NN", "VBP", "JJ") and self.forced_verb(i):
                tag = tags[i] = "VB"
            # What the tag means for what follows.
            if tag == "MD":
                self.awaited, self.finite = "VB", True
            elif tag == "TO":
                self.awaited = "VB"
            elif tag[0] == "V":
                word = lower[i]
                if tag in FINITE:
                    self.finite = True
                if word in HAVE or word in BE:
                    self.awaited = "VBN"
                elif word in DO and tag != "VBN":
                    self.awaited = "VB"
                else:
                    self.awaited = ""
            elif tag in ("RB", "RBR", "CC"):
                pass
            elif tag in ("WDT", "WP", "WRB", "WP$") or (tag == "IN" and lower[i] in SUBORDINATORS):
                self.awaited, self.finite = "", False
            elif tag in CLAUSE_ENDS:
                self.awaited, self.finite = "", False
            elif tag != "," and tag != "PRP":
                self.awaited = ""
        return tags

    def choose(self, i: int, options: str) -> str:
        if options == "VB":
            return self.verb_form(i)
        word = self.lower[i]
        special = SPECIAL.get(options) or SPECIAL.get(word)
        if special:
            return special(self, i)
        choices = options.split("|")
        nominal = next((c for c in ("NN", "NNS") if c in choices), None)
        verbal = next((c for c in ("VB", "VBZ") if c in choices), None)
        if verbal:
            if self.is_verb(i, choices, nominal or "JJ"):
                if verbal == "VB":
                    if "VBD" in choices or "VBN" in choices:
                        return self.past(i, choices)
                    return self.verb_form(i)
                return verbal
            choices = [c for c in choices if c not in ("VB", "VBZ")]
            if len(choices) == 1:
                return choices[0]
        if "VBD" in choices or "VBN" in choices:
            return self.past(i, choices)
        if "VBG" in choices:
            return self.gerund(i, choices)
        if "JJ" in choices and nominal:
            return "JJ" if self.before_noun(i) else nominal
        if "JJ" in choices and "RB" in choices:
            return "JJ" if self.before_noun(i) and (i == 0 or self.tags[i - 1] not in ("VB",)) else "RB"
        if "JJR" in choices:
            return "RBR" if self.next_in(i, ("JJ", "RB", "VBN", "VBD|VBN", "JJ|RB")) else "JJR"
        return choices[0]

    # -- neighbours

    def left(self, i: int) -> int:
        """The index of the token before `i`, adverbs skipped; -1 at the sentence's start."""
        i -= 1
        while i >= 0 and self.tags[i] in ("RB", "RBR"):
            i -= 1
        return i

    def next_tags(self, i: int) -> str:
        return self.tags[i + 1] if i + 1 < self.size else "."

    def next_in(self, i: int, tags: tuple[str, ...]) -> bool:
        return self.next_tags(i) in tags

    def before_noun(self, i: int) -> bool:
        """May the next word go on with the noun phrase?"""
        following = self.next_tags(i)
        return following.startswith(("NN", "JJ", "CD")) or "NN" in following or following in ("VBG", "HYPH")

    def forced_verb(self, i: int) -> bool:
        from pipeline.nlp import morphology

        return morphology.known(self.lower[i], "verbs") and not self.next_in(i, ("NN", "NNS"))

    # -- verb or not

    def is_verb(self, i: int, choices: list[str], nominal: str) -> bool:
        """May-be noun or adjective, may-be finite verb or base form: is it the verb?"""
        tags, lower = self.tags, self.lower
        base = "VB" in choices
        share = self.readings.verbal(lower[i])
        if self.awaited == "VB":
            return base
        p = self.left(i)
        if p < 0:
            return False
        before = tags[p]
        if before == "PRP":
            return not (base and lower[p] in ("it", "he", "she"))
        if before in ("WDT", "WP", "EX"):
            return True
        if before in BEFORE_NOUN:
            if before == "DT" and not base and lower[p] in SINGULAR_PRONOUNS:
                return not self.next_in(i, ("VBZ", "MD", "VBP"))
            if before == "DT" and base and lower[p] in PLURAL_PRONOUNS and p > 0 and tags[p - 1] in (",", "."):
                return self.opens_object(i)
            return False
        if before == "IN" or before == "RP":
            return False
        if before[0] == "V":
            return base and lower[p] in ("help", "helps", "helped", "helping", "let", "make", "makes")
        if before in NOUNS:
            return self.after_noun(i, p, base, share)
        if before in ("CC", ","):
            return self.coordinated(i, p, base, share)
        return False

    def opens_object(self, i: int) -> bool:
        """Does what follows look like the start of an object or complement?"""
        following = self.next_tags(i)
        return following in ("DT", "PRP$", "PRP", "TO|IN", "IN|WDT|DT", "WRB", "DT|PDT", "CD", "$", "RB", "WP") or (
            following == "IN" and self.lower[i + 1] != "of"
        )

    def after_noun(self, i: int, p: int, base: bool, share: int) -> bool:
        """A noun before it: subject and verb, or a compound noun?"""
        if self.finite and not self.fresh_clause(p):
            return False
        following = self.next_tags(i)
        if following in ("MD", "VBZ", "VBP", "VBD", "POS|VBZ") or (following == "IN" and self.lower[i + 1] == "of"):
            return False
        plural = self.tags[p] in PLURALS or (self.tags[p] == "NNP" and share > 50)
        if base and not plural and not self.compound_subject(p):
            return False
        if following in ("DT", "PRP$", "PRP", "IN|WDT|DT", "WRB", "DT|PDT", "WP"):
            return True
        later = self.finite_later(i)
        if later:
            return False
        if not base and self.tags[p] == "NNS" and share < 50:
            return following in ("DT", "TO|IN")
        return share >= 3

    def compound_subject(self, p: int) -> bool:
        while p >= 0 and self.tags[p] in NOUNS | BEFORE_NOUN:
            p -= 1
        return p >= 0 and self.tags[p] == "CC"

    def fresh_clause(self, p: int) -> bool:
        """Does a comma stand between the clause's finite verb and the noun at `p`?"""
        return False

    def finite_later(self, i: int) -> bool:
        """Does the clause have another sure finite verb to the right?"""
        tags, lower = self.tags, self.lower
        for j in range(i + 1, min(self.size, i + 25)):
            tag = tags[j]
            if tag in ("MD", "VBZ", "VBP", "VBD"):
                return True
            if tag in (":", ".", "WDT", "WP", "WRB") or (lower[j] in SUBORDINATORS and lower[j] not in ("as", "than")):
                return False
        return False

    def coordinated(self, i: int, p: int, base: bool, share: int) -> bool:
        """After `and` or a comma: does it go on with a verb?"""
        following = self.next_tags(i)
        j = p
        while j >= 0 and self.tags[j] in ("CC", ",", "RB"):
            j -= 1
        if j < 0:
            return False
        before = self.tags[j]
        wanted = ("VB", "VBP") if base else ("VBZ",)
        if before in wanted:
            return True
        if following in ("DT", "PRP$", "PRP", "IN|WDT|DT"):
            # a verb of the same form further left, with its object between
            k = j
            while k >= 0 and self.tags[k] not in (".", ":"):
                if self.tags[k] in wanted:
                    return True
                k -= 1
            return not base and not self.finite
        if self.next_in(i, ("IN", ",", ".", "CC", "MD")):
            return False
        k = j
        while k >= 0 and self.tags[k] not in (".", ":", "WDT"):
            if self.tags[k] in wanted:
                return share > 50 and before in NOUNS and self.before_noun(i)
            k -= 1
        return False

    def verb_form(self, i: int) -> str:
        """VB after a modal, `to` or `do`, and in parallel to one; else VBP."""
        if self.awaited == "VB":
            return "VB"
        p = self.left(i)
        if p < 0:
            return "VB"
        before = self.tags[p]
        if before in ("CC", ","):
            k = p
            while k >= 0 and self.tags[k] not in (".", ":"):
                if self.tags[k] in ("VB", "VBP"):
                    return self.tags[k]
                k -= 1
        if before[0] == "V":
            return "VB"
        return "VBP"

    def past(self, i: int, choices: list[str]) -> str:
        """Past tense or participle."""
        if "VBD" not in choices:
            return "VBN"
        if self.awaited == "VBN" and "VBN" in choices:
            return "VBN"
        if "VBN" not in choices:
            return "VBD"
        p = self.left(i)
        if p < 0:
            return "VBN"
        before = self.tags[p]
        if before == "PRP" or before in ("WDT", "WP"):
            return "VBD"
        if before in BEFORE_NOUN or before == "IN":
            return "JJ" if "JJ" in choices else "VBN"
        if before in ("CC", ","):
            k = p
            while k >= 0 and self.tags[k] not in (".", ":"):
                if self.tags[k] in ("VBD", "VBN"):
                    return self.tags[k]
                k -= 1
            return "VBN"
        if before in NOUNS:
            if self.finite or self.finite_later(i):
                return "VBN"
            following = self.next_tags(i)
            return "VBN" if following == "IN" and self.lower[i + 1] == "by" else "VBD"
        return "VBN"

    def gerund(self, i: int, choices: list[str]) -> str:
        if "NN" not in choices:
            return "VBG"
        p = self.left(i)
        if (
            p >= 0
            and self.tags[p] in BEFORE_NOUN | {"NN", "NNP", "IN", "CC", ","}
            and not self.next_in(i, ("DT", "PRP$", "PRP", "IN|WDT|DT"))
        ):
            return "NN"
        return "VBG" if self.opens_object(i) else "NN"

    # -- words of their own

    def to(self, i: int) -> str:
        """`to`: TO before a base form, IN before a noun phrase."""
        j = i + 1
        while j < self.size and self.tags[j] in ("RB", "RB|VB"):
            j += 1
        if j >= self.size:
            return "IN"
        options = self.tags[j].split("|")
        if "VB" not in options:
            return "IN"
        if len(options) == 1:
            return "TO"
        if i and self.lower[i - 1] in TO_PREPOSITION and self.readings.verbal(self.lower[j]) < 70:
            return "TO" if j + 1 < self.size and self.tags[j + 1] in ("DT", "PRP$", "PRP") else "IN"
        return "TO"

    def that(self, i: int) -> str:
        """`that`: WDT before its verb after a noun, DT before a singular noun, else IN."""
        p = self.left(i)
        following = self.next_tags(i)
        verbs = {"MD", "VBZ", "VBP", "VBD", "VB", "VBD|VBN", "RB"}
        if following in verbs:
            return "WDT" if p >= 0 and self.tags[p] in NOUNS | {",", "CC", ")", "CD", "JJ"} else "DT"
        if p >= 0 and self.tags[p] in NOUNS | {")"}:
            if following in ("NN|VB", "NNS|VBZ", "JJ|VB", "JJ|NN|VB") and not self.finite_later(i + 1):
                return "WDT"
            return "IN"
        if p < 0 or self.tags[p] == "IN":
            return "DT"
        if self.tags[p] == "," and following.startswith("NN"):
            return "DT"
        return "IN"

    def possessive(self, i: int) -> str:
        """`'s`: the verb after a pronoun, else the genitive."""
        return "VBZ" if i and self.tags[i - 1] in ("PRP", "EX", "WP", "DT") else "POS"


SPECIAL = {
    "TO|IN": _Sentence.to,
    "IN|WDT|DT": _Sentence.that,
    "POS|VBZ": _Sentence.possessive,
}
