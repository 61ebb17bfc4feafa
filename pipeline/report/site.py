"""The files of the site: built in a folder beside the old one, then put in its place."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import vl_convert
from jinja2 import Environment, Template

from pipeline.report.charts import drawings
from pipeline.report.collection import Collection
from pipeline.report.names import Names
from pipeline.report.pages import Page, listed
from pipeline.report.reading import reports
from pipeline.report.rendering import STATIC, environment
from pipeline.tables import SCHEMA_VERSION

PAGES = "reports"
SIGN = "static/site.css"  # what tells an older site from any other folder
LISTED_WITHOUT_SCRIPT = 30  # reports in the page itself; the script lists all


class Site(NamedTuple):
    """What was built: the first page, the number of reports, the size of the largest page in bytes."""

    first_page: Path
    reports: int
    largest: int


class FolderError(ValueError):
    """A folder that holds something else must not be replaced."""


def build(tables: Path, out: Path, version: str) -> Site:
    """The site of a folder of tables in `out`, `version` at its foot; an older site there is replaced, anything else is a FolderError."""
    out = out.absolute()
    if out.exists() and any(out.iterdir()) and not (out / SIGN).is_file():
        raise FolderError(f"{out} holds other files and would be replaced: name a new folder, or empty it")
    fresh, old = (out.with_name(f".{out.name}.{name}") for name in ("new", "old"))
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        site = _write(tables, fresh, {"version": version, "schema_version": SCHEMA_VERSION})
        if out.exists():
            out.rename(old)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return site._replace(first_page=out / "index.html")


def _write(tables: Path, folder: Path, about: dict[str, str]) -> Site:
    templates = environment()
    (folder / PAGES).mkdir(parents=True)
    page = templates.get_template("report.html.j2")
    names, collection = Names(), Collection()
    entries: list[dict[str, Any]] = []
    largest = 0
    for report in reports(tables):
        name = names.of(report.doc_id)
        largest = max(largest, _render(page, folder / PAGES / f"{name}.html", page=Page(report), **about))
        collection.add(report)
        entries.append(listed(report, name))
    # The newest first; the sort keeps the order of ids among reports of one day.
    entries.sort(key=lambda entry: entry["published"], reverse=True)
    _write_first_page(templates, folder, collection, entries, about)
    _write_static(folder / "static")
    return Site(folder / "index.html", collection.reports, largest)


def _write_first_page(
    templates: Environment,
    folder: Path,
    collection: Collection,
    entries: Sequence[dict[str, Any]],
    about: dict[str, str],
) -> None:
    _render(
        templates.get_template("index.html.j2"), folder / "index.html",
        collection=collection, drawings=drawings(collection), entries=entries[:LISTED_WITHOUT_SCRIPT], **about,
    )  # fmt: skip
    topics = sorted({topic for entry in entries for topic in entry["topics"]})
    number = {topic: index for index, topic in enumerate(topics)}
    rows = [
        [e["name"], e["doc_id"], e["title"], e["published"], e["series"], e["words"], e["claims"],
         [number[topic] for topic in e["topics"]]]
        for e in entries
    ]  # fmt: skip
    (folder / "static").mkdir()
    _render(templates.get_template("list.js.j2"), folder / "static" / "list.js", topics=topics, rows=rows)


def _write_static(folder: Path) -> None:
    """Styles, scripts, and Vega's own scripts as one file in a scope of their own."""
    for path in sorted(STATIC.iterdir()):
        shutil.copyfile(path, folder / path.name)
    vega = f"(() => {{\n{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;')}\n}})();\n"
    (folder / "vega.js").write_bytes(vega.encode("utf-8"))


def _render(template: Template, path: Path, **values: Any) -> int:
    """Write a page; returns its size in bytes."""
    data = template.render(**values).encode("utf-8")
    path.write_bytes(data)
    return len(data)
