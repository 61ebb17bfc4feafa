"""Regular expressions mean the same on every Python that is supported.

Before 3.11.5 a possessive quantifier over a group (`(?:ab?c)*+`) matches what it must not, or never ends
(python/cpython#106052). Over a single sign (`[^x]*+`) it is right, and so is an atomic group: `(?>(?:ab?c)*)`.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from pipeline import run

parser: Any = import_module("re._parser")
SINGLE = {"ANY", "CATEGORY", "IN", "LITERAL", "NOT_LITERAL"}


def possessive_groups(parsed: Any) -> Iterator[Any]:
    """The possessive quantifiers of a parsed expression that stand over more than a single sign."""
    for operation, argument in parsed:
        if str(operation) == "POSSESSIVE_REPEAT":
            item = argument[2]
            if len(item) != 1 or str(item[0][0]) not in SINGLE:
                yield item
        for part in _parts(argument):
            yield from possessive_groups(part)


def _parts(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for item in argument:
            yield from _parts(item)


@pytest.mark.parametrize(
    ("expression", "found"), [("(?:ab?c)*+", 1), ("a(b(?:c[de])++|f)?", 1), ("[^x]*+a++", 0), ("(?>(?:ab?c)*)", 0)]
)
def test_possessive_groups(expression: str, found: int) -> None:
    assert len(list(possessive_groups(parser.parse(expression)))) == found


def test_no_possessive_quantifier_stands_over_a_group(sample: run.Summary) -> None:
    assert sample.rows["claims"] > 0  # every recogniser has compiled what it uses
    patterns = {(thing.pattern, thing.flags) for thing in gc.get_objects() if isinstance(thing, re.Pattern)}
    texts = sorted((pattern, flags) for pattern, flags in patterns if isinstance(pattern, str))
    wrong = [pattern for pattern, flags in texts if any(possessive_groups(parser.parse(pattern, flags & ~re.DEBUG)))]
    assert wrong == []
