"""Tables that only the stages see: how `ingest` tells `segment` what each block is, and `segment` tells `extract`."""

from __future__ import annotations

from pipeline.tables.columns import (
    COUNT,
    OFFSET,
    STRING,
    STRINGS,
    Column,
    Table,
    category,
    doc_id,
    section_id,
)

BLOCKS = Table(
    "blocks",
    "block of the canonical text",
    "start",
    (
        doc_id(),
        Column("start", OFFSET, "Where the block begins", "code points", required=True),
        Column("end", OFFSET, "Where it ends, exclusive", "code points", required=True),
        category("kind", "title, heading, line, paragraph, list_item, caption, table_row, source, note", required=True),
        Column("level", COUNT, "The level of a heading, where the source tells it"),
    ),
    ("doc_id", "start"),
)
PARAGRAPHS = Table(
    "paragraphs",
    "paragraph that mentions are read from",
    "start",
    (
        doc_id(),
        section_id(),
        Column("start", OFFSET, "Where the paragraph begins", "code points", required=True),
        Column("end", OFFSET, "Where it ends, exclusive", "code points", required=True),
        category("kind", "paragraph, list_item, source (below a table or figure), note", required=True),
    ),
    ("doc_id", "start"),
)
ANCHORS = Table(
    "anchors",
    "hyperlink, before its section is known",
    "start",
    (
        doc_id(),
        Column("start", OFFSET, "Where the link's words begin", "code points", required=True),
        Column("end", OFFSET, "Where they end, exclusive", "code points", required=True),
        Column("url", STRING, "Its address; null where the source dropped it"),
    ),
    ("doc_id", "start"),
)
# What `ingest` knows of the files it read: what a run after it need not read again, and which documents count.
FILES = Table(
    "files",
    "file that was read",
    "source_path",
    (
        Column("source_path", STRING, "The file, relative to the PATH given", required=True),
        Column("source_sha256", STRING, "SHA-256 of its bytes, where it could be opened"),
        Column("record", STRING, "SHA-256 of what metadata told of it, where there is any"),
        Column("doc_id", STRING, "The document in it; null where it could not be read"),
        category("source_format", "text, html, markdown, pdf, json; null where it could not be read"),
        Column("n_chars", COUNT, "Length of the document's text", "code points"),
        category("error", "A short name of what is wrong; null where it was read"),
        Column("message", STRING, "What is wrong and what to do about it"),
    ),
    ("source_path",),
)
KEPT = Table(
    "kept",
    "document that counts, and the piece that holds it",
    "doc_id",
    (
        doc_id(),
        Column("piece", STRING, "The folder in the part that holds its rows", required=True),
        Column("source_path", STRING, "The file, relative to the PATH given", required=True),
        Column("source_sha256", STRING, "SHA-256 of its bytes", required=True),
        Column("n_chars", COUNT, "Length of its text", "code points", required=True),
        Column("warnings", STRINGS, "What other files add to the warnings of the document", required=True),
    ),
    ("doc_id",),
)
# What `evaluate` leaves beside the metrics.
MISTAKES = Table(
    "mistakes",
    "row that the gold has and the tables have not, or the other way round",
    "text",
    (
        Column("layer", STRING, "sections, figures, dates, entities, citations, claims", required=True),
        Column("report_id", STRING, "The report's number", required=True),
        category("kind", "What is wrong", "missed spurious differs", required=True),
        Column(
            "start", OFFSET, "Where the row begins in `documents.text`; null where the text lacks it", "code points"
        ),
        Column("end", OFFSET, "Where it ends, exclusive", "code points"),
        Column("text", STRING, "The characters of the row (of a claim its cue)", required=True),
        Column("gold", STRING, "The gold's values as JSON; null where it has no such row"),
        Column("predicted", STRING, "The values found as JSON; null where nothing was found"),
        Column("sentence", STRING, "The sentence it begins in"),
    ),
    ("layer", "report_id", "start"),
)
INTERNAL: dict[str, Table] = {table.name: table for table in (BLOCKS, ANCHORS, PARAGRAPHS, FILES, KEPT, MISTAKES)}
