"""The tables that users get."""

from __future__ import annotations

from pipeline.tables.columns import (
    AUTHORS,
    COUNT,
    DATE,
    NUMBER,
    OFFSET,
    STRING,
    STRINGS,
    Column,
    Table,
    category,
    doc_id,
    mention,
    place,
    rule,
    section_id,
    sentence_id,
    span,
)

DOCUMENTS = Table(
    "documents",
    "version of a report",
    "doc_id",
    (
        doc_id(),
        Column("report_id", STRING, "The product's number: `IN10265`", required=True),
        Column("version", COUNT, "The version's number, where the source or the file's name tells it"),
        category("series", "The number's letters: R, RL, RS, IF, IN, LSB …"),
        category("product_type", "Report, In Focus, Insight, Legal Sidebar …"),
        Column("title", STRING, "The title, as the report has it"),
        Column("published", DATE, "The date of this version", "day"),
        Column("authors", AUTHORS, "Persons who wrote it: `Given Surname` and job title", required=True),
        Column("topics", STRINGS, "Topics the source files it under", required=True),
        Column("source_path", STRING, "The file, relative to the PATH given", required=True),
        category("source_format", "text, html, markdown, pdf, json", required=True),
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
        doc_id(),
        Column("parent_id", STRING, "The section this one stands in; null at the top"),
        Column("ordinal", COUNT, "Its place in the document, from 0", required=True),
        Column("level", COUNT, "1 for a top-level heading of the body, 2 and 3 under it", required=True),
        Column("title", STRING, "The heading; null for a lead before the first heading"),
        category("kind", "summary, introduction, background, body, options, conclusion, appendix, notes, authors …"),
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
        doc_id(),
        section_id(),
        Column("paragraph", COUNT, "The paragraph's number in the document, from 0", required=True),
        *place("the sentence"),
    ),
    ("doc_id", "start"),
)

FIGURES = mention(
    "figures",
    "quantity",
    "figure_id",
    "the quantity, from sign or number to the last word of scale or unit",
    category("kind", "What it measures", "percent money count measure ratio", required=True),
    Column("value", NUMBER, "The number in full; null for a range", "`unit`"),
    Column("low", NUMBER, "Lower end of a range, smaller number of a vote", "`unit`"),
    Column("high", NUMBER, "Upper end of a range, larger number of a vote", "`unit`"),
    Column("unit", STRING, "`%`, `percentage point`, ISO 4217 code, head noun of a count, singular unit name"),
    category("bound", "How the text bounds it", "exact approx gt lt", required=True),
    Column("of", STRING, "The whole that a share is a share of"),
    Column("per", STRING, "The denominator attached to it: `year`, `capita`"),
    category("change", "The direction, where it tells a movement", "increase decrease"),
    Column("subject", STRING, "What is measured, where the sentence says it plainly"),
)

DATES = mention(
    "dates",
    "time expression",
    "date_id",
    "the expression, without prepositions and articles",
    category("type", "What it is", "date range duration set", required=True),
    Column("start_date", DATE, "First day; null for durations and sets", "day"),
    Column("end_date", DATE, "Last day, inclusive", "day"),
    Column("value", STRING, "Duration or period of a set", "ISO 8601"),
    category("mod", "Which part of it, or how sure", "early mid late approx"),
    category(
        "precision",
        "The unit that is named",
        "day month quarter season year decade century fiscal_year congress",
    ),
    category("resolved_from", "What its days were found from", "text report_date context"),
)

ENTITIES = mention(
    "entities",
    "named mention",
    "entity_id",
    "the name, without article, title and possessive",
    category("label", "What it names", "PERSON ORG GPE LOC NORP LAW PROGRAM EVENT", required=True),
    Column("norm", STRING, "Full name in the document for a short form; ISO 3166-1 alpha-3 for a country"),
    Column("canonical_id", STRING, "One id for every mention of one thing in the document", required=True),
)

CITATIONS = mention(
    "citations",
    "legal or official reference",
    "citation_id",
    "the reference",
    category(
        "type",
        "What it cites",
        "public_law usc cfr fed_reg stat bill executive_order case reporter crs_report gao_report cbo_report proclamation treaty",
        required=True,
    ),
    Column("norm", STRING, "The id: `pl/113/291`, `usc/42/7545/c/4`", required=True),
    Column("url", STRING, "The official page that the id leads to"),
)

_CLAIM_PLACE = place("the claim (the cover of source, cue and content)")
CLAIMS = Table(
    "claims",
    "policy claim",
    "claim_id",
    (
        Column("claim_id", STRING, "`{doc_id}:claims:{start}-{end}`", required=True),
        doc_id(),
        section_id(),
        sentence_id(),
        category(
            "type",
            "What kind of claim",
            "assertion stance recommendation prediction provision assessment",
            required=True,
        ),
        *span("cue", "The words that make it a claim", required=True),
        Column("cue_lemma", STRING, "The cue in its dictionary form", required=True),
        *span("source", "Who says it, or the law, plan or actor that provides it; null in the report's own voice"),
        category(
            "source_kind",
            "What the source is",
            "report person organization government law group unnamed",
            required=True,
        ),
        *span("content", "What is claimed, asked for or provided"),
        category(
            "modality",
            "How the content is put",
            "certain probable possible obligation permission prohibition",
            required=True,
        ),
        category("polarity", "Whether the surface negates", "positive negative", required=True),
        category("stance", "For or against", "support oppose"),
        *_CLAIM_PLACE,
        Column("entity_ids", STRINGS, "Rows of `entities` inside the claim", required=True),
        Column("figure_ids", STRINGS, "Rows of `figures` inside the claim", required=True),
        Column("date_ids", STRINGS, "Rows of `dates` inside the claim", required=True),
        Column("citation_ids", STRINGS, "Rows of `citations` inside the claim", required=True),
        rule("claims"),
    ),
    ("doc_id", "start", "end", "claim_id"),
)

LINKS = Table(
    "links",
    "hyperlink",
    "link_id",
    (
        Column("link_id", STRING, "`{doc_id}:links:{start}-{end}`", required=True),
        doc_id(),
        section_id(),
        *place("the link's words"),
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
        doc_id(),
        Column("label", STRING, "Its mark: `1`, `a`", required=True),
        Column("ref_start", OFFSET, "Where it is called in the body", "code points"),
        Column("ref_end", OFFSET, "Where the call ends, exclusive", "code points"),
        *place("the note"),
    ),
    ("doc_id", "start", "footnote_id"),
)

TABLE_CELLS = Table(
    "table_cells",
    "cell of a data table in a report",
    "cell_id",
    (
        Column("cell_id", STRING, "`{doc_id}:table_cells:{start}-{end}`", required=True),
        doc_id(),
        Column(
            "table_id", STRING, "`{doc_id}:tables:{start}-{end}`, the same for every cell of a table", required=True
        ),
        Column("caption", STRING, "The table's caption"),
        Column("row", COUNT, "Row number, from 0; the header's rows count", required=True),
        Column("column", COUNT, "Column number, from 0", required=True),
        Column("header", STRING, "The column's header"),
        *place("the cell"),
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
        category("stage", "The stage that gave up", required=True),
        category("error", "A short name of what is wrong", required=True),
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
