"""Footnotes of plain text: behind a line `Footnotes`, as table rows, as `[1](#).` and paragraphs, or numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.sources.lines import AUTHORS, DISCLAIMER

HEADING = re.compile(r"Foot ?notes?|End ?notes?|Notes", re.IGNORECASE)
MARK = re.compile(r"\[(\d{1,3}|[a-z]|[*†‡])\]\(#[^)]*\)\s?\.?\s*")
NUMBER = re.compile(r"\[?(\d{1,3})\]?[.)]?\s+(?=\S)")
CELL = re.compile(r"(\d{1,3}|[a-z]{1,2}|[*†‡]+)\.?")


class Note(NamedTuple):
    """A note as it stands in the source: its label, and its paragraphs with their mark-up."""

    label: str
    paragraphs: list[str]


def find_notes(chunks: Sequence[list[str]]) -> int:
    """The index of the chunk that is the notes' heading; the number of chunks where there are no notes."""
    for number in range(len(chunks) - 1, -1, -1):
        if len(chunks[number]) == 1 and HEADING.fullmatch(chunks[number][0].strip()):
            return number if number + 1 < len(chunks) and _is_labelled(chunks[number + 1][0]) else len(chunks)
    return len(chunks)


def _is_labelled(line: str) -> bool:
    if line.startswith("|"):
        return bool(CELL.fullmatch(line[1:].partition("|")[0].strip()))
    return bool(MARK.match(line) or NUMBER.match(line))


def read_notes(chunks: Sequence[list[str]]) -> tuple[list[Note], list[list[str]]]:
    """The notes below their heading, and the chunks after them that are no notes."""
    notes: list[Note] = []
    for number, chunk in enumerate(chunks):
        if AUTHORS.fullmatch(chunk[0].strip()) or DISCLAIMER.fullmatch(chunk[0].strip()):
            return notes, list(chunks[number:])
        for line in chunk:
            label, text = _start(line, len(notes))
            if label is not None:
                notes.append(Note(label, [text] if text else []))
            elif notes and text:
                notes[-1].paragraphs.append(text)
    return notes, []


def _start(line: str, count: int) -> tuple[str | None, str]:
    """(label, text) of a line of the notes; the label is None where the line goes on with the note before."""
    if line.startswith("|"):
        label, bar, text = line[1:].partition("|")
        match = CELL.fullmatch(label.strip())
        if match and bar:
            return match.group(1), text.strip()
        return None, line.strip(" |")
    match = MARK.match(line)
    if match:
        return match.group(1), line[match.end() :].strip()
    # A number that opens a paragraph is a label only where it is the next one.
    match = NUMBER.match(line)
    if match and int(match.group(1)) == count + 1:
        return match.group(1), line[match.end() :].strip()
    return None, line.strip()
