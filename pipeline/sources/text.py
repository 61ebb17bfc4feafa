"""The text shape: a header (`pipeline.sources.header`), then one line a paragraph, headings as lone lines.

    CRS In Focus
    Farm Loans: An Overview
    Jane Q. Public, Analyst in Agricultural Policy (jpublic@example.gov, 7-0000)
    Updated March 3, 2026 (IF99999)
    Background
    The program lends to [farmers](https://example.gov).[1](#)
    - A list item.
    | Year | Loans
    | 2025 | 1,204

A contents list names headings but is no part of the text; page furniture and the disclaimer are none either. Notes
stand behind a line `Footnotes`, as a table (`| 1. | …`), as `[1](#).` and a paragraph, or as `1. …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.sources.document import Document, DocumentBuilder, Rich, SourceError, join
from pipeline.sources.header import read_header
from pipeline.sources.inline import unwrap
from pipeline.sources.tables import Row, add_rows, parse_rows

MAX_LINE = 1_000_000  # characters; a longer line is no paragraph of a report
LINE_WIDTH = 200  # a longer line is a paragraph, whatever it ends with

RULE = re.compile(
    r"(?:[-*_=—]\s?){3,}|\[?Jump to Main Text of Report\]?(?:\([^)]*\))?|\[?(?:Return|Back) to (?:top|contents)\]?(?:\([^)]*\))?",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"\s*Figure is interactive in (?:the )?HTML (?:version of this )?report(?: version)?\.\s*"
    r"|^End of interactive chart\.$|^Created with Highcharts.*$",
    re.IGNORECASE,
)
CONTENTS = re.compile(r"(?:Table of )?Contents|Figures|Tables|Appendix(?:es)?|Appendices|Contacts", re.IGNORECASE)
NOTES = re.compile(r"(?:Footnotes?|Endnotes?|Notes)", re.IGNORECASE)
DISCLAIMER = re.compile(
    r"Disclaimer|This document was prepared by the Congressional Research Service.*"
    r"|EveryCRSReport\.com republishes CRS reports.*",
    re.IGNORECASE,
)
AUTHORS = re.compile(r"Author (?:Contact )?Information|Key Policy Staff", re.IGNORECASE)
ITEM = re.compile(r"\s*[-*•▪■○●◦·–+](?:\s+|$)(.*)")
CAPTION = re.compile(
    r"(?:Table|Figure|Box|Text ?Box|Chart|Map|Exhibit|Graph)\s(?:[A-Z]{1,2}-)?\d+[a-z]?(?:[.:]|\s?[—–-]\s)"
)
SOURCE = re.compile(r"(?:Sources?|Notes?|Data ?sources?)\s?:", re.IGNORECASE)
LETTERED = re.compile(r"[a-z]{1,2}\.\s")
NOTE_MARK = re.compile(r"\[(\d{1,3}|[a-z]|[*†‡])\]\(#[^)]*\)\s?\.?\s*")
NOTE_NUMBER = re.compile(r"\[?(\d{1,3})\]?[.)]?\s+(?=\S)")
NOTE_CELL = re.compile(r"(\d{1,3}|[a-z]{1,2}|[*†‡]+)\.?")
# The lines of a script that draws a chart: they begin with a comment or a call, and go on until prose or a table.
SCRIPT = re.compile(r"\|?\s*(?://|\$\(|\(?function\b|var \w+\s*=|<script)")
PROSE = re.compile(r"[A-Z](?=(?:\S+\s+){9})[^{}]*[.)\"”]\s*$")
STOP = re.compile(r"[.;,]['\"”’)]*$")
LEADER = re.compile(r"(?:\s*\.){3,}\s*\d+$|\t+\d+$")


def read_text(text: str, name: str, warnings: list[str]) -> Document:
    """Read a report of the text shape; SourceError says what is wrong with one that is not."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise SourceError(
                "too_long",
                f"line {number} has {len(line):,} characters, more than the {MAX_LINE:,} that a paragraph may have: "
                "this is no report with one line a paragraph; check how the file was made",
            )
    header = read_header(lines, name)
    reader = TextReader(lines[header.body :])
    reader.builder.add("title", Rich(header.title))
    reader.read()
    body = reader.builder.body()
    if not any(block.kind not in ("title", "heading", "line") for block in body.blocks):
        raise SourceError("no_text", "the file has a header but no paragraph below it: put the report's text there")
    return Document(
        report_id=header.report_id,
        version=header.version,
        title=header.title,
        text=body.text,
        source_format="text",
        series=header.series,
        product_type=header.product_type,
        published=header.published,
        authors=header.authors,
        source_url=header.source_url,
        blocks=body.blocks,
        links=body.links,
        footnotes=body.footnotes,
        cells=body.cells,
        warnings=(*warnings, *header.warnings),
    )


