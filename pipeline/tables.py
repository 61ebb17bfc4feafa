"""THE schema: every table, its columns, their types, units and meanings. Nothing else names a column twice.

The Parquet field metadata, the data dictionary, the checks of `tabulate` and the dtypes of `pipeline.read` all come
from here. Adding a column means adding a line here and filling it where its rows are made.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

SCHEMA_VERSION = "1"

STRING = pa.string()
CATEGORY = pa.dictionary(pa.int32(), pa.string())
OFFSET = pa.int32()
COUNT = pa.int32()
NUMBER = pa.float64()
DATE = pa.date32()
STRINGS = pa.list_(pa.field("item", pa.string(), nullable=False))
AUTHORS = pa.list_(
    pa.field("item", pa.struct([pa.field("name", pa.string(), nullable=False), pa.field("title", pa.string())]))
)


class Column(NamedTuple):
    """A column: its name, Arrow type, meaning and unit; `required` columns never hold null."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()


class Table(NamedTuple):
    """A table: what one row is, its key column, its columns, and the columns it is sorted by.

    `row_group`: rows of a row group of the finished file, a constant, so that its bytes do not depend on how the rows
    arrived. A few MB each: writers hold as much before they write.
    """

    name: str
    row: str
    key: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    row_group: int = 16_384

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]


def _doc_id() -> Column:
    return Column("doc_id", STRING, "The report version: `IF10491v14`, else the report's number", required=True)


def _section_id() -> Column:
    return Column("section_id", STRING, "The innermost section that holds the row (`sections`)", required=True)


def _sentence_id() -> Column:
    return Column("sentence_id", STRING, "The sentence in which the row begins (`sentences`)", required=True)


def _place(what: str) -> tuple[Column, Column, Column]:
    return (
        Column("start", OFFSET, f"Where {what} begins in `documents.text`", "code points", required=True),
        Column("end", OFFSET, f"Where {what} ends, exclusive", "code points", required=True),
        Column("text", STRING, f"The characters of {what}: `documents.text[start:end]`", required=True),
    )


def _span(name: str, what: str, *, required: bool = False) -> tuple[Column, Column, Column]:
    return (
        Column(name, STRING, f"{what}: its characters", required=required),
        Column(f"{name}_start", OFFSET, f"{what}: where it begins", "code points", required=required),
        Column(f"{name}_end", OFFSET, f"{what}: where it ends, exclusive", "code points", required=required),
    )


def _category(name: str, meaning: str, values: str = "", *, required: bool = False) -> Column:
    """A category; `values` lists what it may hold, parted by blanks, where that is fixed."""
    return Column(name, CATEGORY, meaning, required=required, values=tuple(values.split()))


def _rule(layer: str) -> Column:
    return Column("rule", CATEGORY, f"The rule of `models/` that made the row (`{layer}.…`)", required=True)


def _mention(name: str, row: str, key: str, what: str, *columns: Column) -> Table:
    """A table of mentions: key, document, section, sentence and place, then the columns of its own, then the rule."""
    head = (Column(key, STRING, f"`{{doc_id}}:{name}:{{start}}-{{end}}`", required=True), _doc_id(), _section_id())
    return Table(
        name, row, key, (*head, _sentence_id(), *_place(what), *columns, _rule(name)), ("doc_id", "start", "end", key)
    )


