"""Who or what acts: the noun phrase before a verb, its head, and the kind of thing that it is.

law      laws, rules, orders, agreements and what they consist of       plan     plans, strategies, policies
program  programs, funds, money set aside                               actor    those who hold public power
people   people and groups who speak and want                           report   documents and data
self     the report itself, its tables and figures                      other    anything else
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipeline.nlp.claims.cues import words
from pipeline.nlp.claims.named import Named
from pipeline.nlp.morphology import irregular_plural, known, lemma
from pipeline.nlp.page import Page
from pipeline.rules import from_models, lexicon

if TYPE_CHECKING:
    from pipeline.nlp.claims.reading import Reading

DEFINED = re.compile(r" \(([A-Z][A-Za-z&-]*[A-Z])s?\)")
LAST_WORD = re.compile(r"\b(?!System$)[A-Za-z]\w+$")
# No word is longer than this.
WORD = 40
# What numbers a rule, title or section: `Rule XXVIII`, `Title II`, `Part 80`.
NUMBERED = re.compile(r"[ivxlc]+|\d+[a-z]?|[a-h]")
KINDS = ("law", "plan", "program", "actor", "report", "people")
SELF = frozenset(
    "report sidebar insight product focus table figure section appendix memorandum analysis discussion chapter text box note".split()
)
SINGULAR = frozenset(("it", "he", "she", "this", "that"))
PLURAL = frozenset(("they", "these", "those", "both", "others", "some", "many", "most", "several", "all"))
# `The first section provides …`: a part of the report itself.
PARTS = frozenset(("section", "part", "appendix", "chapter", "half", "table", "figure"))
ORDERED = frozenset(
    "first second third fourth fifth sixth final next following last previous remaining concluding".split()
)
QUANTIFIED = frozenset(("others", "some", "many", "most", "several", "few"))
# What is a program by itself, but with a name before it somebody who runs one.
SERVICES = frozenset(("system", "service", "process"))
PERSONAL = frozenset(("he", "she", "we", "i", "you"))
PRONOUNS = SINGULAR | PLURAL | PERSONAL


class Subject(NamedTuple):
    """A noun phrase as the one who acts: its tokens, its head token, its kind; `name` where it is a name.

    `referent` is the head of what a pronoun stands for, -1 where that is unknown or no pronoun stands there.
    """

    first: int
    last: int
    head: int
    kind: str
    label: str
    plural: bool
    referent: int = -1


@from_models()
def noun_kinds() -> dict[str, str]:
    """Head noun -> kind, the first list that holds it wins."""
    found: dict[str, str] = {}
    for kind in KINDS:
        for noun in lexicon(f"claim_subject_{kind}"):
            found.setdefault(noun, kind)
    return found


PEOPLE = frozenset(("GPE", "NORP", "PERSON"))


@from_models(maxsize=50_000)
def singular(word: str) -> str:
    """The singular of a noun in lower case."""
    return lemma(word, "NNS") if word.endswith("s") else irregular_plural(word) or word


@from_models(maxsize=50_000)
def is_agent(noun: str) -> bool:
    """Does the noun name someone by what they do: `auditor`, `importer`, `economist`?"""
    if noun in words("claim_things") or len(noun) < 5:
        return False
    if noun.endswith(("ist", "ian", "eer", "crat")):
        return True
    return noun.endswith(("er", "or")) and (known(noun[:-2], "verbs") or known(noun[:-1], "verbs"))


def _acronyms(text: str) -> dict[str, str]:
    """Acronym -> the noun that its definition ends with."""
    found = {}
    for match in DEFINED.finditer(text):
        word = LAST_WORD.search(text, max(0, match.start() - WORD), match.start())
        if word:
            found[match.group(1)] = singular(word.group().lower())
    return found


class Subjects:
    """The kinds of noun phrases on one page; carries pronouns over from sentence to sentence."""

    def __init__(self, page: Page, named: Named) -> None:
        self.page = page
        self.nouns = noun_kinds()
        self.named = named.kinds
        # Acronyms that no entity stands for: what their definition calls them (`clean energy credit (CEC)` -> credit).
        self.acronyms = _acronyms(page.text)
        self.paragraph = -1
        # Whom the items of a list go on about, and the modal that they share: `The bill would:`.
        self.lead: Subject | None = None
        self.lead_modal = ""
        # What the sentence before, and this one, were about: by number (singular, plural).
        self.topic: list[Subject | None] = [None, None]
        self.here: list[Subject | None] = [None, None]

    def begin(self, paragraph: int) -> None:
        """A new sentence: what its predecessor in the paragraph was about may stand behind its pronouns."""
        if paragraph != self.paragraph:
            self.paragraph = paragraph
            self.topic = [None, None]
        else:
            self.topic = [self.here[0] or self.topic[0], self.here[1] or self.topic[1]]
        self.here = [None, None]

    def of(self, reading: Reading, chunks: tuple[int, int]) -> Subject | None:
        """The subject that the chunks make up."""
        kinds, edges = reading.chunks
        lower = self.page.lower
        begin, end = chunks
        first, last = edges[begin], edges[end]
        k = begin
        head = self.head(reading, k)
        while k + 2 < end and kinds[k + 1 : k + 3] == "oN" and self.partitive(head):
            k += 2
            head = self.head(reading, k)
        word = lower[head]
        plural = reading.tags[head] in ("NNS", "NNPS") or word in PLURAL or "c" in kinds[begin:end]
        if word in PARTS and not ORDERED.isdisjoint(lower[first:head]):
            return Subject(first, last, head, "self", "", plural)
        if lower[first] == "this" and not SELF.isdisjoint(lower[first + 1 : first + 4]):
            return Subject(first, last, head, "self", "", plural)
        if word in QUANTIFIED:
            return Subject(first, last, head, "people", "pronoun", plural=True)
        if word in PRONOUNS and reading.codes[edges[k] : head].strip('"') == "":
            for verb in reading.verbs if self.here[plural] is None else ():
                if verb.start < first:
                    _ = verb.subject  # the subjects before it are what it may stand for
            carried = self.here[plural] or self.topic[plural]
            if carried is not None and not (word in PERSONAL and carried.kind not in ("people", "actor")):
                return Subject(
                    first,
                    last,
                    head,
                    carried.kind,
                    "pronoun" if carried.label in PEOPLE else carried.label,
                    carried.plural,
                    carried.referent if carried.referent >= 0 else carried.head,
                )
            return Subject(first, last, head, "people" if word in PERSONAL else "other", "pronoun", plural)
        kind, label = self.kind(reading, edges[k], head, word)
        found = Subject(first, last, head, kind, label, plural)
        if self.here[plural] is None:
            topic = found
            if kind == "other" and k + 2 < end and kinds[k + 1] in "oI" and kinds[k + 2] == "N":
                inner = self.head(reading, k + 2)
                kind, label = self.kind(reading, edges[k + 2], inner, lower[inner])
                topic = Subject(first, last, head, kind, label, plural)
            if topic.kind != "other":
                self.here[plural] = topic
        return found

    def antecedent(self, reading: Reading, chunks: tuple[int, int], number: str) -> Subject | None:
        """What a relative pronoun stands for: the nearest noun of the verb's number (`s`, `r` or ``) that is a law, a
        plan or a program, else the nearest of the right number.
        """
        kinds, edges = reading.chunks
        begin, end = chunks
        nearest = None
        restrictive = end < len(kinds) and kinds[end] == "R"
        personal = end < len(kinds) and any(
            self.page.lower[edges[n]] in ("who", "whom") for n in (end, min(end + 1, len(kinds) - 1))
        )
        for k in range(end - 1, begin - 1, -1):
            if kinds[k] != "N":
                continue
            head = self.head(reading, k)
            plural = reading.tags[head] in ("NNS", "NNPS") or (k > begin + 1 and kinds[k - 1] == "c")
            if (number == "s" and plural) or (number == "r" and not plural and reading.tags[head] in ("NN", "NNP")):
                continue
            kind, label = self.kind(reading, edges[k], head, self.page.lower[head])
            if restrictive and (self.named.get(head) or reading.codes[head] in "PYL") and k > begin:
                continue  # a restrictive clause does not tell of a name
            if personal and kind in ("law", "plan", "program", "report"):
                continue
            start = k - 2 if k - 2 >= begin and kinds[k - 1] == "c" and kinds[k - 2] == "N" else k
            found = Subject(edges[start], edges[end], head, kind, label, plural)
            if kind in ("law", "plan", "program"):
                return found
            nearest = nearest or found
        return nearest or self.of(reading, chunks)

    def modified(self, reading: Reading, chunks: tuple[int, int]) -> Subject | None:
        """The noun that a participle right behind it tells of: the nearest that is no name."""
        kinds = reading.chunks.kinds
        begin, end = chunks
        for k in range(end - 1, begin, -1):
            if kinds[k] != "N":
                continue
            head = self.head(reading, k)
            if head in self.named or reading.codes[head] in "PYLp":
                continue
            start = k - 2 if k - 2 >= begin and kinds[k - 2 : k] == "Nc" else k
            return self.of(reading, (start, end))
        return self.of(reading, chunks)

    def noun_head(self, reading: Reading, k: int) -> int:
        """The head of the noun phrase that begins at chunk `k`, past `a series of` and the like."""
        kinds = reading.chunks.kinds
        head = self.head(reading, k)
        while kinds[k + 1 : k + 3] == "oN" and self.partitive(head):
            k += 2
            head = self.head(reading, k)
        return head

    def partitive(self, head: int) -> bool:
        """Does the noun only part or count what follows its `of` (`a series of`, `most of`)?"""
        word = self.page.lower[head]
        return word in words("claim_partitives") or singular(word) in words("claim_partitives")

    def head(self, reading: Reading, k: int) -> int:
        """The head token of a noun chunk: its last noun before a parenthesis."""
        edges, codes = reading.chunks.edges, reading.codes
        first, last = edges[k], edges[k + 1]
        token = last - 1
        if token > first:
            opened = codes.find("(", first, last)
            if opened > first:
                token = opened - 1
            while token > first and codes[token] not in "NSPLYp#d":
                token -= 1
        return token

    def kind(self, reading: Reading, first: int, head: int, word: str) -> tuple[str, str]:
        """The kind of a noun phrase with this head, and the label of the name that it is, if it is one."""
        row = self.named.get(head)
        if row:
            return row
        noun = singular(word)
        lower = self.page.lower
        if "rept" in lower[first : head + 1]:
            return "report", "REPORT"  # `H.Rept. 119-5`
        acronym = self.page.words[head]
        if acronym != word and (acronym.isupper() or acronym[:-1].isupper()):
            defined = self.acronyms.get(acronym) or self.acronyms.get(acronym.removesuffix("s"))
            if defined:
                return self.nouns.get(defined, "other"), ""
        if noun in SELF and (lower[first] == "this" or reading.codes[head] == "#"):
            return "self", ""
        if head > first:
            before = singular(lower[head - 1])
            if self.nouns.get(before) == "law" and NUMBERED.fullmatch(noun):
                return "law", ""
            if before in SELF and noun.isdigit():
                return "self", ""
            if noun in SERVICES and reading.codes[head - 1] == "P":
                return "other", ""  # a firm, an agency
        return self.nouns.get(noun) or ("people" if is_agent(noun) else "other"), ""
