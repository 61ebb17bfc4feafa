"""What the claim recogniser finds in whole texts: types, spans, carried subjects, rows held back, speed on odd input."""

from __future__ import annotations

import time
from datetime import date
from functools import cache
from typing import Any

import pytest
import spacy

from pipeline.nlp.reader import Reader
from pipeline.values import Claim, Span


@cache
def reader() -> Reader:
    return Reader(spacy.blank("en").vocab)


def claims(text: str) -> list[Claim]:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return reader().read(text, paragraphs, published=date(2015, 4, 28)).claims


def shown(text: str) -> list[tuple[str, str]]:
    return [(claim.type, text[slice(*claim.cue)]) for claim in claims(text)]


def one(text: str) -> Claim:
    found = claims(text)
    assert len(found) == 1, shown(text)
    return found[0]


def part(text: str, span: Span | None) -> str | None:
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The agency, a part of the ministry, argues that the fee is high.", "agency"),
        ("Many farmers in the valley argue that the fee is high.", "Many farmers in the valley"),
        ("A study of old dams found that the fee is high.", "study of old dams"),
        ("Economists and farmers argue that the fee is high.", "Economists and farmers"),
        ("The auditors who visited the dam argue that the fee is high.", "auditors"),
    ],
)
def test_source_is_the_noun_phrase_without_article_and_relative_clause(text: str, source: str) -> None:
    assert part(text, one(text).source) == source


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The agency says that the fee is high, but farmers oppose it.", "the fee is high"),
        ("The agency says the fee is high.", "the fee is high"),
        ('The agency said, "The fee is high."', '"The fee is high'),
        ("The agency told farmers that the fee is high.", "the fee is high"),
        ("The fee could hurt farmers (see Table 1).", "The fee could hurt farmers"),
        ("If rain fails, the fee could hurt farmers.", "the fee could hurt farmers"),
        ("The fee could hurt farmers, while the town grew.", "The fee could hurt farmers"),
        ("The act requires dams, which hold water.", "dams"),
        ("The act requires states to close dams that leak.", "states to close dams that leak"),
    ],
)
def test_content_ends_with_its_clause(text: str, content: str) -> None:
    assert part(text, claims(text)[0].content) == content


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("The agency says that the fee would hurt farmers.", "probable", "positive"),
        ("The agency says that the fee must fall.", "obligation", "positive"),
        ("The agency says that the fee did not hurt farmers.", "certain", "negative"),
        ("The act does not require a fee.", "obligation", "negative"),
        ("The act would authorize a fee.", "permission", "positive"),
        ("States may not charge a fee.", "prohibition", "negative"),
        ("The fee could not be used for dams.", "possible", "negative"),
        ("The fee is unlikely to fall.", "probable", "negative"),
    ],
)
def test_modality_and_polarity(text: str, modality: str, polarity: str) -> None:
    found = claims(text)[0]
    assert (found.modality, found.polarity) == (modality, polarity)


def test_a_modal_in_reported_content_is_one_row_with_it() -> None:
    assert shown("Critics argue that the fee could hurt farmers.") == [("assertion", "argue")]


def test_nested_attribution_is_a_row_each() -> None:
    text = "According to the auditors, critics argue that the fee is high."
    assert shown(text) == [("assertion", "According to"), ("assertion", "argue")]


def test_coordinated_verbs_share_subject_and_modal() -> None:
    text = "The Secretary shall publish a list and inform the states."
    assert shown(text) == [("provision", "shall publish"), ("provision", "inform")]


def test_verbs_with_one_object_are_one_row() -> None:
    text = "The Secretary is to vacate or modify the order."
    assert shown(text) == [("provision", "is to vacate or modify")]


def test_questions_conditions_and_indirect_questions_are_no_claims() -> None:
    assert shown("Should the state repair the dam?") == []
    assert shown("The council asked whether the act requires a fee.") == []


def test_a_pronoun_stands_for_the_law_of_the_sentence_before() -> None:
    text = "The act passed in May. It establishes a fund for dams."
    found = one(text)
    assert (found.type, part(text, found.source)) == ("provision", "It")


def test_a_pronoun_has_the_kind_of_holder_that_it_stands_for() -> None:
    rows = claims("The act passed. It requires a fee.")
    assert [(row.source_kind, row.rule) for row in rows] == [("law", "claims.provision.duty_verb")]


def test_an_option_for_congress_behind_a_pronoun() -> None:
    (row,) = claims("Should Congress decide to act, it may consider a fee.")
    assert row.rule == "claims.recommendation.option"


def test_an_acronym_is_what_its_definition_calls_it() -> None:
    text = "The town gained from the dam repair credit (DRC). The DRC supports small farms."
    assert shown(text) == [("provision", "supports")]


def test_list_items_go_on_about_the_subject_of_their_lead() -> None:
    text = "The bill does the following:\n- Extends the fund through 2026.\n- Requires states to inspect dams."
    found = claims(text)
    assert [part(text, claim.source) for claim in found] == ["bill", "bill"]
    assert [claim.type for claim in found] == ["provision", "provision"]


def test_the_law_behind_a_passive_is_its_source() -> None:
    text = "The fund was created by the Dam Safety Act."
    found = one(text)
    assert (part(text, found.source), part(text, found.content)) == ("Dam Safety Act", "The fund")


def test_a_citation_at_the_end_is_the_source_of_a_duty() -> None:
    text = "The Secretary shall publish a list (42 U.S.C. §7545)."
    assert part(text, one(text).source) == "42 U.S.C. §7545"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Senator John Smith argues that the fee is high.", "person"),
        ("Critics argue that the fee is high.", "group"),
        ("Canada argues that the fee is high.", "government"),
        ("A study shows that the fee is high.", "report"),
        ("The act requires a fee.", "law"),
        ("The fee could hurt farmers.", "report"),
        ("It is argued that the fee is high.", "unnamed"),
        ("One company argues that the fee is high.", "organization"),
    ],
)
def test_kind_of_source(text: str, kind: str) -> None:
    assert one(text).source_kind == kind


def test_notes_to_tables_hold_no_claims() -> None:
    assert shown("Notes: The act requires a fee.\nThe act requires a fee.") == [("provision", "requires")]


def test_rows_are_sorted_and_their_spans_lie_in_one_paragraph() -> None:
    text = "The act requires a fee, and critics argue that it hurts farmers.\nThe fee could fall."
    found = claims(text)
    assert found == sorted(found, key=lambda claim: (claim.start, claim.end))
    assert all("\n" not in text[claim.start : claim.end] for claim in found)


@pytest.mark.parametrize(
    "text",
    [
        "The act " + "that requires " * 20_000,
        "(" * 50_000,
        "The act (" * 10_000,
        "the fee, " * 30_000,
        "a-" * 60_000,
        '"' * 60_000,
        "The act requires a fee. " * 3_000,
        "- " * 40_000,
    ],
)
def test_odd_input_is_read_in_linear_time(text: str) -> None:
    reader().read("warm up", [(0, 7)])
    begun = time.process_time()
    claims(text)
    assert time.process_time() - begun < 10


def test_the_same_text_gives_the_same_rows() -> None:
    text: Any = "The act requires a fee. Critics oppose it, and the fee could hurt farmers."
    assert claims(text) == claims(text)
