"""Part-of-speech tags: what decides between the readings of a word."""

import pytest

from pipeline.nlp.tagger import tagger
from pipeline.nlp.tokens import TOKEN

# A sentence with `word/TAG` where the tag matters.
SENTENCES = [
    "The systems allow/VBP users to/TO share/VB data.",
    "The plan/NN sets/VBZ a target/NN for recovery.",
    "The program plans/NNS are reviewed/VBN each year.",
    "The agency plans/VBZ to issue/VB a rule.",
    "The act required/VBD the agency to report/VB annually.",
    "The amounts provided/VBN by the act have increased/VBN.",
    "The bill would not change/VB current law.",
    "In response to/IN requests/NNS from members, the office issued/VBD a report/NN.",
    "This allows/VBZ the agency to act/VB.",
    "They plan/VBP to build/VB a plant/NN.",
    "The agency's/POS budget/NN request/NN rose.",
    "It reauthorizes/VBZ the program.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_word_in_context(marked: str) -> None:
    wanted = {}
    words: list[str] = []
    for piece in marked.split():
        word, slash, tag = piece.partition("/")
        tail = tag.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
        if word.endswith("'s"):
            words.append(word[:-2])
            word = "'s"
        if slash:
            wanted[len(words)] = tag.removesuffix(tail)
        words.extend(TOKEN.findall(word + tail))
    tags = tagger().tag_words(words)
    assert {i: f"{words[i]}/{tags[i]}" for i in wanted} == {i: f"{words[i]}/{tag}" for i, tag in wanted.items()}
