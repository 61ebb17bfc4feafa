"""A sentence on its way to being tagged: what its clauses have and lack, and what stands around a word."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.nlp.readings import Readings
from pipeline.rules import lexicon

# How many words the rules look to either side; no sentence is read twice over by one word of it.
REACH = 100
# No base noun phrase is longer than this.
PHRASE = 15


def words(name: str) -> frozenset[str]:
    """The words of a line `name: …` of the lexicon `tagger_words`."""
    lines = (line.split(":") for line in lexicon("tagger_words"))
    return frozenset(word for key, members in lines if key == name for word in members.split())


BE, HAVE, DO = words("be"), words("have"), words("do")
AUXILIARIES = BE | HAVE | DO
SINGULAR_PRONOUNS, PLURAL_PRONOUNS = words("singular_pronouns"), words("plural_pronouns")
SUBJECT_PRONOUNS = words("subject_pronouns")
SUBORDINATORS, HALF_SUBORDINATORS = words("subordinators"), words("half_subordinators")
EITHER_NUMBER = words("either_number")

# The verbs that a subject agrees with.
NONE, SINGULAR, PLURAL, EITHER = 0, 1, 2, 3

NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
BEFORE_NOUN = frozenset(("DT", "PRP$", "POS", "WP$", "JJ", "JJR", "JJS", "CD", "PDT", "$"))
IN_PHRASE = NOUNS | BEFORE_NOUN
SURE_FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
RELATIVES = frozenset(("WDT", "WP", "WRB", "WP$"))
# What a word may be that opens an object or complement right after its verb.
OBJECT_OPENERS = frozenset(("DT", "PRP$", "PRP", "IN|WDT|DT", "WRB", "DT|PDT", "WP", "PRP$|PRP", "EX|RB"))
BEFORE_BARE_VERB = frozenset(("PRP", "IN|WDT|DT", "CD", ")", "VBD|VBN"))
# After a conjunction these leave its clause without a finite verb: `if enacted`, `while reducing`, `whether to`.
NO_CLAUSE = frozenset(("VBG", "TO|IN", "TO", "IN", "VBN", "VBD|VBN", "NN|VBG", "CC"))
PAIRED = {"either": "or", "neither": "nor", "both": "and"}
NO_RIVALS = frozenset(("VBG", "VBN", "POS|VBZ", "IN|VB"))
DASHES = frozenset(("—", "–", "--"))
# What a full stop inside of a sentence may stand behind, if it should have ended it.
STOPPED = frozenset(("NN", "NNS", "VB", "RB", ")", "VBN"))
# What tells about clauses further on; words of all other readings are passed over.
TELLING = SURE_FINITE | {"(", ")", "VB", "WDT", "WP", "WRB", "IN", "IN|WDT|DT", "DT", "PRP", ":", "CC", '"', "."}
CLAUSE_OPENERS = SUBORDINATORS | HALF_SUBORDINATORS | {"that"}
ADVERBS, CLOSERS = frozenset(("RB", "RBR", '"')), frozenset((")", ":"))
PASSED_OVER = ADVERBS | CLOSERS


class Clause:
    """One sentence: `tags` holds readings at and right of the current word, decisions left of it.

    Both lists are taken over, and end with a full stop of their own (`lower`: ''), so that every word has one after it.

    awaited   the verb form that an auxiliary asks for: `VB` after a modal, `do`, `to`; `VBN` after have and be; or ''
    owed      finite verbs still due: one for the sentence, one more for each relative or subordinate clause opened
    subject   the verbs that the clause's subject agrees with: SINGULAR, PLURAL or EITHER; NONE before there is one
    inverted  the verb form due after the subject of a question (`how can states use`), or ''
    dependent the clause was opened by a conjunction or relative pronoun: it is no fragment, it has its verb
    governed  the noun phrase at hand hangs on a preposition, so it is no subject
    opened    closing brackets and dashes, each with the index of the one that it closes
    """

    __slots__ = (
        "_outside", "_waiting", "awaited", "dependent", "governed", "inverted", "lower", "opened", "owed", "readings", "size", "subject", "tags",
    )  # fmt: skip

    def __init__(self, lower: list[str], tags: list[str], readings: Readings) -> None:
        self.size = len(tags)
        self.lower, self.tags = lower, tags
        lower.append("")
        tags.append(".")
        self.readings = readings
        self.opened: dict[int, int] = {}
        # The subjects of the clauses around the one at hand.
        self._waiting: list[int] = []
        self._outside: list[tuple[str, int, int, int]] = []
        self.begin()

    # -- what the words read so far mean for those to come: a method for each class of words, `noun` for nouns

    def begin(self) -> None:
        """A clause of its own begins: the sentence, what follows a semicolon."""
        self.awaited = self.inverted = ""
        self.owed, self.subject, self.governed, self.dependent = 1, NONE, False, False
        self._waiting.clear()

    def noun(self, i: int) -> None:
        self.awaited = ""
        if not self.governed:
            self.subject = PLURAL if self.subject and self.joined(i) else self.number(i)

    def preposition(self, i: int) -> None:
        self.awaited = ""
        self.governed = True
        if self.lower[i] in CLAUSE_OPENERS and self.opens_clause(i):
            self.open_clause()

    def determiner(self, i: int) -> None:
        if not self.subject and self.tags[i - 1] in NOUNS:
            self.governed = False
        if self.awaited != "VB" or self.tags[i] != "DT":
            self.awaited = ""

    def modal(self, _: int) -> None:
        self.awaited = "VB"
        if not self.subject:
            self.inverted = "VB"
        self.paid()

    def to_infinitive(self, _: int) -> None:
        self.awaited, self.governed = "VB", False

    def conjunction(self, i: int) -> None:
        if self.owed <= 0 and i and (self.tags[i - 1] == "," or self.lower[i] == "but") and self.new_clause(i):
            self.begin()

    def adjective(self, _: int) -> None:
        if self.awaited == "VB":
            self.awaited = ""

    def comma(self, _: int) -> None:
        if not self.subject:
            self.governed = False

    def opening(self, i: int) -> None:
        self.step_in("(", i)

    def closing(self, i: int) -> None:
        self.step_out("(", i)

    def stop(self, i: int) -> None:
        if self.full_stop(i):
            self.begin()

    def colon(self, i: int) -> None:
        if self.lower[i] not in DASHES:
            self.begin()
        elif self._outside and self._outside[-1][0] == "-":
            self.step_out("-", i)
        elif any(word in DASHES for word in self.lower[i + 1 : min(self.size, i + REACH)]):
            self.step_in("-", i)
        else:
            # a dash by itself: `May 2 – The Senate passed it`, `one rule – the oldest`
            due = self.owed > 0 or self.new_clause(i)
            self.begin()
            self.owed = int(due)

    def step_in(self, kind: str, i: int) -> None:
        """A bracket or dash opens an aside."""
        self._outside.append((kind, i, self.owed, self.subject))
        self.begin()
        self.owed = 0

    def step_out(self, kind: str, i: int) -> None:
        """A bracket or dash closes an aside: back to where the clause stood."""
        while self._outside:
            opener, start, owed, subject = self._outside.pop()
            if opener == kind:
                self.owed, self.subject, self.awaited = owed, subject, ""
                self.opened[i] = start
                return

    def pronoun(self, i: int) -> None:
        if self.tags[i - 1] in NOUNS and self.owed and self.lower[i] in SUBJECT_PRONOUNS:
            self.owed += 1
        self.governed = False
        self.subject = SINGULAR if self.lower[i] in ("it", "he", "she") else PLURAL

    def relative(self, i: int) -> None:
        outer, governed = self.subject, self.governed
        if self.opens_clause(i):
            self.open_clause()
        p = self.left(i)
        if self.tags[i] == "WDT" and p >= 0:
            # programs with a focus that support
            self.subject = self.number(p) | (outer & PLURAL if governed else NONE)

    def open_clause(self) -> None:
        self.awaited, self.inverted, self.governed = "", "", False
        self.owed += 1
        self.dependent = True
        self._waiting.append(self.subject)
        self.subject = NONE

    def paid(self) -> None:
        """A clause has got its finite verb; the one around it goes on with its own subject."""
        if self.owed > 0:
            self.owed -= 1
        if self._waiting:
            self.subject = self._waiting.pop()
        self.dependent = bool(self._waiting)
        # What follows is an object, no subject.
        self.governed = True

    def verb(self, i: int) -> None:
        word, tag = self.lower[i], self.tags[i]
        auxiliary = word in AUXILIARIES
        if tag in SURE_FINITE:
            if auxiliary and not self.subject:
                self.inverted = "VB" if word in DO else "VBN"
            self.paid()
        else:
            self.inverted = ""
            self.governed = tag in ("VBG", "VBN") or self.governed
        if not auxiliary:
            self.awaited = ""
        elif word in DO:
            self.awaited = "VB" if tag != "VBN" else ""
        else:
            self.awaited = "VBN"

    def number(self, i: int) -> int:
        """What the noun at `i` agrees with as a subject."""
        tag = self.tags[i]
        if tag == "NNPS" or self.lower[i] in EITHER_NUMBER:
            return EITHER
        return PLURAL if tag == "NNS" else SINGULAR

    def joined(self, i: int) -> bool:
        """Is the noun at `i` the second part of `A and B`?"""
        tags = self.tags
        stop = max(0, i - PHRASE)
        j = i - 1
        while j > stop and tags[j] in IN_PHRASE:
            j -= 1
        return self.lower[j] == "and"

    # -- clauses

    def full_stop(self, i: int) -> bool:
        """Is the full stop at `i` inside of the sentence one that should have ended it?"""
        return self.tags[i - 1] in STOPPED and len(self.lower[i - 1]) > 2

    def opens_clause(self, i: int) -> bool:
        """Does the conjunction or relative at `i` open a clause with a finite verb of its own?"""
        word = self.lower[i]
        if self.tags[i] == "IN":
            if word in HALF_SUBORDINATORS:
                return (not i or self.tags[i - 1] == "," or self.owed <= 0) and self.clause_follows(i)
            if word not in CLAUSE_OPENERS:
                return False
        return self.tags[i + 1] not in NO_CLAUSE or word in ("that", "which", "who")

    def clause_follows(self, i: int) -> bool:
        """Does a sure finite verb stand between the word at `i` and the next comma?"""
        for j in range(i + 1, min(self.size, i + REACH)):
            tag = self.tags[j]
            if tag in SURE_FINITE or (tag == "VB" and self.bare_verb(j)):
                return True
            if tag in (",", ":", ".", "(", "WDT", "WP", "IN|WDT|DT"):
                return False
        return False

    def new_clause(self, i: int) -> bool:
        """After a comma and the conjunction at `i`: does a subject with its finite verb follow?"""
        tags = self.tags
        for j in range(i + 2, min(self.size, i + REACH)):
            tag = tags[j]
            if tag in SURE_FINITE or (tag == "VB" and self.bare_verb(j)):
                return "NN" in tags[j - 1] or tags[j - 1] in ("PRP", "RB", "CD", ")", "EX|RB", "DT")
            if tag == "NNS|VBZ" and self.lower[i] == "but" and tags[j - 1] in ("NN", "NNP"):
                return True
            if tag == "VBD|VBN" and ("NN" in tags[j - 1] or tags[j - 1] in ("RB", ")")):
                named = tags[j - 1] == "RB" and self.following(j).startswith("NN")
                if self.opens_object(j) or named or self.following(j) in ("$", "CD"):
                    return True
                if self.readings.share(self.lower[j], "VBD") >= 50:
                    return True
            if tag in (",", ":", ".", "(", "WDT", "WP", "IN|WDT|DT", "TO|IN"):
                return False
        return False

    # -- neighbours

    def left(self, i: int) -> int:
        """The index of the word before `i`, over adverbs, quotation marks, brackets and dashes; -1 at the start."""
        tags = self.tags
        i -= 1
        while i >= 0:
            tag = tags[i]
            if tag in ADVERBS:
                i -= 1
            elif tag in CLOSERS and i in self.opened:
                i = self.opened[i] - 1
            else:
                return i
        return -1

    def back(self, i: int, stops: tuple[str, ...]) -> Iterator[int]:
        """The indices from `i` to the left, as far as a tag of `stops`, exclusive."""
        for k in range(i, max(-1, i - REACH), -1):
            if self.tags[k] in stops:
                return
            yield k

    def before(self, i: int) -> str:
        """The tag at `i`; NNP for a number that is part of a name (`Section 232`, `P.L. 117-2`)."""
        tag = self.tags[i]
        if tag == "CD" and i and self.tags[i - 1] in ("NNP", "NN", "NNPS", "HYPH", "NNS", "."):
            return "NNP"
        return tag

    def following(self, i: int) -> str:
        """The readings of the next word."""
        return self.tags[i + 1]

    def next_is(self, i: int, word: str) -> bool:
        return self.lower[i + 1] == word

    def noun_follows(self, i: int) -> bool:
        following = self.tags[i + 1]
        return "NN" in following or "JJ" in following or following in ("CD", "HYPH", "VBG")

    def opens_object(self, i: int) -> bool:
        """Does what follows look like an object or complement of a verb at `i`?"""
        following = self.tags[i + 1]
        if following == "IN|WDT|DT":
            # `act that serves` is a noun with its relative clause, `show that costs rise` a verb with its complement
            j = i + 2
            while self.tags[j] == "RB":
                j += 1
            relative = self.tags[j] in SURE_FINITE or self.tags[j] == "VB"
            return not relative and not (j > i + 2 and self.following(j - 1) == "VBD|VBN")
        return following in OBJECT_OPENERS

    # -- further to the right

    def finite_later(self, i: int) -> bool:
        """Do words to the right give every clause that is open here its finite verb?"""
        tags, lower = self.tags, self.lower
        owed, due, depth = self.owed, 0, 0
        j = i
        for tag in tags[i + 1 : min(self.size, i + REACH)]:
            j += 1
            if tag not in TELLING:
                continue
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
        for j in range(i + 2, min(self.size, i + REACH)):
            tag = tags[j]
            if tag in (":", ".", "WDT", "WP", "WRB", "IN|WDT|DT") or self.lower[j] in SUBORDINATORS:
                return False
            if "VB" in tag and tag not in NO_RIVALS and "VBG" not in tag and self.agrees(j - 1, tag):
                if "VBN" not in tag or self.following(j) not in ("TO|IN", "IN"):
                    return True
        return False

    def agrees(self, j: int, verb: str) -> bool:
        """May the word at `j` be a noun that is the subject of a verb in the forms of `verb`?"""
        tag = self.tags[j]
        if "NN" not in tag or ("VB" in tag and self.tags[j - 1] == "TO|IN"):
            return False
        if "VBD" in verb:
            return True
        return ("NNS" not in tag) if "VBZ" in verb else ("NNS" in tag or tag == "NNPS")

    def bare_verb(self, j: int) -> bool:
        """A word that is only a verb, in its base form: finite unless something asks for the base form."""
        k = j - 1
        while k >= 0 and self.tags[k] in ("RB", "RB|JJ", '"'):
            k -= 1
        return k >= 0 and ("NN" in self.tags[k] or self.tags[k] in RELATIVES or self.tags[k] in BEFORE_BARE_VERB)
