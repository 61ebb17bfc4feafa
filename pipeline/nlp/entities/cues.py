"""Cues: the words beside an unknown name that tell what it is; compiled once from the rule files."""

from __future__ import annotations

from pipeline.nlp.entities.knowledge import Knowledge
from pipeline.nlp.entities.runs import POSSESSIVE

RULE = "entities.document.context"
NAMED = "entities.program.named"
LABELS = {
    "program": "PROGRAM",
    "org": "ORG",
    "gpe": "GPE",
    "person": "PERSON",
    "norp": "NORP",
    "law": "LAW",
    "event": "EVENT",
    "loc": "LOC",
}


class Cues:
    """The label that each cue speaks for, by the place where the cue stands.

    before, after   right before or behind the name: activist …, … officials
    verbs, speech   the verb behind the name: … acquired, … testified
    kinds           what a list is said to hold: companies such as …
    of              before `of` and the name: town of …
    programs        nouns that make a program of the capitalised words before them
    publications    words that end the title of a publication, which is no name here
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.before: dict[str, str] = {}
        self.after: dict[str, str] = {}
        self.verbs: dict[str, str] = {}
        self.speech: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.of: dict[str, str] = {}
        terms = dict(knowledge.rules[RULE].terms)
        self.publications = frozenset(terms.pop("publications"))
        self.programs = knowledge.terms(NAMED, "nouns")
        for name, words in terms.items():
            label, _, place = name.partition("_")
            getattr(self, place).update(dict.fromkeys(words, LABELS[label]))
        # All that may stand right before or behind a name and say something.
        self.preceding = frozenset((*self.before, "the", ",", "of", "by"))
        self.following = frozenset(
            (*POSSESSIVE, *self.programs, *self.after, *self.verbs, *self.speech, "et", "(", ",")
        )
