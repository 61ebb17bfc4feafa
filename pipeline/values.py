"""The typed values that pass between the recognisers, the tables and the spaCy components.

All offsets are Unicode code points into the text that was read, end exclusive; `None` means that the text does
not say. Field meanings are those of the tables of the same name (`pipeline/tables`).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text: `text[start:end]`."""

    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence: its characters, its tokens (`first` to `last`, end exclusive) and its paragraph's number."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int


class Figure(NamedTuple):
    """A quantity (table `figures`)."""

    start: int
    end: int
    kind: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    bound: str = "exact"
    of: str | None = None
    per: str | None = None
    change: str | None = None
    subject: str | None = None
    rule: str = ""


class DateValue(NamedTuple):
    """A time expression (table `dates`)."""

    start: int
    end: int
    type: str
    start_date: date | None = None
    end_date: date | None = None
    value: str | None = None
    mod: str | None = None
    precision: str | None = None
    resolved_from: str | None = None
    rule: str = ""


class Citation(NamedTuple):
    """A legal or official reference (table `citations`)."""

    start: int
    end: int
    type: str
    norm: str
    url: str | None = None
    rule: str = ""


class Entity(NamedTuple):
    """A named mention (table `entities`); `canonical` is the key that joins all mentions of one thing."""

    start: int
    end: int
    label: str
    norm: str | None = None
    canonical: str = ""
    rule: str = ""


class Claim(NamedTuple):
    """A policy claim (table `claims`). The ids of what lies inside are joined by offsets in `stages/extract`."""

    type: str
    cue: Span
    cue_lemma: str
    source: Span | None
    source_kind: str
    content: Span | None
    modality: str
    polarity: str = "positive"
    stance: str | None = None
    rule: str = ""

    @property
    def start(self) -> int:
        """Where the cover of source, cue and content begins."""
        return min(span.start for span in (self.cue, self.source, self.content) if span)

    @property
    def end(self) -> int:
        """Where the cover of source, cue and content ends."""
        return max(span.end for span in (self.cue, self.source, self.content) if span)
