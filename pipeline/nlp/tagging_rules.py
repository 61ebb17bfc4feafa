"""The rules of the tagger: which reading of a word holds in its sentence."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.nlp.clause import BE, BEFORE_NOUN, NOUNS, PAIRED, RELATIVES, SURE_FINITE, words
from pipeline.nlp.tagging_verbs import VerbRules

TO_PREPOSITION, COPULAS, AS_DEGREE = words("to_preposition"), words("copulas"), words("as_degree")
REPORTING, CONTENT_NOUNS = words("reporting"), words("content_nouns")
SINGULAR_DETERMINERS = frozenset("a an this that each every one another".split())
# What may follow `more` and `most` where they are adverbs.
GRADED = frozenset(("JJ", "RB", "VBN", "VBD|VBN", "JJ|RB", "RB|JJ", "JJ|VBD|VBN"))


class TaggedSentence(VerbRules):
    """A sentence with all rules: `decide` turns readings into tags, from left to right."""

    def decide(self) -> list[str]:
        """The tags of the sentence."""
        tags = self.tags
        if not PLAIN.issuperset(tags):
            for i, step in enumerate(map(STEPS.__getitem__, tags)):
                if step is not None:
                    tag = step(self, i)
                    if tag is not None:
                        tags[i] = tag
                        if tag in NOTED_BY:
                            NOTED_BY[tag](self, i)
        tags.pop()
        return tags

    def choose(self, i: int, options: Options) -> str:
        """The reading of the word at `i`: the verb, if it may be one and is, else one of the rest."""
        if options.verb and self.is_verb(i, options.verb == "VB", options.has_participle):
            if options.verb == "VBZ":
                return "VBZ"
            if self.awaited != "VBN" or not options.has_participle:
                if not options.has_past or self.awaited == "VB":
                    return self.base_form(i)
        return options.rest[0] if options.rule is None else options.rule(self, i, options.rest)

    def listed_noun(self, i: int) -> str | None:
        """What the lists take for a noun only: the verb all the same, where a modal or `to` asks for one?"""
        if self.awaited == "VB" and self.must_be_verb(i):
            return "VB"
        self.noun(i)
        return None

    def listed_adjective(self, i: int) -> str | None:
        """The same for what the lists take for an adjective only."""
        if self.awaited == "VB":
            return "VB" if self.must_be_verb(i) else "JJ"
        return None

    def must_be_verb(self, i: int) -> bool:
        """Where a base form is asked for: is the word at `i` one, whatever the lists say?"""
        following = self.tags[i + 1]
        return following == "DT" or (following not in ("NN", "NNS") and self.readings.may_be_verb(self.lower[i]))

    def past_or_noun(self, i: int, choices: tuple[str, ...]) -> str:
        """Noun (the cost, a bit) or one of the past forms (the fees cut by half)."""
        if self.awaited != "VBN":
            if ("VBD" not in choices or self.readings.share(self.lower[i], "NN") > 50) and not self.goes_on_in_past(i):
                # the cost, a tax cut
                others = tuple(choice for choice in choices if choice not in ("VBD", "VBN"))
                return self.gerund(i, others) if "VBG" in others else self.nominal(i, others)
            if "VBD" in choices and self.tags[i - 1] in ("DT", "PRP$"):
                # a bit
                return "NN"
        return self.past(i, choices)

    def goes_on_in_past(self, i: int) -> bool:
        """Does the word at `i` follow `and` after a verb in the past tense, with its object (`raised fees and cut staff`)?"""
        p = self.left(i)
        return p >= 0 and self.tags[p] == "CC" and self.noun_follows(i) and self.verb_left(p, ("VBD",))

    def gerund(self, i: int, choices: tuple[str, ...]) -> str:
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

    def nominal(self, i: int, choices: tuple[str, ...]) -> str:
        """Noun, adjective or adverb."""
        if "NN" in choices and "NNS" in choices:
            # one form for both: an aircraft, three aircraft
            return "NN" if self.noun_follows(i) or self.lower[i - 1] in SINGULAR_DETERMINERS else "NNS"
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
            p = self.left(i)
            if "VB" in self.following(i) and (self.awaited == "VB" or (p >= 0 and self.tags[p] == "CC")):
                return "RB"
            if p >= 0 and (self.tags[p] in NOUNS or self.tags[p] in ("PRP", "WDT", "WP")) and "VB" in self.following(i):
                return "RB"
            if self.noun_follows(i) and not (p >= 0 and self.tags[p][0] == "V" and self.lower[i] == "only"):
                return "JJ"
            if self.next_is(i, "to") or (p >= 0 and self.lower[p] in BE):
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
        if len(options) == 1 or self.opens_object(j) or self.following(j) == "RP":
            return "TO"
        share = self.readings.verbal(self.lower[j])
        if "from" in self.lower[max(0, i - 4) : i] and share < 40 and not self.noun_follows(j):
            # from theft to fraud
            return "IN"
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
        if i and self.lower[i - 1] == "so":
            return "IN"
        if before == "IN" or p < 0:
            return "DT"
        if before == "," and following.startswith("NN"):
            return "DT"
        return "IN"

    def reported(self, p: int) -> bool:
        """Is the last verb before `p` one of saying, whose object the clause with `that` may be?"""
        verb = next((k for k in self.back(p, (":", "WDT")) if self.tags[k][0] == "V"), None)
        return verb is not None and self.lower[verb] in REPORTING

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

    def one_or_i(self, i: int) -> str:
        """`I`: CD in a name (`Title I`), else PRP."""
        return "CD" if i and self.tags[i - 1] in NOUNS else "PRP"

    def no(self, i: int) -> str:
        """`no`: NN where it abbreviates `number`, else DT."""
        return "NN" if self.tags[i + 1 : i + 3] == [".", "CD"] else "DT"

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


Note = Callable[[TaggedSentence, int], None]
Choice = Callable[[TaggedSentence, int], str]
Step = Callable[[TaggedSentence, int], str | None]
# What a word means for its clause, by its tag; tags that are not here mean nothing.
NOTED_BY: dict[str, Note] = {
    **dict.fromkeys(NOUNS, TaggedSentence.noun),
    **dict.fromkeys(RELATIVES, TaggedSentence.relative),
    **dict.fromkeys(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"), TaggedSentence.verb),
    **dict.fromkeys(("DT", "PRP$"), TaggedSentence.determiner),
    **dict.fromkeys(("JJ", "CD"), TaggedSentence.adjective),
    "IN": TaggedSentence.preposition,
    "PRP": TaggedSentence.pronoun,
    "MD": TaggedSentence.modal,
    "TO": TaggedSentence.to_infinitive,
    "CC": TaggedSentence.conjunction,
    ",": TaggedSentence.comma,
    "(": TaggedSentence.opening,
    ")": TaggedSentence.closing,
    ":": TaggedSentence.colon,
    ".": TaggedSentence.stop,
}
# A sentence of these alone has nothing to decide.
PLAIN = frozenset('NN NNS NNP NNPS JJ JJR JJS CD DT IN CC RB RBR RBS POS PRP$ FW SYM HYPH $ , . : ( ) " #'.split())
# What decides by itself, for small words and for base forms.
SPECIAL: dict[str, Choice] = {
    "VB": TaggedSentence.base_form,
    "TO|IN": TaggedSentence.to,
    "IN|WDT|DT": TaggedSentence.that,
    "POS|VBZ": TaggedSentence.possessive,
    'POS|"': TaggedSentence.apostrophe,
    "IN|RB": TaggedSentence.as_,
    "PRP$|PRP": TaggedSentence.her,
    "EX|RB": TaggedSentence.there,
    "CC|DT": TaggedSentence.both,
    "DT|NN": TaggedSentence.no,
    "PRP|CD": TaggedSentence.one_or_i,
    "DT|PDT": TaggedSentence.all_,
    "IN|VB": TaggedSentence.like,
    "NN|PDT": TaggedSentence.half,
    "JJ|PDT": TaggedSentence.such,
    "JJS|RBS": TaggedSentence.most,
}


class Options:
    """The readings of a word that may be more than one thing, parted.

    verb     `VB` or `VBZ` where one of them is among the readings: that is settled first
    rest     the readings without it
    rule     what decides between those, None where there is but one
    """

    __slots__ = ("has_participle", "has_past", "rest", "rule", "verb")

    def __init__(self, readings: str) -> None:
        tags = readings.split("|")
        self.verb = "VB" if "VB" in tags else "VBZ" if "VBZ" in tags else ""
        self.rest = tuple(tag for tag in tags if tag != self.verb)
        self.has_past, self.has_participle = "VBD" in tags, "VBN" in tags
        self.rule: Callable[[TaggedSentence, int, tuple[str, ...]], str] | None = None
        if len(self.rest) > 1:
            if self.has_past or self.has_participle:
                self.rule = TaggedSentence.past_or_noun if "NN" in tags else TaggedSentence.past
            else:
                self.rule = TaggedSentence.gerund if "VBG" in tags else TaggedSentence.nominal


class Steps(dict[str, "Step | None"]):
    """Readings -> what is done with a word that has them: the choice between them, else what the one reading means.

    A choice gives the tag, which is still to be taken note of.
    """

    def __missing__(self, readings: str) -> Step | None:
        found: Step | None = SPECIAL.get(readings)
        if found is None:
            found = _choice(Options(readings)) if "|" in readings else NOTED_BY.get(readings)
        self[readings] = found
        return found


def _choice(options: Options) -> Choice:
    return lambda sentence, i: sentence.choose(i, options)


STEPS = Steps({"NN": TaggedSentence.listed_noun, "JJ": TaggedSentence.listed_adjective})
