"""Regular expressions mean the same on every Python that is supported.

Before 3.11.5 a possessive quantifier over a group (`(?:ab?c)*+`) matches what it must not, or never ends
(python/cpython#106052). Over a single sign (`[^x]*+`) it is right, and so is an atomic group: `(?>(?:ab?c)*)`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Runs the sample and prints every expression that a module of the package compiles, with its flags.
RECORD = """
import json, re, sys
from pathlib import Path

compiled, seen = re._compile, set()

def record(pattern, flags):
    frame = sys._getframe(1)
    while frame.f_globals["__name__"] == "re":
        frame = frame.f_back
    result = compiled(pattern, flags)
    if frame.f_globals["__name__"].startswith("pipeline.") and isinstance(result.pattern, str):
        seen.add((result.pattern, result.flags))
    return result

re._compile = record
from pipeline import run
run.run([Path(sys.argv[1])], Path(sys.argv[2]))
print(json.dumps(sorted(seen)))
"""

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


def test_no_possessive_quantifier_stands_over_a_group(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RECORD, str(ROOT / "corpus" / "sample"), str(tmp_path)]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert len(found) > 20
    assert [pattern for pattern, flags in found if any(possessive_groups(parser.parse(pattern, flags)))] == []
