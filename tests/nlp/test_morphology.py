"""Lemmas: regular and irregular forms, prefixed and unknown words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.morphology import known, lemma


@pytest.mark.parametrize(
    ("word", "tag", "base"),
    [
        ("reauthorizes", "VBZ", "reauthorize"),
        ("Provides", "VBZ", "provide"),
        ("goes", "VBZ", "go"),
        ("focuses", "VBZ", "focus"),
        ("applies", "VBZ", "apply"),
        ("has", "VBZ", "have"),
        ("planned", "VBN", "plan"),
        ("agreed", "VBD", "agree"),
        ("controlled", "VBN", "control"),
        ("tied", "VBN", "tie"),
        ("gave", "VBD", "give"),
        ("overseen", "VBN", "oversee"),
        ("rewritten", "VBN", "rewrite"),
        ("was", "VBD", "be"),
        ("establishing", "VBG", "establish"),
        ("setting", "VBG", "set"),
        ("counties", "NNS", "county"),
        ("submarines", "NNS", "submarine"),
        ("taxes", "NNS", "tax"),
        ("bases", "NNS", "base"),
        ("losses", "NNS", "loss"),
        ("children", "NNS", "child"),
        ("criteria", "NNS", "criterion"),
        ("aircraft", "NNS", "aircraft"),
        ("personnel", "NNS", "personnel"),
        ("microgrids", "NNS", "microgrid"),
        ("States", "NNPS", "States"),
        ("larger", "JJR", "large"),
        ("easiest", "JJS", "easy"),
        ("better", "RBR", "good"),
        ("Federal", "JJ", "federal"),
    ],
)
def test_lemma(word: str, tag: str, base: str) -> None:
    assert lemma(word, tag) == base


def test_a_prefix_keeps_the_class() -> None:
    assert known("reauthorize", "verbs")
    assert not known("postfire", "verbs")


@given(st.text(min_size=1, max_size=12), st.sampled_from(["NN", "NNS", "VBZ", "VBD", "VBN", "VBG", "JJR", "NNP"]))
def test_any_word_has_a_lemma(word: str, tag: str) -> None:
    assert lemma(word, tag) or not word.lower()
