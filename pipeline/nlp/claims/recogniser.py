"""The recogniser of claims: a page is tagged, each sentence is read once, the rules answer for its predicates."""

from __future__ import annotations

from bisect import bisect_right

from spacy.vocab import Vocab

from pipeline.nlp.claims.chunks import chunked
from pipeline.nlp.claims.cues import terms
from pipeline.nlp.claims.draft import Draft
from pipeline.nlp.claims.holders import side, source_kind
from pipeline.nlp.claims.named import Named
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.rows import anchor_words, rows
from pipeline.nlp.claims.skeleton import skeleton
from pipeline.nlp.claims.subjects import Subjects
from pipeline.nlp.lookup import Anchors
from pipeline.nlp.page import Page
from pipeline.rules import rules_for
from pipeline.values import Claim, Sentence, Span

# A sentence longer than this is a table or a broken text, not prose.
LONGEST = 600
# Notes and sources of tables and figures, which hold no claims.
NOTES = ("source:", "sources:", "note:", "notes:")
# Verbs of requiring, permitting and prohibiting name their own rule, whatever acts.
BINDING_BY = frozenset(("provision.law", "provision.act", "provision.plan", "provision.program"))
BINDING = ("duty_verb", "permit_verb", "prohibit_verb")


class ClaimRecogniser:
    """Finds the claims of a page (table `claims`); needs the citations, dates and entities found before."""

    def __init__(self, vocab: Vocab) -> None:
        self.anchors = Anchors(vocab, rules_for("claims"), anchor_words())

    def __call__(self, page: Page) -> list[Claim]:
        prose = _prose(page)
        tags = [""] * len(page.words)
        for index, sentence in prose:
            tags[sentence.first : sentence.last] = page.tags(index)
        named = Named(page)
        codes = skeleton(page, tags, named)
        chunks = chunked(codes, ((sentence.first, sentence.last) for _, sentence in prose))
        subjects = Subjects(page, named)
        anchored = self._anchored(page)
        claims: list[Claim] = []
        for (index, sentence), cut in zip(prose, chunks, strict=True):
            subjects.begin(sentence.paragraph)
            reading = Reading(page, codes, tags, sentence, cut, subjects)
            if reading.verbs:
                claims.extend(_claim(reading, draft) for draft in rows(reading, anchored.get(index, NO_RULES)))
                reading.close()
        return sorted(claims, key=_place)

    def _anchored(self, page: Page) -> dict[int, set[str]]:
        """The rules whose phrases, patterns or nouns stand in a sentence, by its index."""
        firsts = [sentence.first for sentence in page.sentences]
        found: dict[int, set[str]] = {}
        for anchor in self.anchors.find(page.doc):
            found.setdefault(bisect_right(firsts, anchor.first) - 1, set()).add(anchor.rule)
        return found


NOTES_CASED = tuple(word.capitalize() for word in NOTES) + tuple(word.upper() for word in NOTES)
NO_RULES: frozenset[str] = frozenset()


def _prose(page: Page) -> list[tuple[int, Sentence]]:
    """The sentences that may hold claims, each with its index: no notes under tables, no broken text."""
    found = []
    noted = -1
    for index, sentence in enumerate(page.sentences):
        if page.source.startswith(NOTES_CASED, sentence.start):
            noted = sentence.paragraph
        if sentence.paragraph != noted and sentence.last - sentence.first <= LONGEST:
            found.append((index, sentence))
    return found


def _place(claim: Claim) -> tuple[int, int, Span]:
    """Where a row stands: the cover of its parts, then its cue."""
    first, last = claim.cue
    for span in (claim.source, claim.content):
        if span is not None:
            first, last = min(first, span[0]), max(last, span[1])
    return first, last, claim.cue


def _claim(reading: Reading, draft: Draft) -> Claim:
    """The row of a draft."""
    page, verb = reading.page, draft.verb
    cue = Span(page.starts[draft.first], page.ends[draft.last - 1])
    stance = draft.stance or (side(reading, draft) if draft.type == "assertion" else None)
    return Claim(
        type=draft.type, cue=cue, cue_lemma=verb.lemma if verb else reading.noun(draft.last - 1), source=draft.source,
        source_kind=source_kind(reading, draft), content=draft.content, modality=draft.modality,
        polarity=draft.polarity, stance=stance, rule=_rule(draft),
    )  # fmt: skip


def _rule(draft: Draft) -> str:
    """The id of the rule that made a row."""
    if draft.verb is not None and draft.rule in BINDING_BY:
        for rule in BINDING:
            if draft.verb.lemma in terms(f"provision.{rule}", "verbs"):
                return f"claims.provision.{rule}"
    return f"claims.{draft.rule}"
