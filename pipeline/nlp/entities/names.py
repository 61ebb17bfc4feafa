"""A name found: the layer's own value until it becomes a row."""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """Tokens `first:last` as a name of a label.

    label   None where the words are an office or a title: they take their place and make no row
    rank    how good the evidence is; the higher wins between names of the same tokens
    code    ISO code of a country
    cut     how many signs of the last token are not the name's: a word that has lost its blank (Programfunds)
    """

    first: int
    last: int
    label: str | None
    rule: str
    rank: int
    code: str | None = None
    cut: int = 0


# Ranks of the sources, best last.
AGAIN, CONTEXT, GIVEN, HEAD, LISTED, TITLED, GRAMMAR, DEFINED = range(8)
