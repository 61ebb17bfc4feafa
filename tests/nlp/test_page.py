"""Pages: offsets of tokens and sentences, blanked text, places, tags; covers of stretches."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.page import Cover, Page

VOCAB = spacy.blank("en").vocab
SOURCE = "Title of It\n\nThe board met. It voted 5-4.\n\nCell\t12\n\nDr. Roe’s café closed."
PARAGRAPHS = [(13, 41), (52, 74)]


def page(source: str = SOURCE, paragraphs: list[tuple[int, int]] = PARAGRAPHS) -> Page:
    return Page(source, paragraphs, vocab=VOCAB)


def test_the_paragraphs_of_these_tests_are_those_of_the_source() -> None:
    assert [SOURCE[start:end] for start, end in PARAGRAPHS] == [
        "The board met. It voted 5-4.",
        "Dr. Roe’s café closed.",
    ]


def test_what_is_no_paragraph_is_blanked_out_in_place() -> None:
    text = page().text
    assert len(text) == len(SOURCE)
    assert [line for line in text.split("\n") if line] == [SOURCE[start:end] for start, end in PARAGRAPHS]
    assert all(text[start:end] == SOURCE[start:end] for start, end in PARAGRAPHS)


def test_the_source_stays_whole() -> None:
    assert page().source == SOURCE


def test_tokens_are_those_of_the_body() -> None:
    assert page().words == "The board met . It voted 5 - 4 . Dr . Roe ’s café closed .".split()


def test_offsets_of_tokens_are_those_of_the_source() -> None:
    read = page()
    assert [SOURCE[start:end] for start, end in zip(read.starts, read.ends, strict=True)] == read.words


def test_lower_case_stands_beside_each_word() -> None:
    read = page()
    assert read.lower == [word.lower() for word in read.words]


def test_the_doc_has_the_tokens_of_the_page() -> None:
    read = page()
    assert [token.text for token in read.doc] == read.words


def test_the_doc_is_made_once() -> None:
    read = page()
    assert read.doc is read.doc


def test_sentences_know_their_text_tokens_and_paragraph() -> None:
    read = page()
    assert [(SOURCE[s.start : s.end], " ".join(read.words[s.first : s.last]), s.paragraph) for s in read.sentences] == [
        ("The board met.", "The board met .", 0),
        ("It voted 5-4.", "It voted 5 - 4 .", 0),
        ("Dr. Roe’s café closed.", "Dr . Roe ’s café closed .", 1),
    ]


def test_a_sentence_never_crosses_a_paragraph() -> None:
    source = "without a stop\n\nbut lower case"
    assert [s[:2] for s in page(source, [(0, 14), (16, 30)]).sentences] == [(0, 14), (16, 30)]


@pytest.mark.parametrize(
    ("source", "paragraphs"), [("", []), ("Title", []), ("   ", [(0, 3)]), ("\n", [(0, 0), (1, 1)])]
)
def test_a_page_without_words(source: str, paragraphs: list[tuple[int, int]]) -> None:
    read = page(source, paragraphs)
    assert (read.words, read.sentences, len(read.doc), len(read.text)) == ([], [], 0, len(source))


def test_what_is_not_known_of_a_report_is_none() -> None:
    read = page()
    assert (read.published, read.report_id) == (None, None)


@pytest.mark.parametrize("layer", ["citations", "dates", "figures", "entities", "claims"])
def test_layers_begin_empty(layer: str) -> None:
    assert getattr(page(), layer) == []


@pytest.mark.parametrize(
    ("offset", "number"),
    [(0, None), (12, None), (13, 0), (26, 0), (27, None), (28, 1), (40, 1), (41, None), (45, None), (52, 2), (73, 2), (74, None)],
)  # fmt: skip
def test_sentence_at(offset: int, number: int | None) -> None:
    assert page().sentence_at(offset) == number


@pytest.mark.parametrize(
    ("offset", "word"),
    [(0, "The"), (13, "The"), (15, "The"), (16, "board"), (17, "board"), (26, "."), (45, "Dr"), (73, ".")],
)
def test_token_at_covers_the_offset_or_follows_it(offset: int, word: str) -> None:
    read = page()
    assert read.words[read.token_at(offset)] == word


def test_token_at_behind_the_last_token() -> None:
    read = page()
    assert read.token_at(len(SOURCE)) == len(read.words)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(13, 22, "The board"), (13, 17, "The"), (14, 22, "board"), (16, 16, ""), (0, 13, ""), (37, 40, "5 - 4"), (40, 54, ". Dr"), (0, 99, "The … .")],
)  # fmt: skip
def test_tokens_in_are_those_that_begin_inside(start: int, end: int, words: str) -> None:
    read = page()
    first, last = read.tokens_in(start, end)
    found = read.words[first:last]
    assert " ".join([found[0], "…", found[-1]] if len(found) > 5 else found) == words


def test_a_sentence_has_a_tag_a_token() -> None:
    read = page()
    assert read.tags(0) == ["DT", "NN", "VBD", "."]


def test_tags_of_a_token_are_those_of_its_sentence() -> None:
    read = page()
    tags = [tag for number in range(len(read.sentences)) for tag in read.tags(number)]
    assert [read.tag_at(token) for token in range(len(read.words))] == tags


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair))), max_size=8)


@given(SPANS, st.integers(0, 40), st.integers(1, 10))
def test_a_cover_is_the_set_of_its_characters(spans: list[tuple[int, int]], start: int, size: int) -> None:
    taken = {offset for left, right in spans for offset in range(left, right)}
    assert Cover(spans).overlaps(start, start + size) == bool(taken & set(range(start, start + size)))


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [(0, 3, False), (2, 4, True), (5, 6, True), (7, 9, False), (3, 20, True), (12, 14, False)],
)
def test_a_cover_ends_where_its_stretches_end(start: int, end: int, taken: bool) -> None:
    assert Cover([(9, 12), (3, 7)]).overlaps(start, end) is taken


@given(st.text(alphabet="ab. U\n\t'’9", max_size=60), st.data())
def test_any_page_keeps_its_offsets(source: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(source)), max_size=6)))
    paragraphs = [
        (left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=False) if "\n" not in source[left:right]
    ]
    paragraphs = [pair for i, pair in enumerate(paragraphs) if i == 0 or paragraphs[i - 1][1] < pair[0]]
    read = page(source, paragraphs)
    assert len(read.text) == len(source)
    assert [source[start:end] for start, end in zip(read.starts, read.ends, strict=True)] == read.words
    tokens = [token for s in read.sentences for token in range(s.first, s.last)]
    assert tokens == list(range(len(read.words)))
    assert all(read.sentence_at(s.start) == number for number, s in enumerate(read.sentences))


def test_a_memory_zone_of_spacy_may_end_between_two_pages() -> None:
    words = []
    for _ in range(2):
        with VOCAB.memory_zone():
            words.append([token.text for token in page("Zyx quaxed.", [(0, 11)]).doc])
    assert words == [["Zyx", "quaxed", "."]] * 2
