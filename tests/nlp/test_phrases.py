"""Noun phrases: base phrases and heads, what hangs on them, subjects of verbs."""

import pytest
import spacy

from pipeline.nlp.page import Page
from pipeline.nlp.phrases import Phrase, bare, noun_phrases, phrase_after, phrase_before, subject_of

VOCAB = spacy.blank("en").vocab


def page_of(text: str) -> Page:
    return Page(text, [(0, len(text))], vocab=VOCAB)


def shown(page: Page, phrase: Phrase | None) -> str | None:
    return None if phrase is None else page.text[page.starts[phrase.first] : page.ends[phrase.last - 1]]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The new federal rates rose.", ["The new federal rates"]),
        ("Japan's Self-Defense Forces grew.", ["Japan's Self-Defense Forces"]),
        ("Federal, state, and local governments share the long-term costs.",
         ["Federal, state, and local governments", "the long-term costs"]),
        ("About 40 small rural counties received $4.1 billion.", ["40 small rural counties", "$4.1 billion"]),
        ("They oppose proposed rules.", ["They", "proposed rules"]),
        ("Many of these support the bill.", ["Many", "these", "the bill"]),
        ("Section 232 of the act applies.", ["Section 232", "the act"]),
        ("The program reduces costs by using existing law.", ["The program", "costs", "law"]),
    ],
)  # fmt: skip
def test_base_phrases(text: str, phrases: list[str]) -> None:
    page = page_of(text)
    assert [shown(page, phrase) for phrase in noun_phrases(page, 0)] == phrases


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("The agency bought three attack submarines.", ["agency", "submarines"]),
        ("The state's water quality standards apply.", ["standards"]),
    ],
)
def test_the_head_is_the_last_noun(text: str, heads: list[str]) -> None:
    page = page_of(text)
    assert [page.words[phrase.head] for phrase in noun_phrases(page, 0)] == heads


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The cost of programs in the states exceeds revenue.", "exceeds", "The cost of programs in the states"),
        ("In 2020, the agency and its partners planned a merger.", "planned", "the agency and its partners"),
        ("The waivers that allow states to set rates expired in 2010.", "expired", "The waivers"),
        ("The waivers that allow states to set rates expired in 2010.", "allow", "The waivers"),
        ("The bill, introduced in May by two members, would raise the cap.", "would", "The bill"),
        ("Some states, including Ohio and Utah, limit fees.", "limit", "Some states, including Ohio and Utah"),
        ("The act requires a report and prohibits new fees.", "prohibits", "The act"),
        ("The Department of Energy (DOE) funds research.", "funds", "The Department of Energy (DOE)"),
        ("Critics say the rule limits competition.", "limits", "the rule"),
        ("If the plan fails, investors lose money.", "lose", "investors"),
        ("Payments required under the act ended in 2010.", "ended", "Payments required under the act"),
        ("Grants, loans, and tax credits support the industry.", "support", "Grants, loans, and tax credits"),
        ("The rate rose, and the board raised fees.", "raised", "the board"),
        ("This provision—often called the rider—bars new leases.", "bars", "This provision"),
        ("The plan to close the base drew criticism.", "drew", "The plan to close the base"),
    ],
)
def test_subject(text: str, verb: str, subject: str) -> None:
    page = page_of(text)
    assert shown(page, subject_of(page, page.words.index(verb))) == subject


def test_an_order_has_no_subject() -> None:
    page = page_of("Set rates each year.")
    assert subject_of(page, 0) is None


@pytest.mark.parametrize(
    ("text", "start", "phrase"),
    [
        ("About 10% of funds provided in that act went to states.", "funds", "funds provided in that act"),
        ("Half of the residents of rural counties moved.", "the", "the residents of rural counties"),
        ("Some 30% of vehicles sold in 2020 and of parts were imported.", "vehicles", "vehicles sold in 2020"),
        ("It covers 5% of users, who pay fees.", "users", "users"),
    ],
)
def test_phrase_to_the_right(text: str, start: str, phrase: str) -> None:
    page = page_of(text)
    assert shown(page, phrase_after(page, page.words.index(start))) == phrase


def test_phrase_to_the_left() -> None:
    page = page_of("The review of fees in the states by the board ended.")
    assert (
        shown(page, phrase_before(page, page.words.index("ended"))) == "The review of fees in the states by the board"
    )


def test_article_taken_off() -> None:
    page = page_of("The board met.")
    phrase = subject_of(page, 2)
    assert phrase is not None
    assert shown(page, bare(page, phrase)) == "board"
