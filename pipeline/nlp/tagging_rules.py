"""The rules of the tagger: which reading of a word holds in its sentence.

What decides between noun and verb, in this order: what must follow (a base form after `to` and a modal, a participle
after `have` and `be`, a noun after a determiner), agreement with the subject, and the rule that a clause has one
finite verb: a word that may be one is one where its clause would have none otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.nlp.readings import Readings
from pipeline.rules import lexicon


def _words(name: str) -> frozenset[str]:
    lines = (line.split(":") for line in lexicon("tagger_words"))
    return frozenset(word for key, words in lines if key == name for word in words.split())


BE, HAVE, DO = _words("be"), _words("have"), _words("do")
SINGULAR_PRONOUNS, PLURAL_PRONOUNS = _words("singular_pronouns"), _words("plural_pronouns")
SUBORDINATORS, HALF_SUBORDINATORS = _words("subordinators"), _words("half_subordinators")
BARE_INFINITIVE, NAMING, TO_PREPOSITION = _words("bare_infinitive"), _words("naming"), _words("to_preposition")
NONE, SINGULAR, PLURAL, EITHER = 0, 1, 2, 3
EITHER_NUMBER = _words("either_number")
SUBJECT_PRONOUNS, COPULAS = _words("subject_pronouns"), _words("copulas")
AS_DEGREE, DATE_WORDS = _words("as_degree"), _words("date_words")
SAYING = _words("saying")
REPORTING, CONTENT_NOUNS = _words("reporting"), _words("content_nouns")

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
BEFORE_NOUN = frozenset(("DT", "PRP$", "POS", "WP$", "JJ", "JJR", "JJS", "CD", "PDT", "$"))
SURE_FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
RELATIVES = frozenset(("WDT", "WP", "WRB", "WP$"))
# Readings that open an object or complement right after its verb.
OBJECT_OPENERS = frozenset(("DT", "PRP$", "PRP", "IN|WDT|DT", "WRB", "DT|PDT", "WP", "PRP$|PRP", "EX|RB"))
BEFORE_BARE_VERB = frozenset(("PRP", "IN|WDT|DT", "CD", ")", "VBD|VBN"))
FISCAL_YEAR = re.compile(r"fy\d")
PAIRED = {"either": "or", "neither": "nor", "both": "and"}
DASHES = frozenset(("—", "–", "--"))
MAY_CONTINUE = frozenset(("TO|IN", "CD", "$", "RB", "IN", "WDT", "VBG", "JJR|RBR", '"'))


class Clause:
    """The pass over one sentence: `tags` holds readings at and right of the current word, decisions left of it.

    awaited   the verb form that an auxiliary asks for: `VB` after a modal, `do`, `to`; `VBN` after have and be; or ''
    owed      finite verbs still due: one for the sentence, one more for each relative or subordinate clause opened
    subject   the verbs that the clause's subject agrees with: SINGULAR, PLURAL or EITHER; NONE before there is one
    inverted  the verb form due after the subject of a question (`how can states use`), or ''
    governed  the noun phrase at hand hangs on a preposition, so it is no subject
    """

    __slots__ = ("awaited", "governed", "inverted", "lower", "owed", "readings", "size", "subject", "tags")

    def __init__(self, lower: list[str], tags: list[str], readings: Readings) -> None:
        self.lower = lower
        self.tags = tags
        self.size = len(tags)
        self.readings = readings
        self.awaited = ""
        self.inverted = ""
        self.owed = 1
        self.subject = NONE
        self.governed = False

    def decide(self) -> list[str]:
        """The tags of the sentence."""
        tags, lower = self.tags, self.lower
        outside: list[tuple[int, int, str]] = []
        for i in range(self.size):
            tag = tags[i]
            if "|" in tag or tag == "VB":
                tag = tags[i] = self.choose(i, tag)
            elif self.awaited == "VB" and tag in ("NN", "JJ") and self.readings.may_be_verb(lower[i]):
                if not (i + 1 < self.size and tags[i + 1] in ("NN", "NNS")):
                    tag = tags[i] = "VB"
            if tag in NOUNS:
                self.awaited = ""
                if not self.governed:
                    self.subject = PLURAL if self.subject and self.joined(i) else self.number(i)
            elif tag == "IN":
                self.awaited = ""
                self.governed = True
                if self.opens_clause(i):
                    self.open_clause()
            elif tag in ("DT", "PRP$", "PRP"):
                if tag == "PRP" or (i and tags[i - 1] in NOUNS):
                    self.governed = False
                if tag == "PRP":
                    if i and tags[i - 1] in NOUNS and self.owed and lower[i] in SUBJECT_PRONOUNS:
                        self.owed += 1
                    self.subject = SINGULAR if lower[i] in ("it", "he", "she") else PLURAL
                elif self.awaited != "VB" or tag != "DT":
                    self.awaited = ""
            elif tag[0] == "V":
                self.verb(i, tag)
            elif tag == "MD":
                self.awaited = "VB"
                if not self.subject:
                    self.inverted = "VB"
                self.paid()
            elif tag == "TO":
                self.awaited = "VB"
                self.governed = False
            elif tag in RELATIVES:
                if self.opens_clause(i):
                    self.open_clause()
                if tag == "WDT" and self.left(i) >= 0:
                    self.subject = self.number(self.left(i))
            elif tag == ",":
                self.governed = False
            elif tag == ":" and lower[i] in DASHES:
                if outside and outside[-1][2] == "dash":
                    self.owed, self.subject, _ = outside.pop()
                else:
                    outside.append((self.owed, self.subject, "dash"))
                    self.owed, self.governed = 0, False
                self.awaited = ""
            elif tag == ":" or (tag == "." and self.full_stop(i)):
                self.awaited, self.owed, self.subject, self.governed = "", 1, NONE, False
            elif tag == "(":
                outside.append((self.owed, self.subject, "bracket"))
                self.awaited, self.owed, self.subject, self.governed = "", 0, NONE, False
            elif tag == ")" and outside:
                self.owed, self.subject, _ = outside.pop()
                self.awaited = ""
            elif tag == "CC":
                if self.owed <= 0 and i and (tags[i - 1] == "," or lower[i] == "but") and self.new_clause(i):
                    self.owed, self.subject, self.governed, self.inverted = 1, NONE, False, ""
            elif tag in ("JJ", "CD"):
                if self.awaited == "VB":
                    self.awaited = ""
        return tags

    # -- the state

    def full_stop(self, i: int) -> bool:
        """Is the full stop at `i` inside of the sentence one that should have ended it?"""
        return i > 0 and self.tags[i - 1] in ("NN", "NNS", "VB", "RB", ")", "VBN", "|") and len(self.lower[i - 1]) > 2

    def opens_clause(self, i: int) -> bool:
        """Does the conjunction or relative at `i` open a clause with a finite verb of its own?"""
        word = self.lower[i]
        following = self.following(i)
        if self.tags[i] == "IN":
            if word in HALF_SUBORDINATORS:
                before = self.tags[i - 1] if i else ","
                return (before == "," or self.owed <= 0) and self.clause_follows(i)
            if word not in SUBORDINATORS and word != "that":
                return False
        # `if enacted`, `while reducing`, `whether to`, `how much`
        return following not in ("VBG", "TO|IN", "TO", "IN", "VBN", "VBD|VBN", "NN|VBG", "CC") or word in (
            "that",
            "which",
            "who",
        )

    def clause_follows(self, i: int) -> bool:
        """Does a sure finite verb stand between the word at `i` and the next comma?"""
        for j in range(i + 1, self.size):
            tag = self.tags[j]
            if tag in SURE_FINITE or (tag == "VB" and self.bare_verb(j)):
                return True
            if tag in (",", ":", ".", "(", "WDT", "WP", "IN|WDT|DT"):
                return False
        return False

    def new_clause(self, i: int) -> bool:
        """After a comma and the conjunction at `i`: does a subject with its finite verb follow?"""
        tags = self.tags
        for j in range(i + 2, self.size):
            tag = tags[j]
            if tag in SURE_FINITE or (tag == "VB" and self.bare_verb(j)):
                return "NN" in tags[j - 1] or tags[j - 1] in ("PRP", "RB", "CD", ")", "EX|RB", "DT")
            if tag == "NNS|VBZ" and self.lower[i] == "but" and tags[j - 1] in ("NN", "NNP"):
                return True
            if tag == "VBD|VBN" and ("NN" in tags[j - 1] or tags[j - 1] in ("RB", ")")):
                if self.opens_object(j) or self.following(j) == "$" or self.readings.share(self.lower[j], "VBD") >= 50:
                    return True
            if tag in (",", ":", ".", "(", "WDT", "WP", "IN|WDT|DT", "TO|IN"):
                return False
        return False

    def open_clause(self) -> None:
        self.awaited, self.inverted, self.subject, self.governed = "", "", NONE, False
        self.owed += 1

    def paid(self) -> None:
        if self.owed > 0:
            self.owed -= 1

    def verb(self, i: int, tag: str) -> None:
        word = self.lower[i]
        if tag in SURE_FINITE:
            if not self.subject and (word in DO or word in BE or word in HAVE):
                self.inverted = "VB" if word in DO else "VBN"
            self.paid()
        else:
            self.inverted = ""
        self.governed = tag in ("VBG", "VBN")
        if word in HAVE or word in BE:
            self.awaited = "VBN"
        elif word in DO and tag != "VBN":
            self.awaited = "VB"
        else:
            self.awaited = ""

    def number(self, i: int) -> int:
        """What the noun at `i` agrees with as a subject."""
        tag = self.tags[i]
        if tag == "NNPS" or self.lower[i] in EITHER_NUMBER:
            return EITHER
        return PLURAL if tag == "NNS" else SINGULAR

    def joined(self, i: int) -> bool:
        """Is the noun at `i` the second part of `A and B`?"""
        j = i - 1
        while j > 0 and (self.tags[j] in BEFORE_NOUN or self.tags[j] in NOUNS):
            j -= 1
        return self.lower[j] == "and"

    # -- neighbours

    def left(self, i: int) -> int:
        """The index of the word before `i`, over adverbs, quotation marks and brackets; -1 at the start."""
        tags = self.tags
        i -= 1
        while i >= 0:
            tag = tags[i]
            if tag == ")":
                depth = 1
                i -= 1
                while i >= 0 and depth:
                    depth += (tags[i] == ")") - (tags[i] == "(")
                    i -= 1
            elif tag in ("RB", "RBR", '"'):
                i -= 1
            elif tag == ":" and self.lower[i] in DASHES and self.dash_before(i) >= 0:
                i = self.dash_before(i) - 1
            else:
                return i
        return -1

    def dash_before(self, i: int) -> int:
        """The index of the dash that the one at `i` closes, -1 where it opens."""
        before = [j for j in range(i) if self.lower[j] in DASHES]
        return before[-1] if len(before) % 2 else -1

    def before(self, i: int) -> str:
        """The tag at `i`; NNP for a number that is part of a name (`Section 232`, `P.L. 117-2`)."""
        tag = self.tags[i]
        if tag == "CD" and i and self.tags[i - 1] in ("NNP", "NN", "NNPS", "HYPH", "NNS", "."):
            return "NNP"
        return tag

    def following(self, i: int) -> str:
        """The readings of the next word."""
        return self.tags[i + 1] if i + 1 < self.size else "."

    def next_is(self, i: int, word: str) -> bool:
        return i + 1 < self.size and self.lower[i + 1] == word

    def noun_follows(self, i: int) -> bool:
        following = self.following(i)
        return "NN" in following or "JJ" in following or following in ("CD", "HYPH", "VBG")

    def finite_later(self, i: int) -> bool:
        """Do words to the right give every clause that is open here its finite verb?"""
        tags, lower = self.tags, self.lower
        owed, due, depth = self.owed, 0, 0
        for j in range(i + 1, self.size):
            tag = tags[j]
            if tag == "(":
                depth += 1
            elif tag == ")":
                depth -= 1
            elif depth > 0:
                continue
            elif tag in SURE_FINITE or (tag == "VB" and self.bare_verb(j)):
                if due:
                    due -= 1
                elif tags[j - 1] != "CC":
                    owed -= 1
                    if owed <= 0:
                        return True
            elif tag in ("WDT", "WP", "WRB") or (tag == "IN" and lower[j] in SUBORDINATORS):
                if self.opens_clause(j):
                    due += 1
            elif tag == "IN|WDT|DT":
                if tags[j - 1] not in ("IN", "CC"):
                    due += 1
            elif tag in ("DT", "PRP") and j > i + 1 and self.zero_relative(j):
                due += 1
            elif tag == ":" or (tag in ("CC", '"') and tags[j - 1] == ",") or (tag == "." and self.full_stop(j)):
                return False
        return False

    def zero_relative(self, j: int) -> bool:
        """Does the determiner or pronoun at `j` open a relative clause without pronoun (`the fuel they use`)?"""
        before = self.tags[j - 1]
        return "NN" in before and "VB" not in before and (self.tags[j] == "DT" or self.lower[j] in SUBJECT_PRONOUNS)

    def rival(self, i: int) -> bool:
        """May a later word of the clause, not sure to be a verb, be the finite one?"""
        tags = self.tags
        for j in range(i + 2, self.size):
            tag = tags[j]
            if tag in (":", ".", "WDT", "WP", "IN|WDT|DT"):
                return False
            if "VB" in tag and tag not in ("VBG", "VBN") and "VBG" not in tag and "NN" in tags[j - 1]:
                if "VBN" not in tag or self.following(j) not in ("TO|IN", "IN"):
                    return True
        return False

    def bare_verb(self, j: int) -> bool:
        """A word that is only a verb, in its base form: finite unless something asks for the base form."""
        k = j - 1
        while k >= 0 and self.tags[k] in ("RB", "RB|JJ", '"'):
            k -= 1
        return k >= 0 and ("NN" in self.tags[k] or self.tags[k] in RELATIVES or self.tags[k] in BEFORE_BARE_VERB)

    # -- decisions

    def choose(self, i: int, options: str) -> str:
        """The reading of the word at `i`."""
        if options == "VB":
            return self.base_form(i)
        special = SPECIAL.get(options) or SPECIAL.get(self.lower[i])
        if special:
            return special(self, i)
        choices = options.split("|")
        verb = "VB" if "VB" in choices else "VBZ" if "VBZ" in choices else ""
        if verb and (len(choices) == 1 or self.is_verb(i, choices, verb)):
            if verb == "VBZ":
                return "VBZ"
            if self.awaited != "VBN" or "VBN" not in choices:
                if "VBD" not in choices or self.awaited == "VB":
                    return self.base_form(i)
        if verb:
            choices.remove(verb)
            if len(choices) == 1:
                return choices[0]
        if "VBD" in choices or "VBN" in choices:
            return self.past(i, choices)
        if "VBG" in choices:
            return self.gerund(i, choices)
        return self.nominal(i, choices)

    def is_verb(self, i: int, choices: list[str], verb: str) -> bool:
        """Base form or form in `s` that may be a noun or adjective too: is it the verb here?"""
        lower = self.lower
        base = verb == "VB"
        if self.awaited == "VB":
            return base
        if self.awaited == "VBN" and "VBN" in choices:
            return False
        p = self.left(i)
        if self.following(i) == "HYPH":
            return False
        if p < 0:
            return base and self.opens_object(i)
        before = self.before(p)
        share = self.readings.verbal(lower[i])
        if before in NOUNS:
            return self.after_noun(i, p, base, share)
        if before == "PRP":
            return lower[p] in SUBJECT_PRONOUNS and (not base or lower[p] not in ("it", "he", "she") or self.helped(p))
        if before in RELATIVES:
            if before in ("WP$", "WRB"):
                return False
            if before == "WDT" and self.asks(p):
                return self.opens_object(i) and self.tags[p - 1] != "IN"
            return self.following(i) not in SURE_FINITE and not self.next_is(i, "of")
        if before == "EX":
            return True
        if before in BEFORE_NOUN or lower[p] == "both":
            return self.after_determiner(i, p, base, share)
        if before in ("CC", ",", ":"):
            return self.coordinated(i, p, base, share)
        if before[0] == "V":
            return base and lower[p] in BARE_INFINITIVE
        return False

    def asks(self, p: int) -> bool:
        """Is `which` at `p` no relative pronoun: after a preposition or a verb (`select which projects to fund`)?"""
        return (
            self.lower[p] == "which"
            and p > 0
            and self.tags[p - 1] not in NOUNS
            and self.tags[p - 1] not in (",", ")", "CD")
        )

    def after_determiner(self, i: int, p: int, base: bool, share: int) -> bool:
        """After a word that mostly opens a noun phrase: does that word stand for one (`this shows`, `many claim`)?"""
        if not base:
            alone = self.tags[p] == "DT" and self.lower[p] in SINGULAR_PRONOUNS
            return alone and self.following(i) not in SURE_FINITE and not self.finite_later(i)
        if self.owed <= 0 or self.finite_later(i):
            return False
        if self.lower[p] in PLURAL_PRONOUNS:
            return self.opens_object(i) or (self.lower[p] != "these" and self.following(i) == "NNP")
        return self.tags[p] == "JJ" and share >= 60 and self.opens_object(i)

    def opens_object(self, i: int) -> bool:
        """Does what follows look like an object or complement of a verb at `i`?"""
        following = self.following(i)
        if following == "IN|WDT|DT":
            # `act that serves` is a noun with its relative clause, `show that costs rise` a verb with its complement
            return not (i + 2 < self.size and (self.tags[i + 2] in SURE_FINITE or self.tags[i + 2] == "VB"))
        return following in OBJECT_OPENERS

    def after_noun(self, i: int, p: int, base: bool, share: int) -> bool:
        """A noun before it: subject and verb, or a compound noun?"""
        following = self.following(i)
        if following in SURE_FINITE or following == "POS|VBZ" or self.next_is(i, "of"):
            return False
        if base and (self.inverted == "VB" or self.helped(p)):
            return True
        if self.owed <= 0:
            strong = share >= 30 or self.opens_object(i) or "NN" in following
            return strong and self.zero_subject(p) and not self.finite_later(i)
        if not self.subject:
            return False
        number = self.number(p)
        if base:
            if not (number | self.subject) & PLURAL:
                return False
        elif self.subject == PLURAL:
            return False
        j = i + 1
        while j < self.size and self.tags[j] == "RB":
            j += 1
        if j < self.size and self.tags[j] == "VBD|VBN" and "NN" not in self.following(j):
            return False
        if following == "EX|RB" and share >= 5:
            return True
        if self.finite_later(i):
            return False
        if self.opens_object(i):
            return True
        if not base and number == PLURAL and not self.governed:
            return False
        if following in (".", ",", ":", ")", "(", "CC"):
            return share >= (40 if following in (".", ":") or self.rival(i) else 15)
        if following == "WDT":
            return share >= 30
        if not base and "NN" in following and share >= 3:
            # a noun in the plural seldom stands before another one
            return True
        return share >= 1 and (share >= 20 or not self.rival(i))

    def zero_subject(self, p: int) -> bool:
        """Is the phrase that ends at `p` the subject of a clause without conjunction or pronoun (`they say the law works`)?"""
        tags = self.tags
        last = self.number(p)
        while p > 0 and (tags[p] in NOUNS or tags[p] == "JJ"):
            p -= 1
        if tags[p] == "DT":
            p -= 1
        if p < 1 or last == PLURAL:
            return False
        if tags[p] in SURE_FINITE or tags[p] == "VB":
            return self.lower[p] in SAYING
        return tags[p + 1] == "DT" and tags[p] in NOUNS and tags[p - 1] in BEFORE_NOUN and not self.governed

    def helped(self, p: int) -> bool:
        """Is the noun phrase that ends at `p` the object of a verb that takes a bare infinitive?"""
        tags = self.tags
        while p >= 0 and (tags[p] in NOUNS or tags[p] in BEFORE_NOUN or tags[p] == "PRP"):
            p -= 1
        return p >= 0 and self.lower[p] in BARE_INFINITIVE

    def coordinated(self, i: int, p: int, base: bool, share: int) -> bool:
        """After `and`, a comma or a semicolon: does it go on with a verb?"""
        tags = self.tags
        following = self.following(i)
        wanted = ("VB", "VBP") if base else ("VBZ",)
        j = p
        while j >= 0 and tags[j] in ("CC", ",", "RB", ":"):
            j -= 1
        if j < 0 or following in SURE_FINITE or self.next_is(i, "of"):
            return False
        opens = self.opens_object(i)
        if tags[j] in wanted:
            return opens or not self.finite_later(i)
        if self.owed > 0 and self.subject and tags[p] != ":" and not self.finite_later(i):
            if not base:
                return opens or following in MAY_CONTINUE or share >= 30
            if self.subject & PLURAL and opens:
                return True
        if not self.verb_left(j, wanted):
            return False
        if opens:
            return True
        if not base:
            return share >= 50 and self.noun_follows(i) and tags[p] == "CC"
        if self.noun_follows(i):
            return share >= (30 if "NN" in following else 15) and not self.finite_later(i)
        return share >= (30 if following == "TO|IN" else 75)

    def verb_left(self, j: int, wanted: tuple[str, ...]) -> bool:
        """Has the sentence a verb of a wanted form left of `j`, in the same clause?"""
        while j >= 0 and self.tags[j] not in (".", "WDT", "WP"):
            if self.tags[j] in wanted:
                return True
            j -= 1
        return False

    def base_form(self, i: int) -> str:
        """VB after a modal, `to` or `do`, in parallel to one, and for an order; else VBP."""
        if self.awaited == "VB" or self.lower[i] == "be":
            return "VB"
        p = self.left(i)
        if p < 0 or self.tags[p] in ("(", ":", "MD", "TO") or self.inverted == "VB":
            return "VB"
        before = self.tags[p]
        if before == "IN":
            return "VB"
        if before in ("CC", ",", ")"):
            k = p
            while k >= 0 and self.tags[k] not in (".", ":"):
                if self.tags[k] in ("VB", "VBP"):
                    return self.tags[k]
                k -= 1
            return "VBP" if self.owed > 0 else "VB"
        if before[0] == "V":
            return "VB" if self.lower[p] in BARE_INFINITIVE or self.owed <= 0 else "VBP"
        if before in NOUNS and self.helped(p):
            return "VB"
        return "VBP"

    def past(self, i: int, choices: list[str]) -> str:
        """Past tense, participle or, where the lists hold it, adjective."""
        adjective = "JJ" if "JJ" in choices else "VBN"
        if "VBD" not in choices:
            return self.nominal(i, choices) if "NN" in choices and self.awaited != "VBN" else "VBN"
        if "VBN" not in choices:
            return "VBD"
        if self.awaited == "VBN":
            return "VBN"
        complement = self.opens_object(i) and self.lower[i] not in NAMING
        p = self.left(i)
        if p < 0:
            return "VBD" if complement else "VBN"
        before = self.before(p)
        if before in NOUNS or (before == "CD" and len(self.lower[p]) == 4):
            return self.past_after_noun(i, complement)
        if before in ("CC", ","):
            return self.past_coordinated(i, p, complement)
        if before == "PRP" or before in ("WDT", "WP"):
            return "VBD"
        if before in BEFORE_NOUN or before == "IN":
            if self.owed > 0 and (complement or not self.noun_follows(i)):
                if self.lower[p] in PLURAL_PRONOUNS or self.lower[p] in ("this", "that"):
                    return "VBD"
            return "NN" if "NN" in choices and not self.noun_follows(i) else adjective
        return adjective

    def past_after_noun(self, i: int, complement: bool) -> str:
        """Past tense with its subject before it, or participle that describes the noun before it?"""
        if complement:
            return "VBD"
        if self.owed <= 0:
            return "VBN"
        if self.bare_object(i) or self.following(i) == "$":
            return "VBD"
        if self.following(i) == "," and i + 2 < self.size and self.tags[i + 2] == '"':
            return "VBD"
        if self.finite_later(i):
            return "VBN"
        if self.next_is(i, "by") and self.following(i + 1) not in ("CD", "$"):
            return "VBN"
        share = self.readings.share(self.lower[i], "VBD")
        return "VBN" if share < 12 or self.past_later(i, share) else "VBD"

    def bare_object(self, i: int) -> bool:
        """Does a noun phrase without article follow that is no date (`imposed last year`, `issued May 5`)?"""
        following = self.following(i)
        return (
            following in ("NN", "NNS", "NNP", "NNPS", "JJ", "NN|VB", "NNS|VBZ", "JJ|NN")
            and self.lower[i + 1] not in DATE_WORDS
            and self.lower[i] not in NAMING
            and not FISCAL_YEAR.match(self.lower[self.left(i)])
        )

    def past_later(self, i: int, share: int) -> bool:
        """Is a later word of the clause rather its past tense than this one, a past tense `share` times in a hundred?"""
        tags = self.tags
        for j in range(i + 1, self.size):
            tag = tags[j]
            if tag in (":", "WDT", "WP", "WRB", ",", "IN|WDT|DT", "TO|IN"):
                return False
            if tag == "VBD|VBN":
                k = j - 1
                while k > i and tags[k] == "RB":
                    k -= 1
                after_noun = "NN" in tags[k] or tags[k] == "CD"
                return (
                    after_noun and not self.next_is(j, "by") and self.readings.share(self.lower[j], "VBD") > share + 5
                )
        return False

    def past_coordinated(self, i: int, p: int, complement: bool) -> str:
        """After `and` or a comma: parallel to the nearest past tense or participle of the clause."""
        tags = self.tags
        bare = tags[p] == "CC" and self.following(i) != "NN" and self.bare_object(i) and self.verb_left(p, ("VBD",))
        if complement or bare or self.following(i) in ("$", "CD"):
            k = p
            while k >= 0 and tags[k] not in (":", "VBD"):
                if tags[k] == "VBN" and self.lower[self.left(k)] in HAVE:
                    return "VBN"
                k -= 1
            return "VBD"
        if tags[p] == "," and self.owed > 0 and self.subject and not self.finite_later(i) and not self.interrupts(i):
            if self.readings.share(self.lower[i], "VBD") >= 30:
                return "VBD"
        k = p
        while k >= 0 and tags[k] not in (".", ":"):
            if tags[k] in ("VBD", "VBN") and self.lower[k] not in BE:
                return tags[k]
            k -= 1
        return "VBN"

    def interrupts(self, i: int) -> bool:
        """Does a comma further on close what opened before `i`, with a verb behind it (`data, released in May, show`)?"""
        tags = self.tags
        for j in range(i + 1, self.size - 1):
            if tags[j] == ",":
                k = j + 1
                while k < self.size - 1 and tags[k] == "RB":
                    k += 1
                return "VB" in tags[k] and "VBG" not in tags[k]
            if tags[j] in (":", "WDT", "WP", "(") or tags[j] in SURE_FINITE:
                return False
        return False

    def gerund(self, i: int, choices: list[str]) -> str:
        """Participle in -ing (`rules limiting use`), noun in -ing (`the building`) or adjective (`the remaining states`)."""
        if self.awaited == "VBN" and "JJ" not in choices:
            return "VBG"
        if self.opens_object(i):
            return "VBG"
        following = self.following(i)
        share = self.readings.share(self.lower[i], "VBG")
        nominal = "NN" if "NN" in choices else "JJ"
        if "NN" in choices and "JJ" in choices and self.noun_follows(i):
            nominal = "JJ"
        p = self.left(i)
        before = self.before(p) if p >= 0 else "."
        object_follows = "NN" in following or following in ("CD", "$") or "JJ" in following
        if before in BEFORE_NOUN:
            return "VBG" if share > 60 and object_follows and before == "DT" else nominal
        if object_follows or following == "TO|IN":
            return "VBG" if share >= 40 else nominal
        if following == "IN" and before in NOUNS:
            return "VBG" if share >= 60 else nominal
        if before == "IN" or before[0] == "V":
            return "VBG" if share >= 60 else nominal
        return "VBG" if share >= 65 else nominal

    def nominal(self, i: int, choices: list[str]) -> str:
        """Noun, adjective or adverb."""
        noun = "NN" if "NN" in choices else "NNS" if "NNS" in choices else ""
        if "JJR" in choices and "RBR" in choices:
            return (
                "RBR"
                if (self.awaited == "VB" and "VB" in self.following(i))
                or self.following(i) in ("JJ", "RB", "VBN", "VBD|VBN", "JJ|RB", "RB|JJ")
                else "JJR"
            )
        if "JJ" in choices and noun:
            if self.noun_follows(i):
                return "JJ" if self.readings.share(self.lower[i], "JJ") >= 30 else noun
            p = self.left(i)
            share = self.readings.share(self.lower[i], "JJ")
            if self.lower[i] == "subject" and self.next_is(i, "to"):
                return "JJ"
            if p >= 0 and (self.lower[p] in BE or self.lower[p] in COPULAS):
                return "JJ" if share >= 30 else noun
            if p >= 0 and self.tags[p] in BEFORE_NOUN:
                return "JJ" if share >= 97 else noun
            return "JJ" if share >= 70 else noun
        if "JJ" in choices and "RB" in choices:
            if self.awaited == "VB" and "VB" in self.following(i):
                return "RB"
            p = self.left(i)
            if p >= 0 and self.tags[p] in NOUNS and "VB" in self.following(i):
                return "RB"
            if self.noun_follows(i) and not (p >= 0 and self.tags[p][0] == "V" and self.lower[i] == "only"):
                return "JJ"
            if p >= 0 and self.lower[p] in BE:
                return "JJ"
            return "RB"
        return choices[0]

    # -- words of their own

    def to(self, i: int) -> str:
        """`to`: TO before a base form, IN before a noun phrase."""
        tags = self.tags
        j = i + 1
        while j < self.size and (tags[j] in ("RB", '"', "JJR|RBR") or tags[j].startswith("RB|")):
            j += 1
        if j >= self.size:
            return "IN"
        options = tags[j].split("|")
        if "VB" not in options:
            return (
                "TO"
                if tags[j] in ("NN", "JJ") and self.opens_object(j) and self.readings.may_be_verb(self.lower[j])
                else "IN"
            )
        if len(options) == 1 or self.opens_object(j):
            return "TO"
        share = self.readings.verbal(self.lower[j])
        p = self.left(i)
        if p >= 0 and self.lower[p] in TO_PREPOSITION:
            return "TO" if share >= 75 else "IN"
        return "TO" if share >= 2 else "IN"

    def that(self, i: int) -> str:
        """`that`: WDT before its verb after a noun, DT before a singular noun, else IN."""
        p = self.left(i)
        before = self.before(p) if p >= 0 else "."
        j = i + 1
        while j < self.size and (self.tags[j] in ("RB", '"', ",") or self.tags[j].startswith("RB|")):
            j += 1
        following = self.tags[j] if j < self.size else "."
        after_noun = before in NOUNS or before in ("CD", ")", "PRP") or (before == "," and p > 0)
        if following in SURE_FINITE or following in ("VB", "VBD|VBN", "VBD"):
            return "WDT" if after_noun or before in ("CC", "JJ", "VBN") else "DT"
        if before in NOUNS or before == ")":
            if "VB" in following and "VBG" not in following and not self.finite_near(j):
                if "VBD" in following or ("VBZ" in following) != (before in ("NNS", "NNPS")):
                    return "WDT"
            return "IN" if self.lower[p] in CONTENT_NOUNS or self.reported(p) else "WDT"
        if before == "IN" or p < 0:
            return "DT"
        if before == "," and following.startswith("NN"):
            return "DT"
        return "IN"

    def reported(self, p: int) -> bool:
        """Is the last verb before `p` one of saying, whose object the clause with `that` may be?"""
        while p >= 0 and self.tags[p] not in (":", "WDT"):
            if self.tags[p][0] == "V":
                return self.lower[p] in REPORTING
            p -= 1
        return False

    def finite_near(self, j: int) -> bool:
        """Does a sure finite verb follow within a few words, before a noun phrase opens?"""
        for k in range(j + 1, min(j + 6, self.size)):
            if self.tags[k] in SURE_FINITE or (self.tags[k] == "VB" and self.bare_verb(k)):
                return True
            if self.tags[k] in ("DT", "PRP$", "PRP", ",", ":", "IN|WDT|DT", "WDT", "TO|IN"):
                return False
        return False

    def apostrophe(self, i: int) -> str:
        """`'`: the genitive after a word in s with a noun behind it, else a quotation mark."""
        if i and self.lower[i - 1].endswith("s") and self.tags[i - 1] in NOUNS and i + 1 < self.size:
            following = self.tags[i + 1]
            if "NN" in following or "JJ" in following or "VB" in following or following in ("CD", "RB", "RBS"):
                return "POS"
        return '"'

    def possessive(self, i: int) -> str:
        """`'s`: the verb after a pronoun, else the genitive."""
        return "VBZ" if i and self.tags[i - 1] in ("PRP", "EX", "WP", "DT") else "POS"

    def as_(self, i: int) -> str:
        """`as`: RB before an adjective or adverb of degree (`as well as`), else IN."""
        return "RB" if i + 1 < self.size and self.lower[i + 1] in AS_DEGREE else "IN"

    def her(self, i: int) -> str:
        """`her`: PRP$ before a noun phrase, else PRP."""
        return "PRP$" if self.noun_follows(i) else "PRP"

    def there(self, i: int) -> str:
        """`there`: EX before a form of be or a modal, else RB."""
        following = self.following(i)
        return "EX" if following in ("VBZ", "VBP", "VBD", "MD", "VB") else "RB"

    def both(self, i: int) -> str:
        """`either`, `neither`, `both`: CC where its `or`, `nor`, `and` follows, else DT."""
        return "CC" if PAIRED[self.lower[i]] in self.lower[i + 2 : i + 25] else "DT"

    def no(self, i: int) -> str:
        """`no`: NN where it abbreviates `number`, else DT."""
        return "NN" if self.following(i) == "." and self.following(i + 1) == "CD" else "DT"

    def all_(self, i: int) -> str:
        """`all`: PDT before a determiner, else DT."""
        return "PDT" if self.following(i) in ("DT", "PRP$") else "DT"

    def like(self, _: int) -> str:
        """`like`: the verb where one is asked for, else the preposition."""
        return "VB" if self.awaited == "VB" else "IN"

    def half(self, i: int) -> str:
        """`half`: PDT before a determiner, else NN."""
        return "PDT" if self.following(i) in ("DT", "PRP$") else "NN"

    def such(self, i: int) -> str:
        """`such`: PDT before `a`, else JJ."""
        return "PDT" if self.following(i) == "DT" else "JJ"

    def most(self, i: int) -> str:
        """`most`: RBS before an adjective or adverb, else JJS."""
        return "RBS" if self.following(i) in ("JJ", "RB", "VBN", "VBD|VBN", "JJ|RB", "RB|JJ", "JJ|VBD|VBN") else "JJS"


SPECIAL: dict[str, Callable[[Clause, int], str]] = {
    "TO|IN": Clause.to,
    "IN|WDT|DT": Clause.that,
    "POS|VBZ": Clause.possessive,
    'POS|"': Clause.apostrophe,
    "IN|RB": Clause.as_,
    "PRP$|PRP": Clause.her,
    "EX|RB": Clause.there,
    "CC|DT": Clause.both,
    "DT|NN": Clause.no,
    "DT|PDT": Clause.all_,
    "IN|VB": Clause.like,
    "NN|PDT": Clause.half,
    "JJ|PDT": Clause.such,
    "JJS|RBS": Clause.most,
}
