"""A claim while its sentence is read: token places instead of characters for the cue."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.nlp.claims.verbs import Verb
from pipeline.values import Span


class Draft(NamedTuple):
    """A row in the making; `scope` are the tokens inside which further rows are held back (attributed content)."""

    type: str
    rule: str
    first: int
    last: int
    verb: Verb | None
    source: Span | None
    content: Span | None
    modality: str = "certain"
    polarity: str = "positive"
    stance: str | None = None
    scope: tuple[int, int] | None = None