DOCUMENTS = Table(
    "documents",
    "version of a report",
    "doc_id",
    (
        _doc_id(),
        Column("report_id", STRING, "The product's number: `IN10265`", required=True),
        Column("version", COUNT, "The version's number, where the source or the file's name tells it"),
        _category("series", "The number's letters: R, RL, RS, IF, IN, LSB …"),
        _category("product_type", "Report, In Focus, Insight, Legal Sidebar …"),
        Column("title", STRING, "The title, as the report has it"),
        Column("published", DATE, "The date of this version", "day"),
        Column("authors", AUTHORS, "Persons who wrote it: `Given Surname` and job title", required=True),
        Column("topics", STRINGS, "Topics the source files it under", required=True),
        Column("source_path", STRING, "The file, relative to the PATH given", required=True),
        _category("source_format", "text, html, markdown, pdf, json", required=True),
        Column("source_sha256", STRING, "SHA-256 of the file's bytes", required=True),
        Column("source_url", STRING, "Where the source says it is published"),
        Column("text", STRING, "The canonical text that every offset indexes", required=True),
        Column("n_chars", COUNT, "Length of `text`", "code points", required=True),
        Column("n_words", COUNT, "Words of `text`, parted by white space", "words", required=True),
        Column("n_sections", COUNT, "Rows of `sections`", "sections", required=True),
        Column("n_sentences", COUNT, "Rows of `sentences`", "sentences", required=True),
        Column("warnings", STRINGS, "What was odd about the input and how it was read", required=True),
    ),
    ("doc_id",),
    row_group=64,  # whole texts
)

SECTIONS = Table(
    "sections",
    "section",
    "section_id",
    (
        Column("section_id", STRING, "`{doc_id}:sections:{start}-{end}`", required=True),
        _doc_id(),
        Column("parent_id", STRING, "The section this one stands in; null at the top"),
        Column("ordinal", COUNT, "Its place in the document, from 0", required=True),
        Column("level", COUNT, "1 for a top-level heading of the body, 2 and 3 under it", required=True),
        Column("title", STRING, "The heading; null for a lead before the first heading"),
        _category("kind", "summary, introduction, background, body, options, conclusion, appendix, notes, authors …"),
        Column("path", STRING, "The headings from the top: `A > B`"),
        Column("start", OFFSET, "Where it begins (its heading)", "code points", required=True),
        Column("end", OFFSET, "Where its body ends, subsections included, exclusive", "code points", required=True),
        Column("heading_start", OFFSET, "Where its heading begins", "code points"),
        Column("heading_end", OFFSET, "Where its heading ends, exclusive", "code points"),
    ),
    ("doc_id", "ordinal"),
)

SENTENCES = Table(
    "sentences",
    "sentence",
    "sentence_id",
    (
        Column("sentence_id", STRING, "`{doc_id}:sentences:{start}-{end}`", required=True),
        _doc_id(),
        _section_id(),
        Column("paragraph", COUNT, "The paragraph's number in the document, from 0", required=True),
        *_place("the sentence"),
    ),
    ("doc_id", "start"),
)

FIGURES = _mention(
    "figures",
    "quantity",
    "figure_id",
    "the quantity, from sign or number to the last word of scale or unit",
    _category("kind", "What it measures", "percent money count measure ratio", required=True),
    Column("value", NUMBER, "The number in full; null for a range", "`unit`"),
    Column("low", NUMBER, "Lower end of a range, smaller number of a vote", "`unit`"),
    Column("high", NUMBER, "Upper end of a range, larger number of a vote", "`unit`"),
    Column("unit", STRING, "`%`, `percentage point`, ISO 4217 code, head noun of a count, singular unit name"),
    _category("bound", "How the text bounds it", "exact approx gt lt", required=True),
    Column("of", STRING, "The whole that a share is a share of"),
    Column("per", STRING, "The denominator attached to it: `year`, `capita`"),
    _category("change", "The direction, where it tells a movement", "increase decrease"),
    Column("subject", STRING, "What is measured, where the sentence says it plainly"),
)

DATES = _mention(
    "dates",
    "time expression",
    "date_id",
    "the expression, without prepositions and articles",
    _category("type", "What it is", "date range duration set", required=True),
    Column("start_date", DATE, "First day; null for durations and sets", "day"),
    Column("end_date", DATE, "Last day, inclusive", "day"),
    Column("value", STRING, "Duration or period of a set", "ISO 8601"),
    _category("mod", "Which part of it, or how sure", "early mid late approx"),
    _category(
        "precision",
        "The unit that is named",
        "day month quarter season year decade century fiscal_year congress",
    ),
    _category("resolved_from", "What its days were found from", "text report_date context"),
)

