"""The command `crs`: options in, a stage or a tool called, its result printed. No logic; imports inside the commands."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from pipeline import __version__

if TYPE_CHECKING:
    from pipeline.pool import Engine

# Arrow's usual pool keeps memory that it no longer needs, more of it the longer a run takes. Read when Arrow is loaded.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

# The disk is full, or so much as one may write to it, or a file as large as one may be.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FOLDER = click.Path(file_okay=False, path_type=Path)
PART = click.Path(exists=True, file_okay=False, path_type=Path)

workers = click.option(
    "--workers", type=click.IntRange(1, 256), default=lambda: os.cpu_count() or 1, show_default="one a core",
    envvar="CRS_WORKERS", help="Processes.",
)  # fmt: skip
models = click.option("--models", type=PART, help="Read rules from this folder, not the packaged ones.")
quiet = click.option("--quiet", "-q", is_flag=True, help="Say nothing on the way.")
strict = click.option("--strict", is_flag=True, help="Stop at the first file that cannot be read.")
versions = click.option(
    "--versions", type=click.Choice(["all", "latest"]), default="all", show_default=True,
    help="Of the reports in a mirror (reports/*.json, files/*): all versions or the latest.",
)  # fmt: skip


class Commands(click.Group):
    """Errors that a user can mend (bad rules, bad folders, no space) are a sentence and exit code 1, no traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # `crs show … | head`: click ends quietly
        except OSError as error:
            if error.errno in NO_ROOM:
                told = f"there is no room left ({error.strerror}): make some and run the same command again, it goes on from there"
                raise click.ClickException(told) from error
            raise click.ClickException(str(error)) from error
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        except MemoryError as error:
            raise click.ClickException(
                "there is not enough memory: end other programs, or take fewer --workers"
            ) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="crs")
def main() -> None:
    """Turn Congressional Research Service reports into tables of figures, dates, entities, citations and claims."""


class Address(click.Path):
    """A path, or an address of an object store (s3://…), which stays a string."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if "://" in str(value) else super().convert(value, param, ctx)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=Address(path_type=Path))
@click.option(
    "--out", type=Address(file_okay=False, path_type=Path), required=True,
    help="Folder to write to; the tables end in OUT/tables.",
)  # fmt: skip
@workers
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
    help="What does the work: processes of this machine, or Ray.",
)  # fmt: skip
@click.option("--address", help="The Ray cluster, `auto` or HOST:PORT; without it Ray runs on this machine.")
@versions
@models
@strict
@quiet
def run(
    paths: tuple[Path | str, ...],
    out: Path | str,
    workers: int,
    engine: Literal["local", "ray"],
    address: str | None,
    versions: Literal["all", "latest"],
    models: Path | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Run every stage over files and folders, or addresses of an object store (s3://…).

    Exits 1 at the end when a file could not be read; everything else is written all the same.
    """
    from pipeline import remote
    from pipeline.tools.progress import shown
    from pipeline.tools.show import print_summary

    if address and engine == "local":
        raise click.UsageError("--address is that of a Ray cluster: add --engine ray")
    with _engine(engine, workers, address, paths, out, models) as hands, shown(quiet) as progress:
        summary = remote.run(
            paths, out, engine=hands, versions=versions, models=models, strict=strict, progress=progress
        )
    print_summary(f"{out}/tables", summary.rows, summary.errors, click.echo)
    if summary.errors:
        sys.exit(1)


def _engine(
    name: str, workers: int, address: str | None, paths: Sequence[Path | str], out: Path | str, models: Path | None
) -> AbstractContextManager[Engine]:
    """What does the work. The nodes of a cluster are asked whether they see the paths that are no addresses."""
    if name == "local":
        from pipeline.pool import Crew

        return Crew(workers)
    from pipeline.cluster import Ray

    folder = out if isinstance(out, Path) else None
    reads = [path for path in (*paths, models if folder else None) if isinstance(path, Path)]
    return Ray(address, workers=None if address else workers, reads=reads, writes=folder)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, required=True, help="The part to write.")
@workers
@versions
@strict
def ingest(paths: tuple[Path, ...], out: Path, workers: int, versions: Literal["all", "latest"], strict: bool) -> None:
    """Files to documents: canonical text, links, notes, data tables, errors."""
    from pipeline import run as runner
    from pipeline.pool import Crew
    from pipeline.stages import ingest as stage

    with Crew(workers) as crew:
        stage.run(paths, out, engine=crew, versions=versions)
    if strict:
        runner.stop_at_first_error(out)


@main.command()
@click.argument("documents", type=PART)
@click.option("--out", type=FOLDER, required=True, help="The part to write.")
@workers
@models
def segment(documents: Path, out: Path, workers: int, models: Path | None) -> None:
    """Documents (an ingest part) to sections and paragraphs."""
    from pipeline.pool import Crew
    from pipeline.stages import segment as stage

    with Crew(workers) as crew:
        stage.run(documents, out, engine=crew, models=models)


@main.command()
@click.argument("documents", type=PART)
@click.argument("sections", type=PART)
@click.option("--out", type=FOLDER, required=True, help="The part to write.")
@workers
@models
@strict
def extract(documents: Path, sections: Path, out: Path, workers: int, models: Path | None, strict: bool) -> None:
    """Documents and sections (an ingest and a segment part) to sentences and mentions."""
    from pipeline import run as runner
    from pipeline.pool import Crew
    from pipeline.stages import extract as stage

    with Crew(workers) as crew:
        stage.run(documents, sections, out, engine=crew, models=models)
    if strict:
        runner.stop_at_first_error(out)


