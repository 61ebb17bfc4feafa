r"""Bytes to characters: UTF-8, UTF-16 and UTF-32 with their byte-order marks, Windows-1252; anything else is refused.

Characters stay as they are but for three things: line ends become `\n`, text is normalised to NFC, and mojibake
(`â€™` for `’`) is mended.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

import ftfy
from ftfy.badness import is_bad

from pipeline.sources.document import SourceError

# What a file is that begins with these bytes, and so no text.
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
# Every byte but those of control characters.
PLAIN = bytes(byte for byte in range(256) if byte in b"\t\n" or (byte >= 32 and byte != 127))
# The lead bytes of UTF-8 as Windows-1252 or Latin-1 shows them, before another of its high characters.
MOJIBAKE = re.compile(r"[\xc2-\xf4\u0102-\u0111][\x80-\xbf\u0152-\u0192\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The characters of a file and warnings about how they were read; SourceError where it is no text."""
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise SourceError("empty", "the file is empty: put the report's text into it or remove it")
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise SourceError("binary", f"the file is {what}, not text: save the report as plain text (UTF-8)")
    text, warnings = _decode(data)
    # Most files hold none of these: looking for single characters costs a tenth of looking for a class.
    if any(character in text for character in "\r\x0b\x0c\x85\u2028\u2029"):
        text = NEWLINES.sub("\n", text)
    if data.translate(None, PLAIN) or "\ufeff" in text:
        text = CONTROLS.sub("", text)
    if (warnings or b"\xc3" in data or b"\xc4" in data) and MOJIBAKE.search(text):
        text, mended = _mend(text)
        if mended:
            warnings.append(f"mojibake mended in {mended} line{'s' if mended > 1 else ''}")
    return unicodedata.normalize("NFC", text), warnings


def opening(data: bytes, length: int = 4000) -> str:
    """The first characters of a file, enough to tell what it is; "" where it is no text."""
    head = data[:length]
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, "ignore")
    return "" if b"\x00" in head else head.decode("utf-8", "replace")


def _decode(data: bytes) -> tuple[str, list[str]]:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding), (
                    [] if encoding == "utf-8" else [f"read as {encoding.upper()}, by its byte-order mark"]
                )
            except UnicodeDecodeError as error:
                raise SourceError(
                    "encoding",
                    f"the file's byte-order mark says {encoding.upper()}, but byte {error.start + len(bom)} is not: "
                    "save it again as UTF-8",
                ) from error
    if b"\x00" in data:
        raise SourceError(
            "binary",
            "the file holds zero bytes, so it is binary or UTF-16 without a byte-order mark: save it as UTF-8 text",
        )
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        wrong = error
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise SourceError(
            "encoding",
            f"the file is neither UTF-8 (byte {wrong.start}) nor Windows-1252 (byte {error.start}): save it as UTF-8",
        ) from error
    if len(CONTROLS.findall(text)) * 100 > len(text):
        raise SourceError("binary", "the file is full of control characters, so it is no text: save it as UTF-8 text")
    return text, ["read as Windows-1252, because it is not UTF-8"]


def _mend(text: str) -> tuple[str, int]:
    """Mend the lines that hold mojibake, and only those; quotes and ligatures stay as they are."""
    lines = text.split("\n")
    mended = 0
    for number, line in enumerate(lines):
        if MOJIBAKE.search(line) and is_bad(line):
            better = ftfy.fix_encoding(line)
            mended += better != line
            lines[number] = better
    return "\n".join(lines), mended