ENTITIES = _mention(
    "entities",
    "named mention",
    "entity_id",
    "the name, without article, title and possessive",
    _category("label", "What it names", "PERSON ORG GPE LOC NORP LAW PROGRAM EVENT", required=True),
    Column("norm", STRING, "Full name in the document for a short form; ISO 3166-1 alpha-3 for a country"),
    Column("canonical_id", STRING, "One id for every mention of one thing in the document", required=True),
)

CITATIONS = _mention(
    "citations",
    "legal or official reference",
    "citation_id",
    "the reference",
    _category(
        "type",
        "What it cites",
        "public_law usc cfr fed_reg stat bill executive_order case reporter crs_report gao_report cbo_report proclamation treaty",
        required=True,
    ),
    Column("norm", STRING, "The id: `pl/113/291`, `usc/42/7545/c/4`", required=True),
    Column("url", STRING, "The official page that the id leads to"),
)

_CLAIM_PLACE = _place("the claim (the cover of source, cue and content)")
CLAIMS = Table(
    "claims",
    "policy claim",
    "claim_id",
    (
        Column("claim_id", STRING, "`{doc_id}:claims:{start}-{end}`", required=True),
        _doc_id(),
        _section_id(),
        _sentence_id(),
        _category(
            "type",
            "What kind of claim",
            "assertion stance recommendation prediction provision assessment",
            required=True,
        ),
        *_span("cue", "The words that make it a claim", required=True),
        Column("cue_lemma", STRING, "The cue in its dictionary form", required=True),
        *_span("source", "Who says it, or the law, plan or actor that provides it; null in the report's own voice"),
        _category(
            "source_kind",
            "What the source is",
            "report person organization government law group unnamed",
            required=True,
        ),
        *_span("content", "What is claimed, asked for or provided"),
        _category(
            "modality",
            "How the content is put",
            "certain probable possible obligation permission prohibition",
            required=True,
        ),
        _category("polarity", "Whether the surface negates", "positive negative", required=True),
        _category("stance", "For or against", "support oppose"),
        *_CLAIM_PLACE,
        Column("entity_ids", STRINGS, "Rows of `entities` inside the claim", required=True),
        Column("figure_ids", STRINGS, "Rows of `figures` inside the claim", required=True),
        Column("date_ids", STRINGS, "Rows of `dates` inside the claim", required=True),
        Column("citation_ids", STRINGS, "Rows of `citations` inside the claim", required=True),
        _rule("claims"),
    ),
    ("doc_id", "start", "end", "claim_id"),
)

LINKS = Table(
    "links",
    "hyperlink",
    "link_id",
    (
        Column("link_id", STRING, "`{doc_id}:links:{start}-{end}`", required=True),
        _doc_id(),
        _section_id(),
        *_place("the link's words"),
        Column("url", STRING, "Its address; null where the source dropped it"),
    ),
    ("doc_id", "start", "link_id"),
)

FOOTNOTES = Table(
    "footnotes",
    "note",
    "footnote_id",
    (
        Column("footnote_id", STRING, "`{doc_id}:footnotes:{start}-{end}`", required=True),
        _doc_id(),
        Column("label", STRING, "Its mark: `1`, `a`", required=True),
        Column("ref_start", OFFSET, "Where it is called in the body", "code points"),
        Column("ref_end", OFFSET, "Where the call ends, exclusive", "code points"),
        *_place("the note"),
    ),
    ("doc_id", "start", "footnote_id"),
)

