"""Verb or noun, which form of the verb: the rules that decide it.

They ask, in this order: what must follow (a base form after `to` and a modal, a participle after `have` and `be`, a noun
after a determiner), agreement with the subject, and whether the clause has its one finite verb: a word that may be one is
one where its clause would have none otherwise.
"""

from __future__ import annotations

import re

from pipeline.nlp.clause import (
    BE,
    BEFORE_NOUN,
    EITHER,
    HALF_SUBORDINATORS,
    HAVE,
    NOUNS,
    PAIRED,
    PASSED_OVER,
    PHRASE,
    PLURAL,
    PLURAL_PRONOUNS,
    REACH,
    RELATIVES,
    SINGULAR,
    SINGULAR_PRONOUNS,
    SUBJECT_PRONOUNS,
    SURE_FINITE,
    Clause,
    words,
)

HELP, BARE_INFINITIVE, NAMING, SAYING = words("help"), words("bare_infinitive"), words("naming"), words("saying")
DATE_WORDS, REPORTING = words("date_words"), words("reporting")
# What a speaker behind a verb of saying begins with.
SPEAKERS = frozenset(("DT", "NNP", "NNPS", "NN", "NNS", "PRP$", "PRP", "CD", "JJ"))
FISCAL_YEAR = re.compile(r"fy\d")
# What no finite verb follows.
NO_VERB_AFTER = frozenset(("IN", "PRP$", "POS", "WP$", "WRB", "$"))
MAY_CONTINUE = frozenset(("TO|IN", "CD", "$", "RB", "IN", "WDT", "VBG", "JJR|RBR", '"'))
BARE_OBJECTS = frozenset(("NN", "NNS", "NNP", "NNPS", "JJ", "NN|VB", "NNS|VBZ", "JJ|NN"))


