"""Gold: reports marked by hand, placed in the text that the pipeline made of the same report.

Two forms, one file a report, named by its number:

- `<id>.json`: the whole text with rows of every layer by offsets into it. The two texts are aligned, so white space
  and mark-up may differ. Judged is everything from after the first three blocks (title, authors, date) to where the
  gold's text ends; only `sections` looks at headings.
- `<id>.yaml`: `passages` in the inline mark-up of the rule files' examples, one text a layer, and the `sections` of
  the report with their levels. A passage is found in the document by exact search; judged is what begins inside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.rules import Mark, RuleError, unmark
from pipeline.values import Span

LAYERS = ("sections", "figures", "dates", "entities", "citations", "claims")
# What a mark leaves out is null, but for these.
DEFAULTS = {"figures": {"bound": "exact"}, "claims": {"polarity": "positive"}}
NUMBERS = ("value", "low", "high")
HEADER_BLOCKS = 3
TOKEN = re.compile(r"\w+|[^\w\s]")


class GoldError(ValueError):
    """A gold file that cannot be used; the message names the file and what to change."""


class GoldRow(NamedTuple):
    """A row that should be found. `span` is where (of a claim its cue), None where the document's text lacks it."""

    span: Span | None
    shown: str
    values: dict[str, Any]
    source: Span | None = None
    content: Span | None = None


class Gold(NamedTuple):
    """The gold of a report, by layer: its rows, the stretches that are judged, and those inside that are not."""

    report_id: str
    rows: dict[str, list[GoldRow]]
    judged: dict[str, list[Span]]
    excluded: dict[str, list[Span]]

    def judges(self, layer: str, span: Span) -> bool:
        """Whether a row found at `span` counts, right or wrong."""
        inside = any(start <= span.start < end for start, end in self.judged[layer])
        return inside and not any(span.start < end and start < span.end for start, end in self.excluded[layer])


def gold_files(folder: Path) -> dict[str, Path]:
    """The gold file of every report in a folder; GoldError where there is none, or two for one report."""
    found: dict[str, Path] = {}
    for path in sorted(path for suffix in ("*.json", "*.yaml") for path in folder.glob(suffix)):
        if path.stem in found:
            raise GoldError(f"{path.name} and {found[path.stem].name} are both gold of {path.stem}; remove one of them")
        found[path.stem] = path
    if not found:
        raise GoldError(f"no gold in {folder}: put a file <report id>.json or <report id>.yaml there")
    return found