TABLE_CELLS = Table(
    "table_cells",
    "cell of a data table in a report",
    "cell_id",
    (
        Column("cell_id", STRING, "`{doc_id}:table_cells:{start}-{end}`", required=True),
        _doc_id(),
        Column(
            "table_id", STRING, "`{doc_id}:tables:{start}-{end}`, the same for every cell of a table", required=True
        ),
        Column("caption", STRING, "The table's caption"),
        Column("row", COUNT, "Row number, from 0; the header's rows count", required=True),
        Column("column", COUNT, "Column number, from 0", required=True),
        Column("header", STRING, "The column's header"),
        *_place("the cell"),
        Column("value", NUMBER, "The cell's number, scaled by the unit's scale", "`unit`"),
        Column("unit", STRING, "Unit from the cell, the header or the caption"),
    ),
    ("doc_id", "start", "row", "column"),
)

ERRORS = Table(
    "errors",
    "input that could not be read",
    "source_path",
    (
        Column("source_path", STRING, "The file, relative to the PATH given", required=True),
        Column("source_sha256", STRING, "SHA-256 of its bytes, where it could be opened"),
        _category("stage", "The stage that gave up", required=True),
        _category("error", "A short name of what is wrong", required=True),
        Column("message", STRING, "What is wrong and what to do about it", required=True),
    ),
    ("source_path", "stage", "error", "message"),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        SECTIONS,
        SENTENCES,
        FIGURES,
        DATES,
        ENTITIES,
        CITATIONS,
        CLAIMS,
        LINKS,
        FOOTNOTES,
        TABLE_CELLS,
        ERRORS,
    )
}
MENTIONS = ("figures", "dates", "entities", "citations", "claims")

# Tables that only the stages see: how `ingest` tells `segment` what each block is, and `segment` tells `extract`.
BLOCKS = Table(
    "blocks",
    "block of the canonical text",
    "start",
    (
        _doc_id(),
        Column("start", OFFSET, "Where the block begins", "code points", required=True),
        Column("end", OFFSET, "Where it ends, exclusive", "code points", required=True),
        _category(
            "kind", "title, heading, line, paragraph, list_item, caption, table_row, source, note", required=True
        ),
        Column("level", COUNT, "The level of a heading, where the source tells it"),
    ),
    ("doc_id", "start"),
)
PARAGRAPHS = Table(
    "paragraphs",
    "paragraph that mentions are read from",
    "start",
    (
        _doc_id(),
        _section_id(),
        Column("start", OFFSET, "Where the paragraph begins", "code points", required=True),
        Column("end", OFFSET, "Where it ends, exclusive", "code points", required=True),
        _category("kind", "paragraph, list_item, source (below a table or figure), note", required=True),
    ),
    ("doc_id", "start"),
)
ANCHORS = Table(
    "anchors",
    "hyperlink, before its section is known",
    "start",
    (
        _doc_id(),
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
        _category("source_format", "text, html, markdown, pdf, json; null where it could not be read"),
        Column("n_chars", COUNT, "Length of the document's text", "code points"),
        _category("error", "A short name of what is wrong; null where it was read"),
        Column("message", STRING, "What is wrong and what to do about it"),
    ),
    ("source_path",),
)
KEPT = Table(
    "kept",
    "document that counts, and the piece that holds it",
    "doc_id",
    (
        _doc_id(),
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
        _category("kind", "What is wrong", "missed spurious differs", required=True),
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
PARTS: dict[str, Table] = {
    **TABLES,
    **{table.name: table for table in (BLOCKS, ANCHORS, PARAGRAPHS, FILES, KEPT, MISTAKES)},
}


def schema(name: str, *, plain: bool = False) -> pa.Schema:
    """The Arrow schema of a table, with meanings and units as field metadata.

    `plain` gives categories as strings: the form in which rows travel between the stages.
    """
    table = PARTS[name]
    fields = []
    for column in table.columns:
        kind = STRING if plain and pa.types.is_dictionary(column.type) else column.type
        notes = {"description": column.meaning}
        if column.unit:
            notes["unit"] = column.unit
        if column.values:
            notes["values"] = ", ".join(column.values)
        fields.append(pa.field(column.name, kind, nullable=not column.required, metadata=notes))
    about = {"table": name, "row": f"one row a {table.row}", "key": table.key, "schema_version": SCHEMA_VERSION}
    return pa.schema(fields, metadata=about)
