"""evaluate: gold and tables -> metrics.json and a table of mistakes.

Gold rows and found rows of a document are matched one to one, the largest overlap first, once for every test of
their layer; the counts of all documents together give F1, precision and recall. The first test of a layer is its
headline; what fails it is listed in `mistakes`.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import store
from pipeline.gold import LAYERS, Gold, GoldRow, gold_files, place
from pipeline.tables import PARTS
from pipeline.values import Span

Metrics = dict[str, dict[str, dict[str, float]]]
# Two numbers are the same within this: what rounding a fraction to four places costs.
SAME_NUMBER = 5e-4
# Two spans of a claim are the same where their overlap is at least half of both together.
SAME_SPAN = 0.5


class Found(NamedTuple):
    """A row of a table. `span` is where it was found (of a claim its cue)."""

    span: Span
    shown: str
    values: Mapping[str, Any]
    source: Span | None = None
    content: Span | None = None


class Mistake(NamedTuple):
    """A row of `mistakes`: a gold row that was missed, a found row that is spurious, or a pair that differs."""

    layer: str
    report_id: str
    kind: str
    start: int | None
    end: int | None
    text: str
    gold: str | None
    predicted: str | None
    sentence: str | None


Test = Callable[[GoldRow, Found], bool]
Pair = tuple[int, int]


def run(tables: Path, gold: Path, out: Path) -> Metrics:
    """Score a folder of tables against a folder of gold; writes `metrics.json` and the table `mistakes` to `out`.

    `metrics.json` has the metrics by layer and test, and under `input` how many documents there were, how many files
    could not be read, and how many reports of the gold are not among the documents.
    """
    files = gold_files(gold)
    documents: dict[str, Mapping[str, Any]] = {}
    for row in store.read(tables, "documents", ["doc_id", "report_id", "text"]).to_pylist():
        documents.setdefault(row["report_id"], row)
    wanted = {documents[report_id]["doc_id"] for report_id in files if report_id in documents}
    rows = {layer: _by_document(tables, layer, wanted) for layer in (*LAYERS, "sentences")}
    golds, found, sentences = [], [], []
    for report_id, path in files.items():
        document = documents.get(report_id, {"doc_id": None, "text": None})
        golds.append(place(path, document["text"]))
        found.append({layer: found_rows(layer, rows[layer][document["doc_id"]]) for layer in LAYERS})
        sentences.append(rows["sentences"][document["doc_id"]])
    metrics, mistakes = evaluate(golds, found, sentences)
    counts = {
        "documents": len(documents),
        "errors": store.read(tables, "errors").num_rows,
        "missing": len(files.keys() - documents.keys()),
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / "metrics.json").write_text(json.dumps({"input": counts, **metrics}, indent=1) + "\n", encoding="utf-8")
    columns = {name: [getattr(mistake, name) for mistake in mistakes] for name in PARTS["mistakes"].names}
    store.write(out / "mistakes" / "mistakes.parquet", "mistakes", store.build("mistakes", columns), final=True)
    return metrics


def _by_document(tables: Path, name: str, wanted: set[str]) -> dict[str | None, list[dict[str, Any]]]:
    found: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for row in store.read(tables, name).to_pylist():
        if row["doc_id"] in wanted:
            found[row["doc_id"]].append(row)
    return found


def found_rows(layer: str, rows: Sequence[Mapping[str, Any]]) -> list[Found]:
    """The rows of a document's table as they are compared."""
    found = []
    for row in rows:
        if layer == "sections":
            if row["heading_start"] is not None and row["title"]:
                found.append(
                    Found(Span(row["heading_start"], row["heading_start"] + len(row["title"])), row["title"], row)
                )
        elif layer == "claims":
            found.append(
                Found(
                    Span(row["cue_start"], row["cue_end"]), row["cue"], row, _span(row, "source"), _span(row, "content")
                )
            )
        else:
            found.append(Found(Span(row["start"], row["end"]), row["text"], row))
    return found


def _span(row: Mapping[str, Any], part: str) -> Span | None:
    start, end = row[f"{part}_start"], row[f"{part}_end"]
    return None if start is None or end is None else Span(start, end)