def folded(line: str) -> str:
    """A heading as it is compared with the contents list: no mark-up, case, quotes or extra blanks."""
    plain = unwrap(line.strip()).text.casefold().replace("’", "'").replace("“", '"').replace("”", '"')
    return " ".join(plain.split())


@dataclass(slots=True)
class TextReader:
    """Walks through the lines of a body, chunk by chunk (a chunk is a run of lines without a blank one)."""

    lines: list[str]
    builder: DocumentBuilder = field(default_factory=DocumentBuilder)
    contents: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    caption: list[str] = field(default_factory=list)
    _after: str = ""

    def read(self) -> None:
        """Hand every block of the body to the builder."""
        chunks = list(self._chunks())
        chunks = self._take_contents(chunks)
        notes = next(
            (
                i
                for i, c in enumerate(chunks)
                if len(c) == 1 and NOTES.fullmatch(c[0].strip()) and _opens_notes(chunks, i)
            ),
            len(chunks),
        )
        found, rest = _read_notes(chunks[notes + 1 :]) if notes < len(chunks) else ([], [])
        self.labels = {label for label, _ in found}
        self._read_chunks(chunks[:notes])
        self._read_chunks(rest)
        if found:
            self.builder.add("heading", self._rich(chunks[notes][0]), 1)
            for label, parts in found:
                self.builder.add_note(label, join([unwrap(part) for part in parts]))

    def _chunks(self) -> Iterator[list[str]]:
        """The lines between blank ones; rules, furniture and scripts of charts are left out."""
        chunk: list[str] = []
        script = False
        for line in self.lines:
            if SCRIPT.match(line):
                script = True
            elif script and (PROSE.match(line) or re.match(r"\|\s*(?:\w|$)", line)):
                script = False
            stripped = line.strip()
            if script or not stripped:
                if not script and chunk:
                    yield chunk
                    chunk = []
                continue
            if RULE.fullmatch(stripped):
                if chunk:
                    yield chunk
                    chunk = []
                continue
            if "HTML" in line or "ighcharts" in line or "interactive chart" in line:
                line = FURNITURE.sub("", line)
                if not line.strip(" |-"):
                    continue
            chunk.append(line)
        if chunk:
            yield chunk

    def _take_contents(self, chunks: list[list[str]]) -> list[list[str]]:
        """Leave the contents list and the lists of figures, tables and appendixes out; remember what they name."""
        kept: list[list[str]] = []
        number = 0
        while number < len(chunks):
            chunk = chunks[number]
            if not CONTENTS.fullmatch(chunk[0].strip()):
                kept.append(chunk)
                number += 1
                continue
            entries = chunk[1:]
            number += 1
            while number < len(chunks) and all(_is_entry(line) for line in chunks[number]):
                entries += chunks[number]
                number += 1
            if not entries and not self.contents:
                entries, number = _plain_contents(chunks, number)
            if entries:
                titles = (LEADER.sub("", _item(line)) for line in entries)
                self.contents.update(folded(title) for title in titles)
            else:
                kept.append(chunk)
        return kept

    def _read_chunks(self, chunks: list[list[str]]) -> None:
        contacts = False
        number = 0
        while number < len(chunks):
            chunk = chunks[number]
            number += 1
            first = chunk[0].strip()
            if AUTHORS.fullmatch(first):
                self.builder.add("heading", Rich(first), 1)
                contacts, chunk = True, chunk[1:]
            elif contacts:
                contacts = all(_is_contact(line) for line in chunk)
                chunk = [] if contacts else chunk
            if chunk and DISCLAIMER.fullmatch(first):
                continue
            # A blank line inside a cell cuts a table in two: the second half begins with the rest of the cell.
            while (
                number < len(chunks)
                and chunk
                and chunk[-1].startswith("|")
                and not chunks[number][0].startswith("|")
                and any(line.startswith("|") for line in chunks[number])
                and not _opens_block(chunks[number][0])
            ):
                chunk = [*chunk, *chunks[number]]
                number += 1
            self._read_chunk(chunk)

    def _read_chunk(self, chunk: list[str]) -> None:
        position = 0
        while position < len(chunk):
            line = chunk[position]
            if line.startswith("|"):
                end = position + 1
                while end < len(chunk) and not SOURCE.match(chunk[end]):
                    end += 1
                self._read_rows(parse_rows(chunk[position:end]))
                position = end
                continue
            position += 1
            # Two blanks at the end break the line inside one heading or caption.
            while line.endswith("  ") and position < len(chunk) and _goes_on(line, chunk[position]):
                line = f"{line.rstrip()} {chunk[position]}"
                position += 1
            self._read_line(line)

    def _read_line(self, line: str) -> None:
        text = line.strip()
        item = ITEM.fullmatch(line)
        if item:
            self._add("list_item", item.group(1))
        elif folded(text) in self.contents and not CAPTION.match(text):
            self._add("heading", text)
        elif CAPTION.match(text) and not (STOP.search(text) and len(text) > LINE_WIDTH):
            self.caption = [text]
            self._add("caption", text)
        elif SOURCE.match(text) or (LETTERED.match(text) and self._after == "source"):
            self._add("source", text)
        elif len(text) > LINE_WIDTH or STOP.search(text):
            self._add("paragraph", text)
        else:
            if self._after == "caption":
                self.caption.append(text)
            self._add("line", text)

    def _read_rows(self, rows: list[Row]) -> None:
        caption = self.caption if self._after in ("caption", "line") else []
        for kind, text in add_rows(self.builder, rows, caption, self.labels):
            if kind == "line":
                self._read_line(text)
            else:
                self._add(kind, text)
        self._after = "table_row"

    def _add(self, kind: str, text: str) -> None:
        self.builder.add(kind, self._rich(text))
        self._after = kind

    def _rich(self, text: str) -> Rich:
        return unwrap(text, self.labels)


