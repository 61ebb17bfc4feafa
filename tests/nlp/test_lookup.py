"""What rule files list, looked up in a page: names letter by letter, anchors of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from spacy.vocab import Vocab

from pipeline.nlp.lookup import WINDOW, Anchor, Anchors, PhraseLookup
from pipeline.nlp.page import Page
from pipeline.nlp.tokens import TOKEN
from pipeline.rules import Example, Rule


def page(vocab: Vocab, text: str) -> Page:
    return Page(text, [(0, len(text))], vocab=vocab)


def names(vocab: Vocab, *listed: str) -> PhraseLookup[str]:
    return PhraseLookup(vocab, [(TOKEN.findall(name), name.upper()) for name in listed])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Barn Board met.", [(0, 2, "BARN BOARD")]),
        ("The U.S. Barn Board met.", [(1, 4, "U.S. BARN BOARD"), (2, 4, "BARN BOARD")]),
        ("Barn Board, Barn Board", [(0, 2, "BARN BOARD"), (3, 5, "BARN BOARD")]),
        ("The barn board met.", []),
        ("The Barn met a Board.", []),
        ("The Barn Boards met.", []),
        ("U.S.-Japan Pact's end", [(0, 4, "U.S.-JAPAN PACT")]),
        ("", []),
    ],
)
def test_names_are_found_letter_by_letter(vocab: Vocab, text: str, found: list[tuple[int, int, str]]) -> None:
    lookup = names(vocab, "Barn Board", "U.S. Barn Board", "U.S.-Japan Pact")
    assert lookup.find(page(vocab, text).doc) == found


def test_names_come_in_order_of_place_shorter_ones_first(vocab: Vocab) -> None:
    found = names(vocab, "Board Hall", "Barn Board Hall", "Barn").find(page(vocab, "Barn Board Hall").doc)
    assert found == [(0, 1, "BARN"), (0, 3, "BARN BOARD HALL"), (1, 3, "BOARD HALL")]


def test_the_first_value_of_a_name_stays(vocab: Vocab) -> None:
    lookup = PhraseLookup(vocab, [(["Barn"], 1), (["Barn"], 2)])
    assert lookup.find(page(vocab, "Barn").doc) == [(0, 1, 1)]


def test_values_need_no_order(vocab: Vocab) -> None:
    lookup = PhraseLookup(vocab, [(["Barn"], {}), (["Barn", "Owl"], {"a": 1})])
    assert lookup.find(page(vocab, "Barn Owl").doc) == [(0, 1, {}), (0, 2, {"a": 1})]


def rule(**values: object) -> Rule:
    example = [Example(text="Barns.")]
    return Rule.model_validate(
        {"id": "figures.a", "about": "Barns.", "examples": example, "counter_examples": example, **values}
    )


def anchors(
    vocab: Vocab, rules: Mapping[str, Rule], text: str, words: Mapping[str, Iterable[str]] | None = None
) -> list[tuple[str, str]]:
    """(the rule, the tokens) of each anchor of a text."""
    read = page(vocab, text)
    return [
        (anchor.rule, " ".join(read.words[anchor.first : anchor.last]))
        for anchor in Anchors(vocab, rules, words).find(read.doc)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is in charge of barns.", ["in charge of"]),
        ("IN CHARGE OF barns", ["IN CHARGE OF"]),
        ("In charge are owls.", []),
        ("in charge of those in charge of owls", ["in charge of", "in charge of"]),
        ("It is the owner's.", ["owner 's"]),
    ],
)
def test_phrases_anchor_a_rule_without_regard_to_case(vocab: Vocab, text: str, found: list[str]) -> None:
    rules = {"a": rule(phrases=["in charge of", "Owner's"])}
    assert anchors(vocab, rules, text) == [("a", tokens) for tokens in found]


def test_anchors_come_in_order_of_place(vocab: Vocab) -> None:
    rules = {"b": rule(phrases=["owl"]), "a": rule(phrases=["barn", "owl"])}
    assert anchors(vocab, rules, "An owl, a barn.") == [("a", "owl"), ("b", "owl"), ("a", "barn")]


def test_an_anchor_says_where_it_stands(vocab: Vocab) -> None:
    found = Anchors(vocab, {"a": rule(phrases=["barn owl"])}).find(page(vocab, "The barn owl.").doc)
    assert found == [Anchor(1, 3, "a")]


def test_words_of_a_layer_are_added_to_a_rule(vocab: Vocab) -> None:
    rules = {"a": rule(), "b": rule(phrases=["owl"])}
    assert anchors(vocab, rules, "A barn owl flew.", {"a": {"flew", "barn"}}) == [
        ("a", "barn"), ("b", "owl"), ("a", "flew"),
    ]  # fmt: skip


def test_a_rule_without_phrases_is_anchored_nowhere(vocab: Vocab) -> None:
    assert anchors(vocab, {"a": rule()}, "A barn owl flew.") == []


PATTERN = rule(phrases=["owl"], patterns=[[{"LOWER": "barn"}, {"LOWER": {"IN": ["owl", "owls"]}}]])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A barn owl flew.", ["barn owl"]),
        ("An owl flew.", []),
        ("Barn owls flew.", []),
        ("An owl and barn owls flew.", ["barn owls"]),
        ("A " + "dark " * 40 + "barn owl flew.", ["barn owl"]),
        ("A barn owl. " + "It flew on. " * 10 + "A barn owl.", ["barn owl", "barn owl"]),
    ],
)
def test_a_pattern_anchors_where_it_matches_near_a_phrase(vocab: Vocab, text: str, found: list[str]) -> None:
    assert anchors(vocab, {"a": PATTERN}, text) == [("a", tokens) for tokens in found]


@pytest.mark.parametrize(("between", "seen"), [(WINDOW - 2, True), (WINDOW - 1, False)])
def test_a_pattern_is_looked_for_in_a_window_at_either_side(vocab: Vocab, between: int, seen: bool) -> None:
    for text in (f"owl {'and ' * between} barn owls", f"barn owls {'and ' * between} owl"):
        assert bool(anchors(vocab, {"a": PATTERN}, text)) is seen


def test_a_place_is_one_anchor_however_many_phrases_call_for_it(vocab: Vocab) -> None:
    assert anchors(vocab, {"a": PATTERN}, "owl owl barn owl owl") == [("a", "barn owl")]


def test_a_pattern_that_spacy_cannot_read_is_refused(vocab: Vocab) -> None:
    with pytest.raises(ValueError, match="LOVER"):
        Anchors(vocab, {"a": rule(phrases=["owl"], patterns=[[{"LOVER": "owl"}]])})