def evaluate(
    golds: Sequence[Gold],
    found: Sequence[Mapping[str, Sequence[Found]]],
    sentences: Sequence[Sequence[Mapping[str, Any]]] | None = None,
) -> tuple[Metrics, list[Mistake]]:
    """The metrics of all reports together and what fails the headline tests.

    `found` holds each report's rows by layer, `sentences` its rows of the table `sentences`, for the mistakes.
    """
    counts = {layer: {test: [0, 0, 0] for test in TESTS[layer]} for layer in LAYERS}
    mistakes: list[Mistake] = []
    for index, gold in enumerate(golds):
        context = Context(sentences[index] if sentences else [])
        for layer in LAYERS:
            rows = gold.rows[layer]
            judged = [row for row in found[index][layer] if gold.judges(layer, row.span)]
            near = overlaps(rows, judged)
            for number, (test, holds) in enumerate(TESTS[layer].items()):
                pairs = match(rows, judged, near, holds)
                tally = counts[layer][test]
                tally[0] += len(pairs)
                tally[1] += len(rows)
                tally[2] += len(judged)
                if number == 0:
                    mistakes += _mistakes(gold.report_id, layer, rows, judged, near, pairs, context)
    return {layer: {test: rates(*tally) for test, tally in tests.items()} for layer, tests in counts.items()}, mistakes


def rates(matched: int, gold: int, predicted: int) -> dict[str, float]:
    """F1, precision and recall to four places, and the counts they come from."""
    precision = matched / predicted if predicted else 0.0
    recall = matched / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    shares = {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}
    return {**shares, "gold": gold, "predicted": predicted}


def overlaps(gold: Sequence[GoldRow], found: Sequence[Found]) -> list[Pair]:
    """Every overlapping pair, the largest overlap first, then the nearest beginnings, then the later rows."""
    order = sorted(range(len(found)), key=lambda j: found[j].span)
    starts = [found[j].span.start for j in order]
    longest = max((row.span.end - row.span.start for row in found), default=0)
    ranked: list[tuple[int, int, int, int]] = []
    for i, row in enumerate(gold):
        if row.span is None:
            continue
        for at in range(bisect_right(starts, row.span.start - longest), bisect_right(starts, row.span.end - 1)):
            j = order[at]
            shared = overlap(row.span, found[j].span)
            if shared:
                ranked.append((shared, -abs(row.span.start - found[j].span.start), i, j))
    return [(i, j) for _, _, i, j in sorted(ranked, reverse=True)]


def overlap(one: Span, two: Span) -> int:
    """The number of code points that two spans share."""
    return max(0, min(one.end, two.end) - max(one.start, two.start))


def match(gold: Sequence[GoldRow], found: Sequence[Found], near: Sequence[Pair], holds: Test) -> list[Pair]:
    """One-to-one pairs for which the test holds, taken greedily in the order of `near`."""
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for i, j in near:
        if i not in left and j not in right and holds(gold[i], found[j]):
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return pairs


# Equal or not


