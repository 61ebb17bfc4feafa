"""Mark-up inside a line."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.inline import unwrap


@pytest.mark.parametrize(
    ("raw", "text", "links"),
    [
        ("Plain words.", "Plain words.", []),
        ("The [rule](#) holds.", "The rule holds.", [("rule", None)]),
        ("The [rule](https://example.gov/a_(b)_c) holds.", "The rule holds.", [("rule", "https://example.gov/a_(b)_c")]),
        ("[[t]he award](#) stands", "[t]he award stands", [("[t]he award", None)]),
        ("Technology [often](#)creates new [issues](#)in law.", "Technology oftencreates new issuesin law.", [("often", None), ("issues", None)]),
        ("The _Federal Register_ notice", "The Federal Register notice", []),
        ("The _U.S. Code_defines", "The U.S. Codedefines", []),
        ("The _national _site and USS_ Maine_ (BB–1)", "The national site and USS Maine (BB–1)", []),
        ("_[The Rule](https://example.gov/the_rule)_ says", "The Rule says", [("The Rule", "https://example.gov/the_rule")]),
        ("in snake_case_words", "in snake_case_words", []),
        ("at https://example.gov/?_a_b_c today", "at https://example.gov/?_a_b_c today", []),
        ("A **strong** word, at *3", "A strong word, at *3", []),
        ("The survey[] covers 9 [states]", "The survey covers 9 [states]", []),
    ],
)  # fmt: skip
def test_unwrap(raw: str, text: str, links: list[tuple[str, str | None]]) -> None:
    rich = unwrap(raw)
    assert rich.text == text
    assert [(text[start:end], url) for start, end, url in rich.links] == links


def test_a_glued_number_with_a_note_calls_it() -> None:
    rich = unwrap("It passed.[1](#fn1) In [2](#) of 50 states ([3](#))", {"1", "2", "3"})
    assert rich.text == "It passed. In 2 of 50 states (3)"
    assert rich.calls == ((10, "1"),)


def test_a_linked_number_without_a_note_stays() -> None:
    assert unwrap("All,[56](#) nations").text == "All,56 nations"


@given(st.text("[]()_*#a /:.\n", max_size=60))
def test_links_lie_inside_the_text(raw: str) -> None:
    rich = unwrap(raw, {"a"})
    assert all(0 <= start <= end <= len(rich.text) for start, end, _ in rich.links)
    assert all(0 <= offset <= len(rich.text) for offset, _ in rich.calls)


@pytest.mark.parametrize("part", ["[", "]", "_", "_a ", "a_ ", "[a](", "[a", "(", "**", "https://"])
def test_a_megabyte_of_marks_takes_linear_time(part: str) -> None:
    raw = part * (1_000_000 // len(part))
    begin = time.process_time()
    unwrap(raw, {"a"})
    assert time.process_time() - begin < 2