@main.command()
@click.argument("parts", type=PART)
@click.option("--batch", "batches", multiple=True, help="A batch to take in; repeat for more.")
@click.option(
    "--params", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take in the batches that this file lists (params.yaml).",
)  # fmt: skip
@click.option("--out", type=FOLDER, required=True, help="The folder of tables to write.")
def tabulate(parts: Path, batches: tuple[str, ...], params: Path | None, out: Path) -> None:
    """The parts of every batch (PARTS/<stage>/<batch>) to the final tables."""
    from pipeline.stages import tabulate as stage

    stage.run(parts, [*batches, *(stage.batches_in(params) if params else ())], out)


@main.command()
@click.argument("tables", type=PART)
@click.argument("gold", type=PART)
@click.option("--out", type=FOLDER, required=True, help="Where metrics.json and the table of errors go.")
def evaluate(tables: Path, gold: Path, out: Path) -> None:
    """Score tables against a folder of gold: metrics.json and a table of errors."""
    from pipeline.stages import evaluate as stage
    from pipeline.tools.show import print_metrics

    print_metrics(stage.run(tables, gold, out), click.echo)


@main.command(name="report")
@click.argument("tables", type=PART, default="outputs/tables")
@click.option("--out", type=FOLDER, default="outputs/report", show_default=True, help="The folder of pages to write.")
def site(tables: Path, out: Path) -> None:
    """Make pages to look at: the collection in charts, a list to search, each report with its rows marked.

    They open from disk in a browser and need no network. Needs the extra `report`.
    """
    from pipeline.stages import report as stage
    from pipeline.tools.show import print_site

    print_site(stage.run(tables, out, __version__), click.echo)


@main.command()
@click.argument("report")
@click.option("--tables", type=PART, default="outputs/tables", show_default=True, help="The folder of tables.")
def show(report: str, tables: Path) -> None:
    """Print a report's claims with their sources (REPORT: a report's number or a version of it)."""
    from pipeline.tools.show import print_report

    print_report(tables, report, click.echo)


@main.command()
@click.argument("old", type=PART)
@click.argument("new", type=PART)
@click.option("--layer", help="Only this table: figures, dates, entities, citations or claims.")
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="Rows to print of each rule.")
def diff(old: Path, new: Path, layer: str | None, limit: int) -> None:
    """Print the rows gained, lost and changed between two folders of tables, by rule, with their sentences."""
    from pipeline.tools.diff import print_differences

    print_differences(old, new, click.echo, layer, limit)


@main.command()
@click.argument("tables", type=PART, default="outputs/tables")
def describe(tables: Path) -> None:
    """Print every column of a folder of tables: share of rows filled, distinct values, an example."""
    from pipeline.tools.describe import print_fill_rates

    print_fill_rates(tables, click.echo)


@main.command()
@click.argument("tables", type=PART, default="outputs/tables")
def check(tables: Path) -> None:
    """Look for everything that is wrong with a folder of tables: files, columns, rows.

    Exits 1 where anything is.
    """
    from pipeline.tools.check import print_findings

    if not print_findings(tables, click.echo):
        sys.exit(1)


@main.command()
@click.argument("batch")
@click.option(
    "--source", type=click.Choice(["everycrsreport", "congress"]), default="everycrsreport", show_default=True,
    help="Where from; the congress.gov API needs a key in CONGRESS_API_KEY.",
)  # fmt: skip
@click.option("--address", help="The server's, if not the usual one (EVERYCRSREPORT_URL, CONGRESS_API_URL).")
@click.option("--ids", metavar="NUMBER,…", default="", help="Only these reports: R45210,IF10165.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only reports published on this day or later.")
@click.option("--limit", type=click.IntRange(1), help="So many new or changed reports at most.")
@click.option(
    "--formats", metavar="html,pdf", default="html", show_default=True,
    help="What to fetch of a version; one that has none of these is fetched in what it has. "
    "HTML that was made from a PDF counts for nothing beside the PDF.",
)  # fmt: skip
@click.option(
    "--versions", type=click.Choice(["latest", "all"]), default="latest", show_default=True,
    help="Which versions of a report; the API has the latest alone.",
)  # fmt: skip
@click.option("--rate", type=click.FloatRange(0.01, 10), default=1, show_default=True, help="Requests a second.")
@click.option("--into", type=FOLDER, default="corpus/raw", show_default=True, help="The folder of batches.")
@click.option(
    "--params", type=click.Path(dir_okay=False, path_type=Path), default="params.yaml", show_default=True,
    help="Where the batch is listed, if the file is there.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Ask for the list alone, and write nothing.")
def fetch(
    batch: str,
    source: str,
    address: str | None,
    ids: str,
    since: datetime | None,
    limit: int | None,
    formats: str,
    versions: str,
    rate: float,
    into: Path,
    params: Path,
    dry_run: bool,
) -> None:
    """Fetch new and changed reports into corpus/raw/BATCH and list the batch in params.yaml.

    Run it again to go on after a stop, or to bring the batch up to date. Exits 1 where something could not be had.
    """
    from pipeline.tools import fetch as tool

    choice = tool.Choice(
        numbers=frozenset(tool.parts(ids.upper())),
        since=since.date() if since else None,
        limit=limit,
        formats=tool.checked_formats(formats),
        all_versions=versions == "all",
        dry_run=dry_run,
    )
    summary = tool.run(batch, choice, click.echo, source, address, into, params, rate)
    tool.print_summary(summary, choice, click.echo)
    if not summary.ok:
        sys.exit(1)


if __name__ == "__main__":
    main()