def plain(value: Any) -> Any:
    """A value as gold writes it: days as ISO text."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def words(value: Any) -> str | None:
    """A text without regard to case and white space."""
    return None if value is None else " ".join(str(plain(value)).split()).lower()


def same(*names: str) -> Test:
    """The test that every named column is equal."""
    return lambda gold, row: (
        [gold.values.get(name) for name in names] == [plain(row.values.get(name)) for name in names]
    )


def same_words(*names: str) -> Test:
    """The test that every named column is equal but for case and white space."""
    return lambda gold, row: all(words(gold.values.get(name)) == words(row.values.get(name)) for name in names)


def same_place(gold: GoldRow, row: Found) -> bool:
    """Exactly the same span."""
    return gold.span == row.span


def same_part(part: str) -> Test:
    """The test that the source or content of a claim is the same span by at least half."""

    def holds(gold: GoldRow, row: Found) -> bool:
        one: Span | None = getattr(gold, part)
        two: Span | None = getattr(row, part)
        if one is None or two is None:
            return one is two
        return 2 * overlap(one, two) >= SAME_SPAN * (one.end - one.start + two.end - two.start)

    return holds


def same_number(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return math.isclose(one, two, rel_tol=SAME_NUMBER, abs_tol=1e-9)


def same_quantity(gold: GoldRow, row: Found) -> bool:
    """Kind, value or both ends, and the unit; the noun of a count or ratio is not asked for."""
    named = gold.values["kind"] in ("percent", "money", "measure")
    if gold.values["kind"] != row.values["kind"] or (named and not same_words("unit")(gold, row)):
        return False
    return all(same_number(gold.values.get(name), row.values[name]) for name in ("value", "low", "high"))


def same_time(gold: GoldRow, row: Found) -> bool:
    """Type and days; of a duration or set its ISO value."""
    timeless = gold.values["type"] in ("duration", "set")
    return same("type")(gold, row) and (
        same_words("value")(gold, row) if timeless else same("start_date", "end_date")(gold, row)
    )


def anywhere(_: GoldRow, __: Found) -> bool:
    """Overlap is enough."""
    return True


def all_of(*tests: Test) -> Test:
    """The test that all of them hold."""
    return lambda gold, row: all(test(gold, row) for test in tests)


TESTS: dict[str, dict[str, Test]] = {
    "sections": {
        "heading": same_words("title"),
        "heading+level": all_of(same_words("title"), same("level")),
    },
    "figures": {
        "value": same_quantity,
        "span": anywhere,
        "exact span": same_place,
        "value+bound": all_of(same_quantity, same("bound")),
        "value+of": all_of(same_quantity, same_words("of")),
        "value+unit+per": all_of(same_quantity, same_words("unit", "per")),
    },
    "dates": {
        "value": same_time,
        "span": anywhere,
        "exact span": same_place,
        "value+mod": all_of(same_time, same("mod")),
    },
    "entities": {
        "strict": all_of(same_place, same("label")),
        "span": anywhere,
        "exact span": same_place,
        "overlap+label": same("label"),
        "strict+norm": all_of(same_place, same("label"), same_words("norm")),
    },
    "citations": {"id": same_words("norm"), "span": anywhere, "type": same("type")},
    "claims": {
        "type": same("type"),
        "cue": anywhere,
        "type+modality+polarity": same("type", "modality", "polarity"),
        "type+source": all_of(same("type"), same_part("source")),
        "type+content": all_of(same("type"), same_part("content")),
    },
}
# The columns that a mistake shows.
SHOWN = {
    "sections": ("title", "level"),
    "figures": ("kind", "value", "low", "high", "unit", "bound", "of", "per"),
    "dates": ("type", "start_date", "end_date", "value", "mod"),
    "entities": ("label", "norm"),
    "citations": ("type", "norm"),
    "claims": ("type", "modality", "polarity", "stance"),
}


# Mistakes


class Context:
    """The sentence round a place of a document."""

    def __init__(self, sentences: Sequence[Mapping[str, Any]]) -> None:
        self._sentences = sorted(sentences, key=lambda row: row["start"])
        self._starts = [row["start"] for row in self._sentences]

    def at(self, span: Span | None) -> str | None:
        """The text of the sentence in which a span begins, None outside of all."""
        index = bisect_right(self._starts, span.start) - 1 if span else -1
        if span is None or index < 0 or self._sentences[index]["end"] <= span.start:
            return None
        return str(self._sentences[index]["text"])


def _mistakes(
    report_id: str,
    layer: str,
    gold: Sequence[GoldRow],
    found: Sequence[Found],
    near: Sequence[Pair],
    right: Sequence[Pair],
    context: Context,
) -> list[Mistake]:
    """What is left over when the right pairs are taken, in the order of the text."""
    done_gold, done_found = {i for i, _ in right}, {j for _, j in right}
    rest = [(i, j) for i, j in near if i not in done_gold and j not in done_found]
    differing = match(gold, found, rest, anywhere)
    done_gold |= {i for i, _ in differing}
    done_found |= {j for _, j in differing}
    left: list[tuple[GoldRow | None, Found | None]] = [(gold[i], found[j]) for i, j in differing]
    left += [(row, None) for i, row in enumerate(gold) if i not in done_gold]
    left += [(None, row) for j, row in enumerate(found) if j not in done_found]
    rows = [_mistake(report_id, layer, one, two, context) for one, two in left]
    return sorted(rows, key=lambda row: (-1 if row.start is None else row.start, row.end or -1, row.kind, row.text))


def _mistake(report_id: str, layer: str, gold: GoldRow | None, found: Found | None, context: Context) -> Mistake:
    row = gold or found
    assert row is not None  # noqa: S101  (one of the two is given)
    kind = "differs" if gold and found else "missed" if gold else "spurious"
    wanted, made = (_shown(layer, side) if side else None for side in (gold, found))
    start, end = row.span or (None, None)
    return Mistake(layer, report_id, kind, start, end, row.shown, wanted, made, context.at(row.span))


def _shown(layer: str, row: GoldRow | Found) -> str:
    """The compared columns that are filled, as JSON."""
    values = {name: plain(row.values.get(name)) for name in SHOWN[layer]}
    return json.dumps({name: value for name, value in values.items() if value is not None}, ensure_ascii=False)
