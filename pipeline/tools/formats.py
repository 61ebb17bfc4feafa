"""Does a report come out the same from every format? Prints how far each format agrees with the Markdown.

    python -m pipeline.tools.formats [--corpus ../shared/corpus-real] [--report R48908v2] [--workers 2]

The reports are those that the corpus holds as seed-shape text, Markdown, HTML made from the PDF and PDF. Each format is
run by itself, from files to tables. A row a format: for how many reports number, title and date are those of the
Markdown; the means over reports of the F1 of headings, the overlap of body words (as multisets; no headings, no cells of
tables) and the overlap of the sets of figures' and dates' values. Below it every report under one of the bars.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from pipeline.sources.lines import ORDINAL

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT.parent / "shared" / "corpus-real"
# The formats, and the files that hold them.
FORMATS = {
    "markdown": ("markdown", ".md"),
    "text": ("text", ".seedshape.txt"),
    "html": ("html", ".pymupdf.html"),
    "pdf": ("pdf", ".pdf"),
}
REFERENCE = "markdown"
# What is asked of each measure, below which a report is named.
BARS = {"headings": 0.95, "words": 0.97, "figures": 0.95, "dates": 0.95}
NO_BODY = frozenset({"title", "table_row"})
FIGURE = ("kind", "value", "low", "high", "unit")
DATE = ("type", "start_date", "end_date", "value", "mod")
TABLES = ("sections", "figures", "dates")
WORD = re.compile(r"\w+")
SHOWN = 12

Echo = Callable[[str], Any]
Bag = Counter[Hashable]


class Reading(NamedTuple):
    """What one format of a report came out as."""

    doc_id: str
    title: str | None
    published: object
    headings: Bag
    words: Bag
    figures: Bag
    dates: Bag


class Agreement(NamedTuple):
    """How far two readings agree: the same or not, and from 0 to 1."""

    doc_id: bool
    title: bool
    published: bool
    headings: float
    words: float
    figures: float
    dates: float


def overlap(one: Bag, other: Bag) -> float:
    """What two multisets share, as F1; 1 where both are empty."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0


def compare(one: Reading, other: Reading) -> Agreement:
    """How far two readings of a report agree."""
    same = (one.doc_id == other.doc_id, one.title == other.title, one.published == other.published)
    return Agreement(*same, *(overlap(getattr(one, name), getattr(other, name)) for name in BARS))


def files_of(corpus: Path) -> dict[str, dict[str, Path]]:
    """The files of each format by the name of their report, of those reports alone that stand in every format."""
    found = {
        form: {path.name.removesuffix(suffix): path for path in sorted((corpus / folder).glob(f"*{suffix}"))}
        for form, (folder, suffix) in FORMATS.items()
    }
    common = set.intersection(*(set(paths) for paths in found.values()))
    return {form: {name: path for name, path in paths.items() if name in common} for form, paths in found.items()}


def read_format(files: Mapping[str, Path], out: Path, workers: int = 1) -> dict[str, Reading]:
    """Run files of one format to tables in `out` and look at what came out, by the name of the report."""
    from pipeline import pieces, run, store
    from pipeline.pool import Crew

    names = {path.name: name for name, path in files.items()}
    with Crew(workers) as crew:
        tables = run.run(list(files.values()), out, engine=crew).tables
    read = {"blocks": pieces.read(out / "parts" / "ingest" / run.BATCH, "blocks")}
    read.update((table, store.read(tables, table)) for table in TABLES)
    rows: dict[str, dict[str, list[Mapping[str, Any]]]] = {}
    for name, table in read.items():
        rows[name] = defaultdict(list)
        for row in table.to_pylist():
            rows[name][row["doc_id"]].append(row)
    readings = {}
    for document in store.read(tables, "documents").to_pylist():
        doc_id, text = document["doc_id"], document["text"]
        headings = {row["heading_start"] for row in rows["sections"][doc_id]}
        body = (
            text[row["start"] : row["end"]]
            for row in rows["blocks"][doc_id]
            if row["kind"] not in NO_BODY and row["start"] not in headings
        )
        readings[names[document["source_path"]]] = Reading(
            doc_id,
            document["title"],
            document["published"],
            headings=Counter(" ".join(folded(row["title"])) for row in rows["sections"][doc_id] if row["title"]),
            words=Counter(word for piece in body for word in folded(piece)),
            figures=_values(rows["figures"][doc_id], FIGURE),
            dates=_values(rows["dates"][doc_id], DATE),
        )
    return readings


