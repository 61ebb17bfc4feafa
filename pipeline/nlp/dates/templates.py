"""Templates: expressions over class names, as `ordinal dash? quarter`, read as expressions over class characters.

Blanks part names, every other sign means what it means in `re`; groups are `(?: …)` and `(?P<name> …)`, look-arounds
`(?= …)` and `(?! …)`. No repetition may be unbounded: time is linear in the text, whatever it holds. A list that cannot end in two
ways stands in an atomic group, `(?> … )`, which is never gone back into.
"""

from __future__ import annotations

import re

from pipeline.nlp.dates.lexicon import CHAR

_NAME = re.compile(r"\(\?P<\w+>|[a-z_]+")
_PIECE = re.compile(r"\(\?(?:P<\w+>|[:=!>])|\{\d+,\d+\}|[a-z_]+|[()|?$]")


def template(source: str) -> re.Pattern[str]:
    """The compiled expression of a template."""
    return re.compile(_NAME.sub(lambda found: CHAR.get(found.group(), found.group()), source).replace(" ", ""))


def leads(source: str) -> frozenset[str]:
    """The characters that a match of a template may begin with."""
    return _Leads(_PIECE.findall(source)).alternatives()[0]


class _Leads:
    """Reads a template for what it may begin with: (first characters, may it be empty) of each part."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = [*pieces, ")"]
        self.position = 0

    def alternatives(self) -> tuple[frozenset[str], bool]:
        """Parts with `|` between them, up to the closing parenthesis."""
        first, empty = self.sequence()
        while self.pieces[self.position] == "|":
            self.position += 1
            more, may_be_empty = self.sequence()
            first, empty = first | more, empty or may_be_empty
        return first, empty

    def sequence(self) -> tuple[frozenset[str], bool]:
        """Parts one after the other: those that may be empty let the next one through."""
        first: frozenset[str] = frozenset()
        empty = True
        while self.pieces[self.position] not in ("|", ")"):
            more, may_be_empty = self.part()
            if empty:
                first |= more
            empty = empty and may_be_empty
        return first, empty

    def part(self) -> tuple[frozenset[str], bool]:
        """A name or a group, with `?` or a count behind it."""
        piece = self.pieces[self.position]
        self.position += 1
        first: frozenset[str] = frozenset()
        empty = True
        if piece.startswith("("):
            first, empty = self.alternatives()
            self.position += 1
            if piece in ("(?=", "(?!"):
                first, empty = frozenset(), True
        elif piece != "$":
            first, empty = frozenset(CHAR[piece]), False
        after = self.pieces[self.position]
        if after == "?" or after.startswith("{"):
            self.position += 1
            empty = empty or after == "?" or after.startswith("{0")
        return first, empty
