"""Every rule's examples and counter-examples, as they stand in the rule files."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
import spacy

from pipeline.nlp.page import Page
from pipeline.nlp.reader import RECOGNISERS, Reader
from pipeline.rules import Example, Rule, rule_files, unmark

LAYERS = tuple(RECOGNISERS)
CASES = [
    pytest.param(file.layer, rule, example, wanted, id=f"{rule.id}-{'yes' if wanted else 'no'}-{number}")
    for file in rule_files().values()
    for rule in file.rules
    for wanted, examples in ((True, rule.examples), (False, rule.counter_examples))
    for number, example in enumerate(examples)
]


@cache
def reader(layer: str) -> Reader:
    return Reader(spacy.blank("en").vocab, LAYERS[: LAYERS.index(layer) + 1])


def place(layer: str, row: Any) -> tuple[int, int]:
    return tuple(row.cue) if layer == "claims" else (row.start, row.end)


def shown(page: Page, row: Any, column: str) -> str | None:
    """A column of a row as an example writes it."""
    value = getattr(row, "canonical" if column == "canonical_id" else column)
    if value is None:
        return None
    if column in ("source", "content", "cue"):
        return page.source[slice(*value)]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def same(wanted: str | None, found: str | None) -> bool:
    if wanted == found:
        return True
    try:
        return (
            wanted is not None and found is not None and abs(float(wanted) - float(found)) <= 5e-4 * abs(float(wanted))
        )
    except ValueError:
        return False


@pytest.mark.parametrize(("layer", "rule", "example", "wanted"), CASES)
def test_example(layer: str, rule: Rule, example: Example, wanted: bool) -> None:
    text, marks = unmark(example.text)
    page = reader(layer).read(text, [(0, len(text))], published=example.published)
    rows = getattr(page, layer)
    assert [text[slice(*place(layer, row))] for row in rows] == [text[m.start : m.end] for m in marks]
    for row, mark in zip(rows, marks, strict=True):
        assert place(layer, row) == (mark.start, mark.end)
        for column, value in mark.attributes.items():
            assert same(value, shown(page, row, column)), f"{column} of {text[mark.start : mark.end]!r}"
    made = [row for row in rows if row.rule == rule.id]
    assert bool(made) == wanted, f"rows by {rule.id}: {len(made)}"
