"""The generated pages are those that schema, rules and commands make today."""

from __future__ import annotations

import pytest

from pipeline.rules import Example, rule_files
from pipeline.tools import docs


def test_pages_are_fresh() -> None:
    assert docs.stale(docs.pages()) == [], "run `make docs`"


def test_every_rule_is_on_a_page() -> None:
    ids = {rule.id for file in rule_files().values() for rule in file.rules}
    headings = {line.removeprefix("### ") for page in docs.pages().values() for line in page.splitlines()}
    assert ids <= headings


def test_what_an_example_marks_stands_in_bold_with_its_columns_below() -> None:
    example = Example(text="A poll: [64%]{kind=percent value=64 of=none} of *all* paid $5.")
    assert docs.example_lines("figures", example) == [
        r"- A poll: **64%** of \*all\* paid &#36;5.",
        "  - `64%`: kind `percent`, value `64`, of null",
    ]


@pytest.mark.parametrize(
    ("text", "shown"), [("a|b", r"a\|b"), ("[x](y)", r"\[x\](y)"), ("$5", "&#36;5"), ("a  b", "a b")]
)
def test_plain(text: str, shown: str) -> None:
    assert docs.plain(text) == shown