class VerbRules(Clause):
    """A sentence with the rules for its verbs."""

    # -- noun or verb

    def is_verb(self, i: int, base: bool, participle: bool) -> bool:
        """Base form (`base`) or form in `s` that may be a noun or adjective too, or a `participle`: is it the verb here?"""
        if self.awaited == "VB":
            return base
        if self.awaited == "VBN" and participle:
            return False
        tags = self.tags
        p = i - 1
        if tags[p] in NO_VERB_AFTER or tags[i + 1] == "HYPH":
            return False
        if tags[p] in PASSED_OVER:
            p = self.left(i)
        if p < 0:
            return base and self.opens_object(i)
        before = self.before(p)
        if before in NOUNS:
            if base and self.lower[i - 1] == "not" and tags[p] in NOUNS and self.opens_object(i):
                # that the measure not increase the deficit
                return True
            return self.after_noun(i, p, base)
        if before in BEFORE_NOUN or self.lower[p] == "both":
            return self.after_determiner(i, p, base)
        if before in ("CC", ",", ":"):
            return self.coordinated(i, p, base)
        if before in RELATIVES:
            return self.after_relative(i, p, base)
        if before == "PRP":
            subject = self.lower[p]
            return subject in SUBJECT_PRONOUNS and (not base or subject not in ("it", "he", "she") or self.helped(i, p))
        if before[0] == "V":
            return base and self.lower[p] in HELP
        return before == "EX"

    def after_relative(self, i: int, p: int, base: bool) -> bool:
        """After a relative pronoun: is it the subject (`states that plan`) or what the verb acts on (`what steps to take`)?"""
        before = self.tags[p]
        if before in ("WP$", "WRB"):
            return False
        if before == "WDT" and self.subject == (SINGULAR if base else PLURAL):
            # amounts that states use
            return False
        if before == "WP" and self.lower[p] == "what" and self.opens_object(i):
            # what steps the claimant may take
            return False
        if before == "WDT" and self.asks(p):
            return self.opens_object(i) and self.tags[p - 1] != "IN"
        if self.following(i) == "VBD|VBN" and not self.noun_follows(i + 1):
            # which states had to return
            return False
        return self.following(i) not in SURE_FINITE and not self.next_is(i, "of")

    def asks(self, p: int) -> bool:
        """Is `which` at `p` no relative pronoun: after a preposition or a verb (`select which projects to fund`)?"""
        before = self.left(p)
        return self.lower[p] == "which" and before >= 0 and (self.tags[before] == "IN" or self.tags[before][0] == "V")

    def after_determiner(self, i: int, p: int, base: bool) -> bool:
        """After a word that mostly opens a noun phrase: does that word stand for one (`this shows`, `many claim`)?"""
        if not base:
            alone = self.tags[p] == "DT" and self.lower[p] in SINGULAR_PRONOUNS
            return alone and self.following(i) not in SURE_FINITE and not self.finite_later(i)
        if self.owed <= 0:
            return False
        if self.lower[p] in PLURAL_PRONOUNS:
            alone = self.opens_object(i) or (self.lower[p] != "these" and self.following(i) == "NNP")
        else:
            alone = self.tags[p] == "JJ" and self.opens_object(i) and self.readings.verbal(self.lower[i]) >= 60
        return alone and not self.finite_later(i)

    def after_noun(self, i: int, p: int, base: bool) -> bool:
        """A noun before it: subject and verb, or a compound noun?"""
        following = self.following(i)
        if following in SURE_FINITE or following == "POS|VBZ" or self.next_is(i, "of"):
            return False
        if base and (self.inverted == "VB" or self.helped(i, p)):
            return True
        share = self.readings.verbal(self.lower[i])
        if self.owed <= 0:
            object_follows = self.opens_object(i) or "NN" in following or following in ("CD", "$")
            if not (share >= 30 or object_follows) or self.finite_later(i):
                return False
            return self.zero_subject(p, base, prepositions=object_follows)
        if not self.subject:
            return False
        number = self.number(p)
        if base:
            if not (number | self.subject) & PLURAL:
                return False
            if number == EITHER and self.tags[p] == "NN" and p == i - 1 and not self.opens_object(i):
                # percentage change
                return False
        elif self.subject == PLURAL:
            return False
        j = i + 1
        while j < self.size and self.tags[j] == "RB":
            j += 1
        if j < self.size and self.tags[j] == "VBD|VBN" and "NN" not in self.following(j):
            return False
        if i + 1 < j < self.size and "VB" in self.tags[j] and "VBG" not in self.tags[j] and "VBN" not in self.tags[j]:
            # award limits generally range
            return False
        if (following == "EX|RB" and share >= 5) or following == "RP":
            return True
        opens = self.opens_object(i)
        if opens and share >= 60:
            return True
        if self.finite_later(i):
            return False
        if opens:
            return True
        if not base and number == PLURAL and not self.governed:
            return False
        if following in (".", ",", ":", ")", "(", "CC"):
            if self.dependent and not self.rival(i):
                return share >= 1
            return share >= (40 if following in (".", ":") or self.rival(i) else 15)
        if following == "WDT":
            return share >= 30
        if "VB" in following and self.readings.verbal(self.lower[i + 1]) >= 50:
            return False
        if not base and "NN" in following and share >= 3:
            # a noun in the plural seldom stands before another one
            return True
        if self.rival(i):
            return share >= 20
        return share >= 1 or (base and number == PLURAL and "NN" in following)

    def zero_subject(self, p: int, base: bool, prepositions: bool = True) -> bool:
        """Is the phrase that ends at `p` the subject of a clause that nothing announced (`they say the law works`)?

        `prepositions`: so may a phrase after `than`, `as`, `before` be (`before the law ends`).
        """
        tags = self.tags
        if not self.number(p) & (PLURAL if base else SINGULAR):
            return False
        stop = max(0, p - PHRASE)
        while p > stop and (tags[p] in NOUNS or tags[p] == "JJ"):
            p -= 1
        if tags[p] == "DT":
            p -= 1
        if p < 1:
            return False
        if tags[p] in SURE_FINITE or tags[p] == "VB":
            return self.lower[p] in SAYING
        if tags[p] == "IN":
            return prepositions and self.lower[p] in HALF_SUBORDINATORS
        # the role the law plays
        return tags[p + 1] == "DT" and tags[p] in NOUNS and tags[p - 1] in BEFORE_NOUN

    def helped(self, i: int, p: int) -> bool:
        """Is the phrase that ends at `p` the object of a verb that takes a bare infinitive, the word at `i`?"""
        tags = self.tags
        stop = max(0, p - PHRASE)
        while p > stop and (tags[p] in NOUNS or tags[p] in BEFORE_NOUN or tags[p] == "PRP"):
            p -= 1
        return self.lower[p] in HELP or (self.lower[p] in BARE_INFINITIVE and not self.noun_follows(i))

    def coordinated(self, i: int, p: int, base: bool) -> bool:
        """After `and`, a comma or a semicolon: does it go on with a verb?"""
        if self.lower[p] in PAIRED:
            return False
        tags = self.tags
        following = self.following(i)
        wanted = ("VB", "VBP") if base else ("VBZ",)
        j = p
        while j >= 0 and tags[j] in ("CC", ",", "RB", ":"):
            j -= 1
        if j < 0 or following in SURE_FINITE or self.next_is(i, "of"):
            return False
        opens = self.opens_object(i)
        share = self.readings.verbal(self.lower[i])
        if tags[j] in wanted:
            return opens or not self.finite_later(i)
        if self.owed > 0 and self.subject and tags[p] == "," and not self.finite_later(i):
            # the comma closes an aside: `the fund, which ended, pays claims`
            if not base and self.subject != PLURAL:
                return opens or following in MAY_CONTINUE or share >= 30 or (self.noun_follows(i) and not self.rival(i))
            if base and self.subject & PLURAL and opens:
                return True
        if not self.verb_left(j, wanted):
            return False
        if opens:
            return True
        if i - 1 > p and share >= 5:
            # and often results in
            return True
        if not base:
            return share >= 50 and tags[p] == "CC" and following not in (",", ".", ":", "CC")
        if self.noun_follows(i):
            return share >= (40 if "NN" in following else 15) and (share >= 60 or not self.finite_later(i))
        return share >= (30 if following == "TO|IN" else 75)

    def verb_left(self, j: int, wanted: tuple[str, ...]) -> bool:
        """Has the sentence a verb of a wanted form at or left of `j`, in the same clause?"""
        return any(self.tags[k] in wanted for k in self.back(j, (".", "WDT", "WP")))

    # -- which form

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
            parallel = (self.tags[k] for k in self.back(p, (".", ":")) if self.tags[k] in ("VB", "VBP"))
            return next(parallel, "VBP" if self.owed > 0 else "VB")
        if before[0] == "V":
            return "VB" if self.lower[p] in BARE_INFINITIVE or self.owed <= 0 else "VBP"
        if before in NOUNS and self.helped(i, p):
            return "VB"
        return "VBP"

    def past(self, i: int, choices: tuple[str, ...]) -> str:
        """Past tense, participle or, where the lists hold it, adjective."""
        adjective = "JJ" if "JJ" in choices else "VBN"
        if "VBN" not in choices:
            return "VBD"
        if self.awaited == "VBN":
            return "VBN"
        if self.speaker_follows(i):
            return "VBD"
        complement = self.opens_object(i) and self.lower[i] not in NAMING
        p = self.left(i)
        if p < 0:
            return "VBD" if complement else "VBN"
        before = self.before(p)
        if before in NOUNS or (before == "CD" and len(self.lower[p]) == 4):
            return self.past_after_noun(i, complement)
        if before in ("CC", ","):
            return self.past_coordinated(i, p, complement)
        if before == "PRP" or before in ("WDT", "WP") or (before == "HYPH" and complement and self.owed > 0):
            return "VBD"
        if before == "VBN" and self.owed > 0 and not self.noun_follows(i) and not self.finite_later(i):
            # the state that had sued settled; but `a revised proposed rule`
            return "VBD"
        if before in BEFORE_NOUN or before == "IN":
            if self.owed > 0 and (complement or not self.noun_follows(i)):
                if self.lower[p] in PLURAL_PRONOUNS or self.lower[p] in ("this", "that"):
                    return "VBD"
            return "NN" if "NN" in choices and not self.noun_follows(i) else adjective
        return adjective

    def speaker_follows(self, i: int) -> bool:
        """Is the word at `i` a verb of saying with its speaker behind it: `…, said the agency`, `"…," argued the mayor`?"""
        before = self.tags[i - 1] if i > 1 else ""
        quoted = before == '"' and self.tags[i - 2] == ","
        said = before == "," and self.lower[i] == "said"
        return (quoted or said) and self.lower[i] in REPORTING and self.following(i) in SPEAKERS

    def past_after_noun(self, i: int, complement: bool) -> str:
        """Past tense with its subject before it, or participle that describes the noun before it?"""
        if complement:
            return "VBD"
        if self.owed <= 0:
            p = self.left(i)
            object_follows = self.bare_object(i) or self.following(i) in ("CD", "$")
            if object_follows and self.after_comma(p):
                # 53% attended one college, 35% attended two
                return "VBD"
            likely = object_follows or self.following(i) == "." or self.readings.share(self.lower[i], "VBD") >= 40
            either = self.zero_subject(p, base=False) or self.zero_subject(p, base=True)
            return "VBD" if likely and either and not self.finite_later(i) else "VBN"
        if self.following(i) == ".":
            return "VBD"
        if self.bare_object(i) or self.following(i) == "$":
            return "VBD"
        if self.following(i) == "," and i + 2 < self.size and self.tags[i + 2] == '"':
            return "VBD"
        if self.finite_later(i):
            return "VBN"
        if self.lower[i] not in HAVE and self.following(i) == "VBD|VBN" and not self.noun_follows(i + 1):
            # upgrades granted ranged from; but `received increased funding`
            return "VBN"
        if self.next_is(i, "by") and self.following(i + 1) not in ("CD", "$"):
            return "VBN"
        share = self.readings.share(self.lower[i], "VBD")
        return "VBN" if share < (15 if self.rival(i) else 8) or self.past_later(i, share) else "VBD"

    def after_comma(self, p: int) -> bool:
        """Does the noun phrase that ends at `p` begin right after a comma?"""
        stop = max(0, p - PHRASE)
        while p > stop and (self.tags[p] in NOUNS or self.tags[p] in BEFORE_NOUN):
            p -= 1
        return self.tags[p] == ","

    def bare_object(self, i: int) -> bool:
        """Does a noun phrase without article follow that is no date (`imposed last year`, `issued May 5`)?"""
        following = self.following(i)
        return (
            following in ("NN", "NNS", "NNP", "NNPS", "JJ", "NN|VB", "NNS|VBZ", "JJ|NN")
            and self.lower[i + 1] not in DATE_WORDS
            and self.lower[i] not in NAMING
            and not FISCAL_YEAR.match(self.lower[i - 1])
        )

    def past_later(self, i: int, share: int) -> bool:
        """Is a later word of the clause rather its past tense than this one, a past tense `share` times in a hundred?"""
        tags = self.tags
        for j in range(i + 1, min(self.size, i + REACH)):
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
            perfect = any(tags[k] == "VBN" and self.lower[self.left(k)] in HAVE for k in self.back(p, (":", "VBD")))
            return "VBN" if perfect else "VBD"
        if tags[p] == "," and self.owed > 0 and self.subject and not self.finite_later(i) and not self.interrupts(i):
            if self.readings.share(self.lower[i], "VBD") >= 30:
                return "VBD"
        parallel = (tags[k] for k in self.back(p, (".", ":")) if tags[k] in ("VBD", "VBN") and self.lower[k] not in BE)
        return next(parallel, "VBN")

    def interrupts(self, i: int) -> bool:
        """Does a comma further on close what opened before `i`, with a verb behind it (`data, released in May, show`)?"""
        tags = self.tags
        for j in range(i + 1, min(self.size - 1, i + REACH)):
            if tags[j] == ",":
                k = j + 1
                while k < self.size - 1 and tags[k] == "RB":
                    k += 1
                return "VB" in tags[k] and "VBG" not in tags[k]
            if tags[j] in (":", "WDT", "WP", "(") or tags[j] in SURE_FINITE:
                return False
        return False
