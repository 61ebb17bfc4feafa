"""The pieces under the claim rules: codes of tokens, chunks, clauses, shapes of verb groups."""

from __future__ import annotations

import pytest
import spacy

from pipeline.nlp.claims.chunks import chunked
from pipeline.nlp.claims.clauses import Parser
from pipeline.nlp.claims.named import Named
from pipeline.nlp.claims.parts import masked, subject_in
from pipeline.nlp.claims.predicates import shape_of
from pipeline.nlp.claims.reading import Reading
from pipeline.nlp.claims.skeleton import skeleton
from pipeline.nlp.claims.subjects import Subjects
from pipeline.nlp.page import Page


def read(text: str) -> Reading:
    page = Page(text, [(0, len(text))], vocab=spacy.blank("en").vocab)
    tags = [tag for index in range(len(page.sentences)) for tag in page.tags(index)]
    named = Named(page)
    codes = skeleton(page, tags, named)
    sentence = page.sentences[0]
    (chunks,) = chunked(codes, [(sentence.first, sentence.last)])
    return Reading(page, codes, tags, sentence, chunks, Subjects(page, named))


@pytest.mark.parametrize(
    ("codes", "kinds"),
    [
        ("dNvdN", "NFN"),  # the act requires a fee
        ("dNmxeVydN", "NFyN"),  # the fee may not be used by the state
        ("dNvrdN", "NFrN"),
        ("NhEVIN", "NFIN"),  # dams have been closed in May
        ("dNbTidN", "NFN"),  # the state is to publish a list
        ("dNvTidN", "NFTN"),  # the plan seeks to close the dam
        ("dNhrVdN", "NFN"),
        ("SVydPvdN", "NVyNFN"),  # dams built by the Army need a wall
        ("dNRvdNvdN", "NRFNFN"),
        ("dj,j,cjN", "N"),  # the economic, social, and foreign policy
        ("dN'NvN", "NFN"),  # the state's fee hurts farms
        ("SPhV", "NNF"),  # programs Congress has created
        ("d~~VNv", "NF"),  # a state-run dam leaks
    ],
)
def test_chunks(codes: str, kinds: str) -> None:
    (chunks,) = chunked(codes, [(0, len(codes))])
    assert chunks.kinds == kinds


@pytest.mark.parametrize(
    ("codes", "form", "passive", "negated", "duty"),
    [
        ("v", "v", False, False, False),
        ("meV", "V", True, False, False),
        ("mxi", "i", False, True, False),
        ("hEG", "G", False, False, False),
        ("bTi", "i", False, False, True),
        ("hV", "V", False, False, False),
        ("b", "b", False, False, False),
    ],
)
def test_shapes(codes: str, form: str, passive: bool, negated: bool, duty: bool) -> None:
    shape = shape_of(codes)
    assert (shape.form, shape.passive, shape.negated, shape.duty) == (form, passive, negated, duty)


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        ("N", (0, 1)),
        ("IN,N", (3, 4)),  # In May, the act …
        ("NIN", (0, 3)),
        ("N,N,cN", (0, 6)),  # dams, farms, and towns
        ("N,N,", (0, 1)),  # the act, a law,
        ("rN", (1, 2)),
    ],
)
def test_subject_before_a_verb(kinds: str, subject: tuple[int, int]) -> None:
    assert subject_in(kinds, 0, len(kinds)) == subject


def test_parentheses_are_masked() -> None:
    assert masked("N(NFN)F", 0, 7) == "NuuuuuF"


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("The act that Congress passed requires a fee.", [("pass", "R"), ("require", "m")]),
        ("If the dam leaks, the state closes it.", [("leak", "f"), ("close", "m")]),
        ("Critics say that the fee hurts farmers and helps towns.", [("say", "m"), ("hurt", "t"), ("help", "t")]),
        ("The act requires a fee and prohibits logging.", [("require", "m"), ("prohibit", "m")]),
        ("The extent to which dams affected farms is unclear.", [("affect", "R"), ("be", "m")]),
        ("The act requires a fee, but critics oppose it.", [("require", "m"), ("oppose", "m")]),
        ("The agency found the dam leaks.", [("find", "m"), ("leak", "t")]),
        ("The bill would, among other things, require a fee.", [("require", "m")]),
        ("The rule could, if adopted, raise prices.", [("raise", "m")]),
        ("The agency found, after an audit, that the dam leaks.", [("find", "m"), ("leak", "t")]),
        ("The court held—without a hearing—that the dam leaks.", [("hold", "m"), ("leak", "t")]),
        ("The agency said before the vote that Iran had built a dam.", [("say", "m"), ("build", "t")]),
        ("Should Congress raise the fee, prices may rise.", [("raise", "f"), ("rise", "m")]),
        ("Were Congress to act, prices could fall.", [("act", "f"), ("fall", "m")]),
        ("The mayor asks whether dams leak and which towns they hurt.", [("ask", "m"), ("leak", "f"), ("hurt", "f")]),
    ],
)
def test_each_verb_finds_its_clause(text: str, verbs: list[tuple[str, str]]) -> None:
    found = [(verb.lemma, verb.clause.kind) for verb in read(text).verbs if verb.form == "F"]
    assert found == verbs


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("The act, which passed in May, requires a fee.", ["The act", "The act"]),
        ("In May, the act requires a fee.", ["the act"]),
        ("The act requires a fee and prohibits logging.", ["The act", "The act"]),
        ("Under a law that Congress passed, states close dams.", ["Congress", "states"]),
        ("Voting: The court requires a fee.", ["The court"]),
        ("Congress passed a law (P.L. 119-21), which repealed a fee.", ["Congress", "a law"]),
        ("Oman, Kuwait and Qatar welcomed the deal.", ["Oman , Kuwait and Qatar"]),
        ("The act has a rule, called Dam Rule, that requires a fee.", ["The act", "a rule"]),
    ],
)
def test_each_verb_finds_its_subject(text: str, subjects: list[str]) -> None:
    reading = read(text)
    words = reading.page.words
    found = [verb.subject for verb in reading.verbs if verb.form == "F"]
    assert [" ".join(words[s.first : s.last]) for s in found if s] == subjects


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The act requires a fee.", "law"),
        ("Section 5 requires a fee.", "law"),
        ("The strategy requires a fee.", "plan"),
        ("The grant program requires a fee.", "program"),
        ("The agency requires a fee.", "actor"),
        ("Auditors require a fee.", "people"),
        ("A number of laws require a fee.", "law"),
        ("This report requires a fee.", "self"),
        ("The lake requires a fee.", "other"),
    ],
)
def test_kinds_of_subjects(text: str, kind: str) -> None:
    subject = read(text).verbs[0].subject
    assert subject is not None
    assert subject.kind == kind


def test_every_chunk_belongs_to_one_place_of_the_sentence() -> None:
    codes = "dNRvdN,cdNmxeVydP(P)."
    (chunks,) = chunked(codes, [(0, len(codes))])
    assert chunks.edges[0] == 0
    assert chunks.edges[-1] == len(codes) - 1
    assert chunks.edges == sorted(set(chunks.edges))
    assert len(chunks.edges) == len(chunks.kinds) + 1


def test_predicates_come_in_order() -> None:
    kinds = "NFNcFN"
    predicates = Parser(kinds, {1: "sv", 4: "sv"}).parse()
    assert [predicate.chunk for predicate in predicates] == [1, 4]
    assert predicates[1].actor == predicates[0].actor
