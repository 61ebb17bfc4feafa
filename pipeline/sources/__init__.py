"""Readers: one a source format, chosen by what the bytes are, all returning the same `Document`."""

from __future__ import annotations

from pipeline.sources.catalogue import check_catalogue
from pipeline.sources.decode import decode, opening
from pipeline.sources.document import Document, SourceError
from pipeline.sources.flattened import looks_flattened, read_flattened
from pipeline.sources.html import looks_like_html, read_html
from pipeline.sources.json_report import read_json
from pipeline.sources.markdown import looks_like_markdown, read_markdown
from pipeline.sources.pdf import looks_like_pdf, read_pdf
from pipeline.sources.records import Record, looks_like_json, with_record
from pipeline.sources.text import read_text

__all__ = ["Document", "Record", "SourceError", "read"]


def read(data: bytes, name: str, record: Record | None = None) -> Document:
    """Read a report. `name` is the file's name, which may tell number, version and date.

    `record` is what a catalogue says of the report beside its text. SourceError carries a sentence that says what is
    wrong with the file and what to do about it.
    """
    document = _read(data, name, record)
    return with_record(document, record) if record else document


def _read(data: bytes, name: str, record: Record | None) -> Document:
    if looks_like_pdf(data):
        return read_pdf(data, name)
    head = opening(data)
    if looks_like_html(head):
        return read_html(data, name, record)
    if looks_like_json(head):
        return read_json(data, name)
    text, warnings = decode(data)
    check_catalogue(text)
    if looks_flattened(text):
        return read_flattened(text, name, warnings)
    if looks_like_markdown(text):
        return read_markdown(text, name, warnings)
    return read_text(text, name, warnings)