def place(path: Path, text: str | None) -> Gold:
    """The gold of a file in the offsets of a document's text; of a document that is missing every row is lost."""
    try:
        raw = path.read_text(encoding="utf-8")
        loaded = json.loads(raw) if path.suffix == ".json" else YAML(typ="safe", pure=True).load(raw)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, YAMLError) as error:
        raise GoldError(f"gold {path.name} cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise GoldError(f"gold {path.name}: expected a mapping of layers or passages")
    return _whole(path.stem, loaded, text or "") if path.suffix == ".json" else _passages(path, loaded, text)


# A whole text by offsets


def _whole(report_id: str, gold: dict[str, Any], text: str) -> Gold:
    own = gold["text"]
    to = align(own, text)
    known = [offset for offset in to if offset is not None]
    end = max(known) + 1 if known else 0
    headings = [span for row in gold["sections"] if (span := carry(to, row["start"], row["end"]))]
    blocks = own.split("\n\n", HEADER_BLOCKS)
    header = len("\n\n".join(blocks[:HEADER_BLOCKS])) if len(blocks) > HEADER_BLOCKS else own.index("\n")
    body = carry(to, header, len(own))
    rows = {layer: [_row(to, layer, row) for row in gold[layer]] for layer in LAYERS}
    mentions = [Span(body.start, end)] if body else []
    judged = {layer: [Span(0, end)] if layer == "sections" else mentions for layer in LAYERS}
    return Gold(report_id, rows, judged, {layer: [] if layer == "sections" else headings for layer in LAYERS})


def _row(to: list[int | None], layer: str, row: dict[str, Any]) -> GoldRow:
    place_of = row["cue"] if layer == "claims" else row
    values = {
        key: value for key, value in row.items() if key not in ("start", "end", "text", "cue", "source", "content")
    }
    spans = {part: carry(to, row[part]["start"], row[part]["end"]) for part in ("source", "content") if row.get(part)}
    shown = place_of.get("text") or place_of["title"]
    return GoldRow(carry(to, place_of["start"], place_of["end"]), shown, values, **spans)


def align(gold: str, text: str) -> list[int | None]:
    """For every code point of `gold` the offset of the same one in `text`, None where it is not there.

    Where both hold the same characters but for white space, one by one; else by the words that both have in order.
    """
    left = [i for i, sign in enumerate(gold) if not sign.isspace()]
    right = [i for i, sign in enumerate(text) if not sign.isspace()]
    to: list[int | None] = [None] * len(gold)
    if [gold[i] for i in left] == [text[i] for i in right]:
        for i, j in zip(left, right, strict=True):
            to[i] = j
        return to
    words, others = list(TOKEN.finditer(gold)), list(TOKEN.finditer(text))
    matcher = SequenceMatcher(None, [m.group() for m in words], [m.group() for m in others], autojunk=False)
    for first, second, size in matcher.get_matching_blocks():
        for word, other in zip(words[first : first + size], others[second : second + size], strict=True):
            to[word.start() : word.end()] = range(other.start(), other.end())
    return to


def carry(to: list[int | None], start: int, end: int) -> Span | None:
    """A stretch of the gold's text in the document's: from the first to the last code point that is there."""
    inside = [offset for offset in to[start:end] if offset is not None]
    return Span(min(inside), max(inside) + 1) if inside else None


# Passages in inline mark-up


def _passages(path: Path, gold: dict[str, Any], text: str | None) -> Gold:
    unknown = gold.keys() - {"report_id", "sections", "passages"}
    if unknown or gold.get("report_id", path.stem) != path.stem:
        raise GoldError(f"gold {path.name}: report_id must be {path.stem}, other keys are sections and passages")
    rows: dict[str, list[GoldRow]] = {layer: [] for layer in LAYERS}
    judged: dict[str, list[Span]] = {layer: [] for layer in LAYERS}
    if gold.get("sections") is not None:
        rows["sections"] = list(_headings(gold["sections"], text or ""))
        judged["sections"] = [Span(0, len(text or ""))]
    for passage in gold.get("passages") or []:
        for layer, marked in passage.items():
            if layer not in LAYERS[1:]:
                raise GoldError(f"gold {path.name}: {layer!r} is no layer; passages have {', '.join(LAYERS[1:])}")
            try:
                plain, marks = unmark(marked)
            except (RuleError, ValueError) as error:
                raise GoldError(f"gold {path.name}: {error}") from error
            start = _found(path, plain, text) if text is not None else None
            rows[layer] += [_marked(path, layer, plain, mark, start) for mark in marks]
            if start is not None:
                judged[layer].append(Span(start, start + len(plain)))
    return Gold(path.stem, rows, judged, {layer: [] for layer in LAYERS})


def _found(path: Path, passage: str, text: str) -> int:
    start = text.find(passage)
    if start < 0 or text.find(passage, start + 1) >= 0:
        problem = "is not in the document's text" if start < 0 else "stands there more than once"
        raise GoldError(f"gold {path.name}: the passage {passage[:60]!r}… {problem}; mend its wording or lengthen it")
    return start


def _headings(sections: list[dict[str, Any]], text: str) -> Iterator[GoldRow]:
    """Each heading where it stands as a line of its own, after the one before it."""
    position = 0
    for row in sections:
        line = re.compile(rf"^{re.escape(row['title'])}$", re.MULTILINE).search(text, position)
        if line:
            position = line.end()
        yield GoldRow(Span(*line.span()) if line else None, row["title"], dict(row))


def _marked(path: Path, layer: str, plain: str, mark: Mark, start: int | None) -> GoldRow:
    """The row of a mark in a passage that begins at `start`."""
    values: dict[str, Any] = {**DEFAULTS.get(layer, {}), **mark.attributes}
    for key in NUMBERS if layer == "figures" else ():
        values[key] = float(values[key]) if values.get(key) is not None else None
    spans = {part: _nearest(path, plain, values.pop(part, None), mark) for part in ("source", "content")}
    shown = plain[mark.start : mark.end]
    if start is None:
        return GoldRow(None, shown, values)
    moved = {part: Span(span.start + start, span.end + start) if span else None for part, span in spans.items()}
    return GoldRow(Span(mark.start + start, mark.end + start), shown, values, **moved)


def _nearest(path: Path, plain: str, words: str | None, mark: Mark) -> Span | None:
    """Where the words of a claim's source or content stand, the nearest place to its cue."""
    if words is None:
        return None
    places = [match.start() for match in re.finditer(re.escape(words), plain)]
    if not places:
        raise GoldError(f"gold {path.name}: {words!r} is not in the passage of {plain[mark.start : mark.end]!r}")
    begin = min(places, key=lambda at: max(at - mark.end, mark.start - at - len(words), 0))
    return Span(begin, begin + len(words))
