"""Flattened texts of the GovReport corpus: headings indented by tabs, one line a paragraph, the mark-up torn out.

Where mark-up was, blanks are left (`( P.L. 114-10 )`, `the 114 th Congress`, `F ederal`): they are taken out again.
"""

from __future__ import annotations

import re

from pipeline.sources.document import Document, DocumentBuilder, Rich, SourceError
from pipeline.sources.header import stem_of
from pipeline.sources.identity import clues_of_name, product_of, series_of

HEADING = re.compile(r"(\t+)(\S.*)")
SHAPE = re.compile(r"(?:\A|\n[ \t]*\n)\t+[^\s.][^\n]{0,250}\n[ \t]*\n(?=\S)")
WIDTH = 400
SAMPLE = 60_000

# What stood beside mark-up that was torn out: a blank inside brackets, before a stop, inside `114th` and a drop cap.
# Each begins with a sign that is rare, or stands behind a test for one: blanks are everywhere.
AFTER_OPENING = re.compile(r"([(\[]) +(?=\S)")
BEFORE_CLOSING = re.compile(r" (?<=[^\s.] ) *(?=[)\],;:?!](?:[\s,.;:)]|$)|\.(?:\s(?! ?\.)|$))")
CLOSINGS = tuple(f" {sign}" for sign in ")],;:?!.")
ORDINAL = re.compile(r"(\d) (?=(?:st|nd|rd|th)\b)")
POSSESSIVE = re.compile(r"(\w) (?=['’]s\b)")
POSSESSIVES = (" 's", " ’s")
DROP_CAP = re.compile(r"([B-HJ-Z])(?:(?<=^.)|(?<=[.!?] .)) (?=[a-z]{2,}\b(?!\.))")


def looks_flattened(text: str) -> bool:
    """Whether headings stand behind tabs, alone between blank lines."""
    return "\n\t" in text[:SAMPLE] and len(SHAPE.findall(text[:SAMPLE])) > 1


def read_flattened(text: str, name: str, warnings: list[str]) -> Document:
    """Read a flattened text; it has neither title nor date, so these come from the file's name or are unknown."""
    builder = DocumentBuilder()
    for line in text.split("\n"):
        match = HEADING.fullmatch(line.rstrip())
        if match and len(line) <= WIDTH:
            builder.add("heading", Rich(mend(match[2])), len(match[1]))
        else:
            builder.add("paragraph", Rich(mend(line.strip())))
    body = builder.body()
    if not any(block.kind == "paragraph" for block in body.blocks):
        raise SourceError("no_text", "the file has headings but no paragraph below them: put the report's text there")
    clues = clues_of_name(name)
    report_id = clues.report_id or stem_of(name)
    told = "" if clues.report_id else f", and the file's name no report number: the name {report_id!r} stands for it"
    series = series_of(report_id) if clues.report_id else None
    return Document(
        report_id=report_id,
        version=clues.version,
        title=None,
        text=body.text,
        source_format="text",
        series=series,
        product_type=product_of(None, series),
        published=clues.published,
        blocks=body.blocks,
        warnings=(*warnings, f"the text has no title, number or date of its own{told}"),
    )


def mend(text: str) -> str:
    """A paragraph without the blanks that torn-out mark-up left behind.

    >>> mend("F ederal law ( P.L. 114-10 ) of the 114 th Congress , as amended")
    'Federal law (P.L. 114-10) of the 114th Congress, as amended'
    """
    if " " not in text:
        return text
    text = AFTER_OPENING.sub(r"\1", text)
    if any(closing in text for closing in CLOSINGS):
        text = BEFORE_CLOSING.sub("", text)
    text = ORDINAL.sub(r"\1", text)
    if any(possessive in text for possessive in POSSESSIVES):
        text = POSSESSIVE.sub(r"\1", text)
    text = DROP_CAP.sub(r"\1", text)
    return " ".join(text.split(" ")) if "  " in text else text