def _item(line: str) -> str:
    match = ITEM.fullmatch(line)
    return (match.group(1) if match else line).strip()


def _is_entry(line: str) -> bool:
    """A line of a contents list: nothing but a link, or words with dot leaders and a page number."""
    text = _item(line)
    return bool(re.fullmatch(r"\[.+\]\([^)]*\)", text) or LEADER.search(text)) or (
        line.lstrip().startswith("- ") and text.startswith("[") and text.endswith(")")
    )


def _plain_contents(chunks: list[list[str]], number: int) -> tuple[list[str], int]:
    """The entries of a contents list without links: lone lines up to the second time that the first one stands."""
    if number >= len(chunks) or len(chunks[number]) != 1:
        return [], number
    first = folded(_item(chunks[number][0]))
    for end in range(number + 1, min(number + 200, len(chunks))):
        if len(chunks[end]) != 1 or len(chunks[end][0]) > LINE_WIDTH:
            return [], number
        if folded(chunks[end][0]) == first:
            return [chunk[0] for chunk in chunks[number:end]], end
    return [], number


def _opens_block(line: str) -> bool:
    return bool(CAPTION.match(line) or SOURCE.match(line) or ITEM.match(line))


def _goes_on(line: str, following: str) -> bool:
    """Whether `following` is the second half of a broken line."""
    return not (
        STOP.search(line.rstrip()) or SOURCE.match(following) or following.startswith("|") or ITEM.match(following)
    )


def _is_contact(line: str) -> bool:
    """A line of the authors' block: name and job, address, phone, no sentence."""
    text = line.strip()
    return len(text) < LINE_WIDTH and bool(
        re.search(r"@|\bscrubbed\]|\d-\d{4}", text) or not re.search(r"[.?!]$|^Acknowledg", text)
    )


def _opens_notes(chunks: list[list[str]], number: int) -> bool:
    """Whether the lone line `Footnotes` opens the notes: what follows is labelled."""
    if number + 1 >= len(chunks):
        return False
    line = chunks[number + 1][0]
    return bool(
        NOTE_MARK.match(line) or NOTE_NUMBER.match(line)
        or (line.startswith("|") and NOTE_CELL.fullmatch(line[1:].partition("|")[0].strip()))
    )  # fmt: skip


def _read_notes(chunks: list[list[str]]) -> tuple[list[tuple[str, list[str]]], list[list[str]]]:
    """The notes as (label, paragraphs), and the chunks after them that are no notes."""
    notes: list[tuple[str, list[str]]] = []
    for number, chunk in enumerate(chunks):
        if AUTHORS.fullmatch(chunk[0].strip()) or DISCLAIMER.fullmatch(chunk[0].strip()):
            return notes, chunks[number:]
        for line in chunk:
            label, text = _note_start(line, len(notes))
            if label is not None:
                notes.append((label, [text] if text else []))
            elif notes and text:
                notes[-1][1].append(text)
    return notes, []


def _note_start(line: str, count: int) -> tuple[str | None, str]:
    """(label, text) of a line of the notes; the label is None where the line goes on with the note before."""
    if line.startswith("|"):
        label, bar, text = line[1:].partition("|")
        match = NOTE_CELL.fullmatch(label.strip())
        if match and bar:
            return match.group(1), text.strip()
        return None, line.strip(" |")
    match = NOTE_MARK.match(line)
    if match:
        return match.group(1), line[match.end() :].strip()
    match = NOTE_NUMBER.match(line)
    if match and int(match.group(1)) == count + 1:
        return match.group(1), line[match.end() :].strip()
    return None, line.strip()
