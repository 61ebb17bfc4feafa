"""diff: what a change of the rules does to the tables. Rows gained, lost and changed, by rule, with the sentence.

A row is known by its document and its place. The same place in both tables with other values is a change; a row
whose end moved is a change too, where the rows that overlap it have no partner of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import store
from pipeline.tables import MENTIONS, TABLES

Echo = Callable[[str], Any]
Row = Mapping[str, Any]

# What places or names a row, or follows from what else it holds, is no value of its own.
PLACE = ("doc_id", "section_id", "sentence_id", "start", "end", "text", "rule")
DERIVED = ("_start", "_end", "_ids", "canonical_id")
# Where a row stands: a claim at its cue, as its cover moves with source and content.
CUE = ("cue_start", "cue_end")
WIDTH, VALUE_WIDTH = 160, 80


class Difference(NamedTuple):
    """One row that differs: `gained`, `lost` or `changed`, the rule that made it (the new one of a change)."""

    layer: str
    kind: str
    rule: str
    doc_id: str
    old: Row | None
    new: Row | None
    sentence: str | None

    @property
    def start(self) -> int:
        """Where the row begins, in the new tables where it is there."""
        return int((self.new or self.old or {})["start"])


def differences(layer: str, old: Sequence[Row], new: Sequence[Row], sentences: Mapping[str, str]) -> list[Difference]:
    """The differences of a layer between two tables, in the order of documents and places.

    `sentences` gives the text of a sentence by its id.
    """
    columns = _values_of(layer)
    found: list[Difference] = []
    for doc_id, before, after in _by_document(old, new):
        for one, two in _pairs(before, after, _place(layer), columns):
            row = two or one
            if row is None or (one and two and _same(one, two, (*_place(layer), "rule", *columns))):
                continue
            kind = "changed" if one and two else "gained" if two else "lost"
            found.append(Difference(layer, kind, row["rule"], doc_id, one, two, sentences.get(row["sentence_id"])))
    return sorted(found, key=lambda found: (found.doc_id, found.start, found.kind, found.rule))


def _values_of(layer: str) -> list[str]:
    """The columns in which rows of a layer are compared."""
    table = TABLES[layer]
    return [name for name in table.names if name not in (*PLACE, table.key) and not name.endswith(DERIVED)]


def _place(layer: str) -> tuple[str, str]:
    return CUE if layer == "claims" else ("start", "end")


def _by_document(old: Iterable[Row], new: Iterable[Row]) -> list[tuple[str, list[Row], list[Row]]]:
    grouped: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for row in rows:
            grouped[row["doc_id"]][side].append(row)
    return [(doc_id, *grouped[doc_id]) for doc_id in sorted(grouped)]


def _same(one: Row, two: Row, columns: Sequence[str]) -> bool:
    return all(one[column] == two[column] for column in columns)


def _pairs(
    old: list[Row], new: list[Row], place: tuple[str, str], columns: Sequence[str]
) -> list[tuple[Row | None, Row | None]]:
    """Old and new rows side by side: equal ones first, then those of one place, then those that overlap."""
    equal, old, new = _by_key(old, new, (*place, "rule", *columns))
    placed, old, new = _by_key(old, new, place)
    return [*equal, *placed, *_by_overlap(old, new, place)]


def _by_key(
    old: list[Row], new: list[Row], columns: Sequence[str]
) -> tuple[list[tuple[Row | None, Row | None]], list[Row], list[Row]]:
    """The pairs that are equal in these columns, and what is left over of both."""

    def key(row: Row) -> str:
        return repr([row[column] for column in columns])

    waiting: dict[str, list[Row]] = defaultdict(list)
    for row in new:
        waiting[key(row)].append(row)
    pairs: list[tuple[Row | None, Row | None]] = []
    left = []
    for row in old:
        partners = waiting[key(row)]
        if partners:
            pairs.append((row, partners.pop(0)))
        else:
            left.append(row)
    return pairs, left, [row for rows in waiting.values() for row in rows]


def _by_overlap(old: list[Row], new: list[Row], place: tuple[str, str]) -> list[tuple[Row | None, Row | None]]:
    """Each old row with the last new one that overlaps it and has no partner, or alone; then the new ones left."""
    start, end = place
    new = sorted(new, key=lambda row: (row[start], row[end]))
    starts = [row[start] for row in new]
    taken: set[int] = set()
    pairs: list[tuple[Row | None, Row | None]] = []
    for row in sorted(old, key=lambda row: (row[start], row[end])):
        at = bisect_left(starts, row[end]) - 1
        near = next((i for i in (at, at - 1) if i >= 0 and i not in taken and new[i][end] > row[start]), None)
        if near is not None:
            taken.add(near)
        pairs.append((row, None if near is None else new[near]))
    return [*pairs, *((None, row) for i, row in enumerate(new) if i not in taken)]


def compare(old: Path, new: Path, layers: Sequence[str] = MENTIONS) -> list[Difference]:
    """The differences between two folders of tables, layer by layer; documents that only one has are left out."""
    shared = set(store.read(old, "documents", ["doc_id"]).column("doc_id").to_pylist())
    shared &= set(store.read(new, "documents", ["doc_id"]).column("doc_id").to_pylist())
    sentences = {
        row["sentence_id"]: row["text"]
        for folder in (old, new)
        for row in store.read(folder, "sentences", ["sentence_id", "text"]).to_pylist()
    }
    found = []
    for layer in layers:
        before, after = (
            [row for row in store.read(folder, layer).to_pylist() if row["doc_id"] in shared] for folder in (old, new)
        )
        found += differences(layer, before, after, sentences)
    return found


def print_differences(old: Path, new: Path, echo: Echo, layer: str | None = None, limit: int = 20) -> None:
    """Counts by layer, then the rows rule by rule, at most `limit` of each; ValueError for a layer that is none."""
    if layer is not None and layer not in MENTIONS:
        raise ValueError(f"no layer {layer!r}; the layers are {', '.join(MENTIONS)}")
    found = compare(old, new, (layer,) if layer else MENTIONS)
    for name in (layer,) if layer else MENTIONS:
        counts = Counter(difference.kind for difference in found if difference.layer == name)
        echo(f"{name:<10}{counts['gained']:>7} gained{counts['lost']:>7} lost{counts['changed']:>7} changed")
    by_rule = sorted(found, key=lambda difference: (difference.layer, difference.rule))
    for (_, rule), group in groupby(by_rule, key=lambda difference: (difference.layer, difference.rule)):
        rows = list(group)
        counts = Counter(difference.kind for difference in rows)
        echo(f"\n{rule}: +{counts['gained']} -{counts['lost']} ~{counts['changed']}")
        for difference in rows[:limit]:
            _print(difference, echo)
        if len(rows) > limit:
            echo(f"  … and {len(rows) - limit} more")


def _print(difference: Difference, echo: Echo) -> None:
    sign = {"gained": "+", "lost": "-", "changed": "~"}[difference.kind]
    row = difference.new or difference.old or {}
    shown = _short(row["cue"] if difference.layer == "claims" else row["text"])
    echo(f"  {sign} {difference.doc_id} {row['start']}: «{shown}» {_changes(difference)}")
    if difference.sentence:
        words = " ".join(difference.sentence.split())
        begin = max(0, min(words.find(shown) - WIDTH // 2, len(words) - WIDTH))
        echo(f"      {'…' if begin else ''}{words[begin : begin + WIDTH]}{'…' if begin + WIDTH < len(words) else ''}")


def _changes(difference: Difference) -> str:
    """The filled columns of a row; of a change what was and what is."""
    old, new = difference.old, difference.new
    columns = _values_of(difference.layer)
    if old is not None and new is not None:
        names = [*columns, "rule"] if difference.layer == "claims" else ["text", *columns, "rule"]
        changed = [name for name in names if old[name] != new[name]]
        return ", ".join(f"{name}: {_short(old[name])} → {_short(new[name])}" for name in changed)
    row = new or old or {}
    return ", ".join(f"{name}={_short(row[name])}" for name in columns if row[name] is not None)


def _short(value: Any) -> str:
    """A value on one line, cut where it is long."""
    words = " ".join(str(value).split())
    return words if len(words) <= VALUE_WIDTH else words[: VALUE_WIDTH - 1] + "…"
