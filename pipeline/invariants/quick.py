"""The rules that run whenever tables are written."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.invariants.shard import (
    CHANGED,
    MIXED,
    NONE,
    REFERENCES,
    Problem,
    Rule,
    Shard,
    Span,
    mask,
    pick,
    spans,
)
from pipeline.tables import TABLES


def filled(shard: Shard) -> Iterator[Problem]:
    """Required columns hold no null, and closed categories nothing that the schema does not list."""
    for name, table in shard.tables.items():
        for column in TABLES[name].columns:
            array = table.column(column.name)
            if column.required and array.null_count:
                what = f"{column.name} is null and must be filled"
                yield from shard.problem(name, mask(array.is_null()), f"null {column.name}", what)
            if column.values:
                odd = pc.invert(pc.is_in(array, pa.array([*column.values, None], pa.string())))
                if pc.any(odd).as_py():
                    what = f"{column.name} is {{{column.name}!r}}, allowed: {', '.join(column.values)}"
                    yield from shard.problem(name, mask(odd), f"values of {column.name}", what)


def references(shard: Shard) -> Iterator[Problem]:
    """Every document, section and sentence that a row names is there."""
    for name, table in shard.tables.items():
        lost = shard.documents(name) < 0
        yield from shard.problem(name, lost, "lost doc_id", "there is no document {doc_id!r}", MIXED)
        for column, target in REFERENCES.items():
            if column not in table.column_names or column == TABLES[name].key or target not in shard.tables:
                continue
            lost = shard.rows(name, column, target) < 0
            if table.column(column).null_count:
                lost &= mask(table.column(column).is_valid())
            what = f"{column} {{{column}!r}} is no row of {target}"
            yield from shard.problem(name, lost, f"lost {column}", what, MIXED)


def unique(shard: Shard) -> Iterator[Problem]:
    """Keys stand once: among sorted rows a key that is there twice would stand beside itself."""
    for name, table in shard.tables.items():
        key = table.column(TABLES[name].key)
        again = mask(pc.equal(key[1:], key[:-1]))
        yield from shard.problem(name, np.append(False, again), "repeated keys", "the key stands more than once")


def places(shard: Shard) -> Iterator[Problem]:
    """Places are not empty and inside of the document's text; the two offsets and the text are null together."""
    for name, table in shard.tables.items():
        own = shard.documents(name)
        for start, end, text in spans(name):
            left, right = shard.ints(name, start), shard.ints(name, end)
            none = (left == NONE) & (right == NONE)
            inside = (own >= 0) & (left >= 0) & (left < right) & (right <= pick(shard.lengths, own))
            what = f"{start} {{{start}}} and {end} {{{end}}} are no place in the text"
            yield from shard.problem(name, ~(none | inside), f"places of {start}", what, CHANGED)
            if text and (none.any() or table.column(text).null_count):
                odd = none != mask(table.column(text).is_null())
                what = f"{text} is {{{text}!r}} but {start} is {{{start}}}"
                yield from shard.problem(name, odd, f"texts without places of {start}", what)


def texts(shard: Shard) -> Iterator[Problem]:
    """`documents.text[start:end]` is the text in the row."""
    text = shard.text
    for name, table in shard.tables.items():
        own = shard.documents(name)
        for span in spans(name):
            if span.text is None or not table.num_rows:
                continue
            start, end = shard.ints(name, span.start), shard.ints(name, span.end)
            good = (own >= 0) & (start >= 0) & (start <= end) & (end <= pick(shard.lengths, own))
            begin = np.where(good, pick(shard.begins, own), 0)
            left = shard.byte(np.where(good, start, 0) + begin)
            right = shard.byte(np.where(good, end, 0) + begin)
            found = [text[a:b] for a, b in zip(left.tolist(), right.tolist(), strict=True)]
            shown = table.column(span.text).combine_chunks()
            if not good.all():
                shown = pc.if_else(pa.array(good), shown, "")
            if not (np.array_equal(pc.binary_length(shown), right - left) and _are(shown, b"".join(found))):
                yield from _other_text(shard, name, span, found, shown)


def _are(strings: pa.StringArray, joined: bytes) -> bool:
    """Whether the strings one after the other are these bytes."""
    _, offsets, data = strings.buffers()
    ends = np.frombuffer(offsets, np.int32)
    start, end = int(ends[strings.offset]), int(ends[strings.offset + len(strings)])
    return bool(
        end - start == len(joined) and (not joined or data.slice(start, end - start).equals(pa.py_buffer(joined)))
    )


def _other_text(shard: Shard, name: str, span: Span, found: list[bytes], shown: pa.StringArray) -> Iterator[Problem]:
    """What the text holds instead of what rows show; a null is the matter of `places`."""
    other = mask(pc.not_equal(pa.array(found, pa.binary()), shown.cast(pa.binary())))
    if other.any():
        there = found[int(np.argmax(other))].decode()
        what = f"{{{span.start}}}-{{{span.end}}} is {{there!r}} in the text, {{{span.text}!r}} in the row"
        yield from shard.problem(name, other, f"texts of {span.start}", what, CHANGED, there=there)


QUICK: tuple[Rule, ...] = (filled, references, unique, places, texts)
