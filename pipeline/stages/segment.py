"""segment: documents -> sections (a tree of headings) and the paragraphs that mentions are read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import pieces, rules, store
from pipeline.ids import row_ids
from pipeline.nlp.heading_levels import kind_of
from pipeline.nlp.headings import Piece, find_headings
from pipeline.pieces import Mark, Task
from pipeline.pool import Beat, Engine, Tell
from pipeline.progress import SILENT, Progress

# The kinds of blocks whose text runs, so that mentions are read from it.
RUNNING = frozenset({"line", "paragraph", "list_item", "source", "note"})


class Section(NamedTuple):
    """A section. `parent` is the index of the section it stands in; offsets are code points of the text.

    `title` and the heading's place are None for a lead before the first heading. `end` is where the last block of
    its body ends, subsections included.
    """

    parent: int | None
    level: int
    title: str | None
    kind: str
    path: str | None
    start: int
    end: int
    heading_start: int | None
    heading_end: int | None


class Paragraph(NamedTuple):
    """A stretch of running text, its kind of block, and the index of the innermost section that holds it."""

    start: int
    end: int
    section: int
    kind: str


class Block(NamedTuple):
    """A block of a document, as ingest wrote it."""

    kind: str
    start: int
    end: int
    level: int | None


def segment(text: str, blocks: Sequence[Block]) -> tuple[list[Section], list[Paragraph]]:
    """The sections of a text in the order of their headings, and its paragraphs.

    `blocks` are in the order of the text. The title is in no section; everything after it is.
    """
    body = [block for block in blocks if block.kind != "title"]
    shown = [Piece(block.kind, text[block.start : block.end], block.level) for block in body]
    levels = find_headings(shown)
    sections: list[Section] = []
    paragraphs: list[Paragraph] = []
    # The sections now open, outermost first, and the last block of each section.
    inside: list[int] = []
    last: list[Block] = []
    for index, block in enumerate(body):
        if index in levels or not sections:
            title = shown[index].text if index in levels else None
            inside = [n for n in inside if sections[n].level < levels.get(index, 1) and sections[n].title is not None]
            sections.append(_section(sections, inside, levels.get(index, 1), title, block))
            inside.append(len(sections) - 1)
            last.append(block)
        if index not in levels:
            if block.kind in RUNNING:
                kind = "paragraph" if block.kind == "line" else block.kind
                paragraphs.append(Paragraph(block.start, block.end, inside[-1], kind))
            last[inside[-1]] = block
    return _with_ends(sections, [block.end for block in last]), paragraphs


def _section(
    sections: Sequence[Section], inside: Sequence[int], level: int, title: str | None, block: Block
) -> Section:
    """The section that a block begins: its heading, or the first block of a lead."""
    parent = inside[-1] if inside else None
    if title is None:
        return Section(parent, level, None, "body", None, block.start, block.end, None, None)
    kind, path = kind_of(title), title
    if parent is not None:
        kind = sections[parent].kind if kind == "body" else kind
        path = f"{sections[parent].path} > {title}"
    return Section(parent, level, title, kind, path, block.start, block.end, block.start, block.end)


def _with_ends(sections: Sequence[Section], ends: list[int]) -> list[Section]:
    """The sections with their ends, subsections included."""
    for number in range(len(sections) - 1, -1, -1):
        parent = sections[number].parent
        if parent is not None:
            ends[parent] = max(ends[parent], ends[number])
    return [section._replace(end=end) for section, end in zip(sections, ends, strict=True)]


class Columns:
    """One growing list a column for each table that this stage writes."""

    def __init__(self) -> None:
        self.sections: dict[str, list[Any]] = {
            name: [] for name in ("section_id", "doc_id", "parent_id", "ordinal", *Section._fields[1:])
        }
        self.paragraphs: dict[str, list[Any]] = {name: [] for name in ("doc_id", "section_id", "start", "end", "kind")}
        self.links: dict[str, list[Any]] = {
            name: [] for name in ("link_id", "doc_id", "section_id", "start", "end", "text", "url")
        }

    def add(
        self, doc_id: str, text: str, blocks: Sequence[Block], anchors: Sequence[tuple[int, int, str | None]]
    ) -> None:
        """Segment a document and append its rows."""
        sections, paragraphs = segment(text, blocks)
        ids = row_ids(doc_id, "sections", [(section.start, section.end) for section in sections])
        columns = self.sections
        columns["section_id"] += ids
        columns["doc_id"] += [doc_id] * len(ids)
        columns["parent_id"] += [None if s.parent is None else ids[s.parent] for s in sections]
        columns["ordinal"] += range(len(ids))
        for name in Section._fields[1:]:
            columns[name] += [getattr(section, name) for section in sections]
        self.paragraphs["doc_id"] += [doc_id] * len(paragraphs)
        self.paragraphs["section_id"] += [ids[paragraph.section] for paragraph in paragraphs]
        for name in ("start", "end", "kind"):
            self.paragraphs[name] += [getattr(paragraph, name) for paragraph in paragraphs]
        self._add_links(doc_id, text, sections, ids, anchors)

    def _add_links(
        self,
        doc_id: str,
        text: str,
        sections: Sequence[Section],
        ids: Sequence[str],
        anchors: Sequence[tuple[int, int, str | None]],
    ) -> None:
        """The links, each with the innermost section that holds it; one in the title has none and is left out."""
        inside = []
        current = -1
        for start, end, url in anchors:
            while current + 1 < len(sections) and sections[current + 1].start <= start:
                current += 1
            if current >= 0:
                inside.append((start, end, url, ids[current]))
        columns = self.links
        columns["link_id"] += row_ids(doc_id, "links", [(start, end) for start, end, _, _ in inside])
        columns["doc_id"] += [doc_id] * len(inside)
        columns["section_id"] += [section_id for _, _, _, section_id in inside]
        columns["start"] += [start for start, _, _, _ in inside]
        columns["end"] += [end for _, end, _, _ in inside]
        columns["text"] += [text[start:end] for start, end, _, _ in inside]
        columns["url"] += [url for _, _, url, _ in inside]


def segment_piece(task: Task, tell: Tell) -> int:
    """Write sections, paragraphs and links of the documents of a piece; one that fails becomes a row of `errors`.

    Returns how many failed.
    """
    rules.use_models(task.models)
    pieces.begin(task.out)
    (documents,) = task.sources
    blocks = _by_document(documents, "blocks", ("kind", "start", "end", "level"))
    anchors = _by_document(documents, "anchors", ("start", "end", "url"))
    columns = Columns()
    errors = pieces.Errors("segment")
    wanted = set(task.documents)
    for row in store.read(documents, "documents", [*errors.NEEDS, "text", "n_words"]).to_pylist():
        doc_id, text = row["doc_id"], row["text"]
        if doc_id not in wanted:
            continue
        tell(Beat(doc_id, pieces.seconds(text)))
        if doc_id in task.lost:
            errors.add(row, "LeftOut", task.lost[doc_id])
            continue
        try:
            columns.add(doc_id, text, [Block(*block) for block in blocks.get(doc_id, [])], anchors.get(doc_id, []))
        except Exception as error:  # noqa: BLE001  (one document never stops a batch)
            errors.failed(row, error)
        tell(Beat(doc_id, pieces.seconds(text), row["n_words"]))
    tables = {"sections": columns.sections, "paragraphs": columns.paragraphs, "links": columns.links}
    for name, table in {**tables, "errors": errors.columns}.items():
        store.write(task.out / f"{name}.parquet", name, store.build(name, table))
    pieces.finish(task.out, Mark(task.key, list(task.documents)))
    return len(errors.columns["message"])


def run(
    documents: Path,
    out: Path,
    *,
    models: Path | None = None,
    engine: Engine | None = None,
    key: str | None = None,
    progress: Progress = SILENT,
) -> None:
    """Segment the documents of an ingest part; writes pieces of sections, paragraphs, links and errors to `out`."""
    pieces.make("segment", segment_piece, [documents], out, models=models, engine=engine, key=key, progress=progress)


def _by_document(piece: Path, name: str, columns: Sequence[str]) -> dict[str, list[Any]]:
    """The rows of a table of an ingest piece as tuples, by document, in their order."""
    table = store.read(piece, name, ["doc_id", *columns])
    found: dict[str, list[Any]] = {}
    for doc_id, *row in zip(*(table.column(column).to_pylist() for column in ("doc_id", *columns)), strict=True):
        found.setdefault(doc_id, []).append(tuple(row))
    return found
