"""The rules that run when somebody asks: what holds of every table that the stages write, and nobody need look at."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.invariants.quick import QUICK, filled, unique
from pipeline.invariants.shard import BUG, MIXED, NONE, Ints, Mask, Problem, Rule, Shard, mask, pick, rows_of, spans
from pipeline.tables import MENTIONS, TABLES

AGAIN = re.compile(r":(?:[2-9]|[1-9]\d+)")
# A claim's column -> the table whose rows it lists.
LISTS = {"entity_ids": "entities", "figure_ids": "figures", "date_ids": "dates", "citation_ids": "citations"}
COUNTS = {"n_sections": "sections", "n_sentences": "sentences"}


def keys(shard: Shard) -> Iterator[Problem]:
    """Keys stand once, wherever."""
    for name, table in shard.tables.items():
        key = table.column(TABLES[name].key)
        first = rows_of(key, key)
        again = (first >= 0) & (first != np.arange(len(key)))
        yield from shard.problem(name, again, "repeated keys", "the key stands more than once", MIXED)


def spelling(shard: Shard) -> Iterator[Problem]:
    """Ids are `{doc_id}:{table}:{start}-{end}`, with `:2`, `:3` … from the second row at one place on."""
    for name, table in shard.tables.items():
        key = TABLES[name].key
        if name == "documents":
            number, version = table.column("report_id"), table.column("version").cast(pa.string())
            good = mask(pc.equal(table.column(key), number)) | mask(
                pc.equal(table.column(key), pc.binary_join_element_wise(number, version, "v"))
            )
            yield from shard.problem(name, ~good, "spelling of ids", "it is not report_id or report_id and version")
            continue
        ends = [table.column(column).cast(pa.string()) for column in ("start", "end")]
        place = pc.binary_join_element_wise(*ends, "-")
        wanted = pc.binary_join_element_wise(table.column("doc_id"), pa.scalar(name), place, ":")
        odd = ~mask(pc.equal(table.column(key), wanted))
        for row in np.flatnonzero(odd):
            stem, told = wanted[int(row)].as_py(), table.column(key)[int(row)].as_py()
            odd[row] = not (stem and told and told.startswith(stem) and AGAIN.fullmatch(told, len(stem)))
        yield from shard.problem(
            name, odd, "spelling of ids", f"its id is not that of {name} at {{start}}-{{end}} of {{doc_id}}"
        )


def order(shard: Shard) -> Iterator[Problem]:
    """Rows stand in the order of their table."""
    for name in shard.tables:
        if not _in_order(shard, name):
            table = shard.tables[name]
            found = pc.sort_indices(table, [(column, "ascending") for column in TABLES[name].order])
            bad = np.asarray(found) != np.arange(len(found))
            what = f"it is not in its place: rows are sorted by {', '.join(TABLES[name].order)}"
            yield from shard.problem(name, bad, "order", what, "sort them, or write the tables anew with `crs run`")


def _in_order(shard: Shard, name: str) -> bool:
    found = pc.sort_indices(shard.tables[name], [(column, "ascending") for column in TABLES[name].order])
    return np.array_equal(np.asarray(found), np.arange(len(found)))


def counts(shard: Shard) -> Iterator[Problem]:
    """What `documents` counts is so many."""
    table = shard.tables["documents"]
    yield from _counted(shard, "n_chars", shard.lengths)
    yield from _counted(
        shard, "n_words", np.array([len((text or "").split()) for text in table.column("text").to_pylist()])
    )
    for column, name in COUNTS.items():
        if name in shard.tables:
            own = shard.documents(name)
            yield from _counted(shard, column, np.bincount(own[own >= 0], minlength=table.num_rows))


def _counted(shard: Shard, column: str, found: Ints) -> Iterator[Problem]:
    odd = shard.ints("documents", column) != found
    if odd.any():
        there = int(found[int(np.argmax(odd))])
        what = f"{column} is {{{column}}} where there are {there}"
        yield from shard.problem("documents", odd, f"count {column}", what, MIXED)


def nothing(shard: Shard) -> Iterator[Problem]:
    """What is missing is null, not an empty string."""
    for name, table in shard.tables.items():
        for column in table.column_names:
            array = table.column(column).combine_chunks()
            if pa.types.is_string(array.type):
                yield from shard.problem(
                    name, _blank(array), f"empty {column}", f"{column} is {{{column}!r}} instead of null"
                )
            elif pa.types.is_list(array.type) and pa.types.is_string(array.type.value_type):
                bad = np.zeros(len(array), bool)
                bad[pc.list_parent_indices(array).to_numpy()[_blank(array.flatten())]] = True
                yield from shard.problem(name, bad, f"empty {column}", f"{column} holds an empty string: {{{column}}}")


def _blank(strings: pa.Array) -> Mask:
    return mask(pc.equal(strings, "")) | mask(pc.utf8_is_space(strings))


def sections(shard: Shard) -> Iterator[Problem]:
    """Sections are numbered, begin with their heading, and stand inside of their parents, after them, below them."""
    name = "sections"
    if name not in shard.tables or not shard.tables[name].num_rows:
        return
    start, end, heading = (shard.ints(name, column) for column in ("start", "end", "heading_start"))
    level, ordinal = shard.ints(name, "level"), shard.ints(name, "ordinal")
    odd = (heading != NONE) & ((heading != start) | (shard.ints(name, "heading_end") > end))
    yield from shard.problem(name, odd, "headings", "its heading {heading_start}-{heading_end} does not begin it")
    parent = shard.rows(name, "parent_id", name)
    there = parent >= 0
    inside = (start[parent] <= start) & (end <= end[parent]) & (level[parent] < level) & (ordinal[parent] < ordinal)
    what = "it is not inside of {parent_id}, after it and on a lower level"
    yield from shard.problem(name, there & ~inside, "parents", what)
    if _in_order(shard, name):
        own = shard.documents(name)
        fresh = np.append(True, own[1:] != own[:-1])
        wanted = np.where(fresh, 0, np.append(0, ordinal[:-1]) + 1)
        yield from shard.problem(name, ordinal != wanted, "ordinals", "ordinal {ordinal} does not follow", MIXED)


def sentences(shard: Shard) -> Iterator[Problem]:
    """Sentences follow one another without overlap, each inside of its section."""
    name = "sentences"
    if name not in shard.tables:
        return
    start, end, own = shard.ints(name, "start"), shard.ints(name, "end"), shard.documents(name)
    if _in_order(shard, name):
        over = np.append(False, (own[1:] == own[:-1]) & (start[1:] < end[:-1]))
        yield from shard.problem(name, over[: len(start)], "overlaps", "it begins inside of the sentence before it")
    yield from _inside_of_section(shard, name, end)


def _inside_of_section(shard: Shard, name: str, last: Ints) -> Iterator[Problem]:
    """Rows begin in their section, and reach no further than it up to `last`."""
    if "sections" in shard.tables:
        section = shard.rows(name, "section_id", "sections")
        begin, end = (pick(shard.ints("sections", column), section) for column in ("start", "end"))
        out = (section >= 0) & ~((begin <= shard.ints(name, "start")) & (last <= end))
        yield from shard.problem(name, out, "sections", "it is not inside of {section_id}")


def mentions(shard: Shard) -> Iterator[Problem]:
    """A mention begins in its sentence (a claim with its cue) and is of the same section; so does a link in its own."""
    if "links" in shard.tables and shard.tables["links"].num_rows:
        yield from _inside_of_section(shard, "links", shard.ints("links", "end"))
    for name in MENTIONS:
        if name not in shard.tables or "sentences" not in shard.tables or not shard.tables["sentences"].num_rows:
            continue
        sentence = shard.rows(name, "sentence_id", "sentences")
        there = sentence >= 0
        begin, end = (pick(shard.ints("sentences", column), sentence) for column in ("start", "end"))
        at = shard.ints(name, "cue_start" if name == "claims" else "start")
        out = there & ~((begin <= at) & (at < end))
        yield from shard.problem(name, out, "sentences", "it does not begin in {sentence_id}")
        section = shard.tables["sentences"].column("section_id").take(pa.array(np.where(there, sentence, 0)))
        other = there & ~mask(pc.equal(section, shard.tables[name].column("section_id")), null=True)
        yield from shard.problem(name, other, "sections", "{sentence_id} is not of {section_id}")


def claims(shard: Shard) -> Iterator[Problem]:
    """A claim's place is the cover of its parts, and the rows that it lists lie inside of it."""
    name = "claims"
    if name not in shard.tables or not shard.tables[name].num_rows:
        return
    start, end, own = shard.ints(name, "start"), shard.ints(name, "end"), shard.documents(name)
    parts = [span for span in spans(name) if span.start != "start"]
    begins = np.array([shard.ints(name, span.start) for span in parts])
    ends = np.array([shard.ints(name, span.end) for span in parts])
    none = np.iinfo(np.int64).max
    cover = (np.where(begins == NONE, none, begins).min(0) == start) & (ends.max(0) == end)
    yield from shard.problem(name, ~cover, "covers", "{start}-{end} is not the cover of cue, source and content")
    for column, target in LISTS.items():
        if target not in shard.tables:
            continue
        lists = shard.tables[name].column(column).combine_chunks()
        claim = pc.list_parent_indices(lists).to_numpy()
        row = rows_of(lists.flatten(), shard.tables[target].column(TABLES[target].key))
        lost = np.zeros(len(lists), bool)
        lost[claim[row < 0]] = True
        yield from shard.problem(
            name, lost, f"lost {column}", f"{column} names no row of {target}: {{{column}}}", MIXED
        )
        claim, row = claim[row >= 0], row[row >= 0]
        inside = shard.documents(target)[row] == own[claim]
        inside &= (start[claim] <= shard.ints(target, "start")[row]) & (shard.ints(target, "end")[row] <= end[claim])
        out = np.zeros(len(lists), bool)
        out[claim[~inside]] = True
        what = f"{column} names a row of {target} outside of the claim: {{{column}}}"
        yield from shard.problem(name, out, f"{column} outside", what)


