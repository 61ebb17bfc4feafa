"""A report's page: what its template and its script are given."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import Any, NamedTuple

from pipeline.report.blocks import blocks
from pipeline.report.grids import Grid
from pipeline.report.reading import Report, Row
from pipeline.report.rows import BY_NAME, LAYERS, values
from pipeline.report.spans import Mark, Segment, Segments, boundaries
from pipeline.report.words import address, counted, day, visible


class Piece(NamedTuple):
    """A stretch of text that is shown alike: `css` is empty where no row lies over it. A second and third layer of
    underlines is `inner`. `notes` are the numbers of the notes called at its end, `link` is where its words lead.
    """

    text: str
    css: str = ""
    rows: str = ""
    inner: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    link: str | None = None


class Page:
    """The page of one report. Attributes are what `templates/report.html.j2` shows."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._text = visible(report.text)
        document = report.document
        self.doc_id = visible(report.doc_id)
        self.title = visible(document["title"] or "No title")
        self.published = document["published"]
        self.date = day(document["published"]) if document["published"] else None
        self.kind = document["product_type"]
        self.authors = [(visible(a["name"]), visible(a["title"] or "")) for a in document["authors"]]
        self.topics = [visible(topic) for topic in document["topics"]]
        self.warnings = [visible(warning) for warning in document["warnings"]]
        self.source_path = visible(document["source_path"])
        self.source_url = address(document["source_url"])
        self.size = counted(document["n_words"], "word")
        self.layers = [(layer, len(report.mentions[layer.name])) for layer in LAYERS]
        self._notes_at: dict[int, tuple[int, ...]] = {}
        for index, note in enumerate(report.notes):
            if (place := note["ref_end"]) is not None:
                self._notes_at[place] = (*self._notes_at.get(place, ()), index)
        self._links_at = {row["end"]: url for row in report.links if (url := address(row["url"]))}
        self.notes = [visible(note["label"]) for note in report.notes]
        self.called = {index for indices in self._notes_at.values() for index in indices}
        self._strings: dict[str | None, int] = {None: 0}
        self._rows, self._marks = self._number_rows()
        self.blocks = blocks(report)
        self._claims = report.mentions["claims"]
        self._css = [LAYERS[row[0]].css for row in self._rows]
        self._segments = Segments(len(report.text), self._marks, self._cuts())

    def _number_rows(self) -> tuple[list[list[int]], list[Mark]]:
        """Every row for the script, `[layer, start, end, field …]`, and every mark; a field is the number of a string."""
        rows: list[list[int]] = []
        marks = []
        strings = self._strings
        for layer in LAYERS:
            number = BY_NAME[layer.name]
            for row in self._report.mentions[layer.name]:
                marks.append(Mark(row["start"], row["end"], len(rows)))
                fields = [strings.setdefault(value, len(strings)) for value in values(layer.name, row)]
                rows.append([number, row["start"], row["end"], *fields])
        return rows, marks

    def _cuts(self) -> list[int]:
        """Where the text is cut besides the bounds of its rows."""
        cuts = [place for block in self.blocks for place in (block.start, block.end)]
        cuts += [place for block in self.blocks if block.grid for place in _cell_bounds(block.grid)]
        return [
            *cuts,
            *self._notes_at,
            *self._links_at,
            *boundaries([(row["cue_start"], row["cue_end"]) for row in self._claims]),
        ]

    @property
    def data(self) -> dict[str, Any]:
        """What the page's script reads."""
        return {
            "layers": [{"name": x.name, "title": x.title, "one": x.one, "fields": x.fields} for x in LAYERS],
            "sections": [[row["start"], visible(row["title"] or "")] for row in self._report.sections],
            "strings": list(self._strings),
            "rows": self._rows,
        }

    @property
    def contents(self) -> list[tuple[int, int, str, int]]:
        """(number, level, heading, claims) of every section that has a heading."""
        starts = [row["start"] for row in self._report.sections]
        claims = Counter(bisect_right(starts, claim["start"]) - 1 for claim in self._claims)
        return [
            (index, row["level"], visible(row["title"] or ""), claims[index])
            for index, row in enumerate(self._report.sections)
            if row["heading_start"] is not None
        ]

    @property
    def claim_types(self) -> list[tuple[str, int]]:
        """(type, claims), the most frequent first."""
        counts = Counter(row["type"] for row in self._report.mentions["claims"])
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

    def note_label(self, index: int) -> str:
        """The mark of a note."""
        return self.notes[index]

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The text between two places, cut into what is shown alike."""
        return [self._piece(segment) for segment in self._segments.between(start, end)]

    def _piece(self, segment: Segment) -> Piece:
        start, end, rows = segment
        text = self._text[start:end]
        notes, link = self._notes_at.get(end, ()), self._links_at.get(end)
        if not rows:
            return Piece(text, "", "", (), notes, link)
        claims = [self._claims[row] for row in rows if row < len(self._claims)]  # they are numbered first
        lines = sorted({self._css[row] for row in rows if row >= len(self._claims)})
        css = lines[:1]
        if claims:
            css += ["c", f"c{min(len(claims), 3)}"] if len(claims) > 1 else ["c"]
            css += ["k"] if any(c["cue_start"] <= start and end <= c["cue_end"] for c in claims) else []
            css += ["b"] if any(claim["start"] == start for claim in claims) else []
            css += ["z"] if any(claim["end"] == end for claim in claims) else []
        inner = tuple(f"{name} u{depth}" for depth, name in enumerate(lines[1:], 1))
        return Piece(text, " ".join(css), " ".join(map(str, rows)), inner, notes, link)


def _cell_bounds(grid: Grid) -> list[int]:
    rows = [*grid.head, *grid.body]
    return boundaries([cell.place for row in rows for cell in row if cell.place])


def listed(report: Report, name: str) -> Row:
    """What the list of reports shows and searches."""
    document = report.document
    return {
        "name": name,
        "doc_id": visible(report.doc_id),
        "title": visible(document["title"] or ""),
        "published": document["published"].isoformat() if document["published"] else "",
        "series": document["series"] or "",
        "topics": [visible(topic) for topic in document["topics"]],
        "words": document["n_words"],
        "claims": len(report.mentions["claims"]),
    }
