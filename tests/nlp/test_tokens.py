"""The tokenizer: what is one token, and that no character is lost."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.nlp.tokens import TOKEN, TOKENIZER, Tokenizer


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The farm bill.", "The farm bill ."),
        ("U.S.-Japan", "U.S. - Japan"),
        ("the U.S., P.L. 113-291, H.R.12", "the U.S. , P.L. 113 - 291 , H.R. 12"),
        ("e.g., J.R. Roe", "e.g. , J.R. Roe"),
        ("Sen. Doe", "Sen . Doe"),
        ("Japan's and Japan’s law", "Japan 's and Japan ’s law"),
        ("we're they've he'll she'd I'm", "we 're they 've he 'll she 'd I 'm"),
        ("don't and don’t", "don 't and don ’t"),
        ("the states' rights", "the states ' rights"),
        ("the '90s", "the ' 90s"),
        ("1,345,500 farms, 2.5%", "1,345,500 farms , 2.5 %"),
        ("in 1,345, and 5.", "in 1,345 , and 5 ."),
        ("$64 million", "$ 64 million"),
        ("FY2015 in IN10265", "FY2015 in IN10265"),
        ("the 21st, the 2000s", "the 21st , the 2000s"),
        ("2013-2014, 2013–2014", "2013 - 2014 , 2013 – 2014"),
        ("7/8 and ½", "7 / 8 and ½"),
        ("wait... and--then", "wait ... and -- then"),
        ("(a) [12] (1)(A)", "( a ) [ 12 ] ( 1 ) ( A )"),
        ("snake_case", "snake _ case"),
        ("Élan, Ñandú", "Élan , Ñandú"),
        ("42 U.S.C. §§7545", "42 U.S.C. § § 7545"),
        ("2.5-inch", "2.5 - inch"),
        ("a\n\nb \t\u00a0c", "a b c"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert TOKEN.findall(text) == tokens.split()


NLP = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
TEXTS = st.text(max_size=60) | st.text(alphabet=" \n\t\u00a0.,'’-_aZ9é½٣\u0301\u200b", max_size=40)


@given(TEXTS)
@example("e\u0301\u200b \u00a0x")
@example("½²Ⅷ一٣")
def test_every_character_that_is_not_blank_is_in_one_token(text: str) -> None:
    spans = [match.span() for match in TOKEN.finditer(text)]
    covered = "".join(text[start:end] for start, end in spans)
    assert covered == "".join(text.split())


@given(TEXTS)
@example(" ")
@example("  a  b \n\n c ")
def test_a_doc_gives_its_text_back(text: str) -> None:
    assert NLP.tokenizer(text).text == text


@given(st.lists(st.text(max_size=20), max_size=4))
def test_a_text_has_the_tokens_of_its_lines(lines: list[str]) -> None:
    whole = TOKEN.findall("\n".join(lines))
    assert whole == [token for line in lines for token in TOKEN.findall(line)]


def test_white_space_beyond_one_blank_is_a_token_of_a_doc() -> None:
    assert [token.text for token in NLP.tokenizer(" a b  c\n\nd ")] == [
        " ",
        "a",
        "b",
        " ",
        "c",
        "\n\n",
        "d",
        " ",
    ]


def test_spacy_builds_it_by_name() -> None:
    assert isinstance(NLP.tokenizer, Tokenizer)


def test_it_outlives_a_pipeline_written_to_bytes() -> None:
    again = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}}).from_bytes(NLP.to_bytes())
    assert [token.text for token in again("U.S.-Japan")] == ["U.S.", "-", "Japan"]


@pytest.mark.parametrize("piece", ["a.", "1,", "1.1", "'s", "-", ".", "a", "'", "_", "½", "a.1"])
def test_odd_input_is_read_in_linear_time(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    start = time.process_time()
    for _ in TOKEN.finditer(text):
        pass
    assert time.process_time() - start < 2
