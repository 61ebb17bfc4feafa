"""What the commands print: the summary of a run, the metrics of `evaluate`, a report's claims."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.report.site import Site

Echo = Callable[[str], Any]

SHOWN_ERRORS = 10
WIDTH = 110
INDENT = " " * 17  # of a claim's words: under its source


def print_summary(tables: Path | str, rows: Mapping[str, int], errors: Sequence[tuple[str, str]], echo: Echo) -> None:
    """The number of rows of every table, where they are, and the first errors."""
    width = max(map(len, rows))
    for name, count in rows.items():
        echo(f"  {name:<{width}}  {count:>9,} rows")
    for path, message in errors[:SHOWN_ERRORS]:
        echo(f"not read: {path}: {message}")
    if len(errors) > SHOWN_ERRORS:
        echo(f"… and {len(errors) - SHOWN_ERRORS} more: see the table `errors`")
    echo(f"Tables: {tables}")


def print_metrics(metrics: Mapping[str, Mapping[str, Mapping[str, float]]], echo: Echo) -> None:
    """F1, precision, recall and counts of every test of every layer."""
    echo(f"{'layer/test':<34}{'F1':>7}{'prec':>7}{'recall':>7}{'gold':>7}{'found':>7}")
    for layer, tests in metrics.items():
        for test, m in tests.items():
            scores = f"{m['f1']:7.3f}{m['precision']:7.3f}{m['recall']:7.3f}"
            echo(f"{layer + '/' + test:<34}{scores}{m['gold']:7.0f}{m['predicted']:7.0f}")


def print_site(site: Site, echo: Echo) -> None:
    """What was built and, as the last line, where it opens."""
    echo(f"{site.reports:,} report{'' if site.reports == 1 else 's'}, largest page {site.largest / 1e6:.2f} MB")
    echo(f"Report: {site.first_page.absolute().as_uri()}")


def print_report(tables: Path, report: str, echo: Echo) -> None:
    """A report's claims, section by section: type, source, cue, content. ValueError where there is no such report."""
    from pipeline import store

    documents = store.read(tables, "documents", ["doc_id", "report_id", "title", "published"]).to_pylist()
    chosen = [row for row in documents if report in (row["doc_id"], row["report_id"])]
    if not chosen:
        known = ", ".join(row["doc_id"] for row in documents[:8])
        raise ValueError(f"no report {report!r} in {tables}; there are {len(documents)}, such as {known}")
    titles = {row["section_id"]: row["path"] for row in store.read(tables, "sections").to_pylist()}
    claims = store.read(tables, "claims").to_pylist()
    for document in chosen:
        echo(f"{document['title'] or 'No title'}  [{document['doc_id']}, {document['published'] or 'no date'}]")
        own = (claim for claim in claims if claim["doc_id"] == document["doc_id"])
        for section, rows in groupby(own, key=lambda claim: claim["section_id"]):
            echo(f"\n{titles.get(section) or '(before the first heading)'}")
            for claim in rows:
                _print_claim(claim, echo)
        echo("")


def _print_claim(claim: Mapping[str, Any], echo: Echo) -> None:
    """One claim in two lines or more: what it is and whose, then cue and content."""
    source = textwrap.shorten(claim["source"] or "the report", WIDTH - len(INDENT) - 24, placeholder=" …")
    notes = [claim["modality"], "not" if claim["polarity"] == "negative" else None, claim["stance"]]
    marks = ", ".join(note for note in notes if note)
    echo(f"  {claim['type']:<14} {source}  ({marks})")
    words = f"{claim['cue']}: {claim['content']}" if claim["content"] else claim["cue"]
    echo(textwrap.fill(" ".join(words.split()), WIDTH, initial_indent=INDENT, subsequent_indent=INDENT))