def numbers(shard: Shard) -> Iterator[Problem]:
    """A figure is a number or a range, lower end first; numbers are finite."""
    for name, columns in (("figures", ("value", "low", "high")), ("table_cells", ("value",))):
        if name in shard.tables:
            table = shard.tables[name]
            for column in columns:
                odd = mask(pc.invert(pc.is_finite(table.column(column))))
                yield from shard.problem(name, odd, f"finite {column}", f"{column} is {{{column}}}, no number")
    if "figures" in shard.tables:
        table = shard.tables["figures"]
        value, low, high = (mask(table.column(column).is_valid()) for column in ("value", "low", "high"))
        what = "value is {value}, low {low}, high {high}: it must be a value or a range"
        yield from shard.problem("figures", (low != high) | (value == low), "values or ranges", what)
        turned = mask(pc.greater(table.column("low"), table.column("high")))
        yield from shard.problem("figures", turned, "turned ranges", "low {low} is more than high {high}")


def days(shard: Shard) -> Iterator[Problem]:
    """Dates and ranges have a first and a last day, in that order."""
    if "dates" in shard.tables:
        table = shard.tables["dates"]
        first, last = table.column("start_date"), table.column("end_date")
        half = mask(first.is_null()) != mask(last.is_null())
        what = "start_date is {start_date}, end_date {end_date}"
        yield from shard.problem("dates", half, "days alone", what)
        yield from shard.problem("dates", mask(pc.greater(first, last)), "turned days", what)


def cells(shard: Shard) -> Iterator[Problem]:
    """A cell lies inside of its table."""
    name = "table_cells"
    if name not in shard.tables or not shard.tables[name].num_rows:
        return
    table = shard.tables[name]
    told = pc.extract_regex(table.column("table_id"), r"^(?P<doc>.+):tables:(?P<start>\d{1,9})-(?P<end>\d{1,9})$")
    good = mask(pc.equal(pc.struct_field(told, "doc"), table.column("doc_id")))
    begin, end = (pc.struct_field(told, end).cast(pa.int64()).fill_null(-1).to_numpy() for end in ("start", "end"))
    good &= (begin <= shard.ints(name, "start")) & (shard.ints(name, "end") <= end)
    yield from shard.problem(name, ~good, "tables of cells", "it is not inside of {table_id}", BUG)


RULES: tuple[Rule, ...] = (
    *(rule for rule in QUICK if rule is not unique),
    keys,
    spelling,
    order,
    counts,
    nothing,
    sections,
    sentences,
    mentions,
    claims,
    numbers,
    days,
    cells,
)
# Of these a row alone tells enough.
ALONE: tuple[Rule, ...] = (filled, nothing)
