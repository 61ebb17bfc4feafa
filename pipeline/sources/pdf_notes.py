"""Footnotes at the feet of pages: small print in the face of the prose, labelled by superscripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.sources.pdf_lines import Line, make_line, rows_of
from pipeline.sources.pdf_style import NOTE_LABEL, Style

CONTINUED = re.compile(r"\(?\.*\s?continued\s?\.*\)?", re.IGNORECASE)


@dataclass(slots=True)
class FootNote:
    """A footnote: its label and its paragraphs, each as lines."""

    label: str
    paragraphs: list[list[Line]] = field(default_factory=list)


def split_notes(lines: Sequence[Line], style: Style) -> tuple[list[Line], list[Line]]:
    """The lines of a page without those of the notes at its foot, and these, top to bottom."""
    if style.note_size is None:
        return list(lines), []
    foot: list[Line] = []
    rows = rows_of(lines)
    while rows and all(_is_small(line, style) for line in rows[-1]):
        row = rows.pop()
        foot += reversed(row)
    # Small print above the first label is the rest of a note of the page before only at the head of the notes.
    foot.reverse()
    taken = {id(line) for line in foot}
    words = {id(word) for line in foot for word in line.words}
    rest = [line for line in lines if id(line) not in taken and not any(id(word) in words for word in line.words)]
    return rest, foot


def _is_small(line: Line, style: Style) -> bool:
    note = style.note_size or 0.0
    if line.family != style.family and len(line.text) > 3:
        mixed = [word for word in line.words if word.face.family == style.family]
        if len(mixed) * 3 < len(line.words):
            return False
    return line.size <= note + 0.6 and line.size < style.size - 0.4


def gather_notes(feet: Sequence[Sequence[Line]], style: Style) -> list[FootNote]:
    """The notes of a document from the feet of its pages."""
    notes: list[FootNote] = []
    for foot in feet:
        above: Line | None = None
        for line in foot:
            first = line.words[0]
            if CONTINUED.fullmatch(line.text):
                continue
            if NOTE_LABEL.fullmatch(first.text) and len(line.words) > 1 and _is_label(line, notes):
                notes.append(FootNote(first.text, [[_unlabelled(line)]]))
            elif notes:
                apart = above is not None and above.base - line.base > 1.35 * style.pitch(line)
                indented = above is not None and line.left - above.left > 8 and apart
                if apart or indented:
                    notes[-1].paragraphs.append([line])
                else:
                    notes[-1].paragraphs[-1].append(line)
            above = line
    return notes


def _is_label(line: Line, notes: Sequence[FootNote]) -> bool:
    first = line.words[0]
    if first.raised:
        return True
    number = int(first.text) if first.text.isdigit() else 0
    last = next((int(note.label) for note in reversed(notes) if note.label.isdigit()), 0)
    return number == last + 1 and line.words[1].left - first.right > 0.3 * line.size and first.size < line.size


def _unlabelled(line: Line) -> Line:
    return make_line(line.words[1:], line.page)
