"""Readers: one a source format, chosen by what the bytes are, all returning the same `Document`."""

from __future__ import annotations

import re

from pipeline.sources.decode import decode
from pipeline.sources.document import Document, SourceError
from pipeline.sources.text import read_text

__all__ = ["Document", "SourceError", "read"]

HTML = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|div|p|h1)\b", re.IGNORECASE | re.DOTALL)
JSON = re.compile(r"\s*[{\[]\s*(?:[\"{\[]|$)")


def read(data: bytes, name: str) -> Document:
    """Read a report. `name` is the file's name, which may tell number, version and date.

    SourceError carries a sentence that says what is wrong with the file and what to do about it.
    """
    text, warnings = decode(data)
    for what, opening in (("HTML", HTML), ("JSON", JSON)):
        if opening.match(text[:2000]):
            raise SourceError("format", f"the file is {what}, which is not read yet: save the report as plain text")
    return read_text(text, name, warnings)