def _values(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> Bag:
    """The different values among rows."""
    columns = tuple(columns)
    return Counter({tuple(row[column] for column in columns): 1 for row in rows})


def folded(text: str) -> list[str]:
    """The words of a text without case and punctuation; `119th` counts as `119`, as its ending is lost here and there."""
    return WORD.findall(ORDINAL.sub(r"\1", text.lower()))


def table_lines(readings: Mapping[str, Mapping[str, Reading]], reports: Iterable[str]) -> Iterator[str]:
    """The table: a line a format, then a line a report and format that is under a bar."""
    reports = tuple(reports)
    reference = readings[REFERENCE]
    yield f"{'against the Markdown':22}{'reports':>8}{'id':>7}{'title':>7}{'date':>7}" + "".join(
        f"{b:>10}" for b in BARS
    )
    under = []
    for form in FORMATS:
        if form == REFERENCE:
            continue
        pairs = {
            name: compare(reference[name], readings[form][name])
            for name in reports
            if name in reference and name in readings[form]
        }
        under += [f"  {form:10}{name:18}not read" for name in reports if name not in readings[form]]
        if not pairs:
            yield f"{form:22}{0:>8}"
            continue
        same = "".join(f"{sum(getattr(p, name) for p in pairs.values()):>7}" for name in Agreement._fields[:3])
        means = "".join(f"{fmean(getattr(pair, name) for pair in pairs.values()):>10.3f}" for name in BARS)
        yield f"{form:22}{len(pairs):>8}{same}{means}"
        for name, pair in pairs.items():
            low = [f"{bar} {getattr(pair, bar):.3f}" for bar, least in BARS.items() if getattr(pair, bar) < least]
            low += [f"other {field}" for field in Agreement._fields[:3] if not getattr(pair, field)]
            if low:
                under.append(f"  {form:10}{name:18}{', '.join(low)}")
    if under:
        yield f"under a bar ({', '.join(f'{bar} {least}' for bar, least in BARS.items())}):"
        yield from under


def difference_lines(readings: Mapping[str, Mapping[str, Reading]], report: str) -> Iterator[str]:
    """What one report holds in one format alone."""
    reference = readings[REFERENCE][report]
    for form in FORMATS:
        if form == REFERENCE or report not in readings[form]:
            continue
        other = readings[form][report]
        for measure in BARS:
            for sign, alone in (
                ("-", getattr(reference, measure) - getattr(other, measure)),
                ("+", getattr(other, measure) - getattr(reference, measure)),
            ):
                shown = ", ".join(_shown(value, count) for value, count in alone.most_common(SHOWN))
                if shown:
                    yield f"{form} {measure} {sign} {shown}{' …' if len(alone) > SHOWN else ''}"


def _shown(value: Hashable, count: int) -> str:
    words = " ".join(str(part) for part in value if part is not None) if isinstance(value, tuple) else str(value)
    return f"{words} ({count})" if count > 1 else words


def print_agreement(corpus: Path, echo: Echo, report: str | None = None, workers: int = 1) -> None:
    """Run every format and print the table; with `report` what differs in that report alone."""
    files = files_of(corpus) if corpus.is_dir() else {}
    reports = [name for name in files.get(REFERENCE, {}) if report in (None, name)]
    if not reports:
        wanted = "holds no report" if report is None else f"holds no {report}"
        echo(f"{corpus} {wanted} in every format ({', '.join(FORMATS)}): nothing to compare")
        return
    with tempfile.TemporaryDirectory() as folder:
        readings = {
            form: read_format({name: files[form][name] for name in reports}, Path(folder) / form, workers)
            for form in FORMATS
        }
    for line in table_lines(readings, reports):
        echo(line)
    if report is not None and report in readings[REFERENCE]:
        for line in difference_lines(readings, report):
            echo(line)


def main(arguments: list[str] | None = None) -> None:
    """Read the options and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.tools.formats", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder with text/, markdown/, html/ and pdf/")
    parser.add_argument("--report", help="this report alone, with what differs")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args(arguments)
    print_agreement(options.corpus, print, options.report, options.workers)


if __name__ == "__main__":
    main()
