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


def openings(source: str) -> frozenset[str]:
    """The characters that a match of a template may begin with: two, or all of a match that may be shorter."""
    return _Openings(_PIECE.findall(source)).alternatives()


class _Openings:
    """Reads a template part by part for what each may begin with: one or two characters, or none where it may be empty."""

    def __init__(self, pieces: list[str]) -> None:
        self.pieces = [*pieces, ")"]
        self.position = 0

    def alternatives(self) -> frozenset[str]:
        """Parts with `|` between them, up to the closing parenthesis."""
        found = self.sequence()
        while self.pieces[self.position] == "|":
            self.position += 1
            found |= self.sequence()
        return found

    def sequence(self) -> frozenset[str]:
        """Parts one after the other."""
        found = EMPTY
        while self.pieces[self.position] not in ("|", ")"):
            found = _after(found, self.part())
        return found

    def part(self) -> frozenset[str]:
        """A name or a group, with `?` or a count behind it."""
        piece = self.pieces[self.position]
        self.position += 1
        found = EMPTY
        if piece.startswith("("):
            found = self.alternatives()
            self.position += 1
            if piece in ("(?=", "(?!"):
                found = EMPTY
        elif piece != "$":
            found = frozenset(CHAR[piece])
        count = self.pieces[self.position]
        if count == "?" or count.startswith("{"):
            self.position += 1
            if count.startswith("{"):
                found |= _after(found, found)
            if count == "?" or count.startswith("{0"):
                found |= EMPTY
        return found


EMPTY = frozenset(("",))


def _after(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    """What a part begins with that the first of two parts opens."""
    return frozenset((left + right)[:2] for left in first for right in second)
