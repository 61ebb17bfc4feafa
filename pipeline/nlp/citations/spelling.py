"""How written forms become expressions: names with loose blanks and stops, numbers, and the words that part a list.

Typesetting scatters blanks (`P. L. 111 - 5`, `U. S. C.`) and swaps dashes; the forms in the rule files are written
once, in their plainest spelling, and read in all of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# White space inside a citation: any but the line feed, which parts paragraphs.
BLANK = r"[^\S\n]"
BLANKS = rf"{BLANK}{{0,3}}"
DASH = r"[-‐‑‒–—−]"
# What parts the members of a run: `118-42 and 118-47`, `14154, 14173, and 14241`, `S. 1/H.R. 2`.
JOIN = rf"(?:{BLANKS}[,;/]{BLANKS}(?:(?:and|or){BLANK}{{1,3}}|&{BLANKS})?|{BLANK}{{1,3}}(?:and|or|&|as{BLANK}well{BLANK}as){BLANK}{{1,3}})"
DASHES = re.compile(DASH)
SQUEEZE = re.compile(r"[\s.]+")


def spelled(name: str) -> str:
    """The expression of a written form: blanks are optional round full stops, the stop of a longer word may lack."""
    parts = []
    for word in re.findall(r"[^\s.]+\.?", name):
        stem = word.removesuffix(".")
        parts.append(re.escape(stem))
        if word.endswith("."):
            parts.append(r"\." if len(stem) == 1 else r"\.?")
            parts.append(BLANKS)
        else:
            parts.append(rf"{BLANK}{{1,3}}")
    return "".join(parts[:-1])


def one_of(names: Iterable[str]) -> str:
    """An alternation of written forms, the longest first so that none hides a longer one."""
    return "(?:" + "|".join(spelled(name) for name in sorted(set(names), key=lambda name: (-len(name), name))) + ")"


def key(name: str) -> str:
    """What is left of a written form without blanks, stops and case: the key under which it is looked up."""
    return SQUEEZE.sub("", name).lower()


def plain(number: str) -> str:
    """A number or section as the ids write it: no blanks, no thousands commas, the plain hyphen."""
    return DASHES.sub("-", re.sub(r"[\s,]", "", number))
