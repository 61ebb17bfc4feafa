"""The recogniser: collects the evidence of every source, resolves it, and carries it through the report."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.vocab import Vocab

from pipeline.nlp.entities.aliases import Aliases
from pipeline.nlp.entities.context import Context
from pipeline.nlp.entities.cues import Cues
from pipeline.nlp.entities.definitions import SIGNALS, definitions
from pipeline.nlp.entities.evidence import Evidence
from pipeline.nlp.entities.grow import Grower
from pipeline.nlp.entities.index import index_of
from pipeline.nlp.entities.knowledge import ORDER, Entry, Knowledge
from pipeline.nlp.entities.masks import WEB, authors, closed, titled
from pipeline.nlp.entities.names import GRAMMAR, LISTED, Name
from pipeline.nlp.entities.norms import Norms
from pipeline.nlp.entities.people import People
from pipeline.nlp.entities.places import Places, namesakes
from pipeline.nlp.entities.resolve import added, resolve
from pipeline.nlp.entities.runs import runs
from pipeline.nlp.entities.sections import Sections
from pipeline.nlp.entities.surnames import Surnames
from pipeline.nlp.entities.years import with_number, year_end
from pipeline.nlp.lookup import PhraseLookup
from pipeline.nlp.page import Page
from pipeline.values import Entity

# Before `Resolution` and a number: a bill, which is a citation.
BILLS = frozenset(("House", "Senate", "Joint", "Concurrent"))


class EntityRecogniser:
    """Finds the named things of a page: persons, organizations, places, peoples, laws, programs and events."""

    def __init__(self, vocab: Vocab) -> None:
        self.knowledge = Knowledge()
        self.indexed = self.knowledge.small | SIGNALS | WEB | {"appropriations"}
        self.gazetteers = PhraseLookup(vocab, self.knowledge.names.items())
        self.cues = Cues(self.knowledge)
        self.sections = Sections(self.knowledge)
        self.bodies = {
            word: (self.knowledge.rules[rule].kind or "", rule)
            for rule in ("entities.org.legislature", "entities.law.constitution")
            for word in self.knowledge.terms(rule, "nouns")
        }

    def __call__(self, page: Page) -> list[Entity]:
        """The entities of a page, sorted by place."""
        index = index_of(page.words, self.indexed)
        blocked = closed(page, index)
        openings = {sentence.first for sentence in page.sentences}
        places = index.places
        found = runs(page, index, openings, self.knowledge.never)
        evidence = Evidence(page, self.knowledge, self.gazetteers.find(page.doc), found, index, openings)
        spelled = sorted(definitions(page, index))
        for definition in spelled:
            evidence.define(definition)
        grower = Grower(self.knowledge, evidence)
        people = People(self.knowledge, evidence)
        towns = Places(self.knowledge, evidence)
        names = [*self._listed(evidence), *authors(page), *titled(page), *self.sections.numbered(page, places)]
        words, heads = page.words, self.knowledge.heads
        for run in found:
            pieces, joints = run
            first, last = pieces[0].first, pieces[-1].last
            if last - first == 1 and words[first] not in heads:
                continue  # one word: what the lists, the definitions and its context say
            if grower.marks.find(1, first, last) >= 0:
                names.extend(grower.names(run))
            if people.marks.find(1, first, last) >= 0:
                names.extend(people.names(run))
            if joints:
                names.extend(towns.names(run))
        aliases = Aliases(page, evidence, names, spelled)
        names.extend(aliases.names())
        aliases.new = False
        laws = {name.first: name.last for name in sorted(name for name in names if name.label == "LAW")}
        names.extend(self.sections.parts(page, places, laws))
        aliases.called(names, spelled)
        if aliases.new:
            names.extend(aliases.names())
        kept = resolve(names, blocked)
        kept = added(kept, Surnames(evidence, kept).names(), blocked)
        kept = added(kept, Context(self.knowledge, self.cues, evidence).names(found, kept), blocked)
        norms = Norms(page, evidence, kept, aliases)
        kept = namesakes(evidence, added(kept, norms.again(), blocked))
        return norms.rows(kept)

    def _listed(self, evidence: Evidence) -> Iterator[Name]:
        """The gazetteers' names."""
        page, words, surnames = evidence.page, evidence.words, self.knowledge.surnames
        for first, last, entry in evidence.known:
            if entry.label == ORDER:
                yield from self._numbered(evidence, first, last, entry)
                continue
            if evidence.refuted(first, last, entry):
                continue
            label, rule, code, _ = entry
            start = with_number(page, first, label)
            stop = year_end(page, last, label) if label == "LAW" else last
            yield Name(start, stop, label, rule, LISTED, code)
            if last < len(words) and words[last] in self.bodies and label in ("GPE", "NORP"):
                yield Name(first, last + 1, *self.bodies[words[last]], LISTED)
            if words[first] == "White" and words[first:last] == ["White", "House"] and words[first - 1] in surnames:
                yield Name(first - 1, last, "ORG", entry.rule, LISTED)

    def _numbered(self, evidence: Evidence, first: int, last: int, entry: Entry) -> Iterator[Name]:
        """An order or a directive with its number: DOD Directive 3000.09, NSPM-2."""
        words = evidence.words
        at = last + (words[last : last + 1] in (["-"], ["–"]))
        if words[first] == "Resolution" and (len("".join(words[at : at + 1])) < 3 or words[first - 1] in BILLS):
            return
        if at < len(words) and words[at][0].isdigit():
            yield Name(first, at + 1, "LAW", entry.rule, GRAMMAR)
